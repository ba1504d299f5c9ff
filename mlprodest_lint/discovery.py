"""From the paths given to the workers, training code and projects that they mean."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from mlprodest_lint.contract import CONTRACTS, KINDS, V1_5, V1_8
from mlprodest_lint.ignoring import Ignored, is_left_out, matcher, walk
from mlprodest_lint.paths import archive_of, entries, is_folder, is_there, normalized, read_bytes
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mlprodest_lint.archive.opening import Archives
    from mlprodest_lint.archive.refusal import Refusal
    from mlprodest_lint.config import Configuration, Settings
    from mlprodest_lint.contract import Contract, Kind
    from mlprodest_lint.workers import Parts

_CODE_SUFFIXES = (".py", ".ipynb")
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


_NO_WORKER_IN_ARCHIVE = Text(
    en="{path}: no worker in this archive. It must hold a folder 'publicar' with worker_pub and worker_retrain in it.",
    pt="{path}: nenhum worker neste arquivo. Ele deve ter uma pasta 'publicar' com worker_pub e worker_retrain dentro.",
)
PUBLICATION = V1_5.publication_folder
_DEEPEST_PUBLICATION = 3


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
    is_published: bool


@dataclass(frozen=True)
class TrainingFolder:
    """A folder of training code, or a project folder's own scripts, not yet read."""

    root: Path
    settings: Settings
    python_files: tuple[Parts, ...]


@dataclass(frozen=True)
class PublicationFolder:
    """What is sent to be published: an archive, or the folder that one is made of.

    ``root`` is the folder that holds the workers, ``top`` all that is sent; ``trainings`` are the folders beside the
    workers that hold code, and ``refusals`` the members of the archive that weren't unpacked.
    """

    root: Path
    top: Path
    settings: Settings
    workers: tuple[Path, ...]
    trainings: tuple[Path, ...]
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_named_well(self) -> bool:
        """Whether the workers lie in a folder of the name that the contract asks for."""
        return self.root == self.top / PUBLICATION or (self.root == self.top and self.root.name == PUBLICATION)


@dataclass
class Selection:
    """What is to be linted. ``only`` limits the findings of a root to these files and folders of it."""

    workers: dict[Path, WorkerFolder] = field(default_factory=dict)
    trainings: dict[Path, TrainingFolder] = field(default_factory=dict)
    projects: dict[Path, list[Path]] = field(default_factory=dict)
    publications: dict[Path, PublicationFolder] = field(default_factory=dict)
    only: dict[Path, set[Path] | None] = field(default_factory=dict)

    @property
    def folders(self) -> list[WorkerFolder | TrainingFolder]:
        """All that is to be linted."""
        return [*self.workers.values(), *self.trainings.values()]

    def limit(self, root: Path, path: Path | None) -> None:
        """Report what lies at or under ``path`` only; ``None`` stands for everything."""
        known = self.only.get(root, set())
        self.only[root] = None if path is None or known is None else known | {path}


def discover(
    paths: Iterable[Path],
    configuration: Configuration,
    *,
    changed: bool = False,
    archives: Archives = MappingProxyType({}),
) -> Selection:
    """Find what the paths mean.

    Args:
        paths: Folders and files.
        configuration: Gives each folder its settings.
        changed: The paths are files that changed, perhaps by being deleted: whole workers and training folders are
            meant, and what belongs to none is passed over.
        archives: Those among the paths that were opened, and the members of each that weren't unpacked.

    Raises:
        UserError: A path doesn't exist or holds no worker, or a configuration is wrong.
    """
    finder = _Finder(configuration)
    for path in paths:
        whole = normalized(path)
        if changed:
            finder.add_changed(whole)
        elif whole in archives:
            finder.add_archive(whole, archives[whole], shown=path)
        else:
            finder.add(whole, shown=path)
    return finder.selection


def discover_project(folder: Path, configuration: Configuration) -> Selection:
    """Find what stands directly in a project folder: workers and training code. There may be none, and no folder.

    Raises:
        UserError: A configuration is wrong.
    """
    finder = _Finder(configuration)
    if is_folder(folder):
        finder.add_project(folder, deep=False)
    return finder.selection


def discover_code(folder: Path, configuration: Configuration) -> WorkerFolder | TrainingFolder:
    """Find the worker that a folder is or lies in; any other folder is taken for training code.

    Raises:
        UserError: A configuration is wrong.
    """
    finder = _Finder(configuration)
    if finder.add_part_of_worker(folder):
        return next(iter(finder.selection.workers.values()))
    finder.add_training(folder, folder.parent)
    return finder.selection.trainings[folder]


def contract_of(root: Path, settings: Settings) -> Contract:
    """Return the contract of a worker: the configured one, else what its own files tell."""
    if settings.contract is not None:
        return CONTRACTS[settings.contract]
    names = {entry.name for entry in entries(root)}
    main_folder = V1_8.workers["worker_pub"].main_folder
    has_package = main_folder in names and "__init__.py" in {entry.name for entry in entries(root / main_folder)}
    return V1_8 if V1_8.models_file in names or has_package else V1_5


class _Finder:
    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._ignored: dict[Path, Ignored] = {}
        self._trainings: dict[Path, list[Path]] = {}
        self.selection = Selection()

    def add(self, path: Path, shown: Path) -> None:
        if not is_there(path):
            raise UserError(_NOT_FOUND, path=shown)
        found = self.add_part_of_worker(path) or (is_folder(path) and self.add_project(path))
        if not (found or self._add_part_of_training(path)):
            raise UserError(_NO_WORKER, path=shown)

    def add_archive(self, archive: Path, refusals: tuple[Refusal, ...], shown: Path) -> None:
        root = self._publication_in(archive)
        if root is not None:
            self.add_project(root)
        elif not refusals:
            raise UserError(_NO_WORKER_IN_ARCHIVE, path=shown)
        self._add_publication(root or archive, archive, refusals)

    def add_changed(self, path: Path) -> None:
        if self._is_excluded(path):
            return
        root = self._worker_around(path)
        if root is not None and is_folder(root):
            self._add_worker(root, root.parent)
            self.selection.limit(root, None)
            return
        project = next((folder for folder in path.parents if _holds_worker(folder)), None)
        if project is None:
            return
        if project not in self._trainings:
            self._trainings[project] = list(self._training_folders(project))
        for training in self._trainings[project]:
            if path.parent == training or (training != project and path.is_relative_to(training)):
                self.add_training(training, project)

    # The kinds of path.

    def add_part_of_worker(self, path: Path) -> bool:
        root = self._worker_around(path)
        if root is None:
            return False
        self._add_worker(root, root.parent)
        self.selection.limit(root, None if path == root else path)
        return True

    def _worker_around(self, path: Path) -> Path | None:
        """Return the worker that a path is, or lies in."""
        folders = ([path] if is_folder(path) else []) + list(path.parents)
        root = next((folder for folder in folders if folder.name in KINDS), None)
        if root is not None:
            return root
        candidates = folders[:1] if is_folder(path) else folders
        return next((folder for folder in candidates[:4] if self._renamed_kind(folder)), None)

    def add_project(self, project: Path, *, deep: bool = True) -> bool:
        direct = list(self._direct_workers(project))
        roots = [*direct, *(self._deeper_workers(project, set(direct)) if deep else ())]
        for root in roots:
            self._add_worker(root, project)
            self.selection.limit(root, None)
        if direct:
            self.selection.projects[project] = direct
        for folder in dict.fromkeys(root.parent for root in roots):
            if folder.name == PUBLICATION and not archive_of(folder):
                self._add_publication(folder, folder)
            for training in self._training_folders(folder):
                self.add_training(training, folder)
                self.selection.limit(training, None)
        return bool(roots)

    def _add_part_of_training(self, path: Path) -> bool:
        for folder in path.parents:
            if _holds_worker(folder):
                inside = folder / path.relative_to(folder).parts[0]
                training = inside if is_folder(inside) else folder
                self.add_training(training, folder)
                self.selection.limit(training, None if path == training else path)
                return bool(self.selection.trainings[training].python_files)
        return False

    # Workers.

    def _direct_workers(self, project: Path) -> Iterator[Path]:
        ignored = self._ignored_in(project)
        for folder in _folders_in(project):
            is_worker = folder.name in KINDS or self._renamed_kind(folder)
            if is_worker and not ignored(folder, is_folder=True):
                yield folder

    def _deeper_workers(self, project: Path, direct: set[Path]) -> Iterator[Path]:
        inside: Path | None = None
        for path, parts, holds_more in walk(project, self._ignored_in(project)):
            if inside is not None and path.is_relative_to(inside):
                continue
            if holds_more and (path in direct or (len(parts) > 1 and path.name in KINDS)):
                inside = path
                if path not in direct:
                    yield path

    def _renamed_kind(self, folder: Path) -> Kind | None:
        """Return the kind of the worker that a folder under another name holds."""
        if folder.name in KINDS or is_left_out(folder) or _holds_worker(folder):
            return None
        names = {entry.name for entry in entries(folder)}
        counts = {kind: len(names & _OWN_FILES[kind]) for kind in KINDS}
        best = max(KINDS, key=lambda kind: counts[kind])
        if counts[best] >= 2:
            return best
        scripts = [folder / name for name in sorted(names)]
        scripts += [folder / "models" / entry.name for entry in entries(folder / "models")]
        sources = [script for script in scripts if _is_source(script.name)]
        return next((kind for kind in KINDS if any(_defines_worker(source, kind) for source in sources)), None)

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
        for path, parts, holds_more in walk(root):
            (folders if holds_more else files).add(parts)
            is_source = _is_source(parts[-1]) and parts[0] != contract.temp_folder
            if not holds_more and is_source and not _is_ignored_below(ignored, root, path):
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
            is_published=_is_publication(root.parent),
        )

    # Publications.

    def _publication_in(self, archive: Path) -> Path | None:
        """Return the outermost folder of an archive that holds workers; of several alike, that of the right name."""
        folders = [archive]
        for _ in range(_DEEPEST_PUBLICATION):
            holding = [folder for folder in folders if any(self._direct_workers(folder))]
            if holding:
                return next((folder for folder in holding if folder.name == PUBLICATION), holding[0])
            folders = [inner for folder in folders for inner in _folders_in(folder)]
        return None

    def _add_publication(self, root: Path, top: Path, refusals: tuple[Refusal, ...] = ()) -> None:
        beside = self._folders_beside_workers(root)
        trainings = [folder for folder in self._training_folders(root) if folder != root]
        self.selection.publications[top] = PublicationFolder(
            root,
            top,
            self._configuration.for_folder(root),
            tuple(self._direct_workers(root)),
            tuple(trainings or filter(self._holds_code, beside)),
            refusals,
        )

    def _holds_code(self, folder: Path) -> bool:
        return any(parts[-1].endswith(_CODE_SUFFIXES) for _, parts, is_folder in walk(folder) if not is_folder)

    # Training code.

    def _training_folders(self, project: Path) -> Iterator[Path]:
        """Yield the configured folders, else those beside the workers, and the project itself, that use MLflow."""
        settings = self._configuration.for_folder(project)
        if settings.training:
            named = [settings.folder / name for name in settings.training]
            if _is_publication(project):
                named = [project / folder.name for folder in named]  # it holds copies
            yield from filter(is_folder, named)
            return
        for folder in self._folders_beside_workers(project):
            is_known = folder.name == V1_8.training_folder
            if is_known or any(map(_mentions_mlflow, self._python_paths(folder))):
                yield folder
        if any(map(_mentions_mlflow, self._scripts_in(project))):
            yield project

    def _folders_beside_workers(self, project: Path) -> Iterator[Path]:
        ignored = self._ignored_in(project)
        for folder in _folders_in(project):
            is_worker = folder.name in KINDS or _holds_worker(folder)
            if not (is_worker or self._renamed_kind(folder) or ignored(folder, is_folder=True)):
                yield folder

    def add_training(self, root: Path, project: Path) -> None:
        if root in self.selection.trainings:
            return
        settings = self._configuration.for_folder(root)
        paths = self._python_paths(root) if root != project else self._scripts_in(root)
        python_files = tuple(sorted(path.relative_to(root).parts for path in paths))
        self.selection.trainings[root] = TrainingFolder(root, settings, python_files)

    def _python_paths(self, root: Path) -> list[Path]:
        found = walk(root, self._ignored_in(root))
        return [path for path, parts, holds_more in found if not holds_more and _is_source(parts[-1])]

    def _scripts_in(self, project: Path) -> list[Path]:
        """Return the scripts that stand in the project folder itself."""
        ignored = self._ignored_in(project)
        paths = [project / entry.name for entry in entries(project) if _is_source(entry.name)]
        return [path for path in paths if not is_folder(path) and not ignored(path, is_folder=False)]

    def _ignored_in(self, folder: Path) -> Ignored:
        if folder not in self._ignored:
            settings = self._configuration.for_folder(folder)
            project = folder.parent if _holds_worker(folder.parent) else folder
            self._ignored[folder] = Ignored(folder, project, settings.exclude, settings.folder)
        return self._ignored[folder]

    def _is_excluded(self, path: Path) -> bool:
        settings = self._configuration.for_folder(path.parent)
        if not settings.exclude or not path.is_relative_to(settings.folder):
            return False
        return matcher(settings.exclude).match_file(path.relative_to(settings.folder).as_posix())


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


def _defines_worker(script: Path, kind: Kind) -> bool:
    """Tell whether a script defines the worker's class, derived from the interface, by itself or by its own classes."""
    class_name, interface = V1_5.workers[kind].class_name, V1_5.workers[kind].interface.rpartition(".")[2]
    source = _bytes_of(script)
    if class_name.encode() not in source or interface.encode() not in source:
        return False
    nodes = _nodes_of(source)
    imported = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == interface
    }
    derived: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            bases = {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
            if bases & {interface, *imported, *derived}:
                derived.add(node.name)
    return class_name in derived


def _nodes_of(source: bytes) -> list[ast.AST]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, LookupError, RecursionError, MemoryError):
        return []


def _is_source(name: str) -> bool:
    """Tell whether a file is Python code, and not what macOS and Emacs put beside it."""
    return name.endswith(".py") and not name.startswith(("._", ".#"))


def _mentions_mlflow(path: Path) -> bool:
    return bool(_IMPORTS_MLFLOW.search(_bytes_of(path)))


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except OSError:
        return b""


def _holds_worker(folder: Path) -> bool:
    return any(is_folder(folder / kind) for kind in KINDS)


def _is_publication(folder: Path) -> bool:
    return folder.name == PUBLICATION or archive_of(folder) is not None


def _folders_in(folder: Path) -> Iterator[Path]:
    for entry in entries(folder):
        path = folder / entry.name
        if is_folder(path) and not is_left_out(path):
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
