"""From the options of the command line to the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.selectors import resolve
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlprodest_lint.cli.linting import Options
    from mlprodest_lint.selectors import Selector

_NO_RULE_NAMED = Text(
    en="{where}: name at least one rule, for example {where} MLP2.",
    pt="{where}: indique ao menos uma regra, por exemplo {where} MLP2.",
)


def configuration_of(options: Options) -> Configuration:
    """Return the configuration, with what the options say above it.

    Raises:
        UserError: An option names a rule that doesn't exist.
    """
    choice = Choice(
        _selectors("--select", options.select) if options.select else None,
        _selectors("--extend-select", options.extend_select),
        _selectors("--ignore", options.ignore),
    )
    return Configuration(Overrides(options.contract, choice, options.language), options.configuration_file())


def _selectors(where: str, values: Iterable[str]) -> tuple[Selector, ...]:
    words = [word for value in values for word in value.split(",") if word.strip()]
    if values and not words:
        raise UserError(_NO_RULE_NAMED, where=where)
    return tuple(resolve(word, where) for word in words)
