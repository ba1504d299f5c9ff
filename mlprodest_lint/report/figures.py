"""Sizes, durations and dates as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mlprodest_lint.texts import Language

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_DATES = {"en": "%Y-%m-%d %H:%M", "pt-BR": "%d/%m/%Y %H:%M"}


def size(number: int, language: Language) -> str:
    """Return a number of bytes."""
    value, unit = float(number), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    digits = 0 if unit == 0 or value >= 99.5 else 1
    return f"{_decimal(value, digits, language)} {_UNITS[unit]}"


def seconds(number: float, language: Language) -> str:
    """Return a duration."""
    return f"{_decimal(number, 2 if number < 10 else 0, language)} s"


def moment(when: datetime, language: Language) -> str:
    """Return a date, the time and what that differs from UTC by."""
    return f"{when.strftime(_DATES[language])} (UTC{when.isoformat()[-len('+00:00') :]})"


def _decimal(number: float, digits: int, language: Language) -> str:
    text = f"{number:.{digits}f}"
    return text.replace(".", ",") if language == "pt-BR" else text
