"""Which cache the options mean, and the command ``clean``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.cache.memory import Memory
from mlprodest_lint.cache.place import default_folder
from mlprodest_lint.cache.store import Store
from mlprodest_lint.cli.status import CLEAN
from mlprodest_lint.cli.streams import write_error
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from mlprodest_lint.texts import Language

_NO_FOLDER_NAMED = Text(
    en="--cache-dir: name a folder, for example --cache-dir .cache.",
    pt="--cache-dir: indique uma pasta, por exemplo --cache-dir .cache.",
)
_CLEANED = Text(en="{folder}: entries deleted: {number}.", pt="{folder}: itens apagados: {number}.")


def memory_in(name: str | None) -> Memory:
    """Return what earlier runs have kept in a folder, or in the user's where none is named.

    Raises:
        UserError: The name is empty.
    """
    folder = _folder(name)
    return Memory(None if folder is None else Store(folder))


def clean_cache(name: str | None, language: Language) -> int:
    """Delete a cache, say so, and return the exit status.

    Raises:
        UserError: The folder is no cache, or can't be deleted.
    """
    from mlprodest_lint.cache.cleaning import clean  # noqa: PLC0415 - no other command needs it

    folder = _folder(name)
    number = 0 if folder is None else clean(folder)
    write_error(f"{_CLEANED.render(language, {'folder': folder, 'number': number})}\n")
    return CLEAN


def _folder(name: str | None) -> Path | None:
    if name is not None and not name.strip():
        raise UserError(_NO_FOLDER_NAMED)
    return default_folder() if name is None else Path(name)
