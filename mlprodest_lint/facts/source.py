"""From the bytes of a Python file to text that Python accepts."""

from __future__ import annotations

import io
import re
import tokenize
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NEWLINE = re.compile(r"\r\n|\r|\n")
_LOGICAL_WORD = re.compile(r"\b(?:and|or)\b")
_TOP_LEVEL_STATEMENT = re.compile(r"[\r\n]+(?=\S)")
# Python keeps a chain of `and` or `or` flat, libcst nests it: its parser then needs about 4 KB of stack for each link.
_DEEPEST_CHAIN = 50_000


@dataclass(frozen=True)
class UnreadableError(Exception):
    """The file can't be read or decoded; ``reason`` is the system's or the codec's own word."""

    reason: str


@dataclass(frozen=True)
class InvalidError(Exception):
    """Python refuses the file, at this line and column (from 1), for this reason."""

    line: int
    column: int
    reason: str


@dataclass(frozen=True)
class TooDeepError(Exception):
    """An expression or a block is nested more deeply than Python or the parser can follow."""


def read_text(path: Path) -> str:
    """Return the text of a Python file.

    Raises:
        UnreadableError: It can't be read, or not be decoded as it declares, else as UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError("it is not a regular file")
        return decode(path.read_bytes())
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error


def decode(data: bytes) -> str:
    """Decode Python source by its byte order mark or declared encoding (PEP 263), else as UTF-8.

    Raises:
        UnreadableError: The encoding is unknown, or the bytes aren't of it.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise UnreadableError(str(error)) from error


def check(text: str) -> None:
    """Let the running interpreter compile the text.

    Raises:
        InvalidError: Its parser or compiler refuses the text.
        TooDeepError: Something is nested too deeply.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<worker>", "exec", dont_inherit=True, optimize=0)
    except SyntaxError as error:
        if "too many" in error.msg and "nested" in error.msg:
            raise TooDeepError from error
        raise InvalidError(max(error.lineno or 1, 1), max(error.offset or 1, 1), error.msg) from error
    except (RecursionError, MemoryError, OverflowError) as error:
        raise TooDeepError from error
    except ValueError as error:
        before = text.partition("\0")[0]
        raise InvalidError(len(_NEWLINE.findall(before)) + 1, 1, str(error)) from error
    if len(_LOGICAL_WORD.findall(text)) > _DEEPEST_CHAIN and any(
        len(_LOGICAL_WORD.findall(statement)) > _DEEPEST_CHAIN for statement in _TOP_LEVEL_STATEMENT.split(text)
    ):
        raise TooDeepError


def lines_of(text: str) -> list[str]:
    """Split as Python does: at ``\\r\\n``, ``\\r`` and ``\\n``, and at nothing else (form feeds stay)."""
    return _NEWLINE.split(text)


def line_starts(text: str) -> list[int]:
    """Return the offset of each line's first character."""
    return [0, *(match.end() for match in _NEWLINE.finditer(text))]
