"""Checks the catalogue of file operations against the packages that are installed where this runs.

    python tools/check_catalogue.py                  a summary, and what is wrong
    python tools/check_catalogue.py --verbose        also what couldn't be checked, and why
    python tools/check_catalogue.py pandas os        only entries of these packages

It imports the packages, so it belongs in an environment of its own. What is checked: the callable exists; its paths,
its mode and its conditions stand where the catalogue says, under that name; and the catalogue says what counts where
they are left out. Exit status: 0 all is right, 1 something is wrong.
"""

from __future__ import annotations

import argparse
import inspect
import os
import platform
import re
import sys
import warnings
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from inspect import Parameter
from pathlib import Path
from posixpath import normpath
from types import ModuleType
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from mlprodest_lint import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlprodest_lint.catalogue import Argument, Operation

_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_RECEIVERS = {"self", "cls"}
_DOCUMENTED = re.compile(r"\s*(?P<star>\*{0,2})(?P<name>\w+)[^=]*(?:=\s*(?P<default>\S.*))?")


class Verdict(Enum):
    """What came of checking an entry."""

    CHECKED = "checked"
    NOT_INTROSPECTABLE = "not introspectable"
    NOT_INSTALLED = "package not installed"
    OTHER_VERSION = "of other versions"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on one entry, by the full name of the callable that was looked at."""

    name: str
    verdict: Verdict
    reason: str = ""

    @property
    def package(self) -> str:
        """The top-level module that the callable comes from."""
        return "builtins" if "." not in self.name else self.name.partition(".")[0]


class UndecidedError(Exception):
    """An entry can't be checked, or not here."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict


class WrongEntryError(Exception):
    """An entry says what isn't so."""


def check(name: str) -> Iterator[Result]:
    """Check all that the catalogue says about a name.

    Args:
        name: As it stands in the catalogue. A distinctive method is checked on each class that is known to have it.
    """
    is_distinctive = name.startswith(".")
    for operation in catalogue.operations_of(name):
        if is_distinctive and not operation.owners:
            yield Result(name, Verdict.WRONG, "no class is named that has this method")
        for full_name in [f"{owner}(){name}" for owner in operation.owners] if is_distinctive else [name]:
            yield _judged(full_name, operation, is_distinctive=is_distinctive)


def main(arguments: Sequence[str]) -> int:
    """Check the catalogue, print what came of it and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="*", help="top-level modules; all if none is named")
    parser.add_argument("--verbose", action="store_true", help="also list what couldn't be checked")
    options = parser.parse_args(arguments)
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        warnings.simplefilter("ignore")
        results = [result for name in catalogue.names() for result in check(name)]
    if options.packages:
        results = [result for result in results if result.package in options.packages]
    shown = {Verdict.WRONG, Verdict.NOT_INTROSPECTABLE} if options.verbose else {Verdict.WRONG}
    for result in results:
        if result.verdict in shown:
            print(f"{result.verdict.value}: {result.name}: {result.reason}")
    print(f"Checked with Python {platform.python_version()} and these packages, with the number of entries of each:")
    print("  " + ", ".join(_packages(result for result in results if result.verdict is Verdict.CHECKED)))
    counts = Counter(result.verdict for result in results)
    print("In all: " + ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict))
    return 1 if counts[Verdict.WRONG] else 0


def _judged(full_name: str, operation: Operation, *, is_distinctive: bool) -> Result:
    try:
        _check_version(operation)
        _check_arguments(operation, _parameters(full_name), is_distinctive=is_distinctive)
    except WrongEntryError as error:
        return Result(full_name, Verdict.WRONG, str(error))
    except UndecidedError as error:
        return Result(full_name, error.verdict, str(error))
    return Result(full_name, Verdict.CHECKED)


def _packages(results: Iterable[Result]) -> Iterator[str]:
    """Yield each package with its version and the number of results; the standard library is one of them."""
    distributions = metadata.packages_distributions()
    counts: Counter[str] = Counter()
    for result in results:
        candidates = sorted(distributions.get(result.package, ()), key=len)
        counts[f"{candidates[0]} {metadata.version(candidates[0])}" if candidates else "standard library"] += 1
    for package in sorted(counts, key=str.lower):
        yield f"{package} ({counts[package]})"


def _check_version(operation: Operation) -> None:
    if not operation.versions:
        return
    requirement = Requirement(operation.versions)
    try:
        version = platform.python_version() if requirement.name == "python" else metadata.version(requirement.name)
    except metadata.PackageNotFoundError as error:
        raise UndecidedError(Verdict.NOT_INSTALLED, requirement.name) from error
    if not requirement.specifier.contains(version, prereleases=True):
        raise UndecidedError(Verdict.OTHER_VERSION, f"{operation.versions}, here {version}")


def _check_arguments(operation: Operation, parameters: Mapping[str, Parameter], *, is_distinctive: bool) -> None:
    for use in operation.uses:
        parameter = _find(use.argument, parameters, is_distinctive=is_distinctive)
        if parameter is not None:
            _check_default(parameter, use.default, operation)
    for condition in operation.conditions:
        _find(condition.argument, parameters, is_distinctive=is_distinctive)
    if operation.flags is not None:
        _find(operation.flags, parameters, is_distinctive=is_distinctive)
    if operation.mode is not None:
        parameter = _find(operation.mode, parameters, is_distinctive=is_distinctive)
        if parameter is not None:
            _check_default(parameter, operation.default_mode, operation)


def _find(argument: Argument, parameters: Mapping[str, Parameter], *, is_distinctive: bool) -> Parameter | None:
    """Return the parameter that an argument of the catalogue means, ``None`` if it means none."""
    if argument.position is not None:
        return _find_at(argument.position, argument.keywords, parameters)
    if not argument.keywords:
        return None
    found = next((parameters[keyword] for keyword in argument.keywords if keyword in parameters), None)
    if found is None:
        if any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters.values()):
            raise UndecidedError(Verdict.NOT_INTROSPECTABLE, "the keyword goes through **kwargs")
        raise WrongEntryError(f"has no {' or '.join(argument.keywords)}: {_shown(parameters)}")
    if found.kind is not Parameter.KEYWORD_ONLY and not is_distinctive:
        position = list(parameters).index(found.name)
        raise WrongEntryError(f"{found.name} can also be given at position {position}")
    return found


def _find_at(position: int, keywords: Sequence[str], parameters: Mapping[str, Parameter]) -> Parameter:
    positional = [parameter for parameter in parameters.values() if parameter.kind in _POSITIONAL]
    if position >= len(positional):
        if any(parameter.kind is Parameter.VAR_POSITIONAL for parameter in parameters.values()):
            raise UndecidedError(Verdict.NOT_INTROSPECTABLE, "the argument goes through *args")
        raise WrongEntryError(f"takes nothing at position {position}: {_shown(parameters)}")
    found = positional[position]
    if found.name not in keywords and (keywords or found.kind is not Parameter.POSITIONAL_ONLY):
        raise WrongEntryError(f"has {found.name} at position {position}: {_shown(parameters)}")
    return found


def _check_default(parameter: Parameter, stated: str | None, operation: Operation) -> None:
    real = os.fspath(parameter.default) if isinstance(parameter.default, os.PathLike) else parameter.default
    if stated is not None and real is Parameter.empty:
        raise WrongEntryError(f"{parameter.name} has no default")
    if isinstance(real, str) and not operation.is_in_memory(real) and normpath(real) != normpath(stated or ""):
        raise WrongEntryError(f"{parameter.name} is {real!r} where it is left out")


def _shown(parameters: Mapping[str, Parameter]) -> str:
    return f"({', '.join(parameters)})"


@cache
def _parameters(full_name: str) -> Mapping[str, Parameter]:
    """Return the parameters of a callable, without the receiver."""
    owner, is_method, attribute = full_name.rpartition("().")
    if not is_method:
        return _signature(_located(full_name))
    kind = _located(catalogue.instance_of(owner))
    if not inspect.isclass(kind):
        raise UndecidedError(Verdict.NOT_INTROSPECTABLE, f"{owner} is no class")
    first, *rest = attribute.split(".")
    if rest:
        raise UndecidedError(Verdict.NOT_INTROSPECTABLE, f"{first} is an attribute of an instance")
    method = _attribute(kind, [first])
    parameters = _signature(method)
    is_bound = inspect.ismethod(method) or isinstance(inspect.getattr_static(kind, first), (classmethod, staticmethod))
    return _without_receiver(parameters, is_listed=not is_bound and not isinstance(parameters, _Documented))


def _without_receiver(parameters: Mapping[str, Parameter], *, is_listed: bool) -> Mapping[str, Parameter]:
    """Leave the receiver out where it is listed, which a decorator or a docstring may do unexpectedly."""
    name = next((name for name, parameter in parameters.items() if parameter.kind in _POSITIONAL), None)
    return {other: parameters[other] for other in parameters if other != name or not (is_listed or name in _RECEIVERS)}


def _located(full_name: str) -> object:
    """Look a dotted name up, and import the modules in it."""
    first, *rest = full_name.split(".") if "." in full_name else ["builtins", full_name]
    if find_spec(first) is None:
        raise UndecidedError(Verdict.NOT_INSTALLED, first)
    return _attribute(_imported(first), rest)


def _imported(module: str) -> ModuleType:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name == module:
            raise WrongEntryError(f"there is no module {module}") from error
        raise UndecidedError(Verdict.NOT_INSTALLED, f"{error.name}, which {module} needs") from error
    except (Exception, SystemExit) as error:  # whatever a package's code may raise where it can't work
        raise UndecidedError(Verdict.NOT_INTROSPECTABLE, f"{module} can't be imported: {error!r}") from error


def _attribute(of: object, names: Sequence[str]) -> object:
    for name in names:
        try:
            found = getattr(of, name, None)
        except ImportError as error:
            raise UndecidedError(Verdict.NOT_INSTALLED, f"{name} can't be imported: {error}") from error
        if found is None and isinstance(of, ModuleType) and hasattr(of, "__path__"):
            found = _imported(f"{of.__name__}.{name}")
        if found is None:
            raise WrongEntryError(f"there is no {name} in {of!r}")
        of = found
    return of


def _signature(of: object) -> Mapping[str, Parameter]:
    """Return the parameters of a callable as Python knows them, else as the first line of its docstring does."""
    if not callable(of):
        raise UndecidedError(Verdict.NOT_INTROSPECTABLE, f"{of!r} can't be called on a class")
    try:
        return inspect.signature(of).parameters
    except (ValueError, TypeError):
        return _documented_signature(of)


class _Documented(dict[str, Parameter]):
    """Parameters read from a docstring."""


def _documented_signature(of: object) -> _Documented:
    name = getattr(of, "__name__", "")
    match = (
        re.search(rf"^\s*{name}\((?P<parameters>[^()]*)\)", inspect.getdoc(of) or "", re.MULTILINE) if name else None
    )
    if match is None:
        raise UndecidedError(Verdict.NOT_INTROSPECTABLE, "it has no signature")
    parameters = _Documented()
    kind = _POSITIONAL[1]
    for text in match["parameters"].replace("[", "").replace("]", "").split(","):
        parameter = _DOCUMENTED.fullmatch(text)
        if text.strip() == "*":
            kind = Parameter.KEYWORD_ONLY
        elif parameter is not None and not parameter["star"]:
            parameters[parameter["name"]] = Parameter(parameter["name"], kind, default=_default(parameter["default"]))
    return parameters


def _default(text: str | None) -> object:
    """Return a documented default: a text as what it says, anything else as ``None``."""
    if text is None:
        return Parameter.empty
    return text.strip("'\"") if text[0] in "'\"" else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
