"""Which dicts are certainly empty where they are used: made empty, and filled by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import External, OwnFunction
from mlprodest_lint.values.places import At

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.program import Code

_DEEPEST = 8
_HOLDS_A_VALUE = frozenset({"assign", "named", "declare"})
_FILL_NOTHING = frozenset({"bool", "len", "print", "repr", "str"})
_PACKAGES_THAT_FILL_NOTHING = frozenset({"json", "logging", "mlflow", "mllibprodest", "pickle"})


def stays_empty(evaluator: Evaluator, at: At, expression: r.Expression, depth: int = 0) -> bool:
    """Tell whether an expression is certainly an empty dict."""
    if depth > _DEEPEST:
        return False
    if isinstance(expression, r.Mapping):
        return not expression.pairs
    if isinstance(expression, r.Conditional):
        return all(stays_empty(evaluator, at, each, depth + 1) for each in (expression.body, expression.orelse))
    if isinstance(expression, r.CallOf):
        return _is_made_empty(evaluator, at.code, at.code.module.calls[expression.index], depth)
    return isinstance(expression, r.Name) and _is_kept_empty(evaluator, at, expression.id, depth)


def _is_made_empty(evaluator: Evaluator, code: Code, call: r.Call, depth: int) -> bool:
    called = evaluator.callee(code, call)
    if called == (External("dict"),):
        return not call.arguments and not call.keywords
    results = [
        stays_empty(evaluator, At.of(function.code, returned), returned.value or r.Constant(None), depth + 1)
        for function in called
        if isinstance(function, OwnFunction)
        for returned in function.code.returns_of(function.function)
    ]
    return bool(results) and all(results)


def _is_kept_empty(evaluator: Evaluator, at: At, name: str, depth: int) -> bool:
    code = at.code
    owner = code.scope_of(at.scope, name)
    if owner is None:
        return False
    if (owner, name) in code.parameters and (owner, name) not in code.bindings:
        function, parameter = code.parameters[owner, name]
        return any(
            stays_empty(evaluator, At.of(caller.code, caller.call), given, depth + 1)
            for caller in evaluator.callers(code, function)
            for given in _given_to(caller.function, caller.call, parameter)
        )
    bindings = evaluator.bindings(at, name)
    return (
        bool(bindings)
        and not _may_be_filled(evaluator, code, owner, name)
        and all(
            binding.how in _HOLDS_A_VALUE and stays_empty(evaluator, At.of(code, binding), binding.value, depth + 1)
            for binding in bindings
        )
    )


def _given_to(called: OwnFunction, call: r.Call, parameter: r.Parameter) -> Iterator[r.Expression]:
    """Yield the expression that a call gives to a parameter."""
    yield from (keyword.value for keyword in call.keywords if keyword.name == parameter.name)
    position = called.function.parameters.index(parameter) - (called.receiver is not None)
    if 0 <= position < len(call.arguments):
        yield call.arguments[position]


def _may_be_filled(evaluator: Evaluator, code: Code, owner: int, name: str) -> bool:
    """Tell whether anything may put entries into the dict that a name stands for."""
    if (owner, name) in code.mutated or _has_other_names(code, owner, name):
        return True
    if owner == 0 and _is_imported(evaluator, name):
        return True
    return any(
        _mentions(code, call.scope, argument, owner, name)
        for call in code.module.calls
        if not _fills_nothing(evaluator, code, call)
        for argument in (*call.arguments, *(keyword.value for keyword in call.keywords))
    )


def _has_other_names(code: Code, owner: int, name: str) -> bool:
    """Tell whether the dict may be reached under other names of the module."""
    module = code.module
    own = code.bindings[owner, name]
    statements = {binding.statement for binding in own}
    return (
        any(binding.how == "augment" for binding in own)
        or any(binding.name != name and binding.statement in statements for binding in module.bindings)
        or any(_mentions(code, binding.scope, binding.value, owner, name) for binding in module.bindings)
        or any(_mentions(code, store.scope, store.value, owner, name) for store in module.stores)
    )


def _is_imported(evaluator: Evaluator, name: str) -> bool:
    return any(
        alias.name == name
        for code in evaluator.program.modules.values()
        for record in code.module.imports
        for alias in record.names
    )


def _mentions(code: Code, scope: int, expression: r.Expression, owner: int, name: str) -> bool:
    return any(
        isinstance(part, r.Name) and part.id == name and code.scope_of(scope, name) == owner
        for part in r.parts(expression)
    )


def _fills_nothing(evaluator: Evaluator, code: Code, call: r.Call) -> bool:
    return all(
        isinstance(called, External)
        and (called.name in _FILL_NOTHING or called.name.partition(".")[0] in _PACKAGES_THAT_FILL_NOTHING)
        for called in evaluator.callee(code, call)
    )
