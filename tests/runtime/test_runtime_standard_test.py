"""The standard test of the workers, as `python test_pub.py --mlruns_path=...` runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .registries import MANDATORY, Registry

if TYPE_CHECKING:
    from .conftest import Script

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "classifier-1.5"
PUB = """
from mllibprodest.interfaces import ModelPublicationInterfaceCLF

class ModeloCLF(ModelPublicationInterfaceCLF):
    def __init__(self):
        self.__modelo = self.load_model("padrão")

    def predict(self, dataset: list) -> list:
        return self.__modelo.predict(dataset).tolist()

    def evaluate(self, data_features: list, data_targets: list) -> dict:
        return {"iguais": self.predict(data_features) == data_targets}

    def get_model_info(self) -> dict:
        return {"nome": "padrão"}
"""
RETRAIN = """
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN

class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    def get_model_name(self) -> str:
        return "padrão"

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Experimento"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        return True, {}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        pass
"""
PASSING_TEST = "def test():\n    print('teste do usuário')\n"


@pytest.fixture
def worker(registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a worker_pub that has no fault, made the current folder."""
    registry.publish("padrão")
    return _worker(tmp_path, monkeypatch, "worker_pub", {"pub.py": PUB, "mytest_pub.py": PASSING_TEST})


def _worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, scripts: dict[str, str]) -> Path:
    folder = tmp_path / "projeto de saúde" / kind
    (folder / "temp_area").mkdir(parents=True)
    (folder / "__init__.py").touch()
    standard_test = kind.replace("worker", "test") + ".py"
    shutil.copy(EXAMPLE / kind / standard_test, folder)
    (folder / "requirements.txt").write_text("mlprodest-runtime\n", encoding="utf-8")
    for name, text in scripts.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def _steps(output: str) -> dict[str, list[str]]:
    """Return the steps by what became of them."""
    found: dict[str, list[str]] = {"OK": [], "FALHOU": [], "PULADO": []}
    for line in output.splitlines():
        word, bracket, step = line.removeprefix("[").partition("] ")
        if bracket and word.strip() in found:
            found[word.strip()].append(step)
    return found


def test_a_worker_without_a_fault_passes(worker: Path, script: Script) -> None:
    run = script(worker / "test_pub.py", folder=worker)
    assert run.returncode == 0, run.stdout + run.stderr
    steps = _steps(run.stdout)
    assert (len(steps["OK"]), steps["FALHOU"], steps["PULADO"]) == (13, [], [])
    assert "teste do usuário" in run.stdout
    assert run.stdout.rstrip().endswith("Resultado: nenhum passo falhou.")
    assert "\033" not in run.stdout


def test_a_worker_retrain_without_a_fault_passes(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    registry.publish("padrão")
    scripts = {"retrain.py": RETRAIN, "mytest_retrain.py": PASSING_TEST}
    folder = _worker(tmp_path, monkeypatch, "worker_retrain", scripts)
    run = script(folder / "test_retrain.py", folder=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(_steps(run.stdout)["OK"]) == 16
    assert (folder / "temp_area" / "BaselineMetrics.pkl").is_file()


def test_artifacts_are_found_in_the_folder_given(worker: Path, registry: Registry, script: Script) -> None:
    experiment = registry.client().create_experiment(f"a mudar {worker}", str(worker.parent / "treino" / "mlruns"))
    registry.publish("padrão", experiment=experiment)
    moved = (worker.parent / "treino").rename(worker.parent / "outro lugar") / "mlruns"
    run = script(worker / "test_pub.py", f"--mlruns_path={moved}", folder=worker)
    assert run.returncode == 0, run.stdout + run.stderr


def test_everything_that_still_can_runs_after_a_failure(worker: Path, script: Script) -> None:
    (worker / "__init__.py").unlink()
    (worker / "requirements.txt").write_text("# nada\n\n", encoding="utf-8")
    (worker / "pub.py").write_text(PUB.replace("evaluate", "avalia"), encoding="utf-8")
    run = script(worker / "test_pub.py", folder=worker)
    assert run.returncode == 1
    steps = _steps(run.stdout)
    assert steps["FALHOU"] == [
        "O script '__init__.py' existe",
        "O arquivo 'requirements.txt' existe e nomeia pacotes",
        "A classe pode ser instanciada",
    ]
    assert len(steps["PULADO"]) == 5
    assert steps["OK"][-1].startswith("A função 'test'")
    assert "não implementa 1 dos métodos que a interface exige: evaluate." in run.stdout
    assert "Resultado: 3 passos falharam." in run.stdout
    assert not run.stderr


@pytest.mark.parametrize(
    ("file", "text", "step", "message"),
    [
        ("pub.py", "import modulo_que_falta\n", "A classe pode ser importada", "No module named 'modulo_que_falta'"),
        ("pub.py", "def f(:\n", "A classe pode ser importada", "SyntaxError"),
        ("pub.py", "ModeloPub = None\n", "A classe pode ser importada", "não define a classe 'ModeloCLF'"),
        ("pub.py", "class ModeloCLF: pass\n", "A classe pode ser importada", "não deriva da interface"),
        (
            "pub.py",
            PUB.replace('return {"nome": "padrão"}', "return ['padrão']"),
            "O método 'get_model_info' devolve 'dict'",
            "devolveu ['padrão'], do tipo 'list'",
        ),
        (
            "pub.py",
            PUB.replace('self.load_model("padrão")', "None"),
            "O modelo é carregado",
            "não carregou nenhum modelo em produção",
        ),
        (
            "pub.py",
            PUB.replace('load_model("padrão")', 'load_model("Padrao")'),
            "A classe pode ser instanciada",
            "O modelo 'Padrao' não está registrado no MLflow",
        ),
        ("mytest_pub.py", "def teste(): pass\n", "A função 'test'", "não define a função 'test'"),
        (
            "mytest_pub.py",
            "def test():\n    assert 1 == 2, 'diferentes'\n",
            "A função 'test'",
            "linha 2: assert 1 == 2",
        ),
        ("mytest_pub.py", "def test():\n    exit(0)\n", "A função 'test'", "chama 'exit'"),
    ],
    ids=lambda value: str(value)[:40] if value and "\n" not in value else "",
)
def test_a_fault_is_told_with_its_step(
    worker: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    text: str,
    step: str,
    message: str,
) -> None:
    (worker / file).write_text(text, encoding="utf-8")
    assert _validate_here(worker, monkeypatch) == 1
    output = capsys.readouterr().out
    failed = _steps(output)["FALHOU"]
    assert len(failed) == 1
    assert failed[0].startswith(step)
    assert message in output


def test_missing_artifacts_are_told_one_by_one(
    worker: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    registry.publish("padrão", {"BaselineMetrics.pkl": MANDATORY["BaselineMetrics.pkl"], "TrainingParams.pkl": []})
    assert _validate_here(worker, monkeypatch) == 1
    output = capsys.readouterr().out
    assert _steps(output)["FALHOU"] == [
        "O artefato 'TrainingParams.pkl' é um dicionário não vazio",
        "O artefato 'TrainingDatasetsNames.pkl' é um dicionário não vazio",
    ]
    assert "mas é um 'list'" in output
    assert "não tem o artefato 'TrainingDatasetsNames.pkl'" in output


def test_another_folder_is_refused(
    worker: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(worker.parent)
    assert _validate_here(worker, monkeypatch) == 1
    assert "Entre na pasta do worker e execute o teste de novo" in capsys.readouterr().out


def test_an_artifact_folder_that_does_not_exist_is_named(
    worker: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _validate_here(worker, monkeypatch, "/não há/mlruns") == 1
    assert "A pasta '/não há/mlruns' não existe" in capsys.readouterr().out


def test_a_mistyped_parameter_is_named(worker: Path, script: Script) -> None:
    run = script(worker / "test_pub.py", "--mlrun_path=x", folder=worker)
    assert run.returncode == 1
    assert "O parâmetro '--mlrun_path' não existe; existem: --mlruns_path." in run.stderr


def _validate_here(worker: Path, monkeypatch: pytest.MonkeyPatch, mlruns_path: str = "") -> int:
    """Run the standard test in this process, which is much faster; return the exit status."""
    import sys

    from mllibprodest.validators.test import Test

    monkeypatch.syspath_prepend(str(worker))
    try:
        Test().validate(mlruns_path)
    except SystemExit as ending:
        return int(str(ending.code))
    finally:
        for name in ("pub", "mytest_pub"):
            sys.modules.pop(name, None)
    return 0
