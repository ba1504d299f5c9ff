"""Checks the catalogue of file operations against the packages that are installed where this runs.

    python tools/check_catalogue.py                  a summary, and what is wrong
    python tools/check_catalogue.py --verbose        also what couldn't be checked, and why
    python tools/check_catalogue.py pandas os        only entries of these packages

It imports the packages, so it belongs in an environment of its own. What is checked: the callable exists; its paths,
its mode and its conditions stand where the catalogue says, under that name; the catalogue says what counts where they
are left out; the same holds for the aliases that this version has; what is said to give an instance of a class exists,
and is akin to it if it is a class itself. Exit status: 0 all is right, 1 something is wrong.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import warnings
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from enum import Enum
from functools import partial
from importlib import metadata
from inspect import Parameter
from itertools import chain
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING

from introspection import POSITIONAL, AbsentError, NotInstalledError, OpaqueError, find, parameters_of
from packaging.requirements import Requirement

from mlprodest_lint.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlprodest_lint.catalogue import Argument, Operation


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
        return self.name.partition(".")[0] if "." in self.name else "builtins"


class WrongEntryError(Exception):
    """The catalogue says what isn't so."""


class OtherVersionError(Exception):
    """Another version of the package is meant."""


_VERDICTS = {
    WrongEntryError: Verdict.WRONG,
    AbsentError: Verdict.WRONG,
    OtherVersionError: Verdict.OTHER_VERSION,
    NotInstalledError: Verdict.NOT_INSTALLED,
    OpaqueError: Verdict.NOT_INTROSPECTABLE,
}


def check() -> Iterator[Result]:
    """Check the whole catalogue: operations, aliases and instances."""
    return chain(
        chain.from_iterable(check_operations(name, CATALOGUE.operations_of(name)) for name in CATALOGUE.names()),
        chain.from_iterable(map(check_alias, CATALOGUE.aliases)),
        map(check_instance, CATALOGUE.instances),
    )


def check_operations(name: str, operations: Iterable[Operation]) -> Iterator[Result]:
    """Check what is said about a name.

    Args:
        name: As it stands in the catalogue. A distinctive method is checked on each class that is known to have it.
        operations: What it is said to do.
    """
    is_distinctive = name.startswith(".")
    for operation in operations:
        if is_distinctive and not operation.owners:
            yield Result(name, Verdict.WRONG, "no class is named that has this method")
        for full_name in [f"{owner}(){name}" for owner in operation.owners] if is_distinctive else [name]:
            yield _judged(full_name, partial(_check_operation, full_name, operation, is_distinctive=is_distinctive))


def check_alias(alias: str) -> Iterator[Result]:
    """Check that what the catalogue says about a name holds for its alias too, as far as this version has it.

    Args:
        alias: As it stands in the catalogue.
    """
    target = CATALOGUE.aliases[alias]
    for name in CATALOGUE.names():
        full_name = alias + name.removeprefix(target)
        if (name == target or name.startswith((f"{target}.", f"{target}("))) and _is_there(full_name):
            for operation in CATALOGUE.operations_of(name):
                yield _judged(full_name, partial(_check_operation, full_name, operation, is_distinctive=False))


def check_instance(callable_name: str) -> Result:
    """Check that what is called exists, and the class of what it gives; of two classes, one derives from the other.

    Args:
        callable_name: As it stands in the catalogue.
    """
    return _judged(callable_name, partial(_check_instance, callable_name, CATALOGUE.instances[callable_name]))


def main(arguments: Sequence[str]) -> int:
    """Check the catalogue, print what came of it and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="*", help="top-level modules; all if none is named")
    parser.add_argument("--verbose", action="store_true", help="also list what couldn't be checked")
    options = parser.parse_args(arguments)
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        warnings.simplefilter("ignore")
        results = list(check())
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


def _packages(results: Iterable[Result]) -> Iterator[str]:
    """Yield each package with its version and the number of results; the standard library is one of them."""
    distributions = metadata.packages_distributions()
    counts: Counter[str] = Counter()
    for result in results:
        candidates = sorted(distributions.get(result.package, ()), key=len)
        counts[f"{candidates[0]} {metadata.version(candidates[0])}" if candidates else "standard library"] += 1
    for package in sorted(counts, key=str.lower):
        yield f"{package} ({counts[package]})"


def _judged(name: str, check_it: Callable[[], None]) -> Result:
    try:
        check_it()
    except tuple(_VERDICTS) as error:
        return Result(name, _VERDICTS[type(error)], str(error))
    return Result(name, Verdict.CHECKED)


def _is_there(full_name: str) -> bool:
    try:
        find(full_name)
    except (AbsentError, NotInstalledError):
        return False
    except OpaqueError:
        return True
    return True


def _check_operation(full_name: str, operation: Operation, *, is_distinctive: bool) -> None:
    _check_version(operation.versions)
    parameters = parameters_of(full_name)
    for use in operation.uses:
        parameter = _parameter(use.argument, parameters, is_distinctive=is_distinctive)
        _check_default(parameter, use.default, operation)
    if operation.mode is not None:
        parameter = _parameter(operation.mode, parameters, is_distinctive=is_distinctive)
        _check_default(parameter, operation.default_mode, operation)
    if operation.flags is not None:
        _parameter(operation.flags, parameters, is_distinctive=is_distinctive)
    for condition in operation.conditions:
        _parameter(condition.argument, parameters, is_distinctive=is_distinctive)


def _check_version(versions: str) -> None:
    if not versions:
        return
    requirement = Requirement(versions)
    if requirement.marker is not None and not requirement.marker.evaluate():
        raise OtherVersionError(f"{requirement.marker}")
    try:
        version = platform.python_version() if requirement.name == "python" else metadata.version(requirement.name)
    except metadata.PackageNotFoundError as error:
        raise NotInstalledError(requirement.name) from error
    if not requirement.specifier.contains(version, prereleases=True):
        raise OtherVersionError(f"{versions}, here {version}")


def _parameter(argument: Argument, parameters: Mapping[str, Parameter], *, is_distinctive: bool) -> Parameter | None:
    """Return the parameter that an argument of the catalogue means; ``None`` for the receiver, and for none at all."""
    if argument.position is not None:
        return _parameter_at(argument.position, argument.keywords, parameters)
    if not argument.keywords:
        return None
    found = next((parameters[keyword] for keyword in argument.keywords if keyword in parameters), None)
    if found is None:
        if any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters.values()):
            raise OpaqueError("the keyword goes through **kwargs")
        raise WrongEntryError(f"it has no {' or '.join(argument.keywords)}: {_shown(parameters)}")
    if found.kind is not Parameter.KEYWORD_ONLY and not is_distinctive:
        raise WrongEntryError(f"{found.name} can also be given by position: {_shown(parameters)}")
    return found


def _parameter_at(position: int, keywords: Sequence[str], parameters: Mapping[str, Parameter]) -> Parameter:
    positional = [parameter for parameter in parameters.values() if parameter.kind in POSITIONAL]
    if position >= len(positional):
        if any(parameter.kind is Parameter.VAR_POSITIONAL for parameter in parameters.values()):
            raise OpaqueError("the argument goes through *args")
        raise WrongEntryError(f"it takes nothing at position {position}: {_shown(parameters)}")
    found = positional[position]
    if found.name not in keywords and (keywords or found.kind is not Parameter.POSITIONAL_ONLY):
        raise WrongEntryError(f"it has {found.name} at position {position}: {_shown(parameters)}")
    return found


def _check_default(parameter: Parameter | None, stated: str | None, operation: Operation) -> None:
    if parameter is None:
        return
    real = os.fspath(parameter.default) if isinstance(parameter.default, os.PathLike) else parameter.default
    if stated is not None and real is Parameter.empty:
        raise WrongEntryError(f"{parameter.name} has no default")
    if isinstance(real, str) and not operation.is_in_memory(real) and normpath(real) != normpath(stated or ""):
        raise WrongEntryError(f"{parameter.name} is {real!r} where it is left out")


def _shown(parameters: Mapping[str, Parameter]) -> str:
    return f"({', '.join(parameters)})"


def _check_instance(callable_name: str, class_name: str) -> None:
    called, expected = find(callable_name), find(class_name)
    if isinstance(called, type) and isinstance(expected, type) and not _are_akin(called, expected):
        raise WrongEntryError(f"it is no {class_name}")


def _are_akin(one: type, other: type) -> bool:
    return issubclass(one, other) or issubclass(other, one)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
