"""What several tests of the dynamic checker need: a project whose model was trained and is in production."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import venv
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODEL = "triagem_manifestacoes"
DATABASE = "teste_mlflow.db"
ARTIFACTS = ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl")
_SETTINGS = ("MLFLOW_", "AWS_")
_PUBLISH = f"""
import mlflow
mlflow.set_tracking_uri("sqlite:///{DATABASE}")
(run,) = mlflow.search_runs(experiment_names=["Triagem de manifestações"], output_format="list")
version = mlflow.register_model(f"runs:/{{run.info.run_id}}/model", "{MODEL}")
mlflow.MlflowClient().set_registered_model_alias("{MODEL}", "production", version.version)
"""


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Make sure that no file in a folder is changed, added or taken away, in content or time."""
    before = _state(folder)
    yield
    assert _state(folder) == before


def _state(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(file.relative_to(folder)): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


def run_python(code: str, folder: Path, **variables: str) -> str:
    """Run code in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def scratch_in(folder: Path, name: str) -> Path:
    """Make a folder in another one."""
    (folder / name).mkdir()
    return folder / name


def installed(folder: Path, *requirements: str) -> Path:
    """Make a virtual environment with some packages and return its Python."""
    venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(folder)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-compile", *requirements], check=True, timeout=600)
    return python


def older_database(trained: Path, folder: Path, steps: int) -> Path:
    """Make a database as MLflow made them some migrations ago, with the rows of the project that was trained."""
    from alembic import command  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from mlflow.store.db.utils import _get_alembic_config, create_sqlalchemy_engine  # noqa: PLC0415
    from mlflow.store.tracking.dbmodels.initial_models import Base  # noqa: PLC0415

    database = folder / "antigo.db"
    engine = create_sqlalchemy_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)
    config = _get_alembic_config(f"sqlite:///{database}")
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revisions[steps])
    engine.dispose()
    _copy_rows(trained / "treino" / DATABASE, database)
    return database


def _copy_rows(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("ATTACH ? AS source", (str(source),))
        for table in ("experiments", "runs", "registered_models", "model_versions", "registered_model_aliases"):
            known = {row[1] for row in connection.execute(f"PRAGMA source.table_info({table})")}
            columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
            shared = ", ".join(name for name in columns if name in known)
            connection.execute(f"DELETE FROM main.{table}")  # noqa: S608
            connection.execute(f"INSERT INTO main.{table} ({shared}) SELECT {shared} FROM source.{table}")  # noqa: S608


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        if name.startswith(_SETTINGS):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example of contract 1.5 after its training, its model in production. Nobody may change it."""
    pytest.importorskip("mlflow")
    pytest.importorskip("sklearn")
    project = tmp_path_factory.mktemp("projeto da ação") / "ouvidoria"
    shutil.copytree(EXAMPLES / "classifier-1.5", project)
    run_python("import runpy; runpy.run_path('treina.py', run_name='__main__')", project / "treino", PYTHONPATH=".")
    run_python(_PUBLISH, project / "treino")
    return project


@pytest.fixture
def project(trained: Path, tmp_path: Path) -> Path:
    """Return a copy of that project that may be changed; its database still leads to the first one's artifacts."""
    return shutil.copytree(trained, tmp_path / "cópia do projeto")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder for a worker of the test's own, with a space and accents in its name."""
    return tmp_path / "projeto de saúde"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Return the folder where workers are run."""
    folder = tmp_path / "área de rascunho"
    folder.mkdir()
    return folder
