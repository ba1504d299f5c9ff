"""Workers, training code and projects, as they lie on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlprodest_lint.contract import V1_5
from mlprodest_lint.facts.source import InvalidError, TooDeepError, UnreadableError
from mlprodest_lint.leftovers import EXCLUDED_CONTENT, SECRETS, leftovers_in
from mlprodest_lint.modelsfile import ModelsFile, read_models_file
from mlprodest_lint.paths import is_file
from mlprodest_lint.requirementsfile import read_requirements
from mlprodest_lint.values.evaluation import Evaluator
from mlprodest_lint.values.files import file_uses
from mlprodest_lint.values.imports import Reached, reached_by
from mlprodest_lint.values.interface import given_by_stack, main_scripts
from mlprodest_lint.values.loading import LoadedCode, code_loaded_by
from mlprodest_lint.values.program import Program, module_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from mlprodest_lint.archive.refusal import Refusal
    from mlprodest_lint.config import Settings
    from mlprodest_lint.contract import Contract, Kind, WorkerContract
    from mlprodest_lint.facts.records import Module
    from mlprodest_lint.leftovers import Leftover
    from mlprodest_lint.requirements import Requirements
    from mlprodest_lint.values.files import FileUse
    from mlprodest_lint.values.interface import MainScript

    Read: TypeAlias = Callable[[Path, "Parts"], "Source"]

Parts = tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A Python file: its records, or what keeps it from having any.

    ``module`` is also missing, without a ``problem``, where Python accepts the file but the parser can't read it.
    """

    path: Path
    parts: Parts
    module: Module | None
    problem: UnreadableError | InvalidError | TooDeepError | None = None

    @property
    def name(self) -> str:
        """The file's path below its root, with ``/``."""
        return "/".join(self.parts)


@dataclass(frozen=True)
class Worker:
    """One worker.

    ``files`` are all its files, relative to the root (virtual environments and caches left out); ``python_files`` those
    among them that ``read`` reads; ``surroundings`` the folders beside and above it that its project holds;
    ``is_published`` says that it lies in a publication.
    """

    root: Path
    contract: Contract
    kind: Kind
    settings: Settings
    files: frozenset[Parts]
    folders: frozenset[Parts]
    python_files: tuple[Parts, ...]
    surroundings: tuple[Path, ...]
    is_renamed: bool
    is_published: bool
    read: Read

    @property
    def terms(self) -> WorkerContract:
        """What the contract asks of a worker of this kind."""
        return self.contract.workers[self.kind]

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The Python files that are read."""
        return tuple(self.read(self.root, parts) for parts in self.python_files)

    @cached_property
    def sources_by_name(self) -> dict[str, Source]:
        """The Python files by their path below the root, with ``/``."""
        return {source.name: source for source in self.sources}

    @cached_property
    def scripts(self) -> Scripts:
        """Which file plays which role."""
        return Scripts(self)

    @property
    def own_test_module(self) -> str:
        """The name by which the script of the user's own test is imported."""
        return module_name(tuple(self.terms.own_test.split("/")))

    @cached_property
    def program(self) -> Program:
        """The modules that could be read."""
        return Program(self)

    @cached_property
    def evaluator(self) -> Evaluator:
        """What the expressions of the modules can be."""
        return Evaluator(self.program, given_by_stack(self, Evaluator(self.program)))

    @cached_property
    def main_scripts(self) -> tuple[MainScript, ...]:
        """The main scripts that could be read, with the contract's class of each."""
        return tuple(main_scripts(self, self.evaluator))

    @cached_property
    def file_uses(self) -> tuple[FileUse, ...]:
        """What is to be said about the calls that use files."""
        return tuple(file_uses(self))

    @cached_property
    def imports(self) -> tuple[Reached, ...]:
        """What every import reaches, in the order of paths and lines."""
        return tuple(reached_by(self))

    @cached_property
    def code_loaded_from_outside(self) -> tuple[LoadedCode, ...]:
        """What is loaded by its path from outside, and which calls do it."""
        return tuple(code_loaded_by(self))

    @cached_property
    def models_file(self) -> ModelsFile | UnreadableError | None:
        """The models that ``params.conf`` names; ``None`` where the contract or the worker has no such file."""
        name = self.contract.models_file
        if name is None or (name,) not in self.files:
            return None
        try:
            return read_models_file(self.root / name)
        except UnreadableError as error:
            return error

    @cached_property
    def requirements(self) -> Requirements | UnreadableError | None:
        """What ``requirements.txt`` asks for; ``None`` where there is no such file."""
        name = self.contract.requirements_file
        return _requirements_in(self.root / name) if (name,) in self.files else None


@dataclass(frozen=True)
class Training:
    """A folder of training code, or the scripts that register experiments and stand in the project folder itself."""

    root: Path
    settings: Settings
    python_files: tuple[Parts, ...]
    read: Read

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The Python files that are read."""
        return tuple(self.read(self.root, parts) for parts in self.python_files)

    @cached_property
    def program(self) -> Program:
        """The modules that could be read."""
        return Program(self)

    @cached_property
    def evaluator(self) -> Evaluator:
        """What the expressions of the modules can be."""
        return Evaluator(self.program)


@dataclass(frozen=True)
class Project:
    """A project folder that was given to lint, with the workers that stand directly in it."""

    root: Path
    workers: tuple[Worker, ...]


@dataclass(frozen=True)
class Publication:
    """What is sent to be published: an archive, or the folder that one is made of.

    ``root`` is the folder that holds the workers, ``top`` all that is sent; ``trainings`` are the folders beside the
    workers that hold code, and ``refusals`` the members of the archive that can't be unpacked without harm.
    """

    root: Path
    top: Path
    workers: tuple[Path, ...]
    trainings: tuple[Path, ...]
    refusals: tuple[Refusal, ...] = ()

    @cached_property
    def leftovers(self) -> tuple[Leftover, ...]:
        """What must not be sent."""
        roots = {self.root, *self.workers, *self.trainings}
        return tuple(leftovers_in(self.top, roots, EXCLUDED_CONTENT | SECRETS))

    @cached_property
    def training_requirements(self) -> Mapping[Path, Requirements | UnreadableError | None]:
        """What the ``requirements.txt`` of each folder of training code asks for; ``None`` where there is none."""
        files = {folder: folder / V1_5.requirements_file for folder in self.trainings}
        return {folder: _requirements_in(file) if is_file(file) else None for folder, file in files.items()}


def _requirements_in(file: Path) -> Requirements | UnreadableError:
    try:
        return read_requirements(file, file.parent)
    except UnreadableError as error:
        return error
    except (UnicodeError, LookupError) as error:
        return UnreadableError(str(error))


@dataclass(frozen=True)
class Explained:
    """A missing standard file and the files that stand for it."""

    wanted: str
    files: tuple[str, ...]


class Scripts:
    """Which file of a worker plays which role: in its place, under another name, or in another folder."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._names = {"/".join(parts) for parts in worker.files}
        standard = list(worker.terms.standard_files)
        self._main = self._main_names()
        self.renamed: dict[str, Explained] = {}
        self.misplaced: dict[str, Explained] = {}
        self.missing: list[str] = []
        for wanted in [*standard, *(name for name in self._main if name not in standard)]:
            if wanted not in self._names:
                self._explain(wanted, is_standard=wanted in standard)

    @property
    def main(self) -> tuple[Source, ...]:
        """The scripts that hold the worker's class, wherever they stand."""
        return tuple(filter(None, map(self._playing, self._main)))

    @property
    def own_test(self) -> Source | None:
        """The script of the user's own test."""
        return self._playing(self._worker.terms.own_test)

    @property
    def standard_test(self) -> Source | None:
        """The script that runs the library's standard tests."""
        return self._playing(self._worker.terms.standard_test)

    def _playing(self, wanted: str) -> Source | None:
        explained = self.renamed.get(wanted) or self.misplaced.get(wanted)
        names = (wanted,) if explained is None else explained.files
        return self._worker.sources_by_name.get(names[0]) if len(names) == 1 else None

    def _main_names(self) -> list[str]:
        terms, models = self._worker.terms, self._worker.models_file
        if terms.main_script is not None:
            return [terms.main_script]
        if not isinstance(models, ModelsFile):
            return []
        return list(
            dict.fromkeys(f"{terms.main_folder}/{model.source_file}.py" for model in models.models if model.source_file)
        )

    def _explain(self, wanted: str, *, is_standard: bool) -> None:
        folder, _, name = wanted.rpartition("/")
        beside = [other for other in sorted(self._names) if other.rpartition("/")[0] == folder]
        renamed = [other for other in beside if other.rpartition("/")[2].casefold() == name.casefold()]
        if not renamed and wanted in self._main:
            defining = [
                other
                for other in beside
                if other not in self._main and defines_class(self._worker, other, self._worker.terms.class_name)
            ]
            renamed = defining if len(defining) == 1 else []
        elsewhere = [
            other
            for other in sorted(self._names)
            if other.rpartition("/")[2] == name and not other.startswith(f"{self._worker.contract.temp_folder}/")
        ]
        if renamed:
            self.renamed[wanted] = Explained(wanted, tuple(renamed))
        elif elsewhere and name not in ("__init__.py", "utils.py"):
            self.misplaced[wanted] = Explained(wanted, tuple(elsewhere))
        elif is_standard:
            self.missing.append(wanted)


def defines_class(worker: Worker, name: str, class_name: str) -> bool:
    """Tell whether a script of the worker defines a class of this name at its top."""
    source = worker.sources_by_name.get(name)
    return source is not None and source.module is not None and class_name in top_level_classes(source.module)


def top_level_classes(module: Module) -> Iterator[str]:
    """Yield the names of the classes that a module defines."""
    return (defined.name for defined in module.classes if defined.scope == 0)
