"""Which tracking database or server is meant, and copying a database without touching it."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import write
from runtime.servers import free_port

from mlprodest_lint.texts import LANGUAGES, UserError
from mlprodest_lint.verify.models.tracking import copy_for, find_tracking

from .conftest import DATABASE, MODEL, run_python, untouched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.verify.models.tracking import Tracking

ASK = f"""
import mlflow
version = mlflow.MlflowClient().get_model_version_by_alias("{MODEL}", "production")
print(version.version)
"""
RUN = """
import mlflow, pathlib
mlflow.set_experiment("Triagem de manifestações")
with mlflow.start_run() as run:
    pathlib.Path("nota.txt").write_text("nova")
    mlflow.log_artifact("nota.txt")
print(run.info.artifact_uri)
"""


def found(project: Path, uri: str | None = None, mlruns: Path | None = None, variable: str | None = None) -> Tracking:
    environ = {} if variable is None else {"MLFLOW_TRACKING_URI": variable}
    return find_tracking(uri, mlruns, [project / "worker_pub", project / "worker_retrain"], environ)


def refusal(project: Path, uri: str | None = None, mlruns: Path | None = None) -> str:
    """Return what is said in English where nothing is found; in Portuguese something is said as well."""
    with pytest.raises(UserError) as caught:
        found(project, uri, mlruns)
    english, portuguese = (caught.value.text.render(language, caught.value.fields) for language in LANGUAGES)
    assert english != portuguese
    return english


def address(database: Path) -> str:
    return f"sqlite:///{database.as_posix()}"


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def database(project: Path) -> Path:
    """Return the tracking database of the project."""
    return project / "treino" / DATABASE


# Finding.


def test_a_database_beside_the_workers_is_found_by_what_it_holds(project: Path, database: Path) -> None:
    write(project / "mlflow.db")
    write(project / "treino" / "outro.db", "SQLite format 3\0 mas só no começo")
    change(project / "treino" / "alunos.db", "CREATE TABLE runs (nome)")
    hidden = project / ".cache" / DATABASE
    inside_worker = project / "worker_retrain" / DATABASE
    in_environment = project / "env" / DATABASE
    write(project / "env" / "pyvenv.cfg")
    for other in (hidden, inside_worker, in_environment):
        other.parent.mkdir(exist_ok=True)
        shutil.copyfile(database, other)
    renamed = database.rename(project / "treino" / "registros de execução")
    with untouched(project):
        tracking = found(project)
    assert (tracking.database, tracking.mlruns, tracking.uri) == (renamed, None, address(renamed))
    assert tracking.origin.en == "found beside the workers"


def test_a_database_in_the_project_folder_is_found(project: Path, database: Path) -> None:
    moved = database.rename(project / DATABASE)
    assert found(project).database == moved


def test_several_databases_are_named(project: Path, database: Path) -> None:
    other = project / "mlflow.db"
    shutil.copyfile(database, other)
    message = refusal(project)
    assert f"{other}, {database}" in message
    assert f"--tracking-uri, for example {address(other)}" in message


def test_what_is_said_first_counts(project: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(database.parent)
    first, second = project / "um.db", project / "dois.db"
    for other in (first, second):
        shutil.copyfile(database, other)
    mlruns = project / "treino" / "mlruns"
    by_option = found(project, uri=address(first), mlruns=mlruns, variable=address(second))
    assert (by_option.database, by_option.mlruns) == (first, mlruns)
    by_variable = found(project, uri=" ", mlruns=mlruns, variable=f" sqlite:///../{second.name} ")
    assert by_variable.database is not None
    assert by_variable.database.samefile(second)
    assert by_variable.origin.en == "given by MLFLOW_TRACKING_URI"
    assert found(project, mlruns=mlruns, variable="").database == database
    assert found(project, mlruns=mlruns).origin.en == "found beside the folder of --mlruns"


def test_the_folder_of_the_artifacts_or_the_one_that_holds_it_is_given(project: Path, database: Path) -> None:
    mlruns = project / "treino" / "mlruns"
    for given in (mlruns, project / "treino"):
        tracking = found(project, mlruns=given)
        assert (tracking.database, tracking.mlruns) == (database, mlruns)
    renamed = mlruns.rename(project / "treino" / "mlartifacts")
    assert found(project, mlruns=project / "treino").mlruns == renamed


@pytest.mark.parametrize(
    "uri",
    [
        "sqlite:///{}",
        "sqlite+pysqlite:///{}",
        "sqlite:///{}?timeout=5",
        "sqlite:///file:{}?mode=ro&uri=true",
        "sqlite:///file://{}?mode=ro&uri=true",
    ],
)
def test_each_way_to_write_the_address_of_a_database_is_understood(project: Path, database: Path, uri: str) -> None:
    assert found(project, uri.format(database.as_posix())).database == database


def test_the_password_of_a_server_is_not_shown(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        tracking = found(project, f"http://ana:segredo@{host}/mlflow")
    assert tracking.uri == f"http://ana:segredo@{host}/mlflow"
    assert tracking.shown == f"http://{host}/mlflow"
    assert tracking.database is None
    assert copy_for(tracking, project) == tracking.uri


# What can't be asked.


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("sqlite:///{treino}/falta.db", "{treino}/falta.db: there is no such tracking database"),
        ("sqlite:///{treino}", "{treino} is a folder, not a tracking database"),
        ("sqlite:///{treino}/vazio.db", "{treino}/vazio.db is empty"),
        ("sqlite:///{treino}/treina.py", "{treino}/treina.py isn't an SQLite database"),
        (
            "sqlite:///{treino}/alunos.db",
            "{treino}/alunos.db is an SQLite database, but not one of MLflow: it has no table alembic_version,",
        ),
        (
            "sqlite://teste_mlflow.db",
            "--tracking-uri: sqlite://teste_mlflow.db names no file.*sqlite:///teste_mlflow.db",
        ),
        ("sqlite://", "--tracking-uri: sqlite:// names no file"),
        ("sqlite:///:memory:", "--tracking-uri: sqlite:///:memory: names no file"),
        ("{treino}/teste_mlflow.db", "is the path of a database. Write sqlite:///{treino}/teste_mlflow.db"),
        ("localhost:5000", "localhost:5000 .* the MLflow server that uses it, such as http://localhost:5000"),
        ("postgresql://ana:segredo@banco/mlflow", "postgresql://banco/mlflow can't be asked without the risk"),
        ("databricks", "--tracking-uri: databricks is neither an address nor a file"),
        ("{treino}/falta", "is neither an address nor a file"),
        ("http://127.0.0.1:99999", "no MLflow server answers at http://127.0.0.1:99999"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(project: Path, uri: str, message: str) -> None:
    write(project / "treino" / "vazio.db")
    change(project / "treino" / "alunos.db", "CREATE TABLE runs (nome)")
    treino = str(project / "treino")
    with untouched(project):
        said = refusal(project, uri.format(treino=treino))
    assert "segredo" not in said
    beginning, _, rest = message.format(treino=treino).partition(".*")
    assert beginning.strip() in said
    assert rest.strip() in said


def test_a_server_that_is_down_is_said_so_at_once(project: Path) -> None:
    start = time.monotonic()
    message = refusal(project, f"http://127.0.0.1:{free_port()}")
    assert "no MLflow server answers at http://127.0.0.1:" in message
    assert time.monotonic() - start < 3


def test_all_ways_are_said_where_there_is_nothing(project: Path, database: Path) -> None:
    database.unlink()
    message = refusal(project)
    assert str(project) in message
    assert all(way in message for way in ("--tracking-uri", "MLFLOW_TRACKING_URI", "--mlruns", "Run the training code"))


def test_a_folder_of_artifacts_without_a_database(project: Path, database: Path) -> None:
    database.unlink()
    assert f"no tracking database in {project / 'treino'}" in refusal(project, mlruns=project / "treino" / "mlruns")
    assert "is no folder" in refusal(project, mlruns=project / "falta")


def test_a_database_of_a_newer_mlflow_is_refused(project: Path, database: Path) -> None:
    change(database, "UPDATE alembic_version SET version_num = 'ffffffffffff'")
    with untouched(project):
        message = refusal(project)
    assert f"{database} was written by a newer MLflow than the one installed here (3." in message
    assert "(revision ffffffffffff)" in message


def test_runs_that_are_kept_as_files_are_refused(project: Path, database: Path) -> None:
    database.unlink()
    mlruns = project / "treino" / "mlruns"
    write(mlruns / "0" / "meta.yaml", "artifact_location: file:///x/mlruns/0\n")
    command = f'mlflow migrate-filestore --source "{mlruns}" --target "sqlite:///{project}/treino/mlflow.db"'
    for uri, given in ((None, None), (None, mlruns), (str(mlruns), None), (mlruns.as_uri(), None)):
        assert command in refusal(project, uri, given)


# Copies.


def asked_of(uri: str, folder: Path) -> str:
    return run_python(ASK, folder, MLFLOW_TRACKING_URI=uri).strip()


def test_another_process_may_do_as_it_likes_with_a_copy(project: Path, trained: Path, tmp_path: Path) -> None:
    with untouched(project), untouched(trained):
        uri = copy_for(found(project), tmp_path)
        assert asked_of(uri, tmp_path) == "1"
        place = run_python(RUN, tmp_path, MLFLOW_TRACKING_URI=uri).strip()
    assert Path(place, "nota.txt").read_text(encoding="utf-8") == "nova"
    assert tmp_path / "artifacts" in Path(place).parents


@pytest.mark.parametrize(
    "root",
    [
        "file:///home/ana/treino%20novo/mlruns",
        "file:///C:/Users/Ana/treino/mlruns",
        "C:/Users/Ana/artifacts/mlruns",
        r"\\\\servidor\\treino\\mlruns",
        "mlflow-artifacts://servidor:5000",
        "./mlruns",
    ],
)
def test_each_way_to_write_a_path_of_another_machine_is_corrected(
    project: Path, database: Path, trained: Path, tmp_path: Path, root: str
) -> None:
    recorded = (
        ("runs", "artifact_uri"),
        ("logged_models", "artifact_location"),
        ("model_versions", "storage_location"),
    )
    here = project / "treino" / "mlruns"
    for table, column in recorded:
        change(
            database,
            f"UPDATE {table} SET {column} = replace({column}, '{trained / 'treino' / 'mlruns'}', '{root}')",  # noqa: S608
        )
    with untouched(project):
        copy_for(found(project, mlruns=here), tmp_path)
    for table, column in recorded:
        for place in selected(tmp_path, f"SELECT {column} FROM {table}"):  # noqa: S608
            assert place == str(here.joinpath(*Path(place).parts[-4 if "model" in table else -3 :]))
            assert Path(place).is_dir()


def test_what_lies_elsewhere_or_on_a_server_stays_as_it_is(project: Path, database: Path, tmp_path: Path) -> None:
    kept = ["s3://mlflow/1/abc/artifacts", "/home/ana/mlruns/1/abc/artifacts", "/home/ana/../mlruns/1/abc/artifacts"]
    for number, place in enumerate(kept):
        change(database, f"INSERT INTO runs (run_uuid, artifact_uri) VALUES ('{number}', '{place}')")  # noqa: S608
    copy_for(found(project, mlruns=project / "treino" / "mlruns"), tmp_path)
    query = "SELECT artifact_uri FROM runs WHERE length(run_uuid) = 1 ORDER BY run_uuid"
    assert selected(tmp_path, query) == kept
    (experiment,) = selected(tmp_path, "SELECT DISTINCT artifact_location FROM experiments WHERE experiment_id = 1")
    assert experiment == str(tmp_path / "artifacts" / "1")


@pytest.fixture
def writer(database: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection of another program that has the database open in WAL mode, with something in the WAL."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE model_versions SET version = 7")
        connection.execute("UPDATE registered_model_aliases SET version = 7")
        connection.commit()
        yield connection


def test_what_another_program_has_just_written_is_in_the_copy(
    project: Path, database: Path, writer: sqlite3.Connection, tmp_path: Path
) -> None:
    writer.execute("UPDATE model_versions SET version = 8")
    with untouched(project):
        copy_for(found(project), tmp_path)
    writer.rollback()
    assert versions_in(tmp_path) == [7]
    assert database.with_name(f"{database.name}-wal").stat().st_size > 0


@pytest.mark.usefixtures("writer")
def test_a_database_that_a_crash_left_is_copied_as_it_would_be_restored(
    project: Path, database: Path, tmp_path: Path
) -> None:
    crashed = project / "treino" / "interrompido"
    crashed.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{database}{suffix}", f"{crashed / database.name}{suffix}")
    with untouched(crashed):
        copy_for(found(project, address(crashed / database.name)), tmp_path)
    assert versions_in(tmp_path) == [7]


def test_a_hot_journal_is_taken_into_account(project: Path, database: Path, tmp_path: Path) -> None:
    """A program died while it wrote: half of what it wrote is in the file, and the journal holds what was there."""
    code = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA cache_size = 1')\n"
        "connection.execute('BEGIN')\n"
        "connection.execute('CREATE TABLE muito (x)')\n"
        "connection.executemany('INSERT INTO muito VALUES (?)', [('x' * 4000,)] * 200)\n"
        "connection.execute('UPDATE model_versions SET version = 9')\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(database)], check=True, timeout=60)
    assert Path(f"{database}-journal").stat().st_size > 0
    with untouched(project):
        copy_for(found(project), tmp_path)
    assert versions_in(tmp_path) == [1]


def test_a_closed_database_in_wal_mode_gets_no_files_beside_it(project: Path, database: Path, tmp_path: Path) -> None:
    change(database, "PRAGMA journal_mode = WAL")
    with untouched(project):
        copy_for(found(project), tmp_path)
    assert versions_in(tmp_path) == [1]


def test_a_database_in_a_folder_that_may_not_be_written_to(project: Path, database: Path, tmp_path: Path) -> None:
    database.chmod(0o444)
    database.parent.chmod(0o555)
    try:
        with untouched(project):
            copy_for(found(project), tmp_path)
    finally:
        database.parent.chmod(0o755)
    assert versions_in(tmp_path) == [1]


def versions_in(scratch: Path) -> list[int]:
    return [int(version) for version in selected(scratch, "SELECT version FROM model_versions")]


def selected(scratch: Path, query: str) -> list[str]:
    """Return what a query for one column finds in the copy."""
    with closing(sqlite3.connect(scratch / "mlflow.db")) as connection:
        return [str(value) for (value,) in connection.execute(query)]


@pytest.mark.slow
def test_the_advice_for_runs_that_are_kept_as_files_works(project: Path, database: Path, tmp_path: Path) -> None:
    shutil.rmtree(project / "treino" / "mlruns")
    database.unlink()
    variables = {"MLFLOW_TRACKING_URI": (project / "treino" / "mlruns").as_uri(), "MLFLOW_ALLOW_FILE_STORE": "true"}
    publish = (
        f"client = mlflow.MlflowClient()\nclient.create_registered_model('{MODEL}')\n"
        f"client.create_model_version('{MODEL}', run.info.artifact_uri, run.info.run_id)\n"
        f"client.set_registered_model_alias('{MODEL}', 'production', 1)\n"
    )
    run_python(RUN + publish, project / "treino", **variables)
    (project / "treino" / "nota.txt").unlink()
    _, _, advice = refusal(project).partition(": mlflow ")
    command = advice.partition(" - and then")[0].replace("migrate-filestore", "")
    _, source, _, target, _ = command.split('"')
    migrate = ["-m", "mlflow", "migrate-filestore", "--source", source, "--target", target]
    subprocess.run([sys.executable, *migrate], check=True, timeout=120)
    with untouched(project):
        assert asked_of(copy_for(found(project), tmp_path), tmp_path) == "1"
