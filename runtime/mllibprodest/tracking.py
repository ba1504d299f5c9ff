"""O servidor do MLflow: qual é, se responde, e como ser consultado sem ser alterado."""

from __future__ import annotations

import os
import socket
import sys
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mllibprodest.errors import MissingFileError, ServerUnavailableError
from mllibprodest.settings import DEFAULT_TRACKING_URI, TRACKING_URI, load_env_variables

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONNECT_SECONDS = 5
_SQLITE = "sqlite:///"
# The driver is named because MLflow makes the folder of what follows a bare sqlite:///, even of an address.
_SQLITE_BY_DRIVER = "sqlite+pysqlite:///"
# MLflow's own patience is minutes; these make a server that dies known within seconds.
_IMPATIENCE = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2", "MLFLOW_HTTP_REQUEST_TIMEOUT": "60"}


def tracking_uri() -> str:
    """Diz a quem perguntar pelo modelo em produção.

    Returns:
        O endereço da variável ``MLFLOW_TRACKING_URI`` (do ambiente ou do arquivo ``.env``); sem ela, o que o worker
        configurou com ``mlflow.set_tracking_uri``; sem ele, o do servidor local, ``http://localhost:5000``.
    """
    load_env_variables()
    uri = os.environ.get(TRACKING_URI, "").strip()
    if uri:
        return uri
    # Only a worker that imported MLflow can have configured it.
    mlflow = sys.modules.get("mlflow")
    return mlflow.get_tracking_uri() if mlflow and mlflow.is_tracking_uri_set() else DEFAULT_TRACKING_URI


def readable_uri(uri: str) -> str:
    """Devolve o endereço com que um servidor ou banco de dados pode ser consultado sem correr o risco de alterá-lo.

    O MLflow cria o banco SQLite que não existe e atualiza, sem perguntar, o de outra versão; aqui ele só pode ler.

    Args:
        uri: O endereço configurado.

    Returns:
        O mesmo endereço ou, de um banco SQLite, um que só permite leitura.

    Raises:
        MissingFileError: Se o banco SQLite não existir.
        ServerUnavailableError: Se o servidor não aceitar conexões.
    """
    if uri.startswith(_SQLITE) and "?" not in uri:
        database = Path(uri.removeprefix(_SQLITE)).absolute()
        if not database.is_file():
            raise MissingFileError(
                f"O banco de dados do MLflow '{database}' não existe. Confira o caminho em {TRACKING_URI}, por exemplo "
                "sqlite:////home/ana/treino/teste_mlflow.db"
            )
        return f"{_SQLITE_BY_DRIVER}{database.as_uri()}?mode=ro&uri=true"
    if uri.startswith(("http://", "https://")):
        _check_answers(uri)
    return uri


def local_path(uri: str) -> Path | None:
    """Diz a que caminho deste computador um endereço de artefatos corresponde.

    Args:
        uri: O endereço, por exemplo ``/treino/mlruns/1``, ``mlruns/1``, ``file:///treino/mlruns/1`` ou ``s3://bucket/1``.

    Returns:
        O caminho, ou ``None`` para os endereços de outros lugares.
    """
    parts = urlsplit(uri)
    if parts.scheme == "file":
        path = unquote(parts.path)
        return Path(path[1:] if path[2:3] == ":" else path)
    # A single letter is a drive of Windows.
    return Path(uri) if len(parts.scheme) <= 1 else None


@contextmanager
def impatience() -> Iterator[None]:
    """Faz o MLflow desistir em segundos, enquanto durar o bloco, de um servidor que não responde.

    O que já estiver definido no ambiente prevalece, e o ambiente fica como estava.
    """
    _impatience.enter()
    try:
        yield
    finally:
        _impatience.leave()


class _Impatience:
    """Conta os blocos simultâneos, de várias threads: o ambiente só volta ao que era quando o último terminar."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks = 0
        self._ours: list[str] = []

    def enter(self) -> None:
        with self._lock:
            if self._blocks == 0:
                self._ours = [name for name in _IMPATIENCE if name not in os.environ]
                os.environ.update({name: _IMPATIENCE[name] for name in self._ours})
            self._blocks += 1

    def leave(self) -> None:
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0:
                for name in self._ours:
                    os.environ.pop(name, None)


_impatience = _Impatience()


def _check_answers(uri: str) -> None:
    parts = urlsplit(uri)
    host = parts.hostname or ""
    if parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(host):
        return
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
    except OSError as error:
        raise ServerUnavailableError(
            f"O servidor do MLflow não responde em {uri}. Inicie-o na pasta do código de treino "
            f"(mlflow server --backend-store-uri sqlite:///teste_mlflow.db --default-artifact-root mlruns), confira o "
            f"endereço em {TRACKING_URI}, ou use o banco sem servidor: {TRACKING_URI}=sqlite:///<caminho do arquivo "
            f"teste_mlflow.db>. Causa: {error}"
        ) from error
