"""Real MLflow servers: as a data scientist starts one, and one whose artifacts lie in a real S3 server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from mllibprodest.errors import AccessDeniedError, MissingFileError, ServerUnavailableError
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Worker

from .registries import MANDATORY, Registry
from .servers import ACCESS_KEY, SECRET_KEY, Server, mlflow_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Script

TRAINING = Path(__file__).parent.parent / "data" / "runtime" / "testeml.py"
LOGGED = {
    "TrainingParams.pkl": {"max_depth": 3, "random_state": 77},
    "TrainingDatasetsNames.pkl": {"features": "linhas.csv", "targets": "respostas.csv"},
    "BaselineMetrics.pkl": {"acuracia_minima": 0.9},
}
LOAD = (
    "from mllibprodest.provider import Provider\n"
    "try: Provider.load_model('arvore')\n"
    "except Exception as error: print(type(error).__name__, error)\n"
)


def _train(folder: Path, **variables: str) -> None:
    """Run the training script in its folder, as its author does."""
    shutil.copy(TRAINING, folder)
    subprocess.run(
        [sys.executable, TRAINING.name], cwd=folder, env={**os.environ, **variables}, check=True, timeout=180
    )


def _put_in_production(uri: str, **variables: str) -> None:
    """Register the model of the only run of the experiment, as its author does in the pages of the server."""
    import mlflow

    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**variables, "MLFLOW_TRACKING_URI": uri}.items():
            patch.setenv(name, value)
        client = mlflow.MlflowClient()
        (run,) = client.search_runs([client.get_experiment_by_name("Teste sklearn").experiment_id])
        version = mlflow.register_model(f"runs:/{run.info.run_id}/model", "arvore")
        Registry(uri, Path()).to_production_stage("arvore", version.version)


def _check_everything_loads() -> None:
    loaded = (
        Worker.load_production_params("arvore"),
        Worker.load_production_datasets_names("arvore"),
        Worker.load_production_baseline("arvore"),
    )
    assert loaded == tuple(LOGGED.values())
    model = Worker.load_model("arvore")
    assert model.predict(np.array([[0, 0], [1, 1]])).tolist() == [0, 1]
    assert {name: Worker.convert_artifact_to_object(name) for name in LOGGED} == LOGGED
    assert Worker.convert_artifact_to_object("artefato.pkl") == ["um", "outro"]


@pytest.fixture(scope="module")
def training_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which a model was trained and put in production, without a server."""
    folder = tmp_path_factory.mktemp("treino em produção")
    _train(folder)
    _put_in_production(f"sqlite:///{folder / 'teste_mlflow.db'}")
    return folder


@pytest.fixture(scope="module")
def local_server(training_folder: Path) -> Iterator[Server]:
    """Return the server that its author started in that folder."""
    with mlflow_server(training_folder, "--default-artifact-root", "mlruns") as server:
        yield server


def test_a_model_trained_in_a_folder_is_loaded_from_the_server_started_there(
    local_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", local_server.url)
    _check_everything_loads()


def test_a_model_trained_in_a_folder_is_loaded_without_a_server(
    training_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{training_folder / 'teste_mlflow.db'}")
    _check_everything_loads()


@dataclass(frozen=True)
class Stack:
    """An MLflow server whose artifacts lie in an S3 server, and the variables with which clients reach both."""

    server: Server
    variables: dict[str, str]
    proxied: Path


@pytest.fixture(scope="module")
def stack(s3: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Return such a stack, in which a model was trained and put in production."""
    folder = tmp_path_factory.mktemp("stack")
    proxied = folder / "proxied"
    storage = {
        "MLFLOW_S3_ENDPOINT_URL": s3.url,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    roots = ("--default-artifact-root", "s3://mlflow/artefatos", "--artifacts-destination", str(proxied))
    with mlflow_server(folder, *roots, **storage) as server:
        variables = {"MLFLOW_TRACKING_URI": server.url, **storage}
        training = tmp_path_factory.mktemp("treino na stack")
        _train(training, **variables)
        _put_in_production(server.url, **storage)
        yield Stack(server, variables, proxied)


@pytest.fixture
def configured(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """Return that stack, with its variables set."""
    for name, value in stack.variables.items():
        monkeypatch.setenv(name, value)
    return stack


@pytest.mark.usefixtures("configured")
def test_a_model_whose_artifacts_lie_in_s3_is_loaded() -> None:
    _check_everything_loads()


def test_a_model_whose_artifacts_the_server_hands_out_is_loaded(configured: Stack, saved_model: Path) -> None:
    registry = Registry(configured.server.url, saved_model)
    experiment = registry.client().create_experiment("repassados", "mlflow-artifacts:/repassados")
    registry.publish("repassado", experiment=experiment)
    assert Worker.load_production_params("repassado") == MANDATORY["TrainingParams.pkl"]
    assert Worker.load_model("repassado").predict(np.array([[1, 1]])).tolist() == [1]
    assert Worker.convert_artifact_to_object("BaselineMetrics.pkl") == MANDATORY["BaselineMetrics.pkl"]


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    ("variables", "messages"),
    [
        (
            {"AWS_SECRET_ACCESS_KEY": "errada"},
            ("AccessDeniedError", "recusou as credenciais", "signature we calculated"),
        ),
        ({"AWS_SECRET_ACCESS_KEY": "", "AWS_ACCESS_KEY_ID": ""}, ("AccessDeniedError", "Faltam as credenciais")),
        ({"MLFLOW_S3_ENDPOINT_URL": "http://127.0.0.1:9"}, ("ServerUnavailableError", "não responde", "127.0.0.1:9")),
    ],
    ids=["wrong secret", "no credentials", "server down"],
)
def test_the_cause_of_a_fault_of_s3_is_shown(
    script: Script, variables: dict[str, str], messages: tuple[str, ...]
) -> None:
    run = script(LOAD, AWS_EC2_METADATA_DISABLED="true", **variables)  # type: ignore[arg-type]
    assert all(message in run.stdout for message in messages), run.stdout + run.stderr
    assert not list(Path("temp_area").glob("*.pkl"))


@pytest.mark.usefixtures("configured")
def test_the_package_that_s3_needs_is_named(script: Script) -> None:
    run = script("import sys; sys.modules['boto3'] = None\n" + LOAD)
    assert run.stdout.startswith("MissingDependencyError"), run.stdout + run.stderr
    assert 'pip install "mlprodest-runtime[minio]"' in run.stdout


def test_a_bucket_that_is_missing_is_named(configured: Stack) -> None:
    client = Registry(configured.server.url, Path()).client()
    experiment = client.create_experiment("sem bucket", "s3://nao-existe/artefatos")
    run = client.create_run(experiment).info
    client.create_registered_model("sem bucket")
    version = client.create_model_version("sem bucket", f"{run.artifact_uri}/model", run.run_id)
    client.set_registered_model_alias("sem bucket", "production", version.version)
    for load in (Worker.load_model, Worker.load_production_params):
        with pytest.raises(MissingFileError, match=r"O bucket não existe no servidor"):
            load("sem bucket")


def test_a_server_that_asks_for_a_password_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gate(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(401)

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Gate) as gate:
        threading.Thread(target=gate.serve_forever, daemon=True).start()
        monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{gate.server_port}")
        with pytest.raises(AccessDeniedError, match="recusou as credenciais"):
            Worker.load_model("arvore")
        gate.shutdown()


def test_a_server_killed_while_answering_leaves_the_folder_as_it_was(configured: Stack, saved_model: Path) -> None:
    # The last test of this server.
    registry = Registry(configured.server.url, saved_model)
    experiment = registry.client().create_experiment("pesados", "mlflow-artifacts:/pesados")
    registry.publish("pesado", experiment=experiment)
    Worker.load_model("pesado")
    before = sorted(Path("temp_area").rglob("*"))
    registry.publish("pesado", {**MANDATORY, "pesado.bin": b""}, experiment=experiment)
    (heavy,) = configured.proxied.rglob("pesado.bin")
    os.truncate(heavy, 8 * 1024**3)

    incoming = Path("temp_area/.mllibprodest/new").absolute()

    def kill_when_it_arrives() -> None:
        while not any(file.stat().st_size for file in incoming.glob("pesado.bin*")):
            time.sleep(0.005)
        configured.server.kill()

    threading.Thread(target=kill_when_it_arrives, daemon=True).start()
    start = time.monotonic()
    with pytest.raises(ServerUnavailableError, match=r"parou no meio da resposta"):
        Worker.load_model("pesado")
    assert time.monotonic() - start < 60
    assert sorted(Path("temp_area").rglob("*")) == before
    with pytest.raises(ServerUnavailableError, match=r"O servidor do MLflow não responde em"):
        Worker.load_production_params("pesado")
