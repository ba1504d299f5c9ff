"""What the dynamic checker has tried and seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.texts import Language, Text


class State(Enum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried.

    Attributes:
        worker: The folder of the worker that it was tried for.
        title: What was tried; its fields are in ``fields``.
        seconds: How long it took.
    """

    worker: Path
    title: Text
    state: State
    seconds: float
    fields: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        """Return what was tried."""
        return self.title.render(language, self.fields)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that an artifact holds, as a person reads it.

    Attributes:
        key: The key or index that it stands at.
        type: The name of its type, such as ``float`` or ``numpy.float64``.
        value: The value, shortened; for an array, its shape and type.
        entries: What it holds itself, where it is a container; the first ones, where there are many.
        omitted: How many of them were left out.
    """

    key: str
    type: str
    value: str
    entries: tuple[Entry, ...] = ()
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Artifact:
    """A mandatory artifact of a production model; what it holds is missing where it was refused.

    Attributes:
        worker: The folder of the worker whose model it belongs to.
        model: The name of the registered model.
        version: The version in production.
        name: The file's name.
        size: The file's size in bytes.
        contents: What the dict holds.
    """

    worker: Path
    model: str
    version: str
    name: str
    size: int
    contents: Entry | None


@dataclass(frozen=True, slots=True)
class Guard:
    """Something that holds the worker's process in, and whether it was active."""

    name: Text
    is_active: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """What the dynamic checker has tried and seen, in the order in which it was done."""

    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    artifacts: tuple[Artifact, ...]
    guards: Mapping[Path, tuple[Guard, ...]]


class Watcher(Protocol):
    """Is told what is being tried; workers that run side by side tell it from threads of their own."""

    def begun(self, worker: Path, title: Text, fields: Mapping[str, object]) -> None:
        """Take note that a step has begun."""

    def ended(self, step: Step) -> None:
        """Take note that the step of this worker that was begun last has ended, or that one was passed over."""
