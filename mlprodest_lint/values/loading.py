"""Code that is loaded by the path of its file, from outside the worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mlprodest_lint.catalogue import Role, operations_of
from mlprodest_lint.facts import records as r
from mlprodest_lint.values.functions import PATH_CLASS
from mlprodest_lint.values.model import External, MethodOf, OwnFunction, Text, union
from mlprodest_lint.values.paths import reads_outside
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.values.evaluation import At
    from mlprodest_lint.values.model import Arguments, Value, Values
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Worker

_LOADERS = {
    "runpy.run_path": (0, "path_name"),
    "importlib.util.spec_from_file_location": (1, "location"),
    "importlib.machinery.SourceFileLoader": (1, "path"),
    "importlib.machinery.SourcelessFileLoader": (1, "path"),
    "importlib.machinery.ExtensionFileLoader": (1, "path"),
    "imp.load_source": (1, "pathname"),
    "imp.load_compiled": (1, "pathname"),
}
_COMPILERS = ("exec", "compile")
_LAST_NAMES = frozenset(name.rpartition(".")[2] for name in (*_LOADERS, *_COMPILERS))
# What makes a text of its first argument, or code.
_CONVERTERS = frozenset({"compile", "ast.parse", "str", "bytes", "textwrap.dedent", "codecs.decode"})
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class LoadedCode:
    """A call that loads code from a file outside the worker.

    Attributes:
        code: The module of the call.
        call: The call.
        path: The file.
        taken: The calls that open or compile the file on the way, by their modules and their numbers there.
    """

    code: Code
    call: r.Call
    path: Text
    taken: tuple[tuple[Code, int], ...] = ()


def code_loaded_by(worker: Worker) -> Iterator[LoadedCode]:
    """Yield the calls of a worker that load code by its path from outside; the user's own tests may do so."""
    finder = _Finder(worker)
    found = [loaded for code in worker.program.codes for loaded in finder.loaded_in(code)]
    taken = [code.module.calls[index] for loaded in found for code, index in loaded.taken]
    yield from (loaded for loaded in found if not any(loaded.call is call for call in taken))


class _Finder:
    def __init__(self, worker: Worker) -> None:
        self._evaluator = worker.evaluator
        self._own_test = frozenset({PurePosixPath(worker.terms.own_test).stem})

    def loaded_in(self, code: Code) -> Iterator[LoadedCode]:
        names = _LAST_NAMES | code.renamed(_LAST_NAMES)
        for call in code.module.calls:
            if last_name(call.function) in names:
                called = _external_names(self._evaluator.callee(code, call))
                loaded = self._by_path(code, call, called) or self._by_content(code, call, called)
                if loaded is not None:
                    yield loaded

    def _by_path(self, code: Code, call: r.Call, called: Iterable[str]) -> LoadedCode | None:
        for position, keyword in (_LOADERS[name] for name in called if name in _LOADERS):
            for context in self._evaluator.contexts_around(code, call.scope):
                given = self._evaluator.arguments(code, call, context).get(position, keyword)
                path = self._outside(given or ())
                if path is not None:
                    return LoadedCode(code, call, path)
        return None

    def _by_content(self, code: Code, call: r.Call, called: Iterable[str]) -> LoadedCode | None:
        if not call.arguments or not any(name in _COMPILERS for name in called):
            return None
        origins = list(dict.fromkeys(self._origins(self._evaluator.at(code, call), call.arguments[0])))
        path = next((path for origin in origins if (path := self._file_read_by(*origin)) is not None), None)
        return None if path is None else LoadedCode(code, call, path, tuple(origins))

    def _origins(self, at: At, expression: r.Expression, depth: int = 0) -> Iterator[tuple[Code, int]]:
        """Yield the calls that a text, a code object or a file comes from, by their modules and numbers."""
        if depth > _DEEPEST:
            return
        if isinstance(expression, r.CallOf):
            yield at.code, expression.index
        for place, source in self._sources(at, expression):
            yield from self._origins(place, source, depth + 1)

    def _sources(self, at: At, expression: r.Expression) -> Iterator[tuple[At, r.Expression]]:
        """Yield the expressions that the content of another one comes from, and where they stand."""
        if isinstance(expression, r.CallOf):
            yield from self._sources_of_call(at.code, at.code.module.calls[expression.index])
        elif isinstance(expression, r.Name):
            for binding in self._bindings(at, expression.id):
                yield self._evaluator.at(at.code, binding), binding.value
        elif isinstance(expression, r.Entered | r.Awaited | r.Iterated):
            yield at, expression.value
        elif isinstance(expression, r.Operation):
            yield from ((at, operand) for operand in expression.operands)
        elif isinstance(expression, r.Conditional):
            yield from ((at, expression.body), (at, expression.orelse))

    def _sources_of_call(self, code: Code, call: r.Call) -> Iterator[tuple[At, r.Expression]]:
        at = self._evaluator.at(code, call)
        if isinstance(call.function, r.Attribute):
            yield at, call.function.value
        called = self._evaluator.callee(code, call)
        if call.arguments and not _CONVERTERS.isdisjoint(_external_names(called)):
            yield at, call.arguments[0]
        for value in called:
            if isinstance(value, OwnFunction):
                for returned in value.code.returns_in.get(value.function.body, ()):
                    if returned.value is not None:
                        yield self._evaluator.at(value.code, returned), returned.value

    def _bindings(self, at: At, name: str) -> Iterable[r.Binding]:
        owner = at.code.scope_of(at.scope, name)
        if owner is None:
            return ()
        frame = at.code.frame(at.scope)
        bindings = at.code.bindings.get((owner, name), [])
        here = [binding for binding in bindings if at.code.frame(binding.scope) == frame]
        return at.code.flow.reaching(here, at.block, at.statement)[0] if here else bindings

    def _file_read_by(self, code: Code, index: int) -> Text | None:
        """Return the file outside the worker that a call opens or reads."""
        call = code.module.calls[index]
        for context in self._evaluator.contexts_around(code, call.scope):
            given = self._evaluator.arguments(code, call, context)
            for value in self._evaluator.callee(code, call, context):
                path = self._outside(_files_read(value, given))
                if path is not None:
                    return path
        return None

    def _outside(self, values: Values) -> Text | None:
        return next(
            (
                text
                for text in values
                if isinstance(text, Text) and text.modules != self._own_test and reads_outside(text)
            ),
            None,
        )


def _files_read(called: Value, given: Arguments) -> Values:
    """Return the paths of the files that a call reads."""
    if isinstance(called, MethodOf):
        is_read = isinstance(called.of, Text) and called.of.is_path and operations_of(f"{PATH_CLASS}().{called.name}")
        return (called.of,) if is_read else ()
    if not isinstance(called, External):
        return ()
    return union(
        given.get(use.argument.position, *use.argument.keywords) or ()
        for operation in operations_of(called.name)
        for use in operation.uses
        if use.role in (Role.READ, Role.OPEN)
    )


def _external_names(values: Values) -> list[str]:
    return [value.name for value in values if isinstance(value, External)]
