"""``params.conf``: the models of a worker of contract 1.8."""

from __future__ import annotations

import configparser
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mlprodest_lint.facts.source import UnreadableError, lines_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
class Problem:
    """What keeps the file from being parsed, the name that it is about, and its line (1 for the file as a whole)."""

    kind: Literal["duplicate-section", "duplicate-key", "no-section", "syntax"]
    name: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class ModelsFile:
    """The models in the order of the file, and what keeps it from being parsed.

    Two sections or keys alike do, but leave no doubt about the rest: the models are known all the same.
    """

    models: tuple[Model, ...]
    problems: tuple[Problem, ...] = ()


def read_models_file(path: Path) -> ModelsFile:
    """Read ``params.conf`` as Python's own ``configparser`` does.

    Raises:
        UnreadableError: It can't be read, or isn't UTF-8.
    """
    try:
        lines = lines_of(read_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError(str(error)) from error
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string("\n".join(lines))
    except configparser.MissingSectionHeaderError:
        return ModelsFile((), (Problem("no-section"),))
    except configparser.Error as error:
        return ModelsFile((), (Problem("syntax", re.sub(r"\s+", " ", error.message)),))
    sections, duplicates = _places(lines)
    default_lines = sections.get(parser.default_section, (1, {}))[1]
    models = tuple(
        Model(
            name,
            sections[name][0],
            {key: (value or "").strip() for key, value in parser.items(name)},
            {**default_lines, **sections[name][1]},
        )
        for name in parser.sections()
    )
    return ModelsFile(models, tuple(duplicates))


def _places(lines: Sequence[str]) -> tuple[dict[str, tuple[int, dict[str, int]]], list[Problem]]:
    """Return the line of each section and of its keys (the last of those alike), and those that are there twice."""
    sections: dict[str, tuple[int, dict[str, int]]] = {}
    duplicates: list[Problem] = []
    name, keys = "", set[str]()
    key_indent: int | None = None
    for number, line in enumerate(lines, start=1):
        content = line.strip()
        indent = len(line) - len(line.lstrip())
        is_continuation = key_indent is not None and indent > key_indent
        if not content or content[0] in "#;" or is_continuation:
            continue
        section = _SECTION.match(content)
        if section:
            name, keys, key_indent = section["name"], set(), None
            if name in sections and name != configparser.DEFAULTSECT:
                duplicates.append(Problem("duplicate-section", name, number))
            sections.setdefault(name, (number, {}))
        elif found := _KEY.match(content):
            key, key_indent = found["key"].lower(), indent
            if key in keys:
                duplicates.append(Problem("duplicate-key", key, number))
            keys.add(key)
            sections[name][1][key] = number
    return sections, duplicates
