"""A server on a copy of a database, for workers whose MLflow is of any version."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from conftest import ROOT

from mlprodest_lint.texts import UserError
from mlprodest_lint.verify.models.serving import serving
from mlprodest_lint.verify.models.tracking import find_tracking

from .conftest import DATABASE, MODEL, older_database, run_python, scratch_in, untouched

if TYPE_CHECKING:
    from mlprodest_lint.verify.models.tracking import Tracking

USE = f"""
import json, mlflow, pathlib
client = mlflow.MlflowClient()
version = client.get_model_version_by_alias("{MODEL}", "production")
loaded = mlflow.sklearn.load_model("models:/{MODEL}@production")
places = []
for experiment in ("Triagem de manifestações", "outra"):
    mlflow.set_experiment(experiment)
    with mlflow.start_run() as run:
        pathlib.Path("nota.txt").write_text("nova")
        mlflow.log_artifact("nota.txt")
        mlflow.log_metric("acuracia", 0.9)
    places.append(run.info.artifact_uri)
print(json.dumps([type(loaded).__name__, *places]))
"""
SEND = f"""
import json, mlflow, os, sys, urllib.error, urllib.request
from mlflow.tracking import MlflowClient
client, address = MlflowClient(), os.environ["MLFLOW_TRACKING_URI"]
run = client.get_model_version_by_alias("{MODEL}", "production").run_id
own = client.create_run(client.create_experiment("alheio", artifact_location=sys.argv[1])).info.run_id
codes = []
for each in (run, own):
    place = f"{{address}}/ajax-api/2.0/mlflow/upload-artifact?run_uuid={{each}}&path=BaselineMetrics.pkl"
    try:
        codes.append(urllib.request.urlopen(urllib.request.Request(place, data=b"trocado")).status)
    except urllib.error.HTTPError as error:
        codes.append(error.code)
print(json.dumps(codes))
"""
SERVE = """
import pathlib, sys, time
from mlprodest_lint.verify.models.serving import serving
from mlprodest_lint.verify.models.tracking import find_tracking
with serving(find_tracking(sys.argv[1], None, [], {}), [], pathlib.Path(sys.argv[2]), timeout=60) as address:
    print(address, flush=True)
    time.sleep(60)
"""


def tracking_of(project: Path) -> Tracking:
    return find_tracking(None, None, [project / "worker_pub"], {})


def answers(address: str) -> bool:
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5).close()
    except OSError:
        return False
    return True


def test_a_worker_may_do_as_it_likes_with_the_server(trained: Path, tmp_path: Path) -> None:
    scratch, folder = scratch_in(tmp_path, "servido"), scratch_in(tmp_path, "worker")
    with untouched(trained), serving(tracking_of(trained), [MODEL], scratch, timeout=60) as address:
        assert address.startswith("http://127.0.0.1:")
        printed = run_python(USE, folder, MLFLOW_TRACKING_URI=address).splitlines()[-1]
    name, *places = json.loads(printed)
    assert name == "Pipeline"
    assert len(set(places)) == 2
    for place in places:
        assert Path(place, "nota.txt").read_text(encoding="utf-8") == "nova"
        assert scratch / "artifacts" in Path(place).parents
    assert [file.name for file in folder.iterdir()] == ["nota.txt"]
    assert not answers(address)


def test_no_file_is_written_where_a_worker_wants(trained: Path, tmp_path: Path) -> None:
    """MLflow's server would write wherever the address of a run's artifacts says, which its clients may choose."""
    elsewhere = tmp_path / "alheio"
    with untouched(trained), serving(tracking_of(trained), [], scratch_in(tmp_path, "servido"), timeout=60) as address:
        code = f"import sys; sys.argv[1:] = [{str(elsewhere)!r}]\n{SEND}"
        codes = json.loads(run_python(code, tmp_path, MLFLOW_TRACKING_URI=address).splitlines()[-1])
    assert codes == [403, 403]
    assert not elsewhere.exists()


@pytest.mark.parametrize("steps", [1, 20])
def test_an_older_database_is_served_as_well(trained: Path, tmp_path: Path, steps: int) -> None:
    database = older_database(trained, scratch_in(tmp_path, "antigo"), steps)
    tracking = find_tracking(f"sqlite:///{database}", None, [], {})
    ask = f"import mlflow; print(mlflow.MlflowClient().get_model_version_by_alias('{MODEL}', 'production').version)"
    with untouched(database.parent), serving(tracking, [MODEL], scratch_in(tmp_path, "servido"), timeout=60) as address:
        assert run_python(ask, tmp_path, MLFLOW_TRACKING_URI=address).strip() == "1"


def test_a_server_that_runs_already_is_used(trained: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as running:
        uri = f"http://127.0.0.1:{running.getsockname()[1]}"
        with serving(find_tracking(uri, None, [trained / "worker_pub"], {}), [MODEL], tmp_path, timeout=60) as address:
            assert address == uri
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows a process can't be killed by a signal")
def test_the_server_ends_with_its_parent(trained: Path, tmp_path: Path) -> None:
    uri = f"sqlite:///{trained / 'treino' / DATABASE}"
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, uri, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as parent:
        assert parent.stdout is not None
        address = parent.stdout.readline().strip()
        assert answers(address)
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while answers(address):
        assert time.monotonic() < deadline, "the server outlives its parent"
        time.sleep(0.05)


def test_a_server_that_does_not_start_in_time_is_given_up(trained: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match=r"MLflow took longer than 0.1 s to serve a copy of .*teste_mlflow\.db\."),
        serving(tracking_of(trained), [], tmp_path, timeout=0.1),
    ):
        pass


def test_a_database_that_mlflow_cannot_serve_is_said_so(project: Path, tmp_path: Path) -> None:
    """Its tables are those that tell a database of MLflow, and nothing else of it is right."""
    database = project / "treino" / DATABASE
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '5b0e9adcef9c'")
    with (
        pytest.raises(UserError, match=r"MLflow can't serve a copy of .*teste_mlflow\.db: .*already exists"),
        untouched(project),
        serving(tracking_of(project), [], tmp_path, timeout=60),
    ):
        pass
