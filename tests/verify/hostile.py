"""Pickles that run something or crash when they are loaded, by the technique; and pickles that exhaust.

Each payload makes the file or folder that it is given, its marker. Most throw their outcome away and leave a clean
dict. Among them are those of the public advisories of the scanners picklescan, fickling and modelscan.
"""

from __future__ import annotations

import marshal
import pickle
import struct
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from mlprodest_lint.verify.artifacts.refusals import Kind

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

# A small assembler.

MARK, REDUCE, BUILD, POP, STOP = b"(", b"R", b"b", b"0", b"."
EMPTY_DICT, EMPTY_LIST, EMPTY_TUPLE, NONE, STACK_GLOBAL = b"}", b"]", b")", b"N", b"\x93"
PROTO_4 = b"\x80\x04"


def text(value: str) -> bytes:
    """Return what pushes a text."""
    raw = value.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw


def number(value: int) -> bytes:
    """Return what pushes an integer."""
    return b"J" + struct.pack("<i", value)


def octets(value: bytes) -> bytes:
    """Return what pushes bytes."""
    return b"B" + struct.pack("<I", len(value)) + value


def many(*values: bytes) -> bytes:
    """Return what pushes a tuple."""
    return MARK + b"".join(values) + b"t"


def some(*values: bytes) -> bytes:
    """Return what pushes a list."""
    return MARK + b"".join(values) + b"l"


def named(name: str) -> bytes:
    """Return what pushes a ``module:name`` by the instruction that has it as its argument."""
    module, _, rest = name.partition(":")
    return f"c{module}\n{rest}\n".encode()


def stacked(name: str) -> bytes:
    """Return what pushes a ``module:name`` by the instruction that takes it from the stack."""
    module, _, rest = name.partition(":")
    return text(module) + text(rest) + STACK_GLOBAL


def call(callee: bytes, *arguments: bytes) -> bytes:
    """Return what pushes the outcome of a call."""
    return callee + many(*arguments) + REDUCE


CLEAN = EMPTY_DICT + text("accuracy") + b"G" + struct.pack(">d", 0.9) + b"s"


def popped(payload: bytes, protocol: bytes = PROTO_4) -> bytes:
    """Return a pickle that throws away what the payload gives, and gives a clean dict."""
    return protocol + payload + POP + CLEAN + STOP


def held(payload: bytes, protocol: bytes = PROTO_4) -> bytes:
    """Return a pickle of a dict that holds what the payload gives."""
    return protocol + EMPTY_DICT + text("accuracy") + payload + b"s" + STOP


class Effect(Enum):
    """What loading does here; for some, another system or another package would be needed to see it."""

    MARKS = "makes the marker"
    CRASHES = "kills the process"
    UNSEEN = "not seen on this system"


@dataclass(frozen=True)
class Hostile:
    """A pickle that does harm when it is loaded.

    Attributes:
        name: The technique.
        data: Makes the pickle for a marker.
        kind: What it is refused for.
        names: The name that the refusal shows, if it shows one.
        effect: What loading it does.
    """

    name: str
    data: Callable[[str], bytes]
    kind: Kind = Kind.NAME
    names: str = ""
    effect: Effect = Effect.MARKS


def shell(marker: str) -> str:
    return f"touch '{marker}'"


def python(marker: str) -> str:
    return f"open({marker!r}, 'w').close()"


def system(marker: str) -> bytes:
    return call(named("os:system"), text(shell(marker)))


# Instructions that call.


def by_instruction() -> Iterator[Hostile]:
    """Yield a payload for each way of calling something, and of spelling what is called."""
    for protocol in range(6):
        head = bytes((0x80, protocol)) if protocol > 1 else b""
        yield Hostile(f"protocol {protocol}", lambda m, head=head: popped(system(m), head), names="os.system")  # type: ignore[misc]
    yield Hostile("the pickler's own", lambda m: pickle.dumps({"a": Reduced(m)}), names="posix.system")
    yield Hostile("INST", lambda m: popped(MARK + text(shell(m)) + b"ios\nsystem\n"), names="os.system")
    yield Hostile("OBJ", lambda m: popped(MARK + named("os:system") + text(shell(m)) + b"o"), names="os.system")

    yield Hostile(
        "NEWOBJ",
        lambda m: popped(
            named("numpy:memmap") + many(text(m), text("uint8"), text("w+"), number(0), number(1)) + b"\x81"
        ),
        names="numpy.memmap",
    )
    yield Hostile(
        "NEWOBJ_EX",
        lambda m: popped(
            named("numpy:memmap")
            + many(text(m))
            + EMPTY_DICT
            + MARK
            + text("mode")
            + text("w+")
            + text("shape")
            + number(1)
            + b"u\x92"
        ),
        names="numpy.memmap",
    )
    yield Hostile(
        "BUILD of a method",
        lambda m: popped(
            named("collections:OrderedDict")
            + EMPTY_TUPLE
            + REDUCE
            + EMPTY_DICT
            + text("__setstate__")
            + named("os:system")
            + b"s"
            + BUILD
            + text(shell(m))
            + BUILD
        ),
        names="os.system",
    )
    yield Hostile(
        "BUILD through slots",
        lambda m: popped(
            named("argparse:Namespace")
            + EMPTY_TUPLE
            + REDUCE
            + NONE
            + EMPTY_DICT
            + text("__setstate__")
            + named("os:system")
            + b"s\x86"
            + BUILD
            + text(shell(m))
            + BUILD
        ),
        names="argparse.Namespace",
    )
    yield Hostile("STACK_GLOBAL", lambda m: popped(call(stacked("os:system"), text(shell(m)))), names="os.system")
    yield Hostile(
        "names as old texts",
        lambda m: popped(call(b"S'os'\nS'system'\n" + STACK_GLOBAL, text(shell(m)))),
        names="os.system",
    )
    yield Hostile(
        "names with escapes",
        lambda m: popped(call(b"V\\u006fs\nS'\\x73ystem'\n" + STACK_GLOBAL, text(shell(m)))),
        names="os.system",
    )
    yield Hostile(
        "names as counted texts",
        lambda m: popped(call(b"\x8c\x02os\x8d" + struct.pack("<Q", 6) + b"system" + STACK_GLOBAL, text(shell(m)))),
        names="os.system",
    )
    yield Hostile(
        "names from the memo",
        lambda m: popped(
            text("collections") + b"q\x00" + text("os") + b"q\x00" + text("system") + b"r\xff\xff\x00\x00"
            b"000" + call(b"h\x00j\xff\xff\x00\x00" + STACK_GLOBAL, text(shell(m)))
        ),
        names="os.system",
    )
    yield Hostile(
        "names counted by the memo",
        lambda m: popped(
            text("x") + b"q\x07" + text("os") + b"\x94" + text("system") + b"\x94"
            b"000" + call(b"h\x01h\x02" + STACK_GLOBAL, text(shell(m)))
        ),
        names="os.system",
    )
    yield Hostile(
        "a computed name",
        lambda m: popped(call(call(named("builtins:str"), text("os")) + text("system") + STACK_GLOBAL, text(shell(m)))),
        Kind.COMPUTED,
    )
    yield Hostile(
        "a computed callee",
        lambda m: popped(call(call(named("builtins:getattr"), named("zoneinfo:ZoneInfo"), text("from_file")), text(m))),
        Kind.MISUSED,
        "builtins.getattr",
        Effect.UNSEEN,
    )
    yield Hostile(
        "a callee that a call gives",
        lambda _: popped(call(call(named("datetime:date"), octets(b"\x07\xe8\x01\x01")), text("x"))),
        Kind.COMPUTED,
        effect=Effect.UNSEEN,
    )
    yield Hostile(
        "getattr of a module",
        lambda m: popped(
            call(
                call(named("builtins:getattr"), call(named("builtins:__import__"), text("os")), text("system")),
                text(shell(m)),
            )
        ),
        names="builtins.__import__",
    )
    yield Hostile(
        "an extension code, registered before",
        lambda m: popped(
            call(named("copyreg:add_extension"), text("os"), text("system"), number(7))
            + POP
            + call(b"\x82\x07", text(shell(m)))
        ),
        names="copyreg.add_extension",
    )
    for code, name in ((b"\x82\x07", "EXT1"), (b"\x83\x07\x01", "EXT2"), (b"\x84\x07\x01\x00\x01", "EXT4")):
        yield Hostile(name, lambda _, code=code: popped(code), Kind.OPAQUE, effect=Effect.UNSEEN)  # type: ignore[misc]
    yield Hostile("PERSID", lambda _: popped(b"Pos.system\n"), Kind.OPAQUE, effect=Effect.UNSEEN)
    yield Hostile("BINPERSID", lambda _: popped(text("os.system") + b"Q"), Kind.OPAQUE, effect=Effect.UNSEEN)
    yield Hostile("NEXT_BUFFER", lambda _: popped(b"\x97"), Kind.OPAQUE, effect=Effect.UNSEEN)
    yield Hostile("READONLY_BUFFER", lambda _: popped(octets(b"a") + b"\x98"), Kind.OPAQUE, effect=Effect.UNSEEN)


class Reduced:
    """Pickles itself as a command."""

    def __init__(self, marker: str) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        import os  # noqa: PLC0415 - only the payload needs it

        return os.system, (shell(self._marker),)


# Where the payload hides.


def by_place() -> Iterator[Hostile]:
    """Yield a payload at each place where something could overlook it."""
    places: dict[str, Callable[[str], bytes]] = {
        "held as a value": lambda m: held(system(m)),
        "thrown away with a mark": lambda m: PROTO_4 + MARK + system(m) + b"1" + CLEAN + STOP,
        "left below the outcome": lambda m: PROTO_4 + system(m) + CLEAN + STOP,
        "as a key": lambda m: PROTO_4 + EMPTY_DICT + system(m) + text("x") + b"s" + STOP,
        "deep in lists": lambda m: held(EMPTY_LIST * 20 + system(m) + b"a" * 20),
        "as an argument of plain data": lambda m: held(call(named("decimal:Decimal"), system(m))),
        "as a state of plain data": lambda m: held(
            named("uuid:UUID") + EMPTY_TUPLE + b"\x81" + EMPTY_DICT + text("int") + system(m) + b"sb"
        ),
        "in an array of objects": lambda m: held(array((1,), dtype("O8", "|", 63), some(system(m)))),
        "in a frame": lambda m: PROTO_4 + framed(system(m) + POP + CLEAN + STOP),
        "before an unknown instruction": lambda m: PROTO_4 + system(m) + POP + CLEAN + b"\xff",
        "before the file is cut off": lambda m: PROTO_4 + system(m) + POP + CLEAN,
        "before a missing memo entry": lambda m: PROTO_4 + system(m) + POP + b"h\x63" + STOP,
        "before an empty stack": lambda m: PROTO_4 + system(m) + POP + POP + POP + STOP,
        "before a bad number": lambda m: PROTO_4 + system(m) + POP + b"Iabc\n" + STOP,
        "before bad text": lambda m: PROTO_4 + system(m) + POP + b"X\x01\x00\x00\x00\xff" + STOP,
        "before another pickle": lambda m: popped(system(m)) + pickle.dumps({"a": 1}),
        "before a length of 2 GiB": lambda m: PROTO_4 + system(m) + b"B\xff\xff\xff\x7f",
    }
    for name, data in places.items():
        yield Hostile(name, data, names="os.system")


def framed(body: bytes) -> bytes:
    return b"\x95" + struct.pack("<Q", len(body)) + body


# What is called.


def beside(marker: str) -> str:
    """Write a hostile pickle beside the marker, and return its path."""
    path = f"{marker}.pkl"
    with open(path, "wb") as file:  # noqa: PTH123 - the marker is a text
        file.write(popped(system(marker)))
    return path


def subinterpreter(marker: str) -> bytes:
    return call(named("_xxsubinterpreters:run_string"), call(named("_xxsubinterpreters:create")), text(python(marker)))


def compiled(marker: str) -> bytes:
    code = marshal.dumps(compile(python(marker), "x", "exec"))
    function = call(named("types:FunctionType"), call(named("marshal:loads"), octets(code)), EMPTY_DICT)
    return call(function)


def logging_configuration(marker: str) -> bytes:
    handlers = {"h": {"class": "logging.FileHandler", "filename": marker}}
    configuration = {"version": 1, "handlers": handlers}
    return call(named("logging.config:dictConfig"), pickle.dumps(configuration, 2)[2:-1])


def gadgets() -> Iterator[Hostile]:
    """Yield a payload for each function that runs code, starts a program or writes a file."""
    of_marker: dict[str, Callable[[str], bytes]] = {
        "posix:system": lambda m: text(shell(m)),
        "os:popen": lambda m: text(shell(m)),
        "os:mkdir": text,
        "os:makedirs": text,
        "os:execv": lambda m: text("/bin/sh") + some(text("sh"), text("-c"), text(shell(m))),
        "os:spawnlp": lambda m: number(0) + text("touch") + text("touch") + text(m),
        "subprocess:Popen": lambda m: some(text("touch"), text(m)),
        "subprocess:getoutput": lambda m: text(shell(m)),
        "subprocess:check_call": lambda m: some(text("touch"), text(m)),
        "builtins:exec": lambda m: text(python(m)),
        "builtins:eval": lambda m: text(python(m)),
        "builtins:open": lambda m: text(m) + text("w"),
        "io:open": lambda m: text(m) + text("w"),
        "_io:open": lambda m: text(m) + text("w"),
        "io:FileIO": lambda m: text(m) + text("w"),
        "codecs:open": lambda m: text(m) + text("w"),
        "gzip:open": lambda m: text(m) + text("w"),
        "zipfile:ZipFile": lambda m: text(m) + text("w"),
        "tarfile:open": lambda m: text(m) + text("w"),
        "sqlite3:connect": text,
        "logging:FileHandler": text,
        "shutil:copyfile": lambda m: text(__file__) + text(m),
        "timeit:timeit": lambda m: text("pass") + text(python(m)),
        "cProfile:run": lambda m: text(python(m)),
        "profile:run": lambda m: text(python(m)),
        "runpy:_run_code": lambda m: text(python(m)) + EMPTY_DICT,
        "pydoc:pipepager": lambda m: text("x") + text(shell(m)),
        "uuid:_get_command_stdout": lambda m: text("touch") + text(m),
        "imaplib:IMAP4_stream": lambda m: text(shell(m)),
        "venv:create": text,
        "numpy.testing._private.utils:runstring": lambda m: text(python(m)) + EMPTY_DICT,
        "numpy.f2py.crackfortran:myeval": lambda m: text(python(m)),
        "numpy:memmap": lambda m: text(m) + text("uint8") + text("w+") + number(0) + number(1),
        "pandas:read_pickle": lambda m: text(beside(m)),
        "joblib:load": lambda m: text(beside(m)),
        "pickle:loads": lambda m: octets(popped(system(m))),
        "_pickle:loads": lambda m: octets(popped(system(m))),
    }
    for name, arguments in of_marker.items():
        yield Hostile(
            name,
            lambda m, name=name, arguments=arguments: popped(named(name) + MARK + arguments(m) + b"t" + REDUCE),  # type: ignore[misc]
            names=name.replace(":", "."),
        )
    for name in ("random:_os.system", "uuid:os.system", "pathlib:os.system", "numpy.lib._npyio_impl:os.system"):
        yield Hostile(
            name,
            lambda m, name=name: popped(call(stacked(name), text(shell(m)))),  # type: ignore[misc]
            names=name.replace(":", "."),
        )
    yield Hostile(
        "pathlib:Path.touch",
        lambda m: popped(call(stacked("pathlib:Path.touch"), call(named("pathlib:PosixPath"), text(m)))),
        names="pathlib.Path.touch",
    )
    yield Hostile(
        "pkgutil:resolve_name",
        lambda m: popped(call(call(named("pkgutil:resolve_name"), text("os:system")), text(shell(m)))),
        names="pkgutil.resolve_name",
    )
    yield Hostile(
        "pydoc:locate",
        lambda m: popped(call(call(named("pydoc:locate"), text("os.system")), text(shell(m)))),
        names="pydoc.locate",
    )
    yield Hostile(
        "importlib:import_module",
        lambda m: popped(
            call(
                call(named("operator:methodcaller"), text("system"), text(shell(m))),
                call(named("importlib:import_module"), text("os")),
            )
        ),
        names="operator.methodcaller",
    )
    yield Hostile(
        "a name of Python 2",
        lambda m: popped(call(named("commands:getoutput"), text(shell(m))), b""),
        names="commands.getoutput",
    )
    yield Hostile(
        "a builtin of Python 2",
        lambda m: popped(call(named("__builtin__:eval"), text(python(m))), b""),
        names="__builtin__.eval",
    )
    yield Hostile("types:FunctionType", lambda m: popped(compiled(m)), names="types.FunctionType")
    yield Hostile(
        "logging.config:dictConfig", lambda m: popped(logging_configuration(m)), names="logging.config.dictConfig"
    )
    yield Hostile(
        "_xxsubinterpreters:run_string",
        lambda m: popped(subinterpreter(m)),
        names="_xxsubinterpreters.run_string",
        effect=Effect.MARKS if sys.version_info < (3, 13) else Effect.UNSEEN,
    )
    elsewhere = (
        "nt:system",
        "torch:load",
        "pip:main",
        "ctypes:CDLL",
        "cloudpickle:loads",
        "dill:loads",
        "_pyrepl.pager:pipe_pager",
    )
    for name in elsewhere:
        yield Hostile(
            name,
            lambda _, name=name: popped(call(named(name), text("x"))),  # type: ignore[misc]
            names=name.replace(":", "."),
            effect=Effect.UNSEEN,
        )


# What accepted names can do.


def dtype(code: str, order: str, flags: int, size: int = -1) -> bytes:
    """Return what pushes a type of numpy with a state."""
    made = call(named("numpy:dtype"), text(code), b"\x89", b"\x88")
    state = many(number(3), text(order), NONE, NONE, NONE, number(size), number(-1), number(flags))
    return made + state + BUILD


def array(shape: tuple[int, ...], made: bytes, data: bytes) -> bytes:
    """Return what pushes an array as protocol 4 spells it."""
    empty = call(named("numpy.core.multiarray:_reconstruct"), named("numpy:ndarray"), many(number(0)), octets(b"b"))
    return empty + many(number(1), many(*map(number, shape)), made, b"\x89", data) + BUILD


CODES = ("f8", "i4", "b1", "m8", "M8", "O8", "U2", "S3", "V8", "f2", "c16", "f16", "i3", "U0", "x8")
UNIT = many(NONE, many(octets(b"D"), number(1), number(1), number(1)))


def of_numpy(chance: random.Random) -> bytes:
    """Return a scalar or array whose type, size and shape needn't agree, as something like numpy would write it."""
    flags = number(chance.choice([0, 0, 0, 8, 27, 63, 63]))
    size = number(chance.choice([-1, -1, -1, 1, 3, 8, 2**20]))
    order = text(chance.choice("<<||>"))
    more = chance.choice([b"", b"", UNIT])
    head = number(chance.choice([3, 4])) + order + NONE * 3
    state = many(head, size, number(chance.choice([-1, 1, 4])), flags, more)
    made = call(named("numpy:dtype"), text(chance.choice(CODES)), b"\x89", b"\x88") + chance.choice(
        [b"", state + BUILD, state + BUILD]
    )
    data = chance.choice([octets(b"A" * chance.choice([1, 2, 3, 4, 8, 8, 16, 32])), some(number(1), text("x"))])
    shape = tuple(chance.choice([0, 1, 2, 3, 4]) for _ in range(chance.choice([0, 1, 1, 2])))
    kind = chance.randrange(3)
    if kind == 0:
        return held(call(named("numpy._core.multiarray:scalar"), made, data))
    if kind == 1:
        return held(call(named("numpy._core.numeric:_frombuffer"), data, made, many(*map(number, shape)), text("C")))
    return held(array(shape, made, data))


ADDRESSES = octets(b"A" * 32)


def of_accepted_names() -> Iterator[Hostile]:
    """Yield what crashes or poisons the process through the names of plain data alone."""
    yield Hostile(
        "an array over given addresses",
        lambda _: held(call(named("numpy:ndarray"), many(number(4)), text("O"), ADDRESSES)),
        Kind.MISUSED,
        "numpy.ndarray",
        Effect.CRASHES,
    )
    yield Hostile(
        "the same without a call",
        lambda _: held(named("numpy:ndarray") + many(many(number(4)), text("O"), ADDRESSES) + b"\x81"),
        Kind.MISUSED,
        "numpy.ndarray",
        Effect.CRASHES,
    )
    yield Hostile(
        "a type that hides its objects",
        lambda _: held(
            call(
                named("numpy._core.numeric:_frombuffer"),
                ADDRESSES,
                dtype("O8", "|", 0),
                many(number(4)),
                text("C"),
            )
        ),
        Kind.MISUSED,
        "numpy.dtype",
        Effect.CRASHES,
    )
    yield Hostile(
        "a duration without its unit",
        lambda _: held(call(named("numpy._core.multiarray:scalar"), dtype("m8", "<", 0), octets(b"A" * 8))),
        Kind.MISUSED,
        "numpy.dtype",
        Effect.CRASHES,
    )
    yield Hostile(
        "a text of negative size",
        lambda _: held(call(named("numpy._core.multiarray:scalar"), dtype("S3", "|", 0), octets(b"AAA"))),
        Kind.MISUSED,
        "numpy.dtype",
        Effect.UNSEEN,
    )
    yield Hostile(
        "a field outside its record",
        lambda _: held(
            array(
                (4,),
                call(named("numpy:dtype"), text("V8"), b"\x89", b"\x88")
                + many(
                    number(3),
                    text("|"),
                    NONE,
                    many(text("a")),
                    EMPTY_DICT + text("a") + many(dtype("f8", "<", 0), number(2**30)) + b"s",
                    number(8),
                    number(1),
                    number(0),
                )
                + BUILD,
                ADDRESSES,
            )
        ),
        Kind.MISUSED,
        "numpy.core.multiarray._reconstruct",
        Effect.UNSEEN,
    )
    yield Hostile(
        "a type that changes after its use",
        lambda _: (
            PROTO_4
            + dtype("f8", "<", 0)
            + b"q\x00"
            + call(named("numpy._core.multiarray:scalar"), b"h\x00", octets(b"A" * 8))
            + POP
            + many(number(3), text("<"), NONE, NONE, NONE, number(-1), number(-1), number(63))
            + BUILD
            + POP
            + CLEAN
            + STOP
        ),
        Kind.OPAQUE,
        effect=Effect.UNSEEN,
    )
    yield Hostile(
        "more items than bytes",
        lambda _: held(array((2**20,), dtype("f8", "<", 0), ADDRESSES)),
        Kind.MISUSED,
        "numpy.core.multiarray._reconstruct",
        Effect.UNSEEN,
    )
    poisons = {
        "a state for a class": named("collections:Counter")
        + NONE
        + EMPTY_DICT
        + text("x")
        + number(1)
        + b"s\x86"
        + BUILD,
        "a state for a function": named("numpy.core.multiarray:_reconstruct") + EMPTY_DICT + BUILD,
    }
    for name, payload in poisons.items():
        yield Hostile(name, lambda _, data=payload: popped(data), Kind.MISUSED, effect=Effect.UNSEEN)  # type: ignore[misc]
    calls = {
        "_codecs:encode": (text("x"), text("idna")),
        "builtins:list": (call(named("builtins:range"), number(0), number(2**30), number(1)),),
        "builtins:set": (call(named("builtins:range"), number(0), number(2**30), number(1)),),
        "collections:Counter": (call(named("builtins:range"), number(0), number(2**30), number(1)),),
        "collections:deque": (call(named("builtins:range"), number(0), number(2**30), number(1)),),
        "builtins:bytearray": (number(2**31 - 1),),
        "builtins:bytes": (number(2**31 - 1),),
        "fractions:Fraction": (text("1e20000000"),),
        "decimal:Decimal": (text("9" * 5000),),
        "datetime:timedelta": (text("x"),),
        "zoneinfo:ZoneInfo._unpickle": (text("../../etc/passwd"), number(1)),
        "pytz:_p": (text("/etc/passwd"),),
        "copyreg:_reconstructor": (named("numpy:ndarray"), named("builtins:object"), text("x")),
        "builtins:getattr": (named("builtins:str"), text("format")),
        "builtins:object": (),
    }
    for name, arguments in calls.items():
        yield Hostile(
            f"{name} of something odd",
            lambda _, name=name, arguments=arguments: popped(call(stacked(name), *arguments)),  # type: ignore[misc]
            Kind.MISUSED,
            name.replace(":", "."),
            Effect.UNSEEN,
        )


def every() -> list[Hostile]:
    """Return all that does harm."""
    return [*by_instruction(), *by_place(), *gadgets(), *of_accepted_names()]


# What exhausts, and what is no pickle.


@dataclass(frozen=True)
class Unreadable:
    """A file that is refused without being unsafe."""

    name: str
    data: Callable[[], bytes]
    kind: Kind


def doubled(times: int) -> bytes:
    """Return what pushes a tuple that would have 2 ** times items if it were unfolded."""
    return EMPTY_TUPLE + b"2\x86" * times


def bombs() -> Iterator[Unreadable]:
    """Yield small and large files that would exhaust memory, time or the stack."""
    yield Unreadable("a length of 2 GiB", lambda: PROTO_4 + b"B\xff\xff\xff\x7f" + b"x" * 100, Kind.TRUNCATED)
    yield Unreadable("a length of 2**63", lambda: PROTO_4 + b"\x8e" + b"\xff" * 7 + b"\x7f", Kind.TRUNCATED)
    yield Unreadable("a bytearray of 2**62", lambda: b"\x80\x05\x96" + struct.pack("<Q", 2**62), Kind.TRUNCATED)
    yield Unreadable("a frame of 2**60", lambda: PROTO_4 + b"\x95" + struct.pack("<Q", 2**60) + b"}.", Kind.TRUNCATED)
    yield Unreadable("a number of 2 GiB", lambda: PROTO_4 + b"\x8b\xff\xff\xff\x7f", Kind.TRUNCATED)
    yield Unreadable(
        "a number of 4 MB", lambda: held(b"\x8b" + struct.pack("<I", 2**22) + b"\x7f" * 2**22), Kind.TOO_MANY_DIGITS
    )
    yield Unreadable("5 million digits", lambda: held(b"I" + b"7" * 5_000_000 + b"\n"), Kind.TOO_MANY_DIGITS)
    yield Unreadable("5 million digits of a float", lambda: held(b"F" + b"7" * 5_000_000 + b"\n"), Kind.TOO_MANY_DIGITS)
    yield Unreadable("10 million dicts", lambda: held(b"}" * 10_000_000), Kind.TOO_MANY)
    yield Unreadable("5 million instructions", lambda: held(NONE + b"20" * 2_500_000), Kind.TOO_MANY)
    yield Unreadable("500,000 levels of tuples", lambda: held(b"}" + b"\x85" * 500_000), Kind.TOO_DEEP)
    yield Unreadable("400,000 levels of lists", lambda: held(b"]" * 400_000 + b"a" * 399_999), Kind.TOO_DEEP)
    yield Unreadable("400,000 levels of marks", lambda: held(MARK * 400_000 + b"t" * 400_000), Kind.TOO_DEEP)
    yield Unreadable(
        "a deep key", lambda: PROTO_4 + b"}" + EMPTY_TUPLE + b"\x85" * 500_000 + b"Ns0" + CLEAN + STOP, Kind.TOO_DEEP
    )
    yield Unreadable("a doubled value", lambda: held(doubled(40)), Kind.TOO_MANY)
    yield Unreadable("a doubled key", lambda: PROTO_4 + b"}" + doubled(40) + b"Ns0" + CLEAN + STOP, Kind.TOO_MANY)
    yield Unreadable(
        "doubled in a set", lambda: PROTO_4 + b"\x8f(" + doubled(40) + b"\x900" + CLEAN + STOP, Kind.TOO_MANY
    )
    yield Unreadable("doubled lists", lambda: held(EMPTY_LIST + b"q\x000(h\x00h\x00l" * 60), Kind.TOO_MANY)
    yield Unreadable(
        "many costly keys", lambda: PROTO_4 + b"}" + doubled(20) + b"q\x00Ns" + b"h\x00Ns" * 100 + STOP, Kind.TOO_MANY
    )
    yield Unreadable("a list in itself", lambda: held(b"]q\x00h\x00a"), Kind.CYCLIC)
    yield Unreadable("a dict in itself", lambda: PROTO_4 + b"}q\x00" + text("a") + b"h\x00s.", Kind.CYCLIC)
    yield Unreadable("17 MiB", lambda: held(octets(bytes(17 * 2**20))), Kind.TOO_LARGE)
