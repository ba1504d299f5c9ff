"""Which registered models a worker uses, as its own files tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Place, Span
from mlprodest_lint.modelsfile import ModelsFile
from mlprodest_lint.values.interface import definitions_of
from mlprodest_lint.values.model import External, Text
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.facts import records as r
    from mlprodest_lint.values.model import Values
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Worker

_PARAMETER = "model_name"
_GETTER = "get_model_name"
_LIBRARY = "mllibprodest."


@dataclass(frozen=True, slots=True)
class NamedModel:
    """The name of a registered model, and where a worker says it."""

    name: str
    place: Place


def named_models(worker: Worker) -> tuple[NamedModel, ...]:
    """Return the models that a worker names, each once, where it is first named.

    In contract 1.8 they are the sections of ``params.conf``. In contract 1.5 they are what the code hands to the
    library's ``load_model`` and its kin, and what the class's ``get_model_name`` returns. A name that can't be known
    is left out.

    Args:
        worker: The worker.
    """
    named = _of_models_file(worker) if worker.contract.models_file else _of_code(worker)
    firsts: dict[str, NamedModel] = {}
    for model in named:
        firsts.setdefault(model.name, model)
    return tuple(firsts.values())


def _of_models_file(worker: Worker) -> Iterator[NamedModel]:
    models, file = worker.models_file, worker.contract.models_file
    if file is not None and isinstance(models, ModelsFile):
        for model in models.models:
            yield NamedModel(model.name, Place(worker.root / file, Span(model.line, 1, model.line, 1)))


def _of_code(worker: Worker) -> Iterator[NamedModel]:
    mains = [script.code for script in worker.main_scripts]
    others = [code for code in worker.program.modules.values() if code not in mains]
    for code in mains:
        yield from _handed_over(worker, code)
    yield from _returned(worker)
    for code in others:
        yield from _handed_over(worker, code)


def _handed_over(worker: Worker, code: Code) -> Iterator[NamedModel]:
    """Yield what the calls in a module hand to the library as a model's name, in the order of the source."""
    positions = {
        method.name: method.position(_PARAMETER)
        for method in worker.contract.library_methods
        if any(parameter.name == _PARAMETER for parameter in method.parameters)
    }
    names = code.renamed(frozenset(positions)) | positions.keys()
    calls = [call for call in code.module.calls if last_name(call.function) in names]
    for call in sorted(calls, key=lambda call: code.module.spans[call.span]):
        for context in worker.evaluator.contexts_around(code, call.scope):
            position = positions.get(_library_method(worker.evaluator.callee(code, call, context)))
            if position is not None:
                given = worker.evaluator.arguments(code, call, context).get(position, _PARAMETER)
                yield from _named(given or (), code.place(call.span))


def _returned(worker: Worker) -> Iterator[NamedModel]:
    """Yield what the method that tells the model's name returns, where all its ``return`` statements agree."""
    for script in worker.main_scripts:
        for owner in script.owners:
            for defined in definitions_of(worker.evaluator, owner, _GETTER) or ():
                returns = defined.code.returns_of(defined.function)
                values = [_value(worker, defined.code, returned) for returned in returns]
                if values and len(set(values)) == 1:
                    yield from _named(values[0], defined.code.statement_place(returns[0].statement))


def _value(worker: Worker, code: Code, returned: r.Return) -> Values:
    if returned.value is None:
        return ()
    return worker.evaluator.values(At.of(code, returned), returned.value)


def _named(values: Values, place: Place) -> Iterator[NamedModel]:
    """Yield the name that is the only possibility, if there is one."""
    known = [value.head for value in values if isinstance(value, Text) and value.exact and value.head]
    if len(known) == len(values) == 1:
        yield NamedModel(known[0], place)


def _library_method(called: Values) -> str:
    """Return the name of the library's method that is certainly called."""
    names = [value.name for value in called if isinstance(value, External) and value.name.startswith(_LIBRARY)]
    return names[0].rpartition(".")[2] if len(names) == len(called) == 1 else ""
