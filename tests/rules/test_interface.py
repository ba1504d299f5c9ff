"""Family 2: the contract's class. A comment such as ``# MLP204`` at a line's end marks an expected finding."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest
from conftest import write

from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.engine import lint
from mlprodest_lint.selectors import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlprodest_lint.findings import Finding

MARK = re.compile(r"[ \t]*# (?P<codes>MLP\d{3}(?: MLP\d{3})*)$")


@dataclass(frozen=True)
class Clean:
    """A class of the contract without findings, from which a test changes what it is about."""

    path: str
    interface: str
    name: str
    methods: Mapping[str, str]

    def script(
        self,
        *,
        imports: str = "",
        head: str = "",
        body: str = "",
        after: str = "",
        without: Iterable[str] = (),
        **methods: str,
    ) -> str:
        """Return the script with other methods, by the last word of their names.

        Args:
            imports: What stands above the class, beside the import of the interface.
            head: The line of the class.
            body: What the class holds before its methods.
            after: What stands below the class.
            without: The methods that are left out.
            methods: The methods that are written otherwise.
        """
        kept = [text for name, text in {**self.methods, **methods}.items() if name not in without]
        members = "\n".join(dedent(text).strip("\n") + "\n" for text in [body, *kept] if text)
        return "\n".join(
            [
                f"from mllibprodest.interfaces import {self.interface}",
                dedent(imports),
                dedent(head).strip("\n") or f"class {self.name}({self.interface}):",
                indent(members, "    "),
                dedent(after),
            ]
        )


GETTERS = {
    "name": "def get_model_name(self) -> str:\n    return self.nome",
    "provider": "def get_model_provider_name(self) -> str:\n    return 'mlflow'",
    "experiment": "def get_experiment_name(self) -> str:\n    return 'Íris'",
    "dataset": "def get_dataset_provider_name(self) -> str:\n    return 'minio'",
}
RETRAIN = {
    "evaluate": """
    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        nota = model.score(datasets)
        return nota > 0.9, {"nota": nota}
    """,
    "retrain": """
    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        print(reasons)
    """,
}
PUB = Clean(
    "worker_pub/pub.py",
    "ModelPublicationInterfaceCLF",
    "ModeloCLF",
    {
        "init": "def __init__(self):\n    self.modelo = self.load_model('iris')",
        "predict": "def predict(self, dataset: list) -> list:\n    return self.modelo.predict(dataset).tolist()",
        "evaluate": "def evaluate(self, data_features: list, data_targets: list) -> dict:\n    return {'n': 1}",
        "info": "def get_model_info(self) -> dict:\n    return self.load_production_params('iris')",
    },
)
RET = Clean(
    "worker_retrain/retrain.py",
    "ModelPublicationInterfaceRETRAIN",
    "ModeloRETRAIN",
    {"init": "def __init__(self):\n    self.nome = 'iris'", **GETTERS, **RETRAIN},
)
PUB18 = Clean(
    "worker_pub/models/pub_evasao.py",
    "ModelPublicationInterfaceCLF",
    "ModeloCLF",
    {
        "init": "def __init__(self, model_name: str, model_provider_name: str):\n    self.nome = model_name",
        "name": GETTERS["name"],
        "provider": GETTERS["provider"],
        "info": "def get_model_info(self) -> dict | str:\n    return self.load_production_params(self.nome)",
        "version": "def get_model_version(self) -> str:\n    return self.load_production_params(self.nome)['versao']",
        "predict": "def predict(self, dataset: list) -> list | str:\n    return 'Nada foi recebido.'",
        "evaluate": "def evaluate(self, data_features: list, data_targets: list) -> dict | str:\n    return {}",
        "feedback": "def get_feedback(self, y_pred: list, y_true: list) -> dict | str:\n    return {}",
    },
)


def judge(project: Path, files: Mapping[str, str]) -> list[Finding]:
    """Write files over a project, and hold what family 2 finds in their workers against the marks in them."""
    expected: Counter[tuple[str, int, str]] = Counter()
    for name, text in files.items():
        lines = text.split("\n")
        for number, line in enumerate(lines, start=1):
            mark = MARK.search(line)
            expected.update((name, number, code) for code in (mark["codes"].split() if mark else ()))
        write(project / name, "\n".join(MARK.sub("", line) for line in lines))
    workers = sorted({project / Path(name).parts[0] for name in files})
    choice = Overrides(choice=Choice(select=(resolve("MLP2", "test"),)))
    found = list(lint(workers, Configuration(choice)).findings)
    assert expected == Counter(
        (finding.place.path.relative_to(project).as_posix(), finding.place.span.line, finding.rule.code)
        for finding in found
    )
    return found


@pytest.mark.parametrize("clean", [PUB, RET], ids=lambda clean: clean.name)
def test_a_class_that_keeps_contract_1_5(project: Path, clean: Clean) -> None:
    judge(project, {clean.path: clean.script()})


def test_a_class_that_keeps_contract_1_8(project18: Path) -> None:
    judge(project18, {PUB18.path: PUB18.script()})


# The class and its base.

BASE = PUB.script(head="class ModeloBase(ModelPublicationInterfaceCLF):")
HOLDS_THE_CLASS = {
    "assigned": {PUB.path: BASE + "ModeloCLF = ModeloBase\n"},
    "imported from the worker's own code": {
        PUB.path: "from base import ModeloBase as ModeloCLF\n",
        "worker_pub/base.py": BASE,
    },
    "imported with a star": {PUB.path: "from base import *\n", "worker_pub/base.py": PUB.script()},
    "imported through the worker's own folder, which MLP304 reports": {
        PUB.path: "from worker_pub.base import ModeloCLF\n",
        "worker_pub/base.py": PUB.script(),
    },
    "given by a function": {PUB.path: BASE + "def criar():\n    return ModeloBase\n\n\nModeloCLF = criar()\n"},
    "made as the module runs": {PUB.path: BASE + "globals()['Modelo' + 'CLF'] = ModeloBase\n"},
    "imported from code that can't be read": {PUB.path: "from base import *\n", "worker_pub/base.py": "def f(:\n"},
}


@pytest.mark.parametrize("files", HOLDS_THE_CLASS.values(), ids=HOLDS_THE_CLASS)
def test_a_script_that_holds_the_class(project: Path, files: dict[str, str]) -> None:
    judge(project, files)


LACKS_THE_CLASS = {
    "another name": PUB.script(head="class ModeloIris(ModelPublicationInterfaceCLF):"),
    "another letter case": PUB.script(head="class ModeloClf(ModelPublicationInterfaceCLF):"),
    "a class inside a function": "def criar():\n" + indent(PUB.script(), "    "),
    "a class for the direct run only": "if __name__ == '__main__':\n" + indent(PUB.script(), "    "),
    "a class of an installed package": "from modelos_prontos import ModeloCLF\n",
    "a star import of a package": (
        "from mllibprodest.interfaces import *\n" + PUB.script(head="class Iris(ModelPublicationInterfaceCLF):")
    ),
    "attributes set by name": PUB.script(
        head="class Iris(ModelPublicationInterfaceCLF):", init="def __init__(self):\n    setattr(self, 'a', 1)"
    ),
    "an annotation alone": "ModeloCLF: type\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", LACKS_THE_CLASS.values(), ids=LACKS_THE_CLASS)
def test_a_script_that_lacks_the_class(project: Path, text: str) -> None:
    first, *rest = text.split("\n")
    judge(project, {PUB.path: "\n".join([f"{first}  # MLP201", *rest])})


def test_a_condition_that_chooses_the_class(project: Path) -> None:
    wrong = PUB.script(predict="def predict(self, dados: list) -> list:  # MLP204\n    return dados")
    lacking = PUB.script(head="class ModeloCLF(ModelPublicationInterfaceCLF):  # MLP203", without=["info"])
    text = f"import os\nif os.environ.get('GPU'):\n{indent(wrong, '    ')}\nelse:\n{indent(lacking, '    ')}"
    judge(project, {PUB.path: text})


DERIVED = {
    "an alias": ("import mllibprodest.interfaces as i\nB = i.ModelPublicationInterfaceCLF", "B"),
    "an import by name": (
        "import importlib\ni = importlib.import_module('mllibprodest.interfaces')",
        "i.ModelPublicationInterfaceCLF",
    ),
    "a fallback": ("try:\n    B = ModelPublicationInterfaceCLF\nexcept ImportError:\n    B = object", "B"),
    "a base with parameters beside it": (
        "from typing import Generic, TypeVar\nT = TypeVar('T')",
        "Generic[T], ModelPublicationInterfaceCLF",
    ),
    "a metaclass": ("from abc import ABCMeta", "ModelPublicationInterfaceCLF, metaclass=ABCMeta"),
    "a base that a function makes": (
        "def com_cache(base):\n    class Cache(base):\n        pass\n    return Cache",
        "com_cache(ModelPublicationInterfaceCLF)",
    ),
    "a base that can't be known": ("from mllibprodest import interfaces as i", "getattr(i, 'Interface' + 'CLF')"),
}


@pytest.mark.parametrize(("imports", "bases"), DERIVED.values(), ids=DERIVED)
def test_a_class_that_derives_from_the_interface(project: Path, imports: str, bases: str) -> None:
    judge(project, {PUB.path: PUB.script(imports=imports, head=f"class ModeloCLF({bases}):")})


NOT_DERIVED = {
    "no base": ("", ""),
    "object": ("", "(object)"),
    "the other worker's interface": (
        "from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN",
        "(ModelPublicationInterfaceRETRAIN)",
    ),
    "a package's class": ("from sklearn.base import BaseEstimator", "(BaseEstimator)"),
    "a class with parameters": ("from typing import Generic, TypeVar\nT = TypeVar('T')", "(Generic[T])"),
    "an own class": ("class Base:\n    pass", "(Base)"),
}


@pytest.mark.parametrize(("imports", "bases"), NOT_DERIVED.values(), ids=NOT_DERIVED)
def test_a_class_that_does_not_derive_from_the_interface(project: Path, imports: str, bases: str) -> None:
    judge(project, {PUB.path: PUB.script(imports=imports, head=f"class ModeloCLF{bases}:  # MLP202")})


# The methods that are there.

LACKS = "class ModeloCLF(ModelPublicationInterfaceCLF):  # MLP203"


def test_each_missing_method_is_a_finding_at_the_class(project: Path) -> None:
    judge(project, {PUB.path: PUB.script(head=f"{LACKS} MLP203", without=["info", "predict"])})


MISSING = {
    "a bare annotation": PUB.script(head=LACKS, without=["info"], body="get_model_info: object"),
    "a function below the class": PUB.script(
        head=LACKS, without=["info"], after="def get_model_info(self) -> dict:\n    return {}"
    ),
    "a function inside another method": PUB.script(
        head=LACKS,
        info="def informa(self):\n    def get_model_info(self) -> dict:\n        return {}\n    return get_model_info",
    ),
    "a decorated class": PUB.script(
        imports="def registra(classe):\n    return classe", head=f"@registra\n{LACKS}", without=["info"]
    ),
}


@pytest.mark.parametrize("text", MISSING.values(), ids=MISSING)
def test_a_method_that_is_missing(project: Path, text: str) -> None:
    judge(project, {PUB.path: text})


THERE = {
    "assigned from a function": PUB.script(
        without=["info"], body="def _informa(self):\n    return None\n\nget_model_info = _informa"
    ),
    "a lambda": PUB.script(without=["info"], body="get_model_info = lambda self: []"),
    "assigned to the class": PUB.script(
        without=["info"], after="def informa(self):\n    return {}\n\n\nModeloCLF.get_model_info = informa"
    ),
    "from a base outside, perhaps": PUB.script(
        imports="from sklearn.base import BaseEstimator",
        head="class ModeloCLF(ModelPublicationInterfaceCLF, BaseEstimator):",
        without=["info"],
    ),
    "overloads": PUB.script(
        imports="from typing import overload",
        predict="""
        @overload
        def predict(self, dataset: tuple) -> tuple: ...
        def predict(self, dataset: list) -> list:
            return dataset
        """,
    ),
}


@pytest.mark.parametrize("text", THERE.values(), ids=THERE)
def test_a_method_that_is_there(project: Path, text: str) -> None:
    judge(project, {PUB.path: text})


def test_an_inherited_method_is_judged_where_it_is_defined(project: Path) -> None:
    root = PUB.script(
        head="class Raiz(ModelPublicationInterfaceCLF):",
        without=["predict"],
        init="def __init__(self, nome):  # MLP209\n    self.nome = nome",
        evaluate="def evaluate(self, features: list, data_targets: list):  # MLP204 MLP206\n    return {}",
        info="def get_model_info(self) -> dict:\n    return []  # MLP210",
    )
    judge(
        project,
        {
            "worker_pub/nucleo/__init__.py": "from .raiz import Raiz as Base\n",
            "worker_pub/nucleo/raiz.py": root,
            PUB.path: "import nucleo\n\n\nclass ModeloCLF(nucleo.Base):\n" + indent(PUB.methods["predict"], "    "),
        },
    )


def test_the_stub_of_a_common_base_is_overridden_in_a_diamond(project: Path) -> None:
    common = """
    class Comum(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            raise NotImplementedError

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            raise NotImplementedError


    class Prediz(Comum):
        def predict(self, dataset: list) -> list:
            return dataset


    class Avalia(Comum):
        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {}
    """
    text = PUB.script(imports=common, head="class ModeloCLF(Avalia, Prediz):", without=["predict", "evaluate"])
    judge(project, {PUB.path: text})


def test_each_method_that_a_condition_chooses_is_judged(project: Path) -> None:
    method = """
    if NOVO:
        def predict(self, dados: list) -> list:  # MLP204
            return dados
    else:
        def predict(self, dataset: list) -> list:
            return dataset
    """
    judge(project, {PUB.path: PUB.script(imports="NOVO = len('a') > 1", predict=method)})


# Parameters.

PARAMETERS = {
    "any name for self": ("this, dataset: list", ""),
    "positional-only self": ("self, /, dataset: list", ""),
    "another name": ("self, dados: list", "MLP204"),
    "another name isn't judged further": ("self, dados=None", "MLP204"),
    "none": ("self", "MLP204"),
    "one too many": ("self, dataset: list, limite: int", "MLP204"),
    "one too many with a default": ("self, dataset: list, limite: int = 3", "MLP204"),
    "further keywords": ("self, dataset: list, **opcoes", "MLP204"),
    "keyword-only": ("self, *, dataset: list", "MLP204"),
    "keyword-only without annotation": ("self, *, dataset", "MLP204 MLP205"),
    "positional-only": ("self, dataset: list, /", "MLP204"),
    "nothing is missing behind others": ("self, *args", "MLP204"),
    "each that collects others": ("self, *args, **kwargs", "MLP204 MLP204"),
    "self left out": ("dataset: list", "MLP204"),
    "a default where the contract has none": ("self, dataset: list = None", ""),
}


@pytest.mark.parametrize(("parameters", "codes"), PARAMETERS.values(), ids=PARAMETERS)
def test_parameters(project: Path, parameters: str, codes: str) -> None:
    mark = f"  # {codes}" if codes else ""
    method = f"def predict({parameters}) -> list:{mark}\n    return []"
    judge(project, {PUB.path: PUB.script(predict=method)})


def test_parameters_are_compared_position_by_position(project: Path) -> None:
    text = RET.script(
        retrain="""
        def retrain(
            self,
            production_model_name: str,
            experiment_name: str,  # MLP204
            production_params: dict,  # MLP204
        ):  # the next two are missing
            print(production_params)
        """
    )
    judge(project, {RET.path: text.replace("def retrain(", "def retrain(  # MLP204 MLP204")})


# Annotations.

TYPES = """
import builtins
import typing
import typing as t
from typing import Annotated, Any, Dict, Iterable, List, NewType, Optional, Sequence, Tuple, TypeVar, Union
import tipos
from tipos import *
Linhas = List[Dict[str, Any]]
Texto: 'typing.TypeAlias' = 'Linha'
Novo = NewType('Novo', list)
T = TypeVar('T', bound=list)
class Lista(list):
    pass
"""
OWN_TYPES = "import typing\nAlvos = typing.List[int]\nListas = list\nSeja = typing.Any\n"
LISTS = [
    *("list", "'list'", "List", "t.List[str]", "builtins.list", "list[int]", "'list[\"Linha\"]'", "Linhas", "Listas"),
    *("tipos.Alvos", "Annotated[list, 'rótulos']", "list[int] | list[str]", "Union[List[int]]", "T", "Novo", "Texto"),
]
NO_LISTS = [
    *("Any", "object", "tuple", "Iterable", "Sequence[int]", "Optional[list]", "list | None", "Lista", "[str]"),
    *("Union[list, tuple]", "'list | str'", "tipos.Seja", "dict", "t.Literal['a']", "(list,)", "{str: int}"),
]


@pytest.mark.parametrize("annotation", LISTS)
def test_annotations_that_mean_the_contract_s(project: Path, annotation: str) -> None:
    method = f"def predict(self, dataset: {annotation}) -> {annotation}:\n    return dataset"
    judge(project, {PUB.path: PUB.script(imports=TYPES, predict=method), "worker_pub/tipos.py": OWN_TYPES})


@pytest.mark.parametrize("annotation", NO_LISTS)
def test_annotations_that_mean_another_type(project: Path, annotation: str) -> None:
    method = f"def predict(self, dataset: {annotation}) -> {annotation}:  # MLP205 MLP206\n    return dataset"
    judge(project, {PUB.path: PUB.script(imports=TYPES, predict=method), "worker_pub/tipos.py": OWN_TYPES})


def test_a_type_comment_is_no_annotation(project: Path) -> None:
    method = "def predict(self, dataset):  # MLP205 MLP206\n    # type: (list) -> list\n    return dataset"
    judge(project, {PUB.path: PUB.script(predict=method)})


def test_a_return_annotation_is_reported_where_it_stands(project: Path) -> None:
    method = "def predict(\n    self, dataset: list\n) -> tuple:  # MLP206\n    return dataset"
    (finding,) = judge(project, {PUB.path: PUB.script(predict=method)})
    assert finding.place.span.column == len("    ) -> ") + 1


def test_where_the_contract_has_no_annotation_any_passes(project: Path) -> None:
    evaluate = RETRAIN["evaluate"].replace("model,", "model: 'sklearn.base.BaseEstimator',")
    retrain = RETRAIN["retrain"].replace("reasons: dict):", "reasons: dict) -> 'DataFrame':")
    judge(project, {RET.path: RET.script(evaluate=evaluate, retrain=retrain)})


PAIRS = [
    *("(bool, dict)", "tuple[bool, dict]", "Tuple[bool, Dict[str, float]]", "'t.Tuple[\"bool\", dict]'"),
    *("tuple[(bool, dict)]", "Par", "(bool, T)"),
]
NO_PAIRS = [
    *("tuple", "Tuple", "tuple[dict, bool]", "tuple[bool, ...]", "Tuple[bool, Any]", "(bool, dict, str)", "bool"),
    *("[bool, dict]", "Optional[Tuple[bool, dict]]"),
]


@pytest.mark.parametrize(
    ("annotation", "mark"), [*((each, "") for each in PAIRS), *((each, "  # MLP206") for each in NO_PAIRS)]
)
def test_the_annotation_of_a_pair(project: Path, annotation: str, mark: str) -> None:
    imports = (
        "import typing as t\nfrom typing import Any, Dict, Optional, Tuple, TypeVar\n"
        "T = TypeVar('T')\nPar = Tuple[bool, Dict[str, float]]"
    )
    evaluate = RETRAIN["evaluate"].replace("(bool, dict):", f"{annotation}:{mark}")
    judge(project, {RET.path: RET.script(imports=imports, evaluate=evaluate)})


@pytest.mark.parametrize(
    ("annotation", "mark"),
    [
        *((each, "") for each in ("str | dict", "Union[str, Dict[str, int]]", "'Union[\"dict\", str]'", "Resposta")),
        *((each, "") for each in ("dict[str, int] | dict[str, str] | str", "Union[Union[dict, str], str]")),
        *((each, "  # MLP206") for each in ("dict", "str", "Optional[dict]", "dict | str | None", "Any")),
    ],
)
def test_the_annotation_of_a_union(project18: Path, annotation: str, mark: str) -> None:
    imports = "from typing import Any, Dict, Optional, Union\nResposta = Union[Dict[str, int], str]"
    info = f"def get_model_info(self) -> {annotation}:{mark}\n    return self.load_production_params(self.nome)"
    judge(project18, {PUB18.path: PUB18.script(imports=imports, info=info)})


# Defaults.

DEFAULTS = "import os\nfrom pathlib import Path\nimport config\nfrom config import PASTA, LOTE"
CONFIG = "PASTA = 'temp_area'\nLOTE = 100 * 1000\nPADRAO = {'lote': 5000}\nOUTRA = PASTA + '/saida'\n"
RIGHT_DEFAULTS = [
    *(("'temp_area'", "100_000"), ("PASTA", "LOTE"), ("config.PASTA", "10 ** 5"), ("f'{PASTA}'", "200000 // 2")),
    *(("'temp' '_area'", "int(os.environ['LOTE'])"), ("os.environ.get('PASTA', 'saida')", "100000")),
]
WRONG_DEFAULTS = [
    *(("'temp_area/'", "99_999"), ("None", "None"), ("Path('temp_area')", "'100000'"), ("config.OUTRA", "10 ** 4")),
    *(("[]", "config.PADRAO['lote']"), ("''", "LOTE - 1")),
]


@pytest.mark.parametrize(
    ("path", "size", "mark"),
    [*((*each, "") for each in RIGHT_DEFAULTS), *((*each, "  # MLP207 MLP207") for each in WRONG_DEFAULTS)],
)
def test_defaults(project: Path, path: str, size: str, mark: str) -> None:
    evaluate = (
        RETRAIN["evaluate"].replace('"temp_area"', path).replace("100000)", f"{size})").replace("):", f"):{mark}")
    )
    judge(project, {RET.path: RET.script(imports=DEFAULTS, evaluate=evaluate), "worker_retrain/config.py": CONFIG})


def test_missing_defaults(project: Path) -> None:
    evaluate = """
    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str,  # MLP207
                 batch_size: int) -> (bool, dict):  # MLP207
        return True, {}
    """
    judge(project, {RET.path: RET.script(evaluate=evaluate)})


# Kinds of methods.

KINDS = {
    "async": "async def get_model_info(dados, *args):  # MLP208\n    return {}",
    "a generator": "def get_model_info(dados, *args):  # MLP208\n    yield {}",
    "a generator by an assignment": "def get_model_info(self):  # MLP208\n    x = yield\n    return x",
    "staticmethod": "@staticmethod\ndef get_model_info():  # MLP208\n    return {}",
    "staticmethod by another name": "@estatico\ndef get_model_info():  # MLP208\n    return {}",
    "classmethod": "@classmethod\ndef get_model_info(cls, x):  # MLP208\n    return {}",
    "property": "@property\ndef get_model_info(self):  # MLP208\n    return {}",
    "cached property": "@functools.cached_property\ndef get_model_info(self):  # MLP208\n    return {}",
    "abstract property": "@abc.abstractproperty\ndef get_model_info(self):  # MLP208\n    return {}",
    "the setter of a property": (
        "@property\ndef get_model_info(self) -> dict:\n    return {}\n\n"
        "@get_model_info.setter\ndef get_model_info(self, x):  # MLP208\n    print(x)"
    ),
    "without self": "def get_model_info():  # MLP208\n    return {}",
    "keyword-only instead of self": "def get_model_info(*, x):  # MLP208\n    return {}",
    "a collecting parameter instead of self": "def get_model_info(*args):  # MLP208\n    return {}",
}


@pytest.mark.parametrize("method", KINDS.values(), ids=KINDS)
def test_methods_that_are_no_plain_ones(project: Path, method: str) -> None:
    imports = "import abc\nimport builtins\nimport functools\nestatico = builtins.staticmethod"
    judge(project, {PUB.path: PUB.script(imports=imports, info=method)})


def test_what_does_not_make_a_method_another_kind(project: Path) -> None:
    info = """
    @functools.lru_cache(maxsize=None)
    def get_model_info(self) -> dict:
        def partes():
            yield 1

        async def busca():
            return None
        gera = lambda: (yield)
        return dict.fromkeys(partes(), busca or gera)

    @staticmethod
    def outra():
        return None
    """
    judge(project, {PUB.path: PUB.script(imports="import functools", info=info)})


# The constructor.

CONSTRUCTORS = {
    "none but self": ("self", ""),
    "further parameters with defaults": ("self, nome='iris', *, cache: bool = True", ""),
    "a parameter": ("self, nome", "MLP209"),
    "two": ("self, nome, *, modo", "MLP209 MLP209"),
    "parameters that collect others": ("self, *args, **kwargs", "MLP209 MLP209"),
}
CONSTRUCTORS18 = {
    "the contract's and a further one": ("self, model_name: str, model_provider_name: 'str', cache=True", ""),
    "no annotations": ("self, model_name, model_provider_name", "MLP209 MLP209"),
    "another annotation": ("self, model_name: str, model_provider_name: object", "MLP209"),
    "one is missing": ("self, model_name: str", "MLP209"),
    "both are missing": ("self", "MLP209 MLP209"),
    "another order": ("self, model_provider_name: str, model_name: str", "MLP209 MLP209"),
    "another name": ("self, nome: str, model_provider_name: str", "MLP209"),
    "keyword-only": ("self, *, model_name: str, model_provider_name: str", "MLP209 MLP209"),
    "a further one without a default": ("self, model_name: str, model_provider_name: str, versao", "MLP209"),
    "nothing is missing behind others": ("self, model_name: str, **resto", "MLP209"),
}


def constructor(parameters: str, codes: str) -> str:
    mark = f"  # {codes}" if codes else ""
    return f"def __init__({parameters}):{mark}\n    self.nome = 'iris'"


@pytest.mark.parametrize(("parameters", "codes"), CONSTRUCTORS.values(), ids=CONSTRUCTORS)
def test_constructors(project: Path, parameters: str, codes: str) -> None:
    judge(project, {PUB.path: PUB.script(init=constructor(parameters, codes))})


@pytest.mark.parametrize(("parameters", "codes"), CONSTRUCTORS18.values(), ids=CONSTRUCTORS18)
def test_constructors_of_contract_1_8(project18: Path, parameters: str, codes: str) -> None:
    judge(project18, {PUB18.path: PUB18.script(init=constructor(parameters, codes))})


@pytest.mark.parametrize("clean", [PUB, RET], ids=lambda clean: clean.name)
def test_a_class_without_a_constructor(project: Path, clean: Clean) -> None:
    judge(project, {clean.path: clean.script(without=["init"], body="nome = 'iris'")})


# What the methods return.

NO_LIST_VALUES = [
    *("", "None", "'erro'", "f'{x}'", "'a' 'b'", "b'a'", "3", "-1", "1.5", "2j", "True", "...", "{'a': 1}", "{1}"),
    *("(1, 2)", "{a: 1 for a in x}", "{a for a in x}", "(a for a in x)", "dict(a=1)", "tuple(x)", "set(x)", "str(x)"),
    *("map(str, x)", "zip(x, x)", "enumerate(x)", "len(x)", "repr(x)", "not x", "x is None", "'a' in x", "lambda: x"),
    *("'Erro: %s' % x", "'Erro: ' + str(x)", "'Erro: {}'.format(x)", "', '.join(x)", "(y := {})"),
    *("None if x else 'vazio'", "print(x)"),
]
LIST_VALUES = [
    *("[]", "[a for a in x]", "list(x)", "sorted(x)", "x", "x[0]", "self.nada", "calcula(x)", "x or None", "CONSTANTE"),
    *("[] if x else None", "[*x]", "x == []", "x + [1]", "'a,b'.split(',')", "str(x).split()", "collections.deque(x)"),
    *("'a' + x", "None if x else calcula(x)", "type(x)(x)", "sum(x)", "NotImplemented"),
]


def returns(values: list[str], mark: str) -> str:
    branches = (f"    if x == {number}:\n        return {value}{mark}\n" for number, value in enumerate(values))
    return "def predict(self, dataset: list) -> list:\n    x = self.modelo.predict(dataset)\n" + "".join(branches)


def test_values_of_another_type(project: Path) -> None:
    judge(project, {PUB.path: PUB.script(predict=returns(NO_LIST_VALUES, "  # MLP210"))})


def test_values_that_are_not_evidently_of_another_type(project: Path) -> None:
    imports = "import collections\nCONSTANTE = None\n\n\ndef calcula(x):\n    return None"
    judge(project, {PUB.path: PUB.script(imports=imports, predict=returns(LIST_VALUES, ""))})


def test_names_that_are_only_ever_assigned_such_values(project: Path) -> None:
    predict = """
    def predict(self, dataset: list) -> list:
        vazio = nada = None
        texto: str = f"{len(dataset)} linhas"
        ok, codigo = False, 404
        if (aviso := "sem modelo") and not self.modelo:
            return aviso  # MLP210
        if not dataset:
            return vazio  # MLP210
        if ok:
            return texto  # MLP210
        if nada:
            return codigo  # MLP210
        rotulos = {}
        for linha in dataset:
            rotulos[linha] = 1
        if nada:
            rotulos = set(rotulos)
        return rotulos  # MLP210
    """
    judge(project, {PUB.path: PUB.script(predict=predict)})


def test_names_that_may_hold_something_else(project: Path) -> None:
    predict = """
    def predict(self, dataset: list) -> list:
        def troca():
            nonlocal ultimo
            ultimo = []
        ultimo = None
        troca()
        if ultimo:
            return ultimo
        for item in dataset:
            total = 0
            total += item
            return total
        saida = None
        try:
            saida = self.modelo.predict(dataset)
        except ValueError:
            saida = "erro"
        if saida:
            return saida
        dataset = None if saida else dataset
        with open("temp_area/a") as arquivo:
            return arquivo
        match dataset:
            case [primeiro]:
                return primeiro
        return dataset
    """
    judge(project, {PUB.path: PUB.script(predict=predict)})


def test_names_that_are_assigned_from_each_other_come_to_an_end(project: Path) -> None:
    again = "    x, y = (y if dataset else x), (x if dataset else y)\n" * 40
    predict = f"def predict(self, dataset: list) -> list:\n    x = y = None\n{again}    return x"
    judge(project, {PUB.path: PUB.script(predict=predict)})


def test_returns_of_nested_functions_are_not_counted(project: Path) -> None:
    info = """
    def get_model_info(self) -> dict:
        def interna():
            return None

        class Coisa:
            def valor(self):
                return "x"
        return {"partes": interna() or Coisa() or (lambda: None)}
    """
    judge(project, {PUB.path: PUB.script(info=info)})


PAIR_VALUES = [
    "x, y",
    "x > 1, {}",
    "bool(x), dict(a=1)",
    "(True, {'a': 1})",
    "*y,",
    "tuple(y)",
    "y",
    "not x, {}",
    "False, z",
]
NO_PAIR_VALUES = [
    "{}",
    "True",
    "True,",
    "True, {}, 1",
    "1, {}",
    "None, {}",
    "{}, True",
    "[True, {}]",
    "True, [x]",
    "x, lista",
]


def test_pairs(project: Path) -> None:
    marked = [*((value, "") for value in PAIR_VALUES), *((value, "  # MLP210") for value in NO_PAIR_VALUES)]
    branches = "".join(f"    if x == {n}:\n        return {value}{mark}\n" for n, (value, mark) in enumerate(marked))
    head = dedent(RETRAIN["evaluate"]).strip("\n").partition("\n    nota")[0]
    body = "\n    x, y = model.score(datasets)\n    z = {}\n    z['a'] = 1\n    lista = [x]\n"
    judge(project, {RET.path: RET.script(evaluate=head + body + branches)})


def test_the_elements_of_a_wrong_pair_are_named(project: Path) -> None:
    evaluate = RETRAIN["evaluate"].replace('{"nota": nota}', "[nota]  # MLP210")
    (finding,) = judge(project, {RET.path: RET.script(evaluate=evaluate)})
    assert finding.message("en") == "'evaluate' returns '(?, list)' here; the contract asks for '(bool, dict)'."


def test_what_contract_1_8_lets_a_method_return(project18: Path) -> None:
    info = """
    def get_model_info(self) -> dict | str:
        if not self.nome:
            return f"Sem nome: {self.nome}"
        if self.nome == "a":
            return None  # MLP210
        return {"nome": self.nome}
    """
    version = "def get_model_version(self) -> str:\n    return 3  # MLP210"
    judge(project18, {PUB18.path: PUB18.script(info=info, version=version)})


def test_where_the_contract_has_no_return_type_any_value_passes(project: Path) -> None:
    retrain = RETRAIN["retrain"].replace("print(reasons)", "return None")
    judge(project, {RET.path: RET.script(retrain=retrain)})


# Placeholders of the template.


def test_placeholders(project: Path) -> None:
    text = RET.script(
        body="EXPERIMENTO: str = 'model_name'  # MLP211",
        init="""
        def __init__(self):
            self.__nome = None  # MLP211
            self.provedor = self.base = 'model_name'  # MLP211 MLP211
        """,
        name="def get_model_name(self) -> str:\n    return self.__nome",
        provider="def get_model_provider_name(self) -> str:\n    return self.provedor",
        experiment="def get_experiment_name(self) -> str:\n    return ModeloRETRAIN.EXPERIMENTO",
        dataset="def get_dataset_provider_name(self) -> str:\n    return self.base",
    )
    judge(project, {RET.path: text})


def test_a_placeholder_that_two_getters_return_is_one_finding(project: Path) -> None:
    text = RET.script(
        init="def __init__(self):\n    self.nome = None  # MLP211",
        experiment="def get_experiment_name(self) -> str:\n    return self.nome",
    )
    judge(project, {RET.path: text})


SET_LATER = {
    "in another method": "self.nome = None\n\ndef carrega(self):\n    self.nome = 'iris'",
    "by name": "self.nome = None\n    setattr(self, 'nome', 'iris')",
    "in the dict of attributes": "self.nome = None\n    self.__dict__.update(nome='iris')",
    "by a helper": "self.nome = None\n    configura(self)",
    "in a value that isn't the attribute alone": "self.nome = 'model_name'.upper()",
}


@pytest.mark.parametrize("init", SET_LATER.values(), ids=SET_LATER)
def test_an_attribute_that_is_set_later_is_no_placeholder(project: Path, init: str) -> None:
    text = RET.script(
        imports="def configura(modelo):\n    modelo.nome = 'iris'\n" if "configura" in init else "",
        init=f"def __init__(self):\n    {init}",
    )
    judge(project, {RET.path: text})


def test_a_placeholder_of_a_base_that_is_overridden(project: Path) -> None:
    base = "class Base(ModelPublicationInterfaceRETRAIN):\n    nome = None\n"
    text = RET.script(imports=base, head="class ModeloRETRAIN(Base):", without=["init"], body="nome = 'iris'")
    judge(project, {RET.path: text})


def test_contract_1_8_has_no_placeholders(project18: Path) -> None:
    init = "def __init__(self, model_name: str, model_provider_name: str):\n    self.nome = None"
    judge(project18, {PUB18.path: PUB18.script(init=init)})


# Methods without a body.

STUBS = ["...", "pass", "'Por fazer.'", "'Por fazer.'\n    pass", "raise NotImplementedError", "# por fazer\n    pass"]
STUBS += ["'Por fazer.'\n    raise NotImplementedError('ainda não') from None"]
NO_STUBS = [
    "print('x')\n    raise NotImplementedError",
    "raise ValueError",
    "if self.nome:\n        pass\n    return {}",
]


@pytest.mark.parametrize(
    ("body", "mark"), [*((each, "  # MLP212") for each in STUBS), *((each, "") for each in NO_STUBS)]
)
def test_methods_without_a_body(project: Path, body: str, mark: str) -> None:
    judge(project, {PUB.path: PUB.script(info=f"def get_model_info(self) -> dict:{mark}\n    {body}")})


def test_an_abstract_method_that_nothing_implements(project: Path) -> None:
    base = """
    from abc import abstractmethod


    class Base(ModelPublicationInterfaceCLF):
        @abstractmethod
        def get_model_info(self) -> dict: ...  # MLP212

        @abstractmethod
        def predict(self, dataset: list) -> list: ...
    """
    judge(project, {PUB.path: PUB.script(imports=base, head="class ModeloCLF(Base):", without=["info"])})
