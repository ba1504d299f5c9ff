"""Findings for programs, as ``docs/json.md`` describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report.view import View


def render(findings: Sequence[Finding], view: View) -> str:
    """Return a list of objects, one for each finding."""
    # Escaped to ASCII, it is valid whatever the encoding of the output is, and whatever bytes a path holds.
    return json.dumps([_entry(finding, view) for finding in findings], indent=2) + "\n"


def _entry(finding: Finding, view: View) -> dict[str, object]:
    span = finding.place.span
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity.value,
        "message": finding.message(view.language),
        "help": finding.help(view.language),
        "path": view.path(finding.place.path),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "url": finding.rule.url(),
    }
