"""The interfaces: what the contract asks for, light to import, clear about what a class misses."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import TYPE_CHECKING

import mllibprodest.interfaces
import pytest
from mllibprodest.errors import IncompleteClassError, MLLibProdestError
from mllibprodest.interfaces import ModelPublicationInterfaceCLF, ModelPublicationInterfaceRETRAIN
from mllibprodest.provider import Provider

from mlprodest_lint.contract.model import NO_DEFAULT, Method, WorkerContract
from mlprodest_lint.contract.v1_5 import CONTRACT

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Script

INTERFACES = {
    worker.interface: getattr(mllibprodest.interfaces, worker.interface.rpartition(".")[2])
    for worker in CONTRACT.workers.values()
}
METHODS = [(worker.interface, method) for worker in CONTRACT.workers.values() for method in worker.methods]
COMMON: dict[str, dict[str, object]] = {
    "make_log": {"path": ...},
    "load_datasets": {"datasets_filenames": ..., "provider": "minio"},
    "load_production_params": {"model_name": ..., "provider": "mlflow"},
    "load_production_datasets_names": {"model_name": ..., "provider": "mlflow"},
    "load_production_baseline": {"model_name": ..., "provider": "mlflow"},
    "load_model": {"model_name": ..., "provider": "mlflow", "artifacts_destination_path": "temp_area"},
    "convert_artifact_to_pickle": {"artifact": ..., "file_name": ..., "path": "temp_area"},
    "convert_artifact_to_object": {"file_name": ..., "path": "temp_area"},
}
HEAVY = {"mlflow", "pandas", "numpy", "boto3", "minio", "sklearn", "dotenv", "urllib3", "logging", "pickle"}


def _same_type(contracted: str | None, annotation: object) -> bool:
    spelling = {"(bool, dict)": "tuple[bool, dict]"}
    return contracted is None or spelling.get(contracted, contracted) == annotation


@pytest.mark.parametrize(("interface", "method"), METHODS, ids=lambda value: getattr(value, "name", None))
def test_an_abstract_method_is_the_contracts(interface: str, method: Method) -> None:
    function = getattr(INTERFACES[interface], method.name)
    assert getattr(function, "__isabstractmethod__", False)
    signature = inspect.signature(function)
    _, *parameters = signature.parameters.values()
    assert [parameter.name for parameter in parameters] == [contracted.name for contracted in method.parameters]
    for parameter, contracted in zip(parameters, method.parameters, strict=True):
        assert _same_type(contracted.annotation, parameter.annotation)
        default = inspect.Parameter.empty if contracted.default is NO_DEFAULT else contracted.default
        assert parameter.default == default
    assert _same_type(method.returns, signature.return_annotation)


@pytest.mark.parametrize("worker", CONTRACT.workers.values(), ids=lambda worker: worker.kind)
def test_the_interface_has_no_other_abstract_method(worker: WorkerContract) -> None:
    assert INTERFACES[worker.interface].__abstractmethods__ == {method.name for method in worker.methods}


@pytest.mark.parametrize("interface", [ModelPublicationInterfaceCLF, ModelPublicationInterfaceRETRAIN])
@pytest.mark.parametrize("name", COMMON)
def test_a_common_method_is_static_and_documented(interface: type, name: str) -> None:
    assert isinstance(inspect.getattr_static(interface, name), staticmethod)
    function = getattr(interface, name)
    parameters = inspect.signature(function).parameters
    expected = {key: inspect.Parameter.empty if value is ... else value for key, value in COMMON[name].items()}
    assert {key: parameter.default for key, parameter in parameters.items()} == expected
    assert all(f"{key}:" in function.__doc__ for key in expected)


def test_the_provider_gives_the_same_functions() -> None:
    loaders = [name for name in COMMON if name.startswith("load_")]
    assert all(getattr(Provider, name) is getattr(ModelPublicationInterfaceCLF, name) for name in loaders)


def test_an_incomplete_class_names_what_it_misses() -> None:
    class Incomplete(ModelPublicationInterfaceRETRAIN):
        def get_model_name(self) -> str:
            return "modelo"

    with pytest.raises(IncompleteClassError) as caught:
        Incomplete()  # type: ignore[abstract]
    assert isinstance(caught.value, TypeError)
    assert "Incomplete" in str(caught.value)
    missing = "evaluate, get_dataset_provider_name, get_experiment_name, get_model_provider_name, retrain"
    assert missing in str(caught.value)


def test_a_complete_class_is_instantiated_with_its_own_constructor() -> None:
    class Complete(ModelPublicationInterfaceCLF):
        def __init__(self, name: str) -> None:
            self.name = name

        def predict(self, dataset: list[int]) -> list[int]:
            return dataset

        def evaluate(self, data_features: list[int], data_targets: list[int]) -> dict[str, bool]:
            return {"iguais": data_features == data_targets}

        def get_model_info(self) -> dict[str, str]:
            return {"nome": self.name}

    assert Complete(name="x").get_model_info() == {"nome": "x"}


def test_the_import_is_light_and_leaves_nothing_behind(script: Script, folder: Path) -> None:
    code = "import sys, mllibprodest.interfaces; print(*{name.partition('.')[0] for name in sys.modules})"
    run = script(code)
    assert run.returncode == 0, run.stderr
    assert not HEAVY & set(run.stdout.split())
    assert not list(folder.iterdir())


def test_the_import_takes_little_more_than_a_bare_interpreter() -> None:
    def seconds(code: str) -> float:
        # The processor's time, since others may keep the machine busy.
        command = [sys.executable, "-c", f"{code}; import time; print(time.process_time())"]
        return float(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)

    pairs = [(seconds("import mllibprodest.interfaces"), seconds("pass")) for _ in range(7)]
    assert min(with_import for with_import, _ in pairs) - min(bare for _, bare in pairs) < 0.1


def test_every_error_has_a_standard_meaning_too() -> None:
    standard = {RuntimeError, Exception, BaseException, object}
    kinds = MLLibProdestError.__subclasses__()
    assert len(kinds) > 5
    for kind in kinds:
        assert issubclass(kind, RuntimeError)
        assert str(kind("mensagem")) == "mensagem"
        assert kind.__doc__
    assert {base for kind in kinds for base in kind.__mro__} - standard >= {
        FileNotFoundError,
        PermissionError,
        ValueError,
    }
