"""How far a long run is, on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from mlprodest_lint.cli.streams import write_error
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from typing_extensions import Self

    from mlprodest_lint.texts import Language

_QUIET_SECONDS = 1.0
_SECONDS_BETWEEN = 0.1
_READ = Text(en="{done} of {all} files read", pt="{done} de {all} arquivos lidos")
_BACK_AND_ERASE = "\r\x1b[K"


class Progress:
    """A line on standard error that is overwritten, and is gone at the end of the block.

    Args:
        language: That of the user.
        is_wanted: Whether to show anything. Where standard error isn't a terminal, nothing is shown either.
    """

    def __init__(self, language: Language, *, is_wanted: bool) -> None:
        self._language: Language = language
        self._is_wanted = is_wanted and sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + _QUIET_SECONDS
        self._is_shown = False

    def show(self, done: int, everything: int) -> None:
        """Show how many files of how many have been read, unless that was just shown."""
        now = time.monotonic()
        if not self._is_wanted or now < self._next:
            return
        self._next = now + _SECONDS_BETWEEN
        self._is_shown = True
        write_error(_BACK_AND_ERASE + _READ.render(self._language, {"done": done, "all": everything}))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._is_shown:
            write_error(_BACK_AND_ERASE)
