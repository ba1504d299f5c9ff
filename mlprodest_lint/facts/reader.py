"""From the bytes of a Python file to its records, or to what keeps it from having any."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from mlprodest_lint.facts.records import Module, Refusal
from mlprodest_lint.facts.source import InvalidError, TooDeepError, UnreadableError, check, decode

if TYPE_CHECKING:
    from typing import TypeAlias

    Reading: TypeAlias = Module | Refusal


def read(data: bytes) -> Reading:
    """Read a Python file; what it gives depends on nothing but the bytes and the running Python.

    It recurses as deeply as the code is nested.

    Args:
        data: What the file holds.
    """
    try:
        text = decode(data)
        check(text)
    except UnreadableError as error:
        return Refusal("undecodable", error.reason)
    except InvalidError as error:
        return Refusal("invalid", error.reason, error.line, error.column)
    except TooDeepError:
        return Refusal("too-deep")
    # libcst takes longer to import than all else together: a run over files that are known does without.
    from mlprodest_lint.facts.reading import UnparsableError, read_module  # noqa: PLC0415

    try:
        return read_module(text)
    except UnparsableError:
        return Refusal("unparsable")
    except RecursionError:
        return Refusal("too-deep")


def encoded(reading: Reading) -> bytes | None:
    """Return what was read as bytes that can be stored; nothing for a text that UTF-8 can't hold."""
    try:
        return msgspec.msgpack.encode(reading)
    except UnicodeEncodeError:
        return None


def decoded(data: bytes) -> Reading | None:
    """Return what was read; nothing where the bytes say something else."""
    try:
        return _decoder().decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


@cache
def _decoder() -> msgspec.msgpack.Decoder[Reading]:
    return msgspec.msgpack.Decoder(Module | Refusal)
