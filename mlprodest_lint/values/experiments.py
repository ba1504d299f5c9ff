"""What code does with MLflow: the runs that it starts, and the artifacts that it logs to them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import UNKNOWN, External, OwnFunction, Partial, Plain, Text
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Arguments, Context, Value, Values
    from mlprodest_lint.values.program import Code

START_RUN, END_RUN = "mlflow.start_run", "mlflow.end_run"
CLIENT = "mlflow.MlflowClient"
_END = END_RUN.rpartition(".")[2]
_ENTER_CONTEXT = frozenset({"enter_context", "enter_async_context"})
_ENTER = frozenset({"__enter__", "__aenter__"})
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
    found = [
        call
        for call in code.module.calls
        if last_name(call.function) in names and name in called_names(evaluator, code, call)
    ]
    yield from sorted(found, key=lambda call: code.module.spans[call.span])


# Runs.


class Runs:
    """The runs that the modules of a worker, or of its training code, start.

    Args:
        evaluator: What their expressions can be.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def left_open(self, code: Code) -> Iterator[r.Call]:
        """Yield the calls that start a run which nothing in the same function or module body certainly ends."""
        events: dict[int, list[tuple[r.Call, bool]]] = defaultdict(list)
        for call in calls_of(self._evaluator, code, START_RUN):
            if id(call) not in self._managed:
                events[code.frame(call.scope)].append((call, True))
        for call in (*calls_of(self._evaluator, code, END_RUN), *self._handed_ends(code)):
            events[code.frame(call.scope)].append((call, False))
        for found in events.values():
            found.sort(key=lambda event: code.module.spans[event[0].span])
            yield from _left_open(code, found)

    def _handed_ends(self, code: Code) -> Iterator[r.Call]:
        """Yield the calls that are given ``end_run``, to call it later."""
        names = code.renamed(frozenset({_END})) | {_END}
        for call in code.module.calls:
            for argument in call.arguments:
                is_named = last_name(argument) in names
                if is_named and External(END_RUN) in self._evaluator.values(At.of(code, call), argument):
                    yield call

    @cached_property
    def _managed(self) -> frozenset[int]:
        """The calls, by identity, whose results are entered as context managers, or handed to who isn't known."""
        pending = [
            (code, expression)
            for code in self._evaluator.program.modules.values()
            for expression in (*_entered(code), *self._returned_to_unknown(code))
        ]
        seen: set[int] = set()
        managed: set[int] = set()
        while pending:
            code, expression = pending.pop()
            if id(expression) not in seen:
                seen.add(id(expression))
                pending += [(code, inner) for inner in _standing_for(code, expression)]
                if isinstance(expression, r.CallOf):
                    call = code.module.calls[expression.index]
                    managed.add(id(call))
                    pending += self._returned_by(code, call)
        return frozenset(managed)

    def _returned_by(self, code: Code, call: r.Call) -> Iterator[tuple[Code, r.Expression]]:
        """Yield what the own functions that a call calls return."""
        for called in self._evaluator.callee(code, call):
            if isinstance(called, OwnFunction):
                for returned in called.code.returns_of(called.function):
                    if returned.value is not None:
                        yield called.code, returned.value

    def _returned_to_unknown(self, code: Code) -> Iterator[r.Expression]:
        for returned in code.module.returns:
            function = code.function_of(code.frame(returned.scope))
            if returned.value is not None and function is not None and not self._evaluator.callers(code, function):
                yield returned.value


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


def _entered(code: Code) -> Iterator[r.Expression]:
    """Yield the expressions that a module enters as context managers."""
    for block in code.module.blocks:
        if block.kind == "with" and block.test is not None:
            yield block.test
    for call in code.module.calls:
        if last_name(call.function) in _ENTER_CONTEXT:
            yield from call.arguments
        elif isinstance(call.function, r.Attribute) and call.function.name in _ENTER:
            yield call.function.value


def _standing_for(code: Code, expression: r.Expression) -> Iterator[r.Expression]:
    """Yield the expressions whose value an expression may have."""
    if isinstance(expression, r.Sequence):
        yield from expression.items
    elif isinstance(expression, r.Operation):
        yield from expression.operands
    elif isinstance(expression, r.Conditional):
        yield from (expression.body, expression.orelse)
    elif isinstance(expression, r.Name):
        yield from code.held_by_name.get(expression.id, ())
    elif isinstance(expression, r.Attribute):
        yield from code.held_by_attribute.get(expression.name, ())


# Artifacts.


@dataclass(frozen=True, slots=True)
class Logged:
    """A call that logs an artifact; ``paths`` is what it logs, ``None`` for what can't be known or a whole folder."""

    code: Code
    call: r.Call
    paths: Values | None


def logged_by(evaluator: Evaluator, code: Code, call: r.Call, context: Context | None = None) -> Logged | None:
    """Return what a call logs, if it logs an artifact, of ``mlflow``, a client or something that isn't known.

    Args:
        evaluator: What its expressions can be.
        code: The module that it stands in.
        call: The call.
        context: One way in which the function around it is called; without it, all ways count.
    """
    arguments = evaluator.arguments(code, call, context)
    for called in evaluator.callee(code, call, context):
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
