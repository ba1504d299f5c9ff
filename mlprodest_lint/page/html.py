"""HTML from plain values. What is a string is escaped: nothing that a user's file holds can become markup."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.report.characters import shown_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Content: TypeAlias = "Markup | str | Iterable[Content] | None"
    Attribute: TypeAlias = str | int | bool | None

_VOID = {"meta", "wbr"}
_QUOTED = re.compile(r"`([^`]+)`")


class Markup(NamedTuple):
    """A piece of HTML that is well formed."""

    html: str


def element(tag: str, *content: Content, **attributes: Attribute) -> Markup:
    """Make an element.

    Args:
        tag: Its name.
        content: Elements and texts; what is None is left out.
        attributes: ``class_`` is named ``class``, ``aria_label`` is named ``aria-label``. True stands for an attribute
            without a value; one that is False or None is left out.
    """
    shown = "".join(_attribute(name, value) for name, value in attributes.items())
    return Markup(f"<{tag}{shown}>" if tag in _VOID else f"<{tag}{shown}>{joined(content).html}</{tag}>")


def joined(content: Content) -> Markup:
    """Put pieces behind one another."""
    if content is None:
        return Markup("")
    if isinstance(content, Markup):
        return content
    if isinstance(content, str):
        return Markup(escape(shown_text(content), quote=False))
    return Markup("".join(joined(each).html for each in content))


def source(text: str) -> Markup:
    """Make text of what is safe to show already; its spaces are kept."""
    return Markup(escape(text, quote=False))


def prose(text: str) -> Markup:
    """Make text of a sentence, in which code stands between backticks."""
    pieces = _QUOTED.split(text)
    return joined(element("code", piece) if is_code else piece for is_code, piece in _alternating(pieces))


def address(path: str) -> Markup:
    """Make text of a path, which may go on in the next line after each part."""
    first, *others = path.split("/")
    return element("bdi", first, (("/", element("wbr"), part) for part in others))


def _alternating(pieces: Iterable[str]) -> Iterable[tuple[bool, str]]:
    return ((number % 2 == 1, piece) for number, piece in enumerate(pieces))


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    spelled = name.rstrip("_").replace("_", "-")
    return f" {spelled}" if value is True else f' {spelled}="{escape(shown_text(str(value)))}"'
