"""How findings are shown: one module for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.report import flake8, full, json_, statistics
from mlprodest_lint.report.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlprodest_lint.findings import Finding

__all__ = ["FORMATS", "View", "statistics"]

FORMATS: Mapping[str, Callable[[Sequence[Finding], View], str]] = {
    "full": full.render,
    "flake8": flake8.render,
    "json": json_.render,
}
