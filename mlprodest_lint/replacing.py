"""A file that appears whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TEMPORARY_NAME = re.compile(r"\.(?P<name>.+)\.[0-9]+\.tmp", re.DOTALL)


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the place of a file when the block ends without an exception.

    It is written beside the file, under a name of its own. What a killed process has left of such a file is deleted.

    Args:
        file: The file; it need not exist. A link to a file is followed.

    Raises:
        OSError: It can't be written, or the disk is full. The file is as it was.
    """
    file = Path(os.path.realpath(file))
    _delete_remains(file)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    stream = temporary.open("xb+")  # one that is there is another process's, on a machine that shares this folder
    try:
        with stream:
            _try_lock(stream)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            from shutil import copymode  # noqa: PLC0415 - costs start-up time

            copymode(file, temporary)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(file.parent)


def is_temporary_of(path: Path, file: Path) -> bool:
    """Tell whether a path is one under which ``replacing`` writes a file."""
    found = _TEMPORARY_NAME.fullmatch(path.name)
    return path.parent == file.parent and found is not None and found["name"] == file.name


def _delete_remains(file: Path) -> None:
    """Delete what killed processes have left. What a living one writes is locked, or on Windows can't be deleted."""
    with suppress(OSError):
        for name in os.listdir(file.parent):  # noqa: PTH208 - far faster where a folder holds many files
            path = file.parent / name
            if is_temporary_of(path, file):
                with suppress(OSError), path.open("rb") as stream:
                    if not _try_lock(stream):
                        continue
                with suppress(OSError):
                    path.unlink()


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk too, where a folder can be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_try_lock: Callable[[BinaryIO], bool]

if sys.platform == "win32":

    def _try_lock(stream: BinaryIO) -> bool:
        """Windows deletes no file that is open: there is nothing to lock."""
        del stream
        return True

else:
    import fcntl

    def _try_lock(stream: BinaryIO) -> bool:
        """Lock a file for as long as it is open, if nobody else has."""
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
