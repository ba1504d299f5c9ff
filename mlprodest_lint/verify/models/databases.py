"""SQLite databases of MLflow: recognised, read and copied without a change to them or their folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

from mlprodest_lint.paths import is_file, is_folder
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 20
_MODE_AT, _WAL = 18, 2
_JOURNALS = ("-wal", "-journal")
_TABLES = frozenset({"alembic_version", "experiments", "registered_models", "runs"})
_BUSY_SECONDS = 20.0
_MIGRATIONS = ("store", "db_migrations", "versions")
_MISSING = Text(
    en="{database}: there is no such tracking database. Check the path; training creates the database where it runs.",
    pt="{database}: não existe esse banco do MLflow. Confira o caminho; o treino cria o banco na pasta em que executa.",
)
_IS_FOLDER = Text(
    en="{database} is a folder, not a tracking database. Give the file in it, such as sqlite:///{database}/mlflow.db.",
    pt="{database} é uma pasta, e não um banco de dados do MLflow. Informe o arquivo dentro dela, por exemplo "
    "sqlite:///{database}/mlflow.db.",
)
_EMPTY = Text(
    en="{database} is empty: no model was ever registered in it. Run the training code, or give another database.",
    pt="{database} está vazio: nenhum modelo foi registrado nele. Execute o código de treino, ou informe outro banco.",
)
_NOT_SQLITE = Text(
    en="{database} isn't an SQLite database. Give the file that MLflow keeps its runs in, such as teste_mlflow.db.",
    pt="{database} não é um banco de dados SQLite. Informe o arquivo em que o MLflow guarda as execuções, por exemplo "
    "teste_mlflow.db.",
)
_NOT_MLFLOWS = Text(
    en="{database} is an SQLite database, but not one of MLflow: it has no table {tables}. Give the file that the "
    "training code's tracking URI names.",
    pt="{database} é um banco de dados SQLite, mas não do MLflow: falta a tabela {tables}. Informe o arquivo que o "
    "tracking URI do código de treino indica.",
)
_NEWER = Text(
    en="{database} was written by a newer MLflow than the one installed here ({version}), which can't read it "
    "(revision {revision}). Upgrade MLflow: pip install --upgrade mlflow-skinny",
    pt="{database} foi gravado por um MLflow mais novo que o instalado aqui ({version}), que não consegue lê-lo "
    "(revisão {revision}). Atualize o MLflow: pip install --upgrade mlflow-skinny",
)
_UNREADABLE = Text(
    en="{database} can't be read: {reason}. If another program is writing to it, try again when that is done.",
    pt="Não é possível ler {database}: {reason}. Se outro programa estiver gravando nele, tente de novo depois.",
)


def is_tracking_database(file: Path) -> bool:
    """Tell by a file's content whether it is a database of MLflow.

    Args:
        file: The file.
    """
    try:
        return is_file(file) and _is_sqlite(file) and not _missing_tables(file)
    except (OSError, sqlite3.Error):
        return False


def check_database(database: Path) -> None:
    """Make sure that a file is a database which the installed MLflow can read, perhaps after an upgrade of a copy.

    Args:
        database: The file.

    Raises:
        UserError: It is missing, empty, no database of MLflow, or one of a newer MLflow.
    """
    if is_folder(database):
        raise UserError(_IS_FOLDER, database=database)
    if not is_file(database):
        raise UserError(_MISSING, database=database)
    try:
        if database.stat().st_size == 0:
            raise UserError(_EMPTY, database=database)
        if not _is_sqlite(database):
            raise UserError(_NOT_SQLITE, database=database)
        missing = _missing_tables(database)
        if missing:
            raise UserError(_NOT_MLFLOWS, database=database, tables=", ".join(sorted(missing)))
        _check_revision(database)
    except (OSError, sqlite3.Error) as error:
        raise UserError(_UNREADABLE, database=database, reason=error) from error


def snapshot(database: Path, copy: Path) -> None:
    """Copy a database as it is at one moment, what its journals hold included.

    Neither the file nor its folder is changed; another program may be writing to it.

    Args:
        database: The file.
        copy: Where to; there must be no such file yet.

    Raises:
        UserError: It can't be read.
    """
    try:
        with _reading(database) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except (OSError, sqlite3.Error) as error:
        raise UserError(_UNREADABLE, database=database, reason=error) from error


def tables_of(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names of the tables of a database."""
    return frozenset(name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def _missing_tables(database: Path) -> frozenset[str]:
    with _reading(database) as connection:
        return _TABLES - tables_of(connection)


def _check_revision(database: Path) -> None:
    known = _known_revisions()
    with _reading(database) as connection:
        for (revision,) in connection.execute("SELECT version_num FROM alembic_version"):
            if known and revision not in known:
                raise UserError(_NEWER, database=database, version=_installed_version(), revision=revision)


def _known_revisions() -> frozenset[str]:
    """Return the revisions that the installed MLflow knows, by the names of its migrations; it isn't imported."""
    found = find_spec("mlflow")
    folders = found.submodule_search_locations if found is not None else None
    migrations = [file for folder in folders or () for file in Path(folder, *_MIGRATIONS).glob("*_*.py")]
    return frozenset(file.name.partition("_")[0] for file in migrations)


def _installed_version() -> str:
    with suppress(PackageNotFoundError):
        return version("mlflow")
    return version("mlflow-skinny")


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to be read only; one that a crash has left is restored in a copy."""
    if not _is_left_by_crash(database):
        with _opened(database) as connection:
            yield connection
        return
    with TemporaryDirectory() as scratch:
        copy = Path(scratch, database.name)
        for suffix in ("", *_JOURNALS):
            if _beside(database, suffix).exists():
                shutil.copyfile(_beside(database, suffix), _beside(copy, suffix))
        with closing(sqlite3.connect(copy)) as connection:
            yield connection


@contextmanager
def _opened(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a database itself.

    One in WAL mode gets files beside it even from a reader, unless it is declared to be immutable; it may be where no
    other program has it open.
    """
    is_immutable = _is_in_wal_mode(database) and not _beside(database, "-shm").exists()
    options = "mode=ro&immutable=1" if is_immutable else "mode=ro"
    path = database.absolute().as_posix()
    # The empty host is spelled out, for the shared folders of Windows, whose paths begin with two slashes.
    address = f"file://{'' if path.startswith('/') else '/'}{quote(os.fsencode(path), safe='/:')}?{options}"
    with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection:
        yield connection


def _is_in_wal_mode(database: Path) -> bool:
    with database.open("rb") as opened:
        header = opened.read(_HEADER_BYTES)
    return len(header) == _HEADER_BYTES and header[_MODE_AT] == _WAL


def _is_left_by_crash(database: Path) -> bool:
    """Tell whether a journal waits for somebody to write what it holds into the database."""
    if not any(_beside(database, suffix).exists() for suffix in _JOURNALS):
        return False
    if _is_in_wal_mode(database):
        return not _beside(database, "-shm").exists()
    try:
        with _opened(database) as connection:
            tables_of(connection)
    except sqlite3.OperationalError as error:
        return "locked" not in str(error)
    return False


def _beside(database: Path, suffix: str) -> Path:
    return database.with_name(database.name + suffix)
