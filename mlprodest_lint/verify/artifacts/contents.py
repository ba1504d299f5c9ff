"""What an artifact holds, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.verify.artifacts.pickles import Made, Name, Pairs, Sequence
from mlprodest_lint.verify.artifacts.plainobjects import named, shown
from mlprodest_lint.verify.artifacts.refusals import Kind, RefusalError
from mlprodest_lint.verify.artifacts.shapes import Shown
from mlprodest_lint.verify.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.verify.artifacts.pickles import Decoded, Node

_MOST_ENTRIES = 500
_MOST_PARTS = 50
_MOST_LEVELS = 8
_LONGEST_KEY = 80
_LONGEST_VALUE = 160
_LONGEST_TEXT = 20 * _LONGEST_VALUE


def contents(decoded: Decoded) -> Entry:
    """Return what an artifact holds; the first parts, where there are many.

    Raises:
        RefusalError: It isn't a dict, is empty, or holds an object that isn't made as its library makes it.
    """
    for made in decoded.objects:
        shown(made)
    whole = _shown(decoded.value)
    if not whole.is_dict:
        raise RefusalError(Kind.NOT_A_DICT, type=whole.type)
    if not whole.parts:
        raise RefusalError(Kind.EMPTY)
    return _Teller().entry("", decoded.value)


def render(entry: Entry) -> list[str]:
    """Return the lines that show an entry on a terminal, with all that it holds below it.

    Nothing in them moves the cursor, hides or reorders text.
    """
    return list(_lines(entry, 0))


def _lines(entry: Entry, level: int) -> Iterator[str]:
    key = f"{shown_text(entry.key)}: " if entry.key else ""
    value = f" = {shown_text(entry.value)}" if entry.value else ""
    yield f"{'  ' * level}{key}{shown_text(entry.type)}{value}"
    for part in entry.entries:
        yield from _lines(part, level + 1)
    if entry.omitted:
        yield f"{'  ' * (level + 1)}… (+{entry.omitted})"


class _Teller:
    """Makes entries of nodes, until there are as many as a person would read."""

    def __init__(self) -> None:
        self._left = _MOST_ENTRIES

    def entry(self, key: str, node: Node, level: int = 0) -> Entry:
        value = _shown(node)
        parts = _without_repetition(value) if value.is_dict else value.parts
        most = min(_MOST_PARTS, self._left) if level < _MOST_LEVELS else 0
        told = parts[:most]
        self._left -= len(told)
        entries = tuple(self.entry(_key(name), part, level + 1) for name, part in told)
        return Entry(
            key=_shortened(shown_text(key), _LONGEST_KEY),
            type=_shortened(shown_text(value.type), _LONGEST_KEY),
            value=_shortened(shown_text(value.value), _LONGEST_VALUE),
            entries=entries,
            omitted=len(parts) - len(told),
        )


def _without_repetition(value: Shown) -> tuple[tuple[Node, Node], ...]:
    """Return the items of a dict, of a key that is set twice the last one, as unpickling would leave them."""
    # By their texts: numbers can be chosen so that all of them have the same hash.
    places: dict[str, int] = {}
    kept: list[tuple[Node, Node]] = []
    for key, part in value.parts:
        text = repr(key) if isinstance(key, (str, bytes, int, float)) else ""
        if text in places:
            kept[places[text]] = (key, part)
            continue
        if text:
            places[text] = len(kept)
        kept.append((key, part))
    return tuple(kept)


def _key(node: Node) -> str:
    if isinstance(node, str):
        return node if node.isprintable() and node.strip() else repr(node[:_LONGEST_TEXT])
    value = _shown(node)
    held = ", ".join(_key(part) for _, part in value.parts[:_MOST_PARTS])
    return value.value or f"({held})"


def _shown(node: Node) -> Shown:
    match node:
        case Pairs(items):
            return Shown("dict", "", items, is_dict=True)
        case Sequence(kind, items):
            return Shown.of_items(kind, items)
        case Name():
            return named(node)
        case Made():
            return shown(node)
        case str() | bytes():
            return Shown(type(node).__name__, repr(node[:_LONGEST_TEXT]))
        case None:
            return Shown("None", "None")
        case _:
            return Shown(type(node).__name__, repr(node))


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
