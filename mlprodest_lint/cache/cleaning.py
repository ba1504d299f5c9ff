"""Deletes a store."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mlprodest_lint.cache.store import IGNORE_FILE, SHARDS, TAG, TAG_FILE, files_in, is_temporary
from mlprodest_lint.texts import Text, UserError

_NOT_A_CACHE = Text(
    en="{folder}: this is no cache of mlprodest-lint; nothing was deleted.",
    pt="{folder}: isto não é um cache do mlprodest-lint; nada foi apagado.",
)
_CANT_CLEAN = Text(
    en="{folder}: the cache can't be deleted: {reason}.",
    pt="{folder}: não é possível apagar o cache: {reason}.",
)


def clean(folder: Path) -> int:
    """Delete what a store keeps in a folder, and nothing else.

    Returns:
        How many entries there were.

    Raises:
        UserError: The folder is no cache of this program, or can't be deleted.
    """
    if not folder.exists():
        return 0
    try:
        if _signature(folder) != TAG:
            if any(folder.iterdir()):
                raise UserError(_NOT_A_CACHE, folder=folder)
            return 0
        return _clean(folder)
    except OSError as error:
        raise UserError(_CANT_CLEAN, folder=folder, reason=error.strerror or error) from error


def _clean(folder: Path) -> int:
    number = 0
    for shard in (folder / name for name in SHARDS):
        for entry in files_in(shard):
            number += not is_temporary(entry.name)
            Path(entry.path).unlink(missing_ok=True)
        _remove_empty(shard)
    for name in (IGNORE_FILE, TAG_FILE):
        (folder / name).unlink(missing_ok=True)
    _remove_empty(folder)
    return number


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # it isn't there, holds something else, or another run has just written into it
        folder.rmdir()


def _signature(folder: Path) -> str | None:
    try:
        return (folder / TAG_FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
