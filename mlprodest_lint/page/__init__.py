"""The report: one page of HTML that needs nothing else, for the person at the gate and for the author."""

from mlprodest_lint.page.document import render
from mlprodest_lint.page.report import Report

__all__ = ["Report", "render"]
