"""How often each rule was violated."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlprodest_lint.report.words import severity_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report.view import View


def render(findings: Sequence[Finding], view: View) -> str:
    """Return a line for each rule, the most violated first."""
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0][0].code, item[0][1].value))
    digits = max((len(str(count)) for count in counts.values()), default=0)
    return "".join(
        f"{count:>{digits}}  {rule.code}  {severity_word(severity, view.language):7}  {rule.name}\n"
        for (rule, severity), count in ranked
    )
