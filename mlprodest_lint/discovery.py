"""From the paths given to the workers, training code and projects that they mean."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.contract import CONTRACTS, KINDS, V1_5, V1_8
from mlprodest_lint.ignoring import Ignored, is_left_out, walk
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlprodest_lint.config import Configuration, Settings
    from mlprodest_lint.contract import Contract, Kind
    from mlprodest_lint.workers import Parts

_IMPORTS_MLFLOW = re.compile(rb"^[ \t]*(?:import|from)[ \t]+mlflow\b", re.MULTILINE)
_NOT_FOUND = Text(en="{path}: there is no such file or folder.", pt="{path}: não existe esse arquivo ou pasta.")
_NO_WORKER = Text(
    en=(
        "{path}: no worker here. Give a folder named worker_pub or worker_retrain, a project folder that holds them, "
        "or a file of one of them."
    ),
    pt=(
        "{path}: nenhum worker aqui. Informe uma pasta chamada worker_pub ou worker_retrain, a pasta do projeto que as "
        "contém, ou um arquivo de uma delas."
    ),
)


@dataclass(frozen=True)
class WorkerFolder:
    """A worker's folder and what it holds, not yet read."""

    root: Path
    kind: Kind
    contract: Contract
    settings: Settings
    files: frozenset[Parts]
    folders: frozenset[Parts]
    python_files: tuple[Parts, ...]
    surroundings: tuple[Path, ...]
    is_renamed: bool


@dataclass(frozen=True)
class TrainingFolder:
    """A folder of training code, or a project folder's own scripts, not yet read."""

    root: Path
    settings: Settings
    python_files: tuple[Parts, ...]


@dataclass
class Selection:
    """What is to be linted. ``only`` limits the findings of a root to these files and folders of it."""

    workers: dict[Path, WorkerFolder] = field(default_factory=dict)
    trainings: dict[Path, TrainingFolder] = field(default_factory=dict)
    projects: dict[Path, list[Path]] = field(default_factory=dict)
    only: dict[Path, set[Path] | None] = field(default_factory=dict)

    def limit(self, root: Path, path: Path | None) -> None:
        """Report what lies at or under ``path`` only; ``None`` stands for everything."""
        known = self.only.get(root, set())
        self.only[root] = None if path is None or known is None else known | {path}


def discover(paths: Iterable[Path], configuration: Configuration) -> Selection:
    """Find what the paths mean.

    Raises:
        UserError: A path doesn't exist or holds no worker, or a configuration is wrong.
    """
    finder = _Finder(configuration)
    for path in paths:
        finder.add(Path(os.path.abspath(path)), shown=path)
    return finder.selection


def contract_of(root: Path, settings: Settings) -> Contract:
    """Return the contract of a worker: the configured one, else what its own files tell."""
    if settings.contract is not None:
        return CONTRACTS[settings.contract]
    models_folder = root / V1_8.workers["worker_pub"].main_folder
    has_models_package = (models_folder / "__init__.py").is_file() or (
        any(models_folder.glob("*.py")) and not any((root / script).is_file() for script in _MAIN_SCRIPTS)
    )
    return V1_8 if (root / "params.conf").is_file() or has_models_package else V1_5


_MAIN_SCRIPTS = tuple(terms.main_script for terms in V1_5.workers.values() if terms.main_script)


class _Finder:
    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._ignored: dict[Path, Ignored] = {}
        self.selection = Selection()

    def add(self, path: Path, shown: Path) -> None:
        if not os.path.lexists(path):
            raise UserError(_NOT_FOUND, path=shown)
        found = self._add_part_of_worker(path) or (path.is_dir() and self._add_project(path))
        if not (found or self._add_part_of_training(path)):
            raise UserError(_NO_WORKER, path=shown)

    # The kinds of path.

    def _add_part_of_worker(self, path: Path) -> bool:
        folders = ([path] if path.is_dir() else []) + list(path.parents)
        root = next((folder for folder in folders if folder.name in KINDS), None)
        if root is None:
            candidates = folders if path.is_file() or path.is_symlink() else folders[:1]
            root = next((folder for folder in candidates[:4] if self._renamed_kind(folder)), None)
        if root is None:
            return False
        self._add_worker(root, root.parent)
        self.selection.limit(root, None if path == root else path)
        return True

    def _add_project(self, project: Path) -> bool:
        direct = list(self._direct_workers(project))
        roots = [*direct, *self._deeper_workers(project, set(direct))]
        for root in roots:
            self._add_worker(root, project)
            self.selection.limit(root, None)
        if direct:
            self.selection.projects[project] = direct
        for folder in dict.fromkeys(root.parent for root in roots):
            for training in self._training_folders(folder):
                self._add_training(training, folder)
        return bool(roots)

    def _add_part_of_training(self, path: Path) -> bool:
        for folder in path.parents:
            if any((folder / kind).is_dir() for kind in KINDS):
                inside = folder / path.relative_to(folder).parts[0]
                training = inside if inside.is_dir() else folder
                self._add_training(training, folder)
                self.selection.limit(training, None if path == training else path)
                return True
        return False

    # Workers.

    def _direct_workers(self, project: Path) -> Iterator[Path]:
        for folder in _folders_in(project):
            if folder.name in KINDS or self._renamed_kind(folder):
                yield folder

    def _deeper_workers(self, project: Path, direct: set[Path]) -> Iterator[Path]:
        inside: Path | None = None
        for path, parts, is_folder in walk(project, self._ignored_in(project)):
            if inside is not None and path.is_relative_to(inside):
                continue
            if is_folder and (path in direct or (len(parts) > 1 and path.name in KINDS)):
                inside = path
                if path not in direct:
                    yield path

    def _renamed_kind(self, folder: Path) -> Kind | None:
        """Return the kind of the worker that a folder under another name holds."""
        if folder.name in KINDS or is_left_out(folder) or any((folder / kind).is_dir() for kind in KINDS):
            return None
        names = {entry.name for entry in _entries(folder)}
        counts = {kind: len(names & _OWN_FILES[kind]) for kind in KINDS}
        best = max(KINDS, key=lambda kind: counts[kind])
        if counts[best] >= 2:
            return best
        scripts = [folder / name for name in sorted(names) if name.endswith(".py")]
        scripts += sorted((folder / "models").glob("*.py"))
        return next((kind for kind in KINDS if any(_defines_worker(script, kind) for script in scripts)), None)

    def _add_worker(self, root: Path, project: Path) -> None:
        if root in self.selection.workers:
            return
        settings = self._configuration.for_folder(root)
        kind = next((kind for kind in KINDS if root.name == kind), None) or self._renamed_kind(root) or "worker_pub"
        contract = contract_of(root, settings)
        ignored = self._ignored_in(root)
        files: set[Parts] = set()
        folders: set[Parts] = set()
        python_files: list[Parts] = []
        for path, parts, is_folder in walk(root):
            (folders if is_folder else files).add(parts)
            is_source = parts[-1].endswith(".py") and parts[0] != contract.temp_folder
            if not is_folder and is_source and not _is_ignored_below(ignored, root, path):
                python_files.append(parts)
        self.selection.workers[root] = WorkerFolder(
            root,
            kind,
            contract,
            settings,
            frozenset(files),
            frozenset(folders),
            tuple(sorted(python_files)),
            tuple(_surroundings(root, project)),
            is_renamed=root.name != kind,
        )

    # Training code.

    def _training_folders(self, project: Path) -> Iterator[Path]:
        """Yield the folders beside the workers that register experiments, and the project itself if its scripts do."""
        settings = self._configuration.for_folder(project)
        yield from (folder for name in settings.training if (folder := settings.folder / name).is_dir())
        ignored = self._ignored_in(project)
        for folder in _folders_in(project):
            is_known = folder.name == V1_8.training_folder
            holds_worker = folder.name in KINDS or any((folder / kind).is_dir() for kind in KINDS)
            if not holds_worker and not self._renamed_kind(folder) and not ignored(folder, is_folder=True):
                if is_known or any(map(_mentions_mlflow, self._python_paths(folder))):
                    yield folder
        if any(_mentions_mlflow(path) for path in project.glob("*.py")):
            yield project

    def _add_training(self, root: Path, project: Path) -> None:
        if root in self.selection.trainings:
            return
        settings = self._configuration.for_folder(root)
        paths = self._python_paths(root) if root != project else sorted(root.glob("*.py"))
        python_files = tuple(sorted(path.relative_to(root).parts for path in paths))
        self.selection.trainings[root] = TrainingFolder(root, settings, python_files)
        self.selection.limit(root, None)

    def _python_paths(self, root: Path) -> list[Path]:
        found = walk(root, self._ignored_in(root))
        return [path for path, parts, is_folder in found if not is_folder and parts[-1].endswith(".py")]

    def _ignored_in(self, folder: Path) -> Ignored:
        if folder not in self._ignored:
            settings = self._configuration.for_folder(folder)
            self._ignored[folder] = Ignored(folder, settings.exclude, settings.folder)
        return self._ignored[folder]


def _own_files(kind: Kind) -> frozenset[str]:
    """Return the standard files that carry the worker's name."""
    names = {
        name
        for contract in CONTRACTS.values()
        for name in (
            contract.workers[kind].main_script,
            contract.workers[kind].own_test,
            contract.workers[kind].standard_test,
        )
        if name
    }
    return frozenset(names)


_OWN_FILES: dict[Kind, frozenset[str]] = {kind: _own_files(kind) for kind in KINDS}
_CLASS_DERIVED = {
    kind: re.compile(
        rb"^class[ \t]+%b[ \t]*\([^)]*\b%b\b"
        % (terms.class_name.encode(), terms.interface.rpartition(".")[2].encode()),
        re.MULTILINE,
    )
    for kind, terms in V1_5.workers.items()
}


def _defines_worker(script: Path, kind: Kind) -> bool:
    return bool(_CLASS_DERIVED[kind].search(_bytes_of(script)))


def _mentions_mlflow(path: Path) -> bool:
    return bool(_IMPORTS_MLFLOW.search(_bytes_of(path)))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def _entries(folder: Path) -> Sequence[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return ()


def _folders_in(folder: Path) -> Iterator[Path]:
    for entry in _entries(folder):
        path = folder / entry.name
        if path.is_dir() and not is_left_out(path):
            yield path


def _is_ignored_below(ignored: Ignored, root: Path, path: Path) -> bool:
    """Tell whether a file or a folder between it and the root is ignored. The root itself was asked for."""
    if ignored(path, is_folder=False):
        return True
    return any(ignored(folder, is_folder=True) for folder in path.parents if folder != root and root in folder.parents)


def _surroundings(root: Path, project: Path) -> Iterator[Path]:
    """Yield the folders whose modules lie beside or above the worker, up to the project's."""
    yield root.parent
    if root.is_relative_to(project):
        for folder in root.parents:
            if folder != root.parent and folder.is_relative_to(project):
                yield folder
