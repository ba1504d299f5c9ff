"""The catalogue of file operations: which argument of which call is a path, and what the call does with it.

The data are three tables in ``data/``: ``operations.txt``, ``instances.txt`` and ``aliases.txt``. Names are dotted as
they are imported; ``pandas.DataFrame().to_pickle`` is a method of an instance, ``.to_csv`` one of whatever receiver.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPORARY_FOLDER = "<tempfile>"
"""The default of what is made in the system's folder for temporary files."""

_BOUNDARY = re.compile(r"(?=[.(])|$")
_WHERE = re.compile(r"(?P<position>\d*):(?P<keywords>[A-Za-z_]\w*(?:/[A-Za-z_]\w*)*)?(?:=(?P<value>\S+))?")
_WRITING_MODE = re.compile(r"(?!readonly|copyonwrite)[^:|]*[wax+]")
_CONDITIONS = {"if", "unless"}
_SINGLE_FIELDS = {"mode", "flags", "memory", "of", "expands", "versions"}


class CatalogueError(Exception):
    """A line of a table that can't be understood: a defect of the catalogue."""


class Role(Enum):
    """What a call does with a path."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    MOVE = "move"
    OPEN = "open"
    PERSIST = "persist"
    STORE = "store"
    STORE_URL = "store-url"
    CHANGE_DIRECTORY = "chdir"


_ROLES = {role.value for role in Role}


@dataclass(frozen=True, slots=True)
class Argument:
    """Where an argument stands.

    Attributes:
        position: Counted from 0, the receiver left out; ``None`` where it is only given by keyword.
        keywords: Its names, several where versions or packages differ; none where it is only given by position.
        is_receiver: It is the object whose method is called. Then it has neither position nor keywords.
    """

    position: int | None
    keywords: tuple[str, ...]
    is_receiver: bool = False


@dataclass(frozen=True, slots=True)
class PathUse:
    """One path of a call.

    Attributes:
        role: What is done with it.
        argument: Where it stands.
        default: The path that counts where the argument is left out or ``None``; without one, nothing is done then.
    """

    role: Role
    argument: Argument
    default: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """An argument that decides whether the operation happens at all.

    Attributes:
        argument: Where it stands.
        value: ``True``, ``False``, ``None`` or a text, as source code.
        holds: Whether the operation happens if the argument has this value, or unless it has it.
    """

    argument: Argument
    value: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """A way in which a call uses files; a name may have several.

    Attributes:
        uses: Its paths.
        mode: Where the mode stands that decides whether ``Role.OPEN`` reads or writes.
        default_mode: The mode that counts where it is left out or ``None``; ``None`` where the call demands one.
        flags: Where the flags of ``os.open`` stand, which decide instead of a mode.
        memory: Patterns of a store's targets that persist nothing; see ``is_in_memory``.
        conditions: All must be met.
        expands_home: The call expands a leading ``~``.
        owners: Classes known to have a distinctive method, for those who check the catalogue.
        versions: The versions that have it, as a requirement, where not all have.
    """

    uses: tuple[PathUse, ...]
    mode: Argument | None = None
    default_mode: str | None = None
    flags: Argument | None = None
    memory: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    expands_home: bool = False
    owners: tuple[str, ...] = ()
    versions: str = ""

    def is_in_memory(self, target: str | None) -> bool:
        """Tell whether a store of this target persists nothing.

        Args:
            target: What the call names: ``None`` as well as a text. Of a URL, what follows ``scheme:///``.
        """
        if target is None:
            return "<none>" in self.memory
        return any(fnmatchcase(target, "" if pattern == "<empty>" else pattern) for pattern in self.memory)


class Catalogue:
    """The three tables of a folder, indexed when they are first asked for; a line is parsed when its name is.

    Raises:
        CatalogueError: Any of its methods meets a line that it doesn't understand.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._canonical: dict[str, str] = {}
        self._parsed: dict[str, tuple[Operation, ...]] = {}

    def operations_of(self, name: str) -> tuple[Operation, ...]:
        """Return what a call does with files: nothing, where it isn't in the catalogue.

        Args:
            name: Any full name of the callable (``io.open``, ``pandas.DataFrame().to_pickle``), or a dot and the name
                of a distinctive method (``.to_csv``), to be asked for where the full name isn't known or has none.
        """
        name = self.canonical(name)
        if name not in self._parsed:
            self._parsed[name] = tuple(self._operation(*row) for row in self._operation_rows.get(name, ()))
        return self._parsed[name]

    def canonical(self, name: str) -> str:
        """Return the name under which the catalogue knows something, given any of its names."""
        if name not in self._canonical:
            ends = sorted((match.start() for match in _BOUNDARY.finditer(name)), reverse=True)
            known = next((end for end in ends if name[:end] in self.aliases), None)
            found = name if known is None else self.canonical(self.aliases[name[:known]] + name[known:])
            self._canonical[name] = found
        return self._canonical[name]

    def instance_of(self, callable_name: str) -> str:
        """Return what a call gives an instance of: of what is called itself, unless the catalogue says otherwise.

        Args:
            callable_name: Any full name of what is called.
        """
        name = self.canonical(callable_name)
        return self.instances.get(name, name)

    def last_names(self) -> frozenset[str]:
        """Return the last parts of all names that have an operation: a call of anything else needs no look-up."""
        return frozenset(name.rpartition(".")[2] for name in (*self._operation_rows, *self.aliases))

    def names(self) -> tuple[str, ...]:
        """Return every name that has an operation, in order."""
        return tuple(self._operation_rows)

    @cached_property
    def instances(self) -> Mapping[str, str]:
        """What calls give an instance of, where it isn't just what is called."""
        return _assignments(self._folder / "instances.txt")

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Other names, or beginnings of names, with those that stand in the catalogue for them."""
        return _assignments(self._folder / "aliases.txt")

    @cached_property
    def _operation_rows(self) -> Mapping[str, list[tuple[int, str]]]:
        """The lines of each name, as yet unparsed, with their numbers."""
        rows: dict[str, list[tuple[int, str]]] = {}
        for number, line in _lines(self._operations_table):
            name, _, fields = line.partition(" ")
            rows.setdefault(name, []).append((number, fields))
        return rows

    @property
    def _operations_table(self) -> Path:
        return self._folder / "operations.txt"

    def _operation(self, number: int, fields: str) -> Operation:
        try:
            return _parsed(fields)
        except ValueError as error:
            raise CatalogueError(f"{self._operations_table}:{number}: {error}") from error


CATALOGUE = Catalogue(Path(__file__).parent / "data")
"""The catalogue that comes with the linter; the functions of this module ask it."""

operations_of = CATALOGUE.operations_of
canonical = CATALOGUE.canonical
instance_of = CATALOGUE.instance_of
last_names = CATALOGUE.last_names


def can_write(mode: str) -> bool:
    """Tell whether a mode allows writing: ``w``, ``a``, ``x`` or ``+`` before what names a compression."""
    return _WRITING_MODE.match(mode) is not None


def _assignments(table: Path) -> Mapping[str, str]:
    """Return what stands left and right of the equals signs of a table."""
    assigned: dict[str, str] = {}
    for number, line in _lines(table):
        name, separator, target = line.partition(" = ")
        if not separator or " " in line.replace(separator, "", 1) or name in assigned:
            raise CatalogueError(f"{table}:{number}: '{line}' isn't 'NAME = NAME', or its first name isn't new")
        assigned[name] = target
    return assigned


def _lines(table: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers."""
    for number, line in enumerate(table.read_text("utf-8").splitlines(), start=1):
        if line and line[0] != "#":
            yield number, line


def _parsed(fields: str) -> Operation:
    """Parse what follows the name in a line of operations.

    Raises:
        ValueError: Something in it isn't understood.
    """
    given = [(key, text) for key, _, text in (field.partition("=") for field in fields.split(" "))]
    single = {key: text for key, text in given if key in _SINGLE_FIELDS}
    uses = tuple(PathUse(Role(key), *_where(text)) for key, text in given if key in _ROLES)
    conditions = tuple(_condition(text, holds=key == "if") for key, text in given if key in _CONDITIONS)
    if not uses or len(uses) + len(conditions) + len(single) != len(given):
        raise ValueError(f"'{fields}' has no path, an unknown field, or twice the same")
    mode, default_mode = _where(single["mode"]) if "mode" in single else (None, None)
    return Operation(
        uses,
        mode,
        default_mode,
        flags=_where(single["flags"])[0] if "flags" in single else None,
        memory=_listed(single.get("memory")),
        conditions=conditions,
        expands_home="expands" in single,
        owners=_listed(single.get("of")),
        versions=single.get("versions", ""),
    )


def _where(text: str) -> tuple[Argument, str | None]:
    """Parse where an argument stands, and the value after a second equals sign."""
    if text == "self":
        return Argument(None, (), is_receiver=True), None
    match = _WHERE.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' isn't 'self' or 'POSITION:KEYWORD'")
    keywords = tuple(match["keywords"].split("/")) if match["keywords"] else ()
    return Argument(int(match["position"]) if match["position"] else None, keywords), match["value"]


def _condition(text: str, *, holds: bool) -> Condition:
    argument, value = _where(text)
    if value is None:
        raise ValueError(f"'{text}' names no value")
    return Condition(argument, value, holds)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
