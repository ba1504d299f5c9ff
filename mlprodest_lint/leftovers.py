"""What lies in a project and must not be published: environments, stores, caches, secrets.

A thing is known by what it is rather than by its name, wherever its content tells: a virtual environment may have any
name, and an `.env` without a secret is none.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint import paths
from mlprodest_lint.contract import CONTRACTS
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping


class Kind(Enum):
    """What a thing is that must not be published."""

    ENVIRONMENT = "environment"
    TEMP_AREA = "temp-area"
    RUNS = "runs"
    DATABASE = "database"
    CACHE = "cache"
    VERSION_CONTROL = "version-control"
    SECRET_SETTING = "secret-setting"  # noqa: S105 - names a kind of file
    PRIVATE_KEY = "private-key"
    CREDENTIALS = "credentials"
    LOCAL_SETTINGS = "local-settings"
    EDITOR = "editor"
    SYSTEM = "system"


EXCLUDED_CONTENT = frozenset(
    {Kind.ENVIRONMENT, Kind.TEMP_AREA, Kind.RUNS, Kind.DATABASE, Kind.CACHE, Kind.VERSION_CONTROL}
)
"""What a publication is refused for."""

SECRETS = frozenset({Kind.SECRET_SETTING, Kind.PRIVATE_KEY, Kind.CREDENTIALS})
"""What nobody else may see."""

NAMES: Mapping[Kind, Text] = {
    Kind.ENVIRONMENT: Text(en="a virtual environment", pt="um ambiente virtual"),
    Kind.TEMP_AREA: Text(en="the folder of temporary files", pt="a pasta de arquivos temporários"),
    Kind.RUNS: Text(en="a store of MLflow's runs", pt="um repositório de execuções do MLflow"),
    Kind.DATABASE: Text(en="MLflow's tracking database", pt="o banco de dados de rastreamento do MLflow"),
    Kind.CACHE: Text(en="a cache", pt="um cache"),
    Kind.VERSION_CONTROL: Text(en="the history of version control", pt="o histórico do controle de versão"),
    Kind.SECRET_SETTING: Text(en="a file with a secret", pt="um arquivo com um segredo"),
    Kind.PRIVATE_KEY: Text(en="a private key", pt="uma chave privada"),
    Kind.CREDENTIALS: Text(en="a file with credentials", pt="um arquivo com credenciais"),
    Kind.LOCAL_SETTINGS: Text(en="the settings of one machine", pt="as configurações de uma máquina"),
    Kind.EDITOR: Text(en="an editor's settings", pt="as configurações de um editor"),
    Kind.SYSTEM: Text(
        en="what an operating system leaves in folders", pt="o que um sistema operacional deixa em pastas"
    ),
}
"""What each kind is called in a sentence."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A thing that must not be published. ``detail`` is the name of the setting that holds a secret, if that is it."""

    path: Path
    kind: Kind
    detail: str = ""


def leftover_at(path: Path, *, is_folder: bool, roots: Container[Path]) -> Leftover | None:
    """Tell whether and why something must not be published. What lies in a leftover need not be asked for.

    Args:
        path: A file or folder of the project.
        is_folder: Which of the two it is.
        roots: The project's folder, those of the workers and those of the training code: a ``temp_area`` counts
            directly in these.
    """
    if is_folder:
        kind = _kind_of_folder(path, roots)
        return None if kind is None else Leftover(path, kind)
    return _leftover_file(path)


def leftovers_in(folder: Path, roots: Container[Path], kinds: Collection[Kind] = frozenset(Kind)) -> Iterator[Leftover]:
    """Yield the leftovers of some kinds in a folder, however deep, in the order of paths; not what lies in one.

    Links to folders aren't followed.

    Args:
        folder: Where to look.
        roots: As for ``leftover_at``.
        kinds: Which to look for.
    """
    pending = [folder]
    while pending:
        inner: list[Path] = []
        above = pending.pop()
        for name, is_folder, is_link in paths.entries(above):
            path = above / name
            found = leftover_at(path, is_folder=is_folder, roots=roots)
            if found is not None and found.kind in kinds:
                yield found
            elif is_folder and not is_link:
                inner.append(path)
        pending.extend(reversed(inner))


# Folders.

_FOLDERS = {
    **dict.fromkeys((".git", ".svn", ".hg", ".bzr"), Kind.VERSION_CONTROL),
    **dict.fromkeys(
        (
            *("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".ipynb_checkpoints", ".hypothesis"),
            *(".tox", ".nox"),
        ),
        Kind.CACHE,
    ),
    **dict.fromkeys((".vscode", ".idea", ".vs", ".fleet", ".zed", ".spyproject"), Kind.EDITOR),
    "__MACOSX": Kind.SYSTEM,
    "mlruns": Kind.RUNS,
    # Where an environment was made of a root itself, its parts are all that can be left out.
    **dict.fromkeys(("conda-meta", "site-packages"), Kind.ENVIRONMENT),
}
_TEMP_FOLDERS = {contract.temp_folder for contract in CONTRACTS.values()}
_ENVIRONMENT_FILE = "pyvenv.cfg"
_ENVIRONMENT_MARKS = (_ENVIRONMENT_FILE, "conda-meta")
_ENVIRONMENT_PROGRAMS = (("bin/activate", "bin/python"), ("Scripts/activate.bat", "Scripts/python.exe"))
_CACHE_TAG = b"Signature: 8a477f597d28d172789f06886806bc55"
_RUN = re.compile(r"(?:m-)?[0-9a-f]{32}")
_EXPERIMENT_KEYS = re.compile(rb"^artifact_location:.*^experiment_id:", re.MULTILINE | re.DOTALL)


def _kind_of_folder(folder: Path, roots: Container[Path]) -> Kind | None:
    if folder.name in _TEMP_FOLDERS and folder.parent in roots:
        return Kind.TEMP_AREA
    if folder.name in _FOLDERS:
        return _FOLDERS[folder.name]
    if folder in roots:
        return None
    names = {entry.name for entry in paths.entries(folder)}
    if _is_environment(folder, names):
        return Kind.ENVIRONMENT
    if "CACHEDIR.TAG" in names and _start_of(folder / "CACHEDIR.TAG").startswith(_CACHE_TAG):
        return Kind.CACHE
    if any(_is_experiment(folder / name) for name in names if name.isdecimal()):
        return Kind.RUNS
    return None


def _is_environment(folder: Path, names: Container[str]) -> bool:
    return any(mark in names for mark in _ENVIRONMENT_MARKS) or any(
        all(paths.is_there(folder / program) for program in programs)
        for programs in _ENVIRONMENT_PROGRAMS
        if programs[0].partition("/")[0] in names
    )


def _is_experiment(folder: Path) -> bool:
    """Tell whether a folder is what MLflow keeps of an experiment: its description, or the artifacts of its runs."""
    names = {entry.name for entry in paths.entries(folder) if entry.is_folder or entry.name == "meta.yaml"}
    if "meta.yaml" in names and _EXPERIMENT_KEYS.search(_start_of(folder / "meta.yaml")):
        return True
    runs = [folder / name for name in names if _RUN.fullmatch(name)]
    runs += [folder / "models" / entry.name for entry in paths.entries(folder / "models") if _RUN.fullmatch(entry.name)]
    return any(paths.is_folder(run / "artifacts") for run in runs)


# Files.

_TRACKING_DATABASES = {"teste_mlflow.db", "mlflow.db"}
_SQLITE = b"SQLite format 3\0"
_TRACKING_TABLES = {"experiments", "runs", "experiment_tags"}
_COMPANIONS = ("-wal", "-shm", "-journal")
_SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}
_WORKTREE = b"gitdir: "


def _leftover_file(path: Path) -> Leftover | None:
    if path.name == _ENVIRONMENT_FILE:
        return Leftover(path, Kind.ENVIRONMENT)
    if path.name in _SYSTEM_FILES or path.name.startswith("._"):
        return Leftover(path, Kind.SYSTEM)
    if any(path.name.endswith(suffix) and _is_database(_without(path, suffix)) for suffix in _COMPANIONS):
        return Leftover(path, Kind.DATABASE)
    # Imported here: its patterns take time to compile, and few runs look for secrets.
    from mlprodest_lint.secretfiles import holds_credentials, is_private_key, secret_setting  # noqa: PLC0415

    start = _start_of(path)
    if path.name == ".git" and start.startswith(_WORKTREE):
        return Leftover(path, Kind.VERSION_CONTROL)
    if _is_database(path, start):
        return Leftover(path, Kind.DATABASE)
    if is_private_key(path.name, start):
        return Leftover(path, Kind.PRIVATE_KEY)
    if holds_credentials(path, start):
        return Leftover(path, Kind.CREDENTIALS)
    setting = secret_setting(path.name, start)
    if setting:
        return Leftover(path, Kind.SECRET_SETTING, setting)
    return Leftover(path, Kind.LOCAL_SETTINGS) if path.name == ".env" else None


def _start_of(path: Path) -> bytes:
    try:
        return paths.read_start(path)
    except OSError:
        return b""


def _without(path: Path, suffix: str) -> Path:
    return path.with_name(path.name.removesuffix(suffix))


def _is_database(path: Path, start: bytes | None = None) -> bool:
    """Tell whether a file is a tracking database, or stands in the place of one and isn't another database."""
    start = _start_of(path) if start is None else start
    tables = _tables_of(path) if start.startswith(_SQLITE) else frozenset()
    return tables >= _TRACKING_TABLES or (path.name in _TRACKING_DATABASES and not tables)


def _tables_of(database: Path) -> frozenset[str]:
    """Return the names of a database's tables. They change only together with its first bytes, which were noted."""
    import sqlite3  # noqa: PLC0415 - few folders hold a database

    address = f"{Path(paths.on_disk(database)).as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except (sqlite3.Error, UnicodeError):
        return frozenset()
    return frozenset(str(name) for (name,) in rows)
