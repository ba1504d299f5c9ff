"""What a misspelled word was meant to be."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is spelled most like a word, letter case ignored."""
    spelled = {candidate.lower(): candidate for candidate in candidates}
    return spelled[difflib.get_close_matches(word.strip().lower(), spelled, n=1, cutoff=0.0)[0]]
