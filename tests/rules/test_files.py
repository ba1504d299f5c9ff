"""Family 4: where files go, and what must not be persisted.

How values are followed to the calls is tested in tests/values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import findings_in, write

from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.engine import lint
from mlprodest_lint.selectors import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from mlprodest_lint.findings import Finding


def found(project: Path, source: str, name: str = "arquivos.py", worker: str = "worker_pub") -> list[str]:
    """Return the codes found in a module that is added to a worker, with their lines."""
    write(project / worker / name, source)
    return [
        finding.removeprefix(f"{worker}/{name}:")
        for finding in findings_in(project, project / worker, rules="MLP4")
        if finding.startswith(f"{worker}/{name}:") and not finding.endswith("MLP404")
    ]


def finding_of(project: Path, source: str) -> Finding:
    """Return the one finding of a module that is added to a worker."""
    write(project / "worker_pub" / "arquivos.py", source)
    configuration = Configuration(Overrides(choice=Choice(select=(resolve("MLP4", "test"),))))
    (finding,) = lint([project / "worker_pub"], configuration).findings
    return finding


CLEAN = {
    "temp_area itself": "import os, shutil\nos.makedirs('temp_area')\nshutil.rmtree('./temp_area/')\n",
    "a known beginning inside": "def f(x):\n    open(f'temp_area/{x}', 'w')\n",
    "an unknown beginning": "def f(x):\n    open(f'{x}/saida', 'w')\n    open(x + '.txt', 'w')\n",
    "a beginning that may become temp_area": "def f(x):\n    open(f'temp{x}', 'w')\n",
    "a read of the worker's own files": "open('dados/a.csv')\nopen('dados/../b.csv')\nopen('temp_area/../c.csv')\n",
    "a tilde that nothing expands": "open('~/a.csv')\n",
    "a backslash is no separator": "open('dados\\\\..\\\\..\\\\a.csv')\n",
    "what isn't a file's content": (
        "import os, glob\nos.path.exists('/a')\nos.stat('../a')\nos.listdir('/a')\nglob.glob('/a/*')\n"
    ),
    "URLs and buckets": "import pandas as pd\npd.read_csv('https://a/b')\npd.DataFrame().to_csv('s3://a/b')\n",
    "devices": "import os\nopen('/dev/null', 'w')\nopen(os.devnull, 'w')\nopen('/dev/urandom', 'rb')\n",
    "descriptors and buffers": "import io, pandas as pd\nopen(1, 'w')\npd.DataFrame().to_csv(io.StringIO())\n",
    "no path, no write": "import pandas as pd\npd.DataFrame().to_csv()\npd.DataFrame().to_json(None)\n",
    "a mode that can't be known": "def f(modo):\n    open('/a', modo)\n    open('a', modo)\n",
    "stores in memory": "import sqlite3\nfrom joblib import Memory\nsqlite3.connect(':memory:')\nMemory(None)\n",
    "a store that can't be known": "import sqlite3\ndef f(x):\n    sqlite3.connect(x)\n",
    "an engine in memory": "from sqlalchemy import create_engine\ncreate_engine('sqlite://')\n",
    "objects saved in temp_area": "import joblib\njoblib.dump([], 'temp_area/a.joblib')\n",
    "common names of unknown receivers": (
        "def f(x):\n    x.save('a')\n    x.write('a')\n    x.remove('a')\n    x.copy('a', 'b')\n"
    ),
    "distinctive names of own classes": "class C:\n    def to_csv(self, x):\n        return x\nC().to_csv('a')\n",
    "an environment variable, with its default": "import os\nopen(os.getenv('A', 'saida') + '/a', 'w')\n",
    "a path and a mode that belong together": (
        "def f(p, m):\n    return open(p, m)\nf('dados/a', 'r')\nf('temp_area/a', 'w')\n"
    ),
    "a default that every caller replaces": "def f(p='saida'):\n    open(p, 'w')\nf('temp_area/a')\n",
}


@pytest.mark.parametrize("source", CLEAN.values(), ids=CLEAN)
def test_what_is_allowed_or_unknown_is_silent(project: Path, source: str) -> None:
    assert found(project, source) == []


FAULTY = {
    "a write beside the scripts": ("open('a', 'w')\n", ["1 MLP401"]),
    "a name that begins like temp_area": ("open('temp_area_antiga/a', 'w')\n", ["1 MLP401"]),
    "a mode that also reads is a write only": ("open('/a', 'r+')\n", ["1 MLP401"]),
    "a known beginning outside": ("def f(x):\n    open(f'saida/{x}', 'w')\n", ["2 MLP401"]),
    "an absolute beginning": (
        "def f(x):\n    open(f'/data/{x}', 'w')\n    open(f'/data/{x}')\n",
        ["2 MLP401", "3 MLP402"],
    ),
    "dots that leave temp_area and come back": ("open('temp_area/../temp_area/a', 'w')\n", ["1 MLP401"]),
    "dots that climb above the worker": ("open('dados/../../a')\n", ["1 MLP402"]),
    "a drive letter and a server": (
        "open('C:/a')\nopen('//s/a')\nopen(r'\\\\s\\a')\n",
        ["1 MLP402", "2 MLP402", "3 MLP402"],
    ),
    "shared memory and processes are no exempt devices": (
        "open('/dev/shm/a', 'w')\nopen('/proc/a')\n",
        ["1 MLP401", "2 MLP402"],
    ),
    "one possibility is enough": ("def f(x):\n    open('a' if x else 'temp_area/a', 'w')\n", ["2 MLP401"]),
    "a default that a caller leaves": ("def f(p='saida'):\n    open(p, 'w')\nf()\nf('temp_area/a')\n", ["2 MLP401"]),
    "one finding for each call": ("def f(p):\n    open(p, 'w')\nf('a')\nf('b')\n", ["2 MLP401"]),
    "the source of a copy is a read": ("import shutil\nshutil.copy('/a', 'temp_area/a')\n", ["2 MLP402"]),
    "the source of a move is a write": ("import shutil\nshutil.move('a', 'temp_area/a')\n", ["2 MLP401"]),
    "from the outside to the outside is one finding": ("import shutil\nshutil.move('a', 'b')\n", ["2 MLP401"]),
    "tempfile without a folder": ("import tempfile\ntempfile.mkdtemp()\n", ["2 MLP401"]),
    "an archive extracted where the worker runs": ("import zipfile\nzipfile.ZipFile('a').extractall()\n", ["2 MLP401"]),
    "what writes later": ("import logging\nlogging.FileHandler('a.log')\n", ["2 MLP401"]),
    "another working directory": ("import os\nos.chdir('temp_area')\n", ["2 MLP403"]),
    "a store, and nothing else": ("import sqlite3\nsqlite3.connect('/a.db')\n", ["2 MLP411"]),
    "a store in temp_area": ("import shelve\nshelve.open('temp_area/a')\n", ["2 MLP411"]),
    "a store's file of a known kind": ("import sqlite3\ndef f(x):\n    sqlite3.connect(f'{x}.db')\n", ["3 MLP411"]),
    "an object, and nothing else": ("import joblib\njoblib.dump([], 'a.joblib')\n", ["2 MLP412"]),
    "a distinctive name of an unknown receiver": (
        "def f(x):\n    x.save_model('a')\n    x.to_csv('a')\n",
        ["2 MLP412", "3 MLP401"],
    ),
}


@pytest.mark.parametrize(("source", "expected"), FAULTY.values(), ids=FAULTY)
def test_what_is_certainly_wrong_is_found_once(project: Path, source: str, expected: list[str]) -> None:
    assert found(project, source) == expected


def test_paths_of_the_users_own_test_may_be_read(project: Path) -> None:
    write(project / "worker_pub" / "leitura.py", "def leia(p):\n    return open(p)\n")
    own_test = "import leitura\n\n\ndef test():\n    open('/a')\n    leitura.leia('../b')\n    open('c', 'w')\n"
    assert found(project, own_test, "mytest_pub.py") == ["7 MLP401"]
    assert findings_in(project, project / "worker_pub", rules="MLP402") == []


def test_a_path_that_comes_from_elsewhere_may_not_be_read_there(project: Path) -> None:
    write(project / "worker_pub" / "constantes.py", "DADOS = '/a'\n")
    own_test = "from constantes import DADOS\n\n\ndef test():\n    open(DADOS)\n"
    assert found(project, own_test, "mytest_pub.py") == ["5 MLP402"]


def test_a_contracted_default_is_what_the_contract_says(project: Path) -> None:
    script = project / "worker_retrain" / "retrain.py"
    source = script.read_text("utf-8").replace('artifacts_path: str = "temp_area"', 'artifacts_path: str = "saida"')
    begin = source.index("artifacts_path: str")
    body = source.index(":\n", begin) + 2
    source = source[:body] + "        open(artifacts_path + '/a', 'w')\n" + source[body:]
    assert 'artifacts_path: str = "saida"' in source
    assert found(project, source, "retrain.py", "worker_retrain") == []


LIBRARY = """\
from mllibprodest.interfaces import ModelPublicationInterfaceCLF


class Auxiliar(ModelPublicationInterfaceCLF):
    def __init__(self):
        self.make_log("a.log")
        self.make_log("registros/a.log")  # MLP401
        self.load_model("a", artifacts_destination_path="modelos")  # MLP401
        self.convert_artifact_to_pickle({first}{{}}, "A.pkl", path="artefatos")  # MLP401
        self.convert_artifact_to_pickle({first}{{}}, "A.pkl", "artefatos")  # MLP401
        self.convert_artifact_to_pickle({first}{{}}, "A.pkl")
        self.convert_artifact_to_object({first}"A.pkl", "/artefatos")  # MLP402
        self.convert_artifact_to_object({first}"A.pkl", "dados")
"""


@pytest.mark.parametrize(("contract", "first", "folder"), [("1.5", "", ""), ("1.8", '"a", ', "models/")])
def test_the_librarys_own_methods_count(project: Path, project18: Path, contract: str, first: str, folder: str) -> None:
    source = LIBRARY.format(first=first)
    expected = [
        f"{number} {line[-6:]}" for number, line in enumerate(source.splitlines(), start=1) if line[-6:-3] == "MLP"
    ]
    assert len(expected) == 5
    assert found(project if contract == "1.5" else project18, source, f"{folder}auxiliar.py") == expected


def test_temp_area_lies_in_the_worker_not_beside_the_module(project18: Path) -> None:
    source = (
        "from pathlib import Path\nAQUI = Path(__file__).resolve().parent\n"
        "(AQUI.parent / 'temp_area' / 'a').touch()\n(AQUI / 'temp_area' / 'a').touch()\n"
        "(AQUI.parent / 'params.conf').read_text()\n(AQUI.parents[1] / 'a').read_text()\n"
    )
    assert found(project18, source, "models/caminhos.py") == ["4 MLP401", "6 MLP402"]


def test_unknown_paths_are_found_on_demand(project: Path) -> None:
    source = "import os\ndef f(x):\n    open(x, 'w')\n    os.remove(x)\n    open(x)\n    open(f'temp_area/{x}', 'w')\n"
    write(project / "worker_pub" / "arquivos.py", source)
    assert findings_in(project, project / "worker_pub", rules="MLP404") == [
        "worker_pub/arquivos.py:3 MLP404",
        "worker_pub/arquivos.py:4 MLP404",
    ]


def test_the_training_code_may_write_where_it_likes(project: Path) -> None:
    write(project / "treino" / "saidas.py", "open('/a', 'w')\nimport os\nos.chdir('/')\n")
    assert findings_in(project, rules="MLP4") == []


def test_a_message_says_what_is_written_and_from_where_it_comes(project: Path) -> None:
    write(project / "worker_pub" / "caminhos.py", "import os\n\nPASTA = os.path.join('saidas', 'dia')\n")
    source = "from caminhos import PASTA\n\nopen(f'{PASTA}/a.txt', 'w')\n"
    finding = finding_of(project, source)
    assert finding.message("en").startswith("This writes 'saidas/dia/a.txt' (from 'PASTA', caminhos.py:3)")
    assert finding.message("pt-BR").startswith("Isto grava 'saidas/dia/a.txt' (de 'PASTA', caminhos.py:3)")
    assert [(label.place.path.name, label.place.span.line) for label in finding.labels] == [("caminhos.py", 3)]
