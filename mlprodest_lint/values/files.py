"""What the calls of a worker do with files: where they write, read, and which stores they open."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from mlprodest_lint import catalogue
from mlprodest_lint.catalogue import Argument, Operation, PathUse, Role
from mlprodest_lint.contract.model import NO_DEFAULT
from mlprodest_lint.facts.records import Attribute
from mlprodest_lint.facts.records import Operation as OperationRecord
from mlprodest_lint.values import functions as known
from mlprodest_lint.values import paths
from mlprodest_lint.values.conditions import may_run
from mlprodest_lint.values.model import (
    UNKNOWN,
    UNKNOWN_TEXT,
    Arguments,
    External,
    Items,
    Made,
    MethodOf,
    Partial,
    Plain,
    Text,
)
from mlprodest_lint.values.program import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.facts import records as r
    from mlprodest_lint.values.model import Context, Value, Values
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Worker

_WRITING_FLAGS = frozenset({"O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC", "O_TMPFILE"})
_LIBRARY = "mllibprodest."
_LIBRARY_USES = {
    "convert_artifact_to_pickle": Role.WRITE,
    "convert_artifact_to_object": Role.READ,
    "load_model": Role.WRITE,
    "make_log": Role.WRITE,
}
_DISTINCTIVE_OF_LIBRARY = frozenset({"convert_artifact_to_pickle", "convert_artifact_to_object"})
_LOCAL_DATABASE = re.compile(r"(?:sqlite|duckdb)(?:\+\w+)?://(?P<target>.*)", re.DOTALL)
_BUFFERS = re.compile(
    r"open|bytes|bytearray|list|dict|io\.\w+|sys\.\w+|gzip\.\w+|bz2\.\w+|lzma\.\w+|tempfile\.\w+|codecs\.\w+"
)


class Kind(Enum):
    """What is to be said about a call."""

    WRITE = "write"
    PERSIST = "persist"
    READ = "read"
    STORE = "store"
    CHANGE_DIRECTORY = "chdir"
    UNRESOLVED = "unresolved"


_WRITING = frozenset({Role.WRITE, Role.DELETE, Role.MOVE, Role.PERSIST})


@dataclass(frozen=True, slots=True)
class FileUse:
    """A call that the contract doesn't allow, or whose path can't be known.

    Attributes:
        kind: What is to be said about it.
        code: The module.
        call: The call.
        role: What it does with the path.
        path: The path, one of the possible ones.
        is_default: Whether the path is the call's own choice, as it names none.
    """

    kind: Kind
    code: Code
    call: r.Call
    role: Role
    path: Text
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    operation: Operation
    arguments: Arguments
    receiver: Text | None = None


def file_uses(worker: Worker) -> Iterator[FileUse]:
    """Yield what is to be said about the calls of a worker, once for each call and kind."""
    return _Judge(worker).uses()


class _Judge:
    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._evaluator = worker.evaluator
        self._temp_folder = worker.contract.temp_folder
        self._own_test = worker.own_test_module
        self._names = catalogue.last_names() | _LIBRARY_USES.keys()

    def uses(self) -> Iterator[FileUse]:
        for code in self._worker.program.modules.values():
            names = self._names | code.renamed(self._names)
            for call in code.module.calls:
                if code.may_call(call, names):
                    yield from self._of_call(code, call)

    def _of_call(self, code: Code, call: r.Call) -> Iterator[FileUse]:
        found: dict[Kind, FileUse] = {}
        ways = self._evaluator.contexts_around(code, call.scope)
        reaching = [way for way in ways if may_run(self._evaluator, code, call, way)]
        for context in reaching or ways:  # what no known way reaches is judged all the same
            for use in self._in_context(code, call, context):
                found.setdefault(use.kind, use)
        if Kind.STORE in found:
            yield found[Kind.STORE]
            return
        if Kind.PERSIST in found:
            found.pop(Kind.WRITE, None)
        if Kind.PERSIST in found or Kind.WRITE in found:
            found.pop(Kind.UNRESOLVED, None)
        yield from found.values()

    def _in_context(self, code: Code, call: r.Call, context: Context | None) -> Iterator[FileUse]:
        for candidate in self._candidates(code, call, context):
            operation, arguments = candidate.operation, candidate.arguments
            if not all(self._holds(condition, arguments) for condition in operation.conditions):
                continue
            for use in operation.uses:
                if use.role is Role.CHANGE_DIRECTORY:
                    yield FileUse(Kind.CHANGE_DIRECTORY, code, call, use.role, UNKNOWN_TEXT)
                    continue
                for path, is_default in self._paths(use, candidate):
                    if path is None:
                        if use.role in _WRITING or (use.role is Role.OPEN and self._writes(call, candidate)):
                            yield FileUse(Kind.UNRESOLVED, code, call, use.role, UNKNOWN_TEXT)
                        continue
                    kind, role = self._judge(code, call, candidate, use, path)
                    if kind is not None:
                        yield FileUse(kind, code, call, role, path, is_default)

    # What a call may be.

    def _candidates(self, code: Code, call: r.Call, context: Context | None) -> Iterator[_Candidate]:
        called = self._evaluator.callee(code, call, context)
        arguments: Arguments | None = None
        for value in called:
            for operation, receiver, first in self._operations(value, call):
                if arguments is None:
                    arguments = self._evaluator.arguments(code, call, context)
                yield _Candidate(operation, arguments if first is None else first.followed_by(arguments), receiver)

    def _operations(self, value: Value, call: r.Call) -> Iterator[tuple[Operation, Text | None, Arguments | None]]:
        if isinstance(value, Partial):
            for operation, receiver, first in self._operations(value.function, call):
                yield operation, receiver, value.arguments if first is None else value.arguments.followed_by(first)
        elif isinstance(value, External):
            for operation in self._of_name(value.name):
                yield operation, None, None
        elif isinstance(value, MethodOf) and isinstance(value.of, Text) and value.of.is_path:
            for operation in catalogue.operations_of(f"{known.PATH_CLASS}().{value.name}"):
                yield operation, value.of, None
        elif value == UNKNOWN and isinstance(call.function, Attribute):
            for operation in self._distinctive(call.function.name):
                yield operation, None, None

    def _of_name(self, name: str) -> tuple[Operation, ...]:
        before, _, last = name.rpartition(".")
        if name.startswith(_LIBRARY):
            return self._of_library(last)
        found = catalogue.operations_of(name)
        return found or (catalogue.operations_of(f".{last}") if "()" in before else ())

    def _distinctive(self, name: str) -> tuple[Operation, ...]:
        return self._of_library(name) if name in _DISTINCTIVE_OF_LIBRARY else catalogue.operations_of(f".{name}")

    def _of_library(self, name: str) -> tuple[Operation, ...]:
        """Return what a method of the library does; the contract says which of its parameters is the path."""
        method, role = self._worker.contract.library_method(name), _LIBRARY_USES.get(name)
        if method is None or role is None:
            return ()
        parameter = next(
            each for each in method.parameters if each.name in {"path", "filename", "artifacts_destination_path"}
        )
        default = parameter.default if isinstance(parameter.default, str) else None
        where = Argument(method.position(parameter.name), (parameter.name,))
        return (Operation((PathUse(role, where, default if parameter.default is not NO_DEFAULT else None),)),)

    # What it is given.

    def _holds(self, condition: catalogue.Condition, arguments: Arguments) -> bool:
        values = self._argument(condition.argument, arguments)
        if values is None:
            return not condition.holds
        shown = {_source(value) for value in values}
        return shown == {condition.value} if condition.holds else None not in shown and condition.value not in shown

    def _argument(self, where: Argument, arguments: Arguments) -> Values | None:
        return arguments.get(where.position, *where.keywords)

    def _paths(self, use: PathUse, candidate: _Candidate) -> Iterator[tuple[Text | None, bool]]:
        """Yield the possible paths, ``None`` for one that can't be known, and whether it is the call's own choice."""
        if use.argument.is_receiver:
            if candidate.receiver is not None:
                yield candidate.receiver, False
            return
        values = self._argument(use.argument, candidate.arguments)
        for value in (Plain(None),) if values is None else values:
            if value != Plain(None):
                yield from ((path, False) for path in _paths_in(value))
            elif use.default is not None:
                yield _default_path(use.default), True

    # Judging.

    def _judge(
        self, code: Code, call: r.Call, candidate: _Candidate, use: PathUse, path: Text
    ) -> tuple[Kind | None, Role]:
        operation, role = candidate.operation, use.role
        if role is Role.STORE:
            return (Kind.STORE if self._is_store(operation, path) else None), role
        if role is Role.STORE_URL:
            found = _LOCAL_DATABASE.fullmatch(path.head)
            target = None if found is None else replace(path, head=found["target"].removeprefix("/"))
            return (Kind.STORE if target is not None and self._is_store(operation, target) else None), role
        if role is Role.OPEN:
            writes = self._writes(call, candidate)
            if writes is None:
                return None, role
            role = Role.WRITE if writes else Role.READ
        if role is Role.READ:
            return (Kind.READ if self._is_read_outside(code, operation, path) else None), role
        if _is_bare_log_name(call, path):
            return None, role
        outside = paths.writes_outside(path, self._temp_folder)
        if outside is None:
            return Kind.UNRESOLVED, role
        return ((Kind.PERSIST if role is Role.PERSIST else Kind.WRITE) if outside else None), role

    def _is_store(self, operation: Operation, target: Text) -> bool:
        if target.exact:
            return not operation.is_in_memory(target.head)
        return bool(target.head or target.tail)

    def _is_read_outside(self, code: Code, operation: Operation, path: Text) -> bool:
        written_in = path.modules or frozenset({code.name})
        if written_in == {self._own_test}:
            return False
        return paths.reads_outside(paths.expanded(path) if operation.expands_home else path)

    def _writes(self, call: r.Call, candidate: _Candidate) -> bool | None:
        """Tell whether a file is opened for writing; ``None`` where that can't be known."""
        operation = candidate.operation
        if operation.flags is not None:
            return _flags_write(call, operation.flags)
        values = None if operation.mode is None else self._argument(operation.mode, candidate.arguments)
        if values is None or values == (Plain(None),):
            return None if operation.default_mode is None else catalogue.can_write(operation.default_mode)
        modes = [value.head for value in values if isinstance(value, Text) and value.exact]
        return any(map(catalogue.can_write, modes)) if modes and len(modes) == len(values) else None


def _source(value: Value) -> str | None:
    """Return a value as source code; ``None`` where it can't be known."""
    if isinstance(value, Plain):
        return str(value.value)
    return value.head if isinstance(value, Text) and value.exact else None


def _default_path(default: str) -> Text:
    if default == catalogue.TEMPORARY_FOLDER:
        return known.SYSTEM_FOLDER
    return paths.expanded(Text(default))


def _paths_in(value: Value) -> Iterator[Text | None]:
    """Yield the paths that a value names; ``None`` for one that can't be known. Buffers and descriptors name none."""
    if isinstance(value, Text):
        yield value if value.head or value.tail or value.exact else None
    elif isinstance(value, Items):
        for values in value.items:
            for item in values:
                yield from _paths_in(item)
    elif value == UNKNOWN or (isinstance(value, Made) and not _BUFFERS.fullmatch(value.by)):
        yield None


def _flags_write(call: r.Call, where: Argument) -> bool | None:
    """Tell whether flags, written as names joined by ``|``, open a file for writing."""
    position = where.position or 0
    given = [keyword.value for keyword in call.keywords if keyword.name in where.keywords]
    expression = given[0] if given else call.arguments[position] if position < len(call.arguments) else None
    if expression is None:
        return None
    joined = expression.operands if isinstance(expression, OperationRecord) else (expression,)
    names = [last_name(each) for each in joined]
    if not _WRITING_FLAGS.isdisjoint(names):
        return True
    return False if all(name.startswith("O_") for name in names) else None


def _is_bare_log_name(call: r.Call, path: Text) -> bool:
    """Tell whether a name is the library's to place: ``make_log`` writes a bare file name where logs belong."""
    return last_name(call.function) == "make_log" and "/" not in path.head + path.tail and bool(path.head or path.tail)
