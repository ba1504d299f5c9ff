"""Where code writes an environment variable of its own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import Entries, External, Items, Text
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Arguments, Value, Values
    from mlprodest_lint.values.program import Code

_ENVIRONMENT = External("os.environ")
_WRITERS = frozenset(
    {"os.putenv", "os.environ.setdefault", "os.environ.update", "os.environ.__setitem__", "os.environ.__ior__"}
)
_LAST_NAMES = frozenset(name.rpartition(".")[2] for name in _WRITERS)


def statements_that_write(code: Code, evaluator: Evaluator, variable: str) -> Iterator[int]:
    """Yield the numbers of the statements that write a variable; a copy made for a child process isn't the own one."""
    yield from _calls(code, evaluator, variable)
    for store in code.module.stores:
        target, at = store.target, At.of(code, store)
        if isinstance(target, r.Subscript) and store.how != "delete":
            if _ENVIRONMENT in evaluator.values(at, target.value) and names_text(
                evaluator.values(at, target.index), variable
            ):
                yield store.statement
        elif store.how == "augment" and _merges(code, store, evaluator, variable):
            yield store.statement
    for binding in code.module.bindings:
        if binding.how == "augment" and _merges(code, binding, evaluator, variable):
            yield binding.statement


def names_text(values: Values | None, text: str) -> bool:
    """Tell whether a text is one of the possibilities."""
    return any(isinstance(value, Text) and value.exact and value.head == text for value in values or ())


def _calls(code: Code, evaluator: Evaluator, variable: str) -> Iterator[int]:
    names = _LAST_NAMES | code.renamed(_LAST_NAMES)
    for call in code.module.calls:
        if last_name(call.function) not in names:
            continue
        arguments = evaluator.arguments(code, call)
        called = {value.name for value in evaluator.callee(code, call) if isinstance(value, External)}
        if any(_is_written(writer, arguments, variable) for writer in called & _WRITERS):
            yield call.statement


def _is_written(writer: str, given: Arguments, variable: str) -> bool:
    if writer in {"os.environ.update", "os.environ.__ior__"}:
        return any(name == variable for name, _ in given.keywords) or _holds(given.get(0), variable)
    return names_text(given.get(0, "key"), variable)


def _merges(code: Code, change: r.Binding | r.Store, evaluator: Evaluator, variable: str) -> bool:
    """Tell whether ``|=`` writes the variable."""
    if not isinstance(change.value, r.Operation):
        return False
    at = At.of(code, change)
    before, added = (evaluator.values(at, operand) for operand in change.value.operands)
    return _ENVIRONMENT in before and _holds(added, variable)


def _holds(values: Values | None, variable: str) -> bool:
    """Tell whether a dict, or pairs of names and values, have the variable."""
    return any(names_text(names, variable) for value in values or () for names in _keys(value))


def _keys(value: Value) -> Iterator[Values]:
    if isinstance(value, Entries):
        yield from (keys for keys, _ in value.pairs)
    elif isinstance(value, Items):
        pairs = (pair for item in value.items for pair in item if isinstance(pair, Items))
        yield from (pair.items[0] for pair in pairs if pair.items)
