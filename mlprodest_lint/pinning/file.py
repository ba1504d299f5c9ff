"""The bytes of a requirements file, changed line by line: whatever else stands in it stays as it is."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LINE = re.compile(rb"(?P<indent>[ \t\f]*)(?P<code>.*?)(?P<rest>(?:[ \t]+(?:#.*)?)?[\r\n]*)", re.DOTALL)


def changed(data: bytes, added: Sequence[str], replaced: Mapping[int, str]) -> bytes:
    """Return what a file is to hold.

    Args:
        data: What it holds. Its encoding may be any in which ASCII is ASCII, as pip asks for.
        added: Lines for its end.
        replaced: Lines for the places of others, by number from 1; comments behind those stay.
    """
    lines = data.splitlines(keepends=True)
    for number, text in replaced.items():
        lines[number - 1] = _with_code(lines[number - 1], text.encode("ascii"))
    return b"".join([*lines, *_at_the_end(lines, added)])


def _with_code(line: bytes, code: bytes) -> bytes:
    found = _LINE.fullmatch(line)
    if found is None:
        return line
    return found["indent"] + code + found["rest"]


def _at_the_end(lines: Sequence[bytes], added: Sequence[str]) -> list[bytes]:
    """Return new lines with the line end of the others, so that they don't continue the last one."""
    if not added:
        return []
    ending = next((end for end in (b"\r\n", b"\n", b"\r") if lines and lines[0].endswith(end)), os.linesep.encode())
    last = lines[-1] if lines else b""
    is_open = bool(last) and not last.endswith((b"\n", b"\r"))
    is_continued = last.rstrip(b"\r\n").endswith(b"\\") and not last.lstrip().startswith(b"#")
    return [
        *([ending] if is_open else []),
        *([ending] if is_continued else []),
        *(line.encode() + ending for line in added),
    ]
