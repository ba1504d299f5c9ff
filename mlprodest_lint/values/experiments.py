"""What code does with MLflow: the runs that it starts, and the artifacts that it logs to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import UNKNOWN, External, OwnClass, OwnFunction, Partial, Plain, Text
from mlprodest_lint.values.program import absolute, last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Arguments, Value, Values
    from mlprodest_lint.values.program import Code

START_RUN, END_RUN = "mlflow.start_run", "mlflow.end_run"
CLIENT = "mlflow.MlflowClient"
_ENTER_CONTEXT = frozenset({"enter_context", "enter_async_context"})
_LOGGERS = frozenset({"log_artifact", "log_artifacts"})


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
    """A call that logs an artifact; ``paths`` is what it logs, ``None`` for a whole folder."""

    code: Code
    call: r.Call
    paths: Values | None


def logged_by(evaluator: Evaluator, code: Code, call: r.Call) -> Logged | None:
    """Return what a call logs, if it logs an artifact, of ``mlflow``, a client or something that isn't known."""
    names = called_names(evaluator, code, call)
    arguments = evaluator.arguments(code, call)
    if names & {"mlflow.log_artifacts", f"{CLIENT}().log_artifacts"}:
        return Logged(code, call, None)
    if "mlflow.log_artifact" in names:
        return Logged(code, call, arguments.get(0, "local_path") or ())
    if f"{CLIENT}().log_artifact" in names:
        return Logged(code, call, arguments.get(1, "local_path") or ())
    if UNKNOWN in evaluator.callee(code, call) and isinstance(call.function, r.Attribute):
        if call.function.name == "log_artifacts":
            return Logged(code, call, None)
        if call.function.name == "log_artifact":
            return Logged(code, call, _any_of(arguments))
    return None


def _any_of(arguments: Arguments) -> Values:
    given = [*arguments.positional, *(values for _, values in arguments.keywords)]
    return tuple(value for values in given for value in values)


def may_log(logged: Logged, artifact: str) -> bool:
    """Tell whether a call logs an artifact, or may: a name that can't be known counts."""
    return logged.paths is None or any(_may_be_named(path, artifact) for path in logged.paths)


def _may_be_named(path: Value, artifact: str) -> bool:
    if isinstance(path, Text):
        if path.exact:
            return path.head.rpartition("/")[2] == artifact
        return path.tail.endswith(artifact) or artifact.endswith(path.tail)
    return not isinstance(path, Plain)


class Scripts:
    """What each script does together with the worker's or training code's own functions that it calls."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program

    def roots(self) -> list[Code]:
        """Return the modules that no other one imports, and those that only import each other."""
        codes = list(self._program.modules.values())
        imported = {id(other) for code in codes for other in self._imports(code)[0] if other is not code}
        roots = [code for code in codes if id(code) not in imported]
        reached = {id(other) for root in roots for other in self._reached_by_imports(root)}
        return [*roots, *(code for code in codes if id(code) not in reached)]

    def calls(self, script: Code) -> tuple[list[tuple[Code, r.Call]], bool]:
        """Return the calls of a script and of all that it calls, and whether all of that could be read."""
        found: list[tuple[Code, r.Call]] = []
        complete = True
        pending: list[tuple[Code, int | None]] = [(script, None)]
        seen: set[tuple[int, int | None]] = {(id(script), None)}
        while pending:
            code, function = pending.pop()
            more: list[tuple[Code, int | None]] = []
            if function in {None, 0}:
                modules, is_readable = self._imports(code)
                complete = complete and is_readable
                more += [(module, 0) for module in modules]
            calls = [call for call in code.module.calls if function is None or _is_part_of(code, call, function)]
            found += [(code, call) for call in calls]
            more += [target for call in calls for target in self._targets(code, call)]
            for target in more:
                key = (id(target[0]), target[1])
                if key not in seen and target[0] is not script:
                    seen.add(key)
                    pending.append(target)
        return found, complete

    def _imports(self, code: Code) -> tuple[list[Code], bool]:
        """Return the own modules that a module imports, and whether all could be read."""
        found: list[Code] = []
        complete = True
        for record in code.module.imports:
            if record.module is None and record.level == 0:
                targets = [tuple(alias.name.split(".")) for alias in record.names]
            else:
                base = absolute(code, record)
                targets = [] if base is None else [base, *((*base, alias.name) for alias in record.names)]
            for target in targets:
                if self._program.exists(target):
                    module = self._program.find(target)
                    if module is not None:
                        found.append(module)
                    else:
                        complete = complete and not self._program.is_regular(target)
        return found, complete

    def _reached_by_imports(self, root: Code) -> list[Code]:
        reached = [root]
        for code in reached:
            reached += [other for other in self._imports(code)[0] if all(other is not each for each in reached)]
        return reached

    def _targets(self, code: Code, call: r.Call) -> Iterator[tuple[Code, int]]:
        """Yield the own functions that a call runs: what it calls, and functions that it hands over."""
        values = list(self._evaluator.callee(code, call))
        arguments = self._evaluator.arguments(code, call)
        values += [value for value in _any_of(arguments) if isinstance(value, OwnFunction)]
        for value in values:
            if isinstance(value, OwnFunction):
                yield value.code, value.function.body
            elif isinstance(value, OwnClass):
                init = self._evaluator.method(value, "__init__")
                if init is not None:
                    yield init.code, init.function.body
            elif value == UNKNOWN and isinstance(call.function, r.Attribute):
                method = self._evaluator.only_method(call.function.name)
                if method is not None:
                    yield method.code, method.function.body


def _is_part_of(code: Code, call: r.Call, function: int) -> bool:
    """Tell whether a call stands in a function or in one defined in it; of module code, only what runs on import."""
    scope = code.frame(call.scope)
    if function == 0:
        while code.scopes[scope].kind == "class":
            scope = code.scopes[scope].parent
        return scope == 0
    while scope > 0:
        if scope == function:
            return True
        scope = code.scopes[scope].parent
    return False


def name_of_file(path: Value) -> str | None:
    """Return the name of a file, where it is known whole."""
    if not isinstance(path, Text):
        return None
    if path.exact:
        return path.head.rpartition("/")[2]
    return path.tail.rpartition("/")[2] if "/" in path.tail else None
