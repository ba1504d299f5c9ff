"""The values that an expression can have, as far as they are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mlprodest_lint.facts.records import Class, Function
    from mlprodest_lint.values.program import Code

ROOT = "\0"
"""The first part of an absolute path that begins at the worker root, wherever that lies on the stack's machine."""


@dataclass(frozen=True, slots=True)
class External:
    """Something from outside the worker, by its full name; ``a.B().c`` is the attribute ``c`` of an ``a.B``."""

    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a call of something external gives: usually an instance of it."""

    by: str


@dataclass(frozen=True, slots=True)
class OwnModule:
    code: Code


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the worker; ``is_bound`` says that its first parameter is already given."""

    code: Code
    function: Function
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class OwnClass:
    code: Code
    definition: Class


@dataclass(frozen=True, slots=True)
class OwnInstance:
    of: OwnClass


@dataclass(frozen=True, slots=True)
class Plain:
    """A number, a truth value or ``None``."""

    value: int | float | bool | None


@dataclass(frozen=True, slots=True)
class Text:
    """A text or path: all of it where ``exact``, else how it begins and ends. ``made_in`` is where it comes from."""

    head: str
    exact: bool = True
    tail: str = ""
    is_path: bool = False
    made_in: Code | None = None

    def __add__(self, other: Text) -> Text:
        made_in = self.made_in or other.made_in
        if self.exact:
            return Text(self.head + other.head, other.exact, other.tail, self.is_path, made_in)
        tail = self.tail + other.head if other.exact else other.tail
        return replace(self, tail=tail, made_in=made_in)

    def as_path(self) -> Text:
        return replace(self, is_path=True)

    def as_text(self) -> Text:
        return replace(self, is_path=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple, list or set whose items are known; each item is a set of possibilities."""

    type: str
    items: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A dict whose keys and values are known."""

    pairs: tuple[tuple[Values, Values], ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything at all."""


UNKNOWN = Unknown()

Value: TypeAlias = (
    External | Made | OwnModule | OwnFunction | OwnClass | OwnInstance | Plain | Text | Items | Entries | Unknown
)
Values: TypeAlias = tuple[Value, ...]
"""The possibilities; ``UNKNOWN`` among them says that there may be others."""

NOTHING_KNOWN: Values = (UNKNOWN,)
_MOST_POSSIBILITIES = 24


def union(*groups: Values) -> Values:
    """Join possibilities, each once; too many of them become unknown."""
    joined = tuple(dict.fromkeys(value for group in groups for value in group))
    return (*joined[:_MOST_POSSIBILITIES], UNKNOWN) if len(joined) > _MOST_POSSIBILITIES else joined


# Paths. They are judged by their parts, never by the file system.


def join(left: Text, right: Text) -> Text:
    """Join as ``os.path.join`` and ``/`` do: an absolute right side stands for itself."""
    if right.head.startswith(("/", ROOT)):
        return right
    separator = Text("" if left.exact and (not left.head or left.head.endswith("/")) else "/")
    return left + separator + right


def parent(path: Text) -> Text:
    """Return the folder of a path, as ``os.path.dirname`` and ``Path.parent`` do."""
    if not path.exact:
        head, separator, _ = path.head.rpartition("/")
        return replace(path, tail="") if separator or path.head else replace(path, head=head, tail="")
    trimmed = path.head.rstrip("/") or path.head[:1]
    if trimmed == ROOT or trimmed.endswith("/.."):
        return replace(path, head=trimmed + "/..")
    head, separator, _ = trimmed.rpartition("/")
    return replace(path, head=head or separator)


def anchored(path: Text) -> Text:
    """Make a path absolute, as ``os.path.abspath`` and ``Path.resolve`` do from the worker root."""
    if path.head.startswith(("/", ROOT, "~")) or is_drive(path.head) or (not path.exact and not path.head):
        return path
    return replace(path, head=f"{ROOT}/{path.head}" if path.head else ROOT)


def is_drive(path: str) -> bool:
    """Tell whether a path begins with a drive letter or a server's name."""
    return path.startswith("\\\\") or (len(path) >= 2 and path[0].isalpha() and path[0].isascii() and path[1] == ":")


def known_parts(path: Text) -> tuple[str, ...]:
    """Return the parts that are known whole; an inexact path's last part isn't."""
    parts = path.head.split("/")
    return tuple(part for part in (parts if path.exact else parts[:-1]) if part not in ("", ".", ROOT))


def leads_outside_worker(path: Text) -> bool:
    """Tell whether a path certainly lies outside the worker: absolute, or ``..`` climbs above the root."""
    if path.head.startswith("/") or is_drive(path.head):
        return True
    depth = 0
    for part in known_parts(path):
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False
