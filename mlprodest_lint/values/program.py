"""The modules of a worker, as they are imported from its root, and what their names are bound to."""

from __future__ import annotations

import builtins
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlprodest_lint.facts.records import (
    Attribute,
    CallOf,
    Comparison,
    Conditional,
    Constant,
    Iterated,
    Mapping,
    Name,
    Negation,
    Operation,
    Subscript,
)
from mlprodest_lint.facts.records import (
    Sequence as Display,
)
from mlprodest_lint.findings import Place, Span
from mlprodest_lint.values.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlprodest_lint.facts import records as r
    from mlprodest_lint.workers import Parts, Source, Training, Worker

BUILTINS = frozenset(dir(builtins))
_CHANGE_IN_PLACE = frozenset(
    {"add", "append", "appendleft", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"}
)
_EXTENSIONS = (".py", ".so", ".pyd", ".pyc")
_DYNAMIC_NAMESPACE = {"globals", "vars", "locals", "exec", "setattr"}
_CHANGES_ITS_ARGUMENT = {"setattr", "vars"}
_DYNAMIC_NAMES = ("__getattr__", "__path__")
_MODULE_DUNDERS = {
    *("__name__", "__file__", "__doc__", "__path__", "__package__", "__spec__", "__loader__", "__dict__"),
    *("__annotations__", "__builtins__", "__cached__"),
}
_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
_SUITES_OF_TRY = {"try", "except", "try-else", "finally"}


@dataclass(frozen=True, eq=False)
class Code:
    """A module that could be read."""

    source: Source
    module: r.Module
    name: str

    @property
    def is_package(self) -> bool:
        """Whether it is the ``__init__`` of its folder."""
        return self.source.parts[-1] == "__init__.py"

    @property
    def package(self) -> Parts:
        """The folders that hold it, from the worker root."""
        return self.source.parts[:-1]

    @cached_property
    def bindings(self) -> dict[tuple[int, str], list[r.Binding]]:
        """All bindings of each name of each scope, in the order of the source."""
        found: dict[tuple[int, str], list[r.Binding]] = defaultdict(list)
        for binding in self.module.bindings:
            found[self._owner(binding.scope, binding.name), binding.name].append(binding)
        return found

    @cached_property
    def bindings_by_frame(self) -> dict[tuple[int, str, int], list[r.Binding]]:
        """The same by the scope that the binding's code runs in, too."""
        found: dict[tuple[int, str, int], list[r.Binding]] = defaultdict(list)
        for (owner, name), bindings in self.bindings.items():
            for binding in bindings:
                found[owner, name, self.frame(binding.scope)].append(binding)
        return found

    @cached_property
    def parameters(self) -> dict[tuple[int, str], tuple[r.Function, r.Parameter]]:
        """The parameters by the scope of their function."""
        return {
            (function.body, parameter.name): (function, parameter)
            for function in self.module.functions
            for parameter in function.parameters
        }

    @property
    def scopes(self) -> Sequence[r.Scope]:
        """The scopes of the module."""
        return self.module.scopes

    @cached_property
    def flow(self) -> Flow:
        """The order in which its code runs."""
        return Flow(self.module.blocks)

    def frame(self, scope: int) -> int:
        """Return the scope that a scope's code runs in: a comprehension runs in the one around it."""
        while self.scopes[scope].kind == "comprehension":
            scope = self.scopes[scope].parent
        return scope

    def function_of(self, scope: int) -> r.Function | None:
        """Return the function or lambda whose body a scope is."""
        record = self.scopes[scope]
        return self.module.functions[record.owner] if record.kind in {"function", "lambda"} else None

    @cached_property
    def attribute_stores(self) -> dict[tuple[int, str], dict[int, list[r.Store]]]:
        """What methods assign to attributes of their first parameter.

        By the class's scope and the name, then by the method's scope, in the order of the source.
        """
        found: dict[tuple[int, str], dict[int, list[r.Store]]] = defaultdict(lambda: defaultdict(list))
        for store in self.module.stores:
            owner = self._class_of_receiver(store)
            if owner is not None and isinstance(store.target, Attribute):
                found[owner, store.target.name][self.frame(store.scope)].append(store)
        return found

    @cached_property
    def stores_from_outside(self) -> list[r.Store]:
        """What is assigned to attributes of anything but a method's first parameter."""
        return [
            store
            for store in self.module.stores
            if isinstance(store.target, Attribute) and self._class_of_receiver(store) is None
        ]

    def _class_of_receiver(self, store: r.Store) -> int | None:
        """Return the scope of the class whose method assigns to an attribute of its first parameter, if one does."""
        target = store.target
        if not isinstance(target, Attribute) or not isinstance(target.value, Name):
            return None
        function = self.function_of(self.frame(store.scope))
        if function is None or not function.parameters or function.parameters[0].name != target.value.id:
            return None
        return function.scope if self.scopes[function.scope].kind == "class" else None

    @cached_property
    def stores_by_owner(self) -> dict[tuple[str, str], list[r.Store]]:
        """What is assigned to attributes of a name, by the name and the attribute."""
        found: dict[tuple[str, str], list[r.Store]] = defaultdict(list)
        for store in self.module.stores:
            if isinstance(store.target, Attribute):
                found[last_name(store.target.value), store.target.name].append(store)
        return found

    @cached_property
    def held_by_name(self) -> dict[str, list[r.Expression]]:
        """What is bound to each name, in whatever scope."""
        found: dict[str, list[r.Expression]] = defaultdict(list)
        for binding in self.module.bindings:
            found[binding.name].append(binding.value)
        return found

    @cached_property
    def held_by_attribute(self) -> dict[str, list[r.Expression]]:
        """What is assigned to attributes of each name, of whatever object."""
        found: dict[str, list[r.Expression]] = defaultdict(list)
        for store in self.module.stores:
            if isinstance(store.target, Attribute):
                found[store.target.name].append(store.value)
        return found

    @cached_property
    def mutated(self) -> frozenset[tuple[int, str]]:
        """The names, with their scopes, of containers that some statement changes in place."""
        changed = [
            (store.scope, store.target.value.id)
            for store in self.module.stores
            if isinstance(store.target, Subscript) and isinstance(store.target.value, Name)
        ]
        changed += [
            (call.scope, call.function.value.id)
            for call in self.module.calls
            if isinstance(call.function, Attribute)
            and isinstance(call.function.value, Name)
            and call.function.name in _CHANGE_IN_PLACE
        ]
        owners = ((self.scope_of(scope, name), name) for scope, name in changed)
        return frozenset((owner, name) for owner, name in owners if owner is not None)

    def renamed(self, names: frozenset[str]) -> frozenset[str]:
        """Return the other names that this module gives to things that bear one of some names."""
        found = {
            alias.bound_as
            for record in self.module.imports
            for alias in record.names
            if alias.bound_as is not None and alias.name.rpartition(".")[2] in names
        }
        for name, mentioned in self._given:
            if not (names.isdisjoint(mentioned) and found.isdisjoint(mentioned)):
                found.add(name)
        return frozenset(found - names)

    @cached_property
    def _given(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Names that are given something, and the last names of what it may be, in the order of the source."""
        given = [(binding.name, binding.value) for binding in self.module.bindings]
        given += [(last_name(store.target), store.value) for store in self.module.stores]
        mentions = ((name, tuple(self._mentioned(value))) for name, value in given)
        return tuple((name, mentioned) for name, mentioned in mentions if mentioned)

    def _mentioned(self, value: r.Expression) -> Iterator[str]:
        """Yield the last names of what a value may be: of the items of a display, too."""
        pending = [value]
        while pending:
            current = pending.pop()
            if isinstance(current, Name | Attribute):
                yield last_name(current)
            elif isinstance(current, Display):
                pending += current.items
            elif isinstance(current, Mapping):
                pending += (pair.value for pair in current.pairs)
            elif isinstance(current, Conditional):
                pending += (current.body, current.orelse)
            elif isinstance(current, Iterated):
                pending.append(current.value)
            elif isinstance(current, CallOf):
                call = self.module.calls[current.index]
                pending += call.arguments[:1] if last_name(call.function) == "partial" else ()

    @cached_property
    def _parameter_names(self) -> frozenset[str]:
        return frozenset(name for _, name in self.parameters)

    def may_call(self, call: r.Call, names: frozenset[str]) -> bool:
        """Tell whether a call may be one of something that bears one of some names, its other names included.

        Args:
            call: The call.
            names: The names, with what ``renamed`` returns for them.
        """
        if isinstance(call.function, Name | Attribute):
            return last_name(call.function) in names or last_name(call.function) in self._parameter_names
        return isinstance(call.function, Subscript | CallOf | Conditional)

    def returns_of(self, function: r.Function) -> Sequence[r.Return]:
        """Return the returns of a function itself, not those of functions inside it."""
        return self._returns.get(function.body, ())

    def yields_of(self, function: r.Function) -> Sequence[r.Return]:
        """Return what a generator itself yields, not what functions inside it do."""
        return self._yields.get(function.body, ())

    @cached_property
    def _returns(self) -> dict[int, list[r.Return]]:
        """The returns by the scope that they stand in."""
        found: dict[int, list[r.Return]] = defaultdict(list)
        for returned in self.module.returns:
            found[returned.scope].append(returned)
        return found

    @cached_property
    def _yields(self) -> dict[int, list[r.Return]]:
        """What is yielded, by the scope that it stands in."""
        found: dict[int, list[r.Return]] = defaultdict(list)
        for yielded in self.module.yields:
            found[yielded.scope].append(yielded)
        return found

    @cached_property
    def is_dynamic(self) -> bool:
        """Whether it may have names and submodules that no statement shows."""
        if any((0, name) in self.bindings for name in _DYNAMIC_NAMES):
            return True
        if any(_is_module_table(store.target) for store in self.module.stores):
            return True
        return any(map(self._may_make_names, self.module.calls))

    def _may_make_names(self, call: r.Call) -> bool:
        if not isinstance(call.function, Name) or call.function.id not in _DYNAMIC_NAMESPACE:
            return False
        on = call.arguments[0] if call.arguments and call.function.id in _CHANGES_ITS_ARGUMENT else None
        return not isinstance(on, Name) or (self.scope_of(call.scope, on.id), on.id) not in self.parameters

    def defines(self, name: str) -> bool:
        """Tell whether a name is bound once the module is imported."""
        bindings = self.bindings.get((0, name), ())
        if not bindings or (bindings[-1].how == "delete" and bindings[-1].block == 0):
            return False
        return any(
            binding.how not in ("delete", "except") and not self._is_skipped_on_import(binding.block)
            for binding in bindings
        )

    def is_optional(self, block: int) -> bool:
        """Tell whether code is only for type checkers, or stands in a ``try`` that handles ``ImportError``."""
        return any(
            _is_for_type_checking(around)
            or (around.kind in _SUITES_OF_TRY and around.statement in self._tries_of_imports)
            for around in self._blocks_around(block)
        )

    @cached_property
    def _tries_of_imports(self) -> frozenset[int]:
        return frozenset(
            block.statement
            for block in self.module.blocks
            if block.kind == "except" and (block.test is None or _handles_import_errors(block.test))
        )

    def _is_skipped_on_import(self, block: int) -> bool:
        return any(_is_for_type_checking(around) or _is_for_running(around) for around in self._blocks_around(block))

    def _blocks_around(self, block: int) -> Iterator[r.Block]:
        while block >= 0:
            yield self.module.blocks[block]
            block = self.module.blocks[block].parent

    def scope_of(self, scope: int, name: str) -> int | None:
        """Return the scope in which a name, used in a scope, is bound; ``None`` if in none of the module's."""
        scopes = self.module.scopes
        current = self._owner(scope, name)
        is_first = True
        while current >= 0:
            is_visible = is_first or scopes[current].kind != "class"
            if is_visible and ((current, name) in self.bindings or (current, name) in self.parameters):
                return current
            is_first = is_first and scopes[current].kind == "comprehension"
            current = scopes[current].parent
        return None

    def place(self, span: int) -> Place:
        """Return the place of a span's number."""
        return Place(self.source.path, Span(*self.module.spans[span]))

    def statement_place(self, statement: int) -> Place:
        """Return the place of a statement."""
        return self.place(self.module.statements[statement])

    def _owner(self, scope: int, name: str) -> int:
        """Follow ``global`` and ``nonlocal`` to the scope that a binding belongs to."""
        record = self.module.scopes[scope]
        if name in record.global_names:
            return 0
        while name in record.nonlocal_names and record.parent > 0:
            scope = record.parent
            record = self.module.scopes[scope]
        return scope


class Program:
    """All modules of a worker, or of its training code."""

    def __init__(self, unit: Worker | Training) -> None:
        self.unit = unit
        self.codes = tuple(
            Code(source, source.module, module_name(source.parts))
            for source in unit.sources
            if source.module is not None
        )
        # Of a module and a package of the same name, Python takes the package.
        self.modules = {code.name: code for code in sorted(self.codes, key=lambda code: code.is_package)}

    @cached_property
    def files(self) -> frozenset[Parts]:
        """All files, whether read or not."""
        known: frozenset[Parts] = getattr(self.unit, "files", frozenset())
        return known | {source.parts for source in self.unit.sources}

    @cached_property
    def _module_files(self) -> frozenset[Parts]:
        """The dotted names, as parts, of everything that can be imported as a file."""
        return frozenset((*parts[:-1], stem) for parts in self.files if (stem := _stem(parts[-1])) is not None)

    @cached_property
    def _regular_packages(self) -> frozenset[Parts]:
        return frozenset(parts[:-1] for parts in self._module_files if parts[-1] == "__init__" and len(parts) > 1)

    @cached_property
    def _folders_with_code(self) -> frozenset[Parts]:
        return frozenset(
            parts[:depth] for parts in self.files if parts[-1].endswith(_EXTENSIONS) for depth in range(1, len(parts))
        )

    @cached_property
    def _importable_folders(self) -> frozenset[Parts]:
        """The folders that can be imported without an `__init__`.

        One without any code can be too, but in the root an installed package of its name is likelier meant.
        """
        inner = {parts[:depth] for parts in self.files for depth in range(2, len(parts))}
        return self._folders_with_code | inner

    def is_regular(self, parts: Parts) -> bool:
        """Tell whether a module file or a package with an ``__init__`` has this name."""
        return parts in self._module_files or parts in self._regular_packages

    def is_package(self, parts: Parts) -> bool:
        """Tell whether a folder that can be imported has this name, with an ``__init__`` or not."""
        return parts in self._regular_packages or (
            parts in self._importable_folders and parts not in self._module_files
        )

    def exists(self, parts: Parts) -> bool:
        """Tell whether anything that can be imported has this name."""
        return self.is_regular(parts) or self.is_package(parts)

    def code_of(self, source: Source) -> Code | None:
        """Return the module that is imported by the name of a file, if it could be read."""
        return self.modules.get(module_name(source.parts))

    def find(self, parts: Sequence[str]) -> Code | None:
        """Return the module of this name, if it could be read."""
        return self.modules.get(".".join(parts))

    def has_name(self, parts: Parts, name: str, seen: frozenset[Parts] = frozenset()) -> bool:
        """Tell whether ``from parts import name`` can work: it is bound there, a submodule, or can't be known."""
        if self.exists((*parts, name)) or name in _MODULE_DUNDERS or name in self._assigned_from_outside:
            return True
        code = self.find(parts)
        if code is None:
            # A folder without an `__init__` has its submodules only; what can't be read may have anything.
            return self.is_regular(parts)
        if code.is_dynamic or code.defines(name):
            return True
        return any(
            target is None or (target not in seen and self.has_name(target, name, seen | {parts}))
            for target in self._star_targets(code)
        )

    def may_have_any_name(self, parts: Parts) -> bool:
        """Tell whether a module's contents aren't judged: it makes names as it runs, takes ``*``, or can't be read."""
        code = self.find(parts)
        if code is None:
            return self.is_regular(parts)
        return code.is_dynamic or (0, "*") in code.bindings

    @cached_property
    def places(self) -> dict[str, list[Parts]]:
        """Where modules and packages of each name are, other than in the root."""
        found: dict[str, list[Parts]] = defaultdict(list)
        for parts in sorted(self._module_files | self._folders_with_code):
            if len(parts) > 1:
                found[parts[-1]].append(parts)
        return found

    @cached_property
    def _assigned_from_outside(self) -> frozenset[str]:
        """The names that some module gives to another one: ``module.name = value``."""
        return frozenset(
            target.name
            for code in self.modules.values()
            for store in code.module.stores
            if isinstance(target := store.target, Attribute)
            and isinstance(target.value, Name)
            and target.value.id != "self"
        )

    def _star_targets(self, code: Code) -> Iterator[Parts | None]:
        """Yield the own modules whose names a module takes over with ``*``; ``None`` for one that isn't own."""
        for record in code.module.imports:
            if record.names and record.names[0].name == "*":
                target = absolute(code, record)
                yield target if target is not None and self.exists(target) else None

    def star_targets(self, code: Code) -> list[Code | None]:
        """Return the modules whose names a module takes over with ``*``; ``None`` for one that can't be read."""
        return [None if target is None else self.find(target) for target in self._star_targets(code)]


def last_name(expression: r.Expression) -> str:
    """Return the last name of a dotted one; nothing for any other expression."""
    if isinstance(expression, Attribute):
        return expression.name
    return expression.id if isinstance(expression, Name) else ""


def module_name(parts: Parts) -> str:
    """Return the dotted name by which a file is imported from the root; an ``__init__`` bears its folder's."""
    if parts[-1] == "__init__.py":
        return ".".join(parts[:-1]) or "__init__"
    return ".".join((*parts[:-1], parts[-1].removesuffix(".py")))


def absolute(code: Code, record: r.Import) -> Parts | None:
    """Return the module that a ``from`` import names, as parts; ``None`` if its dots climb above the root."""
    named = tuple(record.module.split(".")) if record.module else ()
    if record.level == 0:
        return named
    if record.level > len(code.package):
        return None
    return (*code.package[: len(code.package) - record.level + 1], *named)


def _stem(file: str) -> str | None:
    """Return the name by which a file can be imported; a C extension's also holds its platform."""
    name, _, extension = file.partition(".")
    is_module = extension in ("py", "pyc", "so", "pyd") or extension.endswith((".so", ".pyd"))
    return name if is_module else None


def _is_module_table(target: r.Expression) -> bool:
    """Tell whether an assignment is to ``sys.modules[...]``."""
    return (
        isinstance(target, Subscript)
        and isinstance(target.value, Attribute)
        and target.value.name == "modules"
        and target.value.value == Name("sys")
    )


def _handles_import_errors(handled: r.Expression) -> bool:
    kinds = handled.items if isinstance(handled, Display) else (handled,)
    return any(last_name(kind) in _IMPORT_ERRORS for kind in kinds)


def _is_for_type_checking(block: r.Block) -> bool:
    test = block.test
    if block.kind == "else":
        return isinstance(test, Negation) and last_name(test.value) == "TYPE_CHECKING"
    conditions = test.operands if isinstance(test, Operation) and test.operator == "and" else (test,)
    return block.kind == "if" and any(
        condition is not None and last_name(condition) == "TYPE_CHECKING" for condition in conditions
    )


def _is_for_running(block: r.Block) -> bool:
    """Tell whether a block runs only where its module is run as a script."""
    test = block.test
    return (
        block.kind == "if"
        and isinstance(test, Comparison)
        and test.operators == ("==",)
        and {test.left, *test.comparators} == {Name("__name__"), Constant("__main__")}
    )
