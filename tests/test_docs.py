"""What the documentation shows is so: commands run, links lead somewhere, configurations are read, output is output."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from conftest import EXAMPLES, ROOT

from mlprodest_lint import __version__, documentation
from mlprodest_lint.cli import status
from mlprodest_lint.cli.commands import PROGRAM
from mlprodest_lint.config import KEYS, Configuration
from mlprodest_lint.findings import Place
from mlprodest_lint.rules import RULES, Rule
from mlprodest_lint.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Linter

    from mlprodest_lint.texts import Language

sys.path.insert(0, str(ROOT))
import dev

BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ANY_BLOCK = re.compile(r"^(?P<fence>`{3,})[^\n]*\n.*?^(?P=fence)$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(?P<marks>#+) (?P<title>.+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\((?P<target>[^)\s]+)\)")
SPAN = re.compile(r"(?<!`)`(?P<text>[^`\n]+)`(?!`)")
COMMENT = re.compile(r"[ \t]+#.*")
COMMAND = re.compile(r"(mlprodest-lint|python3 dev\.py) ")
PLACEHOLDER = re.compile(r"\[|\b[A-Z]{4,}\b")
README, README_PT = ROOT / "README.md", ROOT / "README.pt-BR.md"
USAGE = [ROOT / "docs" / "usage.md", ROOT / "docs" / "usage.pt-BR.md"]
PAGES = [README, README_PT, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
OPTIONS = {
    name
    for command in PROGRAM.commands.values()
    for option in command.params
    for name in option.opts
    if name.startswith("--")
}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str

    @property
    def code(self) -> str:
        """What is left without comments, which are in the page's language."""
        return COMMENT.sub("", self.text)


def blocks(page: Path, language: str = "") -> list[Block]:
    found = [Block(match["language"], match["text"]) for match in BLOCK.finditer(page.read_text(encoding="utf-8"))]
    return [block for block in found if language in ("", block.language)]


def prose(text: str) -> str:
    return ANY_BLOCK.sub("", text)


def spans(page: Path) -> list[str]:
    return [match["text"] for match in SPAN.finditer(prose(page.read_text(encoding="utf-8")))]


def commands(page: Path) -> list[str]:
    """Return the commands of a page: in blocks, and in sentences where they are whole."""
    in_blocks = [line for block in blocks(page, "sh") for line in block.code.splitlines()]
    in_sentences = [span for span in spans(page) if COMMAND.match(span) and not PLACEHOLDER.search(span)]
    return [line for line in in_blocks + in_sentences if line.strip() and not line.startswith("cd ")]


def anchors(text: str) -> set[str]:
    """Return what links can name in a page, as GitHub makes it from the headings."""
    titles = (match["title"].lower() for match in HEADING.finditer(prose(text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def text_of(file: Path) -> str | None:
    """Return a file's text; the pages of the rules as they would be written now."""
    if file.parent == ROOT / "docs" / "rules":
        return documentation.pages().get(file.name)
    return file.read_text(encoding="utf-8") if file.is_file() else None


@EVERY_PAGE
def test_links_lead_somewhere(page: Path) -> None:
    targets = [match["target"] for match in LINK.finditer(prose(page.read_text(encoding="utf-8")))]
    for target in targets:
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        text = text_of((page.parent / file).resolve() if file else page)
        assert text is not None, target
        assert not anchor or anchor in anchors(text), target


@pytest.mark.parametrize("line", sorted({line for page in PAGES for line in commands(page)}))
def test_a_command_runs_as_shown(line: str, project: Path, linter: Linter) -> None:
    program, *arguments = shlex.split(line)
    if {"publicar", "publicar.zip"} & set(arguments):
        shutil.copytree(EXAMPLES / "classifier-1.5", project / "publicar")
        shutil.make_archive(str(project / "publicar"), "zip", project, "publicar")
    if program == "mlprodest-lint":
        done = linter(*arguments, folder=project)
        assert done.returncode in {status.CLEAN, status.FINDINGS}, done.stderr
    elif arguments[0] == "dev.py":
        assert arguments[1] in dev.COMMANDS
        assert not arguments[2:] or set(_options_in(arguments)) <= _options_of_bench()
    else:
        # What .ci/run does with the wheel.
        assert line == "python3 -m pip install ."


OPTIONS_OF_STANDARD_TEST = {"--mlruns_path"}


@EVERY_PAGE
def test_options_exist(page: Path) -> None:
    for words in map(str.split, spans(page)):
        if words[0] == "mlprodest-lint" or words[0].startswith("--"):
            assert set(_options_in(words)) <= OPTIONS | OPTIONS_OF_STANDARD_TEST | _options_of_bench(), words


def _options_in(words: list[str]) -> Iterator[str]:
    return (word for word in words if word.startswith("--"))


def _options_of_bench() -> set[str]:
    command = [sys.executable, "benchmarks/run.py", "--help"]
    shown = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    return set(re.findall(r"--\w+", shown))


@pytest.mark.parametrize("page", USAGE, ids=lambda page: page.name)
def test_every_option_is_described(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [option for option in sorted(OPTIONS) if option not in text] == []


def test_every_key_is_described_in_portuguese() -> None:
    text = (ROOT / "docs" / "configuration.pt-BR.md").read_text(encoding="utf-8")
    assert [key.name for key in KEYS if f"| `{key.name}` |" not in text or key.about.pt not in text] == []


@EVERY_PAGE
def test_configurations_are_accepted(page: Path, tmp_path: Path) -> None:
    for number, block in enumerate(blocks(page, "toml")):
        folder = tmp_path / str(number)
        folder.mkdir()
        name = "pyproject.toml" if "[tool." in block.text else "mlprodest-lint.toml"
        (folder / name).write_text(block.text, encoding="utf-8")
        assert Configuration().for_folder(folder).file == folder / name


@pytest.mark.parametrize(("page", "language"), [(README, "en"), (README_PT, "pt-BR")])
def test_the_excerpt_is_what_the_demonstration_prints(page: Path, language: Language, linter: Linter) -> None:
    arguments = ("--output-format", "full", "--language", language)
    printed = linter("examples/mistakes", *arguments, folder=ROOT).stdout
    (excerpt,) = blocks(page, "text")
    for paragraph in excerpt.text.strip().split("\n\n"):
        assert paragraph in printed


@pytest.mark.parametrize(
    "page",
    [
        "README",
        *(f"docs/{name}" for name in ("usage", "configuration", "tutorial", "editors", "ci", "formats", "report")),
        *(f"docs/{name}" for name in ("artifacts", "verify", "publication", "publish")),
    ],
)
def test_both_languages_say_the_same(page: str) -> None:
    english, portuguese = (ROOT / f"{page}{language}.md" for language in ("", ".pt-BR"))
    assert _outline(english) == _outline(portuguese)
    for one, other in zip(blocks(english), blocks(portuguese), strict=True):
        assert one.language == other.language
        assert one.language == "text" or one.code == other.code


def _outline(page: Path) -> list[str]:
    """Return how each line of a page begins that isn't running text: headings, rows of tables, items of lists."""
    return re.findall(r"^(?:#+ |\| (?:`[^`]+`|\w+xx|\d+)?|- )", prose(page.read_text(encoding="utf-8")), re.MULTILINE)


def test_the_readme_names_every_family() -> None:
    named = set(re.findall(r"^\| (MLP\d)xx \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {code[: len("MLP0")] for code in RULES}


@pytest.mark.parametrize("page", [README, README_PT, *USAGE], ids=lambda page: page.name)
def test_every_exit_status_is_described(page: Path) -> None:
    described = set(re.findall(r"^\| (\d+) \|", page.read_text(encoding="utf-8"), re.MULTILINE))
    constants = (value for name, value in vars(status).items() if name.isupper())
    assert described == {str(value) for value in constants}


def test_the_json_example_is_what_the_program_prints(project: Path, linter: Linter) -> None:
    (example,) = blocks(ROOT / "docs" / "json.md", "json")
    schema = json.loads((ROOT / "docs" / "json-schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(example.text), schema)
    shutil.rmtree(project / "worker_pub" / "temp_area")
    assert linter("--output-format", "json", folder=project).stdout == example.text


def test_the_fields_of_a_finding_are_described() -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "docs" / "json-schema.json").read_text(encoding="utf-8"))
    rows = [row for row in page.splitlines() if row.startswith("| `")]
    described = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert described == list(schema["$defs"]["finding"]["properties"])


def test_the_rule_that_shows_how_to_add_one_is_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rule, "registry", {})
    names: dict[str, Any] = {}
    (example,) = blocks(ROOT / "CONTRIBUTING.md", "python")
    exec(_IMPORTS_OF_A_RULE + example.text, names)  # noqa: S102 (it is our own)
    (rule,) = Rule.registry.values()
    assert rule.name in documentation.page(rule, "en")
    for language in LANGUAGES:
        assert "'MOTTO'" in rule.finding(Place(EXAMPLES), file="MOTTO").message(language)


_IMPORTS_OF_A_RULE = """
from __future__ import annotations

from mlprodest_lint.findings import Message, Place, Severity
from mlprodest_lint.rules import Rule
from mlprodest_lint.texts import Text
"""


def test_the_changelog_has_this_version() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_files_of_the_layout_exist() -> None:
    rows = [row.split("|") for row in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()]
    named = [name for row in rows if len(row) == 5 for name in re.findall(r"`([\w./]+)`", row[2])]
    package = ROOT / "mlprodest_lint"
    assert named
    assert [name for name in named if not (package / name.removeprefix("mlprodest_lint/")).exists()] == []


@pytest.mark.parametrize("page", [README, README_PT], ids=lambda page: page.name)
def test_the_example_of_a_suppression_suppresses(page: Path, project: Path, linter: Linter) -> None:
    (example,) = blocks(page, "python")
    (project / "worker_pub" / "utils.py").write_text(example.text, encoding="utf-8")
    select = ("--select", "MLP302,unused-suppression")
    assert linter(*select, folder=project).stdout == ""
    assert "utils.py:3:1: MLP302" in linter(*select, "--no-noqa", folder=project).stdout


def test_the_entries_of_the_catalogue_that_are_shown_exist() -> None:
    shown = blocks(ROOT / "CONTRIBUTING.md", "text")[-1].text.splitlines()
    catalogue = (ROOT / "mlprodest_lint" / "data" / "operations.txt").read_text(encoding="utf-8").splitlines()
    assert set(shown) <= set(catalogue)


TUTORIALS = {"C.UTF-8": ROOT / "docs" / "tutorial.md", "pt_BR.UTF-8": ROOT / "docs" / "tutorial.pt-BR.md"}


@pytest.mark.parametrize("locale", TUTORIALS)
def test_the_tutorial_leads_to_a_clean_project(locale: str, tmp_path: Path, linter: Linter) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder, printed = tmp_path, ""
    for block in blocks(TUTORIALS[locale]):
        if block.language == "sh":
            printed = ""
            for program, *arguments in map(shlex.split, block.text.splitlines()):
                if program == "cd":
                    folder /= arguments[0]
                    continue
                done = linter(*arguments, folder=folder, LC_ALL=locale)
                printed += done.stdout + done.stderr
        elif block.language == "diff":
            applied = subprocess.run(
                ["git", "apply", "-"], cwd=folder, input=block.text.encode(), check=False, capture_output=True
            )
            assert applied.returncode == 0, applied.stderr.decode()
        else:
            assert block.text == printed
    assert re.match(r"(No problems found|Nenhum problema encontrado) (in|em) 2 workers ", printed)


def test_the_set_ups_for_continuous_integration_are_valid(tmp_path: Path) -> None:
    texts = [block.text for block in blocks(ROOT / "docs" / "ci.md", "yaml")]
    hooks, *others = texts
    by_schema = {"vendor.github-workflows": others[:2], "vendor.gitlab-ci": others[2:]}
    for schema, valid in by_schema.items():
        files: list[Path] = []
        for number, text in enumerate(valid):
            files.append(tmp_path / f"{schema}-{number}.yml")
            files[-1].write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    templates = ROOT / "templates" / "common"
    for written, shown in {
        templates / "github" / "workflows" / "mlprodest-lint.yml": others[0],
        templates / "pre-commit-config.yaml": hooks,
    }.items():
        lines = [line for line in written.read_text(encoding="utf-8").splitlines(keepends=True) if line[0] != "#"]
        assert "".join(lines).replace("__VERSAO__", __version__) == shown


@pytest.mark.parametrize("number", range(2, 6))
def test_the_commands_of_the_set_ups_run(number: int, project: Path, linter: Linter) -> None:
    text = blocks(ROOT / "docs" / "ci.md", "yaml")[number - 1].text
    (command,) = re.findall(r"- (?:run: )?mlprodest-lint (--output-format.*)", text)
    done = linter(*shlex.split(command), folder=project)
    assert (done.returncode, done.stderr) == (0, "No problems found in 2 workers (12 files).\n")
    report = re.search(r"--output-file (\S+)", command)
    assert report is None or ((project / report[1]).is_file() and text.count(report[1]) == 2)


def test_the_pages_build_a_site(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    assert (tmp_path / "site" / "tutorial.pt-BR" / "index.html").is_file()
