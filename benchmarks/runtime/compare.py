"""Compares the runtime with the original mllibprodest, side by side: import, and the loading of one registered model.

    python benchmarks/runtime/compare.py [--environments FOLDER] [--runs NUMBER]

Each library gets a virtual environment of its own, with the same MLflow, in FOLDER (kept for the next time) or in a
temporary one. The model, a random forest with its three mandatory artifacts and charts, is registered in an MLflow
server on loopback that hands out the artifacts itself; the bytes are counted between the server and its clients.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from environments import ORIGINAL, ROOT, mlflow_server, prepare

LIBRARIES = {"mllibprodest 1.8.9": (ORIGINAL,), "mlprodest-runtime": (f"{ROOT / 'runtime'}[minio]",)}

PUBLISH = """
import pickle
from pathlib import Path
import mlflow, mlflow.sklearn
import numpy as np
from sklearn.ensemble import RandomForestClassifier

random = np.random.default_rng(7)
rows = random.normal(size=(4000, 20))
labels = (rows[:, 0] + random.normal(size=4000) > 0).astype(int)
with mlflow.start_run(experiment_id=mlflow.create_experiment("comparação", "mlflow-artifacts:/comparacao")) as run:
    mlflow.sklearn.autolog()
    RandomForestClassifier(100, random_state=7).fit(rows, labels)
    for name, content in {
        "TrainingParams.pkl": {"random_state": 7},
        "TrainingDatasetsNames.pkl": {"features": "linhas.csv", "targets": "respostas.csv"},
        "BaselineMetrics.pkl": {"acuracia_minima": 0.7},
    }.items():
        Path(name).write_bytes(pickle.dumps(content))
        mlflow.log_artifact(name)
version = mlflow.register_model(f"runs:/{run.info.run_id}/model", "comparado")
mlflow.MlflowClient().set_registered_model_alias("comparado", "production", version.version)
"""
LOAD = """
import json, time
import mlflow.pyfunc, mlflow.sklearn
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Worker

seconds = {}
for name in ("load_model", "load_production_params", "load_production_datasets_names", "load_production_baseline"):
    start = time.perf_counter()
    loaded = getattr(Worker, name)("comparado")
    seconds[name] = time.perf_counter() - start
    assert loaded
print(json.dumps(seconds))
"""


class Relay:
    """Passes connections on to a server and counts the bytes that it answers."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self.answered = 0
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            client, _ = self._listener.accept()
            server = socket.create_connection(self._target)
            threading.Thread(target=self._pass_on, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, client, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:  # noqa: FBT001
        try:
            while data := source.recv(1 << 16):
                sink.sendall(data)
                if counts:
                    with self._lock:
                        self.answered += len(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            sink.close()


def import_seconds(python: Path, folder: Path) -> float:
    """Return how much longer an interpreter takes that imports the interfaces."""

    def seconds(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([python, "-c", code], cwd=folder, check=True)
        return time.perf_counter() - start

    return seconds("import mllibprodest.interfaces") - seconds("pass")


def load(python: Path, folder: Path, relay: Relay) -> dict[str, float]:
    """Load the model and the rest in a new process; return the seconds of each call, and the bytes in all."""
    before = relay.answered
    variables = {**os.environ, "MLFLOW_TRACKING_URI": relay.url}
    run = subprocess.run(
        [python, "-c", LOAD], cwd=folder, env=variables, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    seconds: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return {**seconds, "all": sum(seconds.values()), "bytes": relay.answered - before}


def measure(environments: Path, runs: int) -> dict[str, dict[str, float]]:
    """Measure both libraries, turn by turn; return the median of each figure."""
    pythons = {name: prepare(environments / name, packages) for name, packages in LIBRARIES.items()}
    figures: dict[str, dict[str, list[float]]] = {name: {} for name in pythons}
    with tempfile.TemporaryDirectory() as scratch:
        serving = Path(scratch, "server")
        serving.mkdir()
        with mlflow_server(pythons["mlprodest-runtime"], serving) as port:
            relay = Relay(port)
            variables = {**os.environ, "MLFLOW_TRACKING_URI": relay.url}
            subprocess.run([pythons["mlprodest-runtime"], "-c", PUBLISH], cwd=scratch, env=variables, check=True)
            for turn in range(runs + 1):
                for name, python in pythons.items():
                    folder = Path(scratch, name, str(turn))
                    (folder / "temp_area").mkdir(parents=True)
                    measured = {"import": import_seconds(python, folder), **load(python, folder, relay)}
                    for figure, value in measured.items():
                        # The first turn compiles and fills the system's caches.
                        figures[name].setdefault(figure, []).extend([value] if turn else [])
    return {
        name: {figure: statistics.median(all_) for figure, all_ in found.items()} for name, found in figures.items()
    }


def main(arguments: Sequence[str]) -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environments", type=Path, help="the folder of the virtual environments")
    parser.add_argument("--runs", type=int, default=7, help="how often each library is measured")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        found = measure(options.environments or Path(temporary), options.runs)
    names = list(found)
    print(f"| median of {options.runs} | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for figure in found[names[0]]:
        shown = [
            f"{found[name][figure]:,.0f}" if figure == "bytes" else f"{found[name][figure]:.3f} s" for name in names
        ]
        print(f"| {figure} | {' | '.join(shown)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
