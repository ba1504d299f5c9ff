"""Where artifacts lie: what an address in a tracking database means on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mlprodest_lint.paths import is_folder, is_there
from mlprodest_lint.verify.models.databases import tables_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

_ARTIFACTS = "artifacts"
_OF_SERVER = "mlflow-artifacts"
_COLUMNS = (
    ("runs", "artifact_uri"),
    ("model_versions", "source"),
    ("model_versions", "storage_location"),
    ("logged_models", "artifact_location"),
)


def local_path(address: str) -> Path | None:
    """Return the path that an address of artifacts stands for.

    Args:
        address: Such as ``/treino/mlruns/1``, ``mlruns/1``, ``file:///treino/mlruns/1`` or ``s3://bucket/1``.

    Returns:
        The path, of whatever machine it may be; ``None`` for an address that a server answers.
    """
    parts = urlsplit(address)
    if parts.scheme == "file":
        path = unquote(parts.path)
        return Path(path[1:] if path[2:3] == ":" else path)
    # A single letter is a drive of Windows.
    return Path(address) if len(parts.scheme) <= 1 else None


def is_of_server(address: str) -> bool:
    """Tell whether only a running MLflow server knows where the artifacts at an address lie."""
    return urlsplit(address).scheme == _OF_SERVER


def is_lost(address: str) -> bool:
    """Tell whether the artifacts of a run were kept in a folder that isn't on this machine.

    A run that logged nothing has no folder of its own; the folder of its experiment is there all the same.

    Args:
        address: The run's ``artifact_uri``.
    """
    path = local_path(address)
    if path is None or is_folder(path):
        return False
    return not (path.is_absolute() and is_folder(path.parent.parent))


@dataclass(frozen=True, slots=True)
class Relocation:
    """Where artifacts lie now.

    Attributes:
        folder: The folder of the tracking database, which relative paths in it start from.
        mlruns: The folder that holds the artifacts of all experiments, where the user says so.
    """

    folder: Path
    mlruns: Path | None

    def apply(self, connection: sqlite3.Connection, new_artifacts: Path) -> None:
        """Correct the addresses in a copy of a tracking database; what can't be found stays as it is.

        Args:
            connection: The copy.
            new_artifacts: Where runs that are made in the copy are to put their artifacts.
        """
        readdress(connection, self.now)
        for (experiment,) in connection.execute("SELECT experiment_id FROM experiments").fetchall():
            connection.execute(
                "UPDATE experiments SET artifact_location = ? WHERE experiment_id = ?",
                (address_of(new_artifacts / str(experiment)), experiment),
            )

    def now(self, address: str) -> str:
        """Return the address at which artifacts lie now; the same one where they can't be found.

        Args:
            address: The address that the database holds.
        """
        path = local_path(address)
        if path is None and not is_of_server(address):
            return address
        moved = None if self.mlruns is None else _below(self.mlruns, _parts(address))
        if moved is None and path is not None and not path.is_absolute() and is_there(self.folder / path):
            moved = self.folder / path
        return address if moved is None else address_of(moved)


def readdress(connection: sqlite3.Connection, changed: Callable[[str], str]) -> None:
    """Change the addresses of artifacts in a copy of a tracking database.

    Args:
        connection: The copy.
        changed: Returns what an address becomes.
    """
    tables = tables_of(connection)
    for table, column in _COLUMNS:
        if table in tables and column in columns_of(connection, table):
            for address in _distinct(connection, table, column):
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {column} = ?",  # noqa: S608 - names of our own
                    (changed(address), address),
                )


def columns_of(connection: sqlite3.Connection, table: str) -> frozenset[str]:
    """Return the names of the columns of a table."""
    return frozenset(str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})"))


def address_of(path: Path) -> str:
    """Return the address of a folder of artifacts as MLflow writes it on this system."""
    return path.absolute().as_uri() if os.name == "nt" else str(path.absolute())


def _below(root: Path, parts: tuple[str, ...]) -> Path | None:
    """Return what lies under the root as the last parts of a path say: at least those from the run's id on."""
    if _ARTIFACTS not in parts or ".." in parts:
        return None
    after_id = len(parts) - 1 - parts[::-1].index(_ARTIFACTS)
    candidates = (root.joinpath(*parts[start:]) for start in range(after_id))
    return next(filter(is_there, candidates), None)


def _parts(address: str) -> tuple[str, ...]:
    """Return the parts of a path of any system, without its drive and the slash that it begins with."""
    path = local_path(address)
    text = unquote(urlsplit(address).path) if path is None else str(path)
    flavour = PureWindowsPath(text) if "\\" in text or text[1:2] == ":" else PurePosixPath(text)
    return flavour.parts[1:] if flavour.anchor else flavour.parts


def _distinct(connection: sqlite3.Connection, table: str, column: str) -> list[str]:
    found = connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608
    return [str(address) for (address,) in found]
