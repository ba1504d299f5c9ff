"""What several tests of the runtime need: an environment of their own, a registry, servers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from .registries import Registry
from .servers import s3_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .servers import Server

_SETTINGS = ("MLFLOW_", "AWS_", "MLRUNS_PATH", "MINIO", "ACCESS_KEY", "SECRET_KEY", "BUCKET", "LOCAL_PATH")


class Script(Protocol):
    """Runs Python code or a script in a process of its own; further variables go to its environment."""

    def __call__(
        self, code: str | Path, *arguments: str, folder: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make an empty folder the current one, with a space and accents in its name, and forget the user's settings.

    What the library reads from a file of settings goes to the environment; it is taken out again.
    """
    before = dict(os.environ)
    for name in before:
        if name.startswith(_SETTINGS):
            monkeypatch.delenv(name)
    current = tmp_path / "pasta de ação"
    current.mkdir()
    monkeypatch.chdir(current)
    yield current
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def script() -> Script:
    """Return what runs code, or a script, from the current folder or another one."""

    def run(
        code: str | Path, *arguments: str, folder: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        start = [str(code)] if isinstance(code, Path) else ["-c", code]
        return subprocess.run(
            [sys.executable, *start, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "1", **variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=180,
        )

    return run


@pytest.fixture(scope="session")
def saved_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model in MLflow's format, which predicts whether two numbers are nearer to 1 than to 0."""
    mlflow_sklearn = pytest.importorskip("mlflow.sklearn")
    tree = pytest.importorskip("sklearn.tree")
    saved = tmp_path_factory.mktemp("modelo") / "model"
    fitted = tree.DecisionTreeClassifier(random_state=7).fit([[0, 0], [1, 1]], [0, 1])
    mlflow_sklearn.save_model(fitted, saved, serialization_format="cloudpickle")
    return saved


@pytest.fixture(scope="session")
def shared_registry(tmp_path_factory: pytest.TempPathFactory, saved_model: Path) -> Registry:
    """Return a registry in an SQLite file, with no server."""
    place = tmp_path_factory.mktemp("treino com acentuação")
    uri = f"sqlite:///{place / 'teste_mlflow.db'}"
    experiment = Registry(uri, saved_model).client().create_experiment("artefatos", str(place / "mlruns"))
    return Registry(uri, saved_model, experiment)


@pytest.fixture
def registry(shared_registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Return that registry, configured as the one to ask."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", shared_registry.uri)
    return shared_registry


@pytest.fixture(scope="session")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder whose folders are the buckets of the S3 server."""
    folder = tmp_path_factory.mktemp("buckets")
    for bucket in ("mlflow", "ouvidoria", "triagem"):
        (folder / bucket).mkdir()
    return folder


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory, buckets: Path) -> Iterator[Server]:
    """Return an S3 server."""
    with s3_server(buckets, tmp_path_factory.mktemp("s3")) as server:
        yield server
