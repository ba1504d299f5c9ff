"""Data sets from a real S3 server and from a local folder."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mllibprodest.errors import (
    AccessDeniedError,
    ConfigurationError,
    MissingFileError,
    MLLibProdestError,
    ServerUnavailableError,
)
from mllibprodest.interfaces import ModelPublicationInterfaceCLF as Worker
from mllibprodest.utils import get_file_s3

from .servers import ACCESS_KEY, SECRET_KEY, Server, free_port, s3_server

if TYPE_CHECKING:
    from .conftest import Script

CONTENT = "texto,setor\nfalta remédio,saúde\n".encode()
MANY = bytes(range(256)) * 40_000


@pytest.fixture
def minio(s3: Server, buckets: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Return the S3 server, configured as the one to read from, with a bucket of files."""
    bucket = buckets / "ouvidoria"
    (bucket / "2026").mkdir(exist_ok=True)
    (bucket / "textos de março.csv").write_bytes(CONTENT)
    (bucket / "2026" / "muitos.bin").write_bytes(MANY)
    _configure(monkeypatch, MINIO=s3.url, ACCESS_KEY=ACCESS_KEY, SECRET_KEY=SECRET_KEY, BUCKET="ouvidoria")
    return s3


def _configure(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("minio")
def test_datasets_come_from_the_server() -> None:
    datasets = Worker.load_datasets({"features": "textos de março.csv", "targets": "2026/muitos.bin"})
    assert {kind: content.read() for kind, content in datasets.items()} == {"features": CONTENT, "targets": MANY}


def test_a_file_comes_from_the_server(minio: Server) -> None:
    read = get_file_s3("2026/muitos.bin", f"{minio.url}/", ACCESS_KEY, SECRET_KEY, "ouvidoria")
    assert read == MANY


def test_the_settings_may_stand_in_a_file(minio: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("MINIO", "ACCESS_KEY", "SECRET_KEY", "BUCKET")
    values = (minio.url, ACCESS_KEY, SECRET_KEY, "ouvidoria")
    for name in names:
        monkeypatch.delenv(name)
    Path(".env").write_text("".join(f"{name}={value}\n" for name, value in zip(names, values, strict=True)), "utf-8")
    assert Worker.load_datasets({"features": "textos de março.csv"})["features"].read() == CONTENT


@pytest.mark.usefixtures("minio")
@pytest.mark.parametrize(
    ("variable", "value", "kind", "message"),
    [
        ("SECRET_KEY", "errada", AccessDeniedError, "recusou as credenciais.*SignatureDoesNotMatch"),
        ("ACCESS_KEY", "ninguem", AccessDeniedError, "recusou as credenciais.*InvalidAccessKeyId"),
        ("BUCKET", "nao-existe", MissingFileError, "O bucket não existe no servidor.*NoSuchBucket"),
        ("BUCKET", "Com_Maiúsculas", MLLibProdestError, "invalid bucket name"),
    ],
)
def test_a_fault_of_the_settings_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, kind: type[MLLibProdestError], message: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(kind, match=f"(?s)ler o arquivo 'textos de março.csv' do bucket.*{message}"):
        Worker.load_datasets({"features": "textos de março.csv"})


@pytest.mark.usefixtures("minio")
def test_a_missing_object_is_named() -> None:
    with pytest.raises(MissingFileError, match=r"'Textos.csv' do bucket 'ouvidoria'.*NoSuchKey") as caught:
        Worker.load_datasets({"features": "Textos.csv"})
    assert isinstance(caught.value, FileNotFoundError)


@pytest.mark.usefixtures("minio")
@pytest.mark.parametrize("scheme", ["", "https://"])
def test_a_server_without_https_is_told_how_to_write_it(
    minio: Server, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("MINIO", f"{scheme}{minio.address}")
    with pytest.raises(ServerUnavailableError, match=r"escreva o endereço com http:// no início"):
        Worker.load_datasets({"features": "textos de março.csv"})


@pytest.mark.usefixtures("minio")
def test_a_server_that_is_down_is_said_so_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIO", f"http://127.0.0.1:{free_port()}")
    start = time.monotonic()
    with pytest.raises(ServerUnavailableError, match=r"O servidor não responde.*tente de novo"):
        Worker.load_datasets({"features": "textos de março.csv"})
    assert time.monotonic() - start < 5


def test_a_server_killed_while_answering_is_said_so(tmp_path: Path) -> None:
    bucket = tmp_path / "baldes" / "dados"
    bucket.mkdir(parents=True)
    with (bucket / "enorme.bin").open("wb") as sparse:
        sparse.truncate(2 * 1024**3)
    with s3_server(bucket.parent, tmp_path) as server:
        threading.Timer(0.3, server.kill).start()
        with pytest.raises(ServerUnavailableError, match=r"'enorme.bin'.*parou no meio da resposta"):
            get_file_s3("enorme.bin", server.url, ACCESS_KEY, SECRET_KEY, "dados")


@pytest.mark.usefixtures("minio")
@pytest.mark.parametrize("address", ["ftp://127.0.0.1:9000", "http://", "http://127.0.0.1:9000/caminho"])
def test_an_address_that_will_not_do_is_named(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("MINIO", address)
    with pytest.raises(MLLibProdestError, match=f"O endereço '{address}' do servidor MinIO não serve"):
        Worker.load_datasets({"features": "textos de março.csv"})


@pytest.mark.usefixtures("minio")
@pytest.mark.parametrize("package", ["minio", "urllib3"])
def test_the_missing_extra_is_named(script: Script, package: str) -> None:
    run = script(
        f"import sys; sys.modules['{package}'] = None\n"
        "from mllibprodest.provider import Provider\n"
        "try: Provider.load_datasets({'features': 'textos.csv'})\n"
        "except ImportError as error: print(error)\n"
    )
    assert 'pip install "mlprodest-runtime[minio]"' in run.stdout, run.stderr


def test_datasets_come_from_a_local_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("dados", "2026").mkdir(parents=True)
    Path("dados", "2026", "textos.csv").write_bytes(CONTENT)
    monkeypatch.setenv("LOCAL_PATH", "dados")
    assert Worker.load_datasets({"features": "2026/textos.csv"}, "local")["features"].read() == CONTENT
    assert Worker.load_datasets({}, provider="local") == {}


@pytest.mark.parametrize("file_name", ["outro.csv", "pasta", "textos.csv/x"])
def test_a_missing_local_file_is_named(monkeypatch: pytest.MonkeyPatch, file_name: str) -> None:
    Path("dados", "pasta").mkdir(parents=True)
    Path("dados", "textos.csv").write_bytes(CONTENT)
    monkeypatch.setenv("LOCAL_PATH", "dados")
    with pytest.raises(MissingFileError, match=r"Não foi possível ler o arquivo 'dados.+'\. O caminho não existe"):
        Worker.load_datasets({"features": file_name}, "local")


@pytest.mark.parametrize(
    ("provider", "set_", "missing"),
    [
        ("local", {}, "LOCAL_PATH"),
        ("local", {"LOCAL_PATH": " "}, "LOCAL_PATH"),
        ("minio", {}, "MINIO, ACCESS_KEY, SECRET_KEY, BUCKET"),
        ("minio", {"MINIO": "http://127.0.0.1:9", "BUCKET": "dados"}, "ACCESS_KEY, SECRET_KEY"),
    ],
)
def test_missing_settings_are_named(
    monkeypatch: pytest.MonkeyPatch, provider: str, set_: dict[str, str], missing: str
) -> None:
    _configure(monkeypatch, **set_)
    with pytest.raises(ConfigurationError, match=f"Falta definir {missing}[.]"):
        Worker.load_datasets({"features": "textos.csv"}, provider)


@pytest.mark.parametrize("provider", ["s3", "Minio", ""])
def test_an_unknown_provider_is_named(provider: str) -> None:
    with pytest.raises(ConfigurationError, match=f"provider de datasets '{provider}'. Use 'minio' ou 'local'"):
        Worker.load_datasets({"features": "textos.csv"}, provider)


@pytest.mark.parametrize("names", [["textos.csv"], {"features": 3}, {"features": ""}, {"features": None}])
def test_names_that_are_no_names_are_refused(names: object) -> None:
    with pytest.raises(ConfigurationError, match="deve ser um"):
        Worker.load_datasets(names, "local")  # type: ignore[arg-type]
