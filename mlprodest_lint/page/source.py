"""Places in the user's files, with their source."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Span
from mlprodest_lint.page.html import address, element, prose, source
from mlprodest_lint.report.excerpt import excerpt, excerpts, source_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.findings import Finding, Place
    from mlprodest_lint.page.html import Content, Markup
    from mlprodest_lint.report.excerpt import Excerpt
    from mlprodest_lint.report.view import View

_WIDTH = 240
_LINES_AROUND = 2
_FILES_IN_MEMORY = 16


class Places:
    """Shows places; the files that were read last are kept.

    Args:
        view: Says how paths are shown, and in which language.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._read = lru_cache(maxsize=_FILES_IN_MEMORY)(source_lines)

    def of(self, finding: Finding) -> Markup:
        """Return where a finding stands, what is wrong there, and the places that explain it."""
        language = self._view.language
        return element(
            "li",
            self._address(finding.place),
            element("p", prose(finding.message(language))),
            self._source(finding.place),
            [
                element(
                    "div",
                    element("p", prose(label.text.render(language, label.fields))),
                    self._address(label.place),
                    self._source(label.place),
                    class_="label",
                )
                for label in finding.labels
            ],
            class_="place",
        )

    def _address(self, place: Place) -> Markup:
        position = "" if place.span == Span() else f":{place.span.line}:{place.span.column}"
        return element("p", address(self._view.path(place.path)), position, class_="address")

    def _source(self, place: Place) -> Markup | None:
        lines = [] if place.span == Span() else self._read(place.path)
        shown = list(excerpts(lines, place.span, _WIDTH))
        if not shown:
            return None
        last = min(place.span.end_line, len(lines))
        before = range(max(place.span.line - _LINES_AROUND, 1), place.span.line)
        # What stands behind the last line end is a line of its own, but none that a person sees.
        seen = len(lines) - (not lines[-1])
        after = range(last + 1, min(last + _LINES_AROUND, seen) + 1)
        return element(
            "div",
            self._context(lines, before),
            (_line("⋮", "") if each is None else _line(str(each[0]), _marked(each[1])) for each in shown),
            self._context(lines, after),
            class_="source",
        )

    @staticmethod
    def _context(lines: list[str], numbers: range) -> Iterator[Markup]:
        for number in numbers:
            yield _line(str(number), source(excerpt(lines[number - 1], 0, 0, _WIDTH).text), class_="line context")


def _line(number: str, text: Content, class_: str = "line") -> Markup:
    return element("div", element("span", number, class_="number"), element("code", text), class_=class_)


def _marked(part: Excerpt) -> Content:
    return source(part.before), element("mark", source(part.marked or " ")), source(part.after)
