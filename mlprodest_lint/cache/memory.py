"""Work that isn't done again while everything that it looked at is as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from mlprodest_lint.cache.identity import identity
from mlprodest_lint.looks import note, noting
from mlprodest_lint.paths import LOOKS, READS, digest, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from mlprodest_lint.cache.store import Store
    from mlprodest_lint.looks import Answer, Notes

    Seen: TypeAlias = Mapping[str, Mapping[str, Answer]]

T = TypeVar("T")


class Memory:
    """Remembers the outcome of work with all that it saw of the disk.

    Args:
        store: Where outcomes are kept; without one, all work is done.
    """

    def __init__(self, store: Store | None = None) -> None:
        self._store = store

    def outcome_of(self, subject: object, decode: Callable[[Any], T]) -> T | None:
        """Return the outcome of work that would see what it saw before; nothing where it has to be done.

        Args:
            subject: What the work is about, as far as it isn't read from the disk, in terms of JSON.
            decode: Makes of an outcome in terms of JSON what is returned.
        """
        if self._store is None:
            return None
        try:
            return decode(_remembered(self._store, _name(subject)))
        except (LookupError, TypeError, ValueError, AttributeError):
            return None  # there is no entry, something has changed, or another program has written the entry

    def outcome_now(self, subject: object, work: Callable[[], object], decode: Callable[[Any], T]) -> T:
        """Do some work, remember its outcome, and return it.

        Args:
            subject: As for ``outcome_of``.
            work: Gives the outcome in terms of JSON, and looks at the disk through ``paths`` only.
            decode: As for ``outcome_of``.
        """
        if self._store is None:
            return decode(work())
        with noting() as notes:
            outcome = work()
        if notes.is_consistent:
            self._store.write(_name(subject), _entry(notes, outcome))
        return decode(outcome)

    def recall(self, kind: str, content: str) -> bytes | None:
        """Return what was kept about a content."""
        return None if self._store is None else self._store.read(_name([kind, content]))

    def keep(self, kind: str, content: str, data: bytes) -> None:
        """Keep what follows from a content alone.

        Args:
            kind: What it is that follows.
            content: The digest of the content.
            data: What is kept.
        """
        if self._store is not None:
            self._store.write(_name([kind, content]), data)

    def close(self) -> None:
        """See that not too much is kept."""
        if self._store is not None:
            self._store.shrink()


def _name(subject: object) -> str:
    return digest(_as_json([identity(), subject]))


def _as_json(value: object) -> bytes:
    # Escaped, so that names of files that aren't Unicode can be stored.
    return json.dumps(value, separators=(",", ":")).encode()


def _entry(notes: Notes, outcome: object) -> bytes:
    seen: dict[str, dict[str, Answer]] = {}
    for (kind, path), answer in notes.seen.items():
        seen.setdefault(kind, {})[path] = answer
    return _as_json({"seen": seen, "stamps": notes.stamps, "outcome": outcome})


def _remembered(store: Store, name: str) -> object:
    """Return an outcome whose looks are still answered alike.

    Raises:
        LookupError: There is none.
    """
    body = store.read(name)
    if body is None:
        raise LookupError(name)
    entry = json.loads(body)
    seen, stamps = entry["seen"], entry["stamps"]
    renewed = _confirm(seen, stamps)
    if renewed:
        entry["stamps"] = stamps = {**stamps, **renewed}
        store.write(name, _as_json(entry))
    for kind, answers in seen.items():
        for path, answer in answers.items():
            note(kind, path, answer, stamps.get(path, "") if kind in READS else "")
    return entry["outcome"]


def _confirm(seen: Seen, stamps: Mapping[str, str]) -> Mapping[str, str]:
    """See that all looks are answered as they were.

    Returns:
        The new stamps of files that were read again and hold what they did.

    Raises:
        LookupError: A look is answered otherwise.
    """
    renewed: dict[str, str] = {}
    for kind, answers in seen.items():
        look = LOOKS[kind]
        for path, answer in answers.items():
            changed = stamp(path) if kind in READS else ""
            if changed and changed == stamps.get(path):
                continue
            if look(path) != answer:
                raise LookupError(path)
            if changed:
                renewed[path] = changed
    return renewed
