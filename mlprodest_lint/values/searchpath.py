"""Changes of the path on which this process looks for modules: ``sys.path``, and what it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import Entries, External, Items, Text
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.findings import Place
    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Arguments, Value, Values
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Worker

Means = Literal["sys-path", "site", "environment"]
VARIABLE = "PYTHONPATH"

_SYS, _SYS_PATH, _ENVIRONMENT = External("sys"), External("sys.path"), External("os.environ")
_LIST_METHODS = {
    "__delitem__", "__iadd__", "__setitem__", "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort",
}  # fmt: skip
_BY_CALL: dict[str, Means] = {
    **{f"sys.path.{method}": "sys-path" for method in _LIST_METHODS},
    "site.addsitedir": "site",
    "os.putenv": "environment",
    "os.environ.setdefault": "environment",
    "os.environ.__setitem__": "environment",
    "os.environ.update": "environment",
}
_LAST_NAMES = frozenset({*(name.rpartition(".")[2] for name in _BY_CALL), "setattr"})


@dataclass(frozen=True, slots=True)
class PathChange:
    """A statement that changes the path, and by what means."""

    place: Place
    means: Means


def path_changes(worker: Worker) -> Iterator[PathChange]:
    """Yield the statements of a worker that change the path, each once."""
    for code in worker.program.codes:
        found: dict[int, Means] = {}
        for statement, means in (
            *_by_calls(code, worker.evaluator),
            *_by_stores(code, worker.evaluator),
            *_by_names(code, worker.evaluator),
        ):
            found.setdefault(statement, means)
        for statement, means in found.items():
            yield PathChange(code.statement_place(statement), means)


def _by_calls(code: Code, evaluator: Evaluator) -> Iterator[tuple[int, Means]]:
    names = _LAST_NAMES | code.renamed(_LAST_NAMES)
    for call in code.module.calls:
        if last_name(call.function) in names:
            for called in evaluator.callee(code, call):
                means = _means_of(called, evaluator.arguments(code, call)) if isinstance(called, External) else None
                if means is not None:
                    yield call.statement, means


def _means_of(called: External, given: Arguments) -> Means | None:
    if called == External("setattr"):
        is_path = _SYS in (given.get(0) or ()) and _names_text(given.get(1), "path")
        return "sys-path" if is_path else None
    means = _BY_CALL.get(called.name)
    if means != "environment":
        return means
    if called.name == "os.environ.update":
        is_written = any(name == VARIABLE for name, _ in given.keywords) or _holds_variable(given.get(0))
    else:
        is_written = _names_text(given.get(0), VARIABLE)
    return means if is_written else None


def _by_stores(code: Code, evaluator: Evaluator) -> Iterator[tuple[int, Means]]:
    for store in code.module.stores:
        target, at = store.target, evaluator.at(code, store)
        if isinstance(target, r.Attribute) and target.name == "path":
            if _SYS in evaluator.values(at, target.value):
                yield store.statement, "sys-path"
        elif isinstance(target, r.Subscript):
            owner = evaluator.values(at, target.value)
            is_variable = _names_text(evaluator.values(at, target.index), VARIABLE)
            if _SYS_PATH in owner:
                yield store.statement, "sys-path"
            elif _ENVIRONMENT in owner and is_variable and store.how != "delete":
                yield store.statement, "environment"
        elif store.how == "augment":
            yield from _by_augmenting(code, store, evaluator)


def _by_names(code: Code, evaluator: Evaluator) -> Iterator[tuple[int, Means]]:
    for binding in code.module.bindings:
        if binding.how == "augment":
            yield from _by_augmenting(code, binding, evaluator)


def _by_augmenting(code: Code, change: r.Binding | r.Store, evaluator: Evaluator) -> Iterator[tuple[int, Means]]:
    """Judge ``+=`` and ``|=``, which change a list or dict in place."""
    if not isinstance(change.value, r.Operation):
        return
    at = evaluator.at(code, change)
    before, added = (evaluator.values(at, operand) for operand in change.value.operands)
    if _SYS_PATH in before:
        yield change.statement, "sys-path"
    elif _ENVIRONMENT in before and _holds_variable(added):
        yield change.statement, "environment"


def _names_text(values: Values | None, text: str) -> bool:
    return any(isinstance(value, Text) and value.exact and value.head == text for value in values or ())


def _holds_variable(values: Values | None) -> bool:
    """Tell whether a dict, or pairs of names and values, have the variable."""
    return any(_names_text(names, VARIABLE) for value in values or () for names in _keys(value))


def _keys(value: Value) -> Iterator[Values]:
    if isinstance(value, Entries):
        yield from (keys for keys, _ in value.pairs)
    elif isinstance(value, Items):
        pairs = (pair for item in value.items for pair in item if isinstance(pair, Items))
        yield from (pair.items[0] for pair in pairs if pair.items)
