"""Workflow commands, from which GitHub Actions makes annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report.view import View

_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def render(findings: Sequence[Finding], view: View) -> str:
    """Return a line for each finding, such as ``::error file=...,line=...::message``."""
    return "".join(f"{_command(finding, view)}\n" for finding in findings)


def _command(finding: Finding, view: View) -> str:
    span = finding.place.span
    properties: dict[str, object] = {
        "file": view.path(finding.place.path),
        "line": span.line,
        "endLine": span.end_line,
        "col": span.column,
        "title": f"{finding.rule.code} ({finding.rule.name})",
    }
    if span.line == span.end_line and span.end_column > span.column:
        properties["endColumn"] = span.end_column
    shown = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in properties.items())
    message = f"{finding.message(view.language)}\n{finding.help(view.language)}"
    return f"::{finding.severity.value} {shown}::{message.translate(_IN_MESSAGES)}"
