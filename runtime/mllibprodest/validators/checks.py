"""Os passos do teste padrão: cada um verifica uma coisa e diz o que está errado."""

from __future__ import annotations

import importlib
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mllibprodest import production
from mllibprodest.errors import MLLibProdestError
from mllibprodest.production import LoadedModel
from mllibprodest.validators.workers import REQUIREMENTS, TEST_FUNCTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mllibprodest.validators.workers import Worker


class CheckFailedError(Exception):
    """O que está errado no worker, e o que fazer."""


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
        raise CheckFailedError(f"O script '{name}' não está na pasta '{root}'. Copie-o do template, sem mudar o nome.")


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
        raise CheckFailedError(f"O arquivo '{REQUIREMENTS}' não está na pasta '{root}'. {advice}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CheckFailedError(f"O arquivo '{REQUIREMENTS}' não pode ser lido ({error}). {advice}") from error
    if not any(line.strip() and not line.strip().startswith("#") for line in lines):
        raise CheckFailedError(f"O arquivo '{REQUIREMENTS}' está vazio. {advice}")


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
    script = f"{worker.main_module}.py"
    module = _import_from(root, worker, worker.main_module)
    found = getattr(module, worker.class_name, None)
    if not isinstance(found, type):
        raise CheckFailedError(f"O script '{script}' não define a classe '{worker.class_name}'.")
    if not issubclass(found, worker.interface):
        raise CheckFailedError(
            f"A classe '{worker.class_name}' do script '{script}' não deriva da interface "
            f"'{worker.interface.__name__}'. Importe-a de mllibprodest.interfaces e escreva-a entre os parênteses da "
            "classe."
        )
    return found


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
    with _blaming(root, f"A classe '{found.__name__}' não pôde ser instanciada"):
        return found()


def check_return_type(root: Path, method: str, expected: type, instance: Any) -> None:
    """Verifica o tipo do que um método sem parâmetros devolve.

    Args:
        root: A pasta do worker.
        method: O nome do método.
        expected: O tipo que ele deve devolver.
        instance: O objeto do worker.

    Raises:
        CheckFailedError: Se o método falhar ou devolver outro tipo, ou um valor vazio.
    """
    with _blaming(root, f"O método '{method}' falhou"):
        value = getattr(instance, method)()
    if not isinstance(value, expected):
        raise CheckFailedError(
            f"O método '{method}' deve devolver um valor do tipo '{expected.__name__}', mas devolveu {value!r}, "
            f"do tipo '{type(value).__name__}'."
        )
    if not value:
        raise CheckFailedError(f"O método '{method}' devolveu um valor vazio: {value!r}.")


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
    with _blaming(root, "O modelo não pôde ser carregado"):
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
            "O construtor da classe não carregou nenhum modelo em produção. Carregue-o com "
            "self.load_model(nome_do_modelo)."
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
        raise CheckFailedError(str(error)) from error


def run_own_test(root: Path, worker: Worker) -> None:
    """Executa a função ``test`` que o usuário escreveu.

    Args:
        root: A pasta do worker.
        worker: O que o contrato espera dele.

    Raises:
        CheckFailedError: Se a função não existir ou falhar.
    """
    function = getattr(_import_from(root, worker, worker.test_module), TEST_FUNCTION, None)
    if not callable(function):
        raise CheckFailedError(f"O script '{worker.test_module}.py' não define a função '{TEST_FUNCTION}'.")
    with _blaming(root, f"A função '{TEST_FUNCTION}' de '{worker.test_module}.py' falhou"):
        function()


def _import_from(root: Path, worker: Worker, name: str) -> Any:
    with _blaming(root, f"O script '{name}.py' não pôde ser importado"):
        module = importlib.import_module(name)
    origin = getattr(module, "__file__", None)
    if origin is None or Path(origin).resolve().parent != root.resolve():
        raise CheckFailedError(
            f"Foi importado '{origin or name}' em vez do script '{name}.py' desta pasta. Execute o teste de dentro da "
            f"pasta do worker: python {worker.standard_test}"
        )
    return module


@contextmanager
def _blaming(root: Path, what: str) -> Iterator[None]:
    """Transforma qualquer erro do código do usuário em uma falha que mostra em que linhas dele aconteceu."""
    try:
        yield
    except SystemExit as ending:
        raise CheckFailedError(f"{what}: o código do worker chama 'exit', que encerraria a stack.") from ending
    except Exception as error:
        message = str(error) if isinstance(error, MLLibProdestError) else f"{type(error).__name__}: {error}"
        raise CheckFailedError("\n".join([f"{what}. {message}", *_places(root, error)])) from error


def _places(root: Path, error: Exception) -> Iterator[str]:
    """Diz por que linhas do worker um erro passou; as dos pacotes instalados não interessam ao usuário."""
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if file.is_relative_to(root) and "site-packages" not in file.parts:
            yield f"{file.relative_to(root)}, linha {frame.lineno}: {frame.line}"
