"""Suppression comments: which findings they take away, and which of them take away none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Place, Span
from mlprodest_lint.rules import RULES
from mlprodest_lint.rules.source import UnusedSuppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mlprodest_lint.facts.records import Comment
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.workers import Source

_LINE = re.compile(r"(?:^|(?<=\s))#\s*noqa\b(?P<named>\s*:(?P<names>.*))?", re.IGNORECASE)
_FILE = re.compile(r"^#\s*mlprodest-lint:\s*noqa\s*:(?P<names>.*)", re.IGNORECASE)
_NAME = re.compile(r"[,\s]*(?P<name>[a-z]+(?:[0-9]+|(?:-[a-z]+)+))(?![\w-]*\w)", re.IGNORECASE)
_CODE = re.compile(r"[a-z]+[0-9]+", re.IGNORECASE)
_CODES_BY_NAME = {name.casefold(): code for code, rule in RULES.items() for name in (code, rule.name)}


@dataclass
class Suppression:
    """One comment. ``codes`` are the rules of ours that it names; ``None`` stands for all of them."""

    comment: Comment
    codes: frozenset[str] | None
    whole_file: bool
    is_used: bool = field(default=False)

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding in the comment's file is suppressed."""
        if self.codes is not None and finding.rule.code not in self.codes:
            return False
        return self.whole_file or self.comment.first_line <= finding.place.span.line <= self.comment.last_line


def suppress(findings: Iterable[Finding], sources: Iterable[Source], active: frozenset[str]) -> Iterator[Finding]:
    """Yield the findings that no comment suppresses, and one for each comment that suppresses nothing.

    Args:
        findings: What the rules found in the sources, and elsewhere.
        sources: The files whose comments count.
        active: The codes of the rules that are on; a comment is judged by those among them that read code alone.
    """
    by_file: dict[Path, list[Suppression]] = {}
    for source in sources:
        if source.module is not None and source.module.comments:
            by_file[source.path] = list(filter(None, map(_parse, source.module.comments)))
    for finding in findings:
        if not _take(finding, by_file.get(finding.place.path, ())):
            yield finding
    if UnusedSuppression.code not in active:
        return
    judged = frozenset(code for code in active if not RULES[code].found_by_running)
    for path, suppressions in by_file.items():
        # Those that suppress this very rule are judged last: only then is it known whether they did.
        for unused in sorted(suppressions, key=_suppresses_unused):
            names = sorted((unused.codes or frozenset()) & judged)
            if names and not unused.is_used:
                finding = _unused(path, unused, names)
                if not _take(finding, [other for other in suppressions if other is not unused]):
                    yield finding


def _suppresses_unused(suppression: Suppression) -> bool:
    return suppression.codes is None or UnusedSuppression.code in suppression.codes


def _take(finding: Finding, suppressions: Iterable[Suppression]) -> bool:
    covering = [suppression for suppression in suppressions if suppression.covers(finding)]
    for suppression in covering:
        suppression.is_used = True
    return bool(covering)


def _parse(comment: Comment) -> Suppression | None:
    whole_file = _FILE.match(comment.text) if comment.own_line else None
    if whole_file:
        return Suppression(comment, frozenset(_codes(whole_file["names"])), whole_file=True)
    line = _LINE.search(comment.text)
    if line is None:
        return None
    words = list(_words(line["names"] or ""))
    codes = frozenset(_codes(line["names"])) if words else None
    return Suppression(comment, codes, whole_file=False)


def _words(names: str) -> Iterator[str]:
    """Yield the codes and names of a list; a reason that follows ends it."""
    found = _NAME.match(names)
    while found and (_CODE.fullmatch(found["name"]) or found["name"].casefold() in _CODES_BY_NAME):
        yield found["name"]
        found = _NAME.match(names, found.end())


def _codes(names: str) -> Iterator[str]:
    return (_CODES_BY_NAME[word.casefold()] for word in _words(names) if word.casefold() in _CODES_BY_NAME)


def _unused(path: Path, unused: Suppression, names: list[str]) -> Finding:
    comment = unused.comment
    span = Span(comment.line, comment.column, comment.line, comment.column + len(comment.text))
    return UnusedSuppression.finding(Place(path, span), "unused", codes=", ".join(names))
