"""What each script does together with the worker's or training code's own functions and modules that it calls."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.model import UNKNOWN, Arguments, Items, OwnClass, OwnFunction
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Context, Value
    from mlprodest_lint.values.program import Code

_MODULE = 0
_CALLED_UNSEEN = (
    *("__new__", "__init__", "__post_init__", "__call__", "__iter__", "__next__"),
    *("__enter__", "__exit__", "__aenter__", "__aexit__"),
)
"""Methods that statements call without naming them, of a class that is called."""

_MOST_WAYS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """A function by the scope of its body; 0 is what a module runs on import, ``None`` the whole module.

    ``context`` is the way in which it is called; without one, all ways count.
    """

    code: Code
    function: int | None
    context: Context | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A call that a script makes, and in which way the function around it was called."""

    code: Code
    call: r.Call
    context: Context | None


class Scripts:
    """Follows scripts through what they call.

    Args:
        evaluator: What the calls can be.
    """

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

    def steps(self, script: Code, entries: Iterable[OwnFunction] = ()) -> tuple[list[Step], bool]:
        """Return the calls of a script and of all that it calls, and whether all of that could be read.

        Args:
            script: The script; all its functions count.
            entries: Functions of other modules that are called for the script's sake.
        """
        found: list[Step] = []
        complete = True
        pending = [Part(script, None), *(Part(entry.code, entry.function.body) for entry in entries)]
        seen = set(pending)
        ways = Counter((part.code, part.function) for part in pending)
        while pending:
            part = pending.pop()
            more: list[Part] = []
            if part.function in {None, _MODULE}:
                modules, is_readable = self._imports(part.code)
                complete = complete and is_readable
                more += [Part(module, _MODULE) for module in modules]
            steps = [Step(part.code, call, part.context) for call in part.code.module.calls if _holds(part, call.scope)]
            found += steps
            more += [target for step in steps for target in self._targets(step)]
            more += self._decorators(part)
            for target in more:
                if ways[target.code, target.function] >= _MOST_WAYS:
                    target = replace(target, context=None)  # noqa: PLW2901 - too many ways: all count
                if target not in seen and target.code is not script:
                    ways[target.code, target.function] += 1
                    seen.add(target)
                    pending.append(target)
        return found, complete

    # Modules.

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

    # Functions.

    def _targets(self, step: Step) -> Iterator[Part]:
        """Yield the own functions that a call runs: what it calls, and functions that it hands over."""
        call = step.call
        arguments = self._evaluator.arguments(step.code, call, step.context)
        for called in self._evaluator.callee(step.code, call, step.context):
            yield from self._parts_of(called, arguments)
            if called == UNKNOWN and isinstance(call.function, r.Attribute):
                method = self._evaluator.only_method(call.function.name)
                if method is not None:
                    yield self._called_with(method, arguments)
        given = arguments.all()
        inside = [item for value in given if isinstance(value, Items) for items in value.items for item in items]
        for value in (*given, *inside):
            if isinstance(value, OwnFunction):
                yield Part(value.code, value.function.body)

    def _parts_of(self, called: Value, arguments: Arguments) -> Iterator[Part]:
        if isinstance(called, OwnFunction):
            yield self._called_with(called, arguments)
        elif isinstance(called, OwnClass):
            for name in _CALLED_UNSEEN:
                method = self._evaluator.method(called, name)
                if method is not None:
                    yield Part(method.code, method.function.body)

    def _called_with(self, called: OwnFunction, arguments: Arguments) -> Part:
        return Part(called.code, called.function.body, self._evaluator.context_of_call(called, arguments))

    def _decorators(self, part: Part) -> Iterator[Part]:
        """Yield the decorators of a part's functions, which run without a call that shows it."""
        code = part.code
        for defined in code.module.functions:
            if part.function == defined.body or (part.function != _MODULE and _holds(part, defined.scope)):
                at = At.of(code, defined)
                for decorator in defined.decorators:
                    for value in self._evaluator.values(at, decorator):
                        yield from self._parts_of(value, Arguments(complete=False))


def _holds(part: Part, scope: int) -> bool:
    """Tell whether a scope lies in a part; of a module, only in code that runs on import."""
    code, function = part.code, part.function
    if function is None:
        return True
    scope = code.frame(scope)
    if function == _MODULE:
        while code.scopes[scope].kind == "class":
            scope = code.scopes[scope].parent
        return scope == _MODULE
    while scope > _MODULE:
        if scope == function:
            return True
        scope = code.scopes[scope].parent
    return False
