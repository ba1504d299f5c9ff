"""``params.conf``: the models of a worker of contract 1.8."""

from __future__ import annotations

import configparser
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts.source import UnreadableError, lines_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SECTION = re.compile(r"\[(?P<name>.+)\]")
_KEY = re.compile(r"(?P<key>[^\s=:][^=:]*?)\s*[=:]")


@dataclass(frozen=True, slots=True)
class Model:
    """A section: its name and line, its values (those of ``[DEFAULT]`` included), and the line of each key."""

    name: str
    line: int
    values: Mapping[str, str]
    key_lines: Mapping[str, int]

    @property
    def source_file(self) -> str:
        """The main script's name, without its extension."""
        return self.values.get("source_file", "")


@dataclass(frozen=True, slots=True)
class ModelsFile:
    """The models in the order of the file; ``problem`` and its line (1 for the file as a whole) if it doesn't parse."""

    models: tuple[Model, ...]
    problem: str | None = None
    problem_name: str = ""
    problem_line: int = 1


def read_models_file(path: Path) -> ModelsFile:
    """Read ``params.conf`` as Python's own ``configparser`` does.

    Raises:
        UnreadableError: It can't be read, or isn't UTF-8.
    """
    try:
        text = "\n".join(lines_of(read_bytes(path).decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise UnreadableError(str(error)) from error
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.DuplicateSectionError as error:
        return ModelsFile((), "duplicate-section", str(error.section), error.lineno or 1)
    except configparser.DuplicateOptionError as error:
        return ModelsFile((), "duplicate-key", str(error.option), error.lineno or 1)
    except configparser.MissingSectionHeaderError:
        return ModelsFile((), "no-section")
    except configparser.Error as error:
        return ModelsFile((), "syntax", re.sub(r"\s+", " ", error.message))
    lines = _lines(text)
    default_lines = lines.get(parser.default_section, (1, {}))[1]
    return ModelsFile(
        tuple(
            Model(
                name,
                lines.get(name, (1, {}))[0],
                {key: (value or "").strip() for key, value in parser.items(name)},
                {**default_lines, **lines.get(name, (1, {}))[1]},
            )
            for name in parser.sections()
        )
    )


def _lines(text: str) -> dict[str, tuple[int, dict[str, int]]]:
    """Return the line of each section and of its keys."""
    found: dict[str, tuple[int, dict[str, int]]] = {}
    keys: dict[str, int] = {}
    key_indent: int | None = None
    for number, line in enumerate(lines_of(text), start=1):
        content = line.strip()
        indent = len(line) - len(line.lstrip())
        is_continuation = key_indent is not None and indent > key_indent
        if not content or content[0] in "#;" or is_continuation:
            continue
        section = _SECTION.match(content)
        if section:
            keys = found.setdefault(section["name"], (number, {}))[1]
            key_indent = None
        elif key := _KEY.match(content):
            keys.setdefault(key["key"].lower(), number)
            key_indent = indent
    return found
