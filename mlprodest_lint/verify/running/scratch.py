"""The place where a worker is run: a copy of its folder, a home and a folder for temporary files of its own."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.ignoring import is_environment
from mlprodest_lint.paths import on_disk
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LEFT_OUT = {"__pycache__", ".git", ".hg", ".svn", ".mypy_cache", ".pytest_cache", ".ruff_cache", "node_modules"}
_MOST_ENTRIES = 200_000

_CANT_COPY = Text(
    en="{path}: the worker can't be copied to the folder where it is run: {reason}.",
    pt="{path}: não é possível copiar o worker para a pasta em que ele é executado: {reason}.",
)


class Look(NamedTuple):
    """What tells whether something at a path was changed."""

    is_folder: bool
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Stage:
    """The folders that a worker may use while it runs.

    Attributes:
        top: The folder that holds the others.
        worker: The copy of the worker's folder, under its name; the folder above it holds nothing else.
        home: What the worker and its libraries take for the user's home.
        temp: What they take for the system's folder for temporary files.
    """

    top: Path
    worker: Path
    home: Path
    temp: Path


@contextmanager
def staged(root: Path, scratch: Path, temp_folder: str) -> Iterator[Stage]:
    """Copy a worker's folder for as long as the block lasts, without virtual environments, caches and ``.git``.

    The copy has an own, empty folder for its files (``temp_folder``). Links within the worker lead to the copy; a link
    to a file elsewhere becomes a copy of that file, a link to a folder elsewhere goes on leading there.

    Args:
        root: The worker's folder.
        scratch: The folder in which the copy is made.
        temp_folder: The folder of the worker that is kept empty.

    Raises:
        UserError: The folder can't be read, or not be written where the copy shall be.
    """
    try:
        # Short, for the path of a socket may have no more than 104 characters on macOS, and 108 on Linux.
        # Resolved, for what a process is told about its own paths is compared with these.
        top = Path(os.path.realpath(tempfile.mkdtemp(prefix="w", dir=scratch)))
    except OSError as error:
        raise UserError(_CANT_COPY, path=root, reason=error.strerror or error) from error
    try:
        stage = Stage(top, top / "stage" / root.name, top / "home", top / "tmp")
        try:
            for folder in (stage.home, stage.temp):
                folder.mkdir()
            _Copier(Path(on_disk(root)), stage.worker, temp_folder).copy()
        except OSError as error:
            raise UserError(_CANT_COPY, path=error.filename or root, reason=error.strerror or error) from error
        yield stage
    finally:
        remove(top)


def listing(folder: Path, left_out: Path | None = None) -> Mapping[str, Look]:
    """Return what a folder holds, by the paths below it, with ``/``; unreadable folders are made readable.

    Args:
        folder: The folder.
        left_out: A folder in it that isn't looked into.
    """
    found: dict[str, Look] = {}
    for entry in _entries(folder, left_out):
        with suppress(OSError):
            status = entry.stat(follow_symlinks=False)
            is_folder = stat.S_ISDIR(status.st_mode)
            name = Path(entry.path).relative_to(folder).as_posix()
            # A folder's size and time change with what it holds, which is listed itself.
            found[name] = Look(is_folder, *((0, 0) if is_folder else (status.st_size, status.st_mtime_ns)))
    return found


def size_of(folder: Path) -> int:
    """Return how many bytes the files below a folder take on the disk."""
    total = 0
    for entry in _entries(folder, None):
        with suppress(OSError):
            status = entry.stat(follow_symlinks=False)
            # A sparse file takes less than its size; Windows doesn't tell.
            total += getattr(status, "st_blocks", status.st_size // 512) * 512
    return total


def remove(folder: Path) -> None:
    """Remove a folder with all that it holds, whatever its mode bits say. What can't be removed is left behind."""
    for _ in _entries(folder, None):
        pass  # each folder that is listed is made readable
    shutil.rmtree(folder, ignore_errors=True)


def _entries(folder: Path, left_out: Path | None) -> Iterator[os.DirEntry[str]]:
    pending, number = [folder], 0
    while pending:
        current = pending.pop()
        with suppress(OSError):
            if stat.S_IMODE(current.stat().st_mode) & stat.S_IRWXU != stat.S_IRWXU:
                current.chmod(stat.S_IRWXU)
        try:
            listed = list(os.scandir(current))
        except OSError:
            continue
        for entry in listed:
            number += 1
            if number > _MOST_ENTRIES:
                return
            yield entry
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False) and Path(entry.path) != left_out:
                    pending.append(Path(entry.path))


class _Copier:
    def __init__(self, root: Path, target: Path, temp_folder: str) -> None:
        self._root, self._target = Path(os.path.realpath(root)), target
        self._temp = self._root / temp_folder

    def copy(self) -> None:
        self._folder(self._root, self._target)
        # Also where the author's folder has none: version control keeps no empty folders, and the stack makes it.
        (self._target / self._temp.name).mkdir()

    def _folder(self, source: Path, target: Path) -> None:
        target.mkdir(parents=True)
        for entry in os.scandir(source):
            path, place = Path(entry.path), target / entry.name
            if path == self._temp or entry.name in _LEFT_OUT:
                continue
            if entry.is_symlink():
                self._link(path, place)
            elif entry.is_dir():
                if not is_environment(path):
                    self._folder(path, place)
            elif entry.is_file():
                self._file(path, place)

    def _link(self, path: Path, place: Path) -> None:
        leads_to = Path(os.path.realpath(path))
        if leads_to.is_relative_to(self._root):
            inside = self._target / leads_to.relative_to(self._root)
            place.symlink_to(os.path.relpath(inside, place.parent), target_is_directory=leads_to.is_dir())
        elif leads_to.is_dir():
            if not is_environment(leads_to):
                place.symlink_to(leads_to, target_is_directory=True)
        elif leads_to.is_file():
            self._file(leads_to, place)

    @staticmethod
    def _file(path: Path, place: Path) -> None:
        shutil.copyfile(path, place)
        shutil.copystat(path, place)
        place.chmod(place.stat().st_mode | stat.S_IRUSR | stat.S_IWUSR)
