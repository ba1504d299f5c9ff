"""Family 3: imports and requirements. A comment such as ``# MLP301`` at a line's end marks an expected finding."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from textwrap import dedent
from typing import TYPE_CHECKING, Protocol, get_args
from zipfile import ZipFile

import pytest
from conftest import EXAMPLES

from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.engine import lint
from mlprodest_lint.requirements import Problem
from mlprodest_lint.rules import RULES
from mlprodest_lint.rules.imports import InvalidRequirement
from mlprodest_lint.selectors import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from mlprodest_lint.findings import Finding

MARK = re.compile(r"[ \t]*# (?P<codes>MLP3\d\d(?: MLP3\d\d)*)$")
LIBRARY = "mllibprodest==1.5.0\npandas==2.2.3\nscikit-learn==1.5.2\nmlflow==3.1.1\n"


def findings(project: Path, config: str = "") -> list[Finding]:
    """Return all findings of family 3."""
    if config:
        (project / "mlprodest-lint.toml").write_text(config, encoding="utf-8")
    family = Overrides(choice=Choice(select=(resolve("MLP3", "test"),)))
    return list(lint([project], Configuration(family)).findings)


class Judge(Protocol):
    """Writes files over a project without findings, and holds the findings against the marks in them."""

    def __call__(self, files: dict[str, str], *, config: str = "") -> list[Finding]: ...


def write(project: Path, files: dict[str, str]) -> Counter[tuple[str, int, str]]:
    """Write the files without their marks; return the marks."""
    expected: Counter[tuple[str, int, str]] = Counter()
    for name, text in files.items():
        lines = dedent(text).split("\n")
        for number, line in enumerate(lines, start=1):
            mark = MARK.search(line)
            expected.update((name, number, code) for code in (mark["codes"].split() if mark else ()))
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(MARK.sub("", line) for line in lines), encoding="utf-8")
    return expected


def judge_in(project: Path) -> Judge:
    def judge(files: dict[str, str], *, config: str = "") -> list[Finding]:
        expected = write(project, files)
        found = findings(project, config)
        assert expected == Counter(
            (finding.place.path.relative_to(project).as_posix(), finding.place.span.line, finding.rule.code)
            for finding in found
        )
        return found

    return judge


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of contract 1.5, as small as this family needs it."""
    folder = tmp_path / "projeto"
    write(folder, {"treino/treina.py": "import mlflow\n"})
    for worker, script in (("worker_pub", "pub"), ("worker_retrain", "retrain")):
        names = ("__init__", script, f"mytest_{script}", f"test_{script}")
        write(folder, {f"{worker}/{name}.py": "" for name in names})
        write(folder, {f"{worker}/utils.py": "def limpa_textos(textos): ...\n", f"{worker}/requirements.txt": LIBRARY})
    return folder


@pytest.fixture
def judge(project: Path) -> Judge:
    """Judge in contract 1.5."""
    return judge_in(project)


@pytest.fixture
def judge_1_8(tmp_path: Path) -> Judge:
    """Judge in contract 1.8."""
    return judge_in(shutil.copytree(EXAMPLES / "classifier-1.8", tmp_path / "projeto"))


# Clean: the worker's own modules.


def test_a_module_in_the_root_is_imported_by_its_name(judge: Judge) -> None:
    judge(
        {
            "worker_pub/textos.py": "def limpar(texto): ...\n",
            "worker_pub/extra.py": "import textos\nimport textos as t\nfrom textos import limpar\n",
        }
    )


def test_support_folders_with_and_without_init(judge: Judge) -> None:
    judge(
        {
            "worker_pub/preparo/__init__.py": "",
            "worker_pub/preparo/numeros.py": "def ler(texto): ...\n",
            "worker_pub/solta/datas.py": "def ler(texto): ...\n",
            "worker_pub/solta/mais/horas.py": "def ler(texto): ...\n",
            "worker_pub/extra.py": """\
                import preparo
                import preparo.numeros
                import solta
                import solta.mais.horas as horas
                from preparo import numeros
                from preparo.numeros import ler
                from solta import datas, mais
                from solta.mais import horas
                """,
        }
    )


def test_a_folder_without_code_is_a_package_too(judge: Judge) -> None:
    judge(
        {
            "worker_pub/preparo/__init__.py": "",
            "worker_pub/preparo/tabelas/cidades.csv": "nome\n",
            "worker_pub/extra.py": """\
                import importlib.resources
                from preparo import tabelas
                import preparo.tabelas
                CIDADES = importlib.resources.files(tabelas)
                """,
        }
    )


def test_relative_imports_within_a_support_folder(judge: Judge) -> None:
    judge(
        {
            "worker_pub/preparo/a.py": "from . import datas\nfrom .datas import ler\nfrom .mais import horas\n",
            "worker_pub/preparo/datas.py": "def ler(texto): ...\n",
            "worker_pub/preparo/mais/horas.py": "from .. import datas\nfrom ..datas import ler\nfrom . import mais\n",
            "worker_pub/preparo/mais/mais.py": "",
        }
    )


def test_relative_imports_in_models(judge_1_8: Judge) -> None:
    judge_1_8(
        {
            "worker_pub/models/colunas.py": "COLUNAS = []\n",
            "worker_pub/models/extra.py": "from .colunas import COLUNAS\nfrom . import colunas\n",
            "worker_pub/raiz.py": "from models.colunas import COLUNAS\nfrom models import colunas\n",
        }
    )


def test_all_that_binds_a_name_when_a_module_is_imported(judge: Judge) -> None:
    judge(
        {
            "worker_pub/nomes.py": """\
                import os.path
                import numpy as np
                from math import pi as PI
                A = B = 1
                C, (D, *E) = 1, (2, 3)
                F: int = 1
                G = 1
                G += 1
                for H in range(3):
                    pass
                with open("temp_area/x") as I:
                    pass
                if (J := 1):
                    K = 1
                else:
                    L = 2
                try:
                    import json as M
                except ImportError:
                    N = None
                match A:
                    case [O, {"p": P, **Q}]:
                        pass
                class R:
                    pass
                async def S(): ...
                def definir():
                    global T
                    T = 1
                U = [V := W for W in range(3)]
                """,
            "worker_pub/extra.py": """\
                from nomes import os, np, PI, A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V
                from nomes import __name__, __file__, __doc__, definir
                """,
            "worker_pub/requirements.txt": LIBRARY + "numpy==2.1.0\n",
        }
    )


@pytest.mark.parametrize(
    "text",
    [
        "from math import *\n",
        "from outro import *\n",
        "def __getattr__(nome): ...\n",
        "globals()['x'] = 1\n",
        "globals().update(x=1)\n",
        "vars()['x'] = 1\n",
        "import sys\nsetattr(sys.modules[__name__], 'x', 1)\n",
        "import sys\nsys.modules[__name__] = object()\n",
        "exec('x = 1')\n",
    ],
)
def test_a_module_that_may_have_any_name(judge: Judge, text: str) -> None:
    judge(
        {
            "worker_pub/dinamico.py": text,
            "worker_pub/outro.py": "",
            "worker_pub/extra.py": "from dinamico import qualquer\n",
        }
    )


def test_a_dynamic_package_may_have_any_submodule(judge: Judge) -> None:
    judge(
        {
            "worker_pub/pacote/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
            "worker_pub/extra.py": "import pacote.outro\nfrom pacote.mais import f\n",
        }
    )


def test_a_name_that_another_module_assigns(judge: Judge) -> None:
    judge(
        {
            "worker_pub/config.py": "",
            "worker_pub/inicio.py": "import config\nconfig.LIMITE = 1\n",
            "worker_pub/extra.py": "import inicio\nfrom config import LIMITE\n",
        }
    )


def test_modules_whose_contents_are_not_known(judge: Judge, project: Path) -> None:
    (project / "worker_pub" / "rapido.cpython-311-x86_64-linux-gnu.so").write_bytes(b"\x7fELF")
    (project / "worker_pub" / "compilado.pyc").write_bytes(b"\x00")
    (project / "worker_pub" / "antigo.py").write_bytes("X = 'ação'\n".encode("latin-1"))
    judge(
        {
            "worker_pub/errado.py": "def f(:\n",
            "worker_pub/extra.py": """\
                from rapido import somar
                from compilado import f
                from antigo import X
                from errado import f
                """,
        }
    )


def test_an_own_module_that_bears_a_standard_or_installed_name(judge: Judge) -> None:
    judge(
        {
            "worker_pub/calendar.py": "FERIADOS = []\n",
            "worker_pub/pandas.py": "FERIADOS = []\n",
            "worker_pub/time.py": "FERIADOS = []\n",
            "worker_pub/extra.py": """\
                from calendar import FERIADOS
                from pandas import FERIADOS
                from time import sleep
                """,
        }
    )


def test_an_installed_package_is_found_before_a_folder_without_init(judge: Judge) -> None:
    judge(
        {
            "worker_pub/sklearn/ajuda.py": "",
            "worker_pub/logging/ajuda.py": "",
            "worker_pub/extra.py": "from sklearn.metrics import f1_score\nfrom logging import info\n",
        }
    )


def test_a_package_is_found_before_a_module_of_the_same_name(judge: Judge) -> None:
    judge(
        {
            "worker_pub/tabelas/__init__.py": "NOVA = 1\n",
            "worker_pub/tabelas.py": "ANTIGA = 1\n",
            "worker_pub/extra.py": "from tabelas import NOVA\nfrom tabelas import ANTIGA  # MLP304\n",
        }
    )


def test_the_root_init_by_its_name(judge: Judge) -> None:
    judge({"worker_pub/__init__.py": "VERSAO = 1\n", "worker_pub/extra.py": "from __init__ import VERSAO\n"})


def test_an_import_whose_module_fails_itself(judge: Judge) -> None:
    judge(
        {
            "worker_pub/quebrado.py": "from utils import nada  # MLP304\ndef f(): ...\n",
            "worker_pub/extra.py": "from quebrado import f\n",
        }
    )


# Clean: the standard library and declared packages.


@pytest.mark.parametrize("name", ["distutils.util", "imp", "tomllib", "telnetlib", "winreg", "zoneinfo", "__main__"])
def test_the_standard_library_of_any_supported_python(judge: Judge, name: str) -> None:
    judge({"worker_pub/extra.py": f"import {name}\n"})


def test_names_that_differ_from_their_distribution(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY
            + "opencv-python-headless\nPillow\nPyYAML\npython-dotenv\nscikit_image\nbeautifulsoup4\n",
            "worker_pub/extra.py": "import cv2, yaml, dotenv, skimage, bs4\nfrom PIL import Image\n",
        }
    )


def test_each_package_of_a_namespace_counts_alone(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY + "google-cloud-storage==2.18.0\n",
            "worker_pub/extra.py": """\
                from google.cloud import storage
                import google.cloud.storage
                from google.cloud import bigquery  # MLP303
                """,
        }
    )


def test_a_name_of_an_included_file_counts(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY + "-r requisitos/base.txt\n",
            "worker_pub/requisitos/base.txt": "numpy==2.1.0\n",
            "worker_pub/extra.py": "import numpy\n",
        }
    )


def test_a_refused_or_outside_line_names_its_package(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": f"{LIBRARY}numpy=2.1.0  # MLP307\nindices @ file:///x/i.tar.gz  # MLP306\n",
            "worker_pub/extra.py": "import numpy\nimport indices\n",
        }
    )


def test_the_configuration_maps_names(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY + "equipe-dados\n",
            "worker_pub/extra.py": "import indicadores\nimport outro  # MLP303\n",
        },
        config='packages = { indicadores = "Equipe_Dados" }\n',
    )


def test_modules_of_a_required_folder_or_wheel(judge: Judge, project: Path) -> None:
    wheel = project / "worker_pub" / "pacotes" / "equipe_indices-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with ZipFile(wheel, "w") as archive:
        archive.writestr("indices/__init__.py", "")
        archive.writestr("equipe_indices-1.0.dist-info/METADATA", "Name: equipe-indices\n")
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY + f"-e ./libs/regras\n./pacotes/{wheel.name}\n",
            "worker_pub/libs/regras/pyproject.toml": '[project]\nname = "equipe-regras"\n',
            "worker_pub/libs/regras/src/regras/__init__.py": "",
            "worker_pub/extra.py": "import regras\nimport indices\nimport scipy  # MLP303\n",
        }
    )


@pytest.mark.parametrize("site", [".venv/lib/python3.11/site-packages", "venv/Lib/site-packages"])
def test_the_virtual_environment_maps_names(judge: Judge, site: str) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY + "equipe-dados\n",
            f"worker_pub/{site.partition('/')[0]}/pyvenv.cfg": "home = /usr\n",
            f"worker_pub/{site}/equipe_dados-1.0.dist-info/METADATA": "Name: equipe-dados\n",
            f"worker_pub/{site}/equipe_dados-1.0.dist-info/RECORD": "indicadores/__init__.py,,\n",
            "worker_pub/extra.py": "import indicadores\n",
        }
    )


@pytest.mark.parametrize(
    "requirements",
    ["", "# nada\n", "-r https://exemplo.gov.br/base.txt\n", LIBRARY + "https://exemplo.gov.br/\n"],
)
def test_silent_where_the_requirements_are_not_known(judge: Judge, requirements: str) -> None:
    judge({"worker_pub/requirements.txt": requirements, "worker_pub/extra.py": "import numpy\n"})


def test_silent_without_requirements(judge: Judge, project: Path) -> None:
    (project / "worker_pub" / "requirements.txt").unlink()
    judge({"worker_pub/extra.py": "import numpy\n"})


def test_silent_where_the_requirements_cannot_be_read(judge: Judge, project: Path) -> None:
    (project / "worker_pub" / "requirements.txt").write_text("pandas\n", encoding="utf-16")
    judge({"worker_pub/extra.py": "import numpy\n", "worker_pub/preparo/x.py": "", "worker_pub/b.py": "import x\n"})


def test_the_training_code_is_free(judge: Judge) -> None:
    judge(
        {
            "treino/extra.py": """\
                import sys
                import seaborn
                from worker_pub.utils import limpa_textos
                from .nada import f
                sys.path.append("..")
                """
        }
    )


# Clean: exemptions of MLP303 and MLP304.


@pytest.mark.parametrize("handled", [" ImportError", " ModuleNotFoundError", " Exception", " BaseException", ""])
def test_a_try_that_handles_import_errors_exempts(judge: Judge, handled: str) -> None:
    judge(
        {
            "worker_pub/extra.py": f"""\
                try:
                    import orjson
                    from utils import nada
                except{handled}:
                    import ujson
                    from .utils import outra
                """
        }
    )


@pytest.mark.parametrize(
    "handled", ["(OSError, ImportError)", "builtins.ImportError", "(ModuleNotFoundError,)", "ImportError as erro"]
)
def test_all_spellings_of_a_handler(judge: Judge, handled: str) -> None:
    judge({"worker_pub/extra.py": f"import builtins\ntry:\n    import orjson\nexcept {handled}:\n    pass\n"})


def test_all_parts_of_the_try_are_exempt(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                try:
                    import a1
                except KeyError:
                    import a2
                except ImportError:
                    import a3
                else:
                    import a4
                    if a4:
                        def f():
                            import a5
                finally:
                    import a6
                """
        }
    )


def test_imports_for_type_checkers_are_exempt(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                import typing as t
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    import polars
                    from .utils import f
                if t.TYPE_CHECKING and True:
                    import polars
                if not TYPE_CHECKING:
                    pass
                else:
                    import polars
                """
        }
    )


# MLP301 outside-import


def test_the_other_worker(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                import worker_retrain  # MLP301
                import worker_retrain.utils as u  # MLP301
                from worker_retrain import utils  # MLP301
                from worker_retrain.utils import nada, outra  # MLP301
                """,
            "worker_retrain/extra.py": "from worker_pub.utils import limpa_textos  # MLP301\n",
        }
    )


def test_the_other_worker_that_is_not_there(judge: Judge, project: Path) -> None:
    shutil.rmtree(project / "worker_retrain")
    judge({"worker_pub/extra.py": "import worker_retrain.utils  # MLP301\n"})


def test_what_stands_beside_the_worker(judge: Judge) -> None:
    judge(
        {
            "constantes.py": "",
            "comum/__init__.py": "",
            "sem_init/fundo/x.py": "",
            "worker_pub/extra.py": """\
                import constantes  # MLP301
                from comum import nada  # MLP301
                from sem_init.fundo.x import y  # MLP301
                from treino.treina import z  # MLP301
                import treino  # MLP301
                """,
        }
    )


def test_what_stands_above_the_worker_in_the_project(tmp_path: Path) -> None:
    write(tmp_path, {"raiz.py": "", "entregas/meio.py": ""})
    shutil.copytree(EXAMPLES / "classifier-1.5", tmp_path / "entregas" / "um")
    judge_in(tmp_path)(
        {
            "entregas/um/worker_pub/extra.py": """\
                import raiz  # MLP301
                import meio  # MLP301
                from um.treino import treina  # MLP301
                from entregas.um.worker_pub import utils  # MLP301
                """,
        }
    )


def test_dots_that_climb_above_the_root(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": "from ..treino import treina  # MLP301\nfrom .. import x  # MLP301\n",
            "worker_pub/a/b/c.py": """\
                from ....treino import treina  # MLP301
                from ....worker_pub.utils import f  # MLP301
                from ... import utils  # MLP304
                """,
        }
    )


def test_a_guard_does_not_excuse_code_outside(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                from typing import TYPE_CHECKING
                try:
                    from worker_retrain.utils import f  # MLP301
                except ImportError:
                    f = None
                if TYPE_CHECKING:
                    from treino import treina  # MLP301
                """
        }
    )


def test_a_folder_beside_with_a_standard_or_declared_name(judge: Judge) -> None:
    judge(
        {
            "statistics/__init__.py": "",
            "sklearn/__init__.py": "",
            "numpy/__init__.py": "",
            "biblioteca/pyproject.toml": '[project]\nname = "biblioteca"\n',
            "biblioteca/biblioteca/__init__.py": "",
            "worker_pub/requirements.txt": LIBRARY + "-e ../biblioteca  # MLP306\n",
            "worker_pub/extra.py": """\
                import statistics
                from sklearn.base import clone
                import biblioteca
                import numpy  # MLP301
                """,
        }
    )


def test_a_folder_beside_without_code_is_no_package(judge: Judge) -> None:
    judge({"torch/pesos.txt": "", "worker_pub/extra.py": "import torch  # MLP303\n"})


def test_a_module_of_the_worker_goes_before_one_beside(judge: Judge) -> None:
    judge({"comum.py": "", "worker_pub/comum.py": "X = 1\n", "worker_pub/extra.py": "from comum import X\n"})


def test_letter_case_counts_beside_too(judge: Judge) -> None:
    judge({"Comum.py": "", "worker_pub/extra.py": "import comum  # MLP303\n"})


def test_one_finding_for_one_module(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                from worker_retrain.utils import (  # MLP301
                    limpa_textos,
                    monta_modelo,
                )
                """
        }
    )


# MLP303 undeclared-requirement


def test_each_name_once_at_its_first_import_in_path_order(judge: Judge) -> None:
    judge(
        {
            "worker_pub/b.py": "import scipy\nimport seaborn  # MLP303\n",
            "worker_pub/a.py": "import scipy.stats  # MLP303\nfrom scipy import stats\n",
            "worker_pub/a/c.py": "import PIL  # MLP303\nimport yaml, cv2  # MLP303 MLP303\n",
            "worker_retrain/c.py": "def f():\n    from scipy import stats  # MLP303\n",
        }
    )


def test_an_exempt_import_is_not_the_first(judge: Judge) -> None:
    judge(
        {
            "worker_pub/a.py": "try:\n    import scipy\nexcept ImportError:\n    scipy = None\n",
            "worker_pub/b.py": "import scipy  # MLP303\n",
        }
    )


@pytest.mark.parametrize("handled", ["OSError", "(KeyError, ValueError)", "AttributeError as erro"])
def test_another_handler_does_not_exempt(judge: Judge, handled: str) -> None:
    judge({"worker_pub/extra.py": f"try:\n    import scipy  # MLP303\nexcept {handled}:\n    pass\n"})


def test_the_else_of_type_checking_is_not_exempt(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    import scipy
                else:
                    import scipy  # MLP303
                """
        }
    )


def test_behind_the_try_nothing_is_exempt(judge: Judge) -> None:
    judge({"worker_pub/extra.py": "try:\n    import a1\nexcept ImportError:\n    pass\nimport a2  # MLP303\n"})


def test_each_worker_has_requirements_of_its_own(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY + "numpy\n",
            "worker_pub/extra.py": "import numpy\n",
            "worker_retrain/requirements.txt": LIBRARY,
            "worker_retrain/extra.py": "import numpy  # MLP303\n",
        }
    )


def test_the_tests_of_the_user_count_too(judge: Judge) -> None:
    judge({"worker_pub/mytest_pub.py": "import scipy  # MLP303\ndef test(): ...\n"})


def test_the_message_names_the_likeliest_distribution(judge: Judge) -> None:
    (found,) = judge({"worker_pub/extra.py": "from PIL import Image  # MLP303\n"})
    assert found.message("en") == (
        "'PIL' comes from the package 'pillow', which 'requirements.txt' doesn't name; it won't be installed."
    )


# MLP304 broken-import


def test_relative_imports_in_the_root(judge: Judge) -> None:
    found = judge(
        {
            "worker_pub/__init__.py": "from .utils import limpa_textos as limpa, f  # MLP304\n",
            "worker_pub/extra.py": "from . import utils  # MLP304\nfrom .nada import x  # MLP304\n",
        }
    )
    assert [finding.help("en") for finding in found] == [
        "Write `from utils import limpa_textos as limpa, f`.",
        "Write `import utils`.",
        "Write `from nada import x`.",
    ]


def test_dots_that_climb_to_the_root(judge_1_8: Judge) -> None:
    found = judge_1_8(
        {
            "worker_pub/config.py": "X = 1\n",
            "worker_pub/models/extra.py": "from ..config import X  # MLP304\nfrom .. import config  # MLP304\n",
        }
    )
    assert [finding.help("pt-BR") for finding in found] == [
        "Escreva `from config import X`.",
        "Escreva `import config`.",
    ]


def test_the_own_folder_by_its_name(judge: Judge) -> None:
    found = judge(
        {
            "worker_pub/extra.py": """\
                from worker_pub.utils import limpa_textos  # MLP304
                import worker_pub.utils as u  # MLP304
                from worker_pub import utils  # MLP304
                """,
            "worker_retrain/preparo/extra.py": "from worker_retrain.utils import limpa_textos  # MLP304\n",
        }
    )
    assert [finding.help("en") for finding in found] == [
        "Write `from utils import limpa_textos`.",
        "Write `import utils as u`.",
        "Write `import utils`.",
        "Write `from utils import limpa_textos`.",
    ]


@pytest.mark.parametrize("code", ["import worker_pub", "from worker_pub import *", "from . import *"])
def test_the_own_folder_itself_is_nothing_to_import(judge: Judge, code: str) -> None:
    (found,) = judge({"worker_pub/extra.py": f"{code}  # MLP304\n"})
    assert found.help("en") == "Write `import utils`."


def test_a_package_of_the_worker_that_bears_its_name(judge: Judge) -> None:
    judge({"worker_pub/worker_pub/__init__.py": "X = 1\n", "worker_pub/extra.py": "from worker_pub import X\n"})


def test_the_own_folder_under_another_name(judge: Judge, project: Path) -> None:
    (project / "worker_pub").rename(project / "Worker_pub")
    judge({"Worker_pub/a.py": "import Worker_pub.utils  # MLP304\nimport worker_pub.utils  # MLP304\n"})


def test_a_module_that_stands_in_a_folder(judge: Judge) -> None:
    found = judge(
        {
            "worker_pub/preparo/numeros.py": "from datas import ler  # MLP304\nimport datas  # MLP304\n",
            "worker_pub/preparo/datas.py": "def ler(texto): ...\n",
            "worker_pub/preparo/mais/horas.py": "",
            "worker_pub/extra.py": "import mais.horas  # MLP304\n",
        }
    )
    assert [finding.help("en") for finding in found] == [
        "Write `import preparo.mais.horas`.",
        "Write `from preparo.datas import ler`.",
        "Write `import preparo.datas as datas`.",
    ]


def test_a_module_in_temp_area_explains_nothing(judge: Judge) -> None:
    judge({"worker_pub/temp_area/scipy.py": "", "worker_pub/extra.py": "import scipy  # MLP303\n"})


def test_a_declared_package_goes_before_a_module_in_a_folder(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY,
            "worker_pub/preparo/pandas.py": "",
            "worker_pub/extra.py": "import pandas\n",
        }
    )


def test_modules_that_do_not_exist(judge: Judge) -> None:
    judge(
        {
            "worker_pub/preparo/__init__.py": "",
            "worker_pub/preparo/numeros.py": """\
                from .nada import f  # MLP304
                from . import nada  # MLP304
                """,
            "worker_pub/solta/datas.py": "",
            "worker_pub/extra.py": """\
                import preparo.nada  # MLP304
                import preparo.nada.mais  # MLP304
                import preparo.numeros.mais  # MLP304
                from preparo.nada import f  # MLP304
                from solta.nada import f  # MLP304
                from solta import nada  # MLP304
                from Preparo import numeros  # MLP303
                """,
        }
    )


def test_names_that_do_not_exist(judge: Judge) -> None:
    found = judge({"worker_pub/extra.py": "from utils import limpa_textos, nada, Outra  # MLP304\n"})
    assert found[0].message("en") == "The module 'utils' has no 'nada, Outra'."


def test_names_that_are_not_bound_on_import(judge: Judge) -> None:
    judge(
        {
            "worker_pub/nomes.py": """\
                from typing import TYPE_CHECKING
                A = 1
                del A
                B: int
                try:
                    pass
                except ValueError as C:
                    pass
                if TYPE_CHECKING:
                    from pandas import DataFrame as D
                if __name__ == "__main__":
                    E = 1
                def f():
                    F = 1
                class G:
                    H = 1
                """,
            "worker_pub/extra.py": "\n".join(f"from nomes import {name}  # MLP304" for name in "ABCDEFH"),
        }
    )


def test_a_local_module_that_hides_the_standard_one(judge: Judge) -> None:
    judge(
        {
            "worker_pub/statistics.py": "def desvio(): ...\n",
            "worker_pub/extra.py": "from statistics import mean  # MLP304\n",
        }
    )


def test_without_requirements_an_own_module_is_still_looked_for(judge: Judge, project: Path) -> None:
    (project / "worker_pub" / "requirements.txt").unlink()
    judge({"worker_pub/preparo/datas.py": "", "worker_pub/extra.py": "import datas  # MLP304\nimport numpy\n"})


def test_instead_of_mlp303(judge: Judge) -> None:
    judge({"worker_pub/extra.py": "from utils import x  # MLP304\nimport worker_pub  # MLP304\n"})


# Functions that import.


def test_functions_that_import_a_literal_name(judge: Judge) -> None:
    judge(
        {
            "worker_pub/preparo/__init__.py": "",
            "worker_pub/preparo/datas.py": "",
            "worker_pub/extra.py": """\
                import builtins
                import importlib
                import importlib as il
                from importlib import import_module
                from importlib import import_module as importar
                carregar = importlib.import_module
                A = importlib.import_module("worker_retrain.utils")  # MLP301
                B = il.import_module("treino.treina")  # MLP301
                C = import_module("scipy.stats")  # MLP303
                D = importar("preparo.nada")  # MLP304
                E = carregar(name="worker_pub.utils")  # MLP304
                F = __import__("worker_retrain")  # MLP301
                G = builtins.__import__("seaborn")  # MLP303
                H = import_module("preparo.datas"), import_module("json"), __import__("utils")
                """,
        }
    )


def test_functions_that_import_relatively(judge: Judge) -> None:
    judge(
        {
            "worker_pub/preparo/__init__.py": """\
                from importlib import import_module
                import_module(".datas", __name__)
                import_module(".nada", __name__)  # MLP304
                """,
            "worker_pub/preparo/datas.py": """\
                from importlib import import_module
                import_module(".datas", package=__package__)
                import_module(".nada", package=__package__)  # MLP304
                import_module("..utils", package=__package__)  # MLP304
                import_module("...treino", package=__package__)  # MLP301
                """,
            "worker_pub/extra.py": """\
                from importlib import import_module
                import_module(".datas", "preparo")
                import_module(".nada", "preparo")  # MLP304
                import_module(".utils", package="worker_pub")  # MLP304
                import_module(".utils", __package__)  # MLP304
                """,
        }
    )


def test_functions_with_names_that_are_not_literal_or_not_known(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                from importlib import import_module
                class Fabrica:
                    def import_module(self, nome): ...
                def f(nome, pacote):
                    import_module(nome)
                    import_module("." + nome, "preparo")
                    import_module(".x", pacote)
                    import_module(f"{nome}")
                    Fabrica().import_module("worker_retrain.utils")
                """
        }
    )


def test_functions_that_import_in_a_try_are_exempt(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                import importlib
                try:
                    importlib.import_module("scipy")
                    importlib.import_module("utils.nada")
                except ImportError:
                    importlib.import_module("worker_retrain")  # MLP301
                """
        }
    )


# MLP302 path-manipulation


def test_what_only_reads_the_import_path(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                import os, subprocess, sys
                pastas = list(sys.path)
                pastas.append("x")
                copia = sys.path.copy()
                copia += ["x"]
                outra = sys.path[:]
                outra.insert(0, "x")
                primeira = sys.path[0]
                ha = "x" in sys.path or sys.path.index("x") or sys.path.count("x")
                nova = sys.path + ["x"]
                class Rota:
                    def __init__(self):
                        self.path = []
                        self.path.append(1)
                        self.path += [2]
                        self.path[0] = 3
                path = []
                path.append("x")
                path += ["y"]
                """
        }
    )


def test_other_variables_and_copies_of_the_environment(judge: Judge) -> None:
    judge(
        {
            "worker_pub/extra.py": """\
                import os, subprocess, sys
                os.environ["OMP_NUM_THREADS"] = "1"
                os.environ.setdefault("MKL_NUM_THREADS", "1")
                os.environ.update(A="1")
                os.environ.update({"A": "1"}, B="2")
                os.environ |= {"A": "1"}
                os.putenv("A", "1")
                valor = os.environ.get("PYTHONPATH"), os.getenv("PYTHONPATH")
                ambiente = os.environ.copy()
                ambiente["PYTHONPATH"] = "x"
                ambiente.update(PYTHONPATH="x")
                outro = dict(os.environ)
                outro["PYTHONPATH"] = "x"
                mais = {**os.environ, "PYTHONPATH": "x"}
                soma = os.environ | {"PYTHONPATH": "x"}
                subprocess.run([sys.executable, "-V"], env={**os.environ, "PYTHONPATH": "x"})
                del os.environ["PYTHONPATH"]
                """
        }
    )


@pytest.mark.parametrize(
    "statement",
    [
        "sys.path.append('x')",
        "sys.path.insert(0, '.')",
        "sys.path.extend(['x'])",
        "sys.path.remove('x')",
        "sys.path = ['x']",
        "sys.path = sys.path + ['x']",
        "sys.path += ['x']",
        "sys.path[0] = 'x'",
        "sys.path[:0] = ['x']",
        "sys.path[0:0] = ['x']",
        "del sys.path[0]",
        "sys.path, outro = ['x'], 1",
        "setattr(sys, 'path', ['x'])",
        "[sys.path.append(pasta) for pasta in 'xy']",
        "site.addsitedir('x')",
        "os.environ['PYTHONPATH'] = 'x'",
        "os.environ['PYTHONPATH'] += ':x'",
        "os.environ['PYTHON' 'PATH'] = 'x'",
        "os.environ.setdefault('PYTHONPATH', 'x')",
        "os.environ.update(PYTHONPATH='x')",
        "os.environ.update({'A': '1', 'PYTHONPATH': 'x'})",
        "os.environ.update([('PYTHONPATH', 'x')])",
        "os.environ |= {'PYTHONPATH': 'x'}",
        "os.putenv('PYTHONPATH', 'x')",
    ],
)
def test_a_change_of_the_import_path(judge: Judge, statement: str) -> None:
    judge({"worker_pub/extra.py": f"import os, site, sys\n{statement}  # MLP302\n"})


@pytest.mark.parametrize(
    "code",
    [
        "from sys import path\npath.append('x')  # MLP302",
        "from sys import path as p\np += ['x']  # MLP302",
        "import sys as s\ns.path.append('x')  # MLP302",
        "import sys\np = sys.path\np.insert(0, 'x')  # MLP302",
        "import sys\np = sys.path\np[0] = 'x'  # MLP302",
        "import sys\nincluir = sys.path.append\nincluir('x')  # MLP302",
        "import sys\ndef f():\n    if 'x' not in sys.path:\n        sys.path.append('x')  # MLP302",
        "import sys\ndef f(lista):\n    lista.append('x')  # MLP302\nf(sys.path)",
        "from site import addsitedir\naddsitedir('x')  # MLP302",
        "from os import environ\nenviron['PYTHONPATH'] = 'x'  # MLP302",
        "import os\nambiente = os.environ\nambiente['PYTHONPATH'] = 'x'  # MLP302",
        "import os\nambiente = os.environ\nambiente |= {'PYTHONPATH': 'x'}  # MLP302",
        "import os\nNOME = 'PYTHONPATH'\nos.environ[NOME] = 'x'  # MLP302",
        "import os\nNOVAS = {'PYTHONPATH': 'x'}\nos.environ.update(NOVAS)  # MLP302",
        "import os\nos.environ.update(**{'PYTHONPATH': 'x'})  # MLP302",
    ],
)
def test_a_change_of_the_import_path_by_another_name(judge: Judge, code: str) -> None:
    judge({"worker_pub/extra.py": f"{code}\n"})


def test_an_alias_from_another_module(judge: Judge) -> None:
    judge(
        {
            "worker_pub/caminhos.py": "import sys\nBUSCA = sys.path\n",
            "worker_pub/extra.py": "from caminhos import BUSCA\nBUSCA.append('x')  # MLP302\n",
        }
    )


def test_a_guard_does_not_excuse_a_change_of_the_import_path(judge: Judge) -> None:
    judge(
        {"worker_pub/extra.py": "import sys\ntry:\n    sys.path.append('x')  # MLP302\nexcept ImportError:\n    pass\n"}
    )


def test_one_finding_for_one_statement(judge: Judge) -> None:
    judge({"worker_pub/extra.py": "import sys\nsys.path.append('x'), sys.path.append('y')  # MLP302\n"})


# MLP305 outside-code


@pytest.mark.parametrize(
    "code",
    [
        "runpy.run_path('regras/x.py')",
        "runpy.run_path(caminho)",
        "runpy.run_module('utils')",
        "importlib.util.spec_from_file_location('x', os.path.join(os.path.dirname(__file__), 'x.py'))",
        "importlib.util.spec_from_file_location('../x.py', None)",
        "importlib.machinery.SourceFileLoader('x', './regras/x.py')",
        "exec(open('x.py').read())",
        "exec('a = 1')",
        "exec('open(\"../x.py\")')",
        "compile('a = 1', '../x.py', 'exec')",
        "exec(compile(open(caminho).read(), caminho, 'exec'))",
        "re.compile(open('../x.txt').read())",
    ],
)
def test_code_from_inside_or_nobody_knows_where(judge: Judge, code: str) -> None:
    judge(
        {
            "worker_pub/extra.py": "import importlib.machinery, importlib.util, os, re, runpy, sys\n"
            f"def f(caminho):\n    {code}\nf(sys.argv[1])\n"
        }
    )


@pytest.mark.parametrize(
    "code",
    [
        "runpy.run_path('../treino/x.py')",
        "runpy.run_path(path_name='/opt/x.py')",
        "runpy.run_path(os.path.join('..', 'x.py'))",
        "runpy.run_path(str(pathlib.Path(__file__).parent.parent / 'x.py'))",
        "runpy.run_path('C:/x.py')",
        "importlib.util.spec_from_file_location('x', '../x.py')",
        "importlib.util.spec_from_file_location('x', location='../x.py')",
        "importlib.machinery.SourceFileLoader('x', '../x.py').load_module()",
        "imp.load_source('x', '../x.py')",
        "exec(open('../x.py').read())",
        "exec(open('../x.py', encoding='utf-8').read(), {})",
        "exec(pathlib.Path('../x.py').read_text())",
        "exec(pathlib.Path('../x.py').open().read())",
        "exec(io.open('../x.py').read())",
        "exec(compile(open('../x.py').read(), '../x.py', 'exec'))",
        "exec(open('../x.py', 'rb').read().decode('utf-8'))",
        "compile(open('../x.py').read(), 'x', 'exec')",
        "eval(compile(open('../x.py').read(), 'x', 'eval'))",
    ],
)
def test_code_from_outside(judge: Judge, code: str) -> None:
    judge(
        {
            "worker_pub/extra.py": "import imp, importlib.machinery, importlib.util, io, os, pathlib, runpy\n"
            f"{code}  # MLP305\n"
        }
    )


@pytest.mark.parametrize(
    "code",
    [
        "from runpy import run_path\nrun_path('../x.py')  # MLP305",
        "from runpy import run_path as rodar\nrodar('../x.py')  # MLP305",
        "import runpy\nrodar = runpy.run_path\nrodar('../x.py')  # MLP305",
        "import runpy\nARQUIVO = '../x.py'\nrunpy.run_path(ARQUIVO)  # MLP305",
        "import runpy\ndef f(caminho):\n    runpy.run_path(caminho)  # MLP305\nf('x.py')\nf('../x.py')",
        "executar = exec\nexecutar(open('../x.py').read())  # MLP305",
        "with open('../x.py') as arquivo:\n    exec(arquivo.read())  # MLP305",
        "with open('../x.py') as arquivo:\n    texto = arquivo.read()\nexec(texto)  # MLP305",
        "codigo = compile(open('../x.py').read(), 'x', 'exec')\nexec(codigo)  # MLP305",
        "def ler(nome):\n    with open(nome) as f:\n        return f.read()\nexec(ler('../x.py'))  # MLP305",
        "texto = 'a = 1'\nexec(texto)\ntexto = open('../x.py').read()\nexec(texto)  # MLP305",
    ],
)
def test_code_from_outside_by_another_name(judge: Judge, code: str) -> None:
    judge({"worker_pub/extra.py": f"{code}\n"})


def test_a_path_of_another_module(judge: Judge) -> None:
    judge(
        {
            "worker_pub/caminhos.py": "import os\nVIZINHO = os.path.join('..', 'treino')\n",
            "worker_pub/extra.py": "import caminhos, runpy\nrunpy.run_path(caminhos.VIZINHO + '/x.py')  # MLP305\n",
        }
    )


def test_what_the_own_tests_load_is_exempt(judge: Judge) -> None:
    judge(
        {
            "worker_pub/mytest_pub.py": """\
                import runpy
                from extra import OUTRO, carregar
                def test():
                    runpy.run_path("../treino/x.py")
                    carregar("../treino/x.py")
                    runpy.run_path(OUTRO)  # MLP305
                """,
            "worker_pub/extra.py": "import runpy\nOUTRO = '../x.py'\ndef carregar(nome):\n    runpy.run_path(nome)\n",
        }
    )


def test_the_finding_stands_at_the_call(judge: Judge) -> None:
    (found,) = judge({"worker_pub/extra.py": "import runpy\nregras = (\n    runpy.run_path('../x.py')  # MLP305\n)\n"})
    assert (found.place.span.line, found.place.span.column) == (3, 5)
    assert found.message("en") == (
        "This loads code from '../x.py', outside 'worker_pub'; the stack has only what is in that folder."
    )


def test_what_opens_the_code_is_no_read_besides(project: Path) -> None:
    write(
        project,
        {"worker_pub/extra.py": "with open('../x.py') as f:\n    exec(compile(f.read(), 'x', 'exec'))\nopen('../y')\n"},
    )
    families = Overrides(choice=Choice(select=(resolve("MLP3", "test"), resolve("MLP4", "test"))))
    found = lint([project], Configuration(families)).findings
    assert [(finding.rule.code, finding.place.span.line) for finding in found] == [("MLP305", 2), ("MLP402", 3)]


# MLP306 outside-requirement


def test_paths_and_urls_within_the_worker(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY
            + "./pacotes/x-1.0-py3-none-any.whl\n-e ./lib\n-e git+https://github.com/equipe/y.git#egg=y\n"
            "z @ https://exemplo.gov.br/z-1.0.tar.gz\n",
        }
    )


def test_paths_and_urls_out_of_the_worker(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": """\
                mllibprodest
                pandas
                scikit-learn
                -e ../lib  # MLP306
                ../x-1.0-py3-none-any.whl  # MLP306
                file:///home/maria/y-1.0.tar.gz  # MLP306
                z @ file:///home/maria/z-1.0.tar.gz  # MLP306
                /opt/w.zip  # MLP306
                C:\\pacotes\\v.zip  # MLP306
                -e git+file:///home/maria/u#egg=u  # MLP306
                lib/../../t  # MLP306
                """
        }
    )


def test_lines_of_an_included_file(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": LIBRARY + "-r mais/base.txt\n-r ../fora.txt\n",
            "worker_pub/mais/base.txt": "../x.whl  # MLP306\nnumpy=1.0  # MLP307\n",
            "fora.txt": "../x.whl\nnumpy=1.0\n",
        }
    )


# MLP307 invalid-requirement


def test_what_pip_takes(judge: Judge) -> None:
    judge(
        {
            "worker_pub/requirements.txt": """\
                # comentário
                --extra-index-url https://pypi.org/simple
                -c restricoes.txt
                mllibprodest == 1.5.0   # comentário
                pandas[excel,parquet]>=2,<3 ; python_version < "3.13"
                scikit_learn~=1.5
                nada \\
                    >=4.12,<5
                numpy==1.26.4 --hash=sha256:2fe7f5b0a6b0b1b1b1
                """
        }
    )


INVALID = {
    "backslash-path": "pacotes\\lib.whl",
    "bad-comma": "numpy>=1 <2",
    "bad-editable": "-e numpy==1.0",
    "bad-egg": "git+https://exemplo.gov.br/x.git#egg=x[extra]",
    "bad-hash": "numpy==1.0 --hash=md5:abc",
    "bad-marker": "numpy; python_versao > '3'",
    "bad-url": "x @ s3://balde/x",
    "bad-version": "numpy==mais.nova",
    "bad-wheel-name": "./lib.whl",
    "extras-after-version": "pandas>=2[excel]",
    "glued-comment": "numpy==1.0# motivo",
    "import-statement": "import numpy",
    "missing-operator": "numpy 1.0",
    "not-a-requirement": "???",
    "option-value": "--index-url",
    "quoted": '"numpy==1.0",',
    "several-packages": "numpy pandas",
    "shell-command": "pip install numpy",
    "single-equals": "numpy=1.0",
    "stray-backslash": "numpy==1.0 \\  # motivo",
    "unknown-option": "--nada",
    "unnamed-editable": "-e git+https://exemplo.gov.br/x.git",
    "wrong-operator": "numpy=>1.0",
}


@pytest.mark.parametrize(("problem", "line"), INVALID.items(), ids=INVALID)
def test_a_line_that_pip_refuses(judge: Judge, problem: str, line: str) -> None:
    (found,) = judge({"worker_pub/requirements.txt": f"{LIBRARY}{line}  # MLP307\n"})
    assert found.variant.removesuffix("-suggested") == problem
    assert line.removesuffix("  # motivo") in found.message("pt-BR")
    assert "None" not in found.help("en")


def test_every_problem_has_its_message() -> None:
    problems = set(get_args(Problem))
    assert problems == set(INVALID)
    assert set(InvalidRequirement.messages) == problems | {f"{problem}-suggested" for problem in problems}


def test_a_suggestion_is_what_to_type(judge: Judge) -> None:
    (found,) = judge({"worker_pub/requirements.txt": LIBRARY + "numpy=1.0  # MLP307\n"})
    assert found.help("en") == "Write `numpy==1.0` instead."
    assert found.help("pt-BR") == "Escreva `numpy==1.0` no lugar."


def test_a_continued_line_spans_its_lines(judge: Judge) -> None:
    (found,) = judge({"worker_pub/requirements.txt": LIBRARY + "numpy \\  # MLP307\n  1.0\n"})
    assert (found.place.span.line, found.place.span.end_line) == (5, 6)


# All of them.


def test_the_family_is_whole() -> None:
    assert {code for code in RULES if code.startswith("MLP3")} == {f"MLP30{number}" for number in range(1, 8)}
