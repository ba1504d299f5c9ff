"""What a piece of work learned from the disk, so that a later run can tell whether it would learn the same.

Whatever looks at a user's files does it through the functions of ``paths``, which note what they saw here. Work that is
remembered is thereby bound to all that it looked at, whichever rule asked, and to what it looked for in vain.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Answer: TypeAlias = bool | str
    Look: TypeAlias = tuple[str, str]

_noting: ContextVar[Notes | None] = ContextVar("noting", default=None)


class Notes:
    """What was seen while some work was done.

    Attributes:
        seen: What each look was answered, by its kind and path.
        stamps: By the path of a file that was read, what changes with its content.
        is_consistent: Whether no look was answered in two ways: files may change while they are read.
    """

    def __init__(self, outer: Notes | None = None) -> None:
        self.seen: dict[Look, Answer] = {}
        self.stamps: dict[str, str] = {}
        self.is_consistent = True
        self._outer = outer

    def add(self, kind: str, path: str, answer: Answer, stamp: str) -> None:
        """Note an answer, here and for the work that this work is a part of."""
        notes: Notes | None = self
        while notes is not None:
            if notes.seen.setdefault((kind, path), answer) != answer:
                notes.is_consistent = False
            if stamp:
                notes.stamps.setdefault(path, stamp)
            notes = notes._outer  # noqa: SLF001 - of its own class


def note(kind: str, path: str, answer: Answer, stamp: str = "") -> None:
    """Note what a look was answered, if somebody wants to know."""
    notes = _noting.get()
    if notes is not None:
        notes.add(kind, path, answer, stamp)


@contextmanager
def noting() -> Iterator[Notes]:
    """Note all looks until the end of the block."""
    notes = Notes(_noting.get())
    token = _noting.set(notes)
    try:
        yield notes
    finally:
        _noting.reset(token)
