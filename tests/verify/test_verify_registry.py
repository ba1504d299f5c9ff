"""The production version of a model and its artifacts, from a database alone, from real servers and from S3."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from runtime.registries import MANDATORY, Registry
from runtime.servers import ACCESS_KEY, SECRET_KEY, Server, free_port, mlflow_server, s3_server

from mlprodest_lint.documentation import blocks, sections
from mlprodest_lint.findings import Place
from mlprodest_lint.rules.production import ArtifactMissing, ModelNotFound
from mlprodest_lint.texts import LANGUAGES, UserError
from mlprodest_lint.verify.models.registry import Production, fetch, findings
from mlprodest_lint.verify.models.serving import serving
from mlprodest_lint.verify.models.tracking import find_tracking

from .conftest import ARTIFACTS, DATABASE, MODEL, installed, older_database, run_python, scratch_in, untouched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mlprodest_lint.verify.models.tracking import Tracking

MEBIBYTE = 1 << 20
TIMEOUT = 60.0


def tracking_of(project: Path, uri: str | None = None, mlruns: Path | None = None) -> Tracking:
    return find_tracking(uri, mlruns, [project / "worker_pub"], {})


def fetched(
    tracking: Tracking, scratch: Path, model: str = MODEL, *, timeout: float = TIMEOUT, most_bytes: int = 16 * MEBIBYTE
) -> Production:
    folder = scratch / "verificação"
    folder.mkdir()
    return fetch(tracking, model, ARTIFACTS, folder, timeout=timeout, most_bytes=most_bytes)


def said(tracking: Tracking, production: Production) -> list[tuple[str, str, str]]:
    """Return code, message and help of the findings in English; they are there in Portuguese too."""
    place = Place(Path("pub.py"))
    found = list(findings(production, place, tracking))
    for finding in found:
        assert finding.place is place
        assert len({finding.message(language) for language in LANGUAGES}) == 2
        assert len({finding.help(language) for language in LANGUAGES}) == 2
    return [(finding.rule.code, finding.message("en"), finding.help("en")) for finding in found]


def refusal(tracking: Tracking, scratch: Path, *, timeout: float = TIMEOUT) -> str:
    """Return what is said in English where MLflow can't be asked; in Portuguese something is said as well."""
    with pytest.raises(UserError) as caught:
        fetched(tracking, scratch, timeout=timeout)
    english, portuguese = (caught.value.text.render(language, caught.value.fields) for language in LANGUAGES)
    assert english != portuguese
    assert "verificação" not in english
    return english


def contents(production: Production) -> dict[str, bytes]:
    return {name: file.read_bytes() for name, file in production.files.items()}


def mandatory_in(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ARTIFACTS}


def change(database: Path, *statements: str, values: tuple[str, ...] = ()) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement, values)


def replace_roots(database: Path, old: str, new: str) -> None:
    """Let the database lead to artifacts elsewhere."""
    for table, column in (
        ("runs", "artifact_uri"),
        ("experiments", "artifact_location"),
        ("model_versions", "source"),
        ("model_versions", "storage_location"),
        ("logged_models", "artifact_location"),
    ):
        change(database, f"UPDATE {table} SET {column} = replace({column}, ?, ?)", values=(old, new))  # noqa: S608


@pytest.fixture
def database(project: Path) -> Path:
    """Return the tracking database of the project."""
    return project / "treino" / DATABASE


@pytest.fixture
def registry(database: Path, tmp_path: Path) -> Registry:
    """Return the registry of the project, to which a test may add; the model to register there is a mere file."""
    model = tmp_path / "modelo"
    model.mkdir()
    (model / "MLmodel").write_text("flavors: {}\n", encoding="utf-8")
    uri = f"sqlite:///{database}"
    experiment = Registry(uri, model).client().create_experiment("outras", str(tmp_path / "outras execuções"))
    return Registry(uri, model, experiment)


# A database, without a server.


def test_the_artifacts_of_the_production_version_are_downloaded_alone(
    trained: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with untouched(trained):
        tracking = tracking_of(trained)
        production = fetched(tracking, tmp_path)
    assert (production.model, production.version, production.problems) == (MODEL, "1", ())
    run = trained / "treino" / "mlruns" / "1" / str(production.run_id) / "artifacts"
    assert len(list(run.iterdir())) > len(ARTIFACTS)
    assert contents(production) == mandatory_in(run)
    downloaded = [file.name for file in (tmp_path / "verificação" / "artifacts").rglob("*") if file.is_file()]
    assert sorted(downloaded) == sorted(ARTIFACTS)
    assert said(tracking, production) == []
    assert capfd.readouterr() == ("", "")


def test_the_alias_stands_above_the_stage(project: Path, registry: Registry, tmp_path: Path) -> None:
    first = registry.publish("apelidado", {**MANDATORY, "TrainingParams.pkl": b"1"})
    second, third = (
        registry.register("apelidado", registry.log_run({**MANDATORY, "TrainingParams.pkl": number}))
        for number in (b"2", b"3")
    )
    registry.to_production_stage("apelidado", second)
    seen = []
    for step in ("alias", "stage", "none"):
        production = fetched(tracking_of(project), scratch_in(tmp_path, step), "apelidado")
        content = contents(production).get("TrainingParams.pkl")
        seen.append((production.version, content))
        if step == "alias":
            registry.client().delete_registered_model_alias("apelidado", "production")
        elif step == "stage":
            change(project / "treino" / DATABASE, "UPDATE model_versions SET current_stage = 'Archived'")
    assert seen == [(first, b"1"), (second, b"2"), (None, None)]
    ((code, message, advice),) = said(tracking_of(project), production)
    assert code == "MLP804"
    assert f"no version is in production; the newest is version {third}." in message
    assert f"set_registered_model_alias('apelidado', 'production', {third})" in advice


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("triagem_manifestacao", "; 'triagem_manifestacoes' is."),
        ("TRIAGEM_MANIFESTACOES", "; 'triagem_manifestacoes' is."),
        ("evasao", "The model 'evasao' isn't registered in MLflow ({database})."),
        ("um/nome: '%{{}}\"", "isn't registered in MLflow ({database})."),
    ],
)
def test_a_model_that_is_not_registered(trained: Path, tmp_path: Path, model: str, message: str) -> None:
    tracking = tracking_of(trained)
    production = fetched(tracking, tmp_path, model)
    assert (production.version, production.run_id, dict(production.files)) == (None, None, {})
    ((code, text, _),) = said(tracking, production)
    assert code == "MLP804"
    assert text.endswith(message.format(database=trained / "treino" / DATABASE))


def test_models_without_versions_and_versions_without_runs(
    project: Path, database: Path, registry: Registry, tmp_path: Path
) -> None:
    client = registry.client()
    client.create_registered_model("vazio")
    client.create_registered_model("avulso")
    client.create_model_version("avulso", str(registry.model))
    client.set_registered_model_alias("avulso", "production", "1")
    registry.publish("órfão")
    run_id = client.get_model_version_by_alias("órfão", "production").run_id
    change(database, "DELETE FROM runs WHERE run_uuid = ?", values=(run_id,))
    tracking = tracking_of(project)
    for model, message in (
        ("vazio", f"The model 'vazio' is registered in MLflow ({database}), but has no version."),
        ("avulso", "Version 1 of 'avulso', which is in production, belongs to no run,"),
        (
            "órfão",
            f"Version 1 of 'órfão', which is in production, was made by the run {run_id}, which MLflow no longer",
        ),
    ):
        ((code, text, _),) = said(tracking, fetched(tracking, scratch_in(tmp_path, model), model))
        assert code == "MLP804"
        assert text.startswith(message)


def test_missing_and_misplaced_artifacts_are_named(project: Path, registry: Registry, tmp_path: Path) -> None:
    registry.publish(
        "incompleto",
        {
            "trainingparams.pkl": {"a": 1},
            "artefatos/v1/BaselineMetrics.pkl": {"a": 1},
            "TrainingDatasetsNames.pkl/nomes.txt": b"a",
        },
    )
    tracking = tracking_of(project)
    production = fetched(tracking, tmp_path, "incompleto")
    assert dict(production.files) == {}
    place = f"the run {production.run_id} of 'incompleto', version 1, which is in production"
    assert [(code, text) for code, text, _ in said(tracking, production)] == [
        (
            "MLP806",
            f"'TrainingParams.pkl' isn't in {place}: it is there as 'trainingparams.pkl', and letter case counts.",
        ),
        ("MLP806", f"'TrainingDatasetsNames.pkl' is a folder, not a file, in {place}."),
        (
            "MLP806",
            f"'BaselineMetrics.pkl' isn't at the top of {place}: it is there as 'artefatos/v1/BaselineMetrics.pkl'.",
        ),
    ]


def test_a_run_without_artifacts_misses_them_all(project: Path, registry: Registry, tmp_path: Path) -> None:
    run_id = registry.client().create_run(registry.experiment).info.run_id
    registry.client().log_artifact(registry.client().create_run(registry.experiment).info.run_id, __file__)
    registry.client().set_registered_model_alias("nu", "production", registry.register("nu", run_id))
    tracking = tracking_of(project)
    texts = [text for code, text, _ in said(tracking, fetched(tracking, tmp_path, "nu")) if code == "MLP806"]
    assert [text.partition(" isn't in the run ")[0] for text in texts] == [f"'{name}'" for name in ARTIFACTS]


def test_an_artifact_that_is_too_big_is_not_downloaded(project: Path, registry: Registry, tmp_path: Path) -> None:
    registry.publish("grande", {**MANDATORY, "TrainingParams.pkl": bytes(MEBIBYTE + 1)})
    production = fetched(tracking_of(project), tmp_path, "grande", most_bytes=MEBIBYTE)
    assert [(each.kind, each.artifact, each.found) for each in production.problems] == [
        ("too-big", "TrainingParams.pkl", MEBIBYTE + 1)
    ]
    assert sorted(production.files) == sorted(ARTIFACTS[1:])


# The examples in the documentation of the rules.

REGISTER = f"""
import runpy
import mlflow

mlflow.set_tracking_uri("sqlite:///{DATABASE}")
mlflow.MlflowClient().delete_registered_model("{MODEL}")
runpy.run_path("registra.py")
mlflow.set_experiment("exemplo")
with mlflow.start_run() as run:
    runpy.run_path("registro.py")["registra_artefatos"]()
client = mlflow.MlflowClient()
client.create_registered_model("exemplo")
version = client.create_model_version("exemplo", run.info.artifact_uri, run.info.run_id)
client.set_registered_model_alias("exemplo", "production", version.version)
"""


@pytest.mark.parametrize(
    ("title", "codes"),
    [("Example", {MODEL: ["MLP804"], "exemplo": ["MLP806"] * 3}), ("Use instead", {MODEL: [], "exemplo": []})],
)
def test_the_examples_of_the_rules_do_what_they_say(
    project: Path, tmp_path: Path, title: str, codes: dict[str, list[str]]
) -> None:
    for rule in (ModelNotFound, ArtifactMissing):
        (section,) = (each for each in sections(rule) if each.title == title)
        for block in blocks(section):
            (project / block.file).write_text(block.text, encoding="utf-8")
    run_python(REGISTER, project / "treino")
    tracking = tracking_of(project)
    found = {model: said(tracking, fetched(tracking, scratch_in(tmp_path, model), model)) for model in codes}
    assert {model: [code for code, _, _ in each] for model, each in found.items()} == codes


# Artifacts that lie elsewhere.


@pytest.mark.parametrize(
    "root",
    [
        "/home/ana/treino/mlruns",
        r"C:\Users\Ana\treino\mlruns",
        "mlflow-artifacts:",
    ],
)
def test_paths_of_another_machine_are_said_and_corrected(
    project: Path, database: Path, trained: Path, tmp_path: Path, root: str
) -> None:
    replace_roots(database, str(trained / "treino" / "mlruns"), root)
    moved = (project / "treino" / "mlruns").rename(project / "artefatos trazidos")
    with untouched(project):
        message = refusal(tracking_of(project), scratch_in(tmp_path, "sem"))
        tracking = tracking_of(project, uri=f"sqlite:///{database}", mlruns=moved)
        production = fetched(tracking, scratch_in(tmp_path, "com"))
    assert f"The artifacts of '{MODEL}' (version 1) were written to {root}/1/" in message
    assert "Say where they lie now with --mlruns" in message
    assert contents(production) == mandatory_in(moved / "1" / str(production.run_id) / "artifacts")


def test_a_folder_that_does_not_hold_them_is_said_so(
    project: Path, database: Path, trained: Path, tmp_path: Path
) -> None:
    replace_roots(database, str(trained), "/home/ana")
    tracking = tracking_of(project, uri=f"sqlite:///{database}", mlruns=project / "worker_pub")
    message = refusal(tracking, tmp_path)
    assert f"{project / 'worker_pub'}, given by --mlruns, doesn't hold them: there is no folder " in message


def test_the_folder_of_mlruns_stands_above_the_recorded_one(project: Path, tmp_path: Path) -> None:
    (artifact,) = (project / "treino" / "mlruns").rglob("TrainingParams.pkl")
    artifact.write_bytes(b"a que vale agora")
    production = fetched(tracking_of(project, mlruns=project / "treino" / "mlruns"), tmp_path)
    assert contents(production)["TrainingParams.pkl"] == b"a que vale agora"


# Databases of other versions of MLflow.


@pytest.mark.parametrize("steps", [1, 20])
def test_an_older_database_is_upgraded_in_the_copy_alone(trained: Path, tmp_path: Path, steps: int) -> None:
    old = older_database(trained, scratch_in(tmp_path, "treino antigo"), steps)
    tracking = find_tracking(f"sqlite:///{old}", None, [], {})
    with untouched(old.parent):
        production = fetched(tracking, tmp_path)
    assert production.version == "1"
    assert sorted(production.files) == sorted(ARTIFACTS)


# Servers.


@pytest.fixture(scope="module")
def served(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project that a server works on; the path of its run counts from the server's folder."""
    project = shutil.copytree(trained, tmp_path_factory.mktemp("servido") / "projeto")
    replace_roots(project / "treino" / DATABASE, f"{trained / 'treino'}/", "")
    return project


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[Server]:
    """Return a server that hands out artifacts, as it does unless it is told otherwise."""
    with mlflow_server(served / "treino", "--serve-artifacts") as running:
        yield running


@pytest.fixture(scope="module")
def server_without_artifacts(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server whose clients read the artifacts from where they lie."""
    project = shutil.copytree(trained, tmp_path_factory.mktemp("servido sem") / "projeto")
    with mlflow_server(project / "treino", "--no-serve-artifacts", "--default-artifact-root", "mlruns") as running:
        yield running


def test_a_server_that_hands_out_artifacts(server: Server, project: Path, registry: Registry, tmp_path: Path) -> None:
    remote = Registry(server.url, registry.model)
    remote.publish("servido", experiment=remote.client().create_experiment("servidas"))
    assert urls_of(server, "servido").startswith("mlflow-artifacts:/")
    tracking = tracking_of(project, server.url)
    production = fetched(tracking, tmp_path, "servido")
    assert (production.version, production.problems) == ("1", ())
    assert sorted(production.files) == sorted(ARTIFACTS)
    assert tracking.shown == server.url


def urls_of(server: Server, model: str) -> str:
    client = Registry(server.url, Path()).client()
    return str(client.get_run(client.get_model_version_by_alias(model, "production").run_id).info.artifact_uri)


def test_artifacts_on_the_disk_of_the_server_are_asked_of_it(server: Server, project: Path, tmp_path: Path) -> None:
    assert urls_of(server, MODEL).startswith("mlruns/")
    production = fetched(tracking_of(project, server.url), tmp_path)
    assert contents(production) == mandatory_in(
        project / "treino" / "mlruns" / "1" / str(production.run_id) / "artifacts"
    )


def test_a_server_whose_artifacts_are_read_from_where_they_lie(
    server_without_artifacts: Server, trained: Path, tmp_path: Path
) -> None:
    tracking = tracking_of(trained, server_without_artifacts.url)
    with untouched(trained):
        production = fetched(tracking, tmp_path)
    assert contents(production) == mandatory_in(
        trained / "treino" / "mlruns" / "1" / str(production.run_id) / "artifacts"
    )
    ((code, text, _),) = said(tracking, fetched(tracking, scratch_in(tmp_path, "outro"), "triagem"))
    assert code == "MLP804"
    assert f"isn't registered in MLflow ({server_without_artifacts.url}); '{MODEL}' is." in text


def test_a_server_that_hangs_is_given_up(project: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        tracking = tracking_of(project, f"http://127.0.0.1:{hanging.getsockname()[1]}")
        start = time.monotonic()
        message = refusal(tracking, tmp_path, timeout=4)
    assert f"MLflow ({tracking.uri}) took longer than 4 s to answer for '{MODEL}'." in message
    assert time.monotonic() - start < 8


class _Refusing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(401, "Unauthorized")

    def log_message(self, *_: object) -> None:
        pass


class _Pages(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def answering(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_server_that_refuses_the_user_is_said_so(project: Path, tmp_path: Path) -> None:
    with answering(_Refusing) as address:
        message = refusal(tracking_of(project, address), tmp_path)
    assert f"MLflow ({address}) doesn't answer for '{MODEL}': " in message
    assert "401" in message


def test_a_server_that_is_not_mlflows_is_said_so(project: Path, tmp_path: Path) -> None:
    with answering(partial(_Pages, directory=str(project))) as address:
        message = refusal(tracking_of(project, address), tmp_path)
    assert f"MLflow ({address}) doesn't answer for '{MODEL}': " in message
    assert "404" in message


class _Endless(BaseHTTPRequestHandler):
    """Says that an artifact has three bytes, and never stops sending it."""

    answers: Mapping[str, object] = {
        "registered-models/get": {
            "registered_model": {"name": MODEL, "aliases": [{"alias": "production", "version": "1"}]}
        },
        "model-versions/get": {"model_version": {"name": MODEL, "version": "1", "run_id": "abc"}},
        "runs/get": {"run": {"info": {"run_id": "abc", "artifact_uri": "/servidor/mlruns/1/abc/artifacts"}}},
        "artifacts/list": {"files": [{"path": "TrainingParams.pkl", "is_dir": False, "file_size": 3}]},
    }

    def do_GET(self) -> None:
        question = self.path.partition("?")[0].removeprefix("/api/2.0/mlflow/")
        self.send_response(200)
        self.end_headers()
        if question in self.answers:
            self.wfile.write(json.dumps(self.answers[question]).encode())
        else:
            with suppress(ConnectionError):
                while True:
                    self.wfile.write(bytes(MEBIBYTE))

    def log_message(self, *_: object) -> None:
        pass


def test_more_than_was_announced_is_not_downloaded(project: Path, tmp_path: Path) -> None:
    with answering(_Endless) as address:
        production = fetched(tracking_of(project, address), tmp_path, most_bytes=MEBIBYTE)
    too_big = next(problem for problem in production.problems if problem.kind == "too-big")
    assert too_big.artifact == "TrainingParams.pkl"
    assert MEBIBYTE < too_big.found < 4096 * MEBIBYTE


# S3.


@pytest.fixture(scope="module")
def s3(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an S3 server that has the artifacts in a bucket."""
    pytest.importorskip("boto3")
    buckets = tmp_path_factory.mktemp("buckets")
    shutil.copytree(trained / "treino" / "mlruns", buckets / "mlflow")
    with s3_server(buckets, tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def in_s3(project: Path, database: Path, trained: Path) -> Path:
    """Return a project whose artifacts lie in S3."""
    replace_roots(database, str(trained / "treino" / "mlruns"), "s3://mlflow")
    shutil.rmtree(project / "treino" / "mlruns")
    return project


def test_artifacts_in_s3(
    s3: Server, in_s3: Path, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_credentials(monkeypatch, s3.url, SECRET_KEY)
    production = fetched(tracking_of(in_s3), tmp_path)
    assert contents(production) == mandatory_in(
        trained / "treino" / "mlruns" / "1" / str(production.run_id) / "artifacts"
    )


def test_why_s3_refuses_is_said(s3: Server, in_s3: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_credentials(monkeypatch, s3.url, "outro-segredo")
    wrong = refusal(tracking_of(in_s3), scratch_in(tmp_path, "errado"))
    assert f"The artifacts of '{MODEL}' (version 1) can't be read from s3://mlflow/1/" in wrong
    assert "SignatureDoesNotMatch" in wrong
    with_credentials(monkeypatch, f"http://127.0.0.1:{free_port()}", SECRET_KEY)
    down = refusal(tracking_of(in_s3), scratch_in(tmp_path, "fora"))
    assert "Could not connect to the endpoint URL" in down


def with_credentials(monkeypatch: pytest.MonkeyPatch, address: str, secret: str) -> None:
    monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


# Packages.


def test_without_mlflow_it_is_said_how_to_install_it(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = getattr(sys, "_base_executable", sys.executable)
    has_mlflow = subprocess.run([bare, "-c", "import mlflow"], capture_output=True, check=False, timeout=60).returncode
    if has_mlflow == 0:
        pytest.skip("the Python that the virtual environment was made of has MLflow")
    monkeypatch.setattr(sys, "executable", bare)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    message = refusal(tracking_of(trained), tmp_path)
    assert message == (
        "mlflow is missing, which verification needs to ask MLflow. Install it beside the linter: pip install "
        '"mlprodest-lint[verify]"'
    )


@pytest.mark.slow
def test_what_the_extra_installs_is_enough(
    trained: Path, in_s3: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = installed(tmp_path / "só o extra", f"{ROOT}[verify]")
    monkeypatch.setattr(sys, "executable", str(python))
    for name, uri in (("banco", None), ("servidor", server.url)):
        production = fetched(tracking_of(trained, uri), scratch_in(tmp_path, name))
        assert sorted(production.files) == sorted(ARTIFACTS)
    with serving(tracking_of(trained), [], scratch_in(tmp_path, "cópia servida"), timeout=TIMEOUT) as address:
        assert fetched(tracking_of(trained, address), scratch_in(tmp_path, "servida")).version == "1"
    message = refusal(tracking_of(in_s3), scratch_in(tmp_path, "s3"))
    assert "boto3 is missing. Install it beside the linter: pip install boto3" in message


@pytest.mark.slow
def test_a_database_of_mlflow_2(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What MLflow 2 wrote is read by MLflow 3, and by itself; of what MLflow 3 wrote, MLflow 2 says why it can't."""
    python = installed(tmp_path / "mlflow 2", "mlflow-skinny==2.14.3", "sqlalchemy<2.1", "alembic", "setuptools")
    training = scratch_in(tmp_path, "projeto") / "treino"
    training.mkdir()
    publish = tmp_path / "publica.py"
    publish.write_text(PUBLISH_WITHOUT_SKLEARN, encoding="utf-8")
    subprocess.run([python, publish], cwd=training, check=True, timeout=120)
    tracking, newer = tracking_of(training.parent), tracking_of(trained)
    (run,) = (training / "mlruns").rglob("TrainingParams.pkl")
    with untouched(training):
        by_newer = fetched(tracking, scratch_in(tmp_path, "mlflow 3"))
        monkeypatch.setattr(sys, "executable", str(python))
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        by_same = fetched(tracking, scratch_in(tmp_path, "o mesmo mlflow"))
    assert contents(by_newer) == contents(by_same) == mandatory_in(run.parent)
    assert "Can't locate revision identified by" in refusal(newer, scratch_in(tmp_path, "mais novo"))
    monkeypatch.undo()
    with serving(newer, [], scratch_in(tmp_path, "servido"), timeout=TIMEOUT) as address:
        ask = f"import mlflow; print(mlflow.MlflowClient('{address}').get_registered_model('{MODEL}').aliases)"
        asked = subprocess.check_output([python, "-c", ask], encoding="utf-8", timeout=60)
    assert asked.strip() == "{'production': '1'}"


PUBLISH_WITHOUT_SKLEARN = f"""
import pathlib
import mlflow

mlflow.set_tracking_uri("sqlite:///{DATABASE}")
with mlflow.start_run() as run:
    for name in {ARTIFACTS}:
        pathlib.Path(name).write_bytes(name.encode())
        mlflow.log_artifact(name)
        pathlib.Path(name).unlink()
    pathlib.Path("MLmodel").write_text("flavors: {{}}")
    mlflow.log_artifact("MLmodel", "model")
version = mlflow.register_model(f"runs:/{{run.info.run_id}}/model", "{MODEL}")
mlflow.MlflowClient().set_registered_model_alias("{MODEL}", "production", version.version)
"""
