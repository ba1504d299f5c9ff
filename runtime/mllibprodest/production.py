"""O modelo em produção e os seus artefatos obrigatórios, carregados do MLflow."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mllibprodest.artifacts import download_all, read_artifact
from mllibprodest.causes import explained
from mllibprodest.errors import ConfigurationError
from mllibprodest.exchange import exchange
from mllibprodest.pickles import MANDATORY_ARTIFACTS, read_mandatory
from mllibprodest.registry import ProductionVersion, find_production
from mllibprodest.tracking import impatience

if TYPE_CHECKING:
    from mlflow.pyfunc import PyFuncModel


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """Um modelo que este processo carregou."""

    name: str
    provider: str


class _Cache:
    """Os artefatos obrigatórios já baixados, em bytes: quem altera o dicionário que recebeu não altera o dos outros."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._artifacts: dict[str, tuple[ProductionVersion, dict[str, bytes]]] = {}

    def get(self, version: ProductionVersion, artifact: str) -> bytes | None:
        with self._lock:
            cached, contents = self._artifacts.get(version.model, (None, {}))
            return contents.get(artifact) if cached == version else None

    def put(self, version: ProductionVersion, contents: dict[str, bytes]) -> None:
        with self._lock:
            cached, known = self._artifacts.get(version.model, (None, {}))
            self._artifacts[version.model] = version, {**(known if cached == version else {}), **contents}


_cache = _Cache()
loaded_models: list[LoadedModel] = []


def load_model(model_name: str, provider: str, artifacts_destination_path: str) -> PyFuncModel:
    """Carrega o modelo em produção e põe todos os artefatos dele em uma pasta.

    Args:
        model_name: Nome do modelo registrado.
        provider: Onde o modelo está registrado: ``'mlflow'``.
        artifacts_destination_path: Pasta dos artefatos; o que nela não veio desta biblioteca é mantido.

    Returns:
        O modelo, com o método ``predict``.

    Raises:
        MLLibProdestError: Se o modelo não puder ser carregado; a pasta fica como estava.
    """
    _check_provider(provider)
    doing = f"Não foi possível carregar o modelo '{model_name}' na pasta '{artifacts_destination_path}'."
    with impatience(), explained(doing):
        version = find_production(model_name)
        folder = Path(artifacts_destination_path)
        with exchange(folder, model_name, MANDATORY_ARTIFACTS) as trade:
            model_path = download_all(version, trade.incoming)
            contents = {
                name: file.read_bytes() for name in MANDATORY_ARTIFACTS if (file := trade.incoming / name).is_file()
            }
            trade.install()
            # Only now: a model may keep the path of the files that it was loaded from.
            model = _load(folder / model_path, model_name)
    _cache.put(version, contents)
    loaded_models.append(LoadedModel(model_name, provider))
    return model


def load_production_artifact(artifact: str, model_name: str, provider: str) -> dict[str, object]:
    """Carrega um artefato obrigatório do modelo em produção.

    Enquanto a versão em produção for a mesma, o artefato não é baixado de novo.

    Args:
        artifact: Nome do artefato.
        model_name: Nome do modelo registrado.
        provider: Onde o modelo está registrado: ``'mlflow'``.

    Returns:
        O dicionário que o artefato contém.

    Raises:
        MLLibProdestError: Se o artefato não puder ser carregado ou não for um dicionário não vazio.
    """
    _check_provider(provider)
    doing = f"Não foi possível carregar o artefato '{artifact}' do modelo '{model_name}'."
    with impatience(), explained(doing):
        version = find_production(model_name)
        content = _cache.get(version, artifact)
        if content is None:
            content = read_artifact(version, artifact)
        loaded = read_mandatory(content, artifact)
    _cache.put(version, {artifact: content})
    return loaded


def _check_provider(provider: str) -> None:
    if provider != "mlflow":
        raise ConfigurationError(f"Não existe o provider de modelos '{provider}'. Use 'mlflow'.")


def _load(path: Path, model_name: str) -> PyFuncModel:
    import mlflow.pyfunc

    with explained(
        f"Os arquivos do modelo '{model_name}' foram baixados, mas o modelo não pôde ser carregado: podem estar "
        "corrompidos, ou as bibliotecas deste ambiente podem ter versões diferentes das usadas no treino."
    ):
        model: PyFuncModel = mlflow.pyfunc.load_model(str(path))
        return model
