"""Findings in terms of JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlprodest_lint.findings import Finding, Label, Place, Severity, Span
from mlprodest_lint.rules import RULES
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


def plain(value: object) -> Any:
    """Return what tells a value from others of its type, in terms of JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return [[plain(key), plain(item)] for key, item in value.items()]
    if isinstance(value, frozenset):
        return sorted(map(plain, value))
    if isinstance(value, tuple | list):
        return list(map(plain, value))
    if is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in fields(value)]
    raise TypeError(f"{type(value)} has no plain form")


def plain_findings(findings: Iterable[Finding]) -> Any:
    """Return findings in terms of JSON."""
    return [
        [
            finding.rule.code,
            finding.variant,
            plain(finding.place),
            finding.severity.value,
            _plain_fields(finding.fields),
            [[plain(label.place), plain(label.text), _plain_fields(label.fields)] for label in finding.labels],
        ]
        for finding in findings
    ]


def findings_from(value: Any) -> tuple[Finding, ...]:
    """Return the findings again.

    Raises:
        LookupError, TypeError, ValueError: Something else is in the place of findings.
    """
    return tuple(
        Finding(
            RULES[code],
            variant,
            _place(place),
            Severity(severity),
            dict(given),
            tuple(Label(_place(where), Text._make(text), dict(said)) for where, text, said in labels),
        )
        for code, variant, place, severity, given, labels in value
    )


def _place(value: Any) -> Place:
    path, span = value
    return Place(Path(path), Span(*span))


def _plain_fields(given: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a sentence; what is neither text nor number is taken as the sentence shows it."""
    return {name: value if isinstance(value, str | int | float) else str(value) for name, value in given.items()}
