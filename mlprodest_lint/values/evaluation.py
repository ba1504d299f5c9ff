"""What the expressions of a worker's modules can be, followed through names, attributes, calls and modules."""

from __future__ import annotations

from collections import defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, dropwhile, islice
from typing import TYPE_CHECKING, Any

from mlprodest_lint.catalogue import canonical, instance_of
from mlprodest_lint.facts import records as r
from mlprodest_lint.values import functions as known
from mlprodest_lint.values.conditions import Situation, decides
from mlprodest_lint.values.model import (
    NOTHING_KNOWN,
    UNKNOWN,
    UNKNOWN_TEXT,
    Arguments,
    Context,
    Entries,
    External,
    Items,
    Made,
    MethodOf,
    Origin,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Partial,
    Plain,
    Text,
    bounded,
    union,
)
from mlprodest_lint.values.operators import combine, falsy, truthy
from mlprodest_lint.values.paths import ROOT
from mlprodest_lint.values.places import END, At
from mlprodest_lint.values.program import BUILTINS, absolute, last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlprodest_lint.values.model import Value, Values
    from mlprodest_lint.values.program import Code, Program

_DEEPEST = 100
_MOST_STEPS = 20_000
_MOST_CONTEXTS = 128
_UNIONS = frozenset({"typing.Optional", "typing.Union", "typing_extensions.Optional", "typing_extensions.Union"})
_STATIC, _CLASS, _PROPERTIES = "staticmethod", "classmethod", frozenset({"property", "functools.cached_property"})
_PARTIAL = "functools.partial"
_IMPORT_MODULE = "importlib.import_module"
_FIELDS = frozenset({"dataclasses.field", "pydantic.Field", "attr.ib", "attrs.field"})
_ENUMERATIONS = frozenset({"enum.Enum", "enum.StrEnum"})
_READ_FROM_ENVIRONMENT = frozenset({"pydantic_settings.BaseSettings", "pydantic.BaseSettings"})
_DECLARES_FIELDS = _READ_FROM_ENVIRONMENT | {
    *("dataclasses.dataclass", "typing.NamedTuple", "pydantic.BaseModel", "attr.s", "attrs.define"),
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A call of one of the worker's own functions, and which function it calls."""

    code: Code
    call: r.Call
    function: OwnFunction


class Evaluator:
    """Finds the values of expressions.

    It always ends: the depth, the steps for one question, the possibilities and what one value holds are bounded;
    beyond them nothing is known.

    Args:
        program: The modules.
        given: What the stack gives to parameters of functions that it calls itself, by the function's code and body.
    """

    def __init__(self, program: Program, given: Mapping[tuple[Code, int], Mapping[str, Values]] | None = None) -> None:
        self.program = program
        self._given = given or {}
        self._memo: dict[object, Values] = {}
        self._open: set[object] = set()
        self._contexts: dict[tuple[Code, int], tuple[Context | None, ...]] = {}
        self._depth = 0
        self._steps = 0
        self._with_callers = True

    # Questions.

    def values(self, at: At, expression: r.Expression, context: Context | None = None) -> Values:
        """Return what an expression can be.

        Args:
            at: Where it stands.
            expression: The expression.
            context: One way in which the function around it is called; without it, all ways count.
        """
        if isinstance(expression, r.Constant):
            return (_constant(at.code, expression),)
        if self._depth == 0:
            self._steps = 0
        self._steps += 1
        if self._depth > _DEEPEST or self._steps > _MOST_STEPS:
            return NOTHING_KNOWN
        key = (id(expression), at, context)
        if key in self._memo:
            return self._memo[key]
        if key in self._open:
            return NOTHING_KNOWN
        self._open.add(key)
        self._depth += 1
        try:
            found = bounded(self._evaluate(at, expression, context))
        finally:
            self._depth -= 1
            self._open.discard(key)
        self._memo[key] = found
        return found

    def callee(self, code: Code, call: r.Call, context: Context | None = None) -> Values:
        """Return what a call may call."""
        return self.values(At.of(code, call), call.function, context)

    def arguments(self, code: Code, call: r.Call, context: Context | None = None) -> Arguments:
        """Return what a call hands over."""
        at = At.of(code, call)
        positional: list[Values] = []
        keywords: list[tuple[str, Values]] = []
        complete = True
        for argument in call.arguments:
            if not isinstance(argument, r.Starred):
                if complete:
                    positional.append(self.values(at, argument, context))
                continue
            spread = self._only(at, argument.value, context)
            if complete and isinstance(spread, Items):
                positional += spread.start
                complete = spread.complete
            else:
                complete = False
        for keyword in call.keywords:
            if keyword.name is not None:
                keywords.append((keyword.name, self.values(at, keyword.value, context)))
                continue
            spread = self._only(at, keyword.value, context)
            if isinstance(spread, Entries):
                keywords += [
                    (name.head, held) for names, held in spread.pairs for name in known.texts(names) if name.exact
                ]
                complete = complete and spread.complete
            else:
                complete = False
        return Arguments(tuple(positional), tuple(keywords), complete)

    def contexts_around(self, code: Code, scope: int) -> tuple[Context | None, ...]:
        """Return the ways in which the function around a scope is called; a module is run in one way, ``None``."""
        frame = code.frame(scope)
        function = code.function_of(frame)
        if function is None:
            return (None,)
        return self._contexts_of(code, function)

    def context_of_call(self, called: OwnFunction, arguments: Arguments) -> Context:
        """Return the way in which a call with some arguments calls a function."""
        return self._with_defaults(called.code, called.function, _bind(called, arguments))

    def callers(self, code: Code, function: r.Function) -> Sequence[Caller]:
        """Return the calls of a function of the worker."""
        return self._callers.get((code, function.body), ())

    def bindings(self, at: At, name: str) -> Sequence[r.Binding]:
        """Return the bindings of a name that may be the last one before a use."""
        owner = at.code.scope_of(at.scope, name)
        return () if owner is None else self._reaching(at, owner, name)[0]

    def module_value(self, code: Code, name: str) -> Values:
        """Return what a name of a module is once the module has run."""
        at = At.end_of(code)
        if (0, name) in code.bindings:
            return self._bound(at, 0, name, None)
        return self._from_stars(code, name)

    def class_chain(self, owner: OwnClass) -> Sequence[OwnClass | External]:
        """Return a class and its bases in the order in which Python looks attributes up.

        Those from outside come last, since nothing is known of what they hold; ``External("?")`` stands for an unknown
        one.
        """
        finished: dict[OwnClass | External, None] = {}
        self._finish(owner, set(), finished)
        order = [*reversed(finished)]
        own = [each for each in order if isinstance(each, OwnClass)]
        return [*own, *(each for each in order if isinstance(each, External))]

    def class_bindings(self, owner: OwnClass, name: str) -> Sequence[r.Binding]:
        """Return the bindings of a name in a class's body that may be the last one once the body has run."""
        code, scope = owner.code, owner.definition.body
        bindings = code.bindings.get((scope, name))
        return self._reaching(_end_of(code, bindings[0]), scope, name)[0] if bindings else ()

    def module_bindings(self, code: Code, name: str) -> Sequence[r.Binding]:
        """Return the bindings of a name of a module that may be the last one once the module has run."""
        return self._reaching(At.end_of(code), 0, name)[0]

    def stores_on_class(self, owner: OwnClass, name: str) -> Sequence[r.Store]:
        """Return what code of its module assigns to an attribute of a class by the class's name."""
        code = owner.code
        return [
            store
            for store in code.stores_by_owner.get((owner.definition.name, name), ())
            if owner in self.values(At.of(code, store), store.target.value)
        ]

    def method(self, owner: OwnClass, name: str) -> OwnFunction | None:
        """Return the function that a class or one of its own bases defines under a name."""
        for each in self.class_chain(owner):
            if isinstance(each, OwnClass):
                for value in self._class_name(each, name) or ():
                    if isinstance(value, OwnFunction):
                        return value
        return None

    # Expressions.

    def _evaluate(self, at: At, expression: r.Expression, context: Context | None) -> Values:
        read = _READERS.get(type(expression))
        return NOTHING_KNOWN if read is None else read(self, at, expression, context)

    def _only(self, at: At, expression: r.Expression, context: Context | None) -> Value:
        values = self.values(at, expression, context)
        return values[0] if len(values) == 1 else UNKNOWN

    def _typed(self, _at: At, expression: r.Typed, _context: Context | None) -> Values:
        return (Made(expression.type),)

    def _name(self, at: At, expression: r.Name, context: Context | None) -> Values:
        owner = at.code.scope_of(at.scope, expression.id)
        if owner is not None:
            return self._bound(at, owner, expression.id, context)
        if expression.id == "__file__":
            return (Text("/".join([ROOT, *at.code.source.parts]), modules=frozenset({at.code.name})),)
        if expression.id in BUILTINS:
            return (External(expression.id),)
        return self._from_stars(at.code, expression.id)

    def _attribute(self, at: At, expression: r.Attribute, context: Context | None) -> Values:
        owners = self.values(at, expression.value, context)
        return union(self._attribute_of(owner, expression, at, context) for owner in owners)

    def _call(self, at: At, expression: r.CallOf, context: Context | None) -> Values:
        call = at.code.module.calls[expression.index]
        called = self.callee(at.code, call, context)
        if called == NOTHING_KNOWN:
            return NOTHING_KNOWN
        arguments = self.arguments(at.code, call, context)
        return union(
            self._super(at, context) if value == External("super") else self._result(value, arguments)
            for value in called
        )

    def _super(self, at: At, context: Context | None) -> Values:
        """Return what ``super()`` gives: the receiver, with the attributes of what follows the class around."""
        code, scope = at.code, at.code.frame(at.scope)
        function = code.function_of(scope)
        if function is None or not function.parameters or code.scopes[function.scope].kind != "class":
            return NOTHING_KNOWN
        around = OwnClass(code, code.module.classes[code.scopes[function.scope].owner])
        receivers = self._parameter(code, scope, function.parameters[0].name, context)
        return tuple(
            replace(value, after=around) if isinstance(value, OwnInstance) else OwnInstance(around, after=around)
            for value in receivers
        )

    def _subscript(self, at: At, expression: r.Subscript, context: Context | None) -> Values:
        containers = self.values(at, expression.value, context)
        if any(map(known.is_environment, containers)):
            return known.variables(self.values(at, expression.index, context))
        if not any(isinstance(container, Items | Entries | OwnClass) for container in containers):
            return NOTHING_KNOWN
        index = self.values(at, expression.index, context)
        return union(
            union(self._of_class(container, key.head) for key in known.texts(index))
            if isinstance(container, OwnClass)
            else known.item(container, index)
            for container in containers
        )

    def _operation(self, at: At, expression: r.Operation, context: Context | None) -> Values:
        operands = [self.values(at, operand, context) for operand in expression.operands]
        if expression.operator == "or":
            return known.alternatives([*map(truthy, operands[:-1]), operands[-1]])
        if expression.operator == "and":
            return union([*map(falsy, operands[:-1]), operands[-1]])
        result = operands[0]
        for operand in operands[1:]:
            result = combine(expression.operator, result, operand)
        return result

    def _truth(self, _at: At, _expression: r.Expression, _context: Context | None) -> Values:
        return (Made("bool"),)

    def _conditional(self, at: At, expression: r.Conditional, context: Context | None) -> Values:
        return known.alternatives(self.values(at, branch, context) for branch in (expression.body, expression.orelse))

    def _format(self, at: At, expression: r.Format, context: Context | None) -> Values:
        return known.concatenated([self.values(at, part, context) for part in expression.parts])

    def _sequence(self, at: At, expression: r.Sequence, context: Context | None) -> Values:
        items: list[Values] = []
        complete = True
        for item in expression.items:
            if not isinstance(item, r.Starred):
                items.append(self.values(at, item, context))
                continue
            spread = self._only(at, item.value, context)
            if isinstance(spread, Items):
                items += spread.start
            complete = complete and isinstance(spread, Items) and spread.complete
        return (Items(expression.type, tuple(items), complete),)

    def _mapping(self, at: At, expression: r.Mapping, context: Context | None) -> Values:
        pairs: list[tuple[Values, Values]] = []
        complete = True
        for pair in expression.pairs:
            if pair.key is not None:
                pairs.append((self.values(at, pair.key, context), self.values(at, pair.value, context)))
                continue
            spread = self._only(at, pair.value, context)
            if isinstance(spread, Entries):
                pairs += spread.pairs
            complete = complete and isinstance(spread, Entries) and spread.complete
        return (Entries(tuple(pairs), complete),)

    def _comprehension(self, at: At, expression: r.Comprehension, context: Context | None) -> Values:
        inside = replace(at, scope=expression.scope)
        parts = [self.values(inside, element, context) for element in expression.elements]
        if expression.type == "dict":
            return (Entries(((parts[0], parts[1]),), complete=False),)
        return (Items(expression.type, (parts[0],), complete=False),)

    def _lambda(self, at: At, expression: r.Lambda, context: Context | None) -> Values:
        function = at.code.function_of(expression.scope)
        return NOTHING_KNOWN if function is None else (OwnFunction(at.code, function, around=context),)

    def _awaited(self, at: At, expression: r.Awaited, context: Context | None) -> Values:
        return self.values(at, expression.value, context)

    def _iterated(self, at: At, expression: r.Iterated, context: Context | None) -> Values:
        return union(
            self._members(value) if isinstance(value, OwnClass) else known.elements(value)
            for value in self.values(at, expression.value, context)
        )

    def _entered(self, at: At, expression: r.Entered, context: Context | None) -> Values:
        entered: list[Values] = []
        for value in self.values(at, expression.value, context):
            enter = self.method(value.of, "__enter__") if isinstance(value, OwnInstance) else None
            if isinstance(value, OwnInstance) and enter is not None:
                entered.append(self._result(replace(enter, receiver=value), Arguments()))
            elif isinstance(value, Items) and value.type == "generator":
                entered.append(known.elements(value))  # a function decorated with contextlib.contextmanager
            else:
                entered.append(known.entered(value))
        return union(entered)

    def _imported(self, at: At, expression: r.Imported, _context: Context | None) -> Values:
        record = at.code.module.imports[expression.index]
        alias = record.names[expression.alias]
        if record.level == 0 and record.module is None:
            parts = tuple(alias.name.split("."))
            return self._module(parts if alias.bound_as else parts[:1])
        target = absolute(at.code, record)
        if target is None:
            return NOTHING_KNOWN
        if not self.program.exists(target):
            return (External(canonical(".".join((*target, alias.name)))),) if record.level == 0 else NOTHING_KNOWN
        return self._name_of_module(target, alias.name)

    def _function(self, at: At, expression: r.FunctionOf, context: Context | None) -> Values:
        return (OwnFunction(at.code, at.code.module.functions[expression.index], around=context),)

    def _class(self, at: At, expression: r.ClassOf, _context: Context | None) -> Values:
        return (OwnClass(at.code, at.code.module.classes[expression.index]),)

    # Modules.

    def _module(self, parts: tuple[str, ...]) -> Values:
        if not self.program.exists(parts):
            return (External(canonical(".".join(parts))),)
        code = self.program.find(parts)
        return NOTHING_KNOWN if code is None else (OwnModule(code),)

    def _name_of_module(self, parts: tuple[str, ...], name: str) -> Values:
        code = self.program.find(parts)
        if code is not None and (0, name) in code.bindings:
            changes, replaced = self._changes_of_module(code, name)
            return union([() if replaced else self.module_value(code, name), *changes])
        if self.program.exists((*parts, name)):
            return self._module((*parts, name))
        return NOTHING_KNOWN if code is None else self._from_stars(code, name)

    def _changes_of_module(self, code: Code, name: str) -> tuple[list[Values], bool]:
        """Return what other modules assign to a name of a module, and whether one certainly does when it is loaded."""
        found: list[Values] = []
        replaced = False
        for (other, _), stores in self._stores_from_outside.get(name, {}).items():
            for store in stores:
                at = At.of(other, store)
                if OwnModule(code) in self.values(at, store.target.value):
                    found.append(_written_at(self.values(at, store.value), other, store.statement, name))
                    replaced = replaced or other.module.blocks[store.block].kind == "module"
        return found, replaced

    @cached_property
    def _stores_from_outside(self) -> Mapping[str, Mapping[tuple[Code, int], list[r.Store]]]:
        """What is assigned to attributes of anything but a method's receiver: by the name, then by where it runs."""
        found: dict[str, dict[tuple[Code, int], list[r.Store]]] = defaultdict(lambda: defaultdict(list))
        for code in self.program.modules.values():
            for store in code.stores_from_outside:
                if isinstance(store.target, r.Attribute):
                    found[store.target.name][code, code.frame(store.scope)].append(store)
        return found

    def _from_stars(self, code: Code, name: str) -> Values:
        key = ("star", code, name)
        if key in self._open:
            return NOTHING_KNOWN
        self._open.add(key)
        try:
            for target in self.program.star_targets(code):
                if target is not None and self.program.has_name(tuple(target.name.split(".")), name):
                    return self.module_value(target, name)
        finally:
            self._open.discard(key)
        external = [
            record.module
            for record in code.module.imports
            if record.names[:1] == (r.Alias("*", None),)
            and record.level == 0
            and record.module
            and not self.program.exists(tuple(record.module.split(".")))
        ]
        return (External(canonical(f"{external[0]}.{name}")),) if len(external) == 1 else NOTHING_KNOWN

    # Names.

    def _bound(self, at: At, owner: int, name: str, context: Context | None) -> Values:
        code = at.code
        reaching, covered = self._reaching(at, owner, name)
        groups = (
            self._past_later_changes(
                at, reaching[:number], name, self._value_of_binding(code, binding, name, context), context
            )
            for number, binding in enumerate(reaching)
        )
        is_parameter = not covered and (owner, name) in code.parameters
        parameter = self._parameter(code, owner, name, context) if is_parameter else ()
        parameter = self._past_later_changes(at, reaching, name, parameter, context)
        return union(chain([parameter], groups)) or NOTHING_KNOWN

    def _past_later_changes(
        self, at: At, later: Sequence[r.Binding], name: str, values: Values, context: Context | None
    ) -> Values:
        """Leave out the values that later bindings under an ``if`` certainly replace.

        A value is unknown where the test asks something of it that can't be answered here.
        """
        code = at.code
        around = dict.fromkeys(code.flow.ancestors(at.block))
        for binding in later if any(isinstance(value, Text) for value in values) else ():
            number = decides(code, binding.block, around) if binding.block not in around else None
            test = None if number is None else code.module.blocks[number].test
            if number is None or test is None:
                continue
            block = code.module.blocks[number]
            place = At.test_of(code, block, binding.scope)
            kept: list[Value] = []
            for value in values:
                situation = Situation(self, place, context, name, value)
                outcome = situation.outcome(test)
                if outcome is None and isinstance(value, Text) and situation.may_ask_of_name(test):
                    kept.append(UNKNOWN)
                elif outcome is not (block.kind == "if"):
                    kept.append(value)
            values = tuple(kept)
        return values

    def _reaching(self, at: At, owner: int, name: str) -> tuple[list[r.Binding], bool]:
        """Return the bindings of a name that may be the last one before a use, and whether one certainly is there."""
        code = at.code
        bindings = code.bindings.get((owner, name), [])
        frame = code.frame(at.scope)
        here = code.bindings_by_frame.get((owner, name, frame), [])
        reaching, covered = code.flow.reaching(here, at.block, at.statement)
        if owner != frame and code.scopes[owner].kind == "comprehension":
            reaching, covered = bindings, True
        if not covered:
            reaching = [*reaching, *self._from_elsewhere(code, frame, bindings)]
        return reaching, covered

    def _from_elsewhere(self, code: Code, frame: int, bindings: Sequence[r.Binding]) -> list[r.Binding]:
        """Return the bindings of a name that other functions make, or the code around the function."""
        others: dict[int, list[r.Binding]] = defaultdict(list)
        for binding in bindings:
            if code.frame(binding.scope) != frame:
                others[code.frame(binding.scope)].append(binding)
        found: list[r.Binding] = []
        for made in others.values():
            last = code.flow.outermost(made[0].block)
            found += code.flow.reaching(made, last, END)[0]
        return found

    def _value_of_binding(self, code: Code, binding: r.Binding, name: str, context: Context | None) -> Values:
        at = At.of(code, binding)
        context = None if context is None else context.of(code, code.frame(binding.scope))
        values = self.values(at, binding.value, context)
        if binding.how not in {"assign", "named", "declare", "augment"}:
            return values
        mutated = (binding.scope, name) in code.mutated
        return tuple(
            _opened(value) if mutated else value for value in _written_at(values, code, binding.statement, name)
        )

    def _parameter(self, code: Code, scope: int, name: str, context: Context | None) -> Values:
        function, parameter = code.parameters[scope, name]
        own = None if context is None else context.of(code, scope)
        if own is not None:
            given = own.get(name)
            return NOTHING_KNOWN if given is None else tuple(self._with_construction(value, own) for value in given)
        if (receiver := self._receiver(code, function, parameter)) is not None:
            return (receiver,)
        if not self._with_callers:
            return self._annotated(code, function, parameter)
        given_in_all = [way.get(name) for way in self._contexts_of(code, function) if way is not None]
        return (
            union(NOTHING_KNOWN if given is None else given for given in given_in_all)
            if given_in_all
            else NOTHING_KNOWN
        )

    def _with_construction(self, value: Value, context: Context) -> Value:
        """Note in an instance what its constructor is called with, while that runs."""
        if not isinstance(value, OwnInstance) or value.context is not None:
            return value
        init = self.method(value.of, "__init__")
        is_running = init is not None and init.code is context.code and init.function.body == context.scope
        return replace(value, context=context) if is_running else value

    def _annotated(self, code: Code, function: r.Function, parameter: r.Parameter) -> Values:
        """Return what an annotation tells of a parameter that nothing else is known of."""
        if parameter.annotation is None or parameter.kind in {"var-positional", "var-keyword"}:
            return NOTHING_KNOWN
        at = At.of(code, function)
        made: list[Value] = []
        for value in self._alternatives(at, parameter.annotation):
            if isinstance(value, OwnClass):
                made.append(OwnInstance(value))
            elif isinstance(value, External) and value.name not in BUILTINS and value.name != known.PATH_CLASS:
                made.append(Made(instance_of(value.name)))
            else:
                made.append(UNKNOWN_TEXT.as_path() if value == External(known.PATH_CLASS) else UNKNOWN)
        return union([tuple(made)])

    def _alternatives(self, at: At, annotation: r.Expression) -> Values:
        """Return what an annotation names: each alternative of a union but ``None``."""
        if isinstance(annotation, r.Constant):
            return ()
        if isinstance(annotation, r.Operation):
            return union(self._alternatives(at, operand) for operand in annotation.operands)
        if isinstance(annotation, r.Subscript) and any(
            isinstance(value, External) and value.name in _UNIONS for value in self.values(at, annotation.value)
        ):
            index = annotation.index
            return union(
                self._alternatives(at, each) for each in (index.items if isinstance(index, r.Sequence) else (index,))
            )
        return self.values(at, annotation)

    def _receiver(self, code: Code, function: r.Function, parameter: r.Parameter) -> OwnInstance | OwnClass | None:
        """Return what the first parameter of a method is."""
        scope = code.scopes[function.scope]
        if scope.kind != "class" or not function.parameters or function.parameters[0] is not parameter:
            return None
        kinds = self._decorators(code, function)
        owner = OwnClass(code, code.module.classes[scope.owner])
        if _STATIC in kinds:
            return None
        return owner if _CLASS in kinds or function.name in {"__new__", "__init_subclass__"} else OwnInstance(owner)

    def _decorators(self, code: Code, function: r.Function) -> frozenset[str]:
        if not function.decorators:
            return frozenset()
        at = At.of(code, function)
        return frozenset(
            value.name
            for decorator in function.decorators
            for value in self.values(at, decorator)
            if isinstance(value, External)
        )

    # Attributes.

    def _attribute_of(self, owner: Value, expression: r.Attribute, at: At, context: Context | None) -> Values:
        name = expression.name
        if isinstance(owner, External):
            full = canonical(f"{owner.name}.{name}")
            constant = known.constant(full)
            return (External(full) if constant is None else constant,)
        if isinstance(owner, Made):
            if owner.path is not None and name == known.NAMES_OF_PATHS.get(owner.by, "name"):
                return (owner.path,)
            return (External(canonical(f"{owner.by}().{name}")),)
        if isinstance(owner, OwnModule):
            return self._name_of_module(tuple(owner.code.name.split(".")), name)
        if isinstance(owner, OwnInstance):
            changes, replaced = self._changes_of_instance(owner, expression, at, context)
            return union([*changes, () if replaced else self._of_instance(owner, name, at, context)])
        if isinstance(owner, OwnClass):
            return self._of_class(owner, name)
        if isinstance(owner, Text | Items | Entries):
            return known.attribute(owner, name)
        return NOTHING_KNOWN

    def _changes_of_instance(
        self, instance: OwnInstance, expression: r.Attribute, at: At, context: Context | None
    ) -> tuple[list[Values], bool]:
        """Return what code outside its class assigns to an attribute, and whether it certainly did before a use."""
        code, name = at.code, expression.name
        in_frame = self._stores_from_outside.get(name, {}).get((code, code.frame(at.scope)), ())
        here = [store for store in in_frame if store.target == expression]
        reaching, covered = code.flow.reaching(here, at.block, at.statement)
        found = [self.values(At.of(code, store), store.value, context) for store in reaching]
        return (found, True) if covered else ([*found, self._changes_of_class(instance.of, name)], False)

    def _changes_of_class(self, owner: OwnClass, name: str) -> Values:
        """Return what code outside a class assigns to an attribute of its instances, anywhere."""
        key = ("changes", owner, name)
        if key in self._memo or key in self._open:
            return self._memo.get(key, ())
        self._open.add(key)
        try:
            found = union(
                self.values(At.of(code, store), store.value)
                for (code, _), stores in self._stores_from_outside.get(name, {}).items()
                for store in stores
                if any(
                    isinstance(value, OwnInstance) and value.of == owner
                    for value in self.values(At.of(code, store), store.target.value)
                )
            )
        finally:
            self._open.discard(key)
        self._memo[key] = found
        return found

    def _of_instance(self, instance: OwnInstance, name: str, at: At, context: Context | None) -> Values:
        groups: list[Values] = []
        for owner in self._chain_of_instance(instance):
            if isinstance(owner, External):
                groups.append(NOTHING_KNOWN if owner.name == "?" else (External(canonical(f"{owner.name}().{name}")),))
                break
            stored, covered = self._stored(owner, name, instance, at, context)
            groups += stored
            if covered:
                break
            field = instance.context.get(name) if self._has_fields(owner, instance) and instance.context else None
            if field is not None:
                groups.append(field)
                break
            held = self._class_name(owner, name)
            if held is not None:
                groups.append(union(self._from_class(value, instance) for value in held))
                break
        return union(groups) if groups else NOTHING_KNOWN

    def _chain_of_instance(self, instance: OwnInstance) -> Iterator[OwnClass | External]:
        chain = iter(self.class_chain(instance.of))
        if instance.after is not None:
            chain = dropwhile(lambda each: each != instance.after, chain)
            next(chain, None)
        return chain

    def _stored(
        self, owner: OwnClass, name: str, instance: OwnInstance, at: At, context: Context | None
    ) -> tuple[list[Values], bool]:
        """Return what the methods of a class assign to an attribute, and whether one of them certainly did."""
        code = owner.code
        stores = code.attribute_stores.get((owner.definition.body, name))
        if not stores:
            return [], False
        frame = at.code.frame(at.scope) if at.code is code else -1
        groups: list[Values] = []
        certain = False
        for scope, made in stores.items():
            if scope == frame:
                reaching, covered = code.flow.reaching(made, at.block, at.statement)
                if covered:
                    here = None if context is None else context.of(code, scope)
                    return [self._value_of_store(code, store, here) for store in reaching], True
            reaching, covered = code.flow.reaching(made, code.flow.outermost(made[0].block), END)
            function = code.function_of(scope)
            certain = certain or (covered and function is not None and function.name == "__init__")
            made_in = self._construction_in(instance, code, scope)
            groups += [self._value_of_store(code, store, made_in) for store in reaching]
        return groups, certain

    def _construction_in(self, instance: OwnInstance, code: Code, scope: int) -> Context | None:
        """Return how a method was called while an instance was made: its constructor, or a base's that that calls."""
        if instance.context is None:
            return None
        found = instance.context.of(code, scope)
        key = ("construction", instance, code, scope)
        if found is not None or not self._with_callers or key in self._open:
            return found
        self._open.add(key)
        try:
            ways = {
                self._context_of_call(caller, caller.function, around): None
                for caller in self._callers.get((code, scope), ())
                for around in [self._construction_in(instance, caller.code, caller.code.frame(caller.call.scope))]
                if around is not None
            }
        finally:
            self._open.discard(key)
        return next(iter(ways)) if len(ways) == 1 else None

    def _value_of_store(self, code: Code, store: r.Store, context: Context | None) -> Values:
        values = self.values(At.of(code, store), store.value, context)
        return (
            _written_at(values, code, store.statement, f"self.{store.target.name}")
            if isinstance(store.target, r.Attribute)
            else values
        )

    def _from_class(self, value: Value, instance: OwnInstance) -> Values:
        if not isinstance(value, OwnFunction):
            return (value,)
        kinds = self._decorators(value.code, value.function)
        if not _PROPERTIES.isdisjoint(kinds):
            return self._result(replace(value, receiver=replace(instance, after=None)), Arguments())
        if _STATIC in kinds or value.function.name == "<lambda>":
            return (value,)
        receiver = instance.of if _CLASS in kinds else replace(instance, after=None)
        return (replace(value, receiver=receiver),)

    def _of_class(self, owner: OwnClass, name: str) -> Values:
        for each in self.class_chain(owner):
            if isinstance(each, External):
                return NOTHING_KNOWN if each.name == "?" else (External(canonical(f"{each.name}.{name}")),)
            held = self._class_name(each, name)
            if held is not None:
                return tuple(
                    replace(value, receiver=owner)
                    if isinstance(value, OwnFunction) and _CLASS in self._decorators(value.code, value.function)
                    else value
                    for value in held
                )
        return NOTHING_KNOWN

    def _class_name(self, owner: OwnClass, name: str) -> Values | None:
        """Return what a class itself holds under a name, and what code assigns to it by the class's name."""
        code, definition = owner.code, owner.definition
        groups: list[Values] = []
        bindings = code.bindings.get((definition.body, name))
        if bindings:
            groups.append(self._bound(_end_of(code, bindings[0]), definition.body, name, None))
        groups += [self.values(At.of(code, store), store.value) for store in self.stores_on_class(owner, name)]
        groups += [
            self.values(At.of(code, store), store.value)
            for made in code.attribute_stores.get((definition.body, name), {}).values()
            for store in made
            if self._stores_in_class(code, store)
        ]
        return union(groups) if groups else None

    def _stores_in_class(self, code: Code, store: r.Store) -> bool:
        """Tell whether the method that assigns to an attribute of its first parameter is given the class as that."""
        function = code.function_of(code.frame(store.scope))
        return function is not None and isinstance(self._receiver(code, function, function.parameters[0]), OwnClass)

    def _members(self, owner: OwnClass) -> Values:
        """Return what a loop over a class binds: the members of an enumeration."""
        if not any(isinstance(each, External) and each.name in _ENUMERATIONS for each in self.class_chain(owner)):
            return NOTHING_KNOWN
        code, scope = owner.code, owner.definition.body
        names = [binding.name for binding in code.module.bindings if binding.scope == scope and binding.how == "assign"]
        return union(self._of_class(owner, name) for name in dict.fromkeys(names))

    def _bases(self, owner: OwnClass) -> list[OwnClass | External]:
        definition = owner.definition
        at = At.of(owner.code, definition)
        return [_as_base(value) for base in definition.bases for value in self.values(at, _unparametrized(base))]

    def _finish(
        self, each: OwnClass | External, seen: set[OwnClass | External], finished: dict[OwnClass | External, None]
    ) -> None:
        """Note a class after all its bases, the last base first."""
        if each in seen:
            return
        seen.add(each)
        if isinstance(each, OwnClass):
            for base in reversed(self._bases(each)):
                self._finish(base, seen, finished)
        finished[each] = None

    def _has_fields(self, owner: OwnClass, instance: OwnInstance) -> bool:
        return instance.context is not None and instance.context.scope == owner.definition.body

    def _declares_fields(self, owner: OwnClass) -> frozenset[str]:
        """Return what makes the names that a class declares parameters of its constructor."""
        definition = owner.definition
        at = At.of(owner.code, definition)
        marks = [*definition.decorators, *definition.bases]
        names = (
            value.name if isinstance(value, External) else value.by
            for mark in marks
            for value in self.values(at, mark)
            if isinstance(value, External | Made)
        )
        return _DECLARES_FIELDS.intersection(names)

    # Calls.

    def _result(self, called: Value, arguments: Arguments) -> Values:
        if isinstance(called, External):
            if called.name == _PARTIAL and arguments.positional:
                rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.complete)
                return tuple(Partial(function, rest) for function in arguments.positional[0])
            if called.name == _IMPORT_MODULE:
                return self._imported_by_name(arguments)
            if called.name in _FIELDS:
                return self._field(arguments)
            if called.name == "map" and len(arguments.positional) == 2:
                function, iterable = arguments.positional
                given = Arguments((union(map(known.elements, iterable)),))
                return (Items("list", (union(self._result(each, given) for each in function),), complete=False),)
            result = known.known_result(called.name, arguments)
            return (Made(instance_of(called.name)),) if result is None else result
        if isinstance(called, MethodOf):
            return known.method_result(called, arguments)
        if isinstance(called, Partial):
            return self._result(called.function, called.arguments.followed_by(arguments))
        if isinstance(called, OwnClass):
            return (OwnInstance(called, self._construction(called, arguments)),)
        if isinstance(called, OwnFunction):
            return self._returned(called, arguments)
        return NOTHING_KNOWN

    def _imported_by_name(self, arguments: Arguments) -> Values:
        names = arguments.get(0, "name") or NOTHING_KNOWN
        return union(
            self._module(tuple(name.head.split(".")))
            if isinstance(name, Text) and name.exact and not name.head.startswith(".")
            else NOTHING_KNOWN
            for name in names
        )

    def _construction(self, owner: OwnClass, arguments: Arguments) -> Context | None:
        init = self.method(owner, "__init__")
        if init is not None:
            context = _bind(replace(init, receiver=OwnInstance(owner)), arguments)
            return self._with_defaults(init.code, init.function, context)
        marks = self._declares_fields(owner)
        if not marks:
            return None
        given = dict(arguments.keywords)
        if arguments.positional or not arguments.complete or not marks.isdisjoint(_READ_FROM_ENVIRONMENT):
            # Fields without a default have no record, so that nobody knows which field a position belongs to.
            given = {**dict.fromkeys(self._names_in(owner), NOTHING_KNOWN), **given}
        return Context(owner.code, owner.definition.body, tuple(given.items()))

    def _names_in(self, owner: OwnClass) -> Iterator[str]:
        """Yield the names that a class and its own bases hold."""
        for each in self.class_chain(owner):
            if isinstance(each, OwnClass):
                yield from (
                    binding.name for binding in each.code.module.bindings if binding.scope == each.definition.body
                )

    def _field(self, arguments: Arguments) -> Values:
        """Return what a field declared with a function is where nothing is given for it."""
        default = arguments.get(0, "default")
        if default is not None:
            return default
        factory = arguments.get(None, "default_factory", "factory") or NOTHING_KNOWN
        return union(self._result(each, Arguments()) for each in factory)

    def _returned(self, called: OwnFunction, arguments: Arguments) -> Values:
        code, function = called.code, called.function
        context = self.context_of_call(called, arguments)
        key = ("returned", code, function.body, context)
        if key in self._memo:
            return self._memo[key]
        if key in self._open or self._depth > _DEEPEST:
            return NOTHING_KNOWN
        self._open.add(key)
        self._depth += 1
        try:
            given = code.yields_of(function) if function.is_generator else code.returns_of(function)
            found = union(
                self.values(At.of(code, returned), returned.value, context)
                for returned in given
                if returned.value is not None
            )
        finally:
            self._depth -= 1
            self._open.discard(key)
        self._memo[key] = (Items("generator", (found,)),) if function.is_generator else found or NOTHING_KNOWN
        return self._memo[key]

    def _with_defaults(self, code: Code, function: r.Function, context: Context) -> Context:
        """Fill in what a call leaves out."""
        given = self._given.get((code, function.body), {})
        parameters = dict(context.parameters)
        for parameter in function.parameters:
            if parameter.name in parameters:
                if parameters[parameter.name] == NOTHING_KNOWN:
                    parameters[parameter.name] = self._annotated(code, function, parameter)
            elif parameter.name in given:
                parameters[parameter.name] = given[parameter.name]
            elif parameter.default is not None:
                parameters[parameter.name] = self._default_of(code, function, parameter)
            else:
                receiver = self._receiver(code, function, parameter)
                told = self._annotated(code, function, parameter) if receiver is None else (receiver,)
                parameters[parameter.name] = told
        return replace(context, parameters=tuple(parameters.items()))

    def _default_of(self, code: Code, function: r.Function, parameter: r.Parameter) -> Values:
        at = At.of(code, function)
        values = NOTHING_KNOWN if parameter.default is None else self.values(at, parameter.default)
        origin = Origin(at.code, parameter.span, parameter.name)
        return tuple(value.written_at(origin) if isinstance(value, Text) else value for value in values)

    # Callers.

    def _contexts_of(self, code: Code, function: r.Function) -> tuple[Context | None, ...]:
        key = (code, function.body)
        if key not in self._contexts:
            self._contexts[key] = (None,)  # what a recursive call finds
            self._contexts[key] = tuple(self._find_contexts(code, function))
        return self._contexts[key]

    def _find_contexts(self, code: Code, function: r.Function) -> Iterable[Context]:
        """Return ways in which a function is called: each call in one way at least, and more up to a limit."""
        callers = self._callers.get((code, function.body), ())
        sources = [self._ways_of_call(caller) for caller in callers]
        is_only_recursive = all(
            caller.code is code and code.frame(caller.call.scope) == function.body for caller in callers
        )
        if (code, function.body) in self._given or is_only_recursive:
            sources.append(self._ways_without_call(code, function))
        limit = max(_MOST_CONTEXTS, len(sources))
        return dict.fromkeys(islice(_in_turn(sources), limit))

    def _ways_without_call(self, code: Code, function: r.Function) -> Iterator[Context]:
        for around in self.contexts_around(code, function.scope):
            receiver = self._receiver(code, function, function.parameters[0]) if function.parameters else None
            for called in self._with_instances(OwnFunction(code, function, receiver, around)):
                yield self._with_defaults(code, function, _bind(called, self._told_of_optional(code, function)))

    def _told_of_optional(self, code: Code, function: r.Function) -> Arguments:
        """Return what annotations tell of parameters that may be left out for ``None``, where no call is known."""
        optional = [parameter for parameter in function.parameters if parameter.default == r.Constant(None)]
        told = ((parameter, self._annotated(code, function, parameter)) for parameter in optional)
        return Arguments(
            keywords=tuple(
                (parameter.name, union([self._default_of(code, function, parameter), values]))
                for parameter, values in told
                if values != NOTHING_KNOWN
            )
        )

    def _ways_of_call(self, caller: Caller) -> Iterator[Context]:
        for around in self.contexts_around(caller.code, caller.call.scope):
            for called in self._called_in(caller, around):
                for whole in self._with_instances(called):
                    yield self._context_of_call(caller, whole, around)

    def _made_of_fields(self, owner: OwnClass) -> list[OwnInstance]:
        """Return the instances that the worker makes of a class without a constructor of its own."""
        made = {
            OwnInstance(owner, self._construction(owner, self.arguments(code, call, around))): None
            for code, call in self._makers.get(owner, ())
            for around in self.contexts_around(code, call.scope)
        }
        return list(made)[:_MOST_CONTEXTS] or [OwnInstance(owner, self._construction(owner, Arguments()))]

    @cached_property
    def _makers(self) -> Mapping[OwnClass, list[tuple[Code, r.Call]]]:
        """The calls of the worker's own classes."""
        names = frozenset(each.name for code in self.program.modules.values() for each in code.module.classes)
        found: dict[OwnClass, list[tuple[Code, r.Call]]] = defaultdict(list)
        with self._without_callers():
            for code in self.program.modules.values():
                spelled = names | code.renamed(names)
                for call in code.module.calls:
                    for value in self.callee(code, call) if last_name(call.function) in spelled else ():
                        if isinstance(value, OwnClass):
                            found[value].append((code, call))
        return found

    def _context_of_call(self, caller: Caller, called: OwnFunction, around: Context | None) -> Context:
        arguments = self._written_in(caller, self.arguments(caller.code, caller.call, around))
        return self._with_defaults(called.code, called.function, _bind(called, arguments))

    def _called_in(self, caller: Caller, around: Context | None) -> Iterator[OwnFunction]:
        """Yield the function of a call with all that is known of it where the code around is called in one way."""
        values = self.callee(caller.code, caller.call, around)
        if UNKNOWN in values:
            yield caller.function
            return
        for value in values:
            if isinstance(value, OwnClass):
                init = self.method(value, "__init__")
                called = None if init is None else replace(init, receiver=OwnInstance(value))
            else:
                called = value.function if isinstance(value, Partial) else value  # type: ignore[assignment]
            if isinstance(called, OwnFunction) and called.function is caller.function.function:
                yield called

    def _with_instances(self, called: OwnFunction) -> Iterator[OwnFunction]:
        """Yield a method once for each way in which its receiver may have been made, where that isn't known."""
        receiver = called.receiver
        if not isinstance(receiver, OwnInstance) or receiver.context is not None:
            yield called
            return
        for instance in self._instances(receiver.of):
            yield replace(called, receiver=instance)

    def _instances(self, owner: OwnClass) -> list[OwnInstance]:
        """Return the instances of a class that the worker makes, one for each way of making one."""
        init = self.method(owner, "__init__")
        if init is None:
            return self._made_of_fields(owner)
        if not init.function.parameters:
            return [OwnInstance(owner)]
        own: list[OwnInstance] = []
        derived: dict[OwnClass, None] = {}
        for way in self._contexts_of(init.code, init.function):
            for value in (way.get(init.function.parameters[0].name) or ()) if way is not None else ():
                if isinstance(value, OwnInstance) and value.of != owner:
                    derived[value.of] = None
                else:
                    own.append(OwnInstance(owner, way))
        if not own:
            own = [
                instance
                for each in derived
                if self.method(each, "__init__") != init
                for instance in self._instances(each)
            ]
        return own or [OwnInstance(owner)]

    def _written_in(self, caller: Caller, arguments: Arguments) -> Arguments:
        """Note the call as the origin of texts that are written in it."""
        code, span = caller.code, caller.call.span
        return Arguments(
            tuple(_with_origin(values, Origin(code, span, "")) for values in arguments.positional),
            tuple((name, _with_origin(values, Origin(code, span, ""))) for name, values in arguments.keywords),
            arguments.complete,
        )

    @cached_property
    def _callers(self) -> Mapping[tuple[Code, int], list[Caller]]:
        """The calls of the worker's own functions, by the function's code and body."""
        with self._without_callers():
            found: dict[tuple[Code, int], list[Caller]] = defaultdict(list)
            for code in self.program.modules.values():
                names = self._callable_names | code.renamed(self._callable_names)
                for call in code.module.calls:
                    name = last_name(call.function)
                    if name in names:
                        for function in self._own_functions(code, call, name):
                            found[function.code, function.function.body].append(Caller(code, call, function))
        return found

    def _own_functions(self, code: Code, call: r.Call, name: str) -> Iterator[OwnFunction]:
        values = self.callee(code, call)
        for value in values:
            if isinstance(value, OwnFunction):
                yield value
            elif isinstance(value, OwnClass):
                init = self.method(value, "__init__")
                if init is not None:
                    yield replace(init, receiver=OwnInstance(value))
        if UNKNOWN in values and isinstance(call.function, r.Attribute):
            # Nothing is known of the receiver: the one method of this name in the worker is taken for it.
            method = self.only_method(name)
            if method is not None:
                yield method

    def only_method(self, name: str) -> OwnFunction | None:
        """Return the method of this name if only one of the worker's classes defines one."""
        methods = self._methods_by_name.get(name, ())
        return methods[0] if len(methods) == 1 else None

    @cached_property
    def _callable_names(self) -> frozenset[str]:
        return frozenset(
            record.name
            for code in self.program.modules.values()
            for records in (code.module.functions, code.module.classes)
            for record in records
        )

    @cached_property
    def _methods_by_name(self) -> Mapping[str, list[OwnFunction]]:
        found: dict[str, list[OwnFunction]] = defaultdict(list)
        for code in self.program.modules.values():
            for function in code.module.functions:
                scope = code.scopes[function.scope]
                if scope.kind == "class":
                    owner = OwnClass(code, code.module.classes[scope.owner])
                    is_static = _STATIC in self._decorators(code, function)
                    found[function.name].append(OwnFunction(code, function, None if is_static else OwnInstance(owner)))
        return found

    @contextmanager
    def _without_callers(self) -> Iterator[None]:
        """Evaluate as if parameters were unknown, and forget what was found meanwhile."""
        kept, self._memo, self._with_callers = self._memo, {}, False
        try:
            yield
        finally:
            self._memo, self._with_callers = kept, True


_READERS: Mapping[type[r.Expression], Callable[[Evaluator, At, Any, Context | None], Values]] = {
    r.Typed: Evaluator._typed,
    r.Name: Evaluator._name,
    r.Attribute: Evaluator._attribute,
    r.CallOf: Evaluator._call,
    r.Subscript: Evaluator._subscript,
    r.Operation: Evaluator._operation,
    r.Negation: Evaluator._truth,
    r.Comparison: Evaluator._truth,
    r.Conditional: Evaluator._conditional,
    r.Format: Evaluator._format,
    r.Sequence: Evaluator._sequence,
    r.Mapping: Evaluator._mapping,
    r.Comprehension: Evaluator._comprehension,
    r.Lambda: Evaluator._lambda,
    r.Awaited: Evaluator._awaited,
    r.Iterated: Evaluator._iterated,
    r.Entered: Evaluator._entered,
    r.Imported: Evaluator._imported,
    r.FunctionOf: Evaluator._function,
    r.ClassOf: Evaluator._class,
}


def _in_turn(sources: Iterable[Iterator[Context]]) -> Iterator[Context]:
    """Yield the first of each source, then the second of each, ..."""
    pending = deque(sources)
    while pending:
        source = pending.popleft()
        for first in islice(source, 1):
            yield first
            pending.append(source)


def _constant(code: Code, expression: r.Constant) -> Value:
    value = expression.value
    return Text(value, modules=frozenset({code.name})) if isinstance(value, str) else Plain(value)


def _end_of(code: Code, binding: r.Binding) -> At:
    """Return the end of the code around a class in whose body a name is bound."""
    return At(code, binding.scope, code.flow.outermost(binding.block), END)


def _unparametrized(base: r.Expression) -> r.Expression:
    """Return the class itself of one such as ``Generic[T]``."""
    return base.value if isinstance(base, r.Subscript) else base


def _as_base(value: Value) -> OwnClass | External:
    if isinstance(value, OwnClass):
        return value
    is_known = isinstance(value, External) and "()" not in value.name
    return External(instance_of(value.name) if isinstance(value, External) and is_known else "?")


def _opened(value: Value) -> Value:
    """Return a container as one that may hold more than was written down."""
    return replace(value, complete=False) if isinstance(value, Items | Entries) else value


def _with_origin(values: Values, origin: Origin) -> Values:
    return tuple(value.written_at(origin) if isinstance(value, Text) else value for value in values)


def _written_at(values: Values, code: Code, statement: int, name: str) -> Values:
    return _with_origin(values, Origin(code, code.module.statements[statement], name))


def _bind(called: OwnFunction, arguments: Arguments) -> Context:
    """Give the parameters of a function what a call hands over."""
    function = called.function
    values = [*arguments.positional] if called.receiver is None else [(called.receiver,), *arguments.positional]
    positional = [p for p in function.parameters if p.kind in {"positional-only", "positional"}]
    given = {parameter.name: value for parameter, value in zip(positional, values, strict=False)}
    names = {parameter.name for parameter in function.parameters}
    for parameter in function.parameters:
        if parameter.kind == "var-positional":
            given[parameter.name] = (Items("tuple", tuple(values[len(positional) :]), arguments.complete),)
        elif parameter.kind == "var-keyword":
            others = tuple(((Text(name),), value) for name, value in arguments.keywords if name not in names)
            given[parameter.name] = (Entries(others, arguments.complete),)
    given.update((name, value) for name, value in arguments.keywords if name in names)
    if not arguments.complete:
        given = {**{parameter.name: NOTHING_KNOWN for parameter in function.parameters}, **given}
    return Context(called.code, function.body, tuple(given.items()), called.around)
