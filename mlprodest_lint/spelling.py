"""What a misspelled word was meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is spelled most like a word, letter case ignored."""
    import difflib  # noqa: PLC0415 - costs start-up time, and most words are spelled well

    spelled = {candidate.lower(): candidate for candidate in candidates}
    return spelled[difflib.get_close_matches(word.strip().lower(), spelled, n=1, cutoff=0.0)[0]]


def distance(first: str, second: str, most: int) -> int:
    """Return how many letters must be added, left out or replaced to turn one word into the other.

    Anything beyond ``most`` is returned as ``most + 1``.
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, start=1):
        before, row[0] = row[0], number
        for position, other in enumerate(second, start=1):
            before, row[position] = (
                row[position],
                min(row[position] + 1, row[position - 1] + 1, before + (letter != other)),
            )
    return min(row[-1], most + 1)
