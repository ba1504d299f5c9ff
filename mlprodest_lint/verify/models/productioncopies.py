"""Copies of what workers load from MLflow.

Where MLflow finds a model on the disk, it loads it from there, and notes the model's name in a file beside it. Kept
from writing, it doesn't load the model. So a worker gets a copy that it may write to.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mlprodest_lint.paths import is_folder
from mlprodest_lint.verify.models.artifactpaths import address_of, columns_of, local_path, readdress
from mlprodest_lint.verify.models.databases import tables_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from pathlib import Path

_IN_STAGE = "SELECT version FROM model_versions WHERE name = ? AND current_stage = 'Production'"
_BY_ALIAS = "SELECT version FROM registered_model_aliases WHERE name = ? AND alias = 'production'"
_LOGGED = "models:/"


def use_copies(connection: sqlite3.Connection, models: Collection[str], folder: Path) -> None:
    """Copy what the versions in production are made of, and lead a copy of a tracking database there.

    What a server keeps stays with it, and what can't be copied stays where it is.

    Args:
        connection: The copy of the database.
        models: The names of the registered models.
        folder: Where the copies are put.
    """
    copied: dict[Path, Path] = {}
    # A folder that holds another one comes first, and is copied with it.
    for source in sorted({path for model in models for path in _folders_of(connection, model)}):
        if not any(source.is_relative_to(above) for above in copied):
            target = folder / str(len(copied))
            if _is_copied(source, target):
                copied[source] = target
    readdress(connection, lambda address: _in_copy(address, copied))


def _folders_of(connection: sqlite3.Connection, model: str) -> Iterator[Path]:
    """Yield the folders on this machine from which a model may be loaded: its version's and its run's."""
    for address in _addresses_of(connection, model):
        path = local_path(address)
        if path is not None and path.is_absolute() and is_folder(path):
            yield path


def _addresses_of(connection: sqlite3.Connection, model: str) -> Iterator[str]:
    tables = tables_of(connection)
    versions = {row for query in _queries(tables) for row in connection.execute(query, (model,))}
    columns = [each for each in ("source", "storage_location") if each in columns_of(connection, "model_versions")]
    for (version,) in versions:
        run_id, *addresses = connection.execute(
            f"SELECT run_id, {', '.join(columns)} FROM model_versions WHERE name = ? AND version = ?",  # noqa: S608
            (model, version),
        ).fetchone()
        found = connection.execute("SELECT artifact_uri FROM runs WHERE run_uuid = ?", (run_id,)).fetchall()
        if "logged_models" in tables:
            logged = [str(address).removeprefix(_LOGGED) for address in addresses]
            found += connection.execute(
                f"SELECT artifact_location FROM logged_models WHERE model_id IN ({', '.join('?' * len(logged))})",  # noqa: S608
                logged,
            )
        yield from (str(address) for address in (*addresses, *(row[0] for row in found)) if address)


def _queries(tables: Collection[str]) -> tuple[str, ...]:
    return (_BY_ALIAS, _IN_STAGE) if "registered_model_aliases" in tables else (_IN_STAGE,)


def _is_copied(source: Path, target: Path) -> bool:
    try:
        shutil.copytree(source, target)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        return False
    return True


def _in_copy(address: str, copied: dict[Path, Path]) -> str:
    path = local_path(address)
    if path is None:
        return address
    found = (target / path.relative_to(source) for source, target in copied.items() if path.is_relative_to(source))
    return next(map(address_of, found), address)
