"""What the outcome of any run depends on besides the user's files: this program, its libraries and Python."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.paths import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).parent.parent
_METADATA_SUFFIXES = (".dist-info", ".egg-info")


@cache
def identity() -> str:
    """Return what changes with the program's own files, the installed packages and the running Python."""
    return digest(os.fsencode("\0".join([sys.version, sys.platform, *_own_files(_PACKAGE), *_installed()])))


def _own_files(folder: str | Path) -> Iterator[str]:
    """Yield the status of each of the program's files: its version alone wouldn't change while it is developed."""
    with suppress(OSError), os.scandir(folder) as listing:
        for entry in sorted(listing, key=lambda entry: entry.name):
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _own_files(entry.path)
            else:
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def _installed() -> Iterator[str]:
    """Yield the packages that this Python finds, which the names of their metadata tell with their versions."""
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or os.curdir) as listing:
            yield from sorted(entry.name for entry in listing if entry.name.endswith(_METADATA_SUFFIXES))
