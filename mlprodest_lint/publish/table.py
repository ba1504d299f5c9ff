"""What is said of a publication's content: what goes in and what is left out, with sizes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.report.figures import size
from mlprodest_lint.report.words import FILES, counted
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.publish.content import Content, LeftOut, Packed
    from mlprodest_lint.publish.folders import Publication
    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language

_MOST_LINES = 40

_GOES_IN = Text(en="Goes in:", pt="Entra:")
_LEFT_OUT = Text(en="Left out:", pt="Fica de fora:")
_NOTHING_LEFT_OUT = Text(en="Nothing is left out.", pt="Nada fica de fora.")
_TOTAL = Text(en="in all", pt="no total")
_MORE = Text(en="and {number} more", pt="e mais {number}")


class _Row(NamedTuple):
    name: str
    files: int
    size: int
    is_file: bool = False
    reason: str = ""


def table_of(content: Content, publication: Publication, view: View) -> str:
    """Return the table of what goes in and what is left out, plain text on every output.

    Args:
        content: What was found.
        publication: The folders that it was found in.
        view: For whom.
    """
    packed = list(_short(_packed_rows(content.packed), view.language))
    rows = [_left_out_row(each, publication, view.language) for each in content.left_out]
    left_out = list(_short(rows, view.language))
    lines = [_GOES_IN.render(view.language), *_aligned(packed, view.language)]
    heading = _LEFT_OUT if left_out else _NOTHING_LEFT_OUT
    return "".join(f"{line}\n" for line in [*lines, heading.render(view.language), *_aligned(left_out, view.language)])


def _packed_rows(packed: Iterable[Packed]) -> list[_Row]:
    """Return a row for each file in the folders themselves and one for each folder below; totals at the end."""
    files: defaultdict[str, int] = defaultdict(int)
    sizes: defaultdict[str, int] = defaultdict(int)
    for each in packed:
        top, below, *inner = each.name.split("/")[1:]
        name = "/".join([top, below, *([""] if inner else [])])
        files[name] += not each.is_folder
        sizes[name] += each.size
    return [_Row(shown_text(name), files[name], sizes[name], not name.endswith("/")) for name in files]


def _left_out_row(left: LeftOut, publication: Publication, language: Language) -> _Row:
    root = next(root for root in publication.settings if left.path.is_relative_to(root))
    name = left.path.relative_to(root.parent).as_posix() + ("/" if left.is_folder else "")
    detail = f" ({left.detail})" if left.detail else ""
    return _Row(shown_text(name), left.files, left.size, not left.is_folder, left.reason.render(language) + detail)


def _short(rows: list[_Row], language: Language) -> Iterator[_Row]:
    """Yield the rows, the last of very many as one, and what they come to."""
    few = rows if len(rows) <= _MOST_LINES else rows[: _MOST_LINES - 1]
    yield from few
    rest = rows[len(few) :]
    if rest:
        yield _sum(_MORE.render(language, {"number": len(rest)}), rest)
    if rows:
        yield _sum(_TOTAL.render(language), rows)


def _sum(name: str, rows: list[_Row]) -> _Row:
    return _Row(name, sum(row.files for row in rows), sum(row.size for row in rows))


def _aligned(rows: list[_Row], language: Language) -> Iterator[str]:
    cells = [
        (row.name, "" if row.is_file else counted(row.files, FILES, language), size(row.size, language), row.reason)
        for row in rows
    ]
    names, counts, sizes = (max((len(cell[column]) for cell in cells), default=0) for column in range(3))
    for name, count, how_large, reason in cells:
        yield f"  {name:<{names}}  {count:>{counts}}  {how_large:>{sizes}}  {reason}".rstrip()
