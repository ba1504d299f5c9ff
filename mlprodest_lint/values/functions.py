"""What functions and methods of the standard library make of values that are known: texts, paths and containers."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from itertools import islice, product, starmap
from string import Formatter
from typing import TYPE_CHECKING

from mlprodest_lint.values import paths
from mlprodest_lint.values.model import (
    NOTHING_KNOWN,
    UNKNOWN,
    UNKNOWN_TEXT,
    Arguments,
    Entries,
    External,
    Items,
    Made,
    MethodOf,
    Plain,
    Text,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PATH_CLASS = "pathlib.Path"
ENVIRONMENT = "os.getenv"
"""What makes the value of an environment variable, however it is read."""

_ENTRY = "os.DirEntry"
NAMES_OF_PATHS = {_ENTRY: "path"}
"""The attribute that tells the path of something that stands for a file, by its class, where it isn't ``name``."""

_MOST_COMBINATIONS = 64
SYSTEM_FOLDER = Text("/tmp")  # noqa: S108 - a value to judge, nothing is written there
_ITEM_OF_FORMAT = re.compile(r"%(?:\((?P<name>[^)]*)\))?[-#0 +]*[\d.*]*[hlL]?(?P<kind>[a-zA-Z%])")
_CONTAINERS = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"})


# Texts.


def texts(values: Values) -> list[Text]:
    """Return each possibility as a text; anything but texts and numbers is an unknown one, ``None`` too."""
    return list(dict.fromkeys(map(_text, values)))


def _text(value: Value) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, Plain) and value.value is not None:
        return Text(str(value.value))
    # `None` too: where code puts it into a path, a check before that has gone another way.
    return UNKNOWN_TEXT


def combined(make: Callable[..., Value], *groups: Sequence[Text]) -> Values:
    """Make a value of each combination of possibilities; too many of them are unknown."""
    combinations = list(islice(product(*groups), _MOST_COMBINATIONS + 1))
    if len(combinations) > _MOST_COMBINATIONS:
        return NOTHING_KNOWN
    return union([tuple(starmap(make, combinations))])


def concatenated(parts: Sequence[Values]) -> Values:
    """Return what an f-string, ``+`` or ``"".join`` make of some parts."""
    return combined(_concatenate, *map(texts, parts))


def _concatenate(*parts: Text) -> Text:
    whole = Text("")
    for part in parts:
        whole += part.as_text()
    return whole


def percent(template: Text, values: Values) -> Values:
    """Return what ``template % values`` gives."""
    if not template.exact:
        return (replace(template, tail=""),)
    given = values[0] if len(values) == 1 else UNKNOWN
    items = list(given.items) if isinstance(given, Items) and given.type == "tuple" else [values]
    parts: list[Values] = []
    position = 0
    for found in _ITEM_OF_FORMAT.finditer(template.head):
        parts.append((replace(template, head=template.head[position : found.start()]),))
        position = found.end()
        if found["kind"] == "%":
            parts.append((Text("%"),))
        elif found["name"] is not None:
            parts.append(entry(given, found["name"]) if found["kind"] == "s" else (UNKNOWN_TEXT,))
        else:
            item = items.pop(0) if items else NOTHING_KNOWN
            parts.append(item if found["kind"] in "sd" else (UNKNOWN_TEXT,))
    parts.append((replace(template, head=template.head[position:]),))
    return concatenated(parts)


def formatted(template: Text, arguments: Arguments) -> Values:
    """Return what ``template.format(...)`` gives."""
    if not template.exact:
        return (replace(template, tail=""),)
    parts: list[Values] = []
    automatic = 0
    try:
        fields = list(Formatter().parse(template.head))
    except ValueError:
        return (UNKNOWN_TEXT,)
    for literal, named, specification, conversion in fields:
        parts.append((replace(template, head=literal),))
        if named is None:
            continue
        field = named or str(automatic)
        automatic += not named
        value = arguments.get(int(field)) if field.isdigit() else arguments.get(None, field)
        is_plain = not specification and conversion in (None, "s")
        parts.append(value if value is not None and is_plain else (UNKNOWN_TEXT,))
    return concatenated(parts)


def _text_method(text: Text, name: str, arguments: Arguments) -> Values:
    if name == "format":
        return formatted(text, arguments)
    if name == "join":
        return _joined(text, arguments.get(0) or NOTHING_KNOWN)
    given = [_exact(values) for values in arguments.positional]
    if text.exact and name in _COMPUTABLE and None not in given and not arguments.keywords and arguments.complete:
        try:
            return (replace(text, head=getattr(text.head, name)(*given)),)
        except (TypeError, ValueError):
            return (UNKNOWN_TEXT,)
    if name in {"rstrip", "removesuffix", "strip"} and not text.exact:
        return (replace(text, tail=""),)
    if name in {"encode", "split", "rsplit", "splitlines", "partition", "rpartition"}:
        return (Made({"encode": "bytes", "partition": "tuple", "rpartition": "tuple"}.get(name, "list")),)
    if name in {"startswith", "endswith", "isdigit", "isalpha", "isalnum", "islower", "isupper", "isidentifier"}:
        return (Made("bool"),)
    if name in {"find", "rfind", "index", "rindex", "count"}:
        return (Made("int"),)
    return (UNKNOWN_TEXT,)


_COMPUTABLE = frozenset(
    {
        *("capitalize", "casefold", "lower", "upper", "title", "swapcase", "strip", "lstrip", "rstrip", "replace"),
        *("removeprefix", "removesuffix", "expandtabs"),
    }
)


def _exact(values: Values) -> str | int | None:
    value = values[0] if len(values) == 1 else UNKNOWN
    if isinstance(value, Text) and value.exact:
        return value.head
    return value.value if isinstance(value, Plain) and isinstance(value.value, int) else None


def _joined(separator: Text, values: Values) -> Values:
    items = values[0] if len(values) == 1 else UNKNOWN
    if not isinstance(items, Items) or not items.start:
        return (UNKNOWN_TEXT,)
    parts: list[Values] = []
    for item in items.start:
        parts += [(separator,), item] if parts else [item]
    return concatenated(parts if items.complete else [*parts, (UNKNOWN_TEXT,)])


# Containers.


def entry(value: Value, key: str) -> Values:
    """Return what a dict holds under a key."""
    if not isinstance(value, Entries):
        return NOTHING_KNOWN
    found = [held for keys, held in value.pairs if any(isinstance(name, Text) and name.head == key for name in keys)]
    return found[-1] if found else NOTHING_KNOWN


def item(value: Value, index: Values) -> Values:
    """Return what ``value[index]`` gives."""
    if isinstance(value, Entries):
        return union(entry(value, key.head) if isinstance(key, Text) and key.exact else NOTHING_KNOWN for key in index)
    number = index[0] if len(index) == 1 else UNKNOWN
    if isinstance(value, Items) and isinstance(number, Plain) and isinstance(number.value, int):
        position = number.value
        if (value.complete and -len(value.items) <= position < len(value.items)) or 0 <= position < len(value.items):
            return value.items[position]
    return NOTHING_KNOWN


def elements(value: Value) -> Values:
    """Return what a loop over a value binds."""
    if isinstance(value, Items):
        return union([*value.items, () if value.complete and value.items else NOTHING_KNOWN])
    if isinstance(value, Entries):
        return union([*(keys for keys, _ in value.pairs), () if value.complete else NOTHING_KNOWN])
    return NOTHING_KNOWN


def _container_method(value: Items | Entries, name: str, arguments: Arguments) -> Values:
    if isinstance(value, Entries):
        if name == "items":
            return (Items("list", tuple((Items("tuple", pair),) for pair in value.pairs), value.complete),)
        if name == "keys":
            return (Items("list", tuple(keys for keys, _ in value.pairs), value.complete),)
        if name == "values":
            return (Items("list", tuple(held for _, held in value.pairs), value.complete),)
        if name in {"get", "pop", "setdefault"}:
            found = union(item(value, (key,)) for key in arguments.get(0) or NOTHING_KNOWN)
            default = arguments.get(1, "default") if found == NOTHING_KNOWN and value.complete else ()
            return found if default is None else union([found, default])
    if name == "copy":
        return (value,)
    if name == "pop" and isinstance(value, Items):
        return elements(value)
    return NOTHING_KNOWN


def _container(name: str, values: Values) -> Values:
    type_ = "list" if name in {"sorted", "reversed", "iter"} else name
    made: list[Value] = []
    for value in values:
        if isinstance(value, Items):
            made.append(replace(value, type=type_))
        elif isinstance(value, Entries):
            made.append(Items(type_, tuple(keys for keys, _ in value.pairs), value.complete))
        else:
            made.append(Made(type_))
    return union([tuple(made)])


def _numbered(values: Values) -> Values:
    """Return what ``enumerate`` gives."""
    return tuple(
        Items("list", tuple((Items("tuple", ((Made("int"),), held)),) for held in value.items), value.complete)
        if isinstance(value, Items)
        else UNKNOWN
        for value in values
    )


def _zipped(arguments: Arguments) -> Values:
    columns = [values[0] if len(values) == 1 else UNKNOWN for values in arguments.positional]
    known = [column for column in columns if isinstance(column, Items) and column.complete]
    if not known or len(known) < len(columns) or not arguments.complete:
        return NOTHING_KNOWN
    rows = zip(*(column.items for column in known), strict=False)
    return (Items("list", tuple((Items("tuple", row),) for row in rows)),)


def _dict(arguments: Arguments) -> Values:
    if arguments.positional or not arguments.complete:
        given = arguments.positional[0] if len(arguments.positional) == 1 and not arguments.keywords else NOTHING_KNOWN
        only = given[0] if len(given) == 1 else UNKNOWN
        return (only,) if isinstance(only, Entries) else (Made("dict"),)
    return (Entries(tuple(((Text(name),), values) for name, values in arguments.keywords)),)


# Paths.


def _without_suffix(path: Text) -> Text:
    return replace(path, head=posixpath.splitext(path.head)[0]) if path.exact else replace(path, tail="")


def _suffix(path: Text) -> Text:
    known = path.head if path.exact else path.tail
    suffix = posixpath.splitext(posixpath.basename(known))[1]
    return Text(suffix, modules=path.modules) if path.exact or suffix else UNKNOWN_TEXT


def _with_suffix(path: Text, suffix: Text) -> Text:
    return _without_suffix(path) + suffix.as_text()


def _with_name(path: Text, name: Text) -> Text:
    return paths.join(paths.parent(path), name)


def _variables_expanded(path: Text) -> Text:
    before, found, _ = path.head.partition("$")
    return replace(path, head=before, exact=False, tail="") if found else path


def _resolved(path: Text) -> Text:
    return paths.normalized(paths.anchored(path))


_OF_ONE_PATH: dict[str, Callable[[Text], Text]] = {
    "os.path.abspath": _resolved,
    "os.path.basename": paths.name,
    "os.path.dirname": paths.parent,
    "os.path.expanduser": paths.expanded,
    "os.path.expandvars": _variables_expanded,
    "os.path.normcase": lambda path: path,
    "os.path.normpath": paths.normalized,
    "os.path.realpath": _resolved,
    "os.fsdecode": Text.as_text,
    "os.fsencode": Text.as_text,
    "os.fspath": Text.as_text,
    "str": Text.as_text,
}
_METHODS_OF_PATHS: dict[str, Callable[[Text], Text]] = {
    "absolute": paths.anchored,
    "as_posix": Text.as_text,
    "__fspath__": Text.as_text,
    "__str__": Text.as_text,
    "expanduser": paths.expanded,
    "resolve": _resolved,
}
_ATTRIBUTES_OF_PATHS: dict[str, Callable[[Text], Text]] = {
    "name": paths.name,
    "parent": paths.parent,
    "stem": lambda path: _without_suffix(paths.name(path)),
    "suffix": _suffix,
}
_RESULTS_OF_PATHS: dict[str, Values] = {
    "read_text": (UNKNOWN_TEXT,),
    **dict.fromkeys(("exists", "is_file", "is_dir", "is_absolute", "match"), (Made("bool"),)),
}
_MOST_PARENTS = 8


def _parents(path: Text) -> Items:
    found: list[Values] = []
    for _ in range(_MOST_PARENTS):
        path = paths.parent(path)
        found.append((path,))
    return Items("tuple", tuple(found), complete=False)


def attribute(value: Text | Items | Entries, name: str) -> Values:
    """Return an attribute of a text, path or container."""
    if isinstance(value, Text) and name == "value":
        return (value,)  # a member of an enumeration stands for its value
    if isinstance(value, Text) and value.is_path:
        if name in _ATTRIBUTES_OF_PATHS:
            return (_ATTRIBUTES_OF_PATHS[name](value),)
        if name == "parents":
            return (_parents(value),)
        if name in {"parts", "suffixes", "anchor", "root", "drive"}:
            return NOTHING_KNOWN
    return (MethodOf(value, name),)


def divided(left: Values, right: Values) -> Values:
    """Return what ``left / right`` gives, if one side is a path."""
    if not any(isinstance(value, Text) and value.is_path for value in (*left, *right)):
        return NOTHING_KNOWN
    return combined(lambda a, b: paths.join(a, b).as_path(), texts(left), texts(right))


def method_result(method: MethodOf, arguments: Arguments) -> Values:
    """Return what a method of a text, path or container gives."""
    value, name = method.of, method.name
    if isinstance(value, Items | Entries):
        return _container_method(value, name, arguments)
    return _path_method(value, name, arguments) if value.is_path else _text_method(value, name, arguments)


def _path_method(value: Text, name: str, arguments: Arguments) -> Values:
    first = arguments.get(0, "pattern", "target", "name", "suffix", "stem", "other")
    if name in _METHODS_OF_PATHS:
        return (_METHODS_OF_PATHS[name](value),)
    if name == "joinpath":
        return _path_of([(value,), *arguments.positional], complete=arguments.complete)
    if name in {"with_name", "with_stem"}:
        return combined(_with_name, [value], texts(first or NOTHING_KNOWN))
    if name == "with_suffix":
        return combined(_with_suffix, [value], texts(first or NOTHING_KNOWN))
    if name in {"glob", "rglob", "iterdir"}:
        return (Items("list", ((paths.below(value),),), complete=False),)
    if name in {"rename", "replace"}:
        return tuple(target.as_path() for target in texts(first or NOTHING_KNOWN))
    return (Made("open", value),) if name == "open" else _RESULTS_OF_PATHS.get(name, NOTHING_KNOWN)


def _path_of(parts: Sequence[Values], *, complete: bool = True) -> Values:
    known = parts if complete else [*parts, (UNKNOWN_TEXT,)]
    if not known:
        return (Text(".", is_path=True),)
    return combined(lambda *given: paths.join_all(given).as_path(), *map(texts, known))


def _joined_path(arguments: Arguments) -> Values:
    parts = arguments.positional if arguments.complete else (*arguments.positional, (UNKNOWN_TEXT,))
    return combined(lambda *given: paths.join_all(given).as_text(), *map(texts, parts))


def _temporary(arguments: Arguments, position: int) -> list[Text]:
    """Return what a temporary file or folder is called."""
    folders = arguments.get(position, "dir")
    if folders is None or folders == (Plain(None),):
        return [paths.below(SYSTEM_FOLDER)]
    return [paths.below(folder) if folder != UNKNOWN_TEXT else UNKNOWN_TEXT for folder in texts(folders)]


def _walked(top: Values) -> Values:
    names: Values = (Items("list", (), complete=False),)
    return tuple(
        Items("list", ((Items("tuple", ((below_or_self,), names, names)),),), complete=False)
        for folder in texts(top)
        for below_or_self in [replace(folder, exact=False, tail="")]
    )


def _scanned(folders: Values) -> Values:
    entries = tuple(Made(_ENTRY, paths.below(folder)) for folder in texts(folders))
    return (Items("list", (entries,), complete=False),)


def known_result(name: str, arguments: Arguments) -> Values | None:
    """Return what a function from outside the worker gives; ``None`` where nothing more than its name is known."""
    first = arguments.get(0, "path", "p", "s", "top", "pathname", "object", "iterable")
    if name in _OF_ONE_PATH:
        if first is None:
            return (Text(""),) if name == "str" and arguments.complete else NOTHING_KNOWN
        return tuple(dict.fromkeys(_OF_ONE_PATH[name](text) for text in texts(first)))
    if name in _CONTAINERS:
        return (Items(name, ()),) if first is None and name != "iter" else _container(name, first or NOTHING_KNOWN)
    special = _SPECIAL.get(name)
    return None if special is None else special(arguments)


def _first(arguments: Arguments, *keywords: str) -> Values:
    return arguments.get(0, *keywords) or NOTHING_KNOWN


def _globbed(arguments: Arguments) -> Values:
    folders = arguments.get(None, "root_dir")
    patterns = texts(_first(arguments, "pathname"))
    if folders is not None and folders != (Plain(None),):
        return (Items("list", ((UNKNOWN_TEXT,),), complete=False),)
    return (Items("list", (tuple(map(paths.before_wildcard, patterns)),), complete=False),)


_SPECIAL: dict[str, Callable[[Arguments], Values]] = {
    "dict": _dict,
    "enumerate": lambda arguments: _numbered(_first(arguments, "iterable")),
    "glob.glob": _globbed,
    "glob.iglob": _globbed,
    "os.environ.get": lambda arguments: variables(_first(arguments, "key")),
    "os.getcwd": lambda _: (Text(paths.ROOT),),
    "os.getcwdb": lambda _: (Text(paths.ROOT),),
    "os.getenv": lambda arguments: variables(_first(arguments, "key")),
    "os.path.join": _joined_path,
    "os.path.split": lambda arguments: tuple(
        Items("tuple", ((paths.parent(path),), (paths.name(path),))) for path in texts(_first(arguments, "p"))
    ),
    "os.path.splitext": lambda arguments: tuple(
        Items("tuple", ((_without_suffix(path),), (_suffix(path),))) for path in texts(_first(arguments, "p"))
    ),
    "os.scandir": lambda arguments: _scanned(_first(arguments, "path")),
    "os.walk": lambda arguments: _walked(_first(arguments, "top")),
    PATH_CLASS: lambda arguments: _path_of(arguments.positional, complete=arguments.complete),
    f"{PATH_CLASS}.cwd": lambda _: (Text(paths.ROOT, is_path=True),),
    f"{PATH_CLASS}.home": lambda _: (Text(paths.HOME, is_path=True),),
    "tempfile.NamedTemporaryFile": lambda arguments: tuple(
        Made("tempfile.NamedTemporaryFile", path) for path in _temporary(arguments, 6)
    ),
    "tempfile.TemporaryDirectory": lambda arguments: tuple(
        Made("tempfile.TemporaryDirectory", path) for path in _temporary(arguments, 2)
    ),
    "tempfile.gettempdir": lambda _: (SYSTEM_FOLDER,),
    "tempfile.mkdtemp": lambda arguments: tuple(_temporary(arguments, 2)),
    "tempfile.mkstemp": lambda arguments: (Items("tuple", ((Made("int"),), tuple(_temporary(arguments, 2)))),),
    "zip": _zipped,
}


def constant(name: str) -> Value | None:
    """Return the value of a name of the standard library that is a text."""
    return _CONSTANTS.get(name)


_CONSTANTS: dict[str, Value] = {
    "os.altsep": Plain(None),
    "os.curdir": Text("."),
    "os.devnull": Text("/dev/null"),
    "os.extsep": Text("."),
    "os.pardir": Text(".."),
    "os.path.curdir": Text("."),
    "os.path.devnull": Text("/dev/null"),
    "os.path.pardir": Text(".."),
    "os.path.sep": Text("/"),
    "os.sep": Text("/"),
}


def alternatives(groups: Iterable[Values]) -> Values:
    """Join what ``or`` or a conditional expression choose from; beside an environment variable, nothing is known."""
    joined = union(groups)
    return NOTHING_KNOWN if any(map(is_variable, joined)) else joined


def entered(value: Value) -> Values:
    """Return what ``with value as name`` binds, for what is not of the worker's own classes."""
    if isinstance(value, Made) and value.by == "tempfile.TemporaryDirectory":
        return (value.path or UNKNOWN_TEXT,)
    return (value,) if isinstance(value, Made | Text) else NOTHING_KNOWN


def is_environment(container: Value) -> bool:
    """Tell whether the items of a value are environment variables."""
    return container in {External("os.environ"), Made("os.environ.copy")}


def is_variable(value: Value, name: str | None = None) -> bool:
    """Tell whether a value is that of an environment variable, of this name if one is given."""
    return isinstance(value, Made) and value.by == ENVIRONMENT and name in {None, value.variable}


def variables(names: Values) -> Values:
    """Return what environment variables of some names hold."""
    return tuple(
        Made(ENVIRONMENT, variable=name.head if isinstance(name, Text) and name.exact else None) for name in names
    )
