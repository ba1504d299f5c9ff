"""A busca da versão em produção de um modelo registrado no MLflow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mllibprodest.causes import explained
from mllibprodest.errors import ModelNotFoundError
from mllibprodest.tracking import readable_uri, tracking_uri

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities.model_registry import ModelVersion

ALIAS = "production"
STAGE = "Production"
# What the registry answers where there is no such alias; servers older than aliases don't know the question.
_NO_ALIAS = frozenset({"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE", "ENDPOINT_NOT_FOUND"})


@dataclass(frozen=True, slots=True)
class ProductionVersion:
    """A versão em produção de um modelo, no registro em que foi encontrada."""

    registry: str
    model: str
    version: str
    run_id: str
    created: int

    def client(self) -> MlflowClient:
        """Devolve o cliente do MLflow que consulta esse registro."""
        return _client(self.registry)


def find_production(model_name: str) -> ProductionVersion:
    """Busca a versão de um modelo com o alias ``production`` ou, se não houver, a do estágio ``Production``.

    Args:
        model_name: Nome do modelo registrado.

    Returns:
        A versão em produção.

    Raises:
        ModelNotFoundError: Se o modelo não existir ou não tiver versão em produção.
        MLLibProdestError: Se não for possível consultar o MLflow.
    """
    uri = tracking_uri()
    registry = readable_uri(uri)
    with explained(f"Não foi possível consultar o modelo '{model_name}' no MLflow ({uri})."):
        found = _by_alias(_client(registry), model_name) or _by_stage(_client(registry), model_name, uri)
    if not found.run_id:
        raise ModelNotFoundError(
            f"A versão {found.version} do modelo '{model_name}', em produção, não está ligada a uma execução (run) do "
            "MLflow, que guardaria os artefatos. Registre o modelo a partir da execução que o treinou."
        )
    return ProductionVersion(registry, model_name, str(found.version), found.run_id, found.creation_timestamp or 0)


def _client(registry: str) -> MlflowClient:
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=registry, registry_uri=registry)


def _by_alias(client: MlflowClient, model_name: str) -> ModelVersion | None:
    from mlflow.exceptions import MlflowException

    try:
        return client.get_model_version_by_alias(model_name, ALIAS)
    except MlflowException as error:
        if error.error_code in _NO_ALIAS:
            return None
        raise


def _by_stage(client: MlflowClient, model_name: str, uri: str) -> ModelVersion:
    from mlflow.exceptions import MlflowException

    try:
        registered = client.get_registered_model(model_name)
    except MlflowException as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise
        raise ModelNotFoundError(
            f"O modelo '{model_name}' não está registrado no MLflow ({uri}). Confira o nome, que diferencia "
            "maiúsculas, ou registre o modelo."
        ) from error
    versions = [version for version in registered.latest_versions if version.current_stage == STAGE]
    if not versions:
        raise ModelNotFoundError(
            f"O modelo '{model_name}' está registrado no MLflow ({uri}), mas nenhuma versão está em produção. Dê à "
            f"versão escolhida o alias '{ALIAS}' ou o estágio '{STAGE}'."
        )
    newest: ModelVersion = max(versions, key=lambda version: int(version.version))
    return newest
