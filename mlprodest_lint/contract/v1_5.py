"""Contract 1.5, as the README of mllibprodest 1.5.0 describes it."""

from __future__ import annotations

from mlprodest_lint.contract.model import Contract, Method, Parameter, WorkerContract

RETRAIN_METHODS = (
    Method("get_model_name", returns="str"),
    Method("get_model_provider_name", returns="str"),
    Method("get_experiment_name", returns="str"),
    Method("get_dataset_provider_name", returns="str"),
    Method(
        "evaluate",
        (
            Parameter("model"),
            Parameter("datasets", "dict"),
            Parameter("baseline_metrics", "dict"),
            Parameter("training_params", "dict"),
            Parameter("artifacts_path", "str", "temp_area"),
            Parameter("batch_size", "int", 100000),
        ),
        returns="(bool, dict)",
    ),
    Method(
        "retrain",
        (
            Parameter("production_model_name", "str"),
            Parameter("production_params", "dict"),
            Parameter("experiment_name", "str"),
            Parameter("datasets", "dict"),
            Parameter("reasons", "dict"),
        ),
    ),
)

_PROVIDER = Parameter("provider", "str", "mlflow")
_PATH = Parameter("path", "str", "temp_area")
COMMON_METHODS = (
    Method(
        "load_datasets",
        (Parameter("datasets_filenames", "dict"), Parameter("provider", "str", "minio")),
        returns="dict",
    ),
    Method("load_production_params", (Parameter("model_name", "str"), _PROVIDER), returns="dict"),
    Method("load_production_datasets_names", (Parameter("model_name", "str"), _PROVIDER), returns="dict"),
    Method("load_production_baseline", (Parameter("model_name", "str"), _PROVIDER), returns="dict"),
    Method(
        "load_model",
        (Parameter("model_name", "str"), _PROVIDER, Parameter("artifacts_destination_path", "str", "temp_area")),
    ),
    Method(
        "generate_batch_indices",
        (Parameter("dataset_size", "int"), Parameter("batch_size", "int", 100000)),
        returns="list[tuple[int, int]]",
    ),
)

_PUB = WorkerContract(
    kind="worker_pub",
    class_name="ModeloCLF",
    interface="mllibprodest.interfaces.ModelPublicationInterfaceCLF",
    constructor=(),
    methods=(
        Method("predict", (Parameter("dataset", "list"),), returns="list"),
        Method("evaluate", (Parameter("data_features", "list"), Parameter("data_targets", "list")), returns="dict"),
        Method("get_model_info", returns="dict"),
    ),
    main_script="pub.py",
    main_folder="",
    own_test="mytest_pub.py",
    standard_test="test_pub.py",
    other_standard_files=("__init__.py",),
    optional_files=("utils.py",),
)
_RETRAIN = WorkerContract(
    kind="worker_retrain",
    class_name="ModeloRETRAIN",
    interface="mllibprodest.interfaces.ModelPublicationInterfaceRETRAIN",
    constructor=(),
    methods=RETRAIN_METHODS,
    main_script="retrain.py",
    main_folder="",
    own_test="mytest_retrain.py",
    standard_test="test_retrain.py",
    other_standard_files=("__init__.py",),
    optional_files=("utils.py",),
)
CONTRACT = Contract(
    version="1.5",
    workers={"worker_pub": _PUB, "worker_retrain": _RETRAIN},
    own_test_parameters=(),
    training_folder=None,
    models_file=None,
    placeholders=(None, "model_name"),
    library_methods=(
        *COMMON_METHODS,
        Method("make_log", (Parameter("path", "str"),)),
        Method("convert_artifact_to_pickle", (Parameter("artifact", "object"), Parameter("file_name", "str"), _PATH)),
        Method("convert_artifact_to_object", (Parameter("file_name", "str"), _PATH)),
    ),
)
