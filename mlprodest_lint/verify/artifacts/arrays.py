"""numpy's types, scalars and arrays, decoded from their bytes without numpy.

numpy trusts what a pickle says about memory: an array of objects over given bytes, or a type that hides what it holds,
crashes the process that loads it. So types, shapes and sizes have to agree with each other here.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mlprodest_lint.verify.artifacts.pickles import Made, Name, Node, Pairs, Sequence
from mlprodest_lint.verify.artifacts.shapes import OddShapeError, Shown, octets, read_as, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_A_TIME = -(2**63)

_CODE = re.compile(r"(?P<kind>[biufcSUVMmO])(?P<size>[0-9]{1,9})")
_MOST_SHOWN = 12
_SHOWN_OF_MANY = 6
_MOST_DIMENSIONS = 64
_HOLDS_OBJECTS = 63
_HARMLESS = 24
"""Of the flags, those that say how memory is aligned and that it has to be cleared."""
_ALIGNED = 128
"""The flag of a record whose fields are aligned as in C."""
_SIZES = {
    "b": {1},
    "i": {1, 2, 4, 8},
    "u": {1, 2, 4, 8},
    "f": {2, 4, 8, 12, 16},
    "c": {8, 16, 24, 32},
    "M": {8},
    "m": {8},
    "O": {4, 8},
}
_WITHOUT_ORDER = {"b", "S", "V", "O"}
_SIZED_BY_STATE = {"S", "U", "V"}
_ALIGNMENTS = {1, 2, 4, 8, 16}
_NAMES = {"i": "int", "u": "uint", "f": "float", "c": "complex", "M": "datetime64", "m": "timedelta64"}
_LETTERS = {"i": " bh i   q", "u": " BH I   Q", "f": "  e f   d"}
_BYTES_OF_A_CHARACTER = 4
_EXTENDED_BIAS = 16383 + 63
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - numpy knows no zones
_UNIT = {
    "W": timedelta(weeks=1),
    "D": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
    "us": timedelta(microseconds=1),
}
_PARTS_OF_MICROSECOND = {"ns": 10**3, "ps": 10**6, "fs": 10**9, "as": 10**12}
_TIMESPEC = {"h": "hours", "m": "minutes", "s": "seconds", "ms": "milliseconds", "us": "microseconds"}


@dataclass(frozen=True, slots=True)
class DType:
    """A type of numpy.

    Attributes:
        kind: numpy's letter for its kind.
        size: The bytes of one item.
        order: The byte order, as numpy and ``struct`` write it.
        unit: The unit of a date or duration, and how many of it are counted as one.
        fields: The types of the fields of a record, and where in it they stand.
    """

    kind: str
    size: int
    order: str
    unit: tuple[str, int] = ("", 1)
    fields: tuple[tuple[str, DType, int], ...] = ()

    @property
    def name(self) -> str:
        """The name that numpy gives it."""
        if self.fields:
            return f"({', '.join(f'{name}: {dtype.name}' for name, dtype, _ in self.fields)})"
        if self.kind in {"S", "U", "V"}:
            return f"{self.kind}{self.size // (_BYTES_OF_A_CHARACTER if self.kind == 'U' else 1)}"
        if self.kind in {"M", "m"}:
            unit, count = self.unit
            return f"{_NAMES[self.kind]}[{count if count > 1 else ''}{unit}]" if unit else _NAMES[self.kind]
        return {"b": "bool", "O": "object"}.get(self.kind) or f"{_NAMES[self.kind]}{self.size * 8}"

    @property
    def scalar_type(self) -> str:
        """The name of the class of its scalars."""
        classes = {"S": "bytes_", "U": "str_", "V": "void", "M": "datetime64", "m": "timedelta64"}
        return f"numpy.{classes.get(self.kind) or self.name}"

    def item(self, raw: bytes) -> str:
        """Return an item as a person reads it.

        Args:
            raw: Its bytes.
        """
        if self.fields:
            held = (dtype.item(raw[start : start + dtype.size]) for _, dtype, start in self.fields)
            return f"({', '.join(held)})"
        if self.kind == "U":
            return repr(raw.decode("utf-32-be" if self.order == ">" else "utf-32-le", "surrogatepass").rstrip("\0"))
        if self.kind in {"S", "V"}:
            return repr(raw.rstrip(b"\0") if self.kind == "S" else raw)
        if self.kind == "b":
            return str(raw != b"\0")
        if self.kind == "c":
            half = DType("f", self.size // 2, self.order)
            return str(complex(half.number(raw[: half.size]), half.number(raw[half.size :])))
        if self.kind in {"M", "m"}:
            count = int.from_bytes(raw, "big" if self.order == ">" else "little", signed=True)
            return _time(count, self.unit) if self.kind == "M" else _duration(count, self.unit)
        return _short(self.number(raw), self.size) if self.kind == "f" else str(self.number(raw))

    def number(self, raw: bytes) -> float:
        """Return an integer or a float.

        Args:
            raw: Its bytes.
        """
        if self.kind == "f" and self.size > 8:
            return _extended(raw[::-1] if self.order == ">" else raw)
        order = self.order if self.order in "<>" else "<"
        value: float = struct.unpack(order + _LETTERS[self.kind][self.size], raw)[0]
        return value


def _short(number: float, size: int) -> str:
    """Return the shortest text that gives a float of so many bytes."""
    layout = {2: "<e", 4: "<f"}.get(size)
    if layout is None or not math.isfinite(number):
        return repr(number)
    texts = (f"{number:.{digits}g}" for digits in range(1, 10))
    return next(repr(float(text)) for text in texts if _gives(text, number, layout))


def _gives(text: str, number: float, layout: str) -> bool:
    try:
        return struct.pack(layout, float(text)) == struct.pack(layout, number)
    except OverflowError:
        return False


def _extended(raw: bytes) -> float:
    """Return a float of 80 bits, which numpy calls longdouble, as nearly as a float of 64 can tell."""
    mantissa = int.from_bytes(raw[:8], "little")
    sign_and_exponent = int.from_bytes(raw[8:10], "little")
    exponent = sign_and_exponent & 0x7FFF
    sign = -1.0 if sign_and_exponent >> 15 else 1.0
    if exponent == 0x7FFF:
        return math.nan if mantissa << 1 & 2**64 - 1 else sign * math.inf
    try:
        return sign * math.ldexp(mantissa, exponent - _EXTENDED_BIAS)
    except OverflowError:
        return sign * math.inf


def _time(count: int, unit: tuple[str, int]) -> str:
    name, multiple = unit
    count *= multiple
    if count == NOT_A_TIME * multiple:
        return "NaT"
    if name in {"Y", "M"}:
        months = count * 12 if name == "Y" else count
        year, month = divmod(months, 12)
        return f"{1970 + year:04d}" if name == "Y" else f"{1970 + year:04d}-{month + 1:02d}"
    if name in _PARTS_OF_MICROSECOND:
        microseconds, rest = divmod(count, _PARTS_OF_MICROSECOND[name])
        moment = _EPOCH + timedelta(microseconds=microseconds)
        return f"{moment.isoformat(timespec='microseconds')}{rest:0{len(str(_PARTS_OF_MICROSECOND[name])) - 1}d}"
    moment = _EPOCH + count * _UNIT[name]
    return moment.date().isoformat() if name in {"W", "D"} else moment.isoformat(timespec=_TIMESPEC[name])


def _duration(count: int, unit: tuple[str, int]) -> str:
    name, multiple = unit
    if count == NOT_A_TIME:
        return "NaT"
    return f"{count * multiple} {name}".rstrip()


def dtype_of(node: Node) -> DType:
    """Return the type that an object stands for.

    Raises:
        OddShapeError: It isn't a type as numpy writes it.
    """
    if not isinstance(node, Made) or read_as(node) != "numpy-dtype" or node.items or node.pairs:
        raise OddShapeError
    match node.arguments:
        case (str(code), False | 0, True | 1) if match := _CODE.fullmatch(code):
            kind, size = match["kind"], int(match["size"])
        case _:
            raise OddShapeError
    size *= _BYTES_OF_A_CHARACTER if kind == "U" else 1
    if size not in _SIZES.get(kind, {size}):
        raise OddShapeError
    match node.state:
        case () if kind in {"b", "i", "u", "f", "c"}:
            return DType(kind, size, "<")
        case (Sequence("tuple", (3 | 4, str(order), None, names, fields, stated, alignment, int(flags), *more)),) if (
            (stated == size and alignment in _ALIGNMENTS) if kind in _SIZED_BY_STATE else stated == alignment == -1
        ):
            return _stated(DType(kind, size, order), (names, fields), flags, more)
    raise OddShapeError


def _stated(dtype: DType, record: tuple[Node, Node], flags: int, more: list[Node]) -> DType:
    """Return a type with what its state adds, which has to agree with what is known of it."""
    has_order = dtype.kind not in _WITHOUT_ORDER and dtype.size > 1
    has_unit = dtype.kind in {"M", "m"}  # without one, numpy reads memory that isn't there
    if dtype.order not in ({"<", ">"} if has_order else {"|"}) or bool(more) != has_unit:
        raise OddShapeError
    unit = _unit(more)
    is_right = flags == _HOLDS_OBJECTS if dtype.kind == "O" else not flags & ~_HARMLESS
    match record:
        case (None, None) if is_right:
            return DType(dtype.kind, dtype.size, dtype.order, unit)
        case (Sequence("tuple", names), Pairs(fields)) if dtype.kind == "V" and not flags & ~(_HARMLESS | _ALIGNED):
            return DType("V", dtype.size, dtype.order, unit, _fields(names, dict(_named(fields)), dtype.size))
    raise OddShapeError


def _unit(more: list[Node]) -> tuple[str, int]:
    match more:
        case []:
            return "", 1
        case [Sequence("tuple", (None | Pairs(()), Sequence("tuple", (unit, int(count), 1, _))))]:
            name = octets(unit).decode("ascii")
            if name not in {"Y", "M", "generic", *_UNIT, *_PARTS_OF_MICROSECOND} or count < 1:
                raise OddShapeError
            return ("", 1) if name == "generic" else (name, count)
    raise OddShapeError


def _named(pairs: tuple[tuple[Node, Node], ...]) -> list[tuple[str, Node]]:
    return [(text_of(name), value) for name, value in pairs]


def _fields(names: tuple[Node, ...], fields: Mapping[str, Node], size: int) -> tuple[tuple[str, DType, int], ...]:
    if len(fields) != len(names):
        raise OddShapeError
    return tuple(_field(text_of(name), fields[text_of(name)], size) for name in names)


def _field(name: str, node: Node, size: int) -> tuple[str, DType, int]:
    match node:
        case Sequence("tuple", (Made() as held, int(start))):
            dtype = dtype_of(held)
            if dtype.kind != "O" and 0 <= start <= size - dtype.size:
                return name, dtype, start
    raise OddShapeError


# Scalars and arrays.


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the items of an array lie in memory, from the axis that changes last, and which of them are masked."""

    name: str
    dtype: DType
    shape: tuple[int, ...]
    axes: tuple[int, ...]
    mask: bytes = b""

    @property
    def count(self) -> int:
        return math.prod(self.shape)

    def of_objects(self, items: tuple[Node, ...]) -> Shown:
        if len(items) != self.count:
            raise OddShapeError
        return Shown(self.name, f"{self.shape} {self.dtype.name}", tuple(enumerate(items)))

    def of_bytes(self, raw: bytes) -> Shown:
        if not self.dtype.size or len(raw) != self.count * self.dtype.size:
            raise OddShapeError
        return Shown(self.name, f"{self.shape} {self.dtype.name} {self._values(raw)}".rstrip())

    def _values(self, raw: bytes) -> str:
        """Return the values of a small array, nested as numpy nests them; the first ones of a large array."""
        if not self.count:
            return ""
        is_small = self.count <= _MOST_SHOWN
        texts = [self._item(raw, self._place(number)) for number in range(self.count if is_small else _SHOWN_OF_MANY)]
        if not is_small:
            return f"[{', '.join(texts)}, …]"
        for length in reversed(self.shape):
            texts = [f"[{', '.join(texts[start : start + length])}]" for start in range(0, len(texts), length)]
        return texts[0]

    def _item(self, raw: bytes, place: int) -> str:
        if self.mask[place : place + 1] == b"\1":
            return "--"
        return self.dtype.item(raw[place * self.dtype.size : (place + 1) * self.dtype.size])

    def _place(self, number: int) -> int:
        """Return where an item lies, of which the number counts row by row."""
        place = 0
        for length, stride in zip(reversed(self.shape), reversed(self._strides()), strict=True):
            number, index = divmod(number, length)
            place += index * stride
        return place

    def _strides(self) -> tuple[int, ...]:
        lengths = [self.shape[axis] for axis in self.axes]
        places = map(self.axes.index, range(len(self.shape)))
        return tuple(math.prod(lengths[place + 1 :]) for place in places)


def scalar(made: Made) -> Shown:
    """Return a scalar.

    Raises:
        OddShapeError: It isn't one as numpy writes it.
    """
    match made:
        case Made(arguments=(dtype_node, raw_node), state=(), items=(), pairs=()):
            dtype, raw = dtype_of(dtype_node), octets(raw_node)
            if dtype.kind != "O" and len(raw) == dtype.size:
                return Shown(dtype.scalar_type, dtype.item(raw))
    raise OddShapeError


def from_buffer(made: Made) -> Shown:
    """Return an array as protocol 5 spells it.

    Raises:
        OddShapeError: It isn't one as numpy writes it.
    """
    match made:
        case Made(arguments=(raw, dtype, shape_node, *order), state=(), items=(), pairs=()):
            shape, axes = _ordered(_shape(shape_node), order)
            layout = _Layout("numpy.ndarray", dtype_of(dtype), shape, axes)
            if layout.dtype.kind != "O":
                return layout.of_bytes(octets(raw))
    raise OddShapeError


def _ordered(shape: tuple[int, ...], order: list[Node]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the shape of an array and the order of its axes in memory."""
    match order:
        case ["C" | "F" as letter] | ["C" | "F" as letter, None]:
            return shape, _axes(shape, is_fortran=letter == "F")
        case ["K", Sequence("tuple", moved)] if {*moved} == {*range(len(shape))} and len(moved) == len(shape):
            # Since numpy 2.4: the shape is that in memory, and its axes are then moved.
            axes = [axis for axis in moved if isinstance(axis, int)]
            return tuple(shape[axis] for axis in axes), tuple(map(axes.index, range(len(axes))))
    raise OddShapeError


def _axes(shape: tuple[int, ...], *, is_fortran: bool) -> tuple[int, ...]:
    axes = tuple(range(len(shape)))
    return axes[::-1] if is_fortran else axes


def reconstructed(made: Made) -> Shown:
    """Return an array as the protocols before 5 spell it, and all protocols where it holds objects.

    Raises:
        OddShapeError: It isn't one as numpy writes it.
    """
    match made:
        case Made(
            arguments=(Name("numpy", "ndarray"), Sequence("tuple", (0,)), letter),
            state=(Sequence("tuple", (1, shape, dtype, bool(is_fortran), data)),),
            items=(),
            pairs=(),
        ) if _is_letter_b(letter):
            return _filled(_layout("numpy.ndarray", dtype, shape, is_fortran=is_fortran), data)
    raise OddShapeError


def masked(made: Made) -> Shown:
    """Return a masked array.

    Raises:
        OddShapeError: It isn't one as numpy writes it.
    """
    match made:
        case Made(
            arguments=(
                Name("numpy.ma.core" | "numpy.ma", "MaskedArray"),
                Name("numpy", "ndarray"),
                Sequence("tuple", (0,)),
                letter,
            ),
            state=(Sequence("tuple", (1, shape, dtype, bool(is_fortran), data, mask, _)),),
            items=(),
            pairs=(),
        ) if _is_letter_b(letter):
            layout = _layout("numpy.ma.MaskedArray", dtype, shape, is_fortran=is_fortran, mask=octets(mask))
            if len(layout.mask) == layout.count and not layout.dtype.fields:
                return _filled(layout, data)
    raise OddShapeError


def _layout(name: str, dtype: Node, shape_node: Node, *, is_fortran: bool, mask: bytes = b"") -> _Layout:
    shape = _shape(shape_node)
    return _Layout(name, dtype_of(dtype), shape, _axes(shape, is_fortran=is_fortran), mask)


def _filled(layout: _Layout, data: Node) -> Shown:
    if layout.dtype.kind != "O":
        return layout.of_bytes(octets(data))
    if not isinstance(data, Sequence) or data.type != "list":
        raise OddShapeError
    return layout.of_objects(data.items)


def _is_letter_b(node: Node) -> bool:
    return node == "b" or octets(node) == b"b"


def _shape(node: Node) -> tuple[int, ...]:
    if not isinstance(node, Sequence) or node.type != "tuple" or len(node.items) > _MOST_DIMENSIONS:
        raise OddShapeError
    lengths = tuple(item for item in node.items if isinstance(item, int) and 0 <= item < 2**31)
    if len(lengths) != len(node.items):
        raise OddShapeError
    return lengths
