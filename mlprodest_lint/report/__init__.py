"""How findings are shown: one module for each format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mlprodest_lint.report.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from mlprodest_lint.findings import Finding

    Render: TypeAlias = Callable[[Sequence[Finding], View], str]

__all__ = ["FORMATS", "View", "renderer"]

FORMATS: Mapping[str, str] = {
    "full": "full",
    "flake8": "flake8",
    "json": "json_",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "sarif": "sarif",
}
"""The formats by their names, and the module of each."""


def renderer(name: str) -> Render:
    """Return the function that shows findings in a format; only the module of that format is imported."""
    render: Render = import_module(f"{__name__}.{FORMATS[name]}").render
    return render
