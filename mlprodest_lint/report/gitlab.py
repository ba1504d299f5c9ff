"""A Code Quality report, as GitLab reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Severity
from mlprodest_lint.report.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report.view import View

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(findings: Sequence[Finding], view: View) -> str:
    """Return a list of objects, one for each finding."""
    entries = [
        _entry(finding, fingerprint, view)
        for finding, fingerprint in zip(findings, fingerprints(findings, view), strict=True)
    ]
    return json.dumps(entries, indent=2) + "\n"


def _entry(finding: Finding, fingerprint: str, view: View) -> dict[str, object]:
    span = finding.place.span
    return {
        "description": f"{finding.rule.code}: {finding.message(view.language)}",
        "check_name": finding.rule.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": view.path(finding.place.path),
            "lines": {"begin": span.line, "end": span.end_line},
        },
    }
