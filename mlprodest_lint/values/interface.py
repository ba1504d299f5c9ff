"""The contract's class in the main scripts, its methods, and where the stack enters the worker's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts.records import FunctionOf
from mlprodest_lint.values.model import UNKNOWN, External, OwnClass, Plain, Text
from mlprodest_lint.values.program import module_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlprodest_lint.contract import Method
    from mlprodest_lint.contract.model import Default
    from mlprodest_lint.facts.records import Function
    from mlprodest_lint.findings import Place
    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.model import Value, Values
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Source, Worker


@dataclass(frozen=True, slots=True)
class MainScript:
    """A main script: its class of the contract, if it has one that can be judged.

    ``is_named`` says that the script has something of the class's name, whatever it is.
    """

    source: Source
    code: Code
    owner: OwnClass | None
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
        code = evaluator.program.modules.get(module_name(source.parts))
        if code is None:
            continue
        values = evaluator.module_value(code, name)
        owners = [value for value in values if isinstance(value, OwnClass)]
        is_named = bool(owners) or evaluator.program.has_name(tuple(code.name.split(".")), name)
        yield MainScript(source, code, owners[0] if len(owners) == 1 else None, is_named)


def definition_of(evaluator: Evaluator, owner: OwnClass, name: str) -> Definition | UnjudgedType | None:
    """Return where a class, or one of the worker's own bases of it, defines a method.

    Returns:
        The definition; ``UNJUDGED`` where the name is assigned or may come from a base that isn't known; ``None`` where
        there certainly is no such method.
    """
    is_complete = True
    for each in evaluator.class_chain(owner):
        if isinstance(each, External):
            is_complete = is_complete and (each.name in _WITHOUT_METHODS or each.name.startswith("mllibprodest."))
            continue
        bindings = each.code.bindings.get((each.definition.body, name))
        if bindings:
            last = bindings[-1]
            if isinstance(last.value, FunctionOf):
                return Definition(each.code, each.code.module.functions[last.value.index])
            return UNJUDGED
    return None if is_complete else UNJUDGED


class UnjudgedType:
    """A method that is there, or may be, and about which nothing more is known."""


UNJUDGED = UnjudgedType()
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
        if script.owner is None:
            continue
        for method in worker.terms.methods:
            defined = definition_of(evaluator, script.owner, method.name)
            if isinstance(defined, Definition):
                found[defined.code, defined.function.body] = _defaults(method)
    return found


def _defaults(method: Method) -> Mapping[str, Values]:
    return {parameter.name: (_value(parameter.default),) for parameter in method.parameters}


def _value(default: str | int | Default) -> Value:
    if isinstance(default, str):
        return Text(default)
    return Plain(default) if isinstance(default, int) else UNKNOWN
