"""Identities of findings that survive when lines are moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from mlprodest_lint.facts.source import UnreadableError, lines_of, read_text
from mlprodest_lint.findings import Span
from mlprodest_lint.paths import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mlprodest_lint.findings import Finding, Place
    from mlprodest_lint.report.view import View


def fingerprints(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """Yield a fingerprint for each finding, in their order.

    It is made of the rule, the path, the text of the line and, where several are alike, their order in the file: moving
    lines doesn't change it, changing them does.
    """
    read = lru_cache(maxsize=8)(_lines)
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        subject = _line(finding.place, read(finding.place.path)) or finding.message("en")
        identity = (finding.rule.code, view.path(finding.place.path), subject)
        seen[identity] += 1
        text = "\0".join([*identity, str(seen[identity])])
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _line(place: Place, lines: Sequence[str]) -> str:
    """Return what the line of a place says, without its indentation; nothing for a file or folder as a whole."""
    if place.span == Span() or place.span.line > len(lines):
        return ""
    return " ".join(lines[place.span.line - 1].split())


def _lines(path: Path) -> list[str]:
    try:
        return lines_of(read_text(path)) if is_file(path) else []
    except UnreadableError:
        return []
