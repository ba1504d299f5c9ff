"""The records that one module becomes.

They are immutable and hold nothing but numbers, texts and each other, so that a safe format can store them. A place is
the number of a span in the module's table; a call inside an expression is its number in the module's list of calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Record(msgspec.Struct, frozen=True, array_like=True, tag=True, tag_field="record"):
    pass


# Expressions: what is left of one when only its meaning counts.


class Constant(_Record, frozen=True):
    """A number, a text, a truth value or ``None``."""

    value: str | int | float | bool | None


class Typed(_Record, frozen=True):
    """An expression of evident type whose value isn't kept: bytes, an ellipsis, ..."""

    type: str


class Name(_Record, frozen=True):
    id: str


class Attribute(_Record, frozen=True):
    value: Expression
    name: str


class CallOf(_Record, frozen=True):
    """A call; ``index`` is its number in the module's calls."""

    index: int


class Subscript(_Record, frozen=True):
    value: Expression
    index: Expression


class Slice(_Record, frozen=True):
    pass


class Operation(_Record, frozen=True):
    """Operands joined by one binary operator, from left to right; ``and`` and ``or`` too."""

    operator: str
    operands: tuple[Expression, ...]


class Negation(_Record, frozen=True):
    """``not`` something."""

    value: Expression


class Comparison(_Record, frozen=True):
    left: Expression
    operators: tuple[str, ...]
    comparators: tuple[Expression, ...]


class Conditional(_Record, frozen=True):
    test: Expression
    body: Expression
    orelse: Expression


class Format(_Record, frozen=True):
    """An f-string: its texts and expressions in order."""

    parts: tuple[Expression, ...]


class Sequence(_Record, frozen=True):
    """A display of a tuple, list or set."""

    type: Literal["tuple", "list", "set"]
    items: tuple[Expression, ...]


class Starred(_Record, frozen=True):
    value: Expression


class Pair(_Record, frozen=True):
    """An entry of a dict display; the key of ``**value`` is ``None``."""

    key: Expression | None
    value: Expression


class Mapping(_Record, frozen=True):
    """A display of a dict."""

    pairs: tuple[Pair, ...]


class Comprehension(_Record, frozen=True):
    """A comprehension: the expression of its elements (key and value of a dict's), and the number of its scope."""

    type: Literal["list", "set", "dict", "generator"]
    elements: tuple[Expression, ...]
    scope: int


class Lambda(_Record, frozen=True):
    """A lambda; ``scope`` is the number of its scope, and of its function."""

    scope: int


class Awaited(_Record, frozen=True):
    value: Expression


class Iterated(_Record, frozen=True):
    """An item of an iterable, as a loop binds it."""

    value: Expression


class Entered(_Record, frozen=True):
    """What a context manager's ``with`` binds."""

    value: Expression


class Imported(_Record, frozen=True):
    """What an import binds: the numbers of the import and of its alias."""

    index: int
    alias: int


class FunctionOf(_Record, frozen=True):
    """What a ``def`` binds: the number of the function."""

    index: int


class ClassOf(_Record, frozen=True):
    """What a ``class`` statement binds: the number of the class."""

    index: int


class Unknown(_Record, frozen=True):
    """Anything else."""


Expression: TypeAlias = (
    Constant
    | Typed
    | Name
    | Attribute
    | CallOf
    | Subscript
    | Slice
    | Operation
    | Negation
    | Comparison
    | Conditional
    | Format
    | Sequence
    | Starred
    | Mapping
    | Comprehension
    | Lambda
    | Awaited
    | Iterated
    | Entered
    | Imported
    | FunctionOf
    | ClassOf
    | Unknown
)


def parts(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all that it is made of; of calls, only that they are there."""
    pending: list[_Record] = [expression]
    while pending:
        current = pending.pop()
        if isinstance(current, Expression):
            yield current
        for name in current.__struct_fields__:
            held = getattr(current, name)
            pending += [each for each in (held if isinstance(held, tuple) else (held,)) if isinstance(each, _Record)]


# Where code stands.


class Scope(_Record, frozen=True):
    """A namespace; the module's is number 0. ``owner`` is the number of its class or function in the module's list."""

    kind: Literal["module", "class", "function", "lambda", "comprehension"]
    parent: int
    owner: int
    global_names: tuple[str, ...] = ()
    nonlocal_names: tuple[str, ...] = ()


class Block(_Record, frozen=True):
    """A suite: when it runs depends on its parent, and on ``test`` for ``if``, ``else``, ``while`` and ``except``.

    The ``test`` of a ``case`` compares the subject, where its pattern names values; else it is missing.

    Part of an expression is a block too: of kind ``and`` where it is evaluated only if ``test`` is true (the right side
    of ``and``, the body of a conditional expression), ``or`` where only if it is false. The ``test`` of a ``with`` are
    its context managers. ``leaves`` says that its last statement is a ``return``, ``raise``, ``continue`` or ``break``.
    """

    kind: str
    parent: int
    statement: int
    test: Expression | None
    leaves: bool


# What code does.


class Keyword(_Record, frozen=True):
    """A keyword argument; the name of ``**value`` is ``None``."""

    name: str | None
    value: Expression


class Call(_Record, frozen=True):
    function: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    scope: int
    block: int
    statement: int
    span: int


class Alias(_Record, frozen=True):
    name: str
    bound_as: str | None


class Import(_Record, frozen=True):
    """An import statement. ``level`` counts the leading dots of a ``from`` import; the one name of a star is ``*``."""

    module: str | None
    level: int
    names: tuple[Alias, ...]
    scope: int
    block: int
    statement: int


class Binding(_Record, frozen=True):
    """A name bound to a value, by the statement of kind ``how``."""

    name: str
    value: Expression
    how: Literal[
        "assign", "named", "augment", "declare", "loop", "with", "except", "match", "delete", "import", "def", "class"
    ]
    scope: int
    block: int
    statement: int


class Store(_Record, frozen=True):
    """An assignment to an attribute or an item; ``how`` as for a binding."""

    target: Attribute | Subscript
    value: Expression
    how: Literal["assign", "augment", "declare", "loop", "with", "delete"]
    scope: int
    block: int
    statement: int


class Return(_Record, frozen=True):
    """A ``return``, or a ``yield``; the value of ``yield from`` is an item of what is named."""

    value: Expression | None
    scope: int
    block: int
    statement: int


class Lookup(_Record, frozen=True):
    """A statement that is only an item of something: what it may raise is all that it is for."""

    value: Subscript
    scope: int
    block: int
    statement: int


ParameterKind: TypeAlias = Literal["positional-only", "positional", "var-positional", "keyword-only", "var-keyword"]


class Parameter(_Record, frozen=True):
    name: str
    kind: ParameterKind
    annotation: Expression | None
    default: Expression | None
    span: int


class Function(_Record, frozen=True):
    """A ``def`` or a lambda. ``body`` is its own scope, ``scope`` the one that it stands in.

    ``stub`` says that the body is only a docstring, ``pass``, ``...`` or ``raise NotImplementedError``.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Expression | None
    decorators: tuple[Expression, ...]
    is_async: bool
    is_generator: bool
    stub: bool
    body: int
    scope: int
    block: int
    statement: int
    name_span: int
    returns_span: int


class Class(_Record, frozen=True):
    name: str
    bases: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    decorators: tuple[Expression, ...]
    body: int
    scope: int
    block: int
    statement: int
    name_span: int


class Comment(_Record, frozen=True):
    """A comment that mentions ``noqa``, and the lines of the statement that it stands in."""

    text: str
    line: int
    column: int
    own_line: bool
    first_line: int
    last_line: int


class Module(_Record, frozen=True):
    """All about one module. ``spans`` holds line, column, end line and end column; ``statements`` numbers of spans."""

    spans: tuple[tuple[int, int, int, int], ...]
    statements: tuple[int, ...]
    scopes: tuple[Scope, ...]
    blocks: tuple[Block, ...]
    imports: tuple[Import, ...]
    classes: tuple[Class, ...]
    functions: tuple[Function, ...]
    bindings: tuple[Binding, ...]
    stores: tuple[Store, ...]
    returns: tuple[Return, ...]
    yields: tuple[Return, ...]
    calls: tuple[Call, ...]
    lookups: tuple[Lookup, ...]
    comments: tuple[Comment, ...]


class Refusal(_Record, frozen=True):
    """Why a file has no records: it isn't text, it isn't Python, it is nested too deeply, or libcst can't parse it."""

    kind: Literal["undecodable", "invalid", "too-deep", "unparsable"]
    reason: str = ""
    line: int = 1
    column: int = 1
