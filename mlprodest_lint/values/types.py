"""Types: what annotations mean, and which type the value of an expression evidently has."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import External, OwnModule
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import absolute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.program import Code

_DEEPEST_ALIAS = 20
_MOST_NAMES = 8
_ANYTHING = "?"
_DISPLAY = "a display such as [str], which is no type"
_TYPING = ("typing.", "typing_extensions.")
_TYPING_SPELLINGS = {
    "Dict": "dict",
    "FrozenSet": "frozenset",
    "List": "list",
    "Set": "set",
    "Text": "str",
    "Tuple": "tuple",
    "Type": "type",
}
_BUILTIN_TYPES = frozenset(
    {
        *("bool", "bytearray", "bytes", "complex", "dict", "enumerate", "filter", "float", "frozenset", "int", "list"),
        *("map", "memoryview", "range", "reversed", "set", "slice", "str", "tuple", "zip"),
    }
)
_RESULTS_OF_BUILTINS = {
    **dict.fromkeys(("all", "any", "callable", "hasattr", "isinstance", "issubclass"), "bool"),
    "len": "int",
    "print": "None",
    "repr": "str",
    "sorted": "list",
}
_GIVES_TEXT = frozenset({"format", "join"})
_ALWAYS_TRUTH_VALUES = frozenset({"is", "is not", "in", "not in"})
_HOLDS_A_VALUE = frozenset({"assign", "named", "declare"})


@dataclass(frozen=True, slots=True)
class Type:
    """A class by its name, with its parameters; a bare one has none."""

    name: str
    arguments: tuple[Types, ...] | None = None

    def __str__(self) -> str:
        """Spell it; a tuple with its elements, as the contract does."""
        if self.name != "tuple" or self.arguments is None:
            return self.name
        return f"({', '.join(' | '.join(sorted(map(str, types))) for types in self.arguments)})"


Types = frozenset[Type]
"""The alternatives of a union."""


# The contract's.


@cache
def contracted(annotation: str) -> Types:
    """Return what an annotation of the contract means: builtin types, ``|`` and tuples in parentheses."""
    return _of_contract(ast.parse(annotation, mode="eval").body)


def _of_contract(node: ast.expr) -> Types:
    if isinstance(node, ast.BinOp):
        return _of_contract(node.left) | _of_contract(node.right)
    if isinstance(node, ast.Tuple):
        return frozenset({Type("tuple", tuple(map(_of_contract, node.elts)))})
    return frozenset({Type(ast.unparse(node))})


def agrees(found: Types, wanted: Types) -> bool:
    """Tell whether types mean what the contract asks for; parametrized forms of a bare type do."""
    return all(any(_is_form_of(type_, each) for each in wanted) for type_ in found) and all(
        any(_is_form_of(type_, each) for type_ in found) for each in wanted
    )


def _is_form_of(found: Type, wanted: Type) -> bool:
    if found.name == _ANYTHING:
        return True
    if found.name != wanted.name:
        return False
    if wanted.arguments is None:
        return True
    if found.arguments is None or len(found.arguments) != len(wanted.arguments):
        return False
    return all(map(agrees, found.arguments, wanted.arguments))


# Annotations.


def annotated(evaluator: Evaluator, at: At, annotation: r.Expression, depth: int = 0) -> Types | None:
    """Return what an annotation means, through aliases; ``None`` where it can't be known."""
    if depth > _DEEPEST_ALIAS:
        return None
    if isinstance(annotation, r.Constant):
        return frozenset({Type("None")}) if annotation.value is None else None
    if isinstance(annotation, r.Typed):
        return frozenset({Type(annotation.type)}) if annotation.type == "ellipsis" else None
    if isinstance(annotation, r.Operation):
        return _union(evaluator, at, annotation.operands, depth) if annotation.operator == "|" else None
    if isinstance(annotation, r.Sequence) and annotation.type == "tuple":
        return _parametrized(evaluator, at, "tuple", annotation.items, depth)
    if isinstance(annotation, r.Sequence | r.Mapping):
        return frozenset({Type(_DISPLAY)})
    if isinstance(annotation, r.Subscript):
        return _subscripted(evaluator, at, annotation, depth)
    if isinstance(annotation, r.Name | r.Attribute):
        return _named(evaluator, at, annotation, depth)
    return None


def _union(evaluator: Evaluator, at: At, alternatives: Iterable[r.Expression], depth: int) -> Types | None:
    found = [annotated(evaluator, at, alternative, depth + 1) for alternative in alternatives]
    return None if None in found else frozenset().union(*(types for types in found if types is not None))


def _parametrized(
    evaluator: Evaluator, at: At, name: str, arguments: Iterable[r.Expression], depth: int
) -> Types | None:
    found = tuple(annotated(evaluator, at, argument, depth + 1) for argument in arguments)
    known = tuple(types if types is not None else frozenset({Type(_ANYTHING)}) for types in found)
    return frozenset({Type(name, known)})


def _subscripted(evaluator: Evaluator, at: At, annotation: r.Subscript, depth: int) -> Types | None:
    index = annotation.index
    arguments = index.items if isinstance(index, r.Sequence) and index.type == "tuple" else (index,)
    bare = annotated(evaluator, at, annotation.value, depth + 1)
    if bare is None or len(bare) != 1:
        return None
    (type_,) = bare
    if type_.name == "typing.Optional":
        return _union(evaluator, at, (*arguments, r.Constant(None)), depth)
    if type_.name == "typing.Union":
        return _union(evaluator, at, arguments, depth)
    if type_.name in {"typing.Annotated", "typing.Final", "typing.ClassVar", "typing.Required", "typing.ReadOnly"}:
        return annotated(evaluator, at, arguments[0], depth + 1) if arguments else None
    return _parametrized(evaluator, at, type_.name, arguments, depth)


def _named(evaluator: Evaluator, at: At, annotation: r.Name | r.Attribute, depth: int) -> Types | None:
    alias = _alias(evaluator, at, annotation)
    if alias is not None:
        return annotated(evaluator, *alias, depth + 1)
    values = evaluator.values(at, annotation)
    if len(values) != 1:
        return None
    (value,) = values
    if isinstance(value, External):
        return frozenset({Type(_spelled(value.name))})
    definition = getattr(value, "definition", None)
    return None if definition is None else frozenset({Type(f"own.{definition.name}")})


def _spelled(name: str) -> str:
    for prefix in _TYPING:
        if name.startswith(prefix):
            last = name.removeprefix(prefix)
            return _TYPING_SPELLINGS.get(last, f"typing.{last}")
    return "None" if name == "types.NoneType" else name.removeprefix("builtins.")


def _alias(evaluator: Evaluator, at: At, annotation: r.Name | r.Attribute) -> tuple[At, r.Expression] | None:
    """Return the expression that an alias of the worker's stands for, and where it stands."""
    if isinstance(annotation, r.Attribute):
        owners = evaluator.values(at, annotation.value)
        modules = [owner.code for owner in owners if isinstance(owner, OwnModule)]
        return _assigned(evaluator, modules[0], 0, annotation.name) if len(modules) == 1 else None
    owner = at.code.scope_of(at.scope, annotation.id)
    return None if owner is None else _assigned(evaluator, at.code, owner, annotation.id)


def _assigned(evaluator: Evaluator, code: Code, scope: int, name: str) -> tuple[At, r.Expression] | None:
    bindings = code.bindings.get((scope, name), [])
    if len(bindings) != 1:
        return None
    (binding,) = bindings
    if binding.how in _HOLDS_A_VALUE:
        return At.of(code, binding), _unquoted(binding.value)
    if isinstance(binding.value, r.Imported):
        record = code.module.imports[binding.value.index]
        target = absolute(code, record) if record.module is not None or record.level else None
        other = None if target is None else evaluator.program.find(target)
        return None if other is None else _assigned(evaluator, other, 0, record.names[binding.value.alias].name)
    return None


def _unquoted(expression: r.Expression) -> r.Expression:
    is_name = (
        isinstance(expression, r.Constant) and isinstance(expression.value, str) and expression.value.isidentifier()
    )
    return r.Name(str(expression.value)) if is_name and isinstance(expression, r.Constant) else expression


# Values.


def evident(
    evaluator: Evaluator, at: At, expression: r.Expression | None, names: frozenset[str] = frozenset()
) -> Types | None:
    """Return the types that the value of an expression evidently has, one for each possibility.

    Literals, f-strings, displays, comprehensions, calls of builtin types, and local names that are only ever assigned
    such values have an evident type; ``None`` says that it isn't evident.

    Args:
        evaluator: Knows what names mean.
        at: Where the expression stands.
        expression: The expression; a missing one has the value ``None``.
        names: The local names that led here. One that is assigned from itself isn't evident.
    """
    if expression is None:
        return frozenset({Type("None")})
    read = _EVIDENT.get(type(expression))
    return None if read is None else read(evaluator, at, expression, names)


def _of_constant(_evaluator: Evaluator, _at: At, expression: r.Constant, _names: frozenset[str]) -> Types | None:
    name = "None" if expression.value is None else type(expression.value).__name__
    return frozenset({Type(name)})


def _of_sequence(evaluator: Evaluator, at: At, expression: r.Sequence, names: frozenset[str]) -> Types | None:
    if expression.type != "tuple" or any(isinstance(item, r.Starred) for item in expression.items):
        return frozenset({Type(expression.type)})
    items = tuple(evident(evaluator, at, item, names) or frozenset({Type(_ANYTHING)}) for item in expression.items)
    return frozenset({Type("tuple", items)})


def _of_call(evaluator: Evaluator, at: At, expression: r.CallOf, _names: frozenset[str]) -> Types | None:
    call = at.code.module.calls[expression.index]
    if _is_method_of_text(call.function):
        return frozenset({Type("str")})
    called = evaluator.callee(at.code, call)
    names = {value.name if isinstance(value, External) else "" for value in called}
    results = {name if name in _BUILTIN_TYPES else _RESULTS_OF_BUILTINS.get(name) for name in names}
    if None in results:
        return None
    return frozenset(Type(result) for result in results if result is not None)


def _is_method_of_text(function: r.Expression) -> bool:
    """Tell whether a call such as ``"{} rows".format(...)`` gives a text."""
    if not isinstance(function, r.Attribute) or function.name not in _GIVES_TEXT:
        return False
    owner = function.value
    return isinstance(owner, r.Format) or (isinstance(owner, r.Constant) and isinstance(owner.value, str))


def _of_operation(evaluator: Evaluator, at: At, expression: r.Operation, names: frozenset[str]) -> Types | None:
    """A text that is filled in with ``%``, or texts that are joined with ``+``."""
    text = frozenset({Type("str")})
    operands = expression.operands[:1] if expression.operator == "%" else expression.operands
    is_text = expression.operator in {"%", "+"} and all(
        evident(evaluator, at, each, names) == text for each in operands
    )
    return text if is_text else None


def _of_comparison(_evaluator: Evaluator, _at: At, expression: r.Comparison, _names: frozenset[str]) -> Types | None:
    """Other comparisons give whatever their operands like, such as an array."""
    return frozenset({Type("bool")}) if _ALWAYS_TRUTH_VALUES.issuperset(expression.operators) else None


def _of_conditional(evaluator: Evaluator, at: At, expression: r.Conditional, names: frozenset[str]) -> Types | None:
    body, orelse = evident(evaluator, at, expression.body, names), evident(evaluator, at, expression.orelse, names)
    return None if body is None or orelse is None else body | orelse


def _of_name(evaluator: Evaluator, at: At, expression: r.Name, names: frozenset[str]) -> Types | None:
    code, name = at.code, expression.id
    owner = code.scope_of(at.scope, name)
    frame = code.frame(at.scope)
    if owner != frame or code.scopes[frame].kind != "function" or (owner, name) in code.parameters:
        return None
    if name in names or len(names) > _MOST_NAMES:
        return None
    bindings = code.bindings.get((owner, name), [])
    if any(binding.scope != owner or binding.how not in _HOLDS_A_VALUE for binding in bindings):
        return None
    reaching, _ = code.flow.reaching(bindings, at.block, at.statement)
    known = {id(each): evident(evaluator, At.of(code, each), each.value, names | {name}) for each in bindings}
    if not reaching or None in known.values():
        return None
    return frozenset().union(*(known[id(binding)] or () for binding in reaching))


_EVIDENT: dict[type[r.Expression], Callable[..., Types | None]] = {
    r.Constant: _of_constant,
    r.Typed: lambda _evaluator, _at, expression, _names: frozenset({Type(expression.type)}),
    r.Format: lambda _evaluator, _at, _expression, _names: frozenset({Type("str")}),
    r.Sequence: _of_sequence,
    r.Mapping: lambda _evaluator, _at, _expression, _names: frozenset({Type("dict")}),
    r.Comprehension: lambda _evaluator, _at, expression, _names: frozenset({Type(expression.type)}),
    r.Negation: lambda _evaluator, _at, _expression, _names: frozenset({Type("bool")}),
    r.Comparison: _of_comparison,
    r.Lambda: lambda _evaluator, _at, _expression, _names: frozenset({Type("function")}),
    r.CallOf: _of_call,
    r.Operation: _of_operation,
    r.Conditional: _of_conditional,
    r.Name: _of_name,
}


def may_be(found: Type, wanted: Types) -> bool:
    """Tell whether a value of an evident type may be one of the types that the contract allows."""
    return any(_may_be(found, type_) for type_ in wanted)


def _may_be(found: Type, wanted: Type) -> bool:
    if found.name == _ANYTHING:
        return True
    if found.name != wanted.name:
        return False
    if wanted.arguments is None or found.arguments is None:
        return True
    return len(found.arguments) == len(wanted.arguments) and all(
        any(may_be(type_, allowed) for type_ in types)
        for types, allowed in zip(found.arguments, wanted.arguments, strict=True)
    )
