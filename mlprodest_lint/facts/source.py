"""From the bytes of a Python file to text that Python accepts."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint import paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NEWLINE = re.compile(r"\r\n|\r|\n")
_STATEMENT_START = re.compile(
    r"\n[ \t]*(?=(?:async|assert|class|def|elif|else|except|for|from|if|import|raise|return|try|while|with)\b|@)"
)
_NESTING_TOKEN = re.compile(r"[-+*/%|&^~@.(\[]|\b(?:and|await|else|lambda|not|or)\b")
# The parser of libcst takes a time that grows with the third power of the nesting: a second for this much. Chains of
# `and` and `or`, which Python keeps flat, it nests too; they cost it no time but 4 KB of stack for each link.
_DEEPEST_NESTING = 1_000
_LONGEST_CHAIN = 50_000
_RECURSION_LIMIT = 1_000  # Python's own, by which it refuses what is nested too deeply


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
    return decode(read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        UnreadableError: It can't be read. A named pipe or a device isn't: nobody might ever write to it.
    """
    try:
        return paths.read_bytes(path)
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
    if "\0" in text:
        # Python says so, but up to 3.13 not where.
        line = len(_NEWLINE.findall(text.partition("\0")[0])) + 1
        raise InvalidError(line, 1, "source code cannot contain null bytes")
    try:
        with warnings.catch_warnings(), _recursion_limit(_RECURSION_LIMIT):
            warnings.simplefilter("ignore")
            compile(text, "<worker>", "exec", dont_inherit=True, optimize=0)
    except SyntaxError as error:
        raise InvalidError(max(error.lineno or 1, 1), max(error.offset or 1, 1), error.msg) from error
    except (RecursionError, MemoryError, OverflowError) as error:
        raise TooDeepError from error
    except ValueError as error:
        raise InvalidError(1, 1, str(error)) from error
    if _may_be_deep(text) and _is_deep(text):
        raise TooDeepError


@contextmanager
def _recursion_limit(limit: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _may_be_deep(text: str) -> bool:
    """Tell, in a glance, whether some statement has enough of what nests."""
    return any(
        len(statement) > _DEEPEST_NESTING and len(_NESTING_TOKEN.findall(statement)) > _DEEPEST_NESTING
        for statement in _STATEMENT_START.split(text)
    )


def _is_deep(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pending: list[tuple[ast.AST, int]] = [(ast.parse(text), 0)]
    while pending:
        node, depth = pending.pop()
        if depth > _DEEPEST_NESTING or (isinstance(node, ast.BoolOp) and len(node.values) > _LONGEST_CHAIN):
            return True
        inner = depth + 1 if isinstance(node, ast.expr) else 0
        pending.extend((child, inner) for child in ast.iter_child_nodes(node))
    return False


def lines_of(text: str) -> list[str]:
    """Split as Python does: at line feeds, carriage returns and both together, and at nothing else."""
    return _NEWLINE.split(text)


def line_starts(text: str) -> list[int]:
    """Return the offset of each line's first character."""
    return [0, *(match.end() for match in _NEWLINE.finditer(text))]
