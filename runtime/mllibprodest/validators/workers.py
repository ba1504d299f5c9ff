"""O que o contrato 1.5 espera de cada worker."""

from __future__ import annotations

from dataclasses import dataclass

from mllibprodest.interfaces import ModelPublicationInterfaceCLF, ModelPublicationInterfaceRETRAIN

REQUIREMENTS = "requirements.txt"
TEST_FUNCTION = "test"


@dataclass(frozen=True, slots=True)
class Worker:
    """Um dos dois workers."""

    folder: str
    main_module: str
    test_module: str
    standard_test: str
    class_name: str
    interface: type
    dict_getters: tuple[str, ...] = ()
    str_getters: tuple[str, ...] = ()

    @property
    def scripts(self) -> tuple[str, ...]:
        """Os scripts que o worker precisa ter."""
        return "__init__.py", f"{self.main_module}.py", f"{self.test_module}.py", self.standard_test


WORKERS = (
    Worker(
        folder="worker_pub",
        main_module="pub",
        test_module="mytest_pub",
        standard_test="test_pub.py",
        class_name="ModeloCLF",
        interface=ModelPublicationInterfaceCLF,
        dict_getters=("get_model_info",),
    ),
    Worker(
        folder="worker_retrain",
        main_module="retrain",
        test_module="mytest_retrain",
        standard_test="test_retrain.py",
        class_name="ModeloRETRAIN",
        interface=ModelPublicationInterfaceRETRAIN,
        str_getters=(
            "get_model_name",
            "get_model_provider_name",
            "get_experiment_name",
            "get_dataset_provider_name",
        ),
    ),
)
