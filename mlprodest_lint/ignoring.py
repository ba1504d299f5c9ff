"""What is left out of a search: virtual environments, caches, and what ``.gitignore`` or the configuration names."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mlprodest_lint import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pathspec import GitIgnoreSpec

    from mlprodest_lint.workers import Parts

_LEFT_OUT = {"__pycache__", "node_modules", "mlruns", "site-packages"}
_ENVIRONMENT_NAMES = {"env", "venv", ".venv"}
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")
_ENVIRONMENT_FOLDERS = ("lib", "Lib", "lib64", "Scripts", "bin")


def is_left_out(folder: Path) -> bool:
    """Tell whether a folder holds nobody's own code: a virtual environment, a cache, a hidden folder."""
    name = folder.name
    return name.startswith(".") or name in _LEFT_OUT or is_environment(folder)


def is_environment(folder: Path) -> bool:
    """Tell whether a folder is a virtual environment, by what it holds, or by its usual name and folders."""
    if any(paths.is_there(folder / mark) for mark in _ENVIRONMENT_MARKS):
        return True
    return folder.name in _ENVIRONMENT_NAMES and any(paths.is_folder(folder / name) for name in _ENVIRONMENT_FOLDERS)


class Ignored:
    """The paths that ``.gitignore`` files and the configuration's ``exclude`` name.

    Args:
        folder: Where the search begins. The ``.gitignore`` files from the repository's top down to it count as well,
            unless the folder itself is ignored.
        project: Where the ``.gitignore`` files that count begin if there is no repository.
        exclude: Patterns in the form of ``.gitignore``, relative to ``exclude_base``.
        exclude_base: The folder of the configuration.
    """

    def __init__(self, folder: Path, project: Path, exclude: Sequence[str], exclude_base: Path) -> None:
        self._specs: dict[Path, GitIgnoreSpec | None] = {}
        self._counting: dict[Path, list[tuple[Path, GitIgnoreSpec]]] = {}
        # What was sent doesn't say what is looked at.
        self._top = None if paths.archive_of(folder) else _repository_top(folder) or project
        self._exclude = matcher(exclude) if exclude else None
        self._exclude_base = exclude_base
        if self._top is not None and self(folder, is_folder=True):
            # It was asked for all the same: what names it, and with it all that it holds, doesn't count.
            self._top, self._exclude = folder, None
            self._counting.clear()

    def __call__(self, path: Path, *, is_folder: bool) -> bool:
        """Tell whether a path below the folder is left out. The folders above it are taken as looked at."""
        return self.excludes(path, is_folder=is_folder) or self._is_ignored_by_git(path, is_folder=is_folder)

    def excludes(self, path: Path, *, is_folder: bool) -> bool:
        """Tell whether it is the configuration that leaves a path out."""
        if self._exclude is None or not path.is_relative_to(self._exclude_base):
            return False
        relative = path.relative_to(self._exclude_base).as_posix()
        return self._exclude.match_file(relative + ("/" if is_folder else ""))

    def _is_ignored_by_git(self, path: Path, *, is_folder: bool) -> bool:
        suffix = "/" if is_folder else ""
        decided = False
        for base, spec in self._specs_for(path.parent):
            answer = spec.check_file(path.relative_to(base).as_posix() + suffix).include
            decided = decided if answer is None else answer
        return decided

    def _specs_for(self, folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
        """Return the folders whose ``.gitignore`` counts in a folder, the outermost first."""
        if folder not in self._counting:
            top = self._top
            bases = [base for base in (folder, *folder.parents) if top is not None and base.is_relative_to(top)]
            specs = [(base, self._spec_in(base)) for base in reversed(bases)]
            self._counting[folder] = [(base, spec) for base, spec in specs if spec is not None]
        return self._counting[folder]

    def _spec_in(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            lines = _lines_of(folder / ".gitignore")
            self._specs[folder] = matcher(lines) if lines else None
        return self._specs[folder]


def walk(root: Path, ignored: Ignored | None = None) -> Iterator[tuple[Path, Parts, bool]]:
    """Yield what a folder holds, however deep, sorted: path, parts below the root, and whether it is a folder.

    Folders with nobody's own code are left out, and so is what is ignored. Links to folders are followed once.
    A folder that can't be listed counts as empty.
    """
    pending: list[tuple[Path, Parts]] = [(root, ())]
    seen: set[str] = set()
    while pending:
        folder, above = pending.pop()
        inner: list[tuple[Path, Parts]] = []
        for name, is_folder, is_link in paths.entries(folder):
            path, parts = folder / name, (*above, name)
            if (is_folder and is_left_out(path)) or (ignored is not None and ignored(path, is_folder=is_folder)):
                continue
            if is_folder and is_link:
                target, top = paths.real_path(path), paths.real_path(root)
                if target in seen or f"{top}{os.sep}".startswith(target + os.sep):
                    continue
                seen.add(target)
            yield path, parts, is_folder
            if is_folder:
                inner.append((path, parts))
        pending.extend(reversed(inner))


def _repository_top(folder: Path) -> Path | None:
    for candidate in (folder, *folder.parents):
        if paths.is_there(candidate / ".git"):
            return candidate
    return None


def _lines_of(file: Path) -> list[str]:
    try:
        text = paths.read_bytes(file).decode("utf-8-sig", errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except OSError:
        return []


def matcher(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Return what tells whether a path is one that the patterns name. Like git, it passes over what is no pattern."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - costs start-up time, and most projects need none

    return GitIgnoreSpec.from_lines(filter(is_pattern, patterns))


def is_pattern(text: str) -> bool:
    """Tell whether a text is a pattern as ``.gitignore`` has them, and neither blank nor a comment."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - costs start-up time, and most projects need none

    try:
        return any(part.include is not None for part in GitIgnoreSpec.from_lines([text]).patterns)
    except (ValueError, re.error):
        return False
