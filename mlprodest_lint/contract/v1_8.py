"""Contract 1.8, the generation that live workers use."""

from __future__ import annotations

from mlprodest_lint.contract.model import Contract, Method, Parameter, WorkerContract
from mlprodest_lint.contract.v1_5 import COMMON_METHODS, RETRAIN_METHODS

_MODEL = (Parameter("model_name", "str"), Parameter("model_provider_name", "str"))
_PATH = Parameter("path", "str", "temp_area")
_PUB = WorkerContract(
    kind="worker_pub",
    class_name="ModeloCLF",
    interface="mllibprodest.interfaces.ModelPublicationInterfaceCLF",
    constructor=_MODEL,
    methods=(
        Method("get_model_name", returns="str"),
        Method("get_model_provider_name", returns="str"),
        Method("get_model_info", returns="dict | str"),
        Method("get_model_version", returns="str"),
        Method("predict", (Parameter("dataset", "list"),), returns="list | str"),
        Method(
            "evaluate", (Parameter("data_features", "list"), Parameter("data_targets", "list")), returns="dict | str"
        ),
        Method("get_feedback", (Parameter("y_pred", "list"), Parameter("y_true", "list")), returns="dict | str"),
    ),
    main_script=None,
    main_folder="models",
    own_test="mytest_pub.py",
    standard_test="test_pub.py",
    other_standard_files=("__init__.py", "models/__init__.py", "params.conf"),
    optional_files=("models/utils.py",),
)
_RETRAIN = WorkerContract(
    kind="worker_retrain",
    class_name="ModeloRETRAIN",
    interface="mllibprodest.interfaces.ModelPublicationInterfaceRETRAIN",
    constructor=(*_MODEL, Parameter("experiment_name", "str"), Parameter("dataset_provider_name", "str")),
    methods=RETRAIN_METHODS,
    main_script=None,
    main_folder="models",
    own_test="mytest_retrain.py",
    standard_test="test_retrain.py",
    other_standard_files=("__init__.py", "models/__init__.py", "params.conf"),
    optional_files=("models/utils.py",),
)
CONTRACT = Contract(
    version="1.8",
    workers={"worker_pub": _PUB, "worker_retrain": _RETRAIN},
    own_test_parameters=(Parameter("modelos", "dict"),),
    training_folder="training_model",
    models_file="params.conf",
    models_file_keys=(
        "source_file",
        "model_class",
        "experiment_name",
        "model_provider_name",
        "dataset_provider_name",
    ),
    library_methods=(
        *COMMON_METHODS,
        Method("make_log", (Parameter("filename", "str"),), returns="logging.Logger"),
        Method(
            "convert_artifact_to_pickle",
            (Parameter("model_name", "str"), Parameter("artifact", "object"), Parameter("file_name", "str"), _PATH),
        ),
        Method(
            "convert_artifact_to_object",
            (Parameter("model_name", "str"), Parameter("file_name", "str"), _PATH),
        ),
    ),
)
