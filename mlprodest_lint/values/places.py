"""Where an expression stands in the code of a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mlprodest_lint.facts.records import Block
    from mlprodest_lint.values.program import Code

END = 1 << 60
"""The number of a statement behind the last one of any module."""


class _Placed(Protocol):
    """A record that tells where its expressions stand."""

    @property
    def scope(self) -> int:
        """The number of its scope."""

    @property
    def block(self) -> int:
        """The number of its block."""

    @property
    def statement(self) -> int:
        """The number of its statement."""


@dataclass(frozen=True, slots=True)
class At:
    """Where an expression stands: names mean what they mean there."""

    code: Code
    scope: int
    block: int
    statement: int

    @classmethod
    def of(cls, code: Code, record: _Placed) -> At:
        """Return where a record's expressions stand."""
        return cls(code, record.scope, record.block, record.statement)

    @classmethod
    def test_of(cls, code: Code, block: Block, scope: int) -> At:
        """Return where the test of a block stands, which is in a scope."""
        return cls(code, scope, block.parent, block.statement)

    @classmethod
    def end_of(cls, code: Code) -> At:
        """Return the end of a module, once it has run."""
        return cls(code, 0, 0, END)
