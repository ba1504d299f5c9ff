"""What a contract consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["worker_pub", "worker_retrain"]


class Default(Enum):
    """The absence of a contracted default value."""

    NONE = "none"


NO_DEFAULT: Final = Default.NONE


@dataclass(frozen=True, slots=True)
class Parameter:
    """A contracted parameter; without an annotation or a default, the contract asks for none."""

    name: str
    annotation: str | None = None
    default: str | int | Default = NO_DEFAULT

    @property
    def spelled_default(self) -> str:
        """The default value as source code."""
        return f'"{self.default}"' if isinstance(self.default, str) else str(self.default)

    @property
    def spelled(self) -> str:
        """The parameter as source code."""
        annotation = f": {self.annotation}" if self.annotation else ""
        if self.default is NO_DEFAULT:
            return f"{self.name}{annotation}"
        return f"{self.name}{annotation}{' = ' if annotation else '='}{self.spelled_default}"


@dataclass(frozen=True, slots=True)
class Method:
    """A contracted method; its parameters don't count ``self``. Without ``returns``, any annotation will do."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None

    @property
    def is_getter(self) -> bool:
        """Whether the method only hands out what the worker knows."""
        return self.name.startswith("get_") and not self.parameters

    def position(self, name: str) -> int:
        """Return the position of a parameter, from 0."""
        return [parameter.name for parameter in self.parameters].index(name)


@dataclass(frozen=True, slots=True)
class WorkerContract:
    """What one kind of worker owes the stack. Paths are relative to the worker root, with ``/``.

    ``main_script`` is missing where ``params.conf`` names the main scripts; they then stand in ``main_folder``.
    """

    kind: Kind
    class_name: str
    interface: str
    constructor: tuple[Parameter, ...]
    methods: tuple[Method, ...]
    main_script: str | None
    main_folder: str
    own_test: str
    standard_test: str
    other_standard_files: tuple[str, ...]
    optional_files: tuple[str, ...]

    @property
    def standard_files(self) -> tuple[str, ...]:
        """The files that must be there, the main scripts of ``params.conf`` excepted."""
        main = () if self.main_script is None else (self.main_script,)
        return (*self.other_standard_files, *main, self.own_test, self.standard_test)


@dataclass(frozen=True, slots=True)
class Contract:
    """One generation of the contract."""

    version: str
    workers: Mapping[Kind, WorkerContract]
    own_test_parameters: tuple[Parameter, ...]
    training_folder: str | None
    models_file: str | None
    models_file_keys: tuple[str, ...] = ()
    requirements_file: str = "requirements.txt"
    temp_folder: str = "temp_area"
    publication_folder: str = "publicar"
    own_test_function: str = "test"
    standard_test_class: str = "mllibprodest.validators.test.Test"
    standard_test_method: str = "validate"
    placeholders: tuple[str | None, ...] = ()
    library_methods: tuple[Method, ...] = ()
    artifacts: tuple[str, ...] = ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl")
    tracking_variable: str = "MLFLOW_TRACKING_URI"

    def library_method(self, name: str) -> Method | None:
        """Return the method of this name that both interfaces hand to the worker."""
        return next((method for method in self.library_methods if method.name == name), None)
