"""Each rule's examples do what they say: the first has the marked findings, the second has none."""

from __future__ import annotations

import inspect
import re
import shutil
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

import pytest
from conftest import EXAMPLES

from mlprodest_lint import documentation
from mlprodest_lint.archive.opening import opened
from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.documentation import Block, blocks, page, pages, sections
from mlprodest_lint.engine import lint
from mlprodest_lint.rules import RULES
from mlprodest_lint.selectors import resolve
from mlprodest_lint.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlprodest_lint.rules import Rule

MARK = re.compile(r"[ \t]+# (?P<codes>MLP\d{3}(?: MLP\d{3})*)$")
DEFINES = re.compile(r"[ \t]+\(defines (?P<class_name>\w+)\)$")
CONTRACT = re.compile(r"^Contract (?P<version>[\d.]+)\.$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`[\w./]+`:")
WORKERS = {"ModeloCLF": "worker_pub", "ModeloRETRAIN": "worker_retrain"}

Findings = Counter[tuple[str, int]]


@dataclass
class Case:
    """One project of an example, and where the findings of the rule stand in it."""

    base: Path
    tree: Block | None = None
    archive: Block | None = None
    files: dict[str, str] = field(default_factory=dict)

    def build(self, project: Path, code: str) -> Findings:
        """Write the project and return the marked findings."""
        expected: Findings = Counter()
        if self.archive is not None:
            project.mkdir()
            self._pack(self.archive, project, code, expected)
        elif self.tree is None:
            shutil.copytree(self.base, project)
        else:
            self._plant(self.tree.text, project, code, expected)
        for file, text in self.files.items():
            lines, marked = _unmarked(text, code)
            path = project / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(lines, encoding="utf-8")
            expected.update((file, line) for line in marked)
        if not expected and self.tree is None and self.archive is None:
            expected.update((file, 1) for file in self.files)
        return expected

    def _pack(self, listed: Block, project: Path, code: str, expected: Findings) -> None:
        """Write an archive of the members that are listed; ``name -> target`` is a link."""
        with ZipFile(project / listed.file, "w") as archive:
            for line in listed.text.splitlines():
                text, marked = _unmarked(line, code)
                name, _, target = text.partition(" -> ")
                member = ZipInfo(name)
                member.external_attr = (stat.S_IFLNK if target else stat.S_IFREG) << 16
                archive.writestr(member, target or self._content(PurePosixPath(name), None))
                expected.update((listed.file, 1) for _ in marked)

    def _plant(self, tree: str, project: Path, code: str, expected: Findings) -> None:
        project.mkdir()
        folders: list[tuple[int, Path]] = [(-1, project)]
        for line in tree.splitlines():
            unmarked, marked = _unmarked(line, code)
            name = DEFINES.sub("", unmarked).strip()
            depth = len(line) - len(line.lstrip())
            while folders[-1][0] >= depth:
                folders.pop()
            path = project if name == "./" else folders[-1][1] / name
            if name.endswith("/"):
                path.mkdir(exist_ok=True)
                folders.append((depth if path != project else -1, path))
            else:
                path.write_bytes(self._content(path.relative_to(project), DEFINES.search(unmarked)))
            expected.update((path.relative_to(project).as_posix(), 1) for _ in marked)

    def _content(self, path: PurePath, defines: re.Match[str] | None) -> bytes:
        """Return what the base has in the file of this name, or in the script of the class that it shall define."""
        if defines:
            return _script_of(self.base, defines["class_name"]).read_bytes()
        alike = [file for file in sorted(self.base.rglob("*")) if file.name.casefold() == path.name.casefold()]
        kind = next((kind for kind in WORKERS.values() if kind[7:] in str(path)), "")
        alike.sort(key=lambda file: kind not in file.parts)
        return alike[0].read_bytes() if alike else b""


def _script_of(base: Path, class_name: str) -> Path:
    scripts = (base / WORKERS[class_name]).rglob("*.py")
    return next(script for script in scripts if f"class {class_name}(" in script.read_text(encoding="utf-8"))


def _unmarked(text: str, code: str) -> tuple[str, list[int]]:
    """Return the text without its marks, and the line of each mark of the rule."""
    lines, marked = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        mark = MARK.search(line)
        codes = mark["codes"].split() if mark else []
        marked += [number] * codes.count(code)
        lines.append(MARK.sub("", line))
    return "\n".join(lines), marked


def _cases(rule: type[Rule], title: str) -> Iterator[Case]:
    """Yield the projects that a section shows: a second tree, or the same file again, begins another."""
    section = next(section for section in sections(rule) if section.title == title)
    stated = CONTRACT.search(section.text) or CONTRACT.search(inspect.getdoc(rule) or "")
    base = EXAMPLES / f"classifier-{stated['version'] if stated else '1.5'}"
    case: Case | None = None
    for block in blocks(section):
        if case is None or block.language == "tree" or block.file in case.files:
            if case is not None:
                yield case
            case = Case(base)
        if block.language == "tree":
            case.tree = block
        elif block.language == "zip":
            case.archive = block
        else:
            case.files[block.file] = block.text
    if case is not None:
        yield case


def _findings(rule: type[Rule], project: Path) -> Findings:
    everything = Overrides(choice=Choice(select=(resolve("ALL", "test"),)))
    given = list(project.glob("*.zip")) or [project]
    with opened(given) as archives:
        findings = lint(given, Configuration(everything), archives=archives).findings
    return Counter(
        (finding.place.path.relative_to(project).as_posix(), finding.place.span.line)
        for finding in findings
        if finding.rule is rule
    )


# What only running a worker can tell has tests of its own, which run the examples.
REPORTED_BY_LINT = {code: rule for code, rule in RULES.items() if not code.startswith("MLP8")}
EXAMPLES_OF_RULES = [
    pytest.param(rule, title, case, id=f"{code}-{title.replace(' ', '-').lower()}-{number}")
    for code, rule in REPORTED_BY_LINT.items()
    for title in ("Example", "Use instead")
    for number, case in enumerate(_cases(rule, title), start=1)
]


@pytest.mark.parametrize(("rule", "title", "case"), EXAMPLES_OF_RULES)
def test_an_example_does_what_it_says(rule: type[Rule], title: str, case: Case, tmp_path: Path) -> None:
    project = tmp_path / "projeto"
    marked = case.build(project, rule.code)
    found = _findings(rule, project)
    if title == "Example":
        assert found == marked
        assert found
    else:
        assert not found


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_both_examples(rule: type[Rule]) -> None:
    shown = {section.title: blocks(section) for section in sections(rule)}
    assert list(shown) == ["", "Why", "Example", "Use instead", "In Portuguese"]
    assert shown["Example"]
    assert shown["Use instead"]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_no_fence_is_overlooked(rule: type[Rule]) -> None:
    text = "\n".join(section.text for section in sections(rule))
    assert text.count("```") == 2 * sum(len(blocks(section)) for section in sections(rule))


# The pages.


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_both_languages_show_the_same_examples_and_no_prose_of_the_other(rule: type[Rule]) -> None:
    english, portuguese = (page(rule, language).split("\n## ")[:-1] for language in LANGUAGES)
    assert len(english) == len(portuguese)
    for one, other in zip(english, portuguese, strict=True):
        assert FENCED.findall(one) == FENCED.findall(other)
        prose = [set(filter(None, FENCED.sub("", text).strip().split("\n\n")[1:])) for text in (one, other)]
        assert {text for text in prose[0] & prose[1] if not FILE.fullmatch(text.strip())} == set()
        assert bool(prose[0]) == bool(prose[1])


def test_a_page_in_portuguese() -> None:
    text = page(RULES["MLP107"], "pt-BR")
    assert text.startswith(
        "# missing-temp-area (MLP107)\n\n**O worker não tem a pasta temp_area.**\n\n"
        "Gravidade: aviso. Ativa por padrão: sim.\n"
    )
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Por quê",
        "## Exemplo",
        "## Escreva assim",
        "## Como suprimir",
    ]
    assert "# noqa: MLP107" in text


def test_blocks_are_shown_with_their_file() -> None:
    assert "`worker_pub/utils.py`:\n\n```python\ndef faixa(" in page(RULES["MLP001"], "en")
    assert "```text\nworker-pub/  # MLP101\n" in page(RULES["MLP101"], "en")


def test_there_is_a_page_for_each_rule_and_an_index() -> None:
    made = pages()
    names = {"README", *(rule.name for rule in RULES.values())}
    assert set(made) == {f"{name}{suffix}" for name in names for suffix in (".md", ".pt-BR.md")}
    for rule in RULES.values():
        assert f"| {rule.code} | [{rule.name}]({rule.name}.md) |" in made["README.md"]
        assert f"| {rule.code} | [{rule.name}]({rule.name}.pt-BR.md) |" in made["README.pt-BR.md"]


def test_pages_are_written_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "docs" / "rules"
    assert documentation.main([str(folder)]) == 0
    assert documentation.main([str(folder), "--check"]) == 0
    (folder / "syntax-error.md").write_text("something else", encoding="utf-8")
    (folder / "former-rule.md").touch()
    (folder / "missing-script.md").unlink()
    assert documentation.main([str(folder), "--check"]) == 1
    named = re.findall(r"[\w-]+\.md", capsys.readouterr().err)
    assert named == ["former-rule.md", "missing-script.md", "syntax-error.md"]
    assert documentation.main([str(folder)]) == 0
    assert documentation.main([str(folder), "--check"]) == 0
    assert {file.name for file in folder.iterdir()} == set(pages())
