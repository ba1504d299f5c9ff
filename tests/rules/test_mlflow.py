"""Family 5: MLflow and artifacts. A comment such as ``# MLP501`` at a line's end marks an expected finding."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import pytest
from conftest import EXAMPLES

from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.engine import lint
from mlprodest_lint.selectors import resolve

if TYPE_CHECKING:
    from pathlib import Path

MARK = re.compile(r"[ \t]*# (?P<codes>MLP5\d\d(?: MLP5\d\d)*)$")
FAMILY = Configuration(Overrides(choice=Choice(select=(resolve("MLP5", "test"),))))


class Judge(Protocol):
    """Writes files over a project without findings, and holds the findings against the marks in them."""

    def __call__(self, files: dict[str, str], contract: str = "1.5") -> None: ...


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    def judge(files: dict[str, str], contract: str = "1.5") -> None:
        project = tmp_path / "projeto"
        shutil.copytree(EXAMPLES / f"classifier-{contract}", project)
        expected: Counter[tuple[str, int, str]] = Counter()
        for name, text in files.items():
            lines = text.removeprefix("\n").split("\n")
            for number, line in enumerate(lines, start=1):
                mark = MARK.search(line)
                expected.update((name, number, code) for code in (mark["codes"].split() if mark else ()))
            path = project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(MARK.sub("", line) for line in lines), encoding="utf-8")
        found = Counter(
            (finding.place.path.relative_to(project).as_posix(), finding.place.span.line, finding.rule.code)
            for finding in lint([project], FAMILY).findings
        )
        assert found == expected

    return judge


# MLP501: guards.


def test_a_guard_may_leave_early(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow


def configurar() -> None:
    if os.environ.get("MLFLOW_TRACKING_URI"):
        return
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def configurar_ou_falhar() -> None:
    if os.environ.get("MLFLOW_TRACKING_URI") is not None:
        raise RuntimeError("já configurado")
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def configurar_lista(uris: list) -> None:
    for uri in uris:
        if "MLFLOW_TRACKING_URI" in os.environ:
            continue
        mlflow.set_tracking_uri(uri)
""",
        },
    )


def test_a_guard_may_be_the_other_branch(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import logging
import mlflow


def configurar() -> None:
    if "MLFLOW_TRACKING_URI" in os.environ:
        logging.info("servidor: %s", os.environ["MLFLOW_TRACKING_URI"])
    else:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def configurar_tres(local: bool) -> None:
    if os.getenv("MLFLOW_TRACKING_URI"):
        logging.info("produção")
    elif local:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
    else:
        mlflow.set_tracking_uri("http://localhost:5000")


def configurar_and(local: bool) -> None:
    if local and os.getenv("MLFLOW_TRACKING_URI") is None:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
    if not (os.getenv("MLFLOW_TRACKING_URI") or local):
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_a_guard_may_be_a_function(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow


def tem_uri() -> bool:
    return os.getenv("MLFLOW_TRACKING_URI") is not None


def sem_uri() -> bool:
    if os.environ.get("MLFLOW_TRACKING_URI"):
        return False
    return True


def uri_do_ambiente():
    return os.environ.get("MLFLOW_TRACKING_URI")


def existe(nome: str) -> bool:
    return nome in os.environ


def a() -> None:
    if not tem_uri():
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def b() -> None:
    if sem_uri():
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def c() -> None:
    if uri_do_ambiente() is None:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def d() -> None:
    if not existe("MLFLOW_TRACKING_URI"):
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_a_guard_may_be_named(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/constantes.py": """
import os
VARIAVEL = "MLFLOW_TRACKING_URI"
TRACKING_URI = os.getenv("MLFLOW_TRACKING_URI")
TEM_SERVIDOR = VARIAVEL in os.environ
""",
            "worker_retrain/conf.py": """
import os
import mlflow
import constantes
from constantes import TRACKING_URI, VARIAVEL, TEM_SERVIDOR

NOME = "MLFLOW_TRACKING_" + "URI"

if (uri := os.getenv(VARIAVEL)) is None:
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
if not (valor := os.environ.get(NOME)):
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
if TRACKING_URI is None:
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
if not constantes.TRACKING_URI:
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
if not TEM_SERVIDOR:
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
if constantes.VARIAVEL not in os.environ.keys():
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_a_guard_may_be_a_missing_key(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow


def a() -> None:
    try:
        os.environ["MLFLOW_TRACKING_URI"]
    except KeyError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def b() -> None:
    try:
        uri = os.environ["MLFLOW_TRACKING_URI"]
    except (KeyError, TypeError) as erro:
        print(erro)
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
    else:
        print(uri)


def c() -> str:
    try:
        return os.environ["MLFLOW_TRACKING_URI"]
    except KeyError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
    return "local"


def d() -> None:
    try:
        print(os.environ["MLFLOW_TRACKING_URI"])
    except KeyError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def e() -> None:
    uri = None
    try:
        uri = os.environ["MLFLOW_TRACKING_URI"]
    except KeyError:
        pass
    if uri is None:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def f() -> None:
    try:
        os.environ["MLFLOW_TRACKING_URI"]
        return
    except KeyError:
        pass
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def g() -> None:
    try:
        os.environ["MLFLOW_TRACKING_URI"]
        ausente = False
    except KeyError:
        ausente = True
    if ausente:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_a_guard_may_be_any_equivalent_test(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow

URI = "sqlite:///teste_mlflow.db"
mlflow.set_tracking_uri(URI) if os.getenv("MLFLOW_TRACKING_URI") is None else None
None if "MLFLOW_TRACKING_URI" in os.environ else mlflow.set_tracking_uri(URI)
os.environ.get("MLFLOW_TRACKING_URI") or mlflow.set_tracking_uri(URI)
os.environ.get("MLFLOW_TRACKING_URI") is None and mlflow.set_tracking_uri(URI)
if os.environ.get("MLFLOW_TRACKING_URI") in (None, ""):
    mlflow.set_tracking_uri(URI)
if os.environ.get("MLFLOW_TRACKING_URI") == None:
    mlflow.set_tracking_uri(URI)
if len(os.environ.get("MLFLOW_TRACKING_URI", "")) == 0:
    mlflow.set_tracking_uri(URI)
if not os.environ.get("MLFLOW_TRACKING_URI", "").strip():
    mlflow.set_tracking_uri(URI)
if not bool(os.getenv("MLFLOW_TRACKING_URI")):
    mlflow.set_tracking_uri(URI)
if None is os.getenv("MLFLOW_TRACKING_URI"):
    mlflow.set_tracking_uri(URI)
if os.getenv("MLFLOW_TRACKING_URI", "vazio") == "vazio":
    mlflow.set_tracking_uri(URI)
if not "MLFLOW_TRACKING_URI" in os.environ:
    mlflow.set_tracking_uri(URI)
match os.environ.get("MLFLOW_TRACKING_URI"):
    case None | "":
        mlflow.set_tracking_uri(URI)
    case _:
        pass
""",
        },
    )


def test_a_guard_may_stand_around_all_callers_or_read_an_attribute(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
from dataclasses import dataclass
import mlflow


class Registro:
    def __init__(self):
        self.uri = os.getenv("MLFLOW_TRACKING_URI")

    def conectar(self) -> None:
        if self.uri is None:
            self._usar_local()

    def _usar_local(self) -> None:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


class Config:
    URI = os.environ.get("MLFLOW_TRACKING_URI")


def pela_classe() -> None:
    if not Config.URI:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def por_parametro(uri) -> None:
    if uri is None:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def principal() -> None:
    por_parametro(os.getenv("MLFLOW_TRACKING_URI"))
    env = os.environ
    if env.get("MLFLOW_TRACKING_URI") is None:
        definir("sqlite:///teste_mlflow.db")


def definir(uri: str) -> None:
    mlflow.set_tracking_uri(uri)


def com_copia() -> None:
    ambiente = os.environ.copy()
    if "MLFLOW_TRACKING_URI" not in ambiente:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def com_pacote() -> None:
    if not mlflow.is_tracking_uri_set():
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_a_guard_may_read_through_a_package(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import mlflow
from decouple import config
from os import environ as env, getenv as ler

if config("MLFLOW_TRACKING_URI", default=None) is None:
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
if "MLFLOW_TRACKING_URI" not in env:
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
if not ler("MLFLOW_TRACKING_URI"):
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_a_guard_may_stand_in_a_function_of_its_own(judge: Judge) -> None:
    judge(
        {
            "treino/train.py": """
import argparse
import os
import mlflow

VARIAVEL = "MLFLOW_TRACKING_URI"


def argumentos():
    leitor = argparse.ArgumentParser()
    leitor.add_argument("--artefatos", nargs="+")
    return leitor.parse_args()


def configurar():
    uri = os.environ.get(VARIAVEL, default=None)
    if not uri:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def main():
    args = argumentos()
    configurar()
    with mlflow.start_run():
        for a in args.artefatos:
            mlflow.log_artifact(a)


if __name__ == "__main__":
    main()
""",
        },
    )


def test_a_guard_may_be_a_flag_or_a_property(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import os
import sys
import logging
import mlflow
from functools import lru_cache
from contextlib import suppress

URI = "sqlite:///teste_mlflow.db"
AMBIENTE = os.environ
producao = "MLFLOW_TRACKING_URI" in AMBIENTE
if not producao:
    mlflow.set_tracking_uri(URI)
local = not os.environ.get("MLFLOW_TRACKING_URI")
if local:
    mlflow.set_tracking_uri(URI)
em_producao: bool = bool(os.environ.get("MLFLOW_TRACKING_URI"))
if em_producao is False:
    mlflow.set_tracking_uri(URI)
if (uri := os.environ.get("MLFLOW_TRACKING_URI", "")) == "":
    mlflow.set_tracking_uri(URI)
if os.environ.get("MLFLOW_TRACKING_URI") is None or os.environ.get("MLFLOW_TRACKING_URI") == "":
    mlflow.set_tracking_uri(URI)
if os.environ.get("MLFLOW_TRACKING_URI") is None:
    if __name__ == "__main__":
        mlflow.set_tracking_uri(URI)
    else:
        with suppress(Exception):
            mlflow.set_tracking_uri(URI)


class Ambiente:
    @property
    def tem_servidor(self) -> bool:
        return os.environ.get("MLFLOW_TRACKING_URI") is not None

    @staticmethod
    def uri():
        return os.environ.get("MLFLOW_TRACKING_URI")

    @classmethod
    def local(cls) -> bool:
        return cls.uri() is None

    def configurar(self):
        if not self.tem_servidor:
            mlflow.set_tracking_uri(URI)
        if Ambiente.local():
            mlflow.set_tracking_uri(URI)
        if not self.uri():
            mlflow.set_tracking_uri(URI)


@lru_cache
def tem_servidor():
    return "MLFLOW_TRACKING_URI" in os.environ


def configurar():
    if not tem_servidor():
        mlflow.set_tracking_uri(URI)


def configurar_cedo():
    if tem_servidor():
        logging.info("servidor")
        return None
    logging.info("local")
    for tentativa in range(3):
        try:
            mlflow.set_tracking_uri(URI)
        except ValueError:
            logging.exception("x")
    return None


def obter(nome, padrao=None):
    return os.environ.get(nome, padrao)


def com_obter():
    if obter("MLFLOW_TRACKING_URI") is None:
        mlflow.set_tracking_uri(URI)
    if obter("OUTRA") is None:
        mlflow.set_tracking_uri(URI)  # MLP501


class Config(dict):
    uri = os.environ.get("MLFLOW_TRACKING_URI", None)
    local = uri is None


if Config.local:
    mlflow.set_tracking_uri(URI)
if not os.environ.get("MLFLOW_TRACKING_URI"):
    @lru_cache
    def definir():
        mlflow.set_tracking_uri(URI)
    definir()
if os.getenv("MLFLOW_TRACKING_URI"):
    sys.exit("servidor")
else:
    mlflow.set_tracking_uri(URI)
while os.getenv("MLFLOW_TRACKING_URI") is None:
    mlflow.set_tracking_uri(URI)
    break
""",
        },
    )


def test_a_guard_may_be_part_of_a_chain(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import os
import mlflow


def configurar(producao=False):
    if producao:
        return
    elif os.getenv("MLFLOW_TRACKING_URI"):
        return
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def configurar2(producao=False):
    if producao or os.getenv("MLFLOW_TRACKING_URI"):
        return
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def configurar3(producao=False):
    if producao and os.getenv("MLFLOW_TRACKING_URI"):
        return
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")  # MLP501


def configurar4():
    if os.getenv("MLFLOW_TRACKING_URI"):
        uri = None
    else:
        uri = "sqlite:///teste_mlflow.db"
    if uri:
        mlflow.set_tracking_uri(uri)


def configurar5():
    with open("temp_area/log.txt", "w", encoding="utf-8") as log:
        if not os.getenv("MLFLOW_TRACKING_URI"):
            log.write("local")
            mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")


def configurar6():
    if "MLFLOW_TRACKING_URI" in os.environ: return
    mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_a_missing_key_of_something_else_is_no_guard(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow

CONFIGURACAO = {"porta": 5000}


def a(dados: dict) -> None:
    try:
        dados["uri"]
    except KeyError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")  # MLP501


def b() -> None:
    try:
        porta = CONFIGURACAO["host"]
        print(porta)
    except KeyError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")  # MLP501


def c() -> None:
    try:
        os.environ["MLFLOW_S3_ENDPOINT_URL"]
    except KeyError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")  # MLP501


def d() -> None:
    try:
        uri = os.environ["MLFLOW_TRACKING_URI"]
    except ValueError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")  # MLP501
    else:
        mlflow.set_tracking_uri(uri)  # MLP501


def e() -> None:
    try:
        mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])  # MLP501
    except KeyError:
        mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
""",
        },
    )


def test_another_test_is_no_guard(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow

URI = "sqlite:///teste_mlflow.db"
LOCAL = True
if os.getenv("AMBIENTE") == "desenvolvimento":
    mlflow.set_tracking_uri(URI)  # MLP501
if os.environ.get("MLFLOW_TRACKING_URI") is not None:
    mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])  # MLP501
if "MLFLOW_TRACKING_URI" in os.environ:
    mlflow.set_tracking_uri(URI)  # MLP501
if os.environ.get("MLFLOW_TRACKING_URI"):
    pass
mlflow.set_tracking_uri(URI)  # MLP501
if LOCAL or os.environ.get("MLFLOW_TRACKING_URI") is None:
    mlflow.set_tracking_uri(URI)  # MLP501
if not os.path.exists("mlruns"):
    mlflow.set_tracking_uri(URI)  # MLP501
if not mlflow.get_tracking_uri():
    mlflow.set_tracking_uri(URI)  # MLP501
if __name__ == "__main__":
    mlflow.set_tracking_uri(URI)  # MLP501
if os.environ.get("MLFLOW_TRACKING_URI") is None:
    print("sem servidor")
else:
    mlflow.set_tracking_uri(URI)  # MLP501
if not os.environ.get("MLFLOW_TRACKING_URL"):
    mlflow.set_tracking_uri(URI)  # MLP501
if os.environ.get("MLFLOW_TRACKING_URI") != "http://mlflow:5000":
    mlflow.set_tracking_uri(URI)  # MLP501
if os.environ.get("mlflow_tracking_uri") is None:
    mlflow.set_tracking_uri(URI)  # MLP501
mlflow.set_tracking_uri(os.getenv("MLFLOW_TRACKING_URI", URI))  # MLP501
mlflow.set_tracking_uri(os.environ.get("MLFLOW_TRACKING_URI") or URI)  # MLP501
mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"] if os.getenv("MLFLOW_TRACKING_URI") else URI)  # MLP501
match os.environ.get("MLFLOW_TRACKING_URI"):
    case None:
        pass
    case _:
        mlflow.set_tracking_uri(URI)  # MLP501


def oposta() -> None:
    if os.environ.get("MLFLOW_TRACKING_URI") is None:
        return
    mlflow.set_tracking_uri(URI)  # MLP501


def tem() -> bool:
    return bool(os.environ.get("MLFLOW_TRACKING_URI"))


def com_auxiliar() -> None:
    if tem():
        mlflow.set_tracking_uri(URI)  # MLP501


def depois() -> None:
    mlflow.set_tracking_uri(URI)  # MLP501
    if os.environ.get("MLFLOW_TRACKING_URI"):
        return


def padrao(uri=None) -> None:
    uri = uri or os.getenv("MLFLOW_TRACKING_URI")
    if uri:
        mlflow.set_tracking_uri(uri)  # MLP501
""",
        },
    )


def test_a_test_without_effect_is_no_guard(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import os
import mlflow

URI = "sqlite:///teste_mlflow.db"
CONFIG = {"MLFLOW_TRACKING_URI": None}
if CONFIG.get("MLFLOW_TRACKING_URI") is None:
    mlflow.set_tracking_uri(URI)  # MLP501
if "MLFLOW_TRACKING_URI" not in CONFIG:
    mlflow.set_tracking_uri(URI)  # MLP501
if os.environ.get("MLFLOW_TRACKING_URI") is None:
    pass
elif URI:
    mlflow.set_tracking_uri(URI)  # MLP501
local = True
if local:
    mlflow.set_tracking_uri(URI)  # MLP501
try:
    import dotenv
except ImportError:
    mlflow.set_tracking_uri(URI)  # MLP501


def a():
    if os.environ.get("MLFLOW_TRACKING_URI"):
        print("já definido")
    mlflow.set_tracking_uri(URI)  # MLP501


def b(x):
    if x:
        if os.environ.get("MLFLOW_TRACKING_URI"):
            return
    mlflow.set_tracking_uri(URI)  # MLP501


def c():
    uri = os.environ.get("MLFLOW_TRACKING_URI")
    if uri is None:
        uri = URI
    mlflow.set_tracking_uri(uri)  # MLP501


def d():
    try:
        uri = os.environ["MLFLOW_TRACKING_URI"]
    except KeyError:
        uri = URI
    mlflow.set_tracking_uri(uri)  # MLP501


def e():
    if os.environ.get("MLFLOW_TRACKING_URI") == URI:
        mlflow.set_tracking_uri(URI)  # MLP501


def servidor():
    if os.environ.get("MLFLOW_TRACKING_URI"):
        return True
    return False


def f():
    if servidor():
        mlflow.set_tracking_uri(URI)  # MLP501


def g():
    assert os.environ.get("AMBIENTE") is None
    mlflow.set_tracking_uri(URI)  # MLP501


class R:
    def __init__(self, uri=None):
        self.uri = uri or URI

    def conectar(self):
        if self.uri is not None:
            mlflow.set_tracking_uri(self.uri)  # MLP501


R().conectar()
""",
        },
    )


def test_one_caller_without_a_guard_is_enough(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow


def definir(uri: str) -> None:
    mlflow.set_tracking_uri(uri)  # MLP501


def principal() -> None:
    if os.getenv("MLFLOW_TRACKING_URI") is None:
        definir("sqlite:///teste_mlflow.db")


def outra() -> None:
    definir("http://mlflow:5000")
""",
        },
    )


def test_functions_of_the_same_name_are_not_judged(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


class Rastreador:
    def set_tracking_uri(self, uri: str) -> None:
        self.uri = uri


def set_tracking_uri(uri: str) -> str:
    return uri


Rastreador().set_tracking_uri("x")
set_tracking_uri("x")
""",
        },
    )


def test_the_uri_is_set_under_any_name(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import mlflow as mf
from mlflow import set_tracking_uri, set_tracking_uri as definir
import mlflow.sklearn
import functools

mf.set_tracking_uri("x")  # MLP501
set_tracking_uri("x")  # MLP501
definir(uri="x")  # MLP501
mlflow.set_tracking_uri("x")  # MLP501
f = mf.set_tracking_uri
f("x")  # MLP501
g = functools.partial(mf.set_tracking_uri, "x")
g()  # MLP501


def tardio() -> None:
    import mlflow as m
    m.set_tracking_uri("x")  # MLP501


class Registro:
    def __init__(self):
        self.mlflow = mf
        self.mlflow.set_tracking_uri("x")  # MLP501

    def outro(self):
        self.mlflow.set_tracking_uri("x")  # MLP501


try:
    import mlflow as opcional
except ImportError:
    opcional = None
if opcional:
    opcional.set_tracking_uri("x")  # MLP501
[mf.set_tracking_uri(u) for u in ("a", "b")]  # MLP501
""",
        },
    )


# MLP501: the variable and clients.


def test_a_copy_of_the_environment_may_be_changed(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import subprocess

os.environ["MLFLOW_S3_ENDPOINT_URL"] = "http://minio:9000"
os.environ["MLFLOW_EXPERIMENT_NAME"] = "x"
env = os.environ.copy()
env["MLFLOW_TRACKING_URI"] = "sqlite:///a.db"
subprocess.run(["mlflow", "ui"], env=env, check=False)
filho = dict(os.environ)
filho["MLFLOW_TRACKING_URI"] = "x"
filho.update({"MLFLOW_TRACKING_URI": "x"})
filho.setdefault("MLFLOW_TRACKING_URI", "x")
outro = {**os.environ, "MLFLOW_TRACKING_URI": "x"}
subprocess.Popen(["a"], env={**os.environ, "MLFLOW_TRACKING_URI": "x"})
subprocess.Popen(["a"], env=os.environ | {"MLFLOW_TRACKING_URI": "x"})
subprocess.Popen(["a"], env=dict(os.environ, MLFLOW_TRACKING_URI="x"))
copia = os.environ.copy()
copia |= {"MLFLOW_TRACKING_URI": "x"}
copia.update(MLFLOW_TRACKING_URI="x")
uri = os.environ.get("MLFLOW_TRACKING_URI")
uri = os.environ["MLFLOW_TRACKING_URI"]
os.environ.pop("MLFLOW_TRACKING_URI", None)
cfg = {}
cfg["MLFLOW_TRACKING_URI"] = uri


def gravar(ambiente: dict) -> dict:
    ambiente["MLFLOW_TRACKING_URI"] = "x"
    return ambiente


subprocess.run(["mlflow"], env=gravar(os.environ.copy()), check=False)
""",
        },
    )


def test_the_variable_is_written_in_any_way(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/nomes.py": """
VARIAVEL = "MLFLOW_TRACKING_URI"
AMBIENTE = {"MLFLOW_TRACKING_URI": "http://mlflow:5000", "OUTRA": "1"}
""",
            "worker_retrain/conf.py": """
import os
from os import environ, putenv
import nomes
from nomes import VARIAVEL, AMBIENTE

os.environ["MLFLOW_TRACKING_URI"] = "http://mlflow:5000"  # MLP501
environ[VARIAVEL] = "x"  # MLP501
os.environ[nomes.VARIAVEL] = "x"  # MLP501
os.environ.setdefault("MLFLOW_TRACKING_URI", "sqlite:///a.db")  # MLP501
os.environ.update({"MLFLOW_TRACKING_URI": "x"})  # MLP501
os.environ.update(MLFLOW_TRACKING_URI="x", B="y")  # MLP501
os.environ.update(**AMBIENTE)  # MLP501
os.environ.update(AMBIENTE)  # MLP501
os.environ.update([("MLFLOW_TRACKING_URI", "x")])  # MLP501
os.environ.update(dict(MLFLOW_TRACKING_URI="x"))  # MLP501
putenv("MLFLOW_TRACKING_URI", "x")  # MLP501
os.putenv("MLFLOW_TRACKING_URI", "x")  # MLP501
os.environ |= {"MLFLOW_TRACKING_URI": "x"}  # MLP501
os.environ |= AMBIENTE  # MLP501
if os.environ.get("MLFLOW_TRACKING_URI") is None:
    os.environ["MLFLOW_TRACKING_URI"] = "sqlite:///teste_mlflow.db"  # MLP501
for nome, valor in AMBIENTE.items():
    os.environ[nome] = valor  # MLP501
for chave in ("MLFLOW_TRACKING_URI", "MLFLOW_S3_ENDPOINT_URL"):
    os.environ[chave] = "x"  # MLP501
os.environ["MLFLOW_TRACKING_URI"], x = "a", 1  # MLP501
env = os.environ
env["MLFLOW_TRACKING_URI"] = "x"  # MLP501
try:
    os.environ["MLFLOW_TRACKING_URI"]
except KeyError:
    os.environ["MLFLOW_TRACKING_URI"] = "x"  # MLP501


def gravar(ambiente) -> None:
    ambiente["MLFLOW_TRACKING_URI"] = "x"  # MLP501


gravar(os.environ)


class Config:
    VAR = "MLFLOW_TRACKING_URI"

    def aplicar(self) -> None:
        os.environ[self.VAR] = "x"  # MLP501
        os.environ.setdefault(key=Config.VAR, value="x")  # MLP501
""",
        },
    )


def test_copies_are_told_from_the_environment(judge: Judge) -> None:
    judge(
        {
            "treino/conf.py": """
import os
import subprocess


def ambiente(uri):
    env = os.environ.copy()
    env.update({"MLFLOW_TRACKING_URI": uri})
    return env


def escrever(uri):
    env = os.environ
    env.update({"MLFLOW_TRACKING_URI": uri})  # MLP501


with_uri = {"MLFLOW_TRACKING_URI": "x"}
subprocess.run(["a"], env=dict(os.environ, **with_uri), check=True)
subprocess.run(["a"], env=dict(os.environ) | with_uri, check=True)


class Execucao:
    def __init__(self):
        self.env = dict(os.environ)
        self.proprio = os.environ

    def rodar(self):
        self.env["MLFLOW_TRACKING_URI"] = "x"
        self.proprio["MLFLOW_TRACKING_URI"] = "x"  # MLP501


for k, v in with_uri.items():
    os.environ.setdefault(k, v)  # MLP501
os.environ["MLFLOW_" + "TRACKING_URI"] = "x"  # MLP501
os.environ[f"MLFLOW_{'TRACKING_URI'}"] = "x"  # MLP501
os.environ["MLFLOW_TRACKING_USERNAME"] = "x"
os.environ.update(MLFLOW_TRACKING_TOKEN="x")
""",
        },
    )


def test_a_client_may_take_what_the_environment_says(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import sys
import mlflow
from mlflow import MlflowClient

a = MlflowClient()
b = MlflowClient(tracking_uri=os.environ.get("MLFLOW_TRACKING_URI"))
c = MlflowClient(os.environ["MLFLOW_TRACKING_URI"])
d = MlflowClient(mlflow.get_tracking_uri())
e = MlflowClient(registry_uri="http://registro:5000")
f = MlflowClient(None, "http://registro:5000")
g = MlflowClient(tracking_uri=None)
h = MlflowClient(os.getenv("MLFLOW_TRACKING_URI", "sqlite:///teste_mlflow.db"))
i = MlflowClient(sys.argv[1])


def cliente(uri: str) -> MlflowClient:
    return MlflowClient(uri)


def com_padrao() -> MlflowClient:
    uri = os.getenv("MLFLOW_TRACKING_URI")
    if uri is None:
        uri = "sqlite:///teste_mlflow.db"
    return MlflowClient(uri)


def com_ternario() -> MlflowClient:
    return MlflowClient(os.environ["MLFLOW_TRACKING_URI"] if "MLFLOW_TRACKING_URI" in os.environ else "sqlite:///t.db")
""",
        },
    )


def test_a_client_takes_no_fixed_uri(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/conf.py": """
import os
import mlflow
import mlflow.tracking
from mlflow import MlflowClient
from mlflow.tracking import MlflowClient as Cliente
from mlflow import tracking
from mlflow.client import MlflowClient as Terceiro

URI = "http://mlflow.interno:5000"
a = MlflowClient("http://mlflow:5000")  # MLP501
b = MlflowClient(tracking_uri=URI)  # MLP501
c = Cliente(tracking_uri=f"http://{'localhost'}:5000")  # MLP501
d = mlflow.tracking.MlflowClient(URI)  # MLP501
e = tracking.MlflowClient("sqlite:///a.db")  # MLP501
f = mlflow.MlflowClient(**{"tracking_uri": "x"})  # MLP501
g = Terceiro("x")  # MLP501
tracking.set_tracking_uri("x")  # MLP501
mlflow.tracking.set_tracking_uri("x")  # MLP501


def cliente(uri: str = "http://localhost:5000") -> MlflowClient:
    return MlflowClient(uri)  # MLP501


if os.getenv("MLFLOW_TRACKING_URI") is None:
    h = MlflowClient("sqlite:///a.db")  # MLP501
""",
        },
    )


# MLP502.


def test_artifacts_may_be_named_in_any_way(judge: Judge) -> None:
    judge(
        {
            "treino/train.py": """
import os
from pathlib import Path
import mlflow

PASTA = Path("artefatos")
NOMES = ["TrainingParams", "TrainingDatasetsNames", "BaselineMetrics"]
with mlflow.start_run():
    for nome in NOMES:
        mlflow.log_artifact(f"temp_area/{nome}.pkl")
""",
            "treino/b.py": """
import os
from pathlib import Path
import mlflow

PASTA = Path("artefatos")
with mlflow.start_run():
    mlflow.log_artifact(PASTA / "TrainingParams.pkl")
    mlflow.log_artifact(str(PASTA / "TrainingDatasetsNames.pkl"))
    mlflow.log_artifact((PASTA / "BaselineMetrics").with_suffix(".pkl").as_posix())
""",
            "treino/c.py": """
import os
import sys
import mlflow

pasta = sys.argv[1]
with mlflow.start_run():
    mlflow.log_artifact(os.path.join(pasta, "TrainingParams.pkl"))
    mlflow.log_artifact(f"{pasta}/TrainingDatasetsNames.pkl")
    mlflow.log_artifact(pasta + "BaselineMetrics.pkl")
""",
            "treino/d.py": """
import glob
import mlflow

with mlflow.start_run():
    for caminho in glob.glob("temp_area/*.pkl"):
        mlflow.log_artifact(caminho)
""",
            "treino/e.py": """
from enum import Enum
import mlflow


class Artefato(str, Enum):
    PARAMETROS = "TrainingParams.pkl"
    BASES = "TrainingDatasetsNames.pkl"
    METRICAS = "BaselineMetrics.pkl"


with mlflow.start_run():
    for artefato in Artefato:
        mlflow.log_artifact(artefato.value)
""",
            "treino/f.py": """
import mlflow

ARTEFATOS = {"params": "TrainingParams.pkl", "bases": "TrainingDatasetsNames.pkl", "metricas": "BaselineMetrics.pkl"}
with mlflow.start_run():
    for arquivo in ARTEFATOS.values():
        mlflow.log_artifact(arquivo, artifact_path="artefatos")
""",
            "treino/g.py": """
import mlflow
from mlflow import MlflowClient

cliente = MlflowClient()
with mlflow.start_run() as run:
    cliente.log_artifact(run.info.run_id, "TrainingParams.pkl")
    cliente.log_artifact(run.info.run_id, local_path="a/TrainingDatasetsNames.pkl")
    MlflowClient().log_artifact(run_id=run.info.run_id, local_path="BaselineMetrics.pkl")
""",
            "treino/h.py": """
import mlflow
from mlflow.tracking import MlflowClient

with mlflow.start_run() as run:
    MlflowClient().log_artifacts(run.info.run_id, "artefatos")
""",
            "treino/i.py": """
import mlflow as mf
from mlflow import log_artifact as registrar

with mf.start_run():
    list(map(registrar, ["TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"]))
""",
            "treino/j.py": """
import mlflow as mf
from mlflow import log_artifact as registrar

with mf.start_run():
    [registrar(a) for a in ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl")]
""",
            "treino/k.py": r"""
import mlflow

with mlflow.start_run():
    mlflow.log_artifact("artefatos\\TrainingParams.pkl")
    mlflow.log_artifact(r"artefatos\TrainingDatasetsNames.pkl")
    mlflow.log_artifact("C:\\treino\\BaselineMetrics.pkl")
""",
        },
    )


def test_artifacts_may_come_from_containers(judge: Judge) -> None:
    judge(
        {
            "treino/train.py": """
import mlflow
from pathlib import Path

BASE = Path(__file__).parent / "saida"
CAMINHOS = {nome: BASE / f"{nome}.pkl" for nome in ("TrainingParams", "TrainingDatasetsNames", "BaselineMetrics")}
with mlflow.start_run():
    for nome, caminho in CAMINHOS.items():
        mlflow.log_artifact(caminho)
""",
            "treino/b.py": """
import mlflow
from dataclasses import dataclass


@dataclass
class Artefato:
    nome: str
    conteudo: dict

    @property
    def caminho(self):
        return f"saida/{self.nome}.pkl"


LISTA = [Artefato("TrainingParams", {}), Artefato("TrainingDatasetsNames", {}), Artefato("BaselineMetrics", {})]
with mlflow.start_run():
    for artefato in LISTA:
        mlflow.log_artifact(artefato.caminho)
""",
            "treino/c.py": """
import mlflow
from itertools import chain
from typing import NamedTuple


class A(NamedTuple):
    nome: str


with mlflow.start_run():
    for a in chain([A("TrainingParams.pkl")], (A(n) for n in ("TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"))):
        mlflow.log_artifact(a.nome)
""",
            "treino/d.py": """
import mlflow
ARTEFATOS = [("TrainingParams.pkl", {}), ("TrainingDatasetsNames.pkl", {})]
ARTEFATOS.append(("BaselineMetrics.pkl", {}))
with mlflow.start_run():
    for nome, _ in ARTEFATOS:
        mlflow.log_artifact(nome)
""",
            "treino/e.py": """
import mlflow
nomes = ["TrainingParams.pkl"]
nomes += ["TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"]
with mlflow.start_run():
    while nomes:
        mlflow.log_artifact(nomes.pop())
""",
            "treino/f.py": """
import mlflow
def registrar(*arquivos, **extras):
    for a in arquivos:
        mlflow.log_artifact(a)
    for nome, caminho in extras.items():
        mlflow.log_artifact(caminho)
with mlflow.start_run():
    registrar("TrainingParams.pkl", "TrainingDatasetsNames.pkl", metricas="BaselineMetrics.pkl")
""",
            "treino/g.py": """
import mlflow
with mlflow.start_run():
    for nome in map("{}.pkl".format, ["TrainingParams", "TrainingDatasetsNames", "BaselineMetrics"]):
        mlflow.log_artifact(nome)
""",
            "treino/h.py": """
import os
import mlflow
with mlflow.start_run():
    for raiz, _, arquivos in os.walk("saida"):
        for a in arquivos:
            mlflow.log_artifact(os.path.join(raiz, a))
""",
            "treino/i.py": """
import mlflow
with mlflow.start_run():
    mlflow.log_artifact("Training" + "Params" ".pkl")
    mlflow.log_artifact("{}/{}.pkl".format("a", "TrainingDatasetsNames"))
    mlflow.log_artifact("%s.pkl" % "BaselineMetrics")
""",
        },
    )


def test_artifacts_may_be_logged_by_helpers(judge: Judge) -> None:
    judge(
        {
            "treino/registro.py": """
import pickle
import mlflow


def salvar(nome: str, conteudo: dict) -> None:
    with open(nome, "wb") as arquivo:
        pickle.dump(conteudo, arquivo)
    mlflow.log_artifact(nome)


class Registrador:
    def __init__(self, pasta: str) -> None:
        self.pasta = pasta

    def registrar(self, nome: str) -> None:
        mlflow.log_artifact(f"{self.pasta}/{nome}")


def registrar_tudo(parametros: dict, bases: dict, metricas: dict) -> None:
    salvar("TrainingParams.pkl", parametros)
    salvar("TrainingDatasetsNames.pkl", bases)
    salvar("BaselineMetrics.pkl", metricas)
""",
            "treino/a.py": """
import mlflow
from registro import registrar_tudo


def principal() -> None:
    with mlflow.start_run():
        registrar_tudo({"a": 1}, {"b": 2}, {"c": 3})


if __name__ == "__main__":
    principal()
""",
            "treino/b.py": """
import mlflow
import registro

with mlflow.start_run():
    r = registro.Registrador("artefatos")
    for nome in ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"):
        r.registrar(nome)
""",
            "treino/c.py": """
import functools
import mlflow


def com_artefatos(funcao):
    @functools.wraps(funcao)
    def interna(*args, **kwargs):
        with mlflow.start_run():
            resultado = funcao(*args, **kwargs)
            mlflow.log_artifacts("artefatos")
            return resultado
    return interna


@com_artefatos
def treinar():
    return 1


treinar()
""",
            "treino/decoradores.py": """
import functools
import mlflow


def registra(funcao):
    @functools.wraps(funcao)
    def interna(*args, **kwargs):
        resultado = funcao(*args, **kwargs)
        for nome in ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"):
            mlflow.log_artifact(nome)
        return resultado
    return interna
""",
            "treino/d.py": """
import mlflow
from decoradores import registra


@registra
def treinar():
    return 1


with mlflow.start_run():
    treinar()
""",
            "treino/contexto.py": """
import mlflow


class Execucao:
    def __init__(self, nome: str):
        self.nome = nome

    def __enter__(self):
        return self

    def __exit__(self, *erro):
        mlflow.log_artifacts("artefatos")
        return False
""",
            "treino/e.py": """
import mlflow
from contexto import Execucao

with mlflow.start_run():
    with Execucao("x") as execucao:
        print(execucao.nome)
""",
            "treino/f.py": """
import mlflow
from registro import salvar

PASSOS = [lambda: salvar("TrainingParams.pkl", {"a": 1}), lambda: salvar("TrainingDatasetsNames.pkl", {"a": 1}),
          lambda: salvar("BaselineMetrics.pkl", {"a": 1})]
with mlflow.start_run():
    for passo in PASSOS:
        passo()
""",
            "treino/etapas.py": """
import mlflow


class Etapa:
    def executar(self):
        with mlflow.start_run():
            self.treinar()
            self.registrar()

    def registrar(self):
        mlflow.log_artifacts("artefatos")

    def treinar(self):
        raise NotImplementedError
""",
            "treino/g.py": """
from etapas import Etapa


class Arvore(Etapa):
    def treinar(self):
        return 1


Arvore().executar()
""",
        },
    )


def test_artifacts_may_be_logged_concurrently(judge: Judge) -> None:
    judge(
        {
            "treino/train.py": """
import asyncio
import mlflow
from mlflow import MlflowClient


async def registrar(nome: str) -> None:
    await asyncio.to_thread(mlflow.log_artifact, f"saida/{nome}")


async def principal() -> None:
    with mlflow.start_run():
        nomes = ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl")
        await asyncio.gather(*(registrar(nome) for nome in nomes))


asyncio.run(principal())
""",
            "treino/b.py": """
from concurrent.futures import ThreadPoolExecutor
import mlflow


def registrar(nome: str) -> None:
    mlflow.log_artifact(nome)


with mlflow.start_run(), ThreadPoolExecutor() as pool:
    pool.map(registrar, ["TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl"])
""",
        },
    )


def test_artifacts_may_be_logged_by_a_package(judge: Judge) -> None:
    judge(
        {
            "treino/pacote/__init__.py": """
from .registro import Registro
""",
            "treino/pacote/config.py": """
import os
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Config:
    experimento: str = "Triagem"
    arquivos: tuple = ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl")
    uri: str = field(default_factory=lambda: os.getenv("MLFLOW_TRACKING_URI", ""))


CONFIG = Config()
""",
            "treino/pacote/registro.py": """
import os
import pickle
import mlflow
from .config import CONFIG


class Registro:
    def __init__(self, pasta: str = "saida"):
        self.pasta = pasta
        self._configurar()

    @staticmethod
    def _configurar():
        if not os.environ.get("MLFLOW_TRACKING_URI"):
            mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
        mlflow.set_experiment(CONFIG.experimento)

    def __enter__(self):
        self._run = mlflow.start_run()
        self._run.__enter__()
        return self

    def __exit__(self, *args):
        for nome in CONFIG.arquivos:
            mlflow.log_artifact(os.path.join(self.pasta, nome))
        return self._run.__exit__(*args)

    def salvar(self, nome, conteudo):
        with open(os.path.join(self.pasta, nome), "wb") as f:
            pickle.dump(conteudo, f)
""",
            "treino/train.py": """
from pacote import Registro

with Registro() as registro:
    registro.salvar("TrainingParams.pkl", {"a": 1})
""",
        },
    )


def test_code_without_a_run_is_not_judged(judge: Judge) -> None:
    judge(
        {
            "treino/x.py": """
import mlflow
from mlflow import MlflowClient

mlflow.set_experiment("x")
exp = mlflow.get_experiment_by_name("x")
run = MlflowClient().create_run(exp.experiment_id)


class Corrida:
    def start_run(self):
        return self


Corrida().start_run()
""",
            "worker_retrain/auxiliar.py": """
import mlflow


def anotar():
    with mlflow.start_run():
        mlflow.log_metric("a", 1)
""",
        },
    )


def test_code_that_calls_what_cannot_be_read_is_not_judged(judge: Judge) -> None:
    judge(
        {
            "treino/ajuda.py": """
import mlflow
def f(:
""",
            "treino/train.py": """
import mlflow
from ajuda import registrar
with mlflow.start_run():
    registrar()
""",
        },
    )


def test_an_exported_notebook_is_a_script(judge: Judge) -> None:
    judge(
        {
            "treino/exploracao.py": """
# %%
import os
import pickle
from pathlib import Path

import mlflow
import mlflow.sklearn
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

# %%
if os.environ.get('MLFLOW_TRACKING_URI') is None:
    mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
mlflow.set_experiment(experiment_name="Triagem")

# %%
base = pd.read_csv("base.csv")
X_treino, X_teste, y_treino, y_teste = train_test_split(base.drop(columns="alvo"), base["alvo"])
params = {"n_estimators": 100}

# %%
with mlflow.start_run(run_name="rf") as run:
    modelo = RandomForestClassifier(**params).fit(X_treino, y_treino)
    mlflow.sklearn.log_model(modelo, "model")
    metricas = {"f1_minimo": f1_score(y_teste, modelo.predict(X_teste))}
    saida = Path("saida")
    saida.mkdir(exist_ok=True)
    artefatos = {
        "TrainingParams": params,
        "TrainingDatasetsNames": {"features": "base.csv"},
        "BaselineMetrics": metricas,
    }
    for nome, conteudo in artefatos.items():
        caminho = saida / f"{nome}.pkl"
        with caminho.open("wb") as f:
            pickle.dump(conteudo, f)
        mlflow.log_artifact(caminho)
    print(run.info.run_id)
""",
            "treino/consulta.py": """
# %%
import mlflow
print(mlflow.search_runs(experiment_names=["Triagem"]))
""",
        },
    )


def test_retrain_may_use_helpers(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/registro/__init__.py": "",
            "worker_retrain/registro/artefatos.py": """
import os
import mlflow
from . import nomes


def registrar(modelo, conteudos: dict) -> None:
    for nome in nomes.OBRIGATORIOS:
        modelo.convert_artifact_to_pickle(conteudos[nome], nome)
        mlflow.log_artifact(os.path.join(nomes.PASTA, nome))
""",
            "worker_retrain/registro/nomes.py": """
PASTA = "temp_area"
OBRIGATORIOS = ("TrainingParams.pkl", "TrainingDatasetsNames.pkl", "BaselineMetrics.pkl")
""",
            "worker_retrain/retrain.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN
from registro import artefatos


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    def get_model_name(self) -> str:
        return "iris"

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Iris"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        return True, {"a": 1}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        mlflow.start_run()
        try:
            conteudos = {"TrainingParams.pkl": production_params,
                         "TrainingDatasetsNames.pkl": self.load_production_datasets_names(production_model_name),
                         "BaselineMetrics.pkl": {"a": 1}}
            artefatos.registrar(self, conteudos)
        finally:
            mlflow.end_run()
""",
        },
    )


def test_an_evaluation_may_start_a_run_of_its_own(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/retrain.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    def get_model_name(self) -> str:
        return "iris"

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Iris"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        with mlflow.start_run(run_name="avaliacao"):
            mlflow.log_metric("a", 1)
        return True, {"a": 1}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        with mlflow.start_run():
            for nome, conteudo in {
                "TrainingParams.pkl": production_params,
                "TrainingDatasetsNames.pkl": self.load_production_datasets_names(production_model_name),
                "BaselineMetrics.pkl": {"a": 1},
            }.items():
                self.convert_artifact_to_pickle(conteudo, nome)
                mlflow.log_artifact(f"temp_area/{nome}")
""",
        },
    )


def test_retrain_may_pickle_and_log_in_one_function(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/utils.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Lib


def accuracy(model, x, y):
    return 0.0


def registrar(nome: str, conteudo, pasta: str = "temp_area") -> None:
    Lib.convert_artifact_to_pickle(conteudo, nome, pasta)
    mlflow.log_artifact(f"{pasta}/{nome}")
""",
            "worker_retrain/retrain.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN
from utils import registrar


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    def get_model_name(self) -> str:
        return "iris"

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Iris"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        return True, {"a": 1}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        with mlflow.start_run():
            registrar("TrainingParams.pkl", production_params)
            registrar("TrainingDatasetsNames.pkl", datasets)
            registrar(nome="BaselineMetrics.pkl", conteudo={"a": 1})
""",
        },
    )


def test_training_code_logs_each_artifact(judge: Judge) -> None:
    judge(
        {
            "treino/a.py": """
import mlflow

with mlflow.start_run():  # MLP502 MLP502 MLP502
    mlflow.sklearn.autolog()
""",
            "treino/b.py": """
from mlflow import start_run, log_artifact

with start_run(run_name="b"):  # MLP502
    log_artifact("saida/TrainingParams.pkl")
    log_artifact("saida/BaselineMetrics.pkl")
    with start_run(nested=True):
        pass
""",
            "treino/c.py": """
import mlflow


def treinar():
    with mlflow.start_run():  # MLP502 MLP502
        mlflow.log_artifact("TrainingParams.pkl")
        mlflow.log_dict({"a": 1}, "BaselineMetrics.pkl")
        mlflow.log_text("a", "TrainingDatasetsNames.pkl")


if __name__ == "__main__":
    treinar()
""",
            "treino/d.py": """
import mlflow

LISTA = ["TrainingParams.pkl", "grafico.png"]
with mlflow.start_run():  # MLP502 MLP502
    for nome in LISTA:
        mlflow.log_artifact(nome)
""",
            "treino/e.py": """
import mlflow


def prefixo(x):
    with mlflow.start_run():  # MLP502 MLP502 MLP502
        mlflow.log_artifact(f"{x}_TrainingParams.pkl")
        mlflow.log_artifact(f"{x}/novo_TrainingDatasetsNames.pkl")
        mlflow.log_artifact("novo_BaselineMetrics.pkl")
        mlflow.log_artifact(f"graficos/{x}.png")
""",
            "treino/ajuda.py": """
import mlflow


def iniciar(nome):
    return mlflow.start_run(run_name=nome)  # MLP502


def registrar(nome):
    mlflow.log_artifact(f"temp_area/{nome}.pkl")
""",
            "treino/f.py": """
from ajuda import iniciar, registrar

with iniciar("f"):
    registrar("TrainingParams")
    registrar("BaselineMetrics")
""",
            "treino/preparo.py": """
import mlflow


def preparar():
    mlflow.log_artifacts("bases")
""",
            "treino/h.py": """
import mlflow
import preparo

with mlflow.start_run():  # MLP502 MLP502 MLP502
    print(preparo)
""",
        },
    )


def test_the_contracts_own_example_logs_none_of_the_artifacts(judge: Judge) -> None:
    judge(
        {
            "testes/testeml.py": r"""
import os
import mlflow.sklearn  # Importa o sklearn através do MLflow
import pickle  # Para gerar um artefato de exemplo

# Obs.: Utilize as duas linhas abaixo
if os.environ.get('MLFLOW_TRACKING_URI') is None:
    mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')

mlflow.set_experiment(experiment_name="Teste sklearn")

mlflow.start_run(run_name="t1", description="teste 1")  # MLP502 MLP502 MLP502

tags = {"Projeto": "Teste", "team": "ML", "util": "Informação útil"}
mlflow.set_tags(tags)
mlflow.sklearn.autolog()
import matplotlib
import numpy as np
from sklearn import tree
X = np.array([[0, 0], [1, 1]])
Y = np.array([0, 1]).reshape(-1)
clf = tree.DecisionTreeClassifier()
clf = clf.fit(X, Y)
artefato = {"t": 1}
caminho_artefato = "artefato.pkl"
with open(caminho_artefato, 'wb') as arq:
    pickle.dump(artefato, arq)
mlflow.log_artifact(caminho_artefato)
mlflow.end_run()

print("\nTeste finalizado!\n")
""",
        },
    )


def test_scripts_in_the_project_folder_are_training_code(judge: Judge) -> None:
    judge(
        {
            "treinar.py": """
import mlflow
mlflow.set_tracking_uri("sqlite:///a.db")  # MLP501
mlflow.start_run()  # MLP502 MLP502 MLP502 MLP506
""",
        },
    )


def test_star_imports_are_followed(judge: Judge) -> None:
    judge(
        {
            "treino/train.py": """
from mlflow import *

set_tracking_uri("x")  # MLP501
with start_run():  # MLP502
    log_artifact("TrainingParams.pkl")
    log_artifact("BaselineMetrics.pkl")
""",
        },
    )


def test_a_start_that_scripts_share_is_reported_once(judge: Judge) -> None:
    judge(
        {
            "treino/ajuda.py": """
import mlflow


def executar(funcao):
    with mlflow.start_run():  # MLP502 MLP502
        funcao()
        mlflow.log_artifact("TrainingParams.pkl")
""",
            "treino/a.py": """
from ajuda import executar


def a():
    print("a")


executar(a)
""",
            "treino/b.py": """
from ajuda import executar


def b():
    print("b")


executar(funcao=b)
""",
        },
    )


def test_the_first_start_is_reported(judge: Judge) -> None:
    judge(
        {
            "treino/busca.py": """
import os
import optuna
import mlflow

if os.environ.get('MLFLOW_TRACKING_URI') is None:
    mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')


def objetivo(trial):
    with mlflow.start_run(nested=True):  # MLP502 MLP502
        alpha = trial.suggest_float("alpha", 0, 1)
        mlflow.log_param("alpha", alpha)
        return alpha


with mlflow.start_run(run_name="busca"):
    estudo = optuna.create_study()
    estudo.optimize(objetivo, n_trials=10)
    mlflow.log_artifact("TrainingParams.pkl")
""",
        },
    )


def test_coroutines_are_followed(judge: Judge) -> None:
    judge(
        {
            "treino/train.py": """
import asyncio
import mlflow


async def registrar(nome: str) -> None:
    mlflow.log_artifact(f"saida/{nome}")


async def principal() -> None:
    with mlflow.start_run():  # MLP502
        await asyncio.gather(*(registrar(n) for n in ("TrainingParams.pkl", "BaselineMetrics.pkl")))


asyncio.run(principal())
""",
        },
    )


def test_an_inherited_retrain_is_judged_where_it_stands(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/base.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


class Base(ModelPublicationInterfaceRETRAIN):
    def get_model_name(self) -> str:
        return "iris"

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Iris"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        return True, {"a": 1}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        with mlflow.start_run():  # MLP502
            self.registrar("TrainingParams.pkl", production_params)
            self.registrar("BaselineMetrics.pkl", {"a": 1})

    def registrar(self, nome, conteudo):
        self.convert_artifact_to_pickle(conteudo, nome)
        mlflow.log_artifact("temp_area/" + nome)
""",
            "worker_retrain/retrain.py": """
from base import Base


class ModeloRETRAIN(Base):
    pass
""",
        },
    )


def test_an_imported_class_is_judged_where_it_stands(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/models/nucleo.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    def __init__(self, model_name: str, model_provider_name: str, experiment_name: str, dataset_provider_name: str):
        self.nome = model_name

    def get_model_name(self) -> str:
        return self.nome

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Iris"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        return True, {"a": 1}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        with mlflow.start_run():  # MLP502 MLP502 MLP502
            mlflow.log_metric("a", 1)
""",
            "worker_retrain/models/retrain_evasao.py": """
from .nucleo import ModeloRETRAIN
""",
        },
        contract="1.8",
    )


def test_main_scripts_are_judged_apart(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/params.conf": """
[a]
source_file = retrain1
model_class = ModeloRETRAIN
experiment_name = A
model_provider_name = mlflow
dataset_provider_name = local
[b]
source_file = retrain2
model_class = ModeloRETRAIN
experiment_name = B
model_provider_name = mlflow
dataset_provider_name = local
""",
            "worker_retrain/models/comum.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


class Comum(ModelPublicationInterfaceRETRAIN):
    def __init__(self, model_name: str, model_provider_name: str, experiment_name: str, dataset_provider_name: str):
        self.nome = model_name

    def get_model_name(self) -> str:
        return self.nome

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Iris"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        return True, {"a": 1}

    def registrar(self, *nomes):
        for nome in nomes:
            mlflow.log_artifact(f"temp_area/{self.nome}/{nome}.pkl")
""",
            "worker_retrain/models/retrain1.py": """
import mlflow
from .comum import Comum


class ModeloRETRAIN(Comum):
    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        with mlflow.start_run():
            self.registrar("TrainingParams", "TrainingDatasetsNames", "BaselineMetrics")
""",
            "worker_retrain/models/retrain2.py": """
import mlflow
from .comum import Comum


class ModeloRETRAIN(Comum):
    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        with mlflow.start_run():  # MLP502 MLP502 MLP502
            mlflow.log_artifact("temp_area/relatorio.pdf")
""",
        },
        contract="1.8",
    )


def test_what_a_client_logs_counts(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/registro.py": """
import mlflow
from mlflow import MlflowClient


class Registro:
    PASTA = "temp_area"
    OBRIGATORIOS = {"params": "TrainingParams.pkl", "metricas": "BaselineMetrics.pkl"}

    def __init__(self):
        self._cliente = MlflowClient()

    def registrar(self, run_id):
        for arquivo in self.OBRIGATORIOS.values():
            self._cliente.log_artifact(run_id, f"{self.PASTA}/{arquivo}")
""",
            "worker_retrain/retrain.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN
from registro import Registro


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    def __init__(self):
        self.registro = Registro()

    def get_model_name(self) -> str:
        return "iris"

    def get_model_provider_name(self) -> str:
        return "mlflow"

    def get_experiment_name(self) -> str:
        return "Iris"

    def get_dataset_provider_name(self) -> str:
        return "local"

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        return True, {"a": 1}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        with mlflow.start_run() as run:  # MLP502
            mlflow.sklearn.autolog()
            self.registro.registrar(run.info.run_id)
""",
        },
    )


def test_runs_in_loops_are_judged(judge: Judge) -> None:
    judge(
        {
            "treino/train.py": """
import mlflow

NOMES = ("TrainingParams.pkl", "TrainingDatasetsNames.pkl")
for i in range(3):
    with mlflow.start_run(run_name=f"r{i}") as run:  # MLP502
        for nome in NOMES:
            mlflow.log_artifact(local_path=nome)
    mlflow.start_run(run_name="x")  # MLP506
""",
        },
    )


# MLP503.


def test_other_names_and_extensions_pass(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Lib

METRICAS = "BaselineMetrics.pkl"
mlflow.log_artifact("TrainingParams.pkl")
mlflow.log_artifact("TrainingParams.txt")
mlflow.log_artifact("temp_area/TrainingParams.json")
mlflow.log_artifact("BaselineMetrics.csv")
mlflow.log_artifact("TrainingParams_v2.pkl")
mlflow.log_artifact("ParametrosDeTreino.pkl")
mlflow.log_artifact("Metrics.pkl")
mlflow.log_artifact("BaselineMetricsOld.pkl")
mlflow.log_artifact("TrainingMetrics.pkl")
mlflow.log_artifact("ModelParams.pkl")
mlflow.log_artifacts("TrainingParam")
mlflow.log_dict({}, "trainingparams.json")
open("trainingparams.pkl", "rb")
Lib.convert_artifact_to_object("ModelInfo.pkl")


class Meu:
    def log_artifact(self, nome):
        print(nome)

    def convert_artifact_to_pickle(self, a, b):
        print(a, b)


Meu().log_artifact("trainingparams.pkl")
Meu().convert_artifact_to_pickle(1, "trainingparams.pkl")
with open(METRICAS, "rb") as arquivo:
    print(arquivo)
""",
        },
    )


def test_the_training_code_and_each_worker_are_judged_apart(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import mlflow
mlflow.log_artifact("BaselineMetrics.txt")
""",
            "worker_retrain/constantes.py": """
ARQUIVOS = {"metricas": "BaselineMetrics.pkl"}
""",
            "worker_pub/b.py": """
from mllibprodest.interfaces import ModelPublicationInterfaceCLF as L
m = L.convert_artifact_to_object("BaselineMetrics.json")
""",
            "experimentos/train.py": """
import mlflow
with mlflow.start_run():  # MLP502 MLP502 MLP502
    mlflow.log_artifact("TrainingParams.csv")  # MLP503
    mlflow.log_artifact("basesDeTreino.csv")
""",
        },
    )


def test_names_are_misspelled_in_many_ways(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/nomes.py": """
PARAMS = "TrainingParam.pkl"
NOMES = {"metricas": "BaselineMetric.pkl"}
""",
            "worker_retrain/a.py": """
import os
import mlflow
import nomes
from mlflow import MlflowClient
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Lib
from nomes import NOMES

mlflow.log_artifact("trainingparams.pkl")  # MLP503
mlflow.log_artifact("temp_area/Training_Params.pkl")  # MLP503
mlflow.log_artifact("TrainingDatasetNames.pkl")  # MLP503
mlflow.log_artifact("TrainingDatasetsName.pkl")  # MLP503
mlflow.log_artifact("training_datasets_names.pkl")  # MLP503
mlflow.log_artifact("BaseLineMetrics.pkl")  # MLP503
mlflow.log_artifact(os.path.join("temp_area", "Baseline-Metrics.PKL"))  # MLP503
mlflow.log_artifact("TrainigParams")  # MLP503
mlflow.log_artifact("BaselineMetrics.json")
mlflow.log_artifact("BaselineMetrics")
MlflowClient().log_artifact("id", "TrainingParms.pkl")  # MLP503
Lib.convert_artifact_to_pickle({"a": 1}, nomes.PARAMS)  # MLP503
Lib.convert_artifact_to_object(NOMES["metricas"])  # MLP503
Lib.convert_artifact_to_object(file_name="baselinemetrics.pkl", path="temp_area")  # MLP503
Lib.convert_artifact_to_pickle({"a": 1}, file_name="TrainingParams .pkl")  # MLP503


def salvar(nome):
    mlflow.log_artifact(f"temp_area/{nome}")


salvar("BaselineMetrics.pickle")
for nome in ("Trainingparams.pkl", "grafico.png"):
    mlflow.log_artifact(nome)  # MLP503
""",
        },
    )


def test_misspelled_names_are_followed(judge: Judge) -> None:
    judge(
        {
            "treino/nomes.py": """
from enum import Enum


class Arquivos:
    PARAMS = "TrainingParms.pkl"
    METRICAS = "BaselineMetrics.pkl"


class Artefato(Enum):
    METRICAS = "BaselineMetric.pkl"
""",
            "treino/train.py": """
import os
from pathlib import Path
import mlflow
from nomes import Arquivos, Artefato

with mlflow.start_run():  # MLP502 MLP502
    mlflow.log_artifact(Path("saida") / Arquivos.PARAMS)  # MLP503
    mlflow.log_artifact(os.path.join("saida", Arquivos.METRICAS))
    mlflow.log_artifact(str(Path("saida", "training_datasets_names.pkl")))  # MLP503
""",
        },
    )


# MLP504.


def test_dicts_are_made_in_many_ways(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/dados.py": """
PARAMETROS = {}
""",
            "worker_retrain/a.py": """
import json
from collections import Counter, OrderedDict, defaultdict
from dataclasses import asdict, dataclass
import dados
from dados import PARAMETROS
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Lib


@dataclass
class Metricas:
    acuracia: float = 0.9


class MeuDict(dict):
    pass


def preencher(d):
    d["a"] = 1


def gerar():
    d = {}
    preencher(d)
    return d


def gerar_outro():
    d = {}
    for i in range(3):
        d[i] = i
    return d


A = "TrainingParams.pkl"
PARAMETROS["a"] = 1
Lib.convert_artifact_to_pickle(PARAMETROS, A)
Lib.convert_artifact_to_pickle(dados.PARAMETROS, A)
Lib.convert_artifact_to_pickle({"a": 1}, A)
Lib.convert_artifact_to_pickle(dict(a=1), A)
Lib.convert_artifact_to_pickle(dict([("a", 1)]), A)
Lib.convert_artifact_to_pickle(dict(zip("ab", "cd")), A)
Lib.convert_artifact_to_pickle({k: v for k, v in zip("ab", "cd")}, A)
Lib.convert_artifact_to_pickle({**PARAMETROS}, A)
Lib.convert_artifact_to_pickle({} | {"a": 1}, A)
Lib.convert_artifact_to_pickle(dict.fromkeys("abc"), A)
Lib.convert_artifact_to_pickle(asdict(Metricas()), A)
Lib.convert_artifact_to_pickle(vars(Metricas()), A)
Lib.convert_artifact_to_pickle(Metricas().__dict__, A)
Lib.convert_artifact_to_pickle(json.loads("{}"), A)
Lib.convert_artifact_to_pickle(OrderedDict(a=1), A)
Lib.convert_artifact_to_pickle(Counter("abc"), A)
Lib.convert_artifact_to_pickle(defaultdict(list), A)
Lib.convert_artifact_to_pickle(MeuDict(a=1), A)
Lib.convert_artifact_to_pickle(gerar(), A)
Lib.convert_artifact_to_pickle(gerar_outro(), A)
Lib.convert_artifact_to_pickle([1, 2], "Lista.pkl")
Lib.convert_artifact_to_pickle({}, "Vazio.pkl")
Lib.convert_artifact_to_pickle([1], "BaselineMetrics.txt")
x = {}
x["a"] = 1
Lib.convert_artifact_to_pickle(x, A)
y = {}
y.update(a=1)
Lib.convert_artifact_to_pickle(y, A)
z = {}
preencher(z)
Lib.convert_artifact_to_pickle(z, A)
w = v = {}
v["a"] = 1
Lib.convert_artifact_to_pickle(w, A)
u = {}
t = u
t["a"] = 1
Lib.convert_artifact_to_pickle(u, A)
s = {}
s |= {"a": 1}
Lib.convert_artifact_to_pickle(s, A)
q = []
q = dict(q)
q["a"] = 1
Lib.convert_artifact_to_pickle(q, A)
n = None
if A:
    n = {"a": 1}
Lib.convert_artifact_to_pickle(n, A)
o = {}
o.setdefault("a", 1)
Lib.convert_artifact_to_pickle(o, A)
p = {}
for i, alvo in enumerate([p]):
    alvo["a"] = i
Lib.convert_artifact_to_pickle(p, A)


class Modelo(Lib):
    def __init__(self):
        self.metricas = {}
        self.outras = {}

    def calcular(self):
        self.metricas["a"] = 1
        self.outras.update({"a": 1})

    def salvar(self, parametros: dict, modelo):
        self.convert_artifact_to_pickle(self.metricas, A)
        self.convert_artifact_to_pickle(self.outras, A)
        self.convert_artifact_to_pickle(parametros, A)
        self.convert_artifact_to_pickle(modelo.get_params(), A)
        self.convert_artifact_to_pickle(parametros or {}, A)
        self.convert_artifact_to_pickle({} if not parametros else parametros, A)


def repassar(conteudo, nome):
    Lib.convert_artifact_to_pickle(conteudo, nome)


r = {}
preencher(r)
repassar(r, A)
repassar([1], "Lista.pkl")
""",
        },
    )


def test_what_evidently_is_no_dict(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/dados.py": """
LISTA = ["a", "b"]
""",
            "worker_retrain/a.py": """
import json
from collections import namedtuple
from dataclasses import dataclass
import pandas as pd
import dados
from dados import LISTA
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Lib


@dataclass
class Metricas:
    acuracia: float = 0.9


def parametros():
    return {"a": 1}


def lista():
    return [1, 2]


Lib.convert_artifact_to_pickle([1, 2], "TrainingParams.pkl")  # MLP504
Lib.convert_artifact_to_pickle((1, 2), "TrainingParams.pkl")  # MLP504
Lib.convert_artifact_to_pickle({1, 2}, "TrainingParams.pkl")  # MLP504
Lib.convert_artifact_to_pickle("a", file_name="TrainingParams.pkl")  # MLP504
Lib.convert_artifact_to_pickle(artifact=0.9, file_name="BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(None, "BaselineMetrics.pkl", "temp_area")  # MLP504
Lib.convert_artifact_to_pickle(f"{LISTA}", "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle([x for x in LISTA], "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle({x for x in LISTA}, "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(list(LISTA), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(str({"a": 1}), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(json.dumps({"a": 1}), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(LISTA, "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(dados.LISTA, "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(lista(), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(parametros, "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(Metricas(0.9), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(pd.DataFrame({"a": [1]}), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(b"abc", "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle({}, "temp_area/BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(dict(), "BaselineMetrics.pkl")  # MLP504
vazio = {}
Lib.convert_artifact_to_pickle(vazio, "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(vazio, "TrainingParams.pkl")  # MLP504
metricas = [("acuracia", 0.9)]
Lib.convert_artifact_to_pickle(metricas, "BaselineMetrics.pkl")  # MLP504
resultado = True, {"a": 1}
Lib.convert_artifact_to_pickle(resultado, "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle((m := [1]), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle([1] if LISTA else "a", "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(len(LISTA), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle("a".split(","), "BaselineMetrics.pkl")  # MLP504
Lib.convert_artifact_to_pickle(sorted({"a": 1}), "BaselineMetrics.pkl")  # MLP504


def salvar(conteudo, nome):
    Lib.convert_artifact_to_pickle(conteudo, nome)  # MLP504


salvar([1], "TrainingParams.pkl")
salvar({"a": 1}, "BaselineMetrics.pkl")


class Salvador(Lib):
    def a(self):
        self.convert_artifact_to_pickle([1], "TrainingParams.pkl")  # MLP504
        super().convert_artifact_to_pickle([1], "TrainingParams.pkl")  # MLP504

    @classmethod
    def b(cls):
        cls.convert_artifact_to_pickle([1], "TrainingParams.pkl")  # MLP504
""",
        },
    )


def test_the_contracts_have_other_parameters(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/models/a.py": """
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Lib

Lib.convert_artifact_to_pickle("iris", [1], "TrainingParams.pkl")  # MLP504
Lib.convert_artifact_to_pickle("iris", artifact={}, file_name="TrainingParams.pkl")  # MLP504
Lib.convert_artifact_to_pickle("iris", {"a": 1}, "trainingparam.pkl")  # MLP503
Lib.convert_artifact_to_pickle("iris", {"a": 1}, "TrainingParams.pkl")
Lib.convert_artifact_to_pickle(model_name="iris", artifact={"a": 1}, file_name="TrainingParams.pkl")
Lib.convert_artifact_to_object("iris", "BaselineMetric.pkl")  # MLP503
Lib.convert_artifact_to_object("BaselineMetric", "BaselineMetrics.pkl")
""",
            "training_model/a.py": """
import mlflow
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Lib

Lib.convert_artifact_to_pickle("iris", [1], "TrainingParams.pkl")  # MLP504
Lib.convert_artifact_to_pickle({"a": 1}, "TrainingParams.pkl")
Lib.convert_artifact_to_pickle("iris", {"a": 1}, "TrainingParms.pkl")  # MLP503
""",
        },
        contract="1.8",
    )


# MLP505.


def test_what_is_no_call_of_mlflow(judge: Judge) -> None:
    judge(
        {
            "worker_pub/a.py": """
import mlflow
from mlflow.exceptions import MlflowException
from mllibprodest.interfaces import ModelPublicationInterfaceCLF as Lib

mlflow_modelo = Lib.load_model("iris")
mlflow_modelo.predict([1])


class mlflow_falso:
    @staticmethod
    def load_model(nome):
        return nome


mlflow_falso.load_model("a")


def prever(modelo, x):
    try:
        return modelo.predict(x)
    except MlflowException:
        return []


def load_model(nome):
    return Lib.load_model(nome, "mlflow")


load_model("iris")
VERSAO = mlflow.__version__


def tipo(modelo: mlflow.pyfunc.PyFuncModel):
    return modelo.metadata.get_input_schema()


def com_mlflow(mlflow):
    return mlflow.load_model("a")
""",
            "worker_pub/mytest_pub.py": """
import mlflow
from mlflow import MlflowClient


def test():
    mlflow.sklearn.load_model("a")
    MlflowClient().get_run("a")
""",
        },
    )


def test_modules_of_the_workers_own_are_not_mlflow(judge: Judge) -> None:
    judge(
        {
            "worker_pub/mlflow_utils.py": """
def load_model(nome):
    return nome


def start_run():
    return None
""",
            "worker_pub/a.py": """
import mlflow_utils
from mlflow_utils import start_run
import mlflow_utils as mlflow

mlflow_utils.load_model("a")
mlflow.load_model("b")
start_run()
""",
        },
    )


def test_worker_pub_calls_nothing_of_mlflow(judge: Judge) -> None:
    judge(
        {
            "worker_pub/a.py": """
import mlflow
import mlflow as mf
import mlflow.pyfunc
import mlflow.sklearn as ms
from mlflow import MlflowClient, get_run, sklearn as sk
from mlflow.tracking import MlflowClient as Cliente
from mlflow.sklearn import load_model as carregar

m = mlflow.pyfunc.load_model("models:/a/1")  # MLP505
n = ms.load_model("a")  # MLP505
o = sk.load_model("a")  # MLP505
p = carregar("a")  # MLP505
q = mf.get_tracking_uri()  # MLP505
c = MlflowClient()  # MLP505
d = Cliente()  # MLP505
e = c.get_run("a")  # MLP505
f = c.get_run("a").data.metrics.get("x")  # MLP505
g = MlflowClient().get_run("a").data.params  # MLP505
h = mlflow.pyfunc.load_model("a").predict([1])  # MLP505
i = get_run("a").info.run_id  # MLP505
j = mlflow.search_runs().iloc[0].to_dict()  # MLP505
m.predict([1])
e.data.metrics.get("a")
with mlflow.start_run():  # MLP505
    mlflow.log_param("a", 1)  # MLP505


class Servico:
    def __init__(self):
        self.cliente = MlflowClient()  # MLP505
        self.modelo = mlflow.sklearn.load_model("a")  # MLP505

    def versao(self, nome):
        return self.cliente.get_latest_versions(nome)[0].version  # MLP505

    def prever(self, x):
        return self.modelo.predict_proba(x)


def com_anotacao(cliente: MlflowClient) -> str:
    return cliente.get_run("a").info.status  # MLP505


def preguicoso():
    from mlflow.artifacts import download_artifacts
    return download_artifacts("a")  # MLP505


for flavor in (mlflow.sklearn, mlflow.xgboost):
    flavor.load_model("a")  # MLP505
""",
            "worker_pub/reexporta.py": """
import mlflow
from mlflow import MlflowClient
cliente = MlflowClient()  # MLP505
""",
            "worker_pub/usa.py": """
from reexporta import mlflow, cliente
mlflow.log_metric("a", 1)  # MLP505
cliente.get_run("a")  # MLP505
""",
            "worker_pub/test_pub.py": """
import sys
from mllibprodest.utils import validate_params
from mllibprodest.validators.test import Test

if __name__ == "__main__":
    ok, r = validate_params(sys.argv, {"--mlruns_path": str})
    Test().validate(mlruns_path=r["--mlruns_path"])
""",
        },
    )


def test_worker_retrain_registers_only(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import mlflow
import mlflow as mf
from mlflow import MlflowClient, pyfunc, register_model
from mlflow.tracking import MlflowClient as C2

c = MlflowClient()
c.get_latest_versions("a", stages=["Production"])  # MLP505
c.get_model_version("a", 1)  # MLP505
c.get_model_version_by_alias("a", "production")  # MLP505
c.search_model_versions("name='a'")  # MLP505
c.search_registered_models()  # MLP505
c.list_registered_models()  # MLP505
c.get_registered_model("a")  # MLP505
c.get_model_version_download_uri("a", "1")  # MLP505
c.download_artifacts("id", "a", "temp_area")  # MLP505
C2().get_registered_model("a").latest_versions[0].run_id  # MLP505
mlflow.search_model_versions()  # MLP505
mf.search_registered_models()  # MLP505
pyfunc.load_model("a")  # MLP505
mlflow.xgboost.load_model("a")  # MLP505
mlflow.tensorflow.load_model(model_uri="a")  # MLP505
mlflow.pyfunc.spark_udf(None, "a")  # MLP505
mlflow.artifacts.download_artifacts("a")  # MLP505
mlflow.artifacts.load_dict("a")  # MLP505
mlflow.artifacts.load_text("a")  # MLP505
mlflow.sklearn.load_model("a").predict([1])  # MLP505
mlflow.pytorch.load_checkpoint(object, "a")  # MLP505
# Registro e leitura de execuções
register_model("a", "b")
mlflow.register_model("runs:/a/model", "b")
c.create_registered_model("a")
c.create_model_version("a", "b")
c.transition_model_version_stage("a", 1, "Production")
c.set_registered_model_alias("a", "production", 1)
c.get_run("a").data.metrics
c.search_runs(["1"])
mlflow.search_runs()
mlflow.get_run("a")
c.get_experiment_by_name("a")
c.list_artifacts("a")
c.get_metric_history("a", "b")
mlflow.last_active_run()
mlflow.active_run()
mlflow.sklearn.autolog()
mlflow.sklearn.log_model(None, "a")
mlflow.models.infer_signature([1])
mlflow.set_experiment("a")
mlflow.log_metrics({})
mlflow.data.from_pandas(None)
""",
        },
    )


def test_own_tests_may_and_own_clients_may_not(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/mytest_retrain.py": """
import mlflow
from mlflow import MlflowClient


def test():
    MlflowClient().get_latest_versions("iris")
    mlflow.sklearn.load_model("models:/iris/1")
""",
            "worker_retrain/cliente.py": """
from mlflow import MlflowClient


class Cliente(MlflowClient):
    def em_producao(self, nome):
        return self.get_model_version_by_alias(nome, "production")  # MLP505


def usar():
    return Cliente().em_producao("iris")
""",
        },
    )


def test_mlflow_is_followed_through_types_and_containers(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
from __future__ import annotations
import typing as t
from typing import TYPE_CHECKING, Optional
try:
    import mlflow
    from mlflow.tracking import MlflowClient
except ImportError:
    mlflow = None

if TYPE_CHECKING:
    from mlflow.pyfunc import PyFuncModel


def carregar(uri: str) -> PyFuncModel | None:
    if mlflow is None:
        return None
    return mlflow.pyfunc.load_model(uri)  # MLP505


def versoes(cliente: "Optional[MlflowClient]", nome: str) -> t.Any:
    return cliente.search_model_versions(f"name='{nome}'")  # MLP505


def versoes2(cliente: MlflowClient | None = None) -> t.Any:
    cliente = cliente or MlflowClient()
    return cliente.search_registered_models()  # MLP505


CARREGADORES = {"sk": mlflow.sklearn.load_model, "pf": mlflow.pyfunc.load_model}
CARREGADORES["sk"]("a")  # MLP505
carregador = mlflow.sklearn.load_model
carregador("a")  # MLP505
modelo = mlflow.sklearn.load_model  # só o nome
flavors = [getattr(mlflow, "sklearn")]
""",
        },
    )


def test_rules_add_up(judge: Judge) -> None:
    judge(
        {
            "worker_pub/pub.py": """
import os
import mlflow
from mlflow import MlflowClient
from mllibprodest.interfaces import ModelPublicationInterfaceCLF


class ModeloCLF(ModelPublicationInterfaceCLF):
    def __init__(self):
        self.make_log("log_pub.log")
        mlflow.set_tracking_uri("http://mlflow:5000")  # MLP501 MLP505
        self.cliente = MlflowClient(tracking_uri="http://mlflow:5000")  # MLP501 MLP505
        os.environ["MLFLOW_TRACKING_URI"] = "http://mlflow:5000"  # MLP501
        self.modelo = self.load_model("iris")

    def predict(self, dataset: list) -> list:
        return self.modelo.predict(dataset).tolist()

    def evaluate(self, data_features: list, data_targets: list) -> dict:
        mlflow.start_run()  # MLP505 MLP506
        return {"a": 1}

    def get_model_info(self) -> dict:
        versao = self.cliente.get_latest_versions("iris", stages=["Production"])[0]  # MLP505
        return {"versao": versao.version, "run": self.cliente.get_run(versao.run_id).data.params}  # MLP505
""",
        },
    )


# MLP506.


def test_runs_are_ended_in_many_ways(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import atexit
import contextlib
import mlflow
from mlflow import end_run as finalizar, start_run


def a():
    with mlflow.start_run() as pai, mlflow.start_run(nested=True):
        print(pai)


def b():
    run = mlflow.start_run()
    with run:
        pass


def c():
    with contextlib.ExitStack() as pilha:
        run = pilha.enter_context(mlflow.start_run())
        outra = mlflow.start_run(nested=True)
        pilha.enter_context(outra)
        print(run)


def d():
    mlflow.start_run()
    try:
        pass
    finally:
        mlflow.end_run()


def e(x):
    start_run()
    if x:
        finalizar(status="FAILED")


def f(x):
    if x:
        mlflow.start_run(run_id=x)
    else:
        mlflow.start_run()
    mlflow.end_run()


def g(x):
    run = mlflow.start_run(run_id=x) if x else mlflow.start_run()
    with run:
        pass


def h():
    mlflow.start_run()
    mlflow.start_run(nested=True)
    mlflow.end_run()
    mlflow.end_run()


def i():
    try:
        mlflow.start_run(run_id="a")
    except mlflow.MlflowException:
        mlflow.start_run()
    mlflow.end_run()


def j():
    mlflow.start_run()
    try:
        print()
    except ValueError:
        mlflow.end_run("FAILED")
        raise
    else:
        mlflow.end_run()


def k(x):
    with (mlflow.start_run() if x else contextlib.nullcontext()) as run:
        print(run)


class R:
    def abrir(self):
        self.run = mlflow.start_run()
        with self.run:
            pass

    def preparar(self):
        self.outra = mlflow.start_run()

    def usar(self):
        with self.outra:
            pass


def iniciar(nome):
    return mlflow.start_run(run_name=nome)


def usar():
    with iniciar("a") as run:
        print(run)


def l():
    for x in (1, 2):
        mlflow.start_run(run_name=str(x))
        mlflow.log_param("x", x)
        mlflow.end_run()


def m():
    mlflow.start_run()
    atexit.register(mlflow.end_run)


def n():
    with contextlib.ExitStack() as pilha:
        mlflow.start_run()
        pilha.callback(mlflow.end_run)


@contextlib.contextmanager
def execucao():
    run = mlflow.start_run()
    try:
        yield run
    finally:
        mlflow.end_run()


def o():
    with (run := mlflow.start_run()):
        print(run)


def p(x):
    match x:
        case 1:
            mlflow.start_run()
        case _:
            mlflow.start_run(run_name="b")
    mlflow.end_run()


def q(x):
    if x:
        run = mlflow.start_run(run_id=x)
    else:
        run = mlflow.start_run()
    with run:
        pass


def s(erro):
    mlflow.start_run()
    if erro:
        mlflow.end_run("FAILED")
        return None
    mlflow.end_run()
    return 1


mlflow.start_run()
if __name__ == "__main__":
    mlflow.end_run()


class Meu:
    def start_run(self):
        return self


Meu().start_run()
fabrica = lambda: mlflow.start_run()
with fabrica():
    pass
""",
        },
    )


def test_runs_stay_open(judge: Judge) -> None:
    judge(
        {
            "worker_retrain/a.py": """
import mlflow
from mlflow import start_run, start_run as iniciar
import contextlib


def a():
    mlflow.start_run()  # MLP506


def b():
    mlflow.end_run()
    start_run()  # MLP506


def c():
    r = iniciar(run_name="x")  # MLP506
    print(r)


def d():
    mlflow.start_run()  # MLP506
    mlflow.start_run(nested=True)
    mlflow.end_run()


def e():
    def fim():
        mlflow.end_run()
    mlflow.start_run()  # MLP506
    fim()


def f(x):
    if x:
        mlflow.start_run()  # MLP506


class R:
    def inicio(self):
        self.run = mlflow.start_run()  # MLP506

    def fim(self):
        mlflow.end_run()


def g(parametros):
    for p in parametros:
        mlflow.end_run()
        mlflow.start_run()  # MLP506


def h():
    with mlflow.start_run():
        mlflow.start_run(nested=True)  # MLP506


def i():
    run = mlflow.start_run()  # MLP506
    return run.info.run_id


def j():
    mlflow.MlflowClient().set_terminated(mlflow.start_run().info.run_id)  # MLP506


def k():
    return mlflow.start_run()  # MLP506


def usar_k():
    k()
    mlflow.end_run()


async def assincrona():
    mlflow.start_run()  # MLP506
""",
        },
    )
