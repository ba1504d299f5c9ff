"""Words that more than one format shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.findings import Severity
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from mlprodest_lint.texts import Language

_SEVERITIES = {
    Severity.ERROR: Text(en="error", pt="erro"),
    Severity.WARNING: Text(en="warning", pt="aviso"),
}


def severity_word(severity: Severity, language: Language) -> str:
    """Return what a severity is called."""
    return _SEVERITIES[severity].render(language)
