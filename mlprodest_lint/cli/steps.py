"""The steps of the dynamic checker while they are taken: on standard error, so that findings stand alone."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.cli.streams import write_error
from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.texts import Text
from mlprodest_lint.verify.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from typing_extensions import Self

    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language
    from mlprodest_lint.verify.model import Step

_WORDS = {
    State.PASSED: (Text(en="passed", pt="passou"), "32"),
    State.FAILED: (Text(en="FAILED", pt="FALHOU"), "1;31"),
    State.SKIPPED: (Text(en="skipped", pt="pulado"), "33"),
}
_WORD_COLUMNS = max(len(text) for word, _ in _WORDS.values() for text in word)
_BACK_AND_ERASE = "\r\x1b[K"
_SECONDS_BETWEEN = 0.2


class _Begun(NamedTuple):
    title: str
    start: float


class Steps:
    """Shows each step when it has ended; on a terminal, also what is being tried and for how long.

    Args:
        view: For whom.
        is_wanted: Whether to show anything.
    """

    def __init__(self, view: View, *, is_wanted: bool) -> None:
        self._view = view
        self._language: Language = view.language
        self._is_wanted = is_wanted
        self._is_live = is_wanted and sys.stderr is not None and sys.stderr.isatty()
        self._lock = threading.Lock()
        self._running: dict[Path, _Begun] = {}
        self._is_over = threading.Event()
        self._clock = threading.Thread(target=self._tick, daemon=True)

    def begun(self, worker: Path, title: Text, fields: Mapping[str, object]) -> None:
        """Show what is being tried now."""
        with self._lock:
            self._running[worker] = _Begun(shown_text(title.render(self._language, fields)), time.monotonic())

    def ended(self, step: Step) -> None:
        """Show how a step ended."""
        with self._lock:
            self._running.pop(step.worker, None)
            if self._is_wanted:
                self.say(self._line(step))

    def say(self, line: str) -> None:
        """Show a line, above what is being tried."""
        write_error(f"{_BACK_AND_ERASE if self._is_live else ''}{line}\n")

    def __enter__(self) -> Self:
        if self._is_live:
            self._clock.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._is_over.set()
        if self._is_live:
            self._clock.join()
            write_error(_BACK_AND_ERASE)

    def _line(self, step: Step) -> str:
        text, color = _WORDS[step.state]
        word = text.render(self._language).ljust(_WORD_COLUMNS)
        shown = f"\x1b[{color}m{word}\x1b[0m" if self._view.color else word
        parts = [shown, f"{self._view.path(step.worker)}: {shown_text(step.told(self._language))}"]
        if step.state is not State.SKIPPED:
            parts.append(f"({step.seconds:.1f} s)")
        return " ".join(parts)

    def _tick(self) -> None:
        while not self._is_over.wait(_SECONDS_BETWEEN):
            with self._lock:
                now = time.monotonic()
                shown = " | ".join(
                    f"{self._view.path(worker)}: {begun.title} ({now - begun.start:.0f} s)"
                    for worker, begun in self._running.items()
                )
                write_error(_BACK_AND_ERASE + shown[: self._view.width - 1])
