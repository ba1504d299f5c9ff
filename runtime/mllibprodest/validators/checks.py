"""Os passos do teste padrão: cada um verifica uma coisa e diz o que está errado."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mllibprodest import production
from mllibprodest.errors import MLLibProdestError
from mllibprodest.production import LoadedModel
from mllibprodest.validators import steps
from mllibprodest.validators.steps import CheckFailedError, blaming
from mllibprodest.validators.workers import REQUIREMENTS, TEST_FUNCTION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mllibprodest.validators.workers import Worker


def check_script(root: Path, name: str) -> None:
    """Verifica se um script do worker existe, com este nome exato.

    Args:
        root: A pasta do worker.
        name: O nome do script.

    Raises:
        CheckFailedError: Se não existir.
    """
    # On Windows and macOS a file answers to its name in other letter cases too.
    if name not in {entry.name for entry in root.iterdir()}:
        raise CheckFailedError(
            "missing", f"O script '{name}' não está na pasta '{root}'. Copie-o do template, sem mudar o nome."
        )


def check_requirements(root: Path) -> None:
    """Verifica se o arquivo de requirements existe e nomeia algum pacote.

    Args:
        root: A pasta do worker.

    Raises:
        CheckFailedError: Se não existir, não puder ser lido ou não nomear nenhum pacote.
    """
    advice = "Gere-o no ambiente virtual do worker com o comando: pip freeze > requirements.txt"
    try:
        lines = (root / REQUIREMENTS).read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise CheckFailedError(
            "requirements", f"O arquivo '{REQUIREMENTS}' não está na pasta '{root}'. {advice}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise CheckFailedError(
            "requirements", f"O arquivo '{REQUIREMENTS}' não pode ser lido ({error}). {advice}"
        ) from error
    if not any(line.strip() and not line.strip().startswith("#") for line in lines):
        raise CheckFailedError("requirements", f"O arquivo '{REQUIREMENTS}' está vazio. {advice}")


def import_class(root: Path, worker: Worker) -> type:
    """Importa a classe do worker.

    Args:
        root: A pasta do worker.
        worker: O que o contrato espera dele.

    Returns:
        A classe.

    Raises:
        CheckFailedError: Se o script não puder ser importado, ou a classe não existir ou não implementar a interface.
    """
    module = steps.import_script(str(root), worker.main_module)
    return steps.class_of(module, f"{worker.main_module}.py", worker.class_name, worker.interface)


def instantiate(root: Path, found: type) -> Any:
    """Cria um objeto da classe do worker, sem parâmetros.

    Args:
        root: A pasta do worker.
        found: A classe.

    Returns:
        O objeto.

    Raises:
        CheckFailedError: Se o construtor falhar.
    """
    return steps.instantiate(str(root), found)


def check_return_type(root: Path, method: str, expected: type, instance: Any) -> None:
    """Verifica o tipo do que um método sem parâmetros devolve.

    Args:
        root: A pasta do worker.
        method: O nome do método.
        expected: O tipo que ele deve devolver.
        instance: O objeto do worker.

    Raises:
        CheckFailedError: Se o método falhar ou devolver outro tipo, ou um texto vazio.
    """
    steps.check_returned(str(root), instance, method, [expected])


def load_own_model(root: Path, temp_folder: str, instance: Any) -> Sequence[LoadedModel]:
    """Carrega o modelo que o worker_retrain nomeia.

    Args:
        root: A pasta do worker.
        temp_folder: A pasta que recebe os artefatos.
        instance: O objeto do worker.

    Returns:
        O modelo carregado.

    Raises:
        CheckFailedError: Se o modelo não puder ser carregado.
    """
    with blaming(str(root), "O modelo não pôde ser carregado"):
        name, provider = instance.get_model_name(), instance.get_model_provider_name()
        instance.load_model(name, provider, temp_folder)
    return [LoadedModel(name, provider)]


def models_loaded_since(count: int, _instance: Any) -> Sequence[LoadedModel]:
    """Diz que modelos o construtor do worker_pub carregou.

    Args:
        count: Quantos já tinham sido carregados antes dele.
        _instance: O objeto que ele construiu.

    Returns:
        Os modelos, sem repetição.

    Raises:
        CheckFailedError: Se não carregou nenhum.
    """
    models = list(dict.fromkeys(production.loaded_models[count:]))
    if not models:
        raise CheckFailedError(
            "not-loaded",
            "O construtor da classe não carregou nenhum modelo em produção. Carregue-o com "
            "self.load_model(nome_do_modelo).",
        )
    return models


def check_artifact(artifact: str, models: Sequence[LoadedModel]) -> None:
    """Verifica se um artefato obrigatório é, em cada modelo, um dicionário não vazio.

    Args:
        artifact: O nome do artefato.
        models: Os modelos.

    Raises:
        CheckFailedError: Se não for.
    """
    try:
        for model in models:
            production.load_production_artifact(artifact, model.name, model.provider)
    except MLLibProdestError as error:
        raise CheckFailedError("artifact", str(error)) from error


def run_own_test(root: Path, worker: Worker) -> None:
    """Executa a função ``test`` que o usuário escreveu.

    Args:
        root: A pasta do worker.
        worker: O que o contrato espera dele.

    Raises:
        CheckFailedError: Se a função não existir ou falhar.
    """
    module = steps.import_script(str(root), worker.test_module)
    function = steps.own_test(module, f"{worker.test_module}.py", TEST_FUNCTION)
    with blaming(str(root), f"A função '{TEST_FUNCTION}' de '{worker.test_module}.py' falhou"):
        function()
