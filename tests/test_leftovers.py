"""What must not be published is known by what it is."""

from __future__ import annotations

import base64
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from conftest import write

from mlprodest_lint.leftovers import Kind, leftover_at, leftovers_in

if TYPE_CHECKING:
    from pathlib import Path

KEY = base64.b64encode(random.Random(1).randbytes(120)).decode()
PEM = f"-----BEGIN RSA PRIVATE KEY-----\n{KEY[:64]}\n{KEY[64:]}\n-----END RSA PRIVATE KEY-----\n"


def kinds(folder: Path, *roots: Path) -> dict[str, Kind]:
    found = leftovers_in(folder, {folder, *roots})
    return {leftover.path.relative_to(folder).as_posix(): leftover.kind for leftover in found}


def kind_of(file: Path) -> Kind | None:
    found = leftover_at(file, is_folder=file.is_dir(), roots=())
    return None if found is None else found.kind


# Folders.


def test_a_virtual_environment_has_any_name(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "meu ambiente"], check=True, timeout=60)
    shutil.copytree(tmp_path / "meu ambiente", tmp_path / "sem marca", symlinks=True)
    (tmp_path / "sem marca" / "pyvenv.cfg").unlink()
    write(tmp_path / "conda" / "conda-meta" / "history")
    write(tmp_path / "venv" / "modelo.py")
    write(tmp_path / "env" / "lib" / "regras.py")
    assert kinds(tmp_path) == dict.fromkeys(("conda", "meu ambiente", "sem marca"), Kind.ENVIRONMENT)


def test_an_environment_in_a_worker_itself(tmp_path: Path) -> None:
    write(tmp_path / "worker_pub" / "pyvenv.cfg")
    write(tmp_path / "worker_pub" / "lib" / "python3.11" / "site-packages" / "numpy.py")
    write(tmp_path / "worker_pub" / "pub.py")
    assert kinds(tmp_path, tmp_path / "worker_pub") == {
        "worker_pub/lib/python3.11/site-packages": Kind.ENVIRONMENT,
        "worker_pub/pyvenv.cfg": Kind.ENVIRONMENT,
    }


def test_temp_area_counts_in_a_root_only(tmp_path: Path) -> None:
    for folder in ("worker_pub/temp_area", "worker_pub/apoio/temp_area", "temp_area"):
        (tmp_path / folder).mkdir(parents=True)
    assert kinds(tmp_path, tmp_path / "worker_pub") == dict.fromkeys(
        ("temp_area", "worker_pub/temp_area"), Kind.TEMP_AREA
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("__pycache__", Kind.CACHE),
        (".ipynb_checkpoints", Kind.CACHE),
        (".git", Kind.VERSION_CONTROL),
        (".hg", Kind.VERSION_CONTROL),
        (".idea", Kind.EDITOR),
        ("__MACOSX", Kind.SYSTEM),
        ("mlruns", Kind.RUNS),
        (".github", None),
        ("cache", None),
        ("dados", None),
        ("2023", None),
    ],
)
def test_folders_of_a_name(tmp_path: Path, name: str, kind: Kind | None) -> None:
    write(tmp_path / name / "x.txt", "x")
    assert kind_of(tmp_path / name) is kind


def test_a_cache_that_says_so(tmp_path: Path) -> None:
    write(tmp_path / "meu" / "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n")
    write(tmp_path / "outro" / "CACHEDIR.TAG", "nada")
    assert kinds(tmp_path) == {"meu": Kind.CACHE}


def test_a_worktree_has_a_file_for_its_history(tmp_path: Path) -> None:
    write(tmp_path / "a" / ".git", "gitdir: /outro/.git/worktrees/a\n")
    write(tmp_path / "b" / ".git", "nada\n")
    assert kinds(tmp_path) == {"a/.git": Kind.VERSION_CONTROL}


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "fora" / "id_rsa", PEM)
    (tmp_path / "dentro").mkdir()
    try:
        (tmp_path / "dentro" / "atalho").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("links can't be made here")
    assert kinds(tmp_path / "dentro") == {}


# Databases and stores.


def database(file: Path, *tables: str) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        for table in tables:
            connection.execute(f"CREATE TABLE {table} (x)")
        connection.commit()
    return file


def test_databases(tmp_path: Path) -> None:
    tracking = ("experiments", "experiment_tags", "runs", "metrics")
    database(tmp_path / "meus dados é", *tracking)
    database(tmp_path / "clientes.db", "clientes", "runs")
    database(tmp_path / "mlflow.db", "clientes")
    write(tmp_path / "meus dados é-wal", "x")
    write(tmp_path / "clientes.db-wal", "x")
    write(tmp_path / "vazio.db")
    write(tmp_path / "a" / "teste_mlflow.db")
    write(tmp_path / "b" / "teste_mlflow.db", b"SQLite format 3\0" + b"lixo" * 999)
    write(tmp_path / "c" / "teste_mlflow.db-journal")
    assert kinds(tmp_path) == dict.fromkeys(
        ("a/teste_mlflow.db", "b/teste_mlflow.db", "c/teste_mlflow.db-journal", "meus dados é", "meus dados é-wal"),
        Kind.DATABASE,
    )


MAKES_STORES = """
import os, sys, warnings
warnings.simplefilter("ignore")
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
import mlflow
folder = sys.argv[1]
stores = {f"file:{folder}/execucoes": None, f"sqlite:///{folder}/banco.sqlite": f"file:{folder}/artefatos/1"}
for uri, artifacts in stores.items():
    mlflow.set_tracking_uri(uri)
    if artifacts:
        mlflow.create_experiment("e", artifact_location=artifacts)
    mlflow.set_experiment("e")
    with mlflow.start_run():
        mlflow.log_text("x", "x.txt")
"""


def test_what_mlflow_makes(tmp_path: Path) -> None:
    pytest.importorskip("mlflow")
    subprocess.run([sys.executable, "-c", MAKES_STORES, tmp_path], check=True, timeout=120, capture_output=True)
    assert kinds(tmp_path) == {"artefatos": Kind.RUNS, "banco.sqlite": Kind.DATABASE, "execucoes": Kind.RUNS}


# Secrets.


@pytest.mark.parametrize(
    ("name", "text", "secret"),
    [
        (".env", "MINIO=x\nACCESS_KEY=AKIA123\n", "ACCESS_KEY"),
        (".env", 'export SECRET_KEY = "a b"  # c', "SECRET_KEY"),
        (".env", "DB_PASSWORD='x#y'", "DB_PASSWORD"),
        (".env", "\ufeffsenha=123456\r\n", "senha"),
        (".env", "GITHUB_TOKEN=x # c", "GITHUB_TOKEN"),
        (".env", "AWS_ACCESS_KEY_ID=AKIA", "AWS_ACCESS_KEY_ID"),
        (".env", "PGPASSWORD=a", "PGPASSWORD"),
        (".env", "SENHA=a\r\n".encode("utf-16"), "SENHA"),
        (".env", "MLFLOW_TRACKING_URI=https://ana:s3gredo@mlflow.example/", "MLFLOW_TRACKING_URI"),
        (".env.local", "API_KEY=x1", "API_KEY"),
        ("producao.env", "API_KEY=x1", "API_KEY"),
        (".env.example", "API_KEY=x1", "API_KEY"),
        (".env", "ACCESS_KEY=\nSECRET_KEY=''\nPASSWORD= # preencher\n#TOKEN=abc\n", ""),
        (".env", "LOCAL_PATH=/dados\nBUCKET=b\nMAX_TOKENS=100\nTOKEN_URL=http://x\nPWD=/x\n", ""),
        (".env", "USE_TOKEN=true\nSECRET_KEY=${OUTRA}\nPASSWORD=<senha>\nTOKEN=xxxx\n", ""),
        (".env", "URL=https://ana@x/\nURI=sqlite:///x.db\n", ""),
        (".env.example", "ACCESS_KEY=\nSECRET_KEY=your-secret-key\nTOKEN=<token>\nSENHA=sua-senha\n", ""),
        ("config.txt", "SECRET_KEY=abc", ""),
        ("env.py", "SECRET_KEY='abc'", ""),
        (".envrc", "SECRET_KEY=abc", ""),
    ],
)
def test_settings(tmp_path: Path, name: str, text: str | bytes, secret: str) -> None:
    file = write(tmp_path / name, text)
    found = leftover_at(file, is_folder=False, roots=())
    if secret:
        assert found is not None
        assert (found.kind, found.detail) == (Kind.SECRET_SETTING, secret)
    elif name == ".env":
        assert found is not None
        assert found.kind is Kind.LOCAL_SETTINGS
    else:
        assert found is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("id_rsa", PEM),
        ("chave.pem", f"Bag Attributes\n    friendlyName: x\n{PEM}".replace("\n", "\r\n")),
        ("chave.txt", PEM.replace("RSA ", "").replace(KEY[:64], f"Proc-Type: 4,ENCRYPTED\nDEK-Info: x\n\n{KEY[:64]}")),
        ("id_ed25519", PEM.replace("RSA", "OPENSSH")),
        ("pub.py", f'CHAVE = """\n{PEM}"""\n'),
        ("x.ppk", "PuTTY-User-Key-File-3: ssh-ed25519\n"),
        ("x.p12", "0\x02"),
    ],
)
def test_private_keys(tmp_path: Path, name: str, text: str) -> None:
    assert kind_of(write(tmp_path / name, text)) is Kind.PRIVATE_KEY


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ca.pem", PEM.replace("RSA PRIVATE KEY", "CERTIFICATE")),
        ("pub.pem", PEM.replace("RSA PRIVATE", "PUBLIC")),
        ("le.py", 'if "-----BEGIN PRIVATE KEY-----" in texto:\n    pass\n'),
        ("leia.md", "```\n-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n```\n"),
        ("id_rsa.pub", f"ssh-rsa {KEY}"),
        ("x.p12", "texto"),
    ],
)
def test_what_is_no_private_key(tmp_path: Path, name: str, text: str) -> None:
    assert kind_of(write(tmp_path / name, text)) is None


SERVICE_ACCOUNT = '{{"type": "service_account", "private_key": "{}"}}'


@pytest.mark.parametrize(
    ("name", "text", "without"),
    [
        (".netrc", "machine x login y password z", "machine x login y"),
        (".pgpass", "# c\nx:5432:*:ana:segredo\n", "# x:5432:*:ana:segredo\n"),
        (".pypirc", "[pypi]\nusername = a\npassword = b\n", "[pypi]\nusername = a\n"),
        (".git-credentials", "https://ana:s3gredo@x.org\n", "https://x.org\n"),
        ("kaggle.json", '{"username": "ana", "key": "abc"}', '{"username": "ana", "key": ""}'),
        ("credentials.json", '{"installed": {"client_secret": "abc"}}', '{"installed": {"client_secret": ""}}'),
        ("token.json", '{"refresh_token": "abc"}', '{"unk": 3}'),
        (".aws/credentials", "[default]\naws_secret_access_key = x\n", "[default]\nregion = x\n"),
        (".mlflow/credentials", "[mlflow]\nmlflow_tracking_password = x\n", "[mlflow]\n"),
        (".npmrc", "//x/:_authToken=abc\n", "//x/:_authToken=${TOKEN}\n"),
        ("conta.json", SERVICE_ACCOUNT.format(PEM.replace("\n", "\\n")), SERVICE_ACCOUNT.format("...")),
    ],
)
def test_credentials(tmp_path: Path, name: str, text: str, without: str) -> None:
    assert kind_of(write(tmp_path / name, text)) is Kind.CREDENTIALS
    assert kind_of(write(tmp_path / name, without)) is None
