"""The rules, one module for each family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.rules import (
    custom_tests,
    files,
    imports,
    interface,
    layout,
    mlflow,
    production,
    publication,
    running,
    source,
)
from mlprodest_lint.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RULES", "Rule"]

_FAMILIES = (source, layout, interface, imports, files, mlflow, custom_tests, publication, production, running)
RULES: Mapping[str, type[Rule]] = dict(sorted(Rule.registry.items()))
