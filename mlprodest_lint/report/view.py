"""For whom findings are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from mlprodest_lint.texts import Language


class View(NamedTuple):
    """What every format needs to know.

    Attributes:
        language: The language of messages.
        folder: The working directory; paths below it are shown relative to it, others whole.
        color: Whether to use colours.
        links: Whether the terminal understands links.
        width: How many columns a line may take.
    """

    language: Language
    folder: Path
    color: bool = False
    links: bool = False
    width: int = 120

    def path(self, path: Path) -> str:
        """Return a path as it is shown, with ``/`` on every system."""
        return (path.relative_to(self.folder) if path.is_relative_to(self.folder) else path).as_posix()
