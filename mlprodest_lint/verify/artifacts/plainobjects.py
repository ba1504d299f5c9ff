"""What the calls make that plain data is pickled as.

Each reading takes the arguments in the shape in which the library writes them, and in no other: what is shown is then
what unpickling would give, and a call that no library writes, such as an array over memory of others, is refused.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import chain
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, NoReturn
from uuid import UUID

from mlprodest_lint.verify.artifacts import arrays
from mlprodest_lint.verify.artifacts.pickles import MOST_DIGITS, Made, Name, Node, Pairs, Sequence
from mlprodest_lint.verify.artifacts.plainnames import plain_names
from mlprodest_lint.verify.artifacts.refusals import Kind, RefusalError
from mlprodest_lint.verify.artifacts.shapes import OddShapeError, Shown, is_number, octets, read_as, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ZONE_KEY = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")
_DECIMAL = re.compile(
    r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[+-]?[0-9]{1,19})?|Infinity|s?NaN[0-9]*)", re.IGNORECASE
)
_FRACTION = re.compile(r"-?[0-9]+(?:/[1-9][0-9]*)?")
_BUILTINS = {"builtins", "__builtin__"}
_OLD_NAMES = {"long": "int", "unicode": "str"}
"""What the protocols before 3 call two classes."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - zones are added where there is one
_FOLD = 0x80
_NANOSECONDS = {10: 1, 9: 1000, 8: 1000_000, 7: 1000_000_000}
_SECOND = 1000_000_000


def shown(made: Made) -> Shown:
    """Return an object as a person reads it.

    Raises:
        RefusalError: It isn't made as its library makes it.
    """
    reading = plain_names().get((made.callee.module, made.callee.name))
    if reading is None:  # a name that the user accepts
        parts = (*made.arguments, *made.state, *made.items, *chain.from_iterable(made.pairs))
        return Shown(str(made.callee), "", tuple(enumerate(parts)))
    try:
        return READINGS.get(reading, _uncalled)(made)
    except (OddShapeError, ValueError, TypeError, LookupError, ArithmeticError, struct.error):
        # Whatever is wrong with them, these aren't the arguments of a library.
        raise RefusalError(Kind.MISUSED, position=made.position, name=str(made.callee)) from None


def named(name: Name) -> Shown:
    """Return a class, or what else is pickled as its name alone."""
    text = _OLD_NAMES.get(name.name, name.name) if name.module in _BUILTINS else str(name)
    if plain_names().get((name.module, name.name)) == "value":
        package = name.module.partition(".")[0]
        return Shown(text if name.module in _BUILTINS else f"{package}.{name.name}", name.name)
    return Shown("class", text)


def _only_called(made: Made) -> tuple[Node, ...]:
    """Return the arguments of an object into which nothing is put afterwards."""
    if made.state or made.items or made.pairs:
        raise OddShapeError
    return made.arguments


def _integers(made: Made, *counts: int) -> list[int]:
    arguments = _only_called(made)
    numbers = [argument for argument in arguments if isinstance(argument, int)]
    if len(numbers) != len(arguments) or len(numbers) not in counts:
        raise OddShapeError
    return numbers


def _uncalled(_: Made) -> NoReturn:
    """Refuse the call of what plain data only mentions."""
    raise OddShapeError


# Builtins.


def _bytes(made: Made) -> Shown:
    return Shown("bytes", repr(octets(made)))


def _bytearray(made: Made) -> Shown:
    return Shown("bytearray", repr(octets(made)))


def _complex(made: Made) -> Shown:
    match _only_called(made):
        case (float(real), float(imaginary)):
            return Shown("complex", repr(complex(real, imaginary)))
    raise OddShapeError


def _range(made: Made) -> Shown:
    start, stop, step = _integers(made, 3)
    return Shown("range", repr(range(start, stop, step)))


def _slice(made: Made) -> Shown:
    match _only_called(made):
        case (start, stop, step) if all(part is None or is_number(part) for part in (start, stop, step)):
            return Shown("slice", repr(slice(start, stop, step)))
    raise OddShapeError


def _set(made: Made) -> Shown:
    match _only_called(made):
        case (Sequence("list", items),):
            return Shown.of_items(made.callee.name, items)
    raise OddShapeError


# Collections.


def _dict_like(made: Made, name: str, given: tuple[tuple[Node, Node], ...] = ()) -> Shown:
    if made.state or made.items:
        raise OddShapeError
    return Shown(name, "", (*given, *made.pairs), is_dict=True)


def _ordered_dict(made: Made) -> Shown:
    match made.arguments:
        case ():
            return _dict_like(made, "OrderedDict")
        case (Sequence("list", items),):
            return _dict_like(made, "OrderedDict", tuple(_pair(item) for item in items))
    raise OddShapeError


def _pair(node: Node) -> tuple[Node, Node]:
    match node:
        case Sequence("list" | "tuple", (key, value)):
            return key, value
    raise OddShapeError


def _default_dict(made: Made) -> Shown:
    match made.arguments:
        case () | (None,):
            return _dict_like(made, "defaultdict")
        case (Name("builtins" | "__builtin__"),):
            return _dict_like(made, "defaultdict")
    raise OddShapeError


def _counter(made: Made) -> Shown:
    match made.arguments:
        case ():
            return _dict_like(made, "Counter")
        case (Pairs(items),) if not made.pairs:
            return _dict_like(made, "Counter", items)
    raise OddShapeError


def _deque(made: Made) -> Shown:
    if made.state or made.pairs:
        raise OddShapeError
    match made.arguments:
        case () | (Sequence("tuple" | "list", ()),) | (Sequence("tuple" | "list", ()), int() | None):
            return Shown.of_items("deque", made.items)
        case (Sequence("list", items),) | (Sequence("list", items), int() | None) if not made.items:
            return Shown.of_items("deque", items)
    raise OddShapeError


# Dates and times.


def _date(made: Made) -> Shown:
    (argument,) = _only_called(made)
    year, month, day = struct.unpack(">HBB", octets(argument))
    return Shown("datetime.date", date(year, month, day).isoformat())


def _datetime(made: Made) -> Shown:
    argument, *zone = _only_called(made)
    year, month, day, hour, minute, second, microsecond = _clock(">HBBBBB", octets(argument))
    moment = datetime(year, month & ~_FOLD, day, hour, minute, second, microsecond)  # noqa: DTZ001
    return Shown("datetime.datetime", _in_zone(moment, *map(_zone, zone)))


def _time(made: Made) -> Shown:
    argument, *zone = _only_called(made)
    hour, minute, second, microsecond = _clock(">BBB", octets(argument))
    return Shown("datetime.time", _in_zone(time(hour & ~_FOLD, minute, second, microsecond), *map(_zone, zone)))


def _clock(layout: str, raw: bytes) -> tuple[int, ...]:
    return (*struct.unpack(layout, raw[:-3]), int.from_bytes(raw[-3:], "big"))


@dataclass(frozen=True, slots=True)
class _Zone:
    """A time zone: an offset, or a name of which only the system knows the offset."""

    offset: timezone | None
    name: str = ""


def _in_zone(moment: datetime | time, zone: _Zone | None = None) -> str:
    if zone is None:
        return moment.isoformat()
    text = moment.replace(tzinfo=zone.offset).isoformat()
    return f"{text} [{zone.name}]" if zone.name else text


def _zone(node: Node) -> _Zone:
    match read_as(node):
        case "timezone":
            return _Zone(_offset(node))
        case "zoneinfo" | "pytz":
            return _Zone(None, _key(node))
        case "pytz-utc":
            return _Zone(timezone.utc)
        case "pytz-offset":
            return _Zone(_minutes(node))
    raise OddShapeError


def _offset(node: Node) -> timezone:
    match node:
        case Made(arguments=(Made() as offset,) | (Made() as offset, str())):
            _only_called(node)
            return timezone(_duration(offset))
    raise OddShapeError


def _minutes(node: Node) -> timezone:
    match node:
        case Made(arguments=(int(minutes),)):
            _only_called(node)
            return timezone(timedelta(minutes=minutes))
    raise OddShapeError


def _key(node: Node) -> str:
    match node:
        case Made(arguments=(str(key),) | (str(key), int()) | (str(key), int(), int(), str())):
            _only_called(node)
            if _ZONE_KEY.fullmatch(key):
                return key
    raise OddShapeError


def _timezone(made: Made) -> Shown:
    return Shown("datetime.timezone", str(_offset(made)))


def _zoneinfo(made: Made) -> Shown:
    return Shown("zoneinfo.ZoneInfo", _key(made))


def _pytz(made: Made) -> Shown:
    return Shown("pytz", _key(made))


def _pytz_utc(made: Made) -> Shown:
    if _only_called(made):
        raise OddShapeError
    return Shown("pytz", "UTC")


def _pytz_offset(made: Made) -> Shown:
    return Shown("pytz", str(_minutes(made)))


def _duration(made: Made) -> timedelta:
    if read_as(made) != "timedelta":
        raise OddShapeError
    days, seconds, microseconds = _integers(made, 3)
    return timedelta(days, seconds, microseconds)


def _timedelta(made: Made) -> Shown:
    return Shown("datetime.timedelta", str(_duration(made)))


# Numbers, identifiers and paths.


def _decimal(made: Made) -> Shown:
    (argument,) = _only_called(made)
    text = text_of(argument)
    if len(text) > MOST_DIGITS or not _DECIMAL.fullmatch(text):
        raise OddShapeError
    return Shown("decimal.Decimal", text)


def _fraction(made: Made) -> Shown:
    match _only_called(made):
        case (str(text),) if len(text) <= MOST_DIGITS and _FRACTION.fullmatch(text):
            return Shown("fractions.Fraction", text)
        case (int(numerator), int(denominator)) if denominator > 0:
            return Shown("fractions.Fraction", f"{numerator}/{denominator}" if denominator > 1 else str(numerator))
    raise OddShapeError


def _uuid(made: Made) -> Shown:
    match made:
        case Made(arguments=(), state=(Pairs(items),), items=(), pairs=()):
            fields = {text_of(key): value for key, value in items}
            match fields.pop("int"), fields.pop("is_safe", None), fields:
                case int(number), int() | None, rest if not rest:
                    return Shown("uuid.UUID", str(UUID(int=number)))
    raise OddShapeError


def _posix_path(made: Made) -> Shown:
    return Shown(_path_type(made), str(PurePosixPath(*map(text_of, _only_called(made)))))


def _windows_path(made: Made) -> Shown:
    return Shown(_path_type(made), str(PureWindowsPath(*map(text_of, _only_called(made)))))


def _path_type(made: Made) -> str:
    return f"pathlib.{made.callee.name}"


# pandas.


def _pandas_timestamp(made: Made) -> Shown:
    match _only_called(made):
        case (int(count), None, zone):
            return _timestamp(count, 1, zone)
        case (int(count), None, zone, int(unit)):
            return _timestamp(count, _NANOSECONDS[unit], zone)
    raise OddShapeError


def _timestamp(count: int, nanoseconds: int, zone: Node) -> Shown:
    if count == arrays.NOT_A_TIME:
        raise OddShapeError
    moment = _moment(count * nanoseconds)
    if zone is None:
        return Shown("pandas.Timestamp", moment)
    place = _zone(zone)
    offset = place.offset or timezone.utc
    shifted = _moment(count * nanoseconds + int(offset.utcoffset(None).total_seconds()) * _SECOND)
    suffix = datetime.min.replace(tzinfo=offset).isoformat()[19:]
    return Shown("pandas.Timestamp", f"{shifted}{suffix} [{place.name}]" if place.name else f"{shifted}{suffix}")


def _moment(nanoseconds: int) -> str:
    seconds, rest = divmod(nanoseconds, _SECOND)
    return (_EPOCH + timedelta(seconds=seconds)).isoformat() + _fraction_of_second(rest)


def _fraction_of_second(nanoseconds: int) -> str:
    if not nanoseconds:
        return ""
    return f".{nanoseconds:09d}" if nanoseconds % 1000 else f".{nanoseconds // 1000:06d}"


def _pandas_timedelta(made: Made) -> Shown:
    match _only_called(made):
        case (int(count), int(unit)) if count != arrays.NOT_A_TIME:
            seconds, rest = divmod(count * _NANOSECONDS[unit], _SECOND)
            days, seconds = divmod(seconds, 24 * 3600)
            clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
            return Shown("pandas.Timedelta", f"{days} days {clock}{_fraction_of_second(rest)}")
    raise OddShapeError


def _pandas_nat(made: Made) -> Shown:
    if _only_called(made) not in {(), (None,)}:
        raise OddShapeError
    return Shown("pandas.NaT", "NaT")


def _pandas_interval(made: Made) -> Shown:
    match _only_called(made):
        case (left, right, "left" | "right" | "both" | "neither" as closed):
            opening = "[" if closed in {"left", "both"} else "("
            closing = "]" if closed in {"right", "both"} else ")"
            return Shown("pandas.Interval", f"{opening}{_end(left)}, {_end(right)}{closing}")
    raise OddShapeError


def _end(node: Node) -> str:
    if isinstance(node, Made):
        return shown(node).value
    if not is_number(node):
        raise OddShapeError
    return repr(node)


# numpy.


def _numpy_dtype(made: Made) -> Shown:
    return Shown("numpy.dtype", arrays.dtype_of(made).name)


READINGS: Mapping[str, Callable[[Made], Shown]] = {
    "latin1": _bytes,
    "bytes": _bytes,
    "bytearray": _bytearray,
    "complex": _complex,
    "range": _range,
    "slice": _slice,
    "set": _set,
    "frozenset": _set,
    "ordereddict": _ordered_dict,
    "defaultdict": _default_dict,
    "counter": _counter,
    "deque": _deque,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "timedelta": _timedelta,
    "timezone": _timezone,
    "zoneinfo": _zoneinfo,
    "pytz": _pytz,
    "pytz-utc": _pytz_utc,
    "pytz-offset": _pytz_offset,
    "decimal": _decimal,
    "fraction": _fraction,
    "uuid": _uuid,
    "posix-path": _posix_path,
    "windows-path": _windows_path,
    "pandas-timestamp": _pandas_timestamp,
    "pandas-timedelta": _pandas_timedelta,
    "pandas-nat": _pandas_nat,
    "pandas-interval": _pandas_interval,
    "numpy-dtype": _numpy_dtype,
    "numpy-scalar": arrays.scalar,
    "numpy-reconstruct": arrays.reconstructed,
    "numpy-frombuffer": arrays.from_buffer,
    "numpy-masked": arrays.masked,
}
