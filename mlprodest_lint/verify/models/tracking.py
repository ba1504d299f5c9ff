"""Which MLflow is asked for the models, and how without changing it: a server, or a copy of a database."""

from __future__ import annotations

import socket
import sqlite3
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mlprodest_lint.contract import KINDS
from mlprodest_lint.ignoring import is_left_out
from mlprodest_lint.paths import entries, is_file, is_folder, normalized
from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.models.artifactpaths import Relocation, local_path
from mlprodest_lint.verify.models.databases import check_database, is_tracking_database, snapshot
from mlprodest_lint.verify.models.productioncopies import use_copies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_VARIABLE, _OPTION, _MLRUNS_OPTION = "MLFLOW_TRACKING_URI", "--tracking-uri", "--mlruns"
_ARTIFACT_FOLDERS = ("mlruns", "mlartifacts")
_SERVERS = {"http": 80, "https": 443}
_SQLITE, _IN_MEMORY = "sqlite", ("", ":memory:")
# The driver is named because the runtime, and other code that protects a database, opens a bare sqlite:/// for reading
# only; MLflow upgrades an older database, which a copy may be, and needs to write to it.
_WRITABLE = "sqlite+pysqlite:///"
_CONNECT_SECONDS = 5.0

_FROM_OPTION = Text(en="given by --tracking-uri", pt="informado com --tracking-uri")
_FROM_VARIABLE = Text(en="given by MLFLOW_TRACKING_URI", pt="informado na variável MLFLOW_TRACKING_URI")
_FROM_MLRUNS = Text(en="found beside the folder of --mlruns", pt="encontrado ao lado da pasta de --mlruns")
_FROM_WORKERS = Text(en="found beside the workers", pt="encontrado ao lado dos workers")

_NOTHING = Text(
    en="No MLflow to ask: {folder} and the folders in it hold no tracking database. Run the training code, give a "
    "database or a running server with --tracking-uri (sqlite:///treino/teste_mlflow.db, http://localhost:5000), set "
    "MLFLOW_TRACKING_URI to one, or give the folder of the artifacts beside the database with --mlruns.",
    pt="Não há MLflow para consultar: {folder} e as pastas dentro dela não têm banco de dados do MLflow. Execute o "
    "código de treino, informe um banco ou um servidor em execução com --tracking-uri "
    "(sqlite:///treino/teste_mlflow.db, http://localhost:5000), defina MLFLOW_TRACKING_URI com um deles, ou informe "
    "com --mlruns a pasta dos artefatos que fica ao lado do banco.",
)
_SEVERAL = Text(
    en="Several tracking databases: {databases}. Say which one with --tracking-uri, for example {example}",
    pt="Há mais de um banco de dados do MLflow: {databases}. Diga qual com --tracking-uri, por exemplo {example}",
)
_NONE_BESIDE_MLRUNS = Text(
    en="--mlruns: no tracking database in {folder}, beside the artifacts. Give it too: --tracking-uri "
    "sqlite:///PATH/teste_mlflow.db",
    pt="--mlruns: não há banco de dados do MLflow em {folder}, ao lado dos artefatos. Informe-o também: --tracking-uri "
    "sqlite:///CAMINHO/teste_mlflow.db",
)
_NO_MLRUNS = Text(
    en="--mlruns: {folder} is no folder. Give the folder mlruns, or the one that holds it and the tracking database.",
    pt="--mlruns: {folder} não é uma pasta. Informe a pasta mlruns, ou a que contém essa pasta e o banco do MLflow.",
)
_FILE_STORE = Text(
    en="{folder} holds runs as plain files, which MLflow 3 no longer reads. Copy them into a database: mlflow "
    'migrate-filestore --source "{folder}" --target "sqlite:///{database}" - and then give --tracking-uri '
    "sqlite:///{database}",
    pt="{folder} guarda as execuções em arquivos simples, que o MLflow 3 não lê mais. Copie-as para um banco de dados: "
    'mlflow migrate-filestore --source "{folder}" --target "sqlite:///{database}" - e depois informe --tracking-uri '
    "sqlite:///{database}",
)
_BARE_PATH = Text(
    en="{source}: {uri} is the path of a database. Write sqlite:///{path}",
    pt="{source}: {uri} é o caminho de um banco de dados. Escreva sqlite:///{path}",
)
_NO_PATH = Text(
    en="{source}: {uri} is neither an address nor a file. Write http://HOST:PORT for a server, or sqlite:///PATH for a "
    "database.",
    pt="{source}: {uri} não é um endereço nem um arquivo. Escreva http://HOST:PORTA para um servidor, ou "
    "sqlite:///CAMINHO para um banco de dados.",
)
_SLASHES = Text(
    en="{source}: {uri} names no file. An address of SQLite has three slashes before the path: sqlite:///{path}",
    pt="{source}: {uri} não indica um arquivo. O endereço do SQLite tem três barras antes do caminho: sqlite:///{path}",
)
_SCHEME = Text(
    en="{source}: {uri} can't be asked without the risk of changing it. Give the address of the MLflow server that "
    "uses it, such as http://localhost:5000, or an SQLite database, such as sqlite:///teste_mlflow.db.",
    pt="{source}: não é possível consultar {uri} sem o risco de alterá-lo. Informe o endereço do servidor do MLflow "
    "que o usa, por exemplo http://localhost:5000, ou um banco SQLite, por exemplo sqlite:///teste_mlflow.db.",
)
_DOWN = Text(
    en="{source}: no MLflow server answers at {uri} ({reason}). Start it, correct the address, or use the database "
    "itself, for which no server needs to run: --tracking-uri sqlite:///PATH/teste_mlflow.db",
    pt="{source}: nenhum servidor do MLflow responde em {uri} ({reason}). Inicie-o, corrija o endereço, ou use o "
    "próprio banco, que dispensa o servidor: --tracking-uri sqlite:///CAMINHO/teste_mlflow.db",
)


@dataclass(frozen=True, slots=True)
class Tracking:
    """The MLflow that knows the models.

    Attributes:
        uri: Its address, with the password that there may be in it.
        database: The file, where it is an SQLite database.
        mlruns: The folder that holds the artifacts now, where the user says so.
        origin: How it was found.
    """

    uri: str
    database: Path | None
    mlruns: Path | None
    origin: Text

    @property
    def shown(self) -> str:
        """Its address as people may see it: the path of a database, or the server's address without a password."""
        return _shown(self.uri) if self.database is None else str(self.database)


def find_tracking(
    uri: str | None, mlruns: Path | None, folders: Sequence[Path], environ: Mapping[str, str]
) -> Tracking:
    """Find the MLflow that knows the models of some workers.

    Args:
        uri: What ``--tracking-uri`` says; it comes first, then the variable, then ``mlruns``, then the folders.
        mlruns: What ``--mlruns`` says: the folder of the artifacts, or the one that holds it. Together with an address
            it only tells where the artifacts lie now; alone, the database beside it is meant.
        folders: The folders of the workers; the folder around them and the other folders in it, such as that of the
            training code, may hold a database.
        environ: The environment, of which ``MLFLOW_TRACKING_URI`` counts.

    Raises:
        UserError: There is none, several, one that can't be asked without a risk, or one that doesn't answer.
    """
    place = None if mlruns is None else _place_of_artifacts(mlruns)
    moved = None if place is None else place.artifacts
    for source, given, origin in (
        (_OPTION, uri, _FROM_OPTION),
        (_VARIABLE, environ.get(_VARIABLE), _FROM_VARIABLE),
    ):
        if given and given.strip():
            return _at_address(given.strip(), source, moved, origin)
    if place is not None:
        found = _databases_in(place.holder)
        if not found:
            raise _refusal(_NONE_BESIDE_MLRUNS, [place.holder, place.artifacts])
        return _of_databases(found, moved, _FROM_MLRUNS)
    workers = [normalized(folder) for folder in folders]
    around = sorted({worker.parent for worker in workers})
    searched = [each for project in around for each in _searched(project, workers)]
    found = [file for folder in searched for file in _databases_in(folder)]
    if not found:
        raise _refusal(_NOTHING, searched)
    return _of_databases(found, None, _FROM_WORKERS)


def copy_for(tracking: Tracking, scratch: Path, loaded: Collection[str] = ()) -> str:
    """Return an address that another process may use as it likes: a server's own, or that of a copy of a database.

    In the copy, what is recorded of the artifacts leads to where they lie now, and runs that are made there put theirs
    into the scratch folder. An MLflow that finds the copy to be older than itself upgrades it, after which older ones
    can't read it: each process is to have a copy of its own.

    Args:
        tracking: The MLflow that knows the models.
        scratch: A folder for this copy alone.
        loaded: The names of models that the process loads: it gets copies of those in production.

    Raises:
        UserError: The database can't be read.
    """
    if tracking.database is None:
        return tracking.uri
    copy = scratch.absolute() / "mlflow.db"
    snapshot(tracking.database, copy)
    relocation = Relocation(tracking.database.parent, tracking.mlruns)
    with closing(sqlite3.connect(copy)) as connection, connection:
        relocation.apply(connection, artifacts_of_copy(scratch))
        use_copies(connection, loaded, artifacts_of_copy(scratch) / "production")
    return f"{_WRITABLE}{copy.as_posix()}"


def artifacts_of_copy(scratch: Path) -> Path:
    """Return the folder of the artifacts that a worker may write to: of new runs, and of models in production.

    Args:
        scratch: The folder of the copy.
    """
    return scratch.absolute() / "artifacts"


# Addresses.


def _at_address(uri: str, source: str, mlruns: Path | None, origin: Text) -> Tracking:
    scheme = urlsplit(uri).scheme.lower()
    if scheme in _SERVERS:
        _check_answers(uri, source)
        return Tracking(uri, None, mlruns, origin)
    if scheme.partition("+")[0] == _SQLITE:
        database = _database_at(uri, source)
        check_database(database)
        return Tracking(uri, database, mlruns, origin)
    path = local_path(uri)
    if path is None:
        raise UserError(_SCHEME, source=source, uri=_shown(uri))
    if _is_file_store(path):
        raise _file_store(path)
    if is_tracking_database(path):
        raise UserError(_BARE_PATH, source=source, uri=uri, path=path.as_posix())
    raise UserError(_NO_PATH, source=source, uri=uri)


def _database_at(uri: str, source: str) -> Path:
    """Return the file that an address of SQLite names; its options, such as one to only read it, don't count."""
    _, _, rest = uri.partition("://")
    path = rest.partition("?")[0]
    if not path.startswith("/") or path[1:] in _IN_MEMORY:
        raise UserError(_SLASHES, source=source, uri=uri, path=path.strip("/:") or "teste_mlflow.db")
    path = path[1:]
    if path.startswith("file:"):
        path = unquote(urlsplit(path).path)
        path = path[1:] if path[2:3] == ":" else path
    return normalized(Path(path))


def _check_answers(uri: str, source: str) -> None:
    parts = urlsplit(uri)
    host = parts.hostname or ""
    if parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(host):
        return
    try:
        port = parts.port or _SERVERS[parts.scheme.lower()]
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise UserError(_DOWN, source=source, uri=_shown(uri), reason=error) from error


def _shown(uri: str) -> str:
    parts = urlsplit(uri)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


# Folders.


@dataclass(frozen=True, slots=True)
class _Place:
    """Where ``--mlruns`` leads: the folder of the artifacts, and the one that holds it and the database."""

    artifacts: Path
    holder: Path


def _place_of_artifacts(given: Path) -> _Place:
    folder = normalized(given)
    if not is_folder(folder):
        raise UserError(_NO_MLRUNS, folder=folder)
    for name in _ARTIFACT_FOLDERS:
        if is_folder(folder / name):
            return _Place(folder / name, folder)
    return _Place(folder, folder if _databases_in(folder) else folder.parent)


def _searched(project: Path, workers: Sequence[Path]) -> Iterator[Path]:
    """Yield a project folder and those in it that may be training code's: no workers, nor virtual environments."""
    yield project
    for entry in entries(project):
        folder = project / entry.name
        if entry.is_folder and entry.name not in KINDS and folder not in workers and not is_left_out(folder):
            yield folder


def _databases_in(folder: Path) -> list[Path]:
    files = (folder / entry.name for entry in entries(folder) if not entry.is_folder)
    return [file for file in files if is_tracking_database(file)]


def _of_databases(found: Sequence[Path], mlruns: Path | None, origin: Text) -> Tracking:
    database = found[0]
    if len(found) > 1:
        raise UserError(_SEVERAL, databases=", ".join(map(str, found)), example=_address_of(database))
    check_database(database)
    return Tracking(_address_of(database), database, mlruns, origin)


def _address_of(database: Path) -> str:
    return f"sqlite:///{database.as_posix()}"


def _refusal(text: Text, searched: Sequence[Path]) -> UserError:
    """Say that no folder has a database, unless one of them has runs that MLflow kept without one."""
    for folder in searched:
        for place in (folder, folder / _ARTIFACT_FOLDERS[0]):
            if _is_file_store(place):
                return _file_store(place)
    return UserError(text, folder=searched[0])


def _is_file_store(folder: Path) -> bool:
    return any(is_file(folder / entry.name / "meta.yaml") for entry in entries(folder))


def _file_store(folder: Path) -> UserError:
    folder = normalized(folder)
    return UserError(_FILE_STORE, folder=folder, database=(folder.parent / "mlflow.db").as_posix())
