"""Names of rules as users write them: a code, a name, the beginning of a code, or ``ALL``, in either letter case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlprodest_lint.rules import RULES
from mlprodest_lint.spelling import nearest
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from mlprodest_lint.rules import Rule

ALL = "ALL"
_COMMON_PREFIX = "MLP"
_CODE_LENGTH = len("MLP000")
_BEGINNING_OF_A_CODE = re.compile(r"MLP\d{0,3}")

_NO_SUCH_SELECTOR = Text(
    en="{where}: no rule is called {name!r}. Did you mean {nearest!r}?"
    " `mlprodest-lint rules` lists the codes and names; the beginning of a code, such as MLP2, and ALL name several.",
    pt="{where}: nenhuma regra se chama {name!r}. Você quis dizer {nearest!r}?"
    " `mlprodest-lint rules` lista os códigos e nomes; o começo de um código, como MLP2, e ALL indicam várias regras.",
)
_NO_SUCH_RULE = Text(
    en="No rule is called {name!r}. Did you mean {nearest!r}? `mlprodest-lint rules` lists the codes and names.",
    pt="Nenhuma regra se chama {name!r}. Você quis dizer {nearest!r}? `mlprodest-lint rules` lista os códigos e nomes.",
)


@dataclass(frozen=True, slots=True)
class Selector:
    """The rules that one word names.

    Attributes:
        codes: Their codes.
        by_default: Those of them that the word turns on: a bare ``MLP`` leaves out what is off by default.
        weight: How closely the word names them. Where two words disagree about a rule, the closer one decides.
    """

    codes: frozenset[str]
    by_default: frozenset[str]
    weight: int


def resolve(word: str, where: str) -> Selector:
    """Find the rules that a word names.

    Args:
        word: A code, a name, the beginning of a code, or ``ALL``.
        where: The option, or the file and key, in which the user wrote it.

    Raises:
        UserError: It names none.
    """
    upper = word.strip().upper()
    if upper == ALL:
        return Selector(frozenset(RULES), frozenset(RULES), weight=0)
    if _BEGINNING_OF_A_CODE.fullmatch(upper):
        codes = frozenset(code for code in RULES if code.startswith(upper))
    else:
        codes = frozenset(code for code, rule in RULES.items() if rule.name == upper.lower())
        upper = min(codes, default=upper)
    if not codes:
        raise UserError(_NO_SUCH_SELECTOR, where=where, name=word, nearest=nearest(word, selectors()))
    by_default = codes if len(upper) > len(_COMMON_PREFIX) else frozenset(c for c in codes if RULES[c].on_by_default)
    return Selector(codes, by_default, weight=len(upper))


def rule_named(word: str) -> type[Rule]:
    """Find the one rule that has this code or name.

    Raises:
        UserError: There is none.
    """
    for code, rule in RULES.items():
        if word.strip().lower() in (code.lower(), rule.name):
            return rule
    raise UserError(_NO_SUCH_RULE, name=word, nearest=nearest(word, _codes_and_names()))


def _codes_and_names() -> list[str]:
    return [*RULES, *(rule.name for rule in RULES.values())]


def selectors() -> list[str]:
    """Return every word that names rules, as it is spelled usually: ALL, the families, the codes and the names."""
    families = dict.fromkeys(code[: len(_COMMON_PREFIX) + 1] for code in RULES)
    return [ALL, *families, *_codes_and_names()]
