"""Batches, the log file, parameters, settings and pickles: what needs no server."""

from __future__ import annotations

import datetime as dt
import logging
import os
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from hypothesis import strategies
from mllibprodest.errors import (
    ConfigurationError,
    DamagedFileError,
    MissingDependencyError,
    MissingFileError,
    MLLibProdestError,
)
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Worker
from mllibprodest.utils import get_file_local, load_env_variables, validate_params

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Script


@hypothesis.given(size=strategies.integers(0, 2000), batch=strategies.integers(1, 3000))
def test_batches_cover_every_row_once_and_in_order(size: int, batch: int) -> None:
    indices = Worker.generate_batch_indices(size, batch)
    assert [row for start, end in indices for row in range(start, end)] == list(range(size))
    assert all(end - start == batch for start, end in indices[:-1])


def test_batches_of_the_default_size() -> None:
    assert Worker.generate_batch_indices(250_000) == [(0, 100_000), (100_000, 200_000), (200_000, 250_000)]


@pytest.mark.parametrize(("size", "batch"), [(10, 0), (10, -1), (-1, 5), (10, 2.5), ("10", 5)])
def test_sizes_that_make_no_batches(size: Any, batch: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"'(dataset_size|batch_size)' deve ser") as caught:
        Worker.generate_batch_indices(size, batch)
    assert isinstance(caught.value, ValueError)


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """Return the root logger, and put it back as it was."""
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    yield logger
    for handler in set(logger.handlers) - set(handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def test_the_log_file_gets_each_message_once(root_logger: logging.Logger, folder: Path) -> None:
    root_logger.setLevel(logging.WARNING)
    before = len(root_logger.handlers)
    for path in ("worker.log", "worker.log", str(folder / "worker.log")):
        Worker.make_log(path)
    logging.info(  # noqa: LOG015 - it is what workers write
        "treino de %d linhas, às nove", 3
    )
    root_logger.debug("detalhe")
    (line,) = Path("worker.log").read_text(encoding="utf-8").splitlines()
    assert line.endswith("INFO | test_the_log_file_gets_each_message_once: treino de 3 linhas, às nove")
    assert len(root_logger.handlers) == before + 1


def test_two_log_files_both_get_the_messages(root_logger: logging.Logger) -> None:
    Path("um.log").write_text("de antes\n", encoding="utf-8")
    Worker.make_log("um.log")
    Worker.make_log("outro.log")
    root_logger.warning("atenção")
    assert [Path(name).read_text(encoding="utf-8").count("atenção") for name in ("um.log", "outro.log")] == [1, 1]
    assert Path("um.log").read_text(encoding="utf-8").startswith("de antes\n")


def test_a_more_talkative_root_logger_stays_so(root_logger: logging.Logger) -> None:
    root_logger.setLevel(logging.DEBUG)
    Worker.make_log("worker.log")
    assert root_logger.level == logging.DEBUG


def test_a_log_file_that_cannot_be_written(root_logger: logging.Logger) -> None:
    handlers = list(root_logger.handlers)
    with pytest.raises(MissingFileError, match=r"Não foi possível criar o arquivo de log 'não há/worker.log'"):
        Worker.make_log("não há/worker.log")
    assert root_logger.handlers == handlers


@pytest.mark.parametrize(
    ("received", "values"),
    [
        (["--mlruns_path=/casa/ana paula/mlruns"], {"--mlruns_path": "/casa/ana paula/mlruns"}),
        (["--mlruns_path=/a=b/mlruns"], {"--mlruns_path": "/a=b/mlruns"}),
        (["--mlruns_path="], {"--mlruns_path": ""}),
        (["--lotes=3", "--debug=False"], {"--lotes": 3, "--debug": False}),
        (["--lotes=3", "--lotes=4"], {"--lotes": 4}),
    ],
)
def test_parameters_are_converted(received: list[str], values: dict[str, Any]) -> None:
    expected = {"--mlruns_path": str, "--lotes": int, "--debug": bool}
    assert validate_params(["test_pub.py", *received], expected) == (True, values)


@pytest.mark.parametrize(
    ("received", "messages"),
    [
        ([], ["Nenhum parâmetro foi informado."]),
        (["--mlrun_path=x"], ["O parâmetro '--mlrun_path' não existe; existem: --mlruns_path, --lotes, --debug."]),
        (["--lotes"], ["Falta o valor do parâmetro '--lotes'"]),
        (["--lotes=três"], ["O valor 'três' do parâmetro '--lotes' não é do tipo 'int'."]),
        (["--debug=talvez", "x"], ["O valor 'talvez' do parâmetro '--debug'", "O parâmetro 'x' não existe"]),
    ],
)
def test_wrong_parameters_are_named(received: list[str], messages: list[str]) -> None:
    expected = {"--mlruns_path": str, "--lotes": int, "--debug": bool}
    valid, text = validate_params(["test_pub.py", *received], expected)
    assert not valid
    assert isinstance(text, str)
    assert all(message in text for message in messages)


def test_the_environment_stands_above_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_PATH", "do ambiente")
    monkeypatch.delenv("BUCKET", raising=False)
    Path(".env").write_text("﻿LOCAL_PATH=do arquivo\nBUCKET='dados de saúde'\nVAZIA\n", encoding="utf-8")
    load_env_variables()
    assert (os.environ["LOCAL_PATH"], os.environ.pop("BUCKET")) == ("do ambiente", "dados de saúde")


def test_a_file_of_settings_elsewhere_and_none() -> None:
    Path("config.env").write_text("BUCKET=dados\n", encoding="utf-8")
    load_env_variables("não há.env")
    assert "BUCKET" not in os.environ
    load_env_variables("config.env")
    assert os.environ.pop("BUCKET") == "dados"


def test_a_file_of_settings_in_another_encoding_is_named() -> None:
    Path(".env").write_bytes("BUCKET=saúde\n".encode("latin-1"))
    with pytest.raises(MLLibProdestError, match=r"Não foi possível ler o arquivo '.env'"):
        load_env_variables()


def test_a_local_file_is_read() -> None:
    Path("linhas.csv").write_bytes(b"a,b\n")
    assert get_file_local("linhas.csv") == b"a,b\n"


@pytest.mark.parametrize("artifact", [{"a": 1}, [1, "dois"], (1,), None, dt.date(2026, 11, 25)])
def test_an_artifact_comes_back_as_it_was(artifact: object) -> None:
    Worker.convert_artifact_to_pickle(artifact, "artefato.pkl")
    assert Worker.convert_artifact_to_object("artefato.pkl") == artifact
    assert [file.name for file in Path("temp_area").iterdir()] == ["artefato.pkl"]


def test_an_object_that_cannot_be_pickled_leaves_the_earlier_file() -> None:
    Worker.convert_artifact_to_pickle({"a": 1}, "artefato.pkl", "outra pasta")
    with pytest.raises(MLLibProdestError, match=r"gravar o artefato 'artefato.pkl' em 'outra pasta'"):
        Worker.convert_artifact_to_pickle({"f": lambda: 1}, "artefato.pkl", "outra pasta")
    assert Worker.convert_artifact_to_object("artefato.pkl", "outra pasta") == {"a": 1}
    assert len(list(Path("outra pasta").iterdir())) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", DamagedFileError),
        (b"isto \xc3\xa9 um texto", DamagedFileError),
        (pickle.dumps(list(range(1000)))[:-20], DamagedFileError),
        (b"cmodulo_que_falta\nNada\n.", MissingDependencyError),
        (b"cbuiltins\nnao_existe\n.", DamagedFileError),
    ],
)
def test_a_file_that_holds_no_artifact(content: bytes, kind: type[Exception]) -> None:
    Path("artefato.pkl").write_bytes(content)
    with pytest.raises(kind, match=r"O artefato 'artefato.pkl'"):
        Worker.convert_artifact_to_object("artefato.pkl", ".")


def test_a_missing_artifact_is_named_with_its_folder() -> None:
    with pytest.raises(MissingFileError, match=r"'Baseline.pkl' não existe na pasta 'temp_area'") as caught:
        Worker.convert_artifact_to_object("Baseline.pkl")
    assert isinstance(caught.value, FileNotFoundError)


def test_a_file_where_the_folder_should_be() -> None:
    Path("temp_area").write_text("um arquivo", encoding="utf-8")
    with pytest.raises(MLLibProdestError, match=r"gravar o artefato 'a.pkl' em 'temp_area'"):
        Worker.convert_artifact_to_pickle({"a": 1}, "a.pkl")
    assert Path("temp_area").read_text(encoding="utf-8") == "um arquivo"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def test_a_full_disk_leaves_the_earlier_artifact(script: Script) -> None:
    Worker.convert_artifact_to_pickle({"a": 1}, "artefato.pkl")
    run = script(
        "import resource, signal\n"
        "from mllibprodest.interfaces import ModelPublicationInterfaceCLF as Worker\n"
        "from mllibprodest.errors import StorageError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try: Worker.convert_artifact_to_pickle(b'x' * 100_000, 'artefato.pkl')\n"
        "except StorageError as error: print(error)\n"
    )
    assert "Não há espaço no disco" in run.stdout, run.stderr
    assert Worker.convert_artifact_to_object("artefato.pkl") == {"a": 1}
    assert len(list(Path("temp_area").iterdir())) == 1
