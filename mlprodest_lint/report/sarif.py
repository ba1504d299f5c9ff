"""A SARIF 2.1.0 log, as GitHub's code scanning and editors read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from mlprodest_lint import __version__
from mlprodest_lint.documentation import page
from mlprodest_lint.report.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.findings import Finding, Label, Place
    from mlprodest_lint.report.view import View
    from mlprodest_lint.rules import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://github.com/prodest/mlprodest-lint"
_FOLDER = "SRCROOT"
_TAGS = ("machine-learning", "mlflow", "prodest")


def render(findings: Sequence[Finding], view: View) -> str:
    """Return a log with one run; it holds the rules that found something, with their whole pages."""
    rules = list(dict.fromkeys(sorted((finding.rule for finding in findings), key=lambda rule: rule.code)))
    results = [
        _result(finding, rules.index(finding.rule), fingerprint, view)
        for finding, fingerprint in zip(findings, fingerprints(findings, view), strict=True)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "mlprodest-lint",
                "version": __version__,
                "informationUri": _HOME,
                "rules": [_rule(rule, view) for rule in rules],
            }
        },
        "language": view.language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_FOLDER: {"uri": f"{view.folder.as_uri().rstrip('/')}/"}},
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: type[Rule], view: View) -> dict[str, object]:
    text = page(rule, view.language)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary.render(view.language)},
        "help": {"text": text, "markdown": text},
        "helpUri": rule.url(),
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": list(_TAGS)},
    }


def _result(finding: Finding, index: int, fingerprint: str, view: View) -> dict[str, object]:
    message = f"{finding.message(view.language)}\n{finding.help(view.language)}"
    result: dict[str, object] = {
        "ruleId": finding.rule.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": message},
        "locations": [{"physicalLocation": _location(finding.place, view)}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
    if finding.labels:
        result["relatedLocations"] = [_related(number, label, view) for number, label in enumerate(finding.labels)]
    return result


def _related(number: int, label: Label, view: View) -> dict[str, object]:
    return {
        "id": number,
        "physicalLocation": _location(label.place, view),
        "message": {"text": label.text.render(view.language, label.fields)},
    }


def _location(place: Place, view: View) -> dict[str, object]:
    span = place.span
    region = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return {"artifactLocation": _artifact(place, view), "region": region}


def _artifact(place: Place, view: View) -> dict[str, str]:
    if not place.path.is_relative_to(view.folder):
        return {"uri": place.path.as_uri()}
    relative = view.path(place.path)
    return {"uri": quote(relative, errors="surrogateescape"), "uriBaseId": _FOLDER}
