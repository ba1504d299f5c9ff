"""What is known of Python files, by their content: read now, in an earlier run, or by several processes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.facts.helpers import number_of_helpers, read_with_helpers
from mlprodest_lint.facts.reader import decoded, encoded, read
from mlprodest_lint.facts.source import UnreadableError, read_bytes
from mlprodest_lint.paths import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mlprodest_lint.cache.memory import Memory
    from mlprodest_lint.facts.reader import Reading

_SUBJECT = "facts"


class Library:
    """Reads Python files, each content once.

    Args:
        memory: What earlier runs have read.
        step: Called whenever a file has been fetched.
    """

    def __init__(self, memory: Memory, step: Callable[[], None]) -> None:
        self._memory = memory
        self._step = step
        self._readings: dict[str, Reading] = {}

    def fetch(self, paths: Iterable[Path]) -> None:
        """Read these files now, all at once, and forget what was fetched before."""
        self._readings = {}
        unknown: dict[str, bytes] = {}
        for path in paths:
            try:
                data = read_bytes(path)
            except UnreadableError:
                self._step()
                continue
            name = digest(data)
            if name in unknown or self._is_known(name):
                self._step()
            else:
                unknown[name] = data
        number = number_of_helpers(sum(map(len, unknown.values())))
        for name, reading in read_with_helpers(unknown, number):
            self._add(name, reading)
        for name, data in unknown.items():
            if name not in self._readings:
                self._add(name, read(data))

    def reading(self, path: Path) -> Reading:
        """Return what a file says; it is read from the disk again, as what was fetched may have changed.

        Raises:
            UnreadableError: It can't be read.
        """
        data = read_bytes(path)
        name = digest(data)
        return self._readings[name] if self._is_known(name) else read(data)

    def _is_known(self, name: str) -> bool:
        if name not in self._readings:
            data = self._memory.recall(_SUBJECT, name)
            known = None if data is None else decoded(data)
            if known is None:
                return False
            self._readings[name] = known
        return True

    def _add(self, name: str, reading: Reading) -> None:
        self._readings[name] = reading
        data = encoded(reading)
        if data is not None:
            self._memory.keep(_SUBJECT, name, data)
        self._step()
