"""What a worker requires: the lines of its requirements file, and what each asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Problem = Literal[
    "backslash-path",  # a Windows path, which is no path where the worker runs
    "bad-comma",  # `numpy>=1 <2`, `numpy,`
    "bad-editable",  # `-e https://…`, `-e numpy==1.0`
    "bad-egg",  # `#egg=name[extra]`
    "bad-hash",  # `--hash=md5:…`
    "bad-marker",  # `numpy; python > 3`
    "bad-url",  # `s3://…`, `git@github.com:team/lib.git`, `lib @ pacotes/lib.zip`
    "bad-version",  # `numpy==latest`
    "bad-wheel-name",  # `./lib.whl`
    "extras-after-version",  # `pandas>=2[excel]`
    "glued-comment",  # `numpy==1.0# why`
    "import-statement",  # `import numpy`
    "missing-operator",  # `numpy 1.0`
    "not-a-requirement",
    "option-value",  # a value that is missing, wrong, or given to an option that takes none
    "quoted",  # `"numpy==1.0",`
    "several-packages",  # `numpy pandas`
    "shell-command",  # `pip install numpy`
    "single-equals",  # `numpy=1.0`
    "stray-backslash",  # a backslash with a space behind it continues nothing
    "unknown-option",
    "unnamed-editable",  # `-e git+https://…` without a name
    "wrong-operator",  # `numpy=>1.0`, `numpy^1.0`
]


class Kind(Enum):
    """What a line is for."""

    PACKAGE = "package"
    OPTION = "option"
    INCLUDE = "include"
    CONSTRAINT = "constraint"


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One logical line of a requirements file that isn't blank.

    Attributes:
        path: The file: the one that was given, or one that it includes.
        line: The first physical line, from 1.
        end_line: The last physical line; another one where the line is continued.
        text: The line without its comment, its continuations joined.
        kind: What the line is for. A line that pip refuses is a package's unless it is evidently an option's.
        name: The distribution that the line names, in canonical form; of a refused line, what it begins with.
        problem: Why pip refuses the line's form, or None if it doesn't, or if that can't be known.
        suggestion: What to type instead of a refused line, where that is plain.
        outside: The path or URL out of the worker that the line requires.
    """

    path: Path
    line: int
    end_line: int
    text: str
    kind: Kind
    name: str | None = None
    problem: Problem | None = None
    suggestion: str | None = None
    outside: str | None = None


@dataclass(frozen=True, slots=True)
class Requirements:
    """A requirements file with the files that it includes.

    Attributes:
        lines: All lines; those of an included file follow the line that includes it.
        complete: Whether all that is required is known by name: no included file is remote or undecodable, no URL
            leaves its package's name open.
    """

    lines: tuple[RequirementLine, ...]
    complete: bool

    @property
    def names(self) -> frozenset[str]:
        """The distributions that the lines name, in canonical form."""
        return frozenset(line.name for line in self.lines if line.name is not None)

    @property
    def is_empty(self) -> bool:
        """Whether there are certainly only comments and options."""
        return self.complete and all(line.kind is not Kind.PACKAGE for line in self.lines)
