"""Code that is loaded by the path of its file, from outside the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts import records as r
from mlprodest_lint.values.files import Kind
from mlprodest_lint.values.model import External, OwnFunction, Text
from mlprodest_lint.values.paths import reads_outside
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.values.model import Values
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


@dataclass(frozen=True, slots=True)
class LoadedCode:
    """A call that loads code from a file outside the worker.

    Attributes:
        code: The module of the call.
        call: The call.
        path: The file.
        taken: The ``id`` of each call that opens or compiles the file on the way.
    """

    code: Code
    call: r.Call
    path: Text
    taken: tuple[int, ...] = ()


def code_loaded_by(worker: Worker) -> Iterator[LoadedCode]:
    """Yield the calls of a worker that load code by its path from outside; the user's own tests may do so."""
    finder = _Finder(worker)
    found = [loaded for code in worker.program.codes for loaded in finder.loaded_in(code)]
    taken = {call for loaded in found for call in loaded.taken}
    yield from (loaded for loaded in found if id(loaded.call) not in taken)


class _Finder:
    def __init__(self, worker: Worker) -> None:
        self._evaluator = worker.evaluator
        self._own_test = worker.own_test_module
        self._read_outside = {id(use.call): use.path for use in worker.file_uses if use.kind is Kind.READ}

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
                for path in given or ():
                    if isinstance(path, Text) and path.modules != {self._own_test} and reads_outside(path):
                        return LoadedCode(code, call, path)
        return None

    def _by_content(self, code: Code, call: r.Call, called: Iterable[str]) -> LoadedCode | None:
        if not call.arguments or not any(name in _COMPILERS for name in called):
            return None
        origins = tuple(map(id, self._origins(At.of(code, call), call.arguments[0])))
        path = next((self._read_outside[origin] for origin in origins if origin in self._read_outside), None)
        return None if path is None else LoadedCode(code, call, path, origins)

    def _origins(self, at: At, expression: r.Expression) -> Iterator[r.Call]:
        """Yield the calls that a text, a code object or a file comes from."""
        pending = [(at, expression)]
        seen: set[int] = set()
        while pending:
            place, current = pending.pop()
            if id(current) in seen:
                continue
            seen.add(id(current))
            if isinstance(current, r.CallOf):
                yield place.code.module.calls[current.index]
            pending.extend(self._sources(place, current))

    def _sources(self, at: At, expression: r.Expression) -> Iterator[tuple[At, r.Expression]]:
        """Yield the expressions that the content of another one comes from, and where they stand."""
        if isinstance(expression, r.CallOf):
            yield from self._sources_of_call(at.code, at.code.module.calls[expression.index])
        elif isinstance(expression, r.Name):
            for binding in self._bindings(at, expression.id):
                yield At.of(at.code, binding), binding.value
        elif isinstance(expression, r.Entered | r.Awaited | r.Iterated):
            yield at, expression.value
        elif isinstance(expression, r.Operation):
            yield from ((at, operand) for operand in expression.operands)
        elif isinstance(expression, r.Conditional):
            yield from ((at, expression.body), (at, expression.orelse))

    def _sources_of_call(self, code: Code, call: r.Call) -> Iterator[tuple[At, r.Expression]]:
        at = At.of(code, call)
        if isinstance(call.function, r.Attribute):
            yield at, call.function.value
        called = self._evaluator.callee(code, call)
        if call.arguments and not _CONVERTERS.isdisjoint(_external_names(called)):
            yield at, call.arguments[0]
        for value in called:
            if isinstance(value, OwnFunction):
                for returned in value.code.returns_of(value.function):
                    if returned.value is not None:
                        yield At.of(value.code, returned), returned.value

    def _bindings(self, at: At, name: str) -> Iterable[r.Binding]:
        owner = at.code.scope_of(at.scope, name)
        if owner is None:
            return ()
        frame = at.code.frame(at.scope)
        bindings = at.code.bindings.get((owner, name), [])
        here = [binding for binding in bindings if at.code.frame(binding.scope) == frame]
        return at.code.flow.reaching(here, at.block, at.statement)[0] if here else bindings


def _external_names(values: Values) -> list[str]:
    return [value.name for value in values if isinstance(value, External)]
