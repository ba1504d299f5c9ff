"""For whom findings are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mlprodest_lint.facts.source import Files
    from mlprodest_lint.texts import Language


@dataclass(frozen=True, slots=True)
class View:
    """What every format needs to know.

    Attributes:
        language: The language of messages.
        folder: The working directory; paths below it are shown relative to it, others whole.
        files: Reads the lines that are shown.
        color: Whether to use colours.
        links: Whether the terminal understands links.
        width: How many columns a line may take.
    """

    language: Language
    folder: Path
    files: Files
    color: bool = False
    links: bool = False
    width: int = 120

    def path(self, path: Path) -> str:
        """Return a path as it is shown, with ``/`` on every system."""
        return (path.relative_to(self.folder) if path.is_relative_to(self.folder) else path).as_posix()
