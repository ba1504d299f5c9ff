"""Which language the user reads, as the system tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlprodest_lint.texts import Language

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def system_language(environment: Mapping[str, str]) -> Language:
    """Return Brazilian Portuguese where the locale is Portuguese of any kind, else English."""
    name = next((environment[variable] for variable in _VARIABLES if environment.get(variable)), None)
    if name is None:
        name = _name_without_variables()
    return "pt-BR" if name.lower().startswith("pt") or name.lower().startswith("portuguese") else "en"


def _name_without_variables() -> str:
    import locale  # noqa: PLC0415 - costs start-up time, and most systems set a variable

    # Windows, and programs that macOS starts, have a locale but none of the variables.
    try:
        return locale.getlocale(locale.LC_CTYPE)[0] or ""
    except ValueError:
        return ""
