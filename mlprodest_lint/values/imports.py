"""What each import of a worker reaches when the worker runs from its own root."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mlprodest_lint.contract import KINDS
from mlprodest_lint.facts.records import Constant, Name
from mlprodest_lint.ignoring import is_left_out, walk
from mlprodest_lint.packages import PackageMap, modules_in
from mlprodest_lint.paths import entries
from mlprodest_lint.requirements import Kind, Requirements
from mlprodest_lint.standardlibrary import ALWAYS_STANDARD_MODULES, STANDARD_MODULES
from mlprodest_lint.values.model import External
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.facts.records import Alias, Call, Expression
    from mlprodest_lint.findings import Place
    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Parts, Training, Worker

Outcome = Literal[
    "available",
    "undeclared",  # a distribution's module that requirements.txt doesn't explain
    "other-worker",
    "beside",  # code beside or above the worker
    "above-root",  # more dots than the worker has folders
    "relative-in-root",  # dots in a script of the worker root
    "climbing",  # dots from a support folder to the worker root
    "own-folder",  # through the name of the worker's own folder
    "misplaced",  # a module of the worker that isn't in its root
    "missing-module",
    "missing-name",
]

_PATH_OF_REQUIREMENT = re.compile(r"(?:(?:-e|--editable)[ =])?(?:file:)?([^\[;#]*).*")
_EXAMPLE = "import utils"
_IMPORTER_NAMES = frozenset({"import_module", "__import__"})
_IMPORTERS = frozenset(
    map(External, ("importlib.import_module", "importlib.__import__", "builtins.__import__", "__import__"))
)


@dataclass(frozen=True, slots=True)
class ImportUse:
    """One module that code imports, and the names that it takes from it.

    Attributes:
        code: Where it stands.
        statement: The number of its statement.
        block: The number of its block.
        level: How many dots stand before the module's name.
        package: The package to which the dots are relative.
        module: The module's name behind the dots.
        names: The names that a ``from`` import takes; ``None`` for an import of the module itself.
        bound_as: The name behind the ``as`` of an import of the module itself.
        is_call: Whether a function is called to import it.
    """

    code: Code
    statement: int
    block: int
    level: int
    package: Parts
    module: Parts
    names: tuple[Alias, ...] | None = None
    bound_as: str | None = None
    is_call: bool = False

    @property
    def written(self) -> str:
        """The module as it is written; a name with it where only dots are."""
        name = self.names[0].name if self.names and not self.module else ""
        return "." * self.level + (".".join(self.module) or name)

    @property
    def taken(self) -> tuple[str, ...]:
        """The names that it takes from the module, but for ``*``."""
        return tuple(alias.name for alias in self.names or () if alias.name != "*")

    @property
    def full_names(self) -> tuple[str, ...]:
        """The module with each name that is taken from it, or alone."""
        module = ".".join(self.module)
        return tuple(f"{module}.{name}" for name in self.taken) or (module,)

    def of(self, module: Parts) -> str:
        """Return the code that imports the same from another module; ``()`` stands for the worker root."""
        dotted = ".".join(module)
        if not module and not self.taken:
            return _EXAMPLE
        if self.is_call:
            return f'import_module("{dotted}")'
        if self.names is None:
            shortened = self.module[0] if len(module) > len(self.module) == 1 else None
            return f"import {dotted}{_as(self.bound_as or shortened)}"
        names = ", ".join(f"{alias.name}{_as(alias.bound_as)}" for alias in self.names)
        return f"from {dotted} import {names}" if module else f"import {names}"


@dataclass(frozen=True, slots=True)
class Reached:
    """What an import reaches.

    Attributes:
        place: Its statement.
        written: The module as it is written.
        top: The first part of the module's name.
        outcome: What comes of it.
        is_optional: Whether it may fail: it is for type checkers only, or a ``try`` handles the failure.
        found: What explains the outcome: a path, a distribution, a module, or names.
        within: The module that lacks the names.
        instead: The import that works, where that is plain.
    """

    place: Place
    written: str
    top: str
    outcome: Outcome
    is_optional: bool
    found: str = ""
    within: str = ""
    instead: str = ""


def reached_by(worker: Worker) -> Iterator[Reached]:
    """Yield what every import of a worker reaches, in the order of paths and lines."""
    resolver = _Resolver(worker)
    for code in worker.program.codes:
        uses = [*_uses_by_statement(code), *_uses_by_call(code, worker.evaluator)]
        yield from sorted(map(resolver.resolve, uses), key=lambda reached: reached.place)


@dataclass(frozen=True, slots=True)
class PackageUse:
    """An import of what neither the code's own folder nor Python itself has.

    Attributes:
        name: The module, with the name that is taken from it.
        is_optional: Whether it may fail.
        is_beside: Whether a module of that name lies beside or above the folder.
    """

    name: str
    is_optional: bool
    is_beside: bool


def packages_used_by(unit: Worker | Training) -> Iterator[PackageUse]:
    """Yield the imports of packages in a worker or in training code."""
    surroundings = (unit.root.parent, *getattr(unit, "surroundings", ()))
    own = {unit.root.name, *KINDS, *STANDARD_MODULES}
    program = unit.program
    for code in program.codes:
        for use in [*_uses_by_statement(code), *_uses_by_call(code, unit.evaluator)]:
            if use.level or use.module[0] in own or program.exists(use.module[:1]):
                continue
            is_beside = any(_module_in(folder, use.module[0]) is not None for folder in surroundings)
            for name in use.full_names:
                yield PackageUse(name, code.is_optional(use.block), is_beside)


def _uses_by_statement(code: Code) -> Iterator[ImportUse]:
    for record in code.module.imports:
        where = ImportUse(code, record.statement, record.block, record.level, code.package, ())
        if record.module is None and record.level == 0:
            for alias in record.names:
                yield replace(where, module=tuple(alias.name.split(".")), bound_as=alias.bound_as)
        else:
            module = tuple(record.module.split(".")) if record.module else ()
            yield replace(where, module=module, names=record.names)


def _uses_by_call(code: Code, evaluator: Evaluator) -> Iterator[ImportUse]:
    """Yield the imports that a function makes of a literal name."""
    functions = _IMPORTER_NAMES | code.renamed(_IMPORTER_NAMES)
    for call in code.module.calls:
        name = _text(_argument(call, 0, "name"))
        if name is None or last_name(call.function) not in functions:
            continue
        if _IMPORTERS.isdisjoint(evaluator.callee(code, call)):
            continue
        dotted = name.lstrip(".")
        level = len(name) - len(dotted)
        package = _package_of(code, _argument(call, 1, "package")) if level else ()
        parts = tuple(dotted.split("."))
        if all(parts) and package is not None:
            yield ImportUse(code, call.statement, call.block, level, package, parts, is_call=True)


def _package_of(code: Code, argument: Expression | None) -> Parts | None:
    """Return the package that a call gives for the dots of its name; ``None`` where it isn't known."""
    name = _text(argument)
    if name is not None:
        return tuple(name.split("."))
    if argument == Name("__package__"):
        return code.package
    return tuple(code.name.split(".")) if argument == Name("__name__") else None


def _text(expression: Expression | None) -> str | None:
    """Return a text that is written down."""
    value = expression.value if isinstance(expression, Constant) else None
    return value if isinstance(value, str) else None


def _argument(call: Call, position: int, keyword: str) -> Expression | None:
    if position < len(call.arguments):
        return call.arguments[position]
    return next((given.value for given in call.keywords if given.name == keyword), None)


class _Resolver:
    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._program = worker.program
        self._requirements = worker.requirements
        self._packages = PackageMap(worker.settings.packages, worker.root)
        self._is_declared = cache(self._look_for_declaration)
        self._find_outside = cache(self._look_outside)

    def resolve(self, use: ImportUse) -> Reached:
        if use.level == 0:
            return self._absolute(use)
        if use.level > len(use.package) + 1:
            return _reached(use, "above-root")
        if use.level == len(use.package) + 1:
            outcome: Outcome = "climbing" if use.package else "relative-in-root"
            return _reached(use, outcome, instead=use.of(use.module))
        return self._own(use, (*use.package[: len(use.package) - use.level + 1], *use.module))

    def _absolute(self, use: ImportUse) -> Reached:
        top = use.module[:1]
        if self._program.is_regular(top) and top[0] not in ALWAYS_STANDARD_MODULES:
            return self._own(use, use.module)
        if top[0] in STANDARD_MODULES:
            return _reached(use, "available")
        undeclared = next((name for name in use.full_names if not self._is_declared(name)), None)
        if undeclared is None:
            return _reached(use, "available")
        # An installed package is found before a folder without an `__init__`, hence only now.
        if self._program.is_package(top):
            return self._own(use, use.module)
        return self._foreign(use, undeclared)

    def _own(self, use: ImportUse, module: Parts) -> Reached:
        for depth in range(1, len(module) + 1):
            outer, inner = module[: depth - 1], module[:depth]
            is_there = self._program.exists(inner) and (not outer or self._program.is_package(outer))
            if not is_there:
                outcome: Outcome = "available" if self._program.may_have_any_name(outer) else "missing-module"
                return _reached(use, outcome, found=".".join(inner))
        missing = [name for name in use.taken if not self._program.has_name(module, name)]
        if missing and not self._program.may_have_any_name(module):
            return _reached(use, "missing-name", found=", ".join(missing), within=".".join(module))
        return _reached(use, "available")

    def _foreign(self, use: ImportUse, undeclared: str) -> Reached:
        """Judge an import that neither the worker nor its requirements have a module for."""
        top = use.module[0]
        if top in (self._worker.root.name, self._worker.kind):
            return _reached(use, "own-folder", instead=use.of(use.module[1:]))
        if top in KINDS:
            return _reached(use, "other-worker", found=top)
        outside = self._find_outside(top, (*use.module[1:], *use.taken)[:1])
        if outside is not None:
            return _reached(use, "beside", found=outside)
        if self._knows_all_requirements:
            return self._unexplained(use, undeclared)
        return _reached(use, "available")

    def _unexplained(self, use: ImportUse, undeclared: str) -> Reached:
        """Judge an import of a name that certainly isn't there."""
        place = self._place_of(use.module[0])
        if place is not None:
            return _reached(use, "misplaced", found=".".join(place), instead=use.of((*place, *use.module[1:])))
        if not self._has_requirements:
            return _reached(use, "available")
        return _reached(use, "undeclared", found=self._packages.likeliest(undeclared))

    # Requirements.

    @cached_property
    def _has_requirements(self) -> bool:
        return isinstance(self._requirements, Requirements) and not self._requirements.is_empty

    @cached_property
    def _knows_all_requirements(self) -> bool:
        return self._requirements is None or (
            isinstance(self._requirements, Requirements) and self._requirements.complete
        )

    def _look_for_declaration(self, import_name: str) -> bool:
        if not isinstance(self._requirements, Requirements):
            return False
        if self._packages.declared_by(import_name, self._requirements.names):
            return True
        return import_name.partition(".")[0] in self._modules_of_local_requirements

    @cached_property
    def _modules_of_local_requirements(self) -> frozenset[str]:
        """The modules of the folders and wheels whose paths are required."""
        lines = self._requirements.lines if isinstance(self._requirements, Requirements) else ()
        paths = (_PATH_OF_REQUIREMENT.sub(r"\1", line.text) for line in lines if line.kind is Kind.PACKAGE)
        return frozenset().union(*(modules_in(self._worker.root / path) for path in paths if "/" in path))

    # Files.

    def _place_of(self, name: str) -> Parts | None:
        """Return where in the worker, other than in its root, a module of this name is."""
        temp_folder = self._worker.contract.temp_folder
        places = [place for place in self._program.places.get(name, ()) if place[0] != temp_folder]
        return min(places, key=len, default=None)

    def _look_outside(self, top: str, below: Parts) -> str | None:
        """Return the path, from the worker root, of the module or package beside or above the worker.

        Args:
            top: The name of the module or package.
            below: What is imported from it, at most one part.
        """
        for folder in self._worker.surroundings:
            path = _module_in(folder, top)
            if path is None and folder.name == top and below and _module_in(folder, below[0]) is not None:
                path = folder
            if path is not None:
                return Path(os.path.relpath(path, self._worker.root)).as_posix()
        return None


def _reached(use: ImportUse, outcome: Outcome, found: str = "", within: str = "", instead: str = "") -> Reached:
    place, is_optional = use.code.statement_place(use.statement), use.code.is_optional(use.block)
    return Reached(place, use.written, (*use.module, "")[0], outcome, is_optional, found, within, instead)


def _module_in(folder: Path, name: str) -> Path | None:
    """Return the file or folder that bears a module's name. Letter case counts on every system."""
    for entry in entries(folder):
        path = folder / entry.name
        is_file = path.name == f"{name}.py" or (path.name.startswith(f"{name}.") and path.suffix in (".so", ".pyd"))
        if is_file or (path.name == name and entry.is_folder and not is_left_out(path) and _holds_code(path)):
            return path
    return None


def _holds_code(folder: Path) -> bool:
    return any(path.suffix == ".py" for path, _, is_folder in walk(folder) if not is_folder)


def _as(name: str | None) -> str:
    return f" as {name}" if name else ""
