"""Family 6: the user's tests, and the standard ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import findings_in, write

if TYPE_CHECKING:
    from pathlib import Path


def found(project: Path, name: str, text: str) -> list[str]:
    """Return the codes found in a script of worker_pub that is written anew, with their lines."""
    write(project / "worker_pub" / name, text)
    findings = findings_in(project, project / "worker_pub", rules="MLP6")
    return [finding.removeprefix(f"worker_pub/{name}:") for finding in findings]


HAVE_A_TEST = {
    "a function": "def test():\n    pass\n",
    "an asynchronous one": "async def test():\n    pass\n",
    "a lambda": "test = lambda: None\n",
    "one that is imported": "from checagem import verifica as test\n",
    "one of a star import": "from checagem import *\n",
    "one that is wrapped": "import functools\ndef test(x):\n    return x\ntest = functools.partial(test, 1)\n",
    "the last of two": "def test(x):\n    return x\n\n\ndef test():\n    pass\n",
}


@pytest.mark.parametrize("text", HAVE_A_TEST.values(), ids=HAVE_A_TEST)
def test_scripts_that_have_a_test(project: Path, text: str) -> None:
    write(project / "worker_pub" / "checagem.py", "def verifica(x):\n    return x\n\n\ntest = verifica\n")
    assert not found(project, "mytest_pub.py", text)


HAVE_NO_TEST = {
    "nothing": "",
    "a comment": "# def test():\n#     pass\n",
    "another letter case": "def Test():\n    pass\n",
    "a method": "class Teste:\n    def test(self):\n        setattr(self, 'a', 1)\n",
    "a function inside another": "def main():\n    def test():\n        pass\n    test()\n",
    "an annotation alone": "test: object\n",
    "one for the direct run only": "if __name__ == '__main__':\n    def test():\n        pass\n",
}


@pytest.mark.parametrize("text", HAVE_NO_TEST.values(), ids=HAVE_NO_TEST)
def test_scripts_that_have_no_test(project: Path, text: str) -> None:
    assert found(project, "mytest_pub.py", text) == ["1 MLP601"]


def test_a_script_that_cannot_be_read_is_not_judged(project: Path) -> None:
    assert not found(project, "mytest_pub.py", "def test(:\n")


@pytest.mark.parametrize(
    ("parameters", "count"),
    [("", 0), ("modelos: dict", 1), ("x=1", 1), ("*args", 1), ("a, b=2, *, c, **d", 4)],
)
def test_parameters(project: Path, parameters: str, count: int) -> None:
    assert found(project, "mytest_pub.py", f"def test({parameters}):\n    pass\n") == ["1 MLP602"] * count


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        *(("modelos: dict", 0), ("modelos: 'Dict[str, Any]'", 0), ("modelos: Modelos", 0), ("modelos: dict = None", 0)),
        *(("", 1), ("modelos", 1), ("modelos: list", 1), ("modelos: Optional[dict]", 1), ("models: dict", 1)),
        *(("*, modelos: dict", 1), ("modelos: dict, /", 1), ("modelos: dict, x=1", 1), ("*args, **kwargs", 2)),
    ],
)
def test_parameters_in_contract_1_8(project18: Path, parameters: str, count: int) -> None:
    types = "from typing import Any, Dict, Optional\nModelos = Dict[str, Any]\n"
    text = f"{types}def test({parameters}):\n    pass\n"
    assert found(project18, "mytest_pub.py", text) == ["3 MLP602"] * count


def test_a_parameter_is_reported_where_it_stands(project: Path) -> None:
    assert found(project, "mytest_pub.py", "def test(\n    a,\n    *,\n    b=1,\n):\n    pass\n") == [
        "2 MLP602",
        "4 MLP602",
    ]


def test_each_function_that_a_condition_chooses_is_judged(project: Path) -> None:
    text = "import os\nif os.name == 'nt':\n    def test(x):\n        return x\nelse:\n    def test():\n        pass\n"
    assert found(project, "mytest_pub.py", text) == ["3 MLP602", "4 MLP603"]


RETURN_NOTHING = {
    "no return": "    assert 1\n",
    "a bare return": "    return\n",
    "None": "    return (None)\n",
    "returns of nested functions": (
        "    def interna():\n        return 3\n"
        "    f = lambda: 3\n"
        "    class A:\n        def g(self):\n            yield f\n"
    ),
}


@pytest.mark.parametrize("body", RETURN_NOTHING.values(), ids=RETURN_NOTHING)
def test_tests_that_return_nothing(project: Path, body: str) -> None:
    assert not found(project, "mytest_pub.py", f"def test():\n{body}")


@pytest.mark.parametrize("value", ["True", "[]", "print('x')", "None or None", "resultado"])
def test_a_value_that_is_returned(project: Path, value: str) -> None:
    text = f"def test():\n    resultado = None\n    if resultado:\n        return {value}\n"
    assert found(project, "mytest_pub.py", text) == ["4 MLP603"]


@pytest.mark.parametrize("start", ["def", "async def"])
def test_a_generator(project: Path, start: str) -> None:
    assert found(project, "mytest_pub.py", f"{start} test():\n    x = yield\n") == ["1 MLP603"]


IMPORT = "from mllibprodest.validators.test import Test\n"
CALL_THE_STANDARD_TESTS = {
    "at once": IMPORT + "Test().validate(mlruns_path='')\n",
    "an instance with a name": IMPORT + "t = Test()\nt.validate(mlruns_path='')\n",
    "the method with a name": IMPORT + "validar = Test().validate\nvalidar(mlruns_path='')\n",
    "the module": "import mllibprodest.validators.test as t\nt.Test().validate(mlruns_path='')\n",
    "a star import": "from mllibprodest.validators.test import *\nTest().validate(mlruns_path='')\n",
    "an import by name": (
        "import importlib\nm = importlib.import_module('mllibprodest.validators.test')\nm.Test().validate()\n"
    ),
    "a partial": IMPORT + "import functools\nf = functools.partial(Test().validate, mlruns_path='')\nf()\n",
    "a subclass": IMPORT
    + "class Meu(Test):\n    def validate(self, **k):\n        super().validate(**k)\n\n\nMeu().validate()\n",
    "a parameter": IMPORT + "def roda(t: Test):\n    t.validate(mlruns_path='')\n\n\nroda(Test())\n",
    "an attribute": IMPORT
    + "class A:\n    def a(self):\n        self.t = Test()\n\n    def b(self):\n        self.t.validate()\n",
}


@pytest.mark.parametrize("text", CALL_THE_STANDARD_TESTS.values(), ids=CALL_THE_STANDARD_TESTS)
def test_scripts_that_call_the_standard_tests(project: Path, text: str) -> None:
    assert not found(project, "test_pub.py", text)


DO_NOT_CALL_THE_STANDARD_TESTS = {
    "nothing": "",
    "a comment": "# Test().validate(mlruns_path='')\n",
    "no call": IMPORT + "Test().validate\n",
    "an instance only": IMPORT + "Test()\n",
    "another class of that name": "class Test:\n    def validate(self):\n        pass\n\n\nTest().validate()\n",
    "another function of the library": "from mllibprodest.utils import validate_params\nvalidate_params([], {})\n",
    "the user's test only": "from mytest_pub import test\ntest()\n",
}


@pytest.mark.parametrize("text", DO_NOT_CALL_THE_STANDARD_TESTS.values(), ids=DO_NOT_CALL_THE_STANDARD_TESTS)
def test_scripts_that_do_not_call_the_standard_tests(project: Path, text: str) -> None:
    assert found(project, "test_pub.py", text) == ["1 MLP604"]
