"""Workers that load a registered model from a real MLflow."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, ROOT, write
from runtime.registries import MANDATORY, Registry

from mlprodest_lint.documentation import blocks, sections
from mlprodest_lint.findings import Place, Span
from mlprodest_lint.rules import running
from mlprodest_lint.verify.models.serving import serving
from mlprodest_lint.verify.models.tracking import artifacts_of_copy, find_tracking

from .conftest import scratch_in, untouched
from .test_verify_running_rules import MARK
from .workers import run, states, told, worker_pub

MODEL = "triagem_manifestacoes"


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """Return a registry in an SQLite file, with the example's model in production, which knows one answer."""
    mlflow_sklearn = pytest.importorskip("mlflow.sklearn")
    dummy = pytest.importorskip("sklearn.dummy")
    place = tmp_path_factory.mktemp("treino com acentuação")
    uri = f"sqlite:///{place / 'teste_mlflow.db'}"
    fitted = dummy.DummyClassifier(strategy="most_frequent").fit([["texto"]], ["saude"])
    mlflow_sklearn.save_model(fitted, place / "model", serialization_format="cloudpickle")
    experiment = Registry(uri, place / "model").client().create_experiment("artefatos", str(place / "mlruns"))
    registry = Registry(uri, place / "model", experiment)
    baseline = {"acuracia_minima": 0.9, "setores_no_treino": ["saude"]}
    registry.publish(MODEL, {**MANDATORY, "BaselineMetrics.pkl": baseline})
    return registry


def of(registry: Registry) -> dict[str, Any]:
    """Return the options that let a worker use a registry in an SQLite file, beside which SQLite writes a journal."""
    return {"tracking_uri": registry.uri, "writable": (registry.model.parent,)}


@pytest.mark.parametrize("kind", ["worker_pub", "worker_retrain"])
def test_the_examples_have_no_finding(registry: Registry, home: Path, scratch: Path, kind: str) -> None:
    root = Path(shutil.copytree(EXAMPLES / "classifier-1.5" / kind, home / kind))
    outcome = run(root, scratch, **of(registry))
    assert told(outcome, root) == []
    assert f"passed load the production model {MODEL}" in states(outcome)
    assert not any(step.startswith(("failed", "skipped")) for step in states(outcome))


@pytest.mark.parametrize("title", ["Example", "Use instead"])
def test_the_example_of_a_model_that_cannot_be_loaded(
    registry: Registry, home: Path, scratch: Path, title: str
) -> None:
    root = worker_pub(home)
    (section,) = (each for each in sections(running.ModelNotLoadable) if each.title == title)
    (block,) = blocks(section)
    write(root / "pub.py", MARK.sub("", block.text))
    outcome = run(root, scratch, **of(registry))
    lines = [number for number, line in enumerate(block.text.splitlines(), 1) if MARK.search(line)]
    assert told(outcome, root) == [f"pub.py:{line} MLP805 raised" for line in lines]
    if title == "Example":
        assert "Triagem_Manifestacoes" in outcome.findings[0].message("pt-BR")
        assert states(outcome)[1:3] == [
            "failed load the production model Triagem_Manifestacoes",
            "failed create ModeloCLF",
        ]


def test_a_model_that_is_not_loadable_is_told_where_its_name_stands(
    registry: Registry, home: Path, scratch: Path
) -> None:
    root = worker_pub(home, constructor="self.load_model('nenhum')")
    place = Place(root / "pub.py", Span(6, 25, 6, 33))
    outcome = run(root, scratch, **of(registry), model_names={"nenhum": place})
    assert [finding.place for finding in outcome.findings] == [place]


def test_a_worker_that_does_without_the_model_is_told_all_the_same(
    registry: Registry, home: Path, scratch: Path
) -> None:
    code = "try: self.load_model('nenhum')\n        except Exception: self.modelo = None"
    root = worker_pub(home, constructor=code)
    assert told(run(root, scratch, **of(registry)), root) == ["pub.py:6 MLP805 raised"]


def test_artifacts_are_put_where_the_worker_says(registry: Registry, home: Path, scratch: Path) -> None:
    root = worker_pub(home, constructor=f"self.load_model('{MODEL}', 'mlflow', 'modelos')")
    outcome = run(root, scratch, **of(registry))
    assert {(finding.rule.code, finding.place.span.line) for finding in outcome.findings} == {("MLP810", 6)}


@pytest.mark.slow
@pytest.mark.parametrize("library", ["mllibprodest==1.8.9", "runtime"])
def test_a_worker_runs_in_its_own_environment(tmp_path: Path, scratch: Path, library: str) -> None:
    """Train, register and run the example that belongs to the library, with what the library brings."""
    is_original = library != "runtime"
    name, training, script, model = (
        ("classifier-1.8", "training_model", "train.py", "EVASAO_ESCOLAR")
        if is_original
        else ("classifier-1.5", "treino", "treina.py", MODEL)
    )
    home = Path(shutil.copytree(EXAMPLES / name, tmp_path / "projeto de saúde"))
    environment = home / "worker_pub" / "env"
    venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(environment)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    what = [library, "sqlalchemy<2.1"] if is_original else [str(ROOT / "runtime"), "scikit-learn", "pandas"]
    _check(python, "-m", "pip", "install", "--quiet", *what, folder=home)
    _check(python, script, folder=home / training)
    uri = f"sqlite:///{home / training / 'teste_mlflow.db'}"
    _check(python, "-c", REGISTER, uri, model, folder=home)
    served = scratch_in(tmp_path, "servido")
    tracking = find_tracking(uri, None, [], {})
    # Without copies, as with a server of the user's own, whose models lie on this machine.
    with untouched(home / training), serving(tracking, [], served, timeout=60) as address:
        options = {"tracking_uri": address, "writable": (artifacts_of_copy(served),)}
        for kind in ("worker_pub", "worker_retrain"):
            outcome = run(home / kind, scratch, interpreter=python, timeout=300, **options)
            assert told(outcome, home / kind) == []
            assert f"passed load the production model {model}" in states(outcome)
            assert not any(step.startswith(("failed", "skipped")) for step in states(outcome))


REGISTER = """
import sys
from mlflow import MlflowClient
uri, model = sys.argv[1:]
client = MlflowClient(uri, uri)
(run,) = [run for each in client.search_experiments() for run in client.search_runs([each.experiment_id])]
client.create_registered_model(model)
version = client.create_model_version(model, f"runs:/{run.info.run_id}/model", run.info.run_id)
client.set_registered_model_alias(model, "production", version.version)
"""


def _check(python: Path, *arguments: str, folder: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "PYTHON"))}
    run = subprocess.run(
        [python, *arguments],
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert run.returncode == 0, run.stdout + run.stderr
