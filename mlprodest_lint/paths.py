"""What lies at a path, and what it holds: the only place that looks at the user's files.

What a look is answered is noted, so that work can be remembered for as long as its looks would be answered the same.
Where it can't be told what lies at a path, as in a folder that may not be searched, nothing does: the methods of
``Path`` raise there, up to Python 3.13.
"""

from __future__ import annotations

import os
import stat
import time
from _blake2 import blake2b  # hashlib would load OpenSSL too
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.looks import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from mlprodest_lint.looks import Answer

    AnyPath: TypeAlias = str | Path

READ = "read_bytes"
READ_START = "read_start"
READS = frozenset({READ, READ_START})
_START_BYTES = 32 * 1024
_DIGEST_BYTES = 16
# The coarsest clock of a usual file system (FAT): a file that is younger may be changed again within the same tick.
_COARSEST_TICK = 2.0
_unsaved: dict[str, bytes] = {}
_mounted: dict[str, str] = {}


class Entry(NamedTuple):
    """Something in a folder. A link to a folder is a folder too; one that leads nowhere isn't."""

    name: str
    is_folder: bool
    is_link: bool


class NotRegularError(OSError):
    """A named pipe or a device isn't read: nobody might ever write to it."""

    def __init__(self, path: AnyPath) -> None:
        super().__init__(0, "it is not a regular file", str(path))


@contextmanager
def unsaved(path: Path, data: bytes) -> Iterator[None]:
    """Until the end of the block, let a file hold what an editor hasn't saved. It need not be on the disk."""
    _unsaved[str(path)] = data
    try:
        yield
    finally:
        del _unsaved[str(path)]


@contextmanager
def mounted(archive: Path, folder: Path) -> Iterator[None]:
    """Until the end of the block, let an archive be a folder that holds what another folder does."""
    _mounted[str(archive)] = str(folder)
    try:
        yield
    finally:
        del _mounted[str(archive)]


def archive_of(path: AnyPath) -> str | None:
    """Return the archive that a path is, or lies in; what lies there was sent by somebody, and isn't trusted."""
    if not _mounted:
        return None
    whole = os.path.normpath(path)
    return next((archive for archive in _mounted if f"{whole}{os.sep}".startswith(archive + os.sep)), None)


def on_disk(path: AnyPath) -> AnyPath:
    """Return where what lies at a path is on the disk: what an archive holds lies in another folder."""
    archive = archive_of(path)
    return path if archive is None else _mounted[archive] + os.path.normpath(path)[len(archive) :]


def is_folder(path: AnyPath) -> bool:
    """Tell whether a folder lies there, or a link to one."""
    answer = _is_dir(path)
    note("is_folder", str(path), answer)
    return answer


def is_file(path: AnyPath) -> bool:
    """Tell whether a regular file lies there, or a link to one."""
    answer = _is_file(path)
    note("is_file", str(path), answer)
    return answer


def is_there(path: AnyPath) -> bool:
    """Tell whether anything lies there, a dangling link included."""
    answer = _is_there(path)
    note("is_there", str(path), answer)
    return answer


def real_path(path: AnyPath) -> str:
    """Return the path that all links in this one lead to."""
    answer = _real_path(path)
    note("real_path", str(path), answer)
    return answer


def entries(folder: AnyPath) -> Sequence[Entry]:
    """Return what a folder holds, sorted by name. One that can't be listed counts as empty."""
    found = _listed(folder)
    note("entries", str(folder), _listing_digest(found))
    return found


def read_bytes(path: AnyPath) -> bytes:
    """Return what a regular file holds.

    Raises:
        OSError: It can't be read.
    """
    changed = stamp(path)
    try:
        data = _read(path)
    except OSError as error:
        note(READ, str(path), _refusal(error))
        raise
    note(READ, str(path), digest(data), changed)
    return data


def read_start(path: AnyPath) -> bytes:
    """Return the first 32 KiB of what a regular file holds.

    Raises:
        OSError: It can't be read.
    """
    changed = stamp(path)
    try:
        data = _read_start(path)
    except OSError as error:
        note(READ_START, str(path), _refusal(error))
        raise
    note(READ_START, str(path), digest(data), changed)
    return data


def stamp(path: AnyPath) -> str:
    """Return what changes whenever a file's content does; nothing where its status can't tell, such as a young one."""
    if str(path) in _unsaved or archive_of(path) is not None:
        return ""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return ""
    if max(status.st_mtime, status.st_ctime) + _COARSEST_TICK > time.time():
        return ""
    return f"{status.st_size} {status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns}"


def digest(data: bytes, key: str = "") -> str:
    """Return 32 hexadecimal digits that stand for these bytes alone, under this key alone."""
    return blake2b(data, digest_size=_DIGEST_BYTES, key=key.encode()).hexdigest()


def normalized(path: Path) -> Path:
    """Return an absolute path without ``..``."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (`Path.absolute` keeps `..`)


def _is_dir(path: AnyPath) -> bool:
    return os.path.isdir(on_disk(path))  # noqa: PTH112


def _is_file(path: AnyPath) -> bool:
    return str(path) in _unsaved or os.path.isfile(on_disk(path))  # noqa: PTH113


def _is_there(path: AnyPath) -> bool:
    return str(path) in _unsaved or os.path.lexists(on_disk(path))


def _real_path(path: AnyPath) -> str:
    # An archive that holds links isn't unpacked with them.
    return os.path.realpath(path) if archive_of(path) is None else os.path.normpath(path)


def _listed(folder: AnyPath) -> Sequence[Entry]:
    try:
        with os.scandir(on_disk(folder)) as listing:
            found = {entry.name: Entry(entry.name, _is_folder(entry), entry.is_symlink()) for entry in listing}
    except OSError:
        found = {}
    for above, name in map(os.path.split, _unsaved):
        if above == str(folder):
            found.setdefault(name, Entry(name, is_folder=False, is_link=False))
    return sorted(found.values())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _listing_digest(listing: Sequence[Entry]) -> str:
    return digest(os.fsencode("\0".join(f"{entry.name}/{entry.is_folder:d}{entry.is_link:d}" for entry in listing)))


def _read(path: AnyPath) -> bytes:
    if str(path) in _unsaved:
        return _unsaved[str(path)]
    return _regular(path).read_bytes()


def _read_start(path: AnyPath) -> bytes:
    if str(path) in _unsaved:
        return _unsaved[str(path)][:_START_BYTES]
    with _regular(path).open("rb") as stream:
        return stream.read(_START_BYTES)


def _regular(path: AnyPath) -> Path:
    file = Path(on_disk(path))
    if not stat.S_ISREG(file.stat().st_mode):
        raise NotRegularError(path)
    return file


def _answer_of(read: Callable[[AnyPath], bytes], path: AnyPath) -> str:
    try:
        return digest(read(path))
    except OSError as error:
        return _refusal(error)


def _refusal(error: OSError) -> str:
    return f"! {error.strerror or error}"


LOOKS: Mapping[str, Callable[[AnyPath], Answer]] = {
    "is_folder": _is_dir,
    "is_file": _is_file,
    "is_there": _is_there,
    "real_path": _real_path,
    "entries": lambda folder: _listing_digest(_listed(folder)),
    READ: lambda file: _answer_of(_read, file),
    READ_START: lambda file: _answer_of(_read_start, file),
}
"""For each kind of look, what gives the answer that is noted; it notes nothing itself."""
