"""What each script does together with the worker's or training code's own functions and modules that it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.evaluation import At
from mlprodest_lint.values.model import UNKNOWN, Items, OwnClass, OwnFunction
from mlprodest_lint.values.program import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Value
    from mlprodest_lint.values.program import Code

_MODULE = 0
_CALLED_UNSEEN = (
    *("__new__", "__init__", "__post_init__", "__call__", "__iter__", "__next__"),
    *("__enter__", "__exit__", "__aenter__", "__aexit__"),
)
"""Methods that statements call without naming them, of a class that is called."""

Part = tuple["Code", "int | None"]
"""A function by its code and the scope of its body; 0 is what runs on import, ``None`` the whole module."""


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

    def calls(self, script: Code, owner: OwnClass | None = None) -> tuple[list[tuple[Code, r.Call]], bool]:
        """Return the calls of a script and of all that it calls, and whether all of that could be read.

        Args:
            script: The script; all its functions count.
            owner: The class for which it is run, if there is one; all its methods count, inherited ones too.
        """
        found: list[tuple[Code, r.Call]] = []
        complete = True
        pending: list[Part] = [(script, None), *(() if owner is None else self._methods(owner))]
        seen = set(pending)
        while pending:
            part = pending.pop()
            code, function = part
            more: list[Part] = []
            if function in {None, _MODULE}:
                modules, is_readable = self._imports(code)
                complete = complete and is_readable
                more += [(module, _MODULE) for module in modules]
            calls = [call for call in code.module.calls if function is None or _is_part_of(code, call.scope, function)]
            found += [(code, call) for call in calls]
            more += [target for call in calls for target in self._targets(code, call)]
            more += self._unseen(code, function)
            for target in more:
                if target not in seen and target[0] is not script:
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

    def _targets(self, code: Code, call: r.Call) -> Iterator[Part]:
        """Yield the own functions that a call runs: what it calls, and functions that it hands over."""
        given = self._evaluator.arguments(code, call).all()
        inside = [item for value in given if isinstance(value, Items) for items in value.items for item in items]
        for called in self._evaluator.callee(code, call):
            yield from self._parts_of(called)
            if called == UNKNOWN and isinstance(call.function, r.Attribute):
                method = self._evaluator.only_method(call.function.name)
                if method is not None:
                    yield method.code, method.function.body
        for value in (*given, *inside):
            if isinstance(value, OwnFunction):
                yield value.code, value.function.body

    def _parts_of(self, called: Value) -> Iterator[Part]:
        if isinstance(called, OwnFunction):
            yield called.code, called.function.body
        elif isinstance(called, OwnClass):
            for name in _CALLED_UNSEEN:
                method = self._evaluator.method(called, name)
                if method is not None:
                    yield method.code, method.function.body

    def _unseen(self, code: Code, function: int | None) -> Iterator[Part]:
        """Yield what a part runs without a call that shows it: decorators, and inherited methods of its classes."""
        for defined in code.module.functions:
            if function in {None, defined.body} or (function != _MODULE and _is_part_of(code, defined.scope, function)):
                at = At(code, defined.scope, defined.block, defined.statement)
                for decorator in defined.decorators:
                    for value in self._evaluator.values(at, decorator):
                        yield from self._parts_of(value)
        if function is None:
            for definition in code.module.classes:
                yield from self._methods(OwnClass(code, definition))

    def _methods(self, owner: OwnClass) -> Iterator[Part]:
        for each in self._evaluator.class_chain(owner):
            if isinstance(each, OwnClass):
                for function in each.code.module.functions:
                    if function.scope == each.definition.body:
                        yield each.code, function.body


def _is_part_of(code: Code, scope: int, function: int) -> bool:
    """Tell whether a scope lies in a function, or in code that runs on import."""
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
