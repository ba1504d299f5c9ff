"""The contract's class in the main scripts, its methods, and where the stack enters the worker's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts.records import Alias, FunctionOf, Imported
from mlprodest_lint.values.model import UNKNOWN, External, OwnClass, Plain, Text
from mlprodest_lint.values.program import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlprodest_lint.contract import Method
    from mlprodest_lint.contract.model import Default
    from mlprodest_lint.facts.records import Binding, Function, Import
    from mlprodest_lint.findings import Place
    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Value, Values
    from mlprodest_lint.values.program import Code, Program
    from mlprodest_lint.workers import Source, Worker


@dataclass(frozen=True, slots=True)
class MainScript:
    """A main script: its class of the contract, or several where a condition chooses one.

    ``is_named`` says that the script has something of the class's name, whether it can be judged or not.
    """

    source: Source
    code: Code
    owners: tuple[OwnClass, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A method where it is defined."""

    code: Code
    function: Function

    @property
    def name_place(self) -> Place:
        """The place of its name."""
        return self.code.place(self.function.name_span)


def main_scripts(worker: Worker, evaluator: Evaluator) -> Iterator[MainScript]:
    """Yield the main scripts that could be read."""
    name = worker.terms.class_name
    for source in worker.scripts.main:
        code = evaluator.program.code_of(source)
        if code is None:
            continue
        is_named = _may_hold(evaluator.program, code, name)
        values = evaluator.module_value(code, name) if is_named else ()
        yield MainScript(source, code, tuple(value for value in values if isinstance(value, OwnClass)), is_named)


def _may_hold(program: Program, code: Code, name: str) -> bool:
    """Tell whether a module has a name of the worker's own, or may have it: one from an installed package isn't."""
    bindings = code.bindings.get((0, name), ())
    if bindings:
        imports = [code.module.imports[each.value.index] for each in bindings if isinstance(each.value, Imported)]
        is_foreign = len(imports) == len(bindings) and all(_is_of_package(program, record) for record in imports)
        return code.defines(name) and not is_foreign
    return code.is_dynamic or any(
        target is None or program.has_name(target, name)
        for record in code.module.imports
        if record.names[:1] == (Alias("*", None),) and not _is_of_package(program, record)
        for target in [absolute(code, record)]
    )


def _is_of_package(program: Program, record: Import) -> bool:
    """Tell whether an import is of neither the worker's own code nor what shall be: its folder's name, or dots."""
    top = (record.module or record.names[0].name).partition(".")[0]
    return record.level == 0 and top != program.unit.root.name and not program.exists((top,))


def definitions_of(evaluator: Evaluator, owner: OwnClass, name: str) -> tuple[Definition, ...] | None:
    """Return where a class, or one of the worker's own bases of it, defines a method.

    Returns:
        The definitions, several where a condition chooses one; none where the name is assigned or may come from a base
        that isn't known; ``None`` where there certainly is no such method.
    """
    chain = evaluator.class_chain(owner)
    for each in chain:
        if isinstance(each, OwnClass):
            bindings = evaluator.class_bindings(each, name)
            if bindings or evaluator.stores_on_class(each, name):
                return tuple(_definitions(each.code, bindings))
    outside = [each.name for each in chain if isinstance(each, External)]
    is_complete = all(base in _WITHOUT_METHODS or base.startswith("mllibprodest.") for base in outside)
    return None if is_complete else ()


def _definitions(code: Code, bindings: Iterable[Binding]) -> Iterator[Definition]:
    for binding in bindings:
        if isinstance(binding.value, FunctionOf):
            yield Definition(code, code.module.functions[binding.value.index])


_WITHOUT_METHODS = frozenset(
    {"object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol", "enum.Enum"}
)


def bases_from_outside(evaluator: Evaluator, owner: OwnClass) -> set[str]:
    """Return the names of the classes from outside that a class derives from; ``?`` for one that isn't known."""
    return {each.name for each in evaluator.class_chain(owner) if isinstance(each, External)}


def given_by_stack(worker: Worker, evaluator: Evaluator) -> Mapping[tuple[Code, int], Mapping[str, Values]]:
    """Return what the stack gives to the methods that it calls: the contracted defaults, and nothing known else."""
    found: dict[tuple[Code, int], Mapping[str, Values]] = {}
    for script in main_scripts(worker, evaluator):
        for owner in script.owners:
            for method in worker.terms.methods:
                for defined in definitions_of(evaluator, owner, method.name) or ():
                    found[defined.code, defined.function.body] = _defaults(method)
    return found


def _defaults(method: Method) -> Mapping[str, Values]:
    return {parameter.name: (_value(parameter.default),) for parameter in method.parameters}


def _value(default: str | int | Default) -> Value:
    if isinstance(default, str):
        return Text(default)
    return Plain(default) if isinstance(default, int) else UNKNOWN
