"""Whether code runs only where an environment variable isn't set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.environment import names_text
from mlprodest_lint.values.model import External, OwnFunction, Plain, Text
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.values.evaluation import At, Evaluator
    from mlprodest_lint.values.program import Code

_DEEPEST = 12
_READERS = frozenset({"os.environ.get", "os.getenv", "os.environ.__getitem__", "os.environ.pop"})
_WRONG_KEY = frozenset({"KeyError", "LookupError"})
_IS, _IS_NOT = frozenset({"is", "=="}), frozenset({"is not", "!="})
_TRUE_BRANCH, _FALSE_BRANCH = frozenset({"if", "loop", "and"}), frozenset({"else", "or"})


class Guards:
    """Judges the tests around code.

    Args:
        evaluator: What the tests' expressions can be.
        variable: The name of the variable.
    """

    def __init__(self, evaluator: Evaluator, variable: str) -> None:
        self._evaluator = evaluator
        self._variable = variable

    def guards(self, code: Code, call: r.Call, depth: int = 0) -> bool:
        """Tell whether a call runs only where the variable isn't set: by a test around it, before it, or around all
        calls of the function that it stands in.
        """
        if self._is_guarded_inside(code, call):
            return True
        function = code.function_of(code.frame(call.scope))
        if function is None or depth > _DEEPEST:
            return False
        callers = self._evaluator.callers(code, function)
        return bool(callers) and all(self.guards(caller.code, caller.call, depth + 1) for caller in callers)

    def _is_guarded_inside(self, code: Code, call: r.Call) -> bool:
        statement, scope = call.statement, code.frame(call.scope)
        for number in code.flow.ancestors(call.block):
            if self._only_if_unset(code, number, scope) or self._left_before(code, number, statement, scope):
                return True
            statement = code.module.blocks[number].statement
        return False

    def _only_if_unset(self, code: Code, number: int, scope: int) -> bool:
        """Tell whether a block runs only where the variable isn't set."""
        block = code.module.blocks[number]
        if block.test is None:
            return False
        if block.kind == "except":
            return self._is_wrong_key(code, number)
        at = self._evaluator.at_test(code, block, scope)
        if block.kind in _TRUE_BRANCH:
            return self._implies_unset(at, block.test, truth=True)
        return block.kind in _FALSE_BRANCH and self._implies_unset(at, block.test, truth=False)

    def _left_before(self, code: Code, number: int, statement: int, scope: int) -> bool:
        """Tell whether an earlier statement of a block has left it where the variable is set."""
        for other in code.flow.children(number):
            block = code.module.blocks[other]
            if not block.leaves or block.statement >= statement or block.test is None:
                continue
            if block.kind in {"if", "else"}:
                truth = block.kind == "else"
                if self._implies_unset(self._evaluator.at_test(code, block, scope), block.test, truth=truth):
                    return True
        return False

    def _is_wrong_key(self, code: Code, number: int) -> bool:
        """Tell whether a handler takes the error that reading a missing variable raises."""
        test = code.module.blocks[number].test
        kinds = test.items if isinstance(test, r.Sequence) else (test,)
        return any(kind is not None and last_name(kind) in _WRONG_KEY for kind in kinds)

    # Tests.

    def _implies_unset(self, at: At, test: r.Expression, *, truth: bool, depth: int = 0) -> bool:
        """Tell whether the variable certainly isn't set where a test is true, or false."""
        if depth > _DEEPEST:
            return False
        if isinstance(test, r.Negation):
            return self._implies_unset(at, test.value, truth=not truth, depth=depth + 1)
        if isinstance(test, r.Operation) and test.operator in {"and", "or"}:
            enough = any if (test.operator == "and") is truth else all
            return enough(self._implies_unset(at, operand, truth=truth, depth=depth + 1) for operand in test.operands)
        if isinstance(test, r.Comparison) and len(test.comparators) == 1:
            return self._compares_unset(at, test, truth=truth)
        if self._is_variable(at, test):
            return not truth
        return any(
            self._implies_unset(place, source, truth=truth, depth=depth + 1)
            for place, source in self._sources(at, test)
        )

    def _compares_unset(self, at: At, test: r.Comparison, *, truth: bool) -> bool:
        left, operator, right = test.left, test.operators[0], test.comparators[0]
        if operator in {"in", "not in"}:
            is_membership = self._names_variable(at, left) and self._is_environment(at, right)
            return is_membership and (operator == "not in") is truth
        if self._is_nothing(at, left):
            left, right = right, left
        if not (self._is_nothing(at, right) and self._comes_from_variable(at, left)):
            return False
        return truth if operator in _IS else (operator in _IS_NOT and not truth)

    def _is_nothing(self, at: At, expression: r.Expression) -> bool:
        values = self._evaluator.values(at, expression)
        return bool(values) and all(
            value == Plain(None) or (isinstance(value, Text) and value.exact and not value.head.strip())
            for value in values
        )

    def _comes_from_variable(self, at: At, expression: r.Expression, depth: int = 0) -> bool:
        if self._is_variable(at, expression):
            return True
        return depth <= _DEEPEST and any(
            self._comes_from_variable(place, source, depth + 1) for place, source in self._sources(at, expression)
        )

    def _is_variable(self, at: At, expression: r.Expression) -> bool:
        """Tell whether an expression reads the variable."""
        if isinstance(expression, r.Subscript):
            return self._is_environment(at, expression.value) and self._names_variable(at, expression.index)
        if not isinstance(expression, r.CallOf):
            return False
        call = at.code.module.calls[expression.index]
        called = {value.name for value in self._evaluator.callee(at.code, call) if isinstance(value, External)}
        if not _READERS.isdisjoint(called):
            return names_text(self._evaluator.arguments(at.code, call).get(0, "key"), self._variable)
        if called & {"bool", "str", "len"} and call.arguments:
            return self._is_variable(at, call.arguments[0])
        # A method such as `strip` of what was read.
        return isinstance(call.function, r.Attribute) and self._is_variable(at, call.function.value)

    def _is_environment(self, at: At, expression: r.Expression) -> bool:
        values = self._evaluator.values(at, expression)
        return External("os.environ") in values or External("os.environ.keys") in self._callees(at, expression)

    def _callees(self, at: At, expression: r.Expression) -> tuple[object, ...]:
        if not isinstance(expression, r.CallOf):
            return ()
        return self._evaluator.callee(at.code, at.code.module.calls[expression.index])

    def _names_variable(self, at: At, expression: r.Expression) -> bool:
        return names_text(self._evaluator.values(at, expression), self._variable)

    def _sources(self, at: At, expression: r.Expression) -> Iterator[tuple[At, r.Expression]]:
        """Yield the one expression that a name stands for, or that a function of the worker's returns."""
        if isinstance(expression, r.Name):
            bindings = self._evaluator.bindings(at, expression.id)
            if len(bindings) == 1 and bindings[0].how in {"assign", "named", "declare"}:
                yield self._evaluator.at(at.code, bindings[0]), bindings[0].value
        for called in self._callees(at, expression):
            if isinstance(called, OwnFunction):
                returns = called.code.returns_in.get(called.function.body, ())
                if len(returns) == 1 and returns[0].value is not None:
                    yield self._evaluator.at(called.code, returns[0]), returns[0].value
