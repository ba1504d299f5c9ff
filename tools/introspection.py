"""Looks callables up by the names of the catalogue, and their parameters."""

from __future__ import annotations

import inspect
import re
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_RECEIVERS = {"self", "cls"}
_DOCUMENTED = re.compile(r"\s*(?P<star>\*{0,2})(?P<name>\w+)[^=]*(?:=\s*(?P<default>\S.*))?")


class NotInstalledError(Exception):
    """The package isn't installed, or one that it needs for this."""


class AbsentError(Exception):
    """The package is installed, and what is looked for isn't in it."""


class OpaqueError(Exception):
    """Python can't tell: compiled code without a signature, something that only an instance has."""


def find(full_name: str) -> object:
    """Return what a name of the catalogue means.

    Args:
        full_name: Such as ``open``, ``shutil.copy``, ``pandas.DataFrame().to_pickle``.

    Raises:
        NotInstalledError, AbsentError, OpaqueError: See there.
    """
    owner, is_method, attribute = full_name.rpartition("().")
    if is_method:
        return _attribute(_class(owner), [_own_attribute(attribute)])
    first, *rest = full_name.split(".") if "." in full_name else ["builtins", full_name]
    if find_spec(first) is None:
        raise NotInstalledError(first)
    return _attribute(_imported(first), rest)


@cache
def parameters_of(full_name: str) -> Mapping[str, Parameter]:
    """Return the parameters of a callable by their names, without the receiver.

    Args:
        full_name: As for ``find``.

    Raises:
        NotInstalledError, AbsentError, OpaqueError: See there.
    """
    called = find(full_name)
    parameters = _signature(called)
    owner, is_method, attribute = full_name.rpartition("().")
    if not is_method:
        return parameters
    kind = inspect.getattr_static(_class(owner), attribute, None)
    is_bound = inspect.ismethod(called) or isinstance(kind, (classmethod, staticmethod))
    return _without_receiver(parameters, is_listed=not is_bound and not isinstance(parameters, _Documented))


def _class(full_name: str) -> type:
    found = find(full_name)
    if not isinstance(found, type):
        raise OpaqueError(f"{full_name} is no class")
    return found


def _own_attribute(dotted: str) -> str:
    """Return the attribute's name, if a class may have it: what an attribute of an instance has, it can't tell."""
    first, _, rest = dotted.partition(".")
    if rest:
        raise OpaqueError(f"{first} is an attribute of an instance")
    return first


def _attribute(of: object, names: Sequence[str]) -> object:
    for name in names:
        try:
            found = getattr(of, name, None)
        except ImportError as error:
            raise NotInstalledError(f"{name} can't be imported: {error}") from error
        if found is None and isinstance(of, ModuleType) and hasattr(of, "__path__"):
            found = _imported(f"{of.__name__}.{name}")
        if found is None:
            raise AbsentError(f"there is no {name} in {of!r}")
        of = found
    return of


def _imported(module: str) -> ModuleType:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        parent = module.rpartition(".")[0]
        if error.name == module and getattr(sys.modules[parent], "__file__", None) is not None:
            raise AbsentError(f"there is no module {module}") from error
        raise NotInstalledError(f"{error.name}, for {module}") from error
    except (Exception, SystemExit) as error:  # whatever a package's code may raise where it can't work
        raise OpaqueError(f"{module} can't be imported: {error!r}") from error


def _without_receiver(parameters: Mapping[str, Parameter], *, is_listed: bool) -> Mapping[str, Parameter]:
    """Leave the receiver out where it is listed, which a decorator or a docstring may do unexpectedly."""
    name = next((name for name, parameter in parameters.items() if parameter.kind in POSITIONAL), None)
    return {other: parameters[other] for other in parameters if other != name or not (is_listed or name in _RECEIVERS)}


def _signature(of: object) -> Mapping[str, Parameter]:
    """Return the parameters of a callable as Python knows them, else as its docstring does."""
    if not callable(of):
        raise OpaqueError(f"{of!r} can't be called on a class")
    try:
        return inspect.signature(of).parameters
    except (ValueError, TypeError):
        return _documented_signature(of)


class _Documented(dict[str, Parameter]):
    """Parameters read from a docstring."""


def _documented_signature(of: object) -> _Documented:
    name = getattr(of, "__name__", "")
    text = inspect.getdoc(of) or ""
    match = re.search(rf"^\s*{name}\((?P<parameters>[^()]*)\)", text, re.MULTILINE) if name else None
    if match is None:
        raise OpaqueError("it has no signature")
    parameters = _Documented()
    kind: inspect._ParameterKind = Parameter.POSITIONAL_OR_KEYWORD
    for part in match["parameters"].replace("[", "").replace("]", "").split(","):
        parameter = _DOCUMENTED.fullmatch(part)
        if part.strip() == "*":
            kind = Parameter.KEYWORD_ONLY
        elif parameter is not None and not parameter["star"]:
            parameters[parameter["name"]] = Parameter(parameter["name"], kind, default=_default(parameter["default"]))
    return parameters


def _default(text: str | None) -> object:
    """Return a documented default: a text as what it says, anything else as ``None``."""
    if text is None:
        return Parameter.empty
    return text.strip("'\"") if text[0] in "'\"" else None
