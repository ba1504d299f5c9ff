"""Compares `mlprodest-lint verify` with the standard test of the original mllibprodest 1.8.9, side by side.

    python benchmarks/verify/compare.py [--environments FOLDER] [--runs NUMBER] [--scenarios]

The worker is that of examples/classifier-1.8 on the original library, in a virtual environment in FOLDER (kept for the
next time) or in a temporary one; its model is trained and registered there. The time is that from the command to the
verdict, for the original with the start of the server that it needs. With --scenarios, each mistake and each hostile
artifact is given to both in turn, and it is counted which says that something is wrong, and runs nothing of an artifact.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from environments import ORIGINAL, ROOT, mlflow_server, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

EXAMPLE = ROOT / "examples" / "classifier-1.8"
SCRIPT = Path("worker_pub", "models", "pub_evasao.py")
LOADS = "        self.__modelo = self.load_model(model_name, model_provider_name)\n"
INFO = '        return {"nome": self.__model_name, "parametros": self.__parametros, "baseline": self.__baseline}\n'
ORIGINALS_TEST = "test_pub.py of mllibprodest 1.8.9"
OURS = "mlprodest-lint verify"
SECONDS = 60.0

REGISTER = """
import mlflow
mlflow.set_tracking_uri("sqlite:///mlflow.db")
(experiment,) = [each for each in mlflow.search_experiments() if each.name == "Evasão escolar"]
(run,) = mlflow.search_runs([experiment.experiment_id], output_format="list")
version = mlflow.register_model(f"runs:/{run.info.run_id}/model", "EVASAO_ESCOLAR")
mlflow.MlflowClient().set_registered_model_alias("EVASAO_ESCOLAR", "production", version.version)
print(run.info.run_id)
"""


@dataclass(frozen=True)
class Scenario:
    """Something that is wrong: with the worker's code, or with one artifact."""

    name: str
    edits: Mapping[str, str]
    artifact: bytes | None = None


def mistakes() -> Iterator[Scenario]:
    """Yield the mistakes in a worker that only running it shows."""

    def loading(name: str, line: str) -> Scenario:
        return Scenario(name, {LOADS: f"        {line}\n{LOADS}"})

    yield Scenario("a package that isn't installed", {"from sklearn.metrics": "import nao_existe\nfrom sklearn.metrics"})
    yield loading("an error in the constructor", "1 / 0")
    yield loading("exit(0) in the constructor", "import sys; sys.exit(0)")
    yield loading("exit(1) in the constructor", "import sys; sys.exit(1)")
    yield loading("os._exit(0) in the constructor", "import os; os._exit(0)")
    yield loading("killed by a signal", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    yield loading("KeyboardInterrupt in the constructor", "raise KeyboardInterrupt")
    yield loading("a constructor that never ends", "import time; time.sleep(10_000)")
    yield loading("a file beside the script", "open('fora.txt', 'w').close()")
    yield loading("a deleted file of the worker", "import os; os.remove('params.conf')")
    yield loading("code from outside the worker", "import sys; sys.path.insert(0, '..'); import fora_do_worker")
    yield loading("a process left behind", "import subprocess; subprocess.Popen(['sleep', '30'], start_new_session=True)")
    yield Scenario("get_model_info returns a list", {INFO: "        return [self.__parametros]\n"})
    yield Scenario("get_model_info returns None", {INFO: "        return None\n"})
    yield Scenario("a model that isn't registered", {LOADS: LOADS.replace("(model_name,", "('NAO_REGISTRADO',")})


def hostile_artifacts(marker: Path) -> Iterator[Scenario]:
    """Yield artifacts that would run code, or can't be read."""
    from hostile_pickles import CORPUS

    for payload in CORPUS:
        yield Scenario(payload.name, {}, payload.build(marker))
    yield Scenario("an empty dict", {}, pickle.dumps({}))
    yield Scenario("a list", {}, pickle.dumps([1]))
    yield Scenario("not a pickle", {}, b"accuracy = 0.9\n")
