"""A tradução dos erros de outras bibliotecas: qual foi a causa, e o que fazer.

As bibliotecas não são importadas aqui; os erros delas são reconhecidos pelos nomes das classes e pelos códigos.
"""

from __future__ import annotations

import errno
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mllibprodest.errors import (
    AccessDeniedError,
    MissingDependencyError,
    MissingFileError,
    MLLibProdestError,
    ServerUnavailableError,
    StorageError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DENIED_CODES = frozenset(
    {
        *("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "UnsupportedAlgorithm", "403", "401"),
        *("PERMISSION_DENIED", "UNAUTHENTICATED"),
    }
)
_MISSING_CODES = frozenset({"NoSuchBucket", "NoSuchKey", "404"})
_UNREACHABLE = frozenset(
    {
        *(
            "ConnectionError",
            "ConnectionClosedError",
            "ConnectTimeout",
            "ConnectTimeoutError",
            "EndpointConnectionError",
        ),
        *("ChunkedEncodingError", "IncompleteRead", "MaxRetryError", "NameResolutionError", "NewConnectionError"),
        *("ProtocolError", "ReadTimeout", "ReadTimeoutError", "ResponseStreamingError", "Timeout"),
    }
)
_NO_CREDENTIALS = frozenset({"NoCredentialsError", "PartialCredentialsError"})
_FULL_DISK = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN_PATH = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
# MLflow's downloads keep of the causes only what they say.
_UNREACHABLE_TEXT = re.compile(
    r"Connection broken|IncompleteRead|Max retries exceeded|Could not connect to the endpoint"
)
_ERRNO_TEXT = re.compile(r"\[Errno (\d+)\]")
_XML_CODE = re.compile(r"<Code>(\w+)</Code>")
_HTTP_STATUS = re.compile(r"error code (4\d\d)")


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Troca qualquer erro de outra biblioteca pelo erro desta que diz a causa e o que fazer.

    Args:
        doing: O que não foi possível, em uma frase.

    Raises:
        MLLibProdestError: No lugar de qualquer outro erro.
    """
    try:
        yield
    except MLLibProdestError:
        raise
    except Exception as error:
        raise explain(error, doing) from error


def explain(error: BaseException, doing: str) -> MLLibProdestError:
    """Devolve o erro desta biblioteca que corresponde a um erro de outra.

    Args:
        error: O erro original; também são examinados os que o causaram.
        doing: O que não foi possível, em uma frase.

    Returns:
        O erro com a causa e o que fazer.
    """
    chain = list(_causes(error))
    for recognise in _RECOGNISERS:
        # The outermost error that tells the cause also tells the address.
        for cause in chain:
            found = recognise(cause)
            if found is not None:
                kind, advice = found
                return kind(f"{doing} {advice} Causa: {summary(cause)}")
    return MLLibProdestError(f"{doing} Causa: {summary(chain[-1])}")


def summary(error: BaseException) -> str:
    """Resume um erro em uma linha, com o nome da classe.

    Args:
        error: O erro.

    Returns:
        O resumo, sem quebras de linha e com tamanho limitado.
    """
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:400]}" if text else type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Percorre o erro e os que o causaram, inclusive os que as bibliotecas guardam só como argumento."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (current.__cause__, current.__context__, getattr(current, "reason", None), *current.args)
        waiting += [cause for cause in inner if isinstance(cause, BaseException)]


_Recognised = tuple[type[MLLibProdestError], str] | None


def _codes(error: BaseException) -> set[str]:
    """Reúne os códigos que o MLflow, o boto3 e o minio põem nos seus erros."""
    codes = {str(code) for name in ("code", "error_code") if (code := getattr(error, name, None))}
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        codes.add(str(response.get("Error", {}).get("Code")))
    codes.update(_XML_CODE.findall(str(error)))
    codes.update(_HTTP_STATUS.findall(str(error)))
    return codes


def _denied(error: BaseException) -> _Recognised:
    names = _class_names(error)
    if names & _NO_CREDENTIALS:
        return AccessDeniedError, (
            "Faltam as credenciais do servidor S3: defina AWS_ACCESS_KEY_ID e AWS_SECRET_ACCESS_KEY no ambiente "
            "ou no arquivo '.env'."
        )
    if _codes(error) & _DENIED_CODES:
        return AccessDeniedError, (
            "O servidor recusou as credenciais: confira o usuário e a senha (ou as chaves de acesso) nas variáveis "
            "de ambiente ou no arquivo '.env'."
        )
    return None


def _missing(error: BaseException) -> _Recognised:
    codes = _codes(error)
    if "NoSuchBucket" in codes:
        return MissingFileError, "O bucket não existe no servidor: confira o nome."
    if codes & _MISSING_CODES:
        return MissingFileError, "O arquivo não existe no servidor: confira o nome, que diferencia maiúsculas."
    if isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
        return MissingFileError, "O caminho não existe, ou é uma pasta onde se espera um arquivo: confira-o."
    return None


def _unreachable(error: BaseException) -> _Recognised:
    if "SSLError" in _class_names(error) or "WRONG_VERSION_NUMBER" in str(error):
        return ServerUnavailableError, (
            "A conexão segura (HTTPS) com o servidor falhou: se ele não usa HTTPS, escreva o endereço com http:// "
            "no início."
        )
    told = _UNREACHABLE_TEXT.search(str(error))
    if told or _class_names(error) & _UNREACHABLE or isinstance(error, (ConnectionError, TimeoutError)):
        return ServerUnavailableError, (
            "O servidor não responde ou parou no meio da resposta: confira o endereço e se ele está no ar, "
            "e tente de novo."
        )
    return None


def _disk(error: BaseException) -> _Recognised:
    told = _ERRNO_TEXT.search(str(error))
    number = int(told[1]) if told else getattr(error, "errno", None)
    if number in _FULL_DISK:
        return StorageError, "Não há espaço no disco: libere espaço e tente de novo."
    if number in _FORBIDDEN_PATH:
        return AccessDeniedError, "O sistema não permite ler ou gravar neste caminho: confira as permissões."
    return None


def _dependency(error: BaseException) -> _Recognised:
    if not isinstance(error, ImportError):
        return None
    package = (error.name or "").partition(".")[0] or "que falta"
    command = 'pip install "mlprodest-runtime[minio]"' if package in {"boto3", "botocore"} else f"pip install {package}"
    return MissingDependencyError, (
        f"Falta o pacote '{package}' neste ambiente: instale-o com o comando {command} e coloque-o no "
        "requirements.txt do worker."
    )


def _class_names(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


_RECOGNISERS: tuple[Callable[[BaseException], _Recognised], ...] = (_denied, _missing, _unreachable, _disk, _dependency)
