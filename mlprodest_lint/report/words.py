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


ERRORS = (Text(en="1 error", pt="1 erro"), Text(en="{number} errors", pt="{number} erros"))
WARNINGS = (Text(en="1 warning", pt="1 aviso"), Text(en="{number} warnings", pt="{number} avisos"))
FILES = (Text(en="1 file", pt="1 arquivo"), Text(en="{number} files", pt="{number} arquivos"))


def severity_word(severity: Severity, language: Language) -> str:
    """Return what a severity is called."""
    return _SEVERITIES[severity].render(language)


def counted(number: int, words: tuple[Text, Text], language: Language) -> str:
    """Return a number with its noun.

    Args:
        number: How many there are.
        words: What is said of one, and of any other ``{number}``.
        language: The language of the noun.
    """
    one, several = words
    return (one if number == 1 else several).render(language, {"number": number})
