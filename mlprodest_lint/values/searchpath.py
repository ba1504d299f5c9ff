"""Changes of the path on which this process looks for modules: ``sys.path``, and what it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.environment import names_text, statements_that_write
from mlprodest_lint.values.model import External
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.findings import Place
    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Arguments
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Worker

Means = Literal["sys-path", "site", "environment"]
VARIABLE = "PYTHONPATH"

_SYS, _SYS_PATH = External("sys"), External("sys.path")
_LIST_METHODS = {
    "__delitem__", "__iadd__", "__setitem__", "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort",
}  # fmt: skip
_BY_CALL: dict[str, Means] = {
    **{f"sys.path.{method}": "sys-path" for method in _LIST_METHODS},
    "site.addsitedir": "site",
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
            *((statement, "environment") for statement in statements_that_write(code, worker.evaluator, VARIABLE)),
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
        is_path = _SYS in (given.get(0) or ()) and names_text(given.get(1), "path")
        return "sys-path" if is_path else None
    return _BY_CALL.get(called.name)


def _by_stores(code: Code, evaluator: Evaluator) -> Iterator[tuple[int, Means]]:
    """Judge assignments to the list or to its items, and ``+=``, which changes it in place."""
    for store in code.module.stores:
        target, at = store.target, At.of(code, store)
        is_list = (
            isinstance(target, r.Attribute) and target.name == "path" and _SYS in evaluator.values(at, target.value)
        )
        is_item = isinstance(target, r.Subscript) and _SYS_PATH in evaluator.values(at, target.value)
        if is_list or is_item or _adds(code, store, evaluator):
            yield store.statement, "sys-path"
    for binding in code.module.bindings:
        if _adds(code, binding, evaluator):
            yield binding.statement, "sys-path"


def _adds(code: Code, change: r.Binding | r.Store, evaluator: Evaluator) -> bool:
    if change.how != "augment" or not isinstance(change.value, r.Operation):
        return False
    return _SYS_PATH in evaluator.values(At.of(code, change), change.value.operands[0])
