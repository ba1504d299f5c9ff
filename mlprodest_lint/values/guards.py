"""Whether code runs only where an environment variable isn't set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.environment import names_text
from mlprodest_lint.values.functions import is_environment, is_variable
from mlprodest_lint.values.model import (
    UNKNOWN,
    Arguments,
    External,
    Items,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Plain,
    Text,
)
from mlprodest_lint.values.places import END, At
from mlprodest_lint.values.program import absolute, last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Context, Value, Values
    from mlprodest_lint.values.program import Code

_DEEPEST = 12
_CONVERSIONS = frozenset({"bool", "str", "len"})
_MEMBERSHIP = frozenset({"os.environ.__contains__", "os.environ.copy().__contains__"})
_URI_IS_SET = frozenset({"mlflow.is_tracking_uri_set", "mlflow.tracking.is_tracking_uri_set"})
"""MLflow's own test, which is true wherever the variable is set."""
_WRONG_KEY, _ANY_ERROR = frozenset({"KeyError", "LookupError"}), frozenset({"Exception", "BaseException"})
_IS, _IS_NOT = frozenset({"is", "=="}), frozenset({"is not", "!="})
_TRUE_BRANCH, _FALSE_BRANCH = frozenset({"if", "loop", "and", "case"}), frozenset({"else", "or"})
_HOLDS_A_VALUE = frozenset({"assign", "named", "declare"})


@dataclass(frozen=True, slots=True)
class _Expression:
    """An expression, where it stands, and in which way the function around it is called, if one way is meant.

    ``None`` for the expression is the end of a function, where it returns ``None``.
    """

    at: At
    record: r.Expression | None
    context: Context | None = None

    def part(self, record: r.Expression) -> _Expression:
        """Return a part of it."""
        return replace(self, record=record)

    def parts(self) -> Iterator[_Expression]:
        """Yield itself and all its parts."""
        if self.record is not None:
            yield from map(self.part, r.parts(self.record))


class Guards:
    """Judges the tests around code.

    Args:
        evaluator: What the tests' expressions can be.
        variable: The name of the variable.
    """

    def __init__(self, evaluator: Evaluator, variable: str) -> None:
        self._evaluator = evaluator
        self._variable = variable

    def guards(self, code: Code, call: r.Call) -> bool:
        """Tell whether a call runs only where the variable isn't set.

        The test may stand around it, before it, or around all calls of the function that it stands in.
        """
        return self._runs_only_if_unset(At.of(code, call))

    def _runs_only_if_unset(self, at: At, depth: int = 0) -> bool:
        if self._is_guarded_inside(at):
            return True
        function = at.code.function_of(at.code.frame(at.scope))
        if function is None or depth > _DEEPEST:
            return False
        if self._is_guarded_inside(At.of(at.code, function)):
            return True
        callers = self._evaluator.callers(at.code, function)
        return bool(callers) and all(
            self._runs_only_if_unset(At.of(caller.code, caller.call), depth + 1) for caller in callers
        )

    def _is_guarded_inside(self, at: At, depth: int = 0) -> bool:
        """Tell whether a test in the same function or module body guards a place."""
        statement, scope = at.statement, at.code.frame(at.scope)
        for number in at.code.flow.ancestors(at.block):
            if self._only_if_unset(at.code, number, scope, depth):
                return True
            if self._left_before(at.code, number, statement, scope, depth):
                return True
            statement = at.code.module.blocks[number].statement
        return False

    def _only_if_unset(self, code: Code, number: int, scope: int, depth: int) -> bool:
        """Tell whether a block runs only where the variable isn't set."""
        block = code.module.blocks[number]
        if block.kind == "except":
            return self._is_missing_key(code, number)
        if block.test is None or block.kind not in _TRUE_BRANCH | _FALSE_BRANCH:
            return False
        return self._implies_unset(self._test_of(code, block, scope), truth=block.kind in _TRUE_BRANCH, depth=depth)

    def _left_before(self, code: Code, number: int, statement: int, scope: int, depth: int) -> bool:
        """Tell whether an earlier statement of a block has left it where the variable is set."""
        return any(
            self._leaves_if_set(code, other, scope, depth)
            for other in code.flow.children(number)
            if code.module.blocks[other].leaves and code.module.blocks[other].statement < statement
        )

    def _leaves_if_set(self, code: Code, number: int, scope: int, depth: int) -> bool:
        block = code.module.blocks[number]
        if block.kind in {"if", "else"}:
            test = self._test_of(code, block, scope)
            return self._implies_unset(test, truth=block.kind == "else", depth=depth) or any(
                self._left_before(code, other, END, scope, depth) for other in code.flow.partners(number)
            )
        if block.kind in {"try", "try-else"}:
            others = [other for other in code.flow.partners(number) if code.module.blocks[other].kind == "except"]
            return bool(others) and all(
                code.module.blocks[other].leaves or self._is_missing_key(code, other) for other in others
            )
        return False

    def _test_of(self, code: Code, block: r.Block, scope: int) -> _Expression:
        return _Expression(At.test_of(code, block, scope), block.test)

    # Errors.

    def _is_missing_key(self, code: Code, handler: int) -> bool:
        """Tell whether a handler takes the error that reading the missing variable raises."""
        test = code.module.blocks[handler].test
        kinds = test.items if isinstance(test, r.Sequence) else (test,)
        names = {"BaseException" if kind is None else last_name(kind) for kind in kinds}
        body = next((each for each in code.flow.partners(handler) if code.module.blocks[each].kind == "try"), None)
        if body is None or names.isdisjoint(_WRONG_KEY | _ANY_ERROR):
            return False
        evaluated = [place for place in _evaluated(code) if body in code.flow.ancestors(place.at.block)]
        is_lookup_only = len({place.at.statement for place in evaluated}) == 1
        return (is_lookup_only or not names.isdisjoint(_WRONG_KEY)) and any(
            self._looks_up_variable(part) for place in evaluated for part in place.parts()
        )

    def _looks_up_variable(self, place: _Expression) -> bool:
        if not isinstance(place.record, r.Subscript):
            return False
        container, index = self._values(place.part(place.record.value)), self._values(place.part(place.record.index))
        return any(map(is_environment, container)) and names_text(index, self._variable)

    # Tests.

    def _implies_unset(self, test: _Expression, *, truth: bool, depth: int) -> bool:
        """Tell whether the variable certainly isn't set where a test is true, or false."""
        record = test.record
        if depth > _DEEPEST:
            return False
        if isinstance(record, r.Negation):
            return self._implies_unset(test.part(record.value), truth=not truth, depth=depth + 1)
        if isinstance(record, r.Operation) and record.operator in {"and", "or"}:
            enough: Callable[[Iterable[bool]], bool] = any if (record.operator == "and") is truth else all
            return enough(
                self._implies_unset(test.part(operand), truth=truth, depth=depth + 1) for operand in record.operands
            )
        if isinstance(record, r.Comparison):
            return len(record.comparators) == 1 and self._compares_unset(test, record, truth=truth, depth=depth)
        if self._is_what_is_set(test, depth):
            return not truth
        sources = self._sources(test)
        return bool(sources) and all(self._source_implies(each, truth=truth, depth=depth + 1) for each in sources)

    def _source_implies(self, source: _Expression, *, truth: bool, depth: int) -> bool:
        """Tell whether the variable isn't set where a test that stands for this expression is true, or false."""
        known = r.Constant(None) if source.record is None else source.record
        if isinstance(known, r.Constant) and bool(known.value) is not truth:
            return True
        if source.record is not None and self._implies_unset(source, truth=truth, depth=depth):
            return True
        return depth <= _DEEPEST and self._is_guarded_inside(source.at, depth + 1)

    def _compares_unset(self, test: _Expression, comparison: r.Comparison, *, truth: bool, depth: int) -> bool:
        left, right = test.part(comparison.left), test.part(comparison.comparators[0])
        operator = comparison.operators[0]
        if operator in {"in", "not in"}:
            if self._names_variable(left) and self._is_environment(right):
                return (operator == "not in") is truth
            nothings = self._values(right)
            is_choice = all(isinstance(each, Items) and all(map(_are_nothing, each.items)) for each in nothings)
            return is_choice and (operator == "in") is truth and self._is_what_is_set(left)
        if operator not in _IS | _IS_NOT:
            return False
        is_same = (operator in _IS) is truth
        if isinstance(right.record, r.Constant) and isinstance(right.record.value, bool):
            return self._implies_unset(left, truth=right.record.value is is_same, depth=depth + 1)
        if self._is_what_is_set(right):
            left, right = right, left
        if not is_same or not self._is_what_is_set(left):
            return False
        return _are_nothing(self._values(right)) or self._is_default(left, self._values(right))

    def _is_default(self, read: _Expression, values: Values) -> bool:
        """Tell whether values are what reading the variable gives where it isn't set."""
        if not isinstance(read.record, r.CallOf):
            return False
        call = read.at.code.module.calls[read.record.index]
        return values == self._evaluator.arguments(read.at.code, call, read.context).get(1, "default")

    def _is_what_is_set(self, expression: _Expression, depth: int = 0) -> bool:
        """Tell whether an expression has the variable's value, or is true where the variable is set."""
        record = expression.record
        if isinstance(record, r.CallOf) and self._reads_variable(expression, record, depth):
            return True
        if isinstance(record, r.Operation) and record.operator == "or":
            return any(self._is_what_is_set(expression.part(operand)) for operand in record.operands)
        values = [value for value in self._values(expression) if not _is_nothing(value)]
        return any(is_variable(value, self._variable) for value in values) and all(
            is_variable(value, self._variable) or isinstance(value, Text) for value in values
        )

    def _reads_variable(self, expression: _Expression, read: r.CallOf, depth: int) -> bool:
        """Tell whether a call from outside takes the variable's name, or something made of its value."""
        code = expression.at.code
        call = code.module.calls[read.index]
        called = self._evaluator.callee(code, call, expression.context)
        if not all(isinstance(value, External) or value == UNKNOWN for value in called) or depth > _DEEPEST:
            return False
        names = {value.name for value in called if isinstance(value, External)}
        if names and names <= _URI_IS_SET:
            return True
        if names & _CONVERSIONS and call.arguments:
            return self._is_what_is_set(expression.part(call.arguments[0]), depth + 1)
        first = self._evaluator.arguments(code, call, expression.context).get(0, "key", "name")
        if names_text(first, self._variable):
            return True
        # A method such as `strip` of what was read.
        return isinstance(call.function, r.Attribute) and self._is_what_is_set(
            expression.part(call.function.value), depth + 1
        )

    def _is_environment(self, expression: _Expression) -> bool:
        if isinstance(expression.record, r.CallOf):
            call = expression.at.code.module.calls[expression.record.index]
            if External("os.environ.keys") in self._evaluator.callee(expression.at.code, call, expression.context):
                return True
        values = self._values(expression)
        return UNKNOWN in values or any(map(is_environment, values))

    def _names_variable(self, expression: _Expression) -> bool:
        return names_text(self._values(expression), self._variable)

    def _values(self, expression: _Expression) -> Values:
        record = r.Constant(None) if expression.record is None else expression.record
        return self._evaluator.values(expression.at, record, expression.context)

    # What a test stands for.

    def _sources(self, test: _Expression) -> list[_Expression]:
        """Return all expressions that a name, attribute or call may stand for; nothing where some can't be known."""
        record, code = test.record, test.at.code
        if isinstance(record, r.Name):
            return self._of_bindings(code, self._evaluator.bindings(test.at, record.id))
        if isinstance(record, r.Attribute):
            owners = self._values(test.part(record.value))
            found = [self._of_attribute(owner, record.name) for owner in owners]
            return [source for sources in found for source in sources] if all(found) else []
        if isinstance(record, r.CallOf):
            return self._of_call(test, code.module.calls[record.index])
        return []

    def _of_bindings(self, code: Code, bindings: Iterable[r.Binding]) -> list[_Expression]:
        sources: list[_Expression] = []
        for binding in bindings:
            if binding.how in _HOLDS_A_VALUE:
                sources.append(_Expression(At.of(code, binding), binding.value))
            elif isinstance(binding.value, r.Imported):
                imported = code.module.imports[binding.value.index]
                target = absolute(code, imported) if imported.module or imported.level else None
                module = None if target is None else self._evaluator.program.find(target)
                if module is None:
                    return []
                sources += self._of_module(module, imported.names[binding.value.alias].name)
            else:
                return []
        return sources

    def _of_module(self, module: Code, name: str) -> list[_Expression]:
        return self._of_bindings(module, self._evaluator.bindings(At.end_of(module), name))

    def _of_attribute(self, owner: Value, name: str) -> list[_Expression]:
        if isinstance(owner, OwnModule):
            return self._of_module(owner.code, name)
        holder = owner.of if isinstance(owner, OwnInstance) else owner
        if not isinstance(holder, OwnClass):
            return []
        method = self._evaluator.method(holder, name)
        if method is not None:
            return self._returned_by(method, Arguments())
        code, body = holder.code, holder.definition.body
        stores = [store for made in code.attribute_stores.get((body, name), {}).values() for store in made]
        return [
            *(_Expression(At.of(code, store), store.value) for store in stores),
            *self._of_bindings(code, code.bindings.get((body, name), ())),
        ]

    def _of_call(self, test: _Expression, call: r.Call) -> list[_Expression]:
        sources: list[_Expression] = []
        arguments = self._evaluator.arguments(test.at.code, call, test.context)
        for called in self._evaluator.callee(test.at.code, call, test.context):
            if not isinstance(called, OwnFunction):
                return []
            sources += self._returned_by(called, arguments)
        return sources

    def _returned_by(self, called: OwnFunction, arguments: Arguments) -> list[_Expression]:
        context = self._evaluator.context_of_call(called, arguments)
        returns = called.code.returns_of(called.function)
        return [
            *(_Expression(At.of(called.code, each), each.value, context) for each in returns),
            *(_Expression(end, None) for end in _ends(called)),
        ]


def _are_nothing(values: Values) -> bool:
    return bool(values) and all(map(_is_nothing, values))


def _is_nothing(value: Value) -> bool:
    if isinstance(value, Plain):
        return not value.value
    return isinstance(value, Text) and value.exact and not value.head.strip()


def _evaluated(code: Code) -> Iterator[_Expression]:
    """Yield what a module's statements evaluate, as far as it is recorded."""
    module = code.module
    for call in module.calls:
        at = At.of(code, call)
        for record in (call.function, *call.arguments, *(keyword.value for keyword in call.keywords)):
            yield _Expression(at, record)
    for binding in module.bindings:
        yield _Expression(At.of(code, binding), binding.value)
    for store in module.stores:
        at = At.of(code, store)
        yield _Expression(at, store.target)
        yield _Expression(at, store.value)
    for returned in module.returns:
        yield _Expression(At.of(code, returned), returned.value)
    for lookup in module.lookups:
        yield _Expression(At.of(code, lookup), lookup.value)


def _ends(called: OwnFunction) -> Iterator[At]:
    """Yield the end of a function's body, unless it is left before."""
    code, function = called.code, called.function
    for number in code.flow.children(function.block):
        block = code.module.blocks[number]
        if block.kind == "function" and block.statement == function.statement and not block.leaves:
            yield At(code, function.body, number, END)
