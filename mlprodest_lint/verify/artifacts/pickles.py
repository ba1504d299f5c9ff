"""What a pickle would make, read from its instructions: nothing is imported, nothing is called.

The instructions are followed as the unpickler follows them, but what stands for a class or a function stays a name,
and what would be made by calling it stays a record of the call. A name that isn't expected ends the reading where it
is met, whatever becomes of it afterwards: a call does its harm even if its outcome is thrown away.
"""

from __future__ import annotations

import re
import struct
from codecs import escape_decode, raw_unicode_escape_decode
from dataclasses import dataclass, field
from pickletools import TAKEN_FROM_ARGUMENT1, UP_TO_NEWLINE, opcodes
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from mlprodest_lint.verify.artifacts.refusals import Kind, RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from mlprodest_lint.verify.artifacts.refusals import Problem

MOST_BYTES = 16 * 2**20
MOST_INSTRUCTIONS = 2_000_000
MOST_NODES = 1_000_000
MOST_UNFOLDED = 10_000_000
"""The nodes of the whole, each counted as often as it is reached: sharing makes many of few."""
MOST_LEVELS = 100
MOST_DIGITS = 4300

_MOST_BYTES_OF_A_NUMBER = 1785
_NEWEST_PROTOCOL = 5
_BYTES_OF_FRAME = 9
_PROTOCOL_MARK = 0x80
_COMPRESSED = (
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"PK\x03\x04",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"]\x00\x00",
)
_ZLIB_METHOD = 0x78
_ZLIB_LEVELS = b"\x01\x5e\x9c\xda"
_INTEGER = re.compile(rb"-?(?:0|[1-9][0-9]*)")
_QUOTED = re.compile(rb"(['\"])((?:[^\\]|\\(?:[\\'\"nrt]|x[0-9a-fA-F]{2}))*)\1")
_MODELS = frozenset(
    ("sklearn", "xgboost", "lightgbm", "catboost", "torch", "keras", "tensorflow", "statsmodels", "prophet", "imblearn")
)

Atom: TypeAlias = "str | bytes | int | float | bool | None"
Node: TypeAlias = "Atom | Name | Sequence | Pairs | Made"


@dataclass(frozen=True, slots=True)
class Name:
    """A class or function, or whatever else a module holds under a name."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, tuple, set or frozenset; ``type`` says which."""

    type: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A dict: its keys and values in the order in which they were put in, a repeated key as often as it was."""

    items: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What calling a name would make.

    Attributes:
        callee: What would be called.
        arguments: What it would be called with.
        state: What the object would then be given as its state; empty, or one value.
        items: What would then be appended to it.
        pairs: What would then be set in it.
        position: The byte of the file at which it would be called.
    """

    callee: Name
    arguments: tuple[Node, ...]
    state: tuple[Node, ...]
    items: tuple[Node, ...]
    pairs: tuple[tuple[Node, Node], ...]
    position: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a pickle would make.

    Attributes:
        value: What it would give.
        objects: All that would be made by calling something, also what was thrown away.
    """

    value: Node
    objects: tuple[Made, ...]


def decode(data: bytes, accepted: Collection[tuple[str, str]]) -> Decoded:
    """Return what a pickle would make.

    Args:
        data: The whole file.
        accepted: The names that may stand in it, as module and name. They are compared as they are spelled.

    Raises:
        RefusalError: It isn't a whole pickle, names something else, hides what it would call, or exceeds a limit.
    """
    if len(data) > MOST_BYTES:
        raise RefusalError(Kind.TOO_LARGE, most=MOST_BYTES // 2**20)
    if not data:
        raise RefusalError(Kind.NO_BYTES)
    if data.startswith(_COMPRESSED) or (data[0] == _ZLIB_METHOD and data[1:2] in _ZLIB_LEVELS):
        raise RefusalError(Kind.COMPRESSED)
    try:
        return _Machine(data, accepted).run()
    except RefusalError as refusal:
        raise (RefusalError(Kind.NOT_A_PICKLE) if _reads_as_text(data, refusal.problem) else refusal) from None


def _reads_as_text(data: bytes, problem: Problem) -> bool:
    """Tell whether something else was taken for a pickle: the first letters of a text can be instructions."""
    is_odd = problem.kind in {Kind.BROKEN, Kind.TRUNCATED} or (
        problem.kind is Kind.OPAQUE and problem.fields["position"] == 0
    )
    return is_odd and data[0] != _PROTOCOL_MARK and not data.endswith(b".")


@dataclass(slots=True, eq=False)
class _Draft:
    """A container or an object as long as more may be put into it; a container has a type, an object a callee."""

    type: str = ""
    items: list[_Value] = field(default_factory=list)
    callee: Name | None = None
    arguments: tuple[_Value, ...] = ()
    state: tuple[_Value, ...] = ()
    pairs: list[_Value] = field(default_factory=list)
    position: int = 0
    is_visited: bool = False
    levels: int = 0
    unfolded: int = 0
    frozen: Sequence | Pairs | Made | None = None

    def parts(self) -> Iterator[_Value]:
        yield from self.arguments
        yield from self.state
        yield from self.items
        yield from self.pairs


_Value: TypeAlias = "Atom | Name | _Draft"


class _Machine:
    """Follows the instructions of one pickle, with the unpickler's stack, marks and memo."""

    def __init__(self, data: bytes, accepted: Collection[tuple[str, str]]) -> None:
        self._data = data
        self._accepted = accepted
        self._position = 0
        self._instruction = ""
        self._stack: list[_Value] = []
        self._below: list[list[_Value]] = []
        self._memo: dict[int, _Value] = {}
        self._objects: list[_Draft] = []
        self._nodes = 0
        self._hashed = 0

    def run(self) -> Decoded:
        for count, (position, code, argument) in enumerate(_instructions(self._data)):
            self._position, self._instruction = position, code
            if count >= MOST_INSTRUCTIONS:
                raise RefusalError(Kind.TOO_MANY, most=MOST_INSTRUCTIONS)
            if code in _TAKEN_AS_THEY_ARE:
                self._push(self._atom(_TAKEN_AS_THEY_ARE[code], argument))
            else:
                _EFFECTS[code](self, argument)
        if self._below:
            self._break("stack")
        value = self._freeze(self._pop())
        objects = (self._freeze(draft) for draft in self._objects)
        return Decoded(value, tuple(made for made in objects if isinstance(made, Made)))

    def _break(self, reason: str) -> NoReturn:
        raise RefusalError(Kind.BROKEN, position=self._position, instruction=self._instruction, reason=reason)

    # The stack.

    def _push(self, value: _Value) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise RefusalError(Kind.TOO_MANY, most=MOST_NODES)
        self._stack.append(value)

    def _pop(self) -> _Value:
        if not self._stack:
            self._break("stack")
        return self._stack.pop()

    def _top(self) -> _Value:
        if not self._stack:
            self._break("stack")
        return self._stack[-1]

    def _popped_to_mark(self) -> list[_Value]:
        if not self._below:
            self._break("mark")
        items, self._stack = self._stack, self._below.pop()
        return items

    def _atom(self, read: Callable[[bytes], Atom], argument: bytes) -> Atom:
        try:
            return read(argument)
        except (ValueError, OverflowError):
            self._break("value")

    def mark(self, _: bytes) -> None:
        self._below.append(self._stack)
        self._stack = []

    def pop_one(self, _: bytes) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self._popped_to_mark()

    def pop_mark(self, _: bytes) -> None:
        self._popped_to_mark()

    def duplicate(self, _: bytes) -> None:
        self._stack.append(self._top())

    # The memo.

    def remember(self, _: bytes) -> None:
        self._memo[len(self._memo)] = self._top()

    def put(self, argument: bytes) -> None:
        self._memo[_unsigned(argument)] = self._top()

    def put_text(self, argument: bytes) -> None:
        self._memo[self._index(argument)] = self._top()

    def get(self, argument: bytes) -> None:
        self._recall(_unsigned(argument))

    def get_text(self, argument: bytes) -> None:
        self._recall(self._index(argument))

    def _index(self, argument: bytes) -> int:
        index = self._atom(_integer, argument)
        if not isinstance(index, int) or index < 0:
            self._break("memo")
        return index

    def _recall(self, index: int) -> None:
        if index not in self._memo:
            self._break("memo")
        self._stack.append(self._memo[index])

    # Containers.

    def make_empty(self, kind: str) -> None:
        self._push(_Draft(kind))

    def make_tuple_of(self, count: int) -> None:
        items = [self._pop() for _ in range(count)]
        self._push(_Draft("tuple", items[::-1]))

    def make_tuple(self, _: bytes) -> None:
        self._push(_Draft("tuple", self._popped_to_mark()))

    def make_list(self, _: bytes) -> None:
        self._push(_Draft("list", self._popped_to_mark()))

    def make_frozenset(self, _: bytes) -> None:
        items = self._popped_to_mark()
        self._hash(items)
        self._push(_Draft("frozenset", items))

    def make_dict(self, _: bytes) -> None:
        draft = _Draft("dict")
        self._set(draft, self._popped_to_mark())
        self._push(draft)

    def append(self, _: bytes) -> None:
        item = self._pop()
        self._changed("list").items.append(item)

    def append_many(self, _: bytes) -> None:
        items = self._popped_to_mark()
        self._changed("list").items.extend(items)

    def add_many(self, _: bytes) -> None:
        items = self._popped_to_mark()
        self._hash(items)
        self._changed("set").items.extend(items)

    def set_one(self, _: bytes) -> None:
        value, key = self._pop(), self._pop()
        self._set(self._changed("dict"), [key, value])

    def set_many(self, _: bytes) -> None:
        pairs = self._popped_to_mark()
        self._set(self._changed("dict"), pairs)

    def _set(self, draft: _Draft, pairs: list[_Value]) -> None:
        if len(pairs) % 2:
            self._break("stack")
        self._hash(pairs[::2])
        draft.pairs += pairs

    def _changed(self, kind: str) -> _Draft:
        """Return what stands on top, as something that may be changed: a container of this kind, or an object."""
        draft = self._top()
        if isinstance(draft, Name):
            raise RefusalError(Kind.MISUSED, position=self._position, name=str(draft))
        if not isinstance(draft, _Draft) or draft.type not in {kind, ""}:
            self._break("type")
        if draft.frozen is not None:
            # It was already an argument or a key: what was made of it would no longer be what is read here.
            raise RefusalError(Kind.OPAQUE, position=self._position, instruction=self._instruction)
        return draft

    def _hash(self, keys: list[_Value]) -> None:
        """Fix what a dict or a set would hash, and bound the work that hashing it would be."""
        for key in keys:
            self._freeze(key)
            self._hashed += key.unfolded if isinstance(key, _Draft) else 1
            if self._hashed > MOST_UNFOLDED:
                raise RefusalError(Kind.TOO_MANY, most=MOST_UNFOLDED)

    # Names, and what is called.

    def _name(self, module: str, name: str) -> Name:
        found = Name(module, name)
        if (module, name) not in self._accepted:
            raise RefusalError(_kind_of(found), position=self._position, name=str(found))
        return found

    def _named_in_lines(self, argument: bytes) -> Name:
        try:
            module, name = argument.decode().split("\n")
        except ValueError:
            self._break("value")
        return self._name(module, name)

    def name_in_lines(self, argument: bytes) -> None:
        self._push(self._named_in_lines(argument))

    def name_on_stack(self, _: bytes) -> None:
        name, module = self._pop(), self._pop()
        if not isinstance(module, str) or not isinstance(name, str):
            raise RefusalError(Kind.COMPUTED, position=self._position, instruction=self._instruction)
        self._push(self._name(module, name))

    def make_instance(self, argument: bytes) -> None:
        arguments = self._popped_to_mark()
        self._call(self._named_in_lines(argument), arguments)

    def make_object(self, _: bytes) -> None:
        callee, *arguments = self._popped_to_mark() or [None]
        self._call(callee, arguments)

    def reduce(self, _: bytes) -> None:
        arguments, callee = self._pop(), self._pop()
        self._call(callee, self._unpacked(arguments))

    def new_with_keywords(self, _: bytes) -> None:
        keywords, arguments, callee = self._pop(), self._pop(), self._pop()
        unpacked = self._unpacked(arguments)
        if not isinstance(keywords, _Draft) or keywords.type != "dict":
            self._break("type")
        self._call(callee, [*unpacked, keywords] if keywords.pairs else unpacked)

    def _unpacked(self, arguments: _Value) -> list[_Value]:
        if not isinstance(arguments, _Draft) or arguments.type != "tuple":
            self._break("type")
        return arguments.items

    def _call(self, callee: _Value, arguments: list[_Value]) -> None:
        if not isinstance(callee, Name):
            raise RefusalError(Kind.COMPUTED, position=self._position, instruction=self._instruction)
        for argument in arguments:
            self._freeze(argument)
        if (callee.module, callee.name) in _GETTERS:
            if arguments != [_ZONE, "_unpickle"]:
                raise RefusalError(Kind.MISUSED, position=self._position, name=str(callee))
            self._push(_ZONE_OF_KEY)
            return
        if (callee.module, callee.name) in _MAKERS:
            callee, arguments = self._plainly_made(callee, arguments)
        made = _Draft(callee=callee, arguments=tuple(arguments), position=self._position)
        self._objects.append(made)
        self._push(made)

    def _plainly_made(self, maker: Name, arguments: list[_Value]) -> tuple[Name, list[_Value]]:
        """Return class and arguments of an object that the oldest protocols make by a function of their own."""
        made = arguments[0] if arguments else None
        is_bare = len(arguments) == 3 and arguments[1] in _BARE_OBJECTS and arguments[2] is None
        if not isinstance(made, Name) or not is_bare:
            raise RefusalError(Kind.MISUSED, position=self._position, name=str(maker))
        return made, []

    def build(self, _: bytes) -> None:
        state = self._pop()
        draft = self._changed("object")
        if draft.state:
            raise RefusalError(Kind.OPAQUE, position=self._position, instruction=self._instruction)
        self._freeze(state)
        draft.state = (state,)

    # What may stand in a pickle without an effect on its value, and what may not stand in one.

    def protocol(self, argument: bytes) -> None:
        if argument[0] > _NEWEST_PROTOCOL:
            self._break("protocol")

    def frame(self, argument: bytes) -> None:
        if _unsigned(argument) > len(self._data) - self._position - _BYTES_OF_FRAME:
            raise RefusalError(Kind.TRUNCATED)

    def make_bytearray(self, argument: bytes) -> None:
        made = _Draft(callee=Name("builtins", "bytearray"), arguments=(argument,), position=self._position)
        self._objects.append(made)
        self._push(made)

    def refuse(self, _: bytes) -> None:
        raise RefusalError(Kind.OPAQUE, position=self._position, instruction=self._instruction)

    # From drafts to nodes.

    def _freeze(self, value: _Value) -> Node:
        """Return a value that nothing can be put into any more, nor into what it holds."""
        if not isinstance(value, _Draft):
            return value
        waiting = [value]
        while waiting:
            draft = waiting[-1]
            if draft.frozen is not None:
                waiting.pop()
            elif draft.is_visited:
                self._seal(draft)
            else:
                draft.is_visited = True
                unfinished = [part for part in draft.parts() if isinstance(part, _Draft) and part.frozen is None]
                if any(part.is_visited for part in unfinished):
                    raise RefusalError(Kind.CYCLIC)
                waiting += unfinished
        return value.frozen

    def _seal(self, draft: _Draft) -> None:
        held = [part for part in draft.parts() if isinstance(part, _Draft)]
        draft.levels = 1 + max((part.levels for part in held), default=0)
        draft.unfolded = 1 + sum(part.unfolded if isinstance(part, _Draft) else 1 for part in draft.parts())
        if draft.levels > MOST_LEVELS:
            raise RefusalError(Kind.TOO_DEEP, most=MOST_LEVELS)
        if draft.unfolded > MOST_UNFOLDED:
            raise RefusalError(Kind.TOO_MANY, most=MOST_UNFOLDED)
        items = _frozen(draft.items)
        keys_and_values = _frozen(draft.pairs)
        pairs = tuple(zip(keys_and_values[::2], keys_and_values[1::2], strict=True))
        if draft.callee is not None:
            arguments, state = _frozen(draft.arguments), _frozen(draft.state)
            draft.frozen = Made(draft.callee, arguments, state, items, pairs, draft.position)
        elif draft.type == "dict":
            draft.frozen = Pairs(pairs)
        else:
            draft.frozen = Sequence(draft.type, items)


_ZONE = Name("zoneinfo", "ZoneInfo")
_ZONE_OF_KEY = Name("zoneinfo", "ZoneInfo._unpickle")
_GETTERS = {("builtins", "getattr"), ("__builtin__", "getattr")}
_MAKERS = {("copyreg", "_reconstructor"), ("copy_reg", "_reconstructor")}
_BARE_OBJECTS = (Name("builtins", "object"), Name("__builtin__", "object"))


def _frozen(values: Iterable[_Value]) -> tuple[Node, ...]:
    return tuple(value.frozen if isinstance(value, _Draft) else value for value in values)


def _kind_of(name: Name) -> Kind:
    package = name.module.partition(".")[0]
    is_class = name.name.rpartition(".")[2].removeprefix("_new_")[:1].isupper()
    if name.module.startswith("joblib.numpy_pickle"):
        return Kind.JOBLIB
    if package == "pandas" and is_class:
        return Kind.TABLE
    return Kind.ESTIMATOR if package in _MODELS and is_class else Kind.NAME


def _instructions(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Yield position, name and argument of each instruction up to the last, which has to end the data.

    An argument is the bytes that mean something: without the length before it or the line's end behind it.
    """
    position = 0
    while position < len(data):
        if data[position] not in _LAYOUTS:
            raise RefusalError(
                Kind.BROKEN, position=position, instruction=f"0x{data[position]:02x}", reason="instruction"
            )
        code, layout = _LAYOUTS[data[position]]
        start, end, following = _extent(data, position + 1, layout, 2 if code in {"GLOBAL", "INST"} else 1)
        if following > len(data):
            break
        yield position, code, data[start:end]
        position = following
        if code == "STOP":
            if position < len(data):
                raise RefusalError(Kind.TRAILING, position=position)
            return
    raise RefusalError(Kind.TRUNCATED)


def _extent(data: bytes, start: int, layout: int, lines: int) -> tuple[int, int, int]:
    """Return where an argument starts and ends, and where the next instruction stands."""
    if layout >= 0:
        return start, start + layout, start + layout
    if layout == UP_TO_NEWLINE:
        end = start - 1
        for _ in range(lines):
            end = data.find(b"\n", end + 1)
            if end < 0:
                return start, start, len(data) + 1
        return start, end, end + 1
    width = _WIDTHS[layout]
    length = _unsigned(data[start : start + width])
    return start + width, start + width + length, start + width + length


def _unsigned(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def _signed(raw: bytes) -> int:
    if len(raw) > _MOST_BYTES_OF_A_NUMBER:
        raise RefusalError(Kind.TOO_MANY_DIGITS, most=MOST_DIGITS)
    return int.from_bytes(raw, "little", signed=True)


def _integer(line: bytes) -> int:
    _count_digits(line)
    if not _INTEGER.fullmatch(line):
        raise ValueError
    return int(line)


def _integer_or_bool(line: bytes) -> int:
    return line == b"01" if line in {b"00", b"01"} else _integer(line)


def _long(line: bytes) -> int:
    return _integer(line.removesuffix(b"L"))


def _float(line: bytes) -> float:
    _count_digits(line)
    return float(line)


def _count_digits(line: bytes) -> None:
    if len(line) > MOST_DIGITS:
        raise RefusalError(Kind.TOO_MANY_DIGITS, most=MOST_DIGITS)


def _binary_float(raw: bytes) -> float:
    value: float = struct.unpack(">d", raw)[0]
    return value


def _quoted(line: bytes) -> str:
    match = _QUOTED.fullmatch(line)
    if match is None:
        raise ValueError
    return escape_decode(match[2])[0].decode("ascii")


def _ascii(raw: bytes) -> str:
    return raw.decode("ascii")


def _utf8(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


def _raw_unicode(line: bytes) -> str:
    return raw_unicode_escape_decode(line)[0]


def _same(raw: bytes) -> bytes:
    return raw


_LAYOUTS: Mapping[int, tuple[str, int]] = {
    ord(opcode.code): (opcode.name, 0 if opcode.arg is None else opcode.arg.n) for opcode in opcodes
}
# How many bytes a length takes; pickletools numbers these layouts downwards from TAKEN_FROM_ARGUMENT1.
_WIDTHS = MappingProxyType({TAKEN_FROM_ARGUMENT1 - step: width for step, width in enumerate((1, 4, 4, 8))})

_TAKEN_AS_THEY_ARE: Mapping[str, Callable[[bytes], Atom]] = {
    "NONE": lambda _: None,
    "NEWTRUE": lambda _: True,
    "NEWFALSE": lambda _: False,
    "INT": _integer_or_bool,
    "BININT": _signed,
    "BININT1": _unsigned,
    "BININT2": _unsigned,
    "LONG": _long,
    "LONG1": _signed,
    "LONG4": _signed,
    "FLOAT": _float,
    "BINFLOAT": _binary_float,
    "STRING": _quoted,
    "BINSTRING": _ascii,
    "SHORT_BINSTRING": _ascii,
    "BINBYTES": _same,
    "SHORT_BINBYTES": _same,
    "BINBYTES8": _same,
    "UNICODE": _raw_unicode,
    "BINUNICODE": _utf8,
    "SHORT_BINUNICODE": _utf8,
    "BINUNICODE8": _utf8,
}
_EFFECTS: Mapping[str, Callable[[_Machine, bytes], None]] = {
    "STOP": lambda _, __: None,
    "PROTO": _Machine.protocol,
    "FRAME": _Machine.frame,
    "MARK": _Machine.mark,
    "POP": _Machine.pop_one,
    "POP_MARK": _Machine.pop_mark,
    "DUP": _Machine.duplicate,
    "MEMOIZE": _Machine.remember,
    "PUT": _Machine.put_text,
    "BINPUT": _Machine.put,
    "LONG_BINPUT": _Machine.put,
    "GET": _Machine.get_text,
    "BINGET": _Machine.get,
    "LONG_BINGET": _Machine.get,
    "EMPTY_LIST": lambda machine, _: machine.make_empty("list"),
    "EMPTY_DICT": lambda machine, _: machine.make_empty("dict"),
    "EMPTY_SET": lambda machine, _: machine.make_empty("set"),
    "EMPTY_TUPLE": lambda machine, _: machine.make_empty("tuple"),
    "TUPLE1": lambda machine, _: machine.make_tuple_of(1),
    "TUPLE2": lambda machine, _: machine.make_tuple_of(2),
    "TUPLE3": lambda machine, _: machine.make_tuple_of(3),
    "TUPLE": _Machine.make_tuple,
    "LIST": _Machine.make_list,
    "DICT": _Machine.make_dict,
    "FROZENSET": _Machine.make_frozenset,
    "APPEND": _Machine.append,
    "APPENDS": _Machine.append_many,
    "ADDITEMS": _Machine.add_many,
    "SETITEM": _Machine.set_one,
    "SETITEMS": _Machine.set_many,
    "GLOBAL": _Machine.name_in_lines,
    "STACK_GLOBAL": _Machine.name_on_stack,
    "INST": _Machine.make_instance,
    "OBJ": _Machine.make_object,
    "REDUCE": _Machine.reduce,
    "NEWOBJ": _Machine.reduce,
    "NEWOBJ_EX": _Machine.new_with_keywords,
    "BUILD": _Machine.build,
    "BYTEARRAY8": _Machine.make_bytearray,
    **dict.fromkeys(("EXT1", "EXT2", "EXT4", "PERSID", "BINPERSID", "NEXT_BUFFER", "READONLY_BUFFER"), _Machine.refuse),
}
