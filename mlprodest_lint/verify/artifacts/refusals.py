"""Why an artifact was not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(Enum):
    """What is wrong with an artifact; the rules have a message for each."""

    # It would or could run code.
    NAME = "name"
    TABLE = "table"
    ESTIMATOR = "estimator"
    COMPUTED = "computed"
    OPAQUE = "opaque"
    MISUSED = "misused"

    # It can't be read.
    UNREADABLE = "unreadable"
    NO_BYTES = "no-bytes"
    COMPRESSED = "compressed"
    JOBLIB = "joblib"
    NOT_A_PICKLE = "not-a-pickle"
    TRUNCATED = "truncated"
    BROKEN = "broken"
    TRAILING = "trailing"
    CYCLIC = "cyclic"

    # It is more than is read.
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    TOO_DEEP = "too-deep"
    TOO_MANY_DIGITS = "too-many-digits"
    EXHAUSTING = "exhausting"

    # It was read to its end, and isn't what the contract asks for.
    NOT_A_DICT = "not-a-dict"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an artifact.

    Attributes:
        kind: What it is.
        fields: What its message names besides the artifact: ``position`` (a byte of the file, from 0), ``name``
            (dotted, as the pickle spells it), ``instruction``, ``type``, ``most``, ``reason``.
    """

    kind: Kind
    fields: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_harmless(self) -> bool:
        """Whether the whole file was read and found to be plain data, so that unpickling it runs nothing."""
        return self.kind in {Kind.NOT_A_DICT, Kind.EMPTY}


class RefusalError(Exception):
    """An artifact is not read any further.

    Args:
        kind: What is wrong with it.
        fields: As in ``Problem``.
    """

    def __init__(self, kind: Kind, **fields: str | int) -> None:
        super().__init__(kind.value, fields)
        self.problem = Problem(kind, fields)
