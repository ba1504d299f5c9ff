"""The findings, by what must be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Severity
from mlprodest_lint.page.html import element, prose
from mlprodest_lint.page.source import Places
from mlprodest_lint.report.words import ERRORS, WARNINGS, counted, severity_word
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.page.html import Content, Markup
    from mlprodest_lint.page.report import Report
    from mlprodest_lint.rules.base import Rule
    from mlprodest_lint.texts import Language

_TITLES = {
    Severity.ERROR: Text(en="What has to be corrected", pt="O que precisa ser corrigido"),
    Severity.WARNING: Text(en="What deserves a look", pt="O que convém rever"),
}
_COUNTS = {Severity.ERROR: ERRORS, Severity.WARNING: WARNINGS}
_SUMMARY = Text(en="What to do", pt="O que fazer")
_WHAT_TO_DO = Text(en="What to do: ", pt="O que fazer: ")
_PLACES = (Text(en="1 place", pt="1 lugar"), Text(en="{number} places", pt="{number} lugares"))
_MORE_PLACES = (Text(en="1 more place", pt="Mais 1 lugar"), Text(en="{number} more places", pt="Mais {number} lugares"))
_MORE = Text(en="About this rule", pt="Sobre esta regra")
_PLACES_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class _Group:
    """The findings of one rule and one severity."""

    rule: type[Rule]
    severity: Severity
    findings: Sequence[Finding]

    @property
    def anchor(self) -> str:
        return f"{self.severity.value}-{self.rule.code}"

    def remedies(self, language: Language) -> dict[str, list[Finding]]:
        """Return what to do, and what is mended by it."""
        remedies: dict[str, list[Finding]] = {}
        for finding in self.findings:
            remedies.setdefault(finding.help(language), []).append(finding)
        return remedies


def remedies(report: Report) -> Iterator[Markup]:
    """Yield the list of what is to be done, then a section for the errors and one for the warnings."""
    groups = list(_groups(report.findings))
    if len(groups) > 1:
        yield element(
            "nav",
            element("h2", _SUMMARY.render(report.language), id="todo"),
            (_list(severity, groups, report.language) for severity in _TITLES),
            aria_labelledby="todo",
        )
    places = Places(report.view)
    for severity, title in _TITLES.items():
        shown = [_section(group, places, report.language) for group in groups if group.severity is severity]
        if shown:
            yield element("section", element("h2", title.render(report.language)), shown)


def _groups(findings: Iterable[Finding]) -> Iterator[_Group]:
    """Yield the groups, errors first, then by their codes, which follow the way from files to their contents."""
    found: dict[tuple[bool, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.severity is not Severity.ERROR, finding.rule.code), []).append(finding)
    for _, alike in sorted(found.items()):
        yield _Group(alike[0].rule, alike[0].severity, alike)


def _list(severity: Severity, groups: Sequence[_Group], language: Language) -> Content:
    listed = [group for group in groups if group.severity is severity]
    if not listed:
        return None
    number = sum(len(group.findings) for group in listed)
    return (
        element("h3", counted(number, _COUNTS[severity], language), class_=severity.value),
        element("ul", (_entry(group, language) for group in listed), class_="todo"),
    )


def _entry(group: _Group, language: Language) -> Markup:
    return element(
        "li",
        element("a", prose(group.rule.summary.render(language)), href=f"#{group.anchor}"),
        element("span", counted(len(group.findings), _PLACES, language), class_="count"),
    )


def _section(group: _Group, places: Places, language: Language) -> Markup:
    return element(
        "article",
        element("h3", prose(group.rule.summary.render(language)), id=group.anchor),
        element(
            "p",
            _tag(group, language),
            element("span", element("code", group.rule.code), " ", group.rule.name),
            element("span", counted(len(group.findings), _PLACES, language)),
            element("a", _MORE.render(language), href=group.rule.url(language), rel="noreferrer"),
            class_="facts",
        ),
        (_remedy(what, found, places, language) for what, found in group.remedies(language).items()),
        class_=f"group {group.severity.value}",
    )


def _remedy(what: str, findings: Sequence[Finding], places: Places, language: Language) -> Markup:
    first, others = findings[:_PLACES_AT_ONCE], findings[_PLACES_AT_ONCE:]
    return element(
        "div",
        element("p", element("strong", _WHAT_TO_DO.render(language)), prose(what), class_="help"),
        element("ul", map(places.of, first), class_="places"),
        element(
            "details",
            element("summary", counted(len(others), _MORE_PLACES, language)),
            element("ul", map(places.of, others), class_="places"),
        )
        if others
        else None,
        class_="remedy",
    )


def _tag(group: _Group, language: Language) -> Markup:
    return element("span", severity_word(group.severity, language), class_=f"tag {group.severity.value}")
