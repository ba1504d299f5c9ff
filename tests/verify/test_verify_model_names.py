"""Which models a worker names, read from its own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import write

from mlprodest_lint.config import Configuration, Overrides
from mlprodest_lint.discovery import discover
from mlprodest_lint.engine import read_worker
from mlprodest_lint.verify.models.modelnames import named_models

if TYPE_CHECKING:
    from pathlib import Path

PUB = """\
import os

from mllibprodest.interfaces import ModelPublicationInterfaceCLF
{top}

class ModeloCLF(ModelPublicationInterfaceCLF):
    def __init__(self):
{body}

    def predict(self, dataset: list) -> list:
        return self.load_model(self.get_model_name()).predict(dataset)
{rest}"""


def names_in(worker: Path) -> list[tuple[str, str, int]]:
    """Return the names, each with the file and line where it stands."""
    (folder,) = discover([worker], Configuration(Overrides())).workers.values()
    return [
        (named.name, named.place.path.relative_to(worker).as_posix(), named.place.span.line)
        for named in named_models(read_worker(folder))
    ]


def names_of(project: Path, body: str, top: str = "", rest: str = "") -> list[str]:
    """Return the names in a worker whose constructor and further methods are these."""
    indented = "\n".join(f"        {line}" for line in body.splitlines())
    write(project / "worker_pub" / "pub.py", PUB.format(top=top, body=indented, rest=rest))
    return [name for name, _, _ in names_in(project / "worker_pub")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project without a worker's code."""
    write(tmp_path / "projeto" / "worker_pub" / "__init__.py")
    return tmp_path / "projeto"


@pytest.mark.parametrize(
    ("body", "top"),
    [
        ("self.load_model('triagem')", ""),
        ("self.load_model(model_name='triagem', provider='mlflow')", ""),
        ("self.load_model(NOME)", "NOME = 'triagem'"),
        ("self.__nome = 'triagem'\nself.load_model(self.__nome)", ""),
        ("self.load_model('tri' + 'agem')", ""),
        ("self.load_model(f'{PREFIXO}agem')", "PREFIXO = 'tri'"),
        ("ModelPublicationInterfaceCLF.load_model('triagem')", ""),
        ("super().load_model('triagem')", ""),
        ("carrega = self.load_model\ncarrega('triagem')", ""),
        ("self.load_production_params('triagem')", ""),
        ("self.load_production_baseline('triagem')", ""),
        ("self.load_production_datasets_names('triagem')", ""),
        ("self.load_model(nome_do_modelo())", "def nome_do_modelo():\n    return 'triagem'\n"),
    ],
)
def test_a_name_that_is_certain_is_read(project: Path, body: str, top: str) -> None:
    assert names_of(project, body, top) == ["triagem"]


@pytest.mark.parametrize(
    ("body", "top"),
    [
        ("pass", ""),
        ("self.load_model(os.environ['MODELO'])", ""),
        ("self.load_model(os.environ.get('MODELO', 'triagem'))", ""),
        ("self.load_model(open('nome.txt').read())", ""),
        ("self.load_model('a' if os.environ.get('TESTE') else 'b')", ""),
        ("self.load_model('triagem_' + os.environ['ANO'])", ""),
        ("self.load_model('')", ""),
        ("self.load_model()", ""),
        ("self.load_model(*os.sys.argv)", ""),
        ("mlflow.pyfunc.load_model('models:/triagem/Production')", "import mlflow"),
        ("load_model('rede.keras')", "from keras.models import load_model"),
        ("carregador.load_model('rede.json')", "from ajuda import carregador"),
        ("load_model('triagem')", "def load_model(nome):\n    return nome\n"),
    ],
)
def test_where_a_name_is_not_certain_there_is_none(project: Path, body: str, top: str) -> None:
    assert names_of(project, body, top) == []


def test_what_a_method_of_the_worker_returns_is_followed(project: Path) -> None:
    rest = "\n    def get_model_name(self) -> str:\n        return 'triagem'\n"
    assert names_of(project, "pass", rest=rest) == ["triagem"]
    assert names_in(project / "worker_pub") == [("triagem", "pub.py", 11)]


def test_a_helper_names_the_models_that_it_is_called_with(project: Path) -> None:
    top = "def carrega(worker, nome):\n    return worker.load_model(nome)\n"
    body = (
        "self.a = carrega(ModelPublicationInterfaceCLF, 'um')\nself.b = carrega(ModelPublicationInterfaceCLF, 'dois')"
    )
    assert sorted(names_of(project, body, top)) == ["dois", "um"]


def test_a_name_stands_where_the_main_script_says_it_first(project: Path) -> None:
    write(
        project / "worker_pub" / "ajuda.py",
        "from mllibprodest.interfaces import ModelPublicationInterfaceCLF as Lib\n\n"
        "Lib.load_production_params('triagem')\n",
    )
    body = "self.load_model('triagem')\nself.load_production_params('triagem')"
    assert names_of(project, body) == ["triagem"]
    assert names_in(project / "worker_pub") == [("triagem", "pub.py", 8)]


def test_the_getter_of_a_worker_names_the_model(project: Path) -> None:
    write(
        project / "worker_retrain" / "retrain.py",
        "from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN\n\n\n"
        "class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):\n"
        "    def __init__(self):\n"
        "        self.__model_name = 'triagem'\n\n"
        "    def get_model_name(self) -> str:\n"
        "        return self.__model_name\n",
    )
    assert names_in(project / "worker_retrain") == [("triagem", "retrain.py", 9)]


def test_the_sections_of_params_conf_name_the_models_of_contract_1_8(tmp_path: Path) -> None:
    worker = tmp_path / "worker_pub"
    write(
        worker / "params.conf",
        "# modelos\n[DEFAULT]\nmodel_provider_name = mlflow\n\n[EVASAO_ESCOLAR]\nsource_file = pub_evasao\n\n"
        "[Frequência]\nsource_file = pub_frequencia\n",
    )
    write(worker / "models" / "__init__.py")
    assert names_in(worker) == [("EVASAO_ESCOLAR", "params.conf", 5), ("Frequência", "params.conf", 8)]


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"sem = secao\n", b""])
def test_a_params_conf_that_cannot_be_read_names_none(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "worker_pub" / "params.conf", content)
    write(tmp_path / "worker_pub" / "models" / "__init__.py")
    assert names_in(tmp_path / "worker_pub") == []
