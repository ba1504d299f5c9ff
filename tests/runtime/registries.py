"""Models registered in MLflow, with artifacts of the test's choice."""

from __future__ import annotations

import pickle
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlflow import MlflowClient

MANDATORY: Mapping[str, Any] = {
    "TrainingParams.pkl": {"max_depth": 3},
    "TrainingDatasetsNames.pkl": {"features": "linhas.csv"},
    "BaselineMetrics.pkl": {"acuracia_minima": 0.9},
}


@dataclass(frozen=True)
class Registry:
    """An MLflow registry, and the folder of a model to register there."""

    uri: str
    model: Path
    experiment: str = "0"

    def client(self) -> MlflowClient:
        """Return MLflow's own client."""
        from mlflow import MlflowClient

        return MlflowClient(tracking_uri=self.uri, registry_uri=self.uri)

    def log_run(self, artifacts: Mapping[str, Any], model: Path | None = None, experiment: str = "") -> str:
        """Log a run with a model and artifacts, which are pickled unless they are bytes; return its id."""
        client = self.client()
        run_id = str(client.create_run(experiment or self.experiment).info.run_id)
        with tempfile.TemporaryDirectory() as scratch:
            for name, content in artifacts.items():
                file = Path(scratch, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content if isinstance(content, bytes) else pickle.dumps(content))
            client.log_artifacts(run_id, scratch)
        client.log_artifacts(run_id, str(model or self.model), "model")
        client.set_terminated(run_id)
        return run_id

    def register(self, name: str, run_id: str) -> str:
        """Register the model of a run; return the version's number."""
        from mlflow.exceptions import MlflowException

        client = self.client()
        try:
            client.create_registered_model(name)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise
        source = f"{client.get_run(run_id).info.artifact_uri}/model"
        return str(client.create_model_version(name, source, run_id).version)

    def publish(self, name: str, artifacts: Mapping[str, Any] = MANDATORY, **options: Any) -> str:
        """Log a run, register its model and put it in production; return the version's number."""
        version = self.register(name, self.log_run(artifacts, **options))
        self.client().set_registered_model_alias(name, "production", version)
        return version

    def to_production_stage(self, name: str, version: str) -> None:
        """Put a version in production as MLflow did before it had aliases."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            self.client().transition_model_version_stage(name, version, "Production")
