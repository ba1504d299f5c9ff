"""A carga de datasets: do servidor MinIO (S3) ou de uma pasta local."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mllibprodest.causes import explained
from mllibprodest.errors import ConfigurationError, MissingDependencyError
from mllibprodest.settings import required
from mllibprodest.transfers import check_complete

if TYPE_CHECKING:
    from collections.abc import Callable

    from minio import Minio

_CONNECT_SECONDS = 5
_READ_SECONDS = 60


def load_datasets(datasets_filenames: dict[str, str], provider: str) -> dict[str, io.BytesIO]:
    """Carrega datasets para a memória.

    Args:
        datasets_filenames: Para cada tipo de dataset, o nome do arquivo.
        provider: De onde carregar: ``'minio'`` ou ``'local'``.

    Returns:
        Para cada tipo de dataset, o conteúdo do arquivo.

    Raises:
        MLLibProdestError: Se o provider não existir, faltar configuração ou um dos arquivos não puder ser lido.
    """
    if provider not in _PROVIDERS:
        known = " ou ".join(f"'{name}'" for name in _PROVIDERS)
        raise ConfigurationError(f"Não existe o provider de datasets '{provider}'. Use {known}.")
    if not isinstance(datasets_filenames, dict):
        raise ConfigurationError(
            "O parâmetro 'datasets_filenames' deve ser um dicionário (dict) com o tipo e o nome do arquivo de cada "
            f"dataset, e não {datasets_filenames!r}."
        )
    for kind, file_name in datasets_filenames.items():
        if not isinstance(file_name, str) or not file_name:
            raise ConfigurationError(f"O nome do arquivo do dataset '{kind}' deve ser um texto, e não {file_name!r}.")
    read = _PROVIDERS[provider]()
    return {kind: io.BytesIO(read(file_name)) for kind, file_name in datasets_filenames.items()}


def get_file_local(file_path: str | os.PathLike[str]) -> bytes:
    """Lê um arquivo do computador.

    Args:
        file_path: Caminho do arquivo.

    Returns:
        O conteúdo.

    Raises:
        MLLibProdestError: Se o arquivo não existir ou não puder ser lido.
    """
    with explained(f"Não foi possível ler o arquivo '{file_path}'."):
        return Path(file_path).read_bytes()


def get_file_s3(file_name: str, s3_server: str, access_key: str, secret_key: str, bucket: str) -> bytes:
    """Lê um arquivo de um servidor MinIO (S3).

    Args:
        file_name: Nome do arquivo no bucket.
        s3_server: Endereço do servidor, por exemplo ``minio.exemplo.br:9000``. Sem ``http://`` no início, usa HTTPS.
        access_key: Chave de acesso.
        secret_key: Chave secreta.
        bucket: Nome do bucket.

    Returns:
        O conteúdo.

    Raises:
        MLLibProdestError: Se o servidor não responder, recusar as credenciais ou não tiver o bucket ou o arquivo.
    """
    return _read_object(_connect(s3_server, access_key, secret_key), s3_server, bucket, file_name)


def _local_reader() -> Callable[[str], bytes]:
    (folder,) = required("LOCAL_PATH")
    return lambda file_name: get_file_local(Path(folder) / file_name)


def _minio_reader() -> Callable[[str], bytes]:
    server, access_key, secret_key, bucket = required("MINIO", "ACCESS_KEY", "SECRET_KEY", "BUCKET")
    client = _connect(server, access_key, secret_key)
    return lambda file_name: _read_object(client, server, bucket, file_name)


_PROVIDERS: dict[str, Callable[[], Callable[[str], bytes]]] = {"minio": _minio_reader, "local": _local_reader}


def _connect(server: str, access_key: str, secret_key: str) -> Minio:
    try:
        import certifi
        import urllib3
        from minio import Minio
    except ImportError as error:
        raise MissingDependencyError(
            "Para usar o MinIO falta instalar o extra 'minio' da biblioteca: execute o comando "
            'pip install "mlprodest-runtime[minio]" e coloque-o no requirements.txt do worker.'
        ) from error

    scheme, _, address = server.rpartition("://")
    if scheme not in {"", "http", "https"} or not address.strip("/"):
        raise ConfigurationError(
            f"O endereço '{server}' do servidor MinIO não serve. Escreva, por exemplo, http://minio.exemplo.br:9000"
        )
    # The client's own connections try for minutes before they say that a server is down.
    connections = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
        retries=urllib3.Retry(total=2, connect=1, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504]),
        cert_reqs="CERT_REQUIRED",
        ca_certs=os.environ.get("SSL_CERT_FILE") or certifi.where(),
    )
    with explained(f"O endereço '{server}' do servidor MinIO não serve."):
        return Minio(
            address.rstrip("/"),
            access_key=access_key,
            secret_key=secret_key,
            secure=scheme != "http",
            http_client=connections,
        )


def _read_object(client: Minio, server: str, bucket: str, file_name: str) -> bytes:
    with explained(f"Não foi possível ler o arquivo '{file_name}' do bucket '{bucket}' no servidor MinIO '{server}'."):
        response = client.get_object(bucket_name=bucket, object_name=file_name)
        try:
            content = response.read()
            promised = int(response.headers.get("Content-Length", len(content)))
        finally:
            response.close()
            response.release_conn()
    check_complete(file_name, content, promised)
    return content
