"""Small files that hold what earlier runs found out, in one folder that any number of runs share.

An entry is written whole or not at all, and read only if its checksum, which covers its name, is right: what was cut
short, moved or written by another program counts as absent. The bytes of an entry are never executed. A folder that
can't be written, a full disk and a run that was killed cost time later, and nothing else.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.paths import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 256 * 1024 * 1024
SHARDS = "0123456789abcdef"
_ENTRY_LENGTH = 31
_OLDEST_TEMPORARY = 3600.0
_OLDEST_USE = 3600.0
_CHECKSUM_BYTES = 32
TAG_FILE = "CACHEDIR.TAG"
TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# mlprodest-lint keeps here what earlier runs found out. `mlprodest-lint clean` empties it.\n"
    "# https://bford.info/cachedir/\n"
)
IGNORE_FILE = ".gitignore"
_IGNORE = "*\n"


class Store:
    """Bytes by names.

    Args:
        folder: Where they are kept; it is made when the first entry is.
        most_bytes: What all entries together may take; those that weren't used for longest go first.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes // len(SHARDS)
        self._grown: set[Path] = set()
        self._is_writable = True

    def read(self, name: str) -> bytes | None:
        """Return an entry, or nothing where there is no sound one.

        Args:
            name: 32 hexadecimal digits.
        """
        file = self._file(name)
        try:
            with file.open("rb") as stream:
                used = os.fstat(stream.fileno()).st_mtime
                data = stream.read(self._most_bytes + _CHECKSUM_BYTES + 1)
        except OSError:
            return None
        checksum, body = data[:_CHECKSUM_BYTES], data[_CHECKSUM_BYTES:]
        if checksum != _checksum(name, body):
            return None
        if time.time() - used > _OLDEST_USE:
            with suppress(OSError):
                os.utime(file)
        return body

    def write(self, name: str, body: bytes) -> None:
        """Keep an entry, as far as that is possible."""
        if not self._is_writable or len(body) + _CHECKSUM_BYTES > self._most_bytes:
            return
        file = self._file(name)
        temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        try:
            try:
                self._write_new(temporary, _checksum(name, body) + body)
                temporary.replace(file)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        except OSError:
            self._is_writable = False
            return
        self._grown.add(file.parent)

    def shrink(self) -> None:
        """Delete what exceeds the bound, where this run has written."""
        for shard in sorted(self._grown):
            _shrink(shard, self._most_bytes)
        self._grown.clear()

    def _file(self, name: str) -> Path:
        return self._folder / name[0] / name[1:]

    def _write_new(self, file: Path, data: bytes) -> None:
        try:
            file.write_bytes(data)
        except FileNotFoundError:
            self._make_folder(file.parent)
            file.write_bytes(data)

    def _make_folder(self, shard: Path) -> None:
        # Nobody else is to write here: an entry of theirs could hide findings.
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shard.mkdir(mode=0o700, exist_ok=True)
        for name, text in ((TAG_FILE, TAG), (IGNORE_FILE, _IGNORE)):
            if not (self._folder / name).exists():
                (self._folder / name).write_text(text, encoding="utf-8")


def _checksum(name: str, body: bytes) -> bytes:
    return digest(body, key=name).encode()


def files_in(shard: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the entries, and what killed runs have left behind."""
    try:
        with os.scandir(shard) as listing:
            yield from (entry for entry in listing if _is_ours(entry.name))
    except OSError:
        return


def _is_ours(name: str) -> bool:
    entry, _, rest = name.partition(".")
    return len(entry) == _ENTRY_LENGTH and set(entry) <= set(SHARDS) and (not rest or is_temporary(name))


def is_temporary(name: str) -> bool:
    return name.endswith(".tmp")


def _shrink(shard: Path, most_bytes: int) -> None:
    with suppress(OSError):  # other runs shrink it too
        now = time.time()
        sizes: list[tuple[float, int, str]] = []
        for entry in files_in(shard):
            status = entry.stat()
            if not is_temporary(entry.name):
                sizes.append((status.st_mtime, status.st_size, entry.path))
            elif now - status.st_mtime > _OLDEST_TEMPORARY:
                Path(entry.path).unlink(missing_ok=True)
        excess = sum(size for _, size, _ in sizes) - most_bytes
        for _, size, path in sorted(sizes):
            if excess <= 0:
                break
            Path(path).unlink(missing_ok=True)
            excess -= size
