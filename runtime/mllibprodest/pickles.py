"""A gravação e a leitura de artefatos no formato pickle."""

from __future__ import annotations

import io
import os
import pickle
import tempfile
from pathlib import Path

from mllibprodest.causes import explained, summary
from mllibprodest.errors import DamagedFileError, MissingDependencyError, MissingFileError

TRAINING_PARAMS = "TrainingParams.pkl"
TRAINING_DATASETS_NAMES = "TrainingDatasetsNames.pkl"
BASELINE_METRICS = "BaselineMetrics.pkl"
MANDATORY_ARTIFACTS = (TRAINING_PARAMS, TRAINING_DATASETS_NAMES, BASELINE_METRICS)


def write(artifact: object, file: Path) -> None:
    """Grava um objeto; o arquivo só aparece, ou só substitui o anterior, quando estiver completo.

    Args:
        artifact: O objeto.
        file: O arquivo; a pasta dele é criada, se não existir.

    Raises:
        MLLibProdestError: Se o objeto não puder ser convertido ou o arquivo não puder ser gravado.
    """
    with explained(f"Não foi possível gravar o artefato '{file.name}' em '{file.parent}'."):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".tmp", dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                pickle.dump(artifact, stream)
            Path(unfinished).replace(file)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise


def read(file: Path) -> object:
    """Lê o objeto que um arquivo guarda.

    Args:
        file: O arquivo.

    Returns:
        O objeto.

    Raises:
        MissingFileError: Se o arquivo não existir.
        DamagedFileError: Se o arquivo estiver corrompido ou incompleto, ou não for um pickle.
        MLLibProdestError: Se o arquivo não puder ser lido, ou precisar de um pacote que não está instalado.
    """
    if not file.is_file():
        raise MissingFileError(
            f"O artefato '{file.name}' não existe na pasta '{file.parent}'. Confira o nome, que diferencia maiúsculas; "
            "os artefatos do modelo em produção são baixados pelo 'load_model'."
        )
    with (
        explained(f"Não foi possível ler o artefato '{file.name}' da pasta '{file.parent}'."),
        file.open("rb") as stream,
    ):
        return _load(stream, file.name)


def read_mandatory(content: bytes, name: str) -> dict[str, object]:
    """Lê um dos artefatos obrigatórios, que são dicionários não vazios.

    Args:
        content: O conteúdo do arquivo.
        name: O nome do artefato.

    Returns:
        O dicionário.

    Raises:
        DamagedFileError: Se o conteúdo estiver corrompido ou não for exatamente um dicionário não vazio.
        MissingDependencyError: Se o conteúdo precisar de um pacote que não está instalado.
    """
    stream = io.BytesIO(content)
    artifact = _load(stream, name)
    if stream.read(1):
        raise DamagedFileError(f"O artefato '{name}' tem dados a mais no final. {_LOG_AGAIN}")
    if not isinstance(artifact, dict):
        kind = type(artifact).__name__
        raise DamagedFileError(f"O artefato '{name}' deve ser um dicionário (dict), mas é um '{kind}'. {_LOG_AGAIN}")
    if not artifact:
        raise DamagedFileError(f"O artefato '{name}' é um dicionário vazio. {_LOG_AGAIN}")
    return artifact


_LOG_AGAIN = "Registre-o de novo no experimento com 'mlflow.log_artifact'."


def _load(stream: io.BufferedIOBase, name: str) -> object:
    try:
        return pickle.load(stream)  # noqa: S301 - the contract's format; the registry is trusted as the model itself is
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        raise MissingDependencyError(
            f"O artefato '{name}' precisa do pacote '{package}', que não está instalado neste ambiente: instale-o e "
            f"coloque-o no requirements.txt do worker. Causa: {summary(error)}"
        ) from error
    except OSError:
        raise
    except Exception as error:
        raise DamagedFileError(
            f"O artefato '{name}' está corrompido ou incompleto, ou não é um pickle. {_LOG_AGAIN} "
            f"Causa: {summary(error)}"
        ) from error
