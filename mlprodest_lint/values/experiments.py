"""What code does with MLflow: the runs that it starts, and the artifacts that it logs to them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import UNKNOWN, External, Partial, Plain, Text
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Arguments, Value, Values
    from mlprodest_lint.values.program import Code

START_RUN, END_RUN = "mlflow.start_run", "mlflow.end_run"
CLIENT = "mlflow.MlflowClient"
_ENTER_CONTEXT = frozenset({"enter_context", "enter_async_context"})
_LOG_FILE = {"mlflow.log_artifact": 0, f"{CLIENT}().log_artifact": 1}
"""What logs one file, and the position of the file's path."""
_LOG_FOLDER = frozenset({"mlflow.log_artifacts", f"{CLIENT}().log_artifacts"})
_LOG = _LOG_FOLDER | _LOG_FILE.keys()
_SEPARATOR = re.compile(r"[/\\]")


def called_names(evaluator: Evaluator, code: Code, call: r.Call) -> set[str]:
    """Return the full names of what a call from outside may call, through ``functools.partial`` too."""
    return {value.name for value in map(_wrapped, evaluator.callee(code, call)) if isinstance(value, External)}


def _wrapped(value: Value) -> Value:
    while isinstance(value, Partial):
        value = value.function
    return value


def calls_of(evaluator: Evaluator, code: Code, name: str) -> Iterator[r.Call]:
    """Yield the calls of a function from outside, in the order of the source."""
    last = name.rpartition(".")[2]
    names = code.renamed(frozenset({last})) | {last}
    for call in sorted(code.module.calls, key=lambda call: code.module.spans[call.span]):
        if last_name(call.function) in names and name in called_names(evaluator, code, call):
            yield call


# Runs.


def open_runs(evaluator: Evaluator, code: Code) -> Iterator[r.Call]:
    """Yield the calls that start a run which nothing in the same function or module body certainly ends."""
    managed = _managed(evaluator, code)
    events: dict[int, list[tuple[r.Call, bool]]] = defaultdict(list)
    for is_start, name in ((True, START_RUN), (False, END_RUN)):
        for call in calls_of(evaluator, code, name):
            if id(call) not in managed:
                events[code.frame(call.scope)].append((call, is_start))
    for found in events.values():
        found.sort(key=lambda event: code.module.spans[event[0].span])
        yield from _left_open(code, found)


def _left_open(code: Code, events: Iterable[tuple[r.Call, bool]]) -> list[r.Call]:
    """Match ends with starts; those in branches that exclude each other count as one."""
    running: list[list[r.Call]] = []
    last_end: tuple[r.Call, list[r.Call]] | None = None
    for call, is_start in events:
        if is_start:
            if running and code.flow.are_alternatives(running[-1][-1].block, call.block):
                running[-1].append(call)
            else:
                running.append([call])
            last_end = None
        elif last_end is not None and code.flow.are_alternatives(last_end[0].block, call.block):
            last_end = (call, last_end[1])
        elif running:
            last_end = (call, running.pop())
    return [call for group in running for call in group]


def _managed(evaluator: Evaluator, code: Code) -> set[int]:
    """Return the calls, by identity, whose results are entered as context managers or returned to a caller."""
    managed: set[int] = set()
    for block in code.module.blocks:
        if block.kind == "with" and block.test is not None:
            managed |= set(_calls_within(evaluator, code, block.test, block.parent, block.statement))
    for call in code.module.calls:
        if last_name(call.function) in _ENTER_CONTEXT:
            for argument in call.arguments:
                managed |= set(_calls_within(evaluator, code, argument, call.block, call.statement))
    for returned in code.module.returns:
        if returned.value is not None:
            managed |= set(_calls_within(evaluator, code, returned.value, returned.block, returned.statement))
    return managed


def _calls_within(
    evaluator: Evaluator, code: Code, expression: r.Expression, block: int, statement: int
) -> Iterator[int]:
    """Yield the calls that an expression may stand for, by identity, through names."""
    if isinstance(expression, r.CallOf):
        yield id(code.module.calls[expression.index])
    elif isinstance(expression, r.Sequence):
        for item in expression.items:
            yield from _calls_within(evaluator, code, item, block, statement)
    elif isinstance(expression, r.Conditional):
        for branch in (expression.body, expression.orelse):
            yield from _calls_within(evaluator, code, branch, block, statement)
    elif isinstance(expression, r.Name):
        for binding in code.module.bindings:
            if binding.name == expression.id and isinstance(binding.value, r.CallOf) and binding.statement < statement:
                yield id(code.module.calls[binding.value.index])


# Artifacts.


@dataclass(frozen=True, slots=True)
class Logged:
    """A call that logs an artifact; ``paths`` is what it logs, ``None`` for what can't be known or a whole folder."""

    code: Code
    call: r.Call
    paths: Values | None


def logged_by(evaluator: Evaluator, code: Code, call: r.Call) -> Logged | None:
    """Return what a call logs, if it logs an artifact, of ``mlflow``, a client or something that isn't known."""
    arguments = evaluator.arguments(code, call)
    for called in evaluator.callee(code, call):
        paths = _logged_paths(called, call, arguments)
        if paths is not None:
            return Logged(code, call, paths)
        if _logs_folder(called, call):
            return Logged(code, call, None)
    is_handed_over = any(isinstance(given, External) and given.name in _LOG for given in arguments.all())
    is_handed_over = is_handed_over and called_names(evaluator, code, call).isdisjoint({"functools.partial"})
    return Logged(code, call, None) if is_handed_over else None


def _logged_paths(called: Value, call: r.Call, arguments: Arguments) -> Values | None:
    if isinstance(called, Partial):
        return _logged_paths(called.function, call, called.arguments.followed_by(arguments))
    if isinstance(called, External) and called.name in _LOG_FILE:
        return arguments.get(_LOG_FILE[called.name], "local_path") or ()
    return arguments.all() if _is_unknown_method(called, call, "log_artifact") else None


def _logs_folder(called: Value, call: r.Call) -> bool:
    if isinstance(called, Partial):
        return _logs_folder(called.function, call)
    is_known = isinstance(called, External) and called.name in _LOG_FOLDER
    return is_known or _is_unknown_method(called, call, "log_artifacts")


def _is_unknown_method(called: Value, call: r.Call, name: str) -> bool:
    return called == UNKNOWN and isinstance(call.function, r.Attribute) and call.function.name == name


def may_log(logged: Logged, artifact: str) -> bool:
    """Tell whether a call logs an artifact, or may: a name that can't be known counts."""
    return logged.paths is None or any(_may_be_named(path, artifact) for path in logged.paths)


def _may_be_named(path: Value, artifact: str) -> bool:
    if not isinstance(path, Text):
        return not isinstance(path, Plain)
    name = name_of_file(path)
    return artifact.endswith(path.tail) if name is None else name == artifact


def name_of_file(path: Value) -> str | None:
    """Return the name of a file, where it is known whole; a backslash separates too, as where Windows runs the code."""
    if not isinstance(path, Text):
        return None
    *folders, name = _SEPARATOR.split(path.head if path.exact else path.tail)
    return name if path.exact or folders else None
