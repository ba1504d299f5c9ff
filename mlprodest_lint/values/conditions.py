"""How tests turn out in one way in which a function is called, or for one value of a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import External, MethodOf, Plain, Text
from mlprodest_lint.values.paths import is_anchored
from mlprodest_lint.values.places import At

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Context, Value
    from mlprodest_lint.values.program import Code

_DEEPEST = 20
_TRUE_BRANCH, _FALSE_BRANCH = "if", "else"
_ASK_THE_DISK = frozenset({"exists", "isfile", "isdir", "is_file", "is_dir"})
_COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "is": lambda left, right: left == right,
    "is not": lambda left, right: left != right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


def decides(code: Code, block: int, around: dict[int, None]) -> int | None:
    """Return the one branch that decides whether a block runs, apart from blocks that run anyhow."""
    branches: list[int] = []
    for number in code.flow.ancestors(block):
        if number in around:
            break
        branches.append(number)
    is_branch = len(branches) == 1 and code.module.blocks[branches[0]].kind in {_TRUE_BRANCH, _FALSE_BRANCH}
    return branches[0] if is_branch and code.module.blocks[branches[0]].test is not None else None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known where a test is evaluated.

    Attributes:
        evaluator: Tells the values of expressions.
        at: Where the test stands.
        context: How the function around it is called.
        name: A name of which one value counts, if there is one.
        value: That value.
    """

    evaluator: Evaluator
    at: At
    context: Context | None
    name: str | None = None
    value: Value | None = None

    def outcome(self, test: r.Expression, depth: int = 0) -> bool | None:
        """Return how a test turns out; ``None`` where that can't be known."""
        if depth > _DEEPEST:
            return None
        if isinstance(test, r.Negation):
            inner = self.outcome(test.value, depth + 1)
            return None if inner is None else not inner
        if isinstance(test, r.Operation) and test.operator in {"and", "or"}:
            found = [self.outcome(operand, depth + 1) for operand in test.operands]
            decisive = test.operator == "or"
            return decisive if decisive in found else None if None in found else not decisive
        if isinstance(test, r.Comparison):
            return self._compared(test)
        if isinstance(test, r.CallOf):
            return self._called(test)
        return _truth(self._value_of(test))

    def may_ask_of_name(self, expression: r.Expression) -> bool:
        """Tell whether a test may depend on the name's value itself, and not on what the disk holds."""
        return any(isinstance(part, r.Name) and part.id == self.name for part in self._parts(expression))

    def _parts(self, expression: r.Expression) -> Iterator[object]:
        pending: list[object] = [expression]
        while pending:
            current = pending.pop()
            if isinstance(current, tuple):
                pending += current
            elif isinstance(current, r.CallOf):
                call = self.at.code.module.calls[current.index]
                if not (isinstance(call.function, r.Attribute) and call.function.name in _ASK_THE_DISK):
                    pending += (call.function, call.arguments, call.keywords)
            elif hasattr(current, "__struct_fields__"):
                yield current
                pending += (getattr(current, name) for name in current.__struct_fields__)

    def _value_of(self, expression: r.Expression) -> Value | None:
        if isinstance(expression, r.Name) and expression.id == self.name:
            return self.value
        values = self.evaluator.values(self.at, expression, self.context)
        return values[0] if len(values) == 1 else None

    def _compared(self, test: r.Comparison) -> bool | None:
        compare = _COMPARISONS.get(test.operators[0]) if len(test.operators) == 1 else None
        left, right = self._value_of(test.left), self._value_of(test.comparators[0])
        if compare is None or not (_is_constant(left) or _is_constant(right)):
            return None
        if _is_constant(left) and _is_constant(right):
            return compare(_constant(left), _constant(right))
        # A text of which only the beginning is known is no `None` all the same.
        is_none = Plain(None) in (left, right) and any(isinstance(value, Text) for value in (left, right))
        return compare(None, "") if is_none else None

    def _called(self, test: r.CallOf) -> bool | None:
        call = self.at.code.module.calls[test.index]
        if len(call.arguments) != 1 or call.keywords:
            return None
        argument = self._value_of(call.arguments[0])
        if isinstance(call.function, r.Attribute) and call.function.name in {"startswith", "endswith"}:
            text = self._value_of(call.function.value)
            if isinstance(text, Text) and text.exact and isinstance(argument, Text) and argument.exact:
                return bool(getattr(text.head, call.function.name)(argument.head))
            return None
        called = self._value_of(call.function)
        if called == External("os.path.isabs") and isinstance(argument, Text) and argument.head:
            return is_anchored(argument)
        if isinstance(called, MethodOf) and called.name == "is_absolute" and isinstance(called.of, Text):
            return is_anchored(called.of)
        return None


def may_run(evaluator: Evaluator, code: Code, call: r.Call, context: Context | None) -> bool:
    """Tell whether no test around or before a call keeps it from running where its function is called in one way."""
    statement = call.statement
    for number in code.flow.ancestors(call.block):
        if _takes(evaluator, code, number, call.scope, context) is False:
            return False
        earlier = (other for other in code.flow.leaving[number] if code.module.blocks[other].statement < statement)
        if any(_takes(evaluator, code, other, call.scope, context) for other in earlier):
            return False
        statement = code.module.blocks[number].statement
    return True


def _takes(evaluator: Evaluator, code: Code, number: int, scope: int, context: Context | None) -> bool | None:
    """Tell whether a branch is taken; ``None`` where that can't be known."""
    record = code.module.blocks[number]
    if record.test is None or record.kind not in {_TRUE_BRANCH, _FALSE_BRANCH}:
        return None
    outcome = Situation(evaluator, At.test_of(code, record, scope), context).outcome(record.test)
    return None if outcome is None else outcome is (record.kind == _TRUE_BRANCH)


def _is_constant(value: Value | None) -> bool:
    return isinstance(value, Plain) or (isinstance(value, Text) and value.exact)


def _constant(value: Value | None) -> object:
    return value.value if isinstance(value, Plain) else value.head if isinstance(value, Text) else None


def _truth(value: Value | None) -> bool | None:
    if isinstance(value, Text) and (value.exact or value.head):
        return bool(value.head)
    return bool(value.value) if isinstance(value, Plain) else None
