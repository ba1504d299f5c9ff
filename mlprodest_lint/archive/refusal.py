"""Why a member of an archive isn't unpacked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MOST_NAMED = 100
_LONGEST_SHOWN = 120


class Reason(Enum):
    """What is wrong with a member."""

    ABSOLUTE = "absolute"
    CLIMBING = "climbing"
    BACKSLASH = "backslash"
    BAD_NAME = "bad-name"
    BAD_ON_WINDOWS = "bad-on-windows"
    LONG_NAME = "long-name"
    DEEP = "deep"
    LINK = "link"
    DEVICE = "device"
    DUPLICATE = "duplicate"
    COLLISION = "collision"
    FILE_AS_FOLDER = "file-as-folder"
    ENCRYPTED = "encrypted"
    METHOD = "method"
    OVERLAP = "overlap"
    DISAGREEMENT = "disagreement"
    STRAY = "stray"
    LARGE = "large"
    WRONG_CONTENT = "wrong-content"
    UNWRITABLE = "unwritable"
    TOO_MANY = "too-many"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A member that isn't unpacked; ``member`` is its name as it can be shown, or how many more there are."""

    reason: Reason
    member: str = ""


def refusal(reason: Reason, name: str) -> Refusal:
    """Return the refusal of a member; a name may have 65,535 characters, and no more than can be read is kept."""
    shown = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
    return Refusal(reason, shown)


def named(refusals: list[Refusal]) -> tuple[Refusal, ...]:
    """Return what is said about refused members: so many by name, and how many more there are."""
    more = len(refusals) - MOST_NAMED
    return tuple(refusals) if more <= 0 else (*refusals[:MOST_NAMED], Refusal(Reason.MORE, str(more)))
