"""The example from training to retraining, each worker from a virtual environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .servers import ACCESS_KEY, SECRET_KEY, mlflow_server

if TYPE_CHECKING:
    from .servers import Server

ROOT = Path(__file__).parent.parent.parent
MODEL = "triagem_manifestacoes"
REGISTER = f"""
import mlflow
(experiment,) = [one for one in mlflow.search_experiments() if one.name == "Triagem de manifestações"]
run = mlflow.search_runs([experiment.experiment_id], order_by=["attributes.start_time DESC"], output_format="list")[0]
version = mlflow.register_model(f"runs:/{{run.info.run_id}}/model", "{MODEL}")
mlflow.MlflowClient().set_registered_model_alias("{MODEL}", "production", version.version)
print(run.info.run_name)
"""
PREDICT = """
import json
from pub import ModeloCLF
modelo = ModeloCLF()
textos = ["Falta remédio na farmácia", "O semáforo está apagado"]
print(json.dumps([modelo.predict(textos), modelo.evaluate(textos, ["saude", "transito"])]))
"""
EVALUATE_AND_RETRAIN = """
import json
from retrain import ModeloRETRAIN
modelo = ModeloRETRAIN()
nome, provider = modelo.get_model_name(), modelo.get_model_provider_name()
arquivos = modelo.load_production_datasets_names(nome, provider)
parametros = modelo.load_production_params(nome, provider)
em_producao = modelo.load_model(nome, provider)
def datasets():
    return modelo.load_datasets(arquivos, modelo.get_dataset_provider_name())
atende, motivos = modelo.evaluate(em_producao, datasets(), modelo.load_production_baseline(nome, provider), parametros,
                                  batch_size=500)
modelo.retrain(nome, parametros, modelo.get_experiment_name(), datasets(), motivos)
print(json.dumps([atende, motivos["acuracia"]]))
"""


@dataclass(frozen=True)
class Environment:
    """A worker's folder, its Python, and the variables that the stack gives it."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def python(self) -> Path:
        """The interpreter of the worker's virtual environment, which stands in its folder as the README says."""
        return self.folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def create(self) -> None:
        """Make the virtual environment and install what the requirements name, with this runtime for the library."""
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(self.folder / "env")
        lines = (self.folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
        others = [line for line in lines if not line.startswith("mllibprodest")]
        self.run("-m", "pip", "install", "--quiet", "--no-compile", f"{ROOT / 'runtime'}[minio]", *others)

    def run(self, *arguments: str, folder: Path | None = None, **variables: str) -> str:
        """Run its Python and return what it prints."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        run = subprocess.run(
            [self.python, *arguments],
            cwd=folder or self.folder,
            env={**kept, **self.variables, **variables, "PYTHONUTF8": "1", "VIRTUAL_ENV": str(self.folder / "env")},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout


@pytest.mark.slow
def test_the_example_runs_from_training_to_retraining(tmp_path: Path, s3: Server, buckets: Path) -> None:
    project = Path(shutil.copytree(ROOT / "examples" / "classifier-1.5", tmp_path / "projeto da ouvidoria"))
    training = project / "treino"
    with mlflow_server(training, "--default-artifact-root", "mlruns") as server:
        stack = {
            "MLFLOW_TRACKING_URI": server.url,
            "MINIO": s3.url,
            "ACCESS_KEY": ACCESS_KEY,
            "SECRET_KEY": SECRET_KEY,
            "BUCKET": "triagem",
        }
        pub, retrain = (Environment(project / name, stack) for name in ("worker_pub", "worker_retrain"))
        with ThreadPoolExecutor() as pool:
            list(pool.map(Environment.create, (pub, retrain)))

        retrain.run("treina.py", folder=training)
        assert retrain.run("-c", REGISTER).endswith("tfidf_regressao_logistica\n")
        for file in training.glob("*.csv"):
            shutil.copy(file, buckets / "triagem")

        mlruns = f"--mlruns_path={training / 'mlruns'}"
        assert "nenhum passo falhou" in pub.run("test_pub.py", mlruns)
        predicted, metrics = json.loads(pub.run("-c", PREDICT).splitlines()[-1])
        assert predicted == ["saude", "transito"]
        assert metrics == {"acuracia": 1.0, "f1_macro": 1.0}

        assert "nenhum passo falhou" in retrain.run("test_retrain.py", mlruns)
        satisfies, accuracy = json.loads(retrain.run("-c", EVALUATE_AND_RETRAIN).splitlines()[-1])
        assert satisfies
        assert accuracy > 0.85
        assert retrain.run("-c", REGISTER).endswith("retreino\n")

        predicted, _ = json.loads(pub.run("-c", PREDICT).splitlines()[-1])
        assert predicted == ["saude", "transito"]
        assert "2 manifestações encaminhadas" in (pub.folder / "log_pub.log").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited in Linux's way")
def test_the_example_evaluates_what_does_not_fit_into_memory_at_once() -> None:
    code = """
import io, pathlib, resource, sys, tempfile
import numpy as np
from retrain import ModeloRETRAIN
from manifestacoes import gera_manifestacoes

class Guloso:
    "Monta, como um modelo de verdade, uma matriz com as linhas que recebe: 800 KB para cada uma."
    def predict(self, textos):
        matriz = np.ones((len(textos), 100_000))
        return [targets["setor"].iloc[0]] * int(matriz.sum() / matriz.shape[1])

features, targets = gera_manifestacoes(5000, 2024)
def csv(dados):
    return io.BytesIO(dados.to_csv(index=False).encode())
in_use = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (in_use + 1024**3, resource.RLIM_INFINITY))
baseline = {"acuracia_minima": 0.1, "setores_no_treino": sorted(set(targets["setor"]))}
with tempfile.TemporaryDirectory() as pasta:
    for batch_size in (100, 5000):
        datasets = {"features": csv(features), "targets": csv(targets)}
        try:
            print(ModeloRETRAIN().evaluate(Guloso(), datasets, baseline, {}, pasta, batch_size)[0])
        except MemoryError:
            print("MemoryError")
"""
    example = ROOT / "examples" / "classifier-1.5"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(example / "worker_retrain"), str(example / "treino")])},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert run.stdout.split() == ["True", "MemoryError"], run.stderr
