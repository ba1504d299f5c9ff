"""The source lines that are shown for a finding: what fits of each, and what is underlined in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.facts.source import UnreadableError, lines_of, read_text
from mlprodest_lint.findings import Span
from mlprodest_lint.report.characters import shown, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_TAB = 4
_CUT = "…"
_MOST_LINES = 6
_LINES_BEFORE_GAP = 3
_LINES_AFTER_GAP = 2


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a line: what is underlined, and what stands before and after it."""

    before: str
    marked: str
    after: str

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.before}{self.marked}{self.after}"

    @property
    def underline_start(self) -> int:
        """The column, from 0, at which a terminal begins to underline."""
        return text_width(self.before)

    @property
    def underline_width(self) -> int:
        """How many columns it underlines; an empty stretch is underlined at one."""
        return max(text_width(self.marked), 1)


def source_lines(path: Path) -> list[str]:
    """Return the lines of a file, or none if it can't be shown."""
    try:
        return lines_of(read_text(path))
    except UnreadableError:
        return []


def excerpts(lines: Sequence[str], span: Span, width: int) -> Iterator[tuple[int, Excerpt] | None]:
    """Yield the number and the excerpt of each line of a span; none of a file or folder as a whole.

    Where a span has many lines, None stands for those in its middle.
    """
    numbers = range(0) if span == Span() else range(span.line, min(span.end_line, len(lines)) + 1)
    for number in _without_the_middle(numbers):
        if number is None:
            yield None
            continue
        line = lines[number - 1]
        start = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
        end = span.end_column - 1 if number == span.end_line else len(line)
        yield number, excerpt(line, start, end, width)


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """Show a line, or what fits into ``width`` columns around its stretch from ``start`` up to ``end`` (from 0).

    Tabs become spaces, and characters that a terminal would act on become escapes.
    """
    start = min(max(start, 0), len(line))
    end = min(max(end, start), len(line))
    # A line may have a million characters; no more than these can be seen.
    first, last = max(start - width, 0), min(start + 2 * width, len(line))
    cells = _cells(line[first:last])
    widths = [text_width(cell) for cell in cells]
    is_whole = len(cells) == len(line) and sum(widths) <= width
    left, right = (0, len(cells)) if is_whole else _window(widths, start - first, end - first, width)
    before = _CUT if first + left > 0 else ""
    after = _CUT if first + right < len(line) else ""
    marked = max(end - first, left)
    return Excerpt(
        before + "".join(cells[left : start - first]),
        "".join(cells[start - first : min(marked, right)]),
        "".join(cells[max(min(marked, right), start - first) : right]) + after,
    )


def _without_the_middle(numbers: range) -> list[int | None]:
    """Return the numbers, or, where they are many, the first and the last of them around None."""
    if len(numbers) <= _MOST_LINES:
        return list(numbers)
    return [*numbers[:_LINES_BEFORE_GAP], None, *numbers[-_LINES_AFTER_GAP:]]


def _cells(text: str) -> list[str]:
    """Return what is shown for each character."""
    cells, column = [], 0
    for character in text:
        cell = " " * (_TAB - column % _TAB) if character == "\t" else shown(character)
        cells.append(cell)
        column += text_width(cell)
    return cells


def _window(widths: list[int], start: int, end: int, width: int) -> tuple[int, int]:
    """Return which cells are shown: those around the marked ones, with room for the signs of a cut."""
    room = width - 2 * len(_CUT)
    marked = min(sum(widths[start:end]), room)
    left, used = start, marked
    while left > 0 and used + widths[left - 1] <= marked + (room - marked) // 2:
        left -= 1
        used += widths[left]
    right, used = left, 0
    while right < len(widths) and used + widths[right] <= room:
        used += widths[right]
        right += 1
    while left > 0 and used + widths[left - 1] <= room:
        left -= 1
        used += widths[left]
    return left, right
