"""What a rule reports: the rule, named values and places. Sentences are made from it when it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mlprodest_lint.rules.base import Rule
    from mlprodest_lint.texts import Language, Text


class Severity(Enum):
    """How much a finding weighs: an error makes the exit status 1, a warning only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file. Lines and columns count characters from 1; the end column is the first one after it."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a file, or a file or folder as a whole (its span is then 1:1)."""

    path: Path
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Label:
    """A further place that explains a finding, such as where a value comes from."""

    place: Place
    text: Text
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """The wording of one variant of a rule's finding: what is wrong, and what to type instead."""

    text: Text
    help: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of the contract."""

    rule: type[Rule]
    variant: str
    place: Place
    severity: Severity
    fields: Mapping[str, object] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()

    def message(self, language: Language) -> str:
        """Return the sentence that says what is wrong and what the contract asks for."""
        return self.rule.messages[self.variant].text.render(language, self.fields)

    def help(self, language: Language) -> str:
        """Return the sentence that says what to do."""
        return self.rule.messages[self.variant].help.render(language, self.fields)

    @property
    def sort_key(self) -> tuple[tuple[str, ...], Span, str, str]:
        """Findings are sorted by path (as parts), place, code and wording."""
        return self.place.path.parts, self.place.span, self.rule.code, self.message("en")
