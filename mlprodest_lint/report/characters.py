"""How many columns characters take in a terminal, and what stands for those that must not reach one."""

from __future__ import annotations

import unicodedata

# Control, format (which reorder or hide text) and surrogate characters, and line and paragraph separators.
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_COMBINING = {"Mn", "Me"}
_WIDE = {"W", "F"}


def shown(character: str) -> str:
    """Return a character itself, or its escape if it would do something to a terminal instead of showing."""
    if unicodedata.category(character) in _UNSAFE:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character


def shown_text(text: str) -> str:
    """Return a text on one line, without anything that would do something to a terminal."""
    return text if text.isprintable() else "".join(map(shown, " ".join(text.splitlines())))


def shown_lines(text: str) -> str:
    """Return a text with its lines, without anything else that would do something to a terminal."""
    return "\n".join(map(shown_text, text.split("\n")))


def width(character: str) -> int:
    """Return how many columns a character takes that needs no escape."""
    if unicodedata.category(character) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def text_width(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(map(width, text))
