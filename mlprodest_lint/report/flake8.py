"""One line for each finding, as flake8 prints it: editors and continuous integration read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.report.characters import shown_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report.view import View


def render(findings: Sequence[Finding], view: View) -> str:
    """Return the lines ``path:line:column: CODE message``."""
    return "".join(f"{shown_text(line_of(finding, view))}\n" for finding in findings)


def line_of(finding: Finding, view: View) -> str:
    """Return ``path:line:column: CODE message``."""
    span = finding.place.span
    place = f"{view.path(finding.place.path)}:{span.line}:{span.column}"
    return f"{place}: {finding.rule.code} {finding.message(view.language)}"
