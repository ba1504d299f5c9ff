"""Which of a name's bindings may have been the last one before a use: the order of statements, branches and loops."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlprodest_lint.facts import records as r

_ALWAYS_RUN = frozenset({"with", "finally", "class"})
_ALTERNATIVES = frozenset({"if", "else", "case"})
_BOUND_IN_PLACE = frozenset({"with", "named"})
_PARTS_OF_EXPRESSIONS = frozenset({"and", "or"})
_FRAMES = frozenset({"module", "function"})


class Change(Protocol):
    """A binding of a name, or an assignment to an attribute."""

    @property
    def how(self) -> str:
        """The kind of statement."""

    @property
    def block(self) -> int:
        """The number of its block."""

    @property
    def statement(self) -> int:
        """The number of its statement."""


C = TypeVar("C", bound=Change)


@dataclass(frozen=True, eq=False)
class Flow:
    """The blocks of one module."""

    blocks: Sequence[r.Block]

    def reaching(self, changes: Sequence[C], block: int, statement: int) -> tuple[list[C], bool]:
        """Return the changes that may be the last one before a statement, and whether one of them certainly is there.

        Args:
            changes: All changes of one name in one scope, in the order of the source.
            block: The block of the statement that uses the name.
            statement: The statement's number; one beyond the last for the end of the scope.
        """
        around = dict.fromkeys(self.ancestors(block))
        found: list[C] = []
        covered: set[int] = set()
        if not any(self.blocks[number].kind == "loop" for number in around):
            changes = changes[: bisect_right(changes, statement, key=lambda change: change.statement)]
        for change in reversed(changes):
            is_later = change.statement > statement or (
                change.statement == statement and change.how not in _BOUND_IN_PLACE
            )
            if is_later:
                if self._share_loop(change.block, around):
                    found.append(change)
                continue
            if self._is_elsewhere(change.block, around):
                continue
            if change.how != "delete":
                found.append(change)
            if self._covers(change.block, around, covered):
                return found, True
        return found, False

    def ancestors(self, block: int) -> Iterator[int]:
        """Yield a block and those around it, up to that of the function or module."""
        while block >= 0:
            yield block
            if self.blocks[block].kind in _FRAMES:
                return
            block = self.blocks[block].parent

    def are_alternatives(self, block: int, other: int) -> bool:
        """Tell whether only one of two blocks runs: branches of a condition, or a ``try`` and its handlers."""
        around = dict.fromkeys(self.ancestors(other))
        outside = next((number for number in self.ancestors(block) if self.blocks[number].parent in around), None)
        if outside is None or block in around:
            return False
        partners = [number for number in self.partners(outside) if number in around]
        return bool(partners) and all(
            self.blocks[number].kind in _ALTERNATIVES | {"try", "try-else", "except"} for number in (outside, *partners)
        )

    def outermost(self, block: int) -> int:
        """Return the block of the function or module that a block stands in."""
        *_, last = self.ancestors(block)
        return last

    def children(self, block: int) -> list[int]:
        """Return the blocks that stand directly in a block."""
        return self._children[block]

    @cached_property
    def leaving(self) -> dict[int, list[int]]:
        """The blocks directly in each block whose end leaves it."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if block.leaves:
                found[block.parent].append(number)
        return found

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            found[block.parent].append(number)
        return found

    @cached_property
    def _partners(self) -> dict[tuple[int, int], list[int]]:
        """The blocks of each compound statement, by their parent and its number."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if block.kind not in _PARTS_OF_EXPRESSIONS:
                found[block.parent, block.statement].append(number)
        return found

    def partners(self, block: int) -> list[int]:
        """Return the other blocks of the same compound statement."""
        record = self.blocks[block]
        return [number for number in self._partners[record.parent, record.statement] if number != block]

    def _share_loop(self, block: int, around: dict[int, None]) -> bool:
        """Tell whether a later change comes back to a use in the next round of a loop around both."""
        return any(self.blocks[number].kind == "loop" and number in around for number in self.ancestors(block))

    def _is_elsewhere(self, block: int, around: dict[int, None]) -> bool:
        """Tell whether what a block does can't reach a use: the other branch, or one that leaves."""
        outside = []
        for number in self.ancestors(block):
            if number in around:
                break
            outside.append(number)
        else:
            return True
        if any(self.blocks[number].leaves and self._leaves_for_good(number, outside) for number in outside):
            return True
        if not outside or self.blocks[outside[-1]].kind not in _ALTERNATIVES:
            return False
        others = self.partners(outside[-1])
        in_loop = any(self.blocks[number].kind == "loop" for number in self.ancestors(block) if number in around)
        return not in_loop and any(number in around for number in others)

    def _leaves_for_good(self, block: int, outside: Sequence[int]) -> bool:
        """Tell whether the end of a block leaves more than a loop that is around it but not around the use."""
        return not any(self.blocks[number].kind == "loop" for number in outside[outside.index(block) :])

    def _covers(self, block: int, around: dict[int, None], covered: set[int]) -> bool:
        """Note a change in a block; tell whether nothing before it can reach the use."""
        while block not in around:
            covered.add(block)
            record = self.blocks[block]
            others = [
                number for number in self.partners(block) if number not in covered and not self.blocks[number].leaves
            ]
            if record.kind in {"try", "except"}:
                whole = not any(self.blocks[number].kind in {"try", "except"} for number in others)
            elif record.kind in {"if", "else"}:
                kinds = {self.blocks[number].kind for number in self.partners(block)} | {record.kind}
                whole = not others and kinds >= {"if", "else"}
            else:
                whole = record.kind in _ALWAYS_RUN
            if not whole:
                return False
            block = record.parent
        return True
