"""What the probe is asked to do with a worker: the plan that it reads, and the environment that it is started in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlprodest_lint.modelsfile import ModelsFile
from mlprodest_lint.verify.running import process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from mlprodest_lint.contract import Method
    from mlprodest_lint.modelsfile import Model
    from mlprodest_lint.verify.running.scratch import Stage
    from mlprodest_lint.verify.running.workerrun import Request
    from mlprodest_lint.workers import Worker

    Facts: TypeAlias = Mapping[str, Any]

_LANDLOCK = Path(__file__).parent / "landlock.py"
_PACKAGED = Path(__file__).parent / "steps.py"
STEPS = (
    _PACKAGED
    if _PACKAGED.is_file()
    else Path(__file__).parents[3] / "runtime" / "mllibprodest" / "validators" / "steps.py"
)
"""What a step checks: in the package where it is installed, in the runtime's folder in a checkout."""

_THIS_MACHINE = "127.0.0.1"
_MOST_IN_FILE = 2 << 30
_MOST_FOR_A_HINT = 1.0
"""So many seconds before its time is up, the worker's process says where it is."""


def models_of(worker: Worker) -> list[Facts]:
    """Return the main scripts of a worker, with what is asked of each; none where the list of models names none."""
    terms = worker.terms
    if terms.main_script is not None:
        return [_model(worker, "", terms.main_script, [])]
    listed = worker.models_file
    models = listed.models if isinstance(listed, ModelsFile) else ()
    return [
        _model(worker, model.name, f"{terms.main_folder}/{model.source_file}.py", _arguments(worker, model))
        for model in models
        if model.source_file
    ]


def _model(worker: Worker, name: str, script: str, arguments: list[str]) -> Facts:
    terms = worker.terms
    getters = [(method.name, _types(method)) for method in terms.methods if method.is_getter]
    return {
        "name": name,
        "script": script,
        "module": script.removesuffix(".py").replace("/", "."),
        "class": terms.class_name,
        "interface": terms.interface.rpartition(".")[2],
        "arguments": arguments,
        "getters": getters,
        # The constructor of the other kind has loaded its model.
        "loads": terms.kind == "worker_retrain",
    }


def _arguments(worker: Worker, model: Model) -> list[str]:
    values = {**model.values, "model_name": model.name}
    return [values.get(parameter.name, "") for parameter in worker.terms.constructor]


def _types(method: Method) -> list[str]:
    return [name.strip() for name in (method.returns or "object").split("|")]


def plan_of(worker: Worker, models: Sequence[Facts], request: Request, stage: Stage) -> Facts:
    """Return the plan, as it is written for the probe."""
    contract, own_test = worker.contract, worker.terms.own_test
    test = {
        "script": own_test,
        "module": worker.own_test_module,
        "function": contract.own_test_function,
        "takes_models": bool(contract.own_test_parameters),
    }
    is_held = not request.is_trusted
    return {
        "root": str(stage.worker),
        "temp": contract.temp_folder,
        "scratch": [str(stage.home), str(stage.temp)],
        "models": models,
        "test": test if request.with_tests else None,
        "steps": str(STEPS),
        "memory": request.memory if is_held else None,
        "file": min(_MOST_IN_FILE, request.most_on_disk) if is_held else None,
        "landlock": str(_LANDLOCK) if is_held else None,
        "writable": [str(folder) for folder in (stage.top, *request.writable)],
        "seconds": max(request.timeout - _MOST_FOR_A_HINT, request.timeout / 2),
    }


def environment_of(request: Request, stage: Stage) -> dict[str, str]:
    """Return all variables of the worker's process."""
    environment = process.reduced(os.environ, stage.home, stage.temp)
    direct = ",".join(filter(None, (environment.get("no_proxy") or environment.get("NO_PROXY"), _THIS_MACHINE)))
    # Without an address, MLflow would make a database where the worker is.
    uri = request.tracking_uri or f"sqlite:///{(stage.home / 'mlflow.db').as_posix()}"
    moved = {} if request.mlruns is None else {"MLRUNS_PATH": str(request.mlruns)}
    return {**environment, **moved, "MLFLOW_TRACKING_URI": uri, "NO_PROXY": direct, "no_proxy": direct}
