"""The values that an expression can have, as far as they are known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlprodest_lint.facts.records import Class, Function
    from mlprodest_lint.values.program import Code


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a value holds: the values in it, however deep, and the depth."""

    weight: int = 1
    depth: int = 0


_SINGLE = Extent()
_HEAVIEST = 600
_DEEPEST = 8


def _measure(owner: object, held: Iterable[object]) -> None:
    """Note the extent of a value, from those that it holds, so that nobody has to walk through them again."""
    extents = [getattr(value, "extent", _SINGLE) for value in held]
    weight = 1 + sum(extent.weight for extent in extents)
    depth = 1 + max((extent.depth for extent in extents), default=0)
    object.__setattr__(owner, "extent", Extent(weight, depth))


@dataclass(frozen=True, slots=True)
class External:
    """Something from outside the worker, by its full name; ``a.B().c`` is the attribute ``c`` of an ``a.B``."""

    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """An instance of something external, by the full name of its class or of the function that made it.

    ``path`` is the file or folder that it stands for, where that is known and asked for by its ``name``; ``variable``
    is the name of the environment variable whose value it is.
    """

    by: str
    path: Text | None = None
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module of the worker."""

    code: Code


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the worker.

    Attributes:
        code: The module.
        function: The function.
        receiver: What its first parameter is already given.
        around: How the function that it was made in was called, where known.
    """

    code: Code
    function: Function
    receiver: OwnInstance | OwnClass | None = None
    around: Context | None = None
    extent: Extent = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _measure(self, (self.receiver, self.around))


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class of the worker."""

    code: Code
    definition: Class


@dataclass(frozen=True, slots=True)
class OwnInstance:
    """An instance of a class of the worker.

    Attributes:
        of: The class.
        context: What its constructor was called with, where known.
        after: Its attributes are looked up in the classes after this one, as ``super()`` does.
    """

    of: OwnClass
    context: Context | None = None
    after: OwnClass | None = None
    extent: Extent = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _measure(self, (self.context,))


@dataclass(frozen=True, slots=True)
class Plain:
    """A number, a truth value or ``None``."""

    value: int | float | bool | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written down: the code, the number of a span in it, and the name that it was given."""

    code: Code
    span: int
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text or path: all of it where ``exact``, else how it begins and ends.

    Attributes:
        head: How it begins.
        exact: Whether that is all of it.
        tail: How it ends, where something unknown stands between.
        is_path: Whether it is a ``pathlib`` path.
        modules: The names of the modules that its known parts stand in.
        origin: Where its first known part was written down.
    """

    head: str
    exact: bool = True
    tail: str = ""
    is_path: bool = False
    modules: frozenset[str] = frozenset()
    origin: Origin | None = field(default=None, compare=False)

    def __add__(self, other: Text) -> Text:
        modules = self.modules | other.modules
        if len(self.head) + len(other.head) > _LONGEST:
            return replace(self, exact=False, tail="", modules=modules)
        origin = self.origin or other.origin
        if self.exact:
            return Text(self.head + other.head, other.exact, other.tail, self.is_path, modules, origin)
        tail = self.tail + other.head if other.exact else other.tail
        return replace(self, tail=tail, modules=modules, origin=origin)

    def as_path(self) -> Text:
        """Return it as a ``pathlib`` path."""
        return replace(self, is_path=True)

    def as_text(self) -> Text:
        """Return it as a plain text."""
        return replace(self, is_path=False)

    def written_at(self, origin: Origin) -> Text:
        """Return it with this origin, unless it has one."""
        return self if self.origin is not None else replace(self, origin=origin)


UNKNOWN_TEXT = Text("", exact=False)
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple, list, set or iterator whose items are known; where it isn't ``complete``, it may hold others."""

    type: str
    items: tuple[Values, ...]
    complete: bool = True
    extent: Extent = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _measure(self, (value for values in self.items for value in values))

    @property
    def start(self) -> tuple[Values, ...]:
        """The items that it certainly begins with, each in its place: a comprehension's have none."""
        is_ordered = self.complete or all(len(values) == 1 for values in self.items)
        return self.items if is_ordered else ()


@dataclass(frozen=True, slots=True)
class Entries:
    """A dict whose keys and values are known; where it isn't ``complete``, it may hold others."""

    pairs: tuple[tuple[Values, Values], ...]
    complete: bool = True
    extent: Extent = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _measure(self, (value for pair in self.pairs for values in pair for value in values))


@dataclass(frozen=True, slots=True)
class MethodOf:
    """A method of a text, path, list or dict that is known."""

    of: Text | Items | Entries
    name: str
    extent: Extent = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _measure(self, (self.of,))


@dataclass(frozen=True, slots=True)
class Partial:
    """A function with some of its arguments given, as ``functools.partial`` makes it."""

    function: Value
    arguments: Arguments
    extent: Extent = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        given = (*self.arguments.positional, *(values for _, values in self.arguments.keywords))
        _measure(self, (self.function, *(value for values in given for value in values)))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything at all."""


UNKNOWN = Unknown()

Value: TypeAlias = (
    External
    | Made
    | OwnModule
    | OwnFunction
    | OwnClass
    | OwnInstance
    | Plain
    | Text
    | Items
    | Entries
    | MethodOf
    | Partial
    | Unknown
)
Values: TypeAlias = tuple[Value, ...]
"""The possibilities; ``UNKNOWN`` among them says that there may be others."""

NOTHING_KNOWN: Values = (UNKNOWN,)
_MOST_POSSIBILITIES = 24


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call hands over. Where it isn't ``complete``, ``*`` or ``**`` hands over others."""

    positional: tuple[Values, ...] = ()
    keywords: tuple[tuple[str, Values], ...] = ()
    complete: bool = True

    def get(self, position: int | None, *keywords: str) -> Values | None:
        """Return the argument at a position or by one of its keywords; ``None`` if it is left out.

        An argument that ``*`` or ``**`` may hand over is unknown.
        """
        if position is not None and position < len(self.positional):
            return self.positional[position]
        for name, values in self.keywords:
            if name in keywords:
                return values
        return None if self.complete else NOTHING_KNOWN

    def all(self) -> Values:
        """Return all that is handed over."""
        return union([*self.positional, *(values for _, values in self.keywords)])

    def followed_by(self, rest: Arguments) -> Arguments:
        """Return what is handed over where these arguments were given before, and others in the call itself."""
        keywords = {**dict(self.keywords), **dict(rest.keywords)}
        return Arguments(
            self.positional + rest.positional, tuple(keywords.items()), complete=self.complete and rest.complete
        )


@dataclass(frozen=True, slots=True)
class Context:
    """One way in which a function is called.

    Attributes:
        code: The module.
        scope: The scope of the function's body.
        parameters: What each parameter is given.
        around: How the function that it was made in was called, where known.
    """

    code: Code
    scope: int
    parameters: tuple[tuple[str, Values], ...]
    around: Context | None = None
    extent: Extent = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _measure(self, (self.around, *(value for _, values in self.parameters for value in values)))
        object.__setattr__(self, "_hash", hash((self.code, self.scope, self.parameters, self.around)))

    def __hash__(self) -> int:
        return self._hash

    def of(self, code: Code, scope: int) -> Context | None:
        """Return the part that tells of one function: of the called one, or of one around it."""
        context: Context | None = self
        while context is not None and (context.scope != scope or context.code is not code):
            context = context.around
        return context

    def get(self, name: str) -> Values | None:
        """Return what a parameter is given; ``None`` where the context says nothing of it."""
        return next((values for parameter, values in self.parameters if parameter == name), None)


def union(groups: Iterable[Values]) -> Values:
    """Join possibilities, each once; too many of them become unknown."""
    joined: dict[Value, None] = {}
    for group in groups:
        joined.update(dict.fromkeys(group))
        if len(joined) > _MOST_POSSIBILITIES:
            return (*islice(joined, _MOST_POSSIBILITIES), UNKNOWN)
    return tuple(joined)


def bounded(values: Values) -> Values:
    """Forget what too big values hold, so that values can't grow without end."""
    return tuple(map(_bounded, values)) if any(map(_is_too_big, values)) else values


def _is_too_big(value: Value) -> bool:
    extent: Extent = getattr(value, "extent", _SINGLE)
    return extent.weight > _HEAVIEST or extent.depth > _DEEPEST


def _bounded(value: Value) -> Value:
    if not _is_too_big(value):
        return value
    if isinstance(value, Items | Entries):
        return Made(value.type if isinstance(value, Items) else "dict")
    if isinstance(value, OwnInstance):
        return replace(value, context=None)
    return OwnFunction(value.code, value.function) if isinstance(value, OwnFunction) else UNKNOWN
