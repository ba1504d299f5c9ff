"""What a page tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Severity
from mlprodest_lint.verify.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from mlprodest_lint.engine import Outcome
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report.view import View
    from mlprodest_lint.texts import Language
    from mlprodest_lint.verify.model import Verification


class Verdict(Enum):
    """What is to be expected of a publication."""

    REFUSED = "refused"
    INCOMPLETE = "incomplete"
    WARNED = "warned"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a page is made of.

    Attributes:
        outcome: What the linter found.
        view: For whom; its language is the page's, and it says how paths are shown.
        paths: What was asked to be checked.
        made: When; it has a time zone.
        verification: What the dynamic checker found, if it ran.
    """

    outcome: Outcome
    view: View
    paths: Sequence[Path]
    made: datetime
    verification: Verification | None = None

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.view.language

    @property
    def findings(self) -> list[Finding]:
        """What both checkers found, in the order of the places."""
        dynamic = self.verification.findings if self.verification else ()
        return sorted([*self.outcome.findings, *dynamic], key=lambda finding: finding.sort_key)

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def steps(self) -> Counter[State]:
        """How many steps of the dynamic checker ended in each way."""
        return Counter(step.state for step in self.verification.steps) if self.verification else Counter()

    @property
    def verdict(self) -> Verdict:
        """What all of it comes to."""
        if self.counts[Severity.ERROR] or self.steps[State.FAILED]:
            return Verdict.REFUSED
        if self.outcome.notices or self.steps[State.SKIPPED]:
            return Verdict.INCOMPLETE
        return Verdict.WARNED if self.counts[Severity.WARNING] else Verdict.CLEAN
