"""The documentation of the rules, made from their classes: for ``explain``, ``rules`` and the pages of ``docs/rules``.

A rule's docstring says what the rule finds, and has the sections ``## Why``, ``## Example`` and ``## Use instead``. The
section ``## In Portuguese`` says that once more, under the same headings with one mark more; the examples are shared. A
fenced block names its file (```` ```python worker_pub/pub.py ````), shows a project (```` ```tree ````), or lists the
members of an archive (```` ```zip publicar.zip ````); a comment such as ``# MLP204`` at the end of a line marks where
the finding stands, or the member for which it stands at the archive.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.report.words import severity_word
from mlprodest_lint.rules import RULES
from mlprodest_lint.rules.base import PAGE_SUFFIXES
from mlprodest_lint.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlprodest_lint.rules import Rule
    from mlprodest_lint.texts import Language

_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
_SUBHEADING = re.compile(r"^### (?P<title>.+)$", re.MULTILINE)
_CONTRACT = re.compile(r"^Contract (?=[\d.]+\.$)", re.MULTILINE)
_BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LISTINGS = ("tree", "zip")
_STYLES = (
    (re.compile(r"^#+ (.+)$", re.MULTILINE), "\x1b[1;36m\\1\x1b[0m"),
    (re.compile(r"^(```.*)$", re.MULTILINE), "\x1b[2m\\1\x1b[0m"),
    (re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), "\x1b[1m\\1\x1b[0m"),
)

_TRANSLATION = "In Portuguese"
_TITLES = {
    "Why": Text(en="Why", pt="Por quê"),
    "Example": Text(en="Example", pt="Exemplo"),
    "Use instead": Text(en="Use instead", pt="Escreva assim"),
}
_SEVERITY = Text(en="Severity", pt="Gravidade")
_ON_BY_DEFAULT = Text(en="On by default", pt="Ativa por padrão")
_YES = Text(en="yes", pt="sim")
_NO = Text(
    en="no; turn it on with `--extend-select {name}`, or `extend-select` in the configuration",
    pt="não; ative com `--extend-select {name}`, ou com `extend-select` na configuração",
)
_SUPPRESSION = Text(
    en="""## How to suppress

A finding at a line of a Python file: a comment on that line, or on any line of the same statement; a reason may follow.

```python
...  # noqa: {code} - the reason
```

All findings of this rule in a Python file: a comment on a line of its own.

```python
# mlprodest-lint: noqa: {code}
```

Findings at folders and at other files, or anything else: the configuration, in `pyproject.toml`.

```toml
[tool.mlprodest-lint]
ignore = ["{code}"]  # everywhere

[tool.mlprodest-lint.per-file-ignores]
"worker_pub/legacy/**" = ["{code}"]  # in some files and folders
```
""",
    pt="""## Como suprimir

Em uma linha de um arquivo Python: um comentário nessa linha, ou em qualquer linha do mesmo comando; um motivo pode vir
depois.

```python
...  # noqa: {code} - o motivo
```

Em todo um arquivo Python: um comentário em uma linha só dele.

```python
# mlprodest-lint: noqa: {code}
```

Em pastas, em outros arquivos, ou em qualquer lugar: a configuração, no `pyproject.toml`.

```toml
[tool.mlprodest-lint]
ignore = ["{code}"]  # em todo lugar

[tool.mlprodest-lint.per-file-ignores]
"worker_pub/legado/**" = ["{code}"]  # em alguns arquivos e pastas
```
""",
)
_INDEX = Text(
    en="""# The rules

*[Leia em português]({other})*

Written from the rules themselves; `mlprodest-lint explain CODE` shows the same pages.

| Code | Name | Severity | On by default | What it finds |
|---|---|---|---|---|
""",
    pt="""# As regras

*[Read in English]({other})*

Escritas a partir das próprias regras; `mlprodest-lint explain CÓDIGO` mostra as mesmas páginas.

| Código | Nome | Gravidade | Ativa por padrão | O que encontra |
|---|---|---|---|---|
""",
)
_IN_OTHER_LANGUAGE = Text(en="*[Leia em português]({other})*", pt="*[Read in English]({other})*")
_YES_OR_NO = {True: Text(en="yes", pt="sim"), False: Text(en="no", pt="não")}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a rule's documentation; what stands before the first heading has no title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of an example: the text of a file, an archive's list, or a tree of files, which names none."""

    language: str
    file: str
    text: str


def sections(rule: type[Rule]) -> tuple[Section, ...]:
    """Return the parts of a rule's docstring in their order."""
    return _parts(_HEADING, inspect.cleandoc(rule.__doc__ or ""))


def _parts(heading: re.Pattern[str], text: str) -> tuple[Section, ...]:
    first, *others = heading.split(text)
    titles, texts = ["", *others[::2]], [first, *others[1::2]]
    return tuple(Section(title, text.strip()) for title, text in zip(titles, texts, strict=True))


def _sections_in(rule: type[Rule], language: Language) -> Iterator[Section]:
    """Yield the parts of a rule's documentation in a language, the blocks of the examples among them."""
    original = {section.title: section.text for section in sections(rule)}
    translated = {section.title: section.text for section in _parts(_SUBHEADING, original.pop(_TRANSLATION))}
    for title, text in original.items():
        if language == "en":
            yield Section(title, text)
        elif title in translated:
            yield Section(title, "\n\n".join([translated[title], *(match[0] for match in _BLOCK.finditer(text))]))
        else:
            yield Section(title, _CONTRACT.sub("Contrato ", text))


def blocks(section: Section) -> tuple[Block, ...]:
    """Return the fenced blocks of a section."""
    return tuple(
        Block(match["language"], match["file"] or "", match["text"]) for match in _BLOCK.finditer(section.text)
    )


def page(rule: type[Rule], language: Language) -> str:
    """Return what there is to know about a rule, as Markdown."""
    on_by_default = _YES if rule.on_by_default else _NO
    severity = f"{_SEVERITY.render(language)}: {severity_word(rule.severity, language)}."
    activity = f"{_ON_BY_DEFAULT.render(language)}: {on_by_default.render(language, {'name': rule.name})}."
    parts = [f"# {rule.name} ({rule.code})", f"**{rule.summary.render(language)}**", f"{severity} {activity}"]
    for section in _sections_in(rule, language):
        if section.title:
            parts.append(f"## {_TITLES[section.title].render(language)}")
        parts.append(_BLOCK.sub(_shown_block, section.text))
    parts.append(_SUPPRESSION.render(language, {"code": rule.code}))
    return "\n\n".join(parts)


def styled(markdown: str) -> str:
    """Return Markdown with colours for a terminal."""
    for pattern, replacement in _STYLES:
        markdown = pattern.sub(replacement, markdown)
    return markdown


def rules_as_text(language: Language) -> str:
    """Return a line for each rule."""
    rows = [
        (rule.code, rule.name, severity_word(rule.severity, language), rule.summary.render(language))
        for rule in RULES.values()
    ]
    name_width, severity_width = (max(len(row[column]) for row in rows) for column in (1, 2))
    return "".join(
        f"{code}  {name:{name_width}}  {severity:{severity_width}}  {summary}\n"
        for code, name, severity, summary in rows
    )


def rules_as_json(language: Language) -> str:
    """Return a list of objects, one for each rule."""
    entries = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.value,
            "on_by_default": rule.on_by_default,
            "summary": rule.summary.render(language),
            "url": rule.url(),
        }
        for rule in RULES.values()
    ]
    return json.dumps(entries, indent=2) + "\n"


def pages() -> Mapping[str, str]:
    """Return the name and the text of each page of ``docs/rules``."""
    return {
        name: text
        for language, other in (LANGUAGES, LANGUAGES[::-1])
        for name, text in _pages_in(language, PAGE_SUFFIXES[other])
    }


def _pages_in(language: Language, other: str) -> Iterator[tuple[str, str]]:
    suffix = PAGE_SUFFIXES[language]
    rows = (
        f"| {code} | [{rule.name}]({rule.name}{suffix}) | {severity_word(rule.severity, language)} "
        f"| {_YES_OR_NO[rule.on_by_default].render(language)} | {rule.summary.render(language)} |\n"
        for code, rule in RULES.items()
    )
    yield f"README{suffix}", _INDEX.render(language, {"other": f"README{other}"}) + "".join(rows)
    for rule in RULES.values():
        title, rest = page(rule, language).split("\n\n", 1)
        link = _IN_OTHER_LANGUAGE.render(language, {"other": f"{rule.name}{other}"})
        yield f"{rule.name}{suffix}", f"{title}\n\n{link}\n\n{rest}"


def _shown_block(match: re.Match[str]) -> str:
    language = "text" if match["language"] in _LISTINGS else match["language"]
    heading = f"`{match['file']}`:\n\n" if match["file"] else ""
    return f"{heading}```{language}\n{match['text']}```"


def _outdated(folder: Path) -> list[Path]:
    """Return the pages that are missing, say something else, or belong to no rule."""
    wanted = {folder / name: text for name, text in pages().items()}
    wrong = [file for file, text in wanted.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    return sorted([*wrong, *(file for file in folder.glob("*.md") if file not in wanted)])


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in _outdated(folder):
        if file.name in pages():
            file.write_bytes(pages()[file.name].encode())
        else:
            file.unlink()


def main(arguments: Sequence[str]) -> int:
    """Write the pages of the rules, or check them, and return the exit status."""
    parser = argparse.ArgumentParser(description="Write the pages of the rules.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="only tell which pages aren't current")
    options = parser.parse_args(arguments)
    if not options.check:
        _write(options.folder)
        return 0
    outdated = _outdated(options.folder)
    for file in outdated:
        sys.stderr.write(f"{file} is not current: python3 dev.py docs writes it anew\n")
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
