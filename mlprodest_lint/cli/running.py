"""The options that say how workers are verified; several commands have them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.wishes import Part, Wishes

_NO_NUMBER = Text(
    en="--timeout: {value!r} is no number of seconds. Write for example --timeout 600.",
    pt="--timeout: {value!r} não é um número de segundos. Escreva, por exemplo, --timeout 600.",
)
_NO_MODEL_NAMED = Text(
    en="--model: name a registered model, for example --model triagem_manifestacoes.",
    pt="--model: indique um modelo registrado, por exemplo --model triagem_manifestacoes.",
)


class Running(NamedTuple):
    """The options that say how workers are verified, as click reads them."""

    tracking_uri: str | None
    mlruns: str | None
    model: str | None
    python: str | None
    timeout: str
    no_tests: bool
    only: Part | None
    trust: bool

    def wishes(self) -> Wishes:
        """Return how the workers are to be verified.

        Raises:
            UserError: An option's value can't be one.
        """
        if self.model is not None and not self.model.strip():
            raise UserError(_NO_MODEL_NAMED)
        return Wishes(
            self.tracking_uri,
            Path(self.mlruns) if self.mlruns is not None else None,
            self.model,
            Path(self.python) if self.python is not None else None,
            _seconds(self.timeout),
            not self.no_tests,
            self.only,
            self.trust,
        )


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        raise UserError(_NO_NUMBER, value=value) from None
    if not (math.isfinite(seconds) and seconds > 0):
        raise UserError(_NO_NUMBER, value=value)
    return seconds
