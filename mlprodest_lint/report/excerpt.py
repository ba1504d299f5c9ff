"""The part of a source line that is shown for a finding, and what is underlined in it."""

from __future__ import annotations

from dataclasses import dataclass

from mlprodest_lint.report.characters import shown, text_width

_TAB = 4
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a line. The columns count from 0 in ``text`` as a terminal shows it."""

    text: str
    underline_start: int
    underline_width: int


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """Show a line, or what fits into ``width`` columns around its stretch from ``start`` up to ``end`` (from 0).

    Tabs become spaces, and characters that a terminal would act on become escapes. An empty stretch is underlined at
    one column.
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
        f"{before}{''.join(cells[left:right])}{after}",
        text_width(before) + text_width("".join(cells[left : start - first])),
        max(text_width("".join(cells[start - first : min(marked, right)])), 1),
    )


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
