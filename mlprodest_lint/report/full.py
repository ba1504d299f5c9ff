"""Findings for people: the source line, what in it is meant, and what to do."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Severity, Span
from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.report.excerpt import excerpts, source_lines
from mlprodest_lint.report.words import severity_word
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from mlprodest_lint.findings import Finding, Place
    from mlprodest_lint.report.view import View

_HELP = Text(en="help", pt="ajuda")
_NARROWEST = 40

_BOLD, _RED, _YELLOW, _BLUE, _CYAN = "1", "1;31", "1;33", "1;34", "1;36"
_SEVERITY_STYLES = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}


def render(findings: Sequence[Finding], view: View) -> str:
    """Return a paragraph for each finding."""
    # Findings come file by file; a label may stand in another file, hence more than one.
    read = lru_cache(maxsize=8)(source_lines)
    return "".join(f"{_Paragraph(finding, view, read).text()}\n\n" for finding in findings)


class _Paragraph:
    def __init__(self, finding: Finding, view: View, read: Callable[[Path], list[str]]) -> None:
        self._finding = finding
        self._view = view
        self._read = read
        places = (finding.place, *(label.place for label in finding.labels))
        self._digits = max(len(str(place.span.end_line)) for place in places)

    def text(self) -> str:
        finding, view = self._finding, self._view
        lines = [self._header(), *self._place("-->", finding.place), *self._source(finding.place, "^", self._style)]
        for label in finding.labels:
            comment = label.text.render(view.language, label.fields)
            lines += [*self._place(":::", label.place), *self._source(label.place, "-", _BLUE, comment)]
        help_word = self._styled(_BOLD, _HELP.render(view.language))
        lines.append(
            f"{self._margin} {self._styled(_BLUE, '=')} {help_word}: {shown_text(finding.help(view.language))}"
        )
        return "\n".join(lines)

    @property
    def _style(self) -> str:
        return _SEVERITY_STYLES[self._finding.severity]

    @property
    def _margin(self) -> str:
        return " " * self._digits

    @property
    def _bar(self) -> str:
        return f"{self._margin} {self._styled(_BLUE, '|')}"

    def _header(self) -> str:
        finding, language = self._finding, self._view.language
        severity = self._styled(self._style, severity_word(finding.severity, language))
        code = self._link(finding.rule.url(), self._styled(_BOLD, finding.rule.code))
        return f"{severity} {code} ({finding.rule.name}): {shown_text(finding.message(language))}"

    def _place(self, arrow: str, place: Place) -> Iterator[str]:
        position = "" if place.span == Span() else f":{place.span.line}:{place.span.column}"
        yield f"{self._margin}{self._styled(_BLUE, arrow)} {shown_text(self._view.path(place.path))}{position}"

    def _source(self, place: Place, mark: str, style: str, comment: str = "") -> Iterator[str]:
        width = max(self._view.width - self._digits - 3, _NARROWEST)
        shown = list(excerpts(self._lines_around(place), place.span, width))
        if not shown:
            if comment:
                yield f"{self._margin} {self._styled(_BLUE, '=')} {shown_text(comment)}"
            return
        yield self._bar
        for each in shown:
            if each is None:
                yield f"{self._margin} {self._styled(_BLUE, ':')}"
                continue
            number, part = each
            underline = self._styled(style, mark * part.underline_width)
            remark = f" {self._styled(style, shown_text(comment))}" if comment and each == shown[-1] else ""
            yield f"{self._styled(_BLUE, f'{number:>{self._digits}} |')} {part.text}".rstrip()
            yield f"{self._bar} {' ' * part.underline_start}{underline}{remark}"
        yield self._bar

    def _lines_around(self, place: Place) -> list[str]:
        return [] if place.span == Span() else self._read(place.path)

    def _styled(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._view.color else text

    def _link(self, url: str, text: str) -> str:
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self._view.color and self._view.links else text
