"""What the probe reports from the worker's process. The worker can write there too: nothing of it is taken on trust."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

StepName: TypeAlias = Literal["import", "create", "load", "call", "test"]
Kind: TypeAlias = Literal[
    "raised", "exit", "foreign", "no-class", "no-interface", "type", "empty", "message", "no-test"
]


class _Event(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower):
    pass


class Line(msgspec.Struct, frozen=True):
    """A line of the worker; the file is relative to its folder."""

    file: str
    number: int


class Guards(_Event, frozen=True):
    """The probe has begun; these limits are set, or aren't there."""

    active: dict[str, bool]


class _OfStep(_Event, frozen=True):
    step: StepName
    model: str
    method: str = ""


class Start(_OfStep, frozen=True):
    """A step begins; the line is where that is defined which is called."""

    line: Line | None = None


class End(_OfStep, frozen=True, kw_only=True):
    """A step has ended, or is skipped."""

    state: Literal["passed", "failed", "skipped"]
    seconds: float


class Problem(_OfStep, frozen=True, kw_only=True):
    """What went wrong in a step.

    Attributes:
        kind: What happened, in a word.
        told: The worker's error, or the value that it returned.
        lines: Its lines that led there, the outermost first.
        own: The line where that is defined which was called.
        denied: The path that the system's guard has kept it from writing.
        is_too_large: Whether a file became larger than may be.
    """

    kind: Kind
    told: str
    lines: tuple[Line, ...]
    own: Line | None = None
    denied: str | None = None
    is_too_large: bool = False


class Write(_Event, frozen=True):
    """The worker wrote, moved (to this path) or deleted something outside its folder for that."""

    path: str
    line: Line
    how: Literal["written", "moved", "deleted"]


class Excused(_Event, frozen=True):
    """Something was written in the worker's folder that isn't its doing, nor is what stands below it."""

    path: str


class Import(_Event, frozen=True):
    """The worker imported code from outside."""

    path: str
    line: Line


class Spawn(_Event, frozen=True):
    """The worker started a process."""

    line: Line
    command: str


class Forked(_OfStep, frozen=True):
    """A copy of the worker's process went on with the steps; the line is the last one that made a process."""

    line: Line | None = None


class Done(_Event, frozen=True):
    """All steps were tried."""


Event: TypeAlias = Guards | Start | End | Problem | Write | Excused | Import | Spawn | Forked | Done
OfStep: TypeAlias = Start | End | Problem | Forked

_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def decoded(line: bytes) -> Event | None:
    """Return the event that a line tells, or nothing where it is no such line."""
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
