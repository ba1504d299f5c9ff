"""Following values ends, and costs about as much again for as much code again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import findings_in, write

from mlprodest_lint.values.evaluation import Evaluator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MOST_STEPS = 50_000


def independent_functions(size: int) -> str:
    return "import os\n" + "".join(
        f"def f{n}(p):\n    q = os.path.join(p, 'a')\n    open(q, 'w')\ndef g{n}():\n    f{n}('temp_area/{n}')\n"
        for n in range(size)
    )


def callers_of_one_function(size: int) -> str:
    calls = "".join(f"def g{n}():\n    f('temp_area/{n}', 'w')\n    f('dados/{n}', 'r')\n" for n in range(size))
    return f"def f(p, m):\n    open(p, m)\n{calls}"


def functions_that_call_the_next_one_twice(size: int) -> str:
    return "def f0(p):\n    open(p, 'w')\n" + "".join(
        f"def f{n}(p):\n    f{n - 1}(p + 'a')\n    f{n - 1}(p + 'b')\n" for n in range(1, size)
    )


def functions_that_call_each_other(size: int) -> str:
    return "f0('temp_area/', 'a')\n" + "".join(
        f"def f{n}(p, q):\n    open(p, 'w')\n    return f{(n + 1) % size}(p + q, q) or f{(n + 7) % size}(q, p)\n"
        for n in range(size)
    )


def instances_of_one_class(size: int) -> str:
    made = "".join(f"C('dados/{n}', 'r').g()\nC('temp_area/{n}', 'w').g()\n" for n in range(size))
    return (
        "class C:\n    def __init__(self, p, m):\n        self.p = p\n        self.m = m\n"
        f"    def g(self):\n        open(self.p, self.m)\n{made}"
    )


def classes_that_derive_from_each_other(size: int) -> str:
    return (
        "class C0:\n    def __init__(self, p):\n        self.p = p\n    def g(self):\n        open(self.p, 'w')\n"
        + "".join(
            f"class C{n}(C{n - 1}):\n    def __init__(self, p):\n        super().__init__(p + 'a')\n"
            for n in range(1, size)
        )
        + f"C{size - 1}('temp_area/').g()\n"
    )


def names_bound_in_a_loop(size: int) -> str:
    return "import sys\np = 'temp_area/'\nfor i in sys.argv:\n" + "".join(
        f"    q{n} = p + 'b'\n    p = q{max(0, n - 1)}\n    open(p, 'w')\n" for n in range(3 * size)
    )


def attributes_assigned_from_outside(size: int) -> str:
    return "class C:\n    p = 'temp_area/a'\n    def g(self):\n        open(self.p, 'w')\n" + "".join(
        f"def f{n}():\n    c = C()\n    c.p = 'temp_area/{n}'\n    open(c.p, 'w')\n    c.g()\n" for n in range(size)
    )


def _repeated(first: str, statement: str, last: str) -> Callable[[int], str]:
    return lambda size: first + statement * size + last


GROWING = {
    "independent functions": independent_functions,
    "callers of one function": callers_of_one_function,
    "functions that call the next one twice": functions_that_call_the_next_one_twice,
    "functions that call each other": functions_that_call_each_other,
    "instances of one class": instances_of_one_class,
    "classes that derive from each other": classes_that_derive_from_each_other,
    "names bound in a loop": names_bound_in_a_loop,
    "attributes assigned from outside": attributes_assigned_from_outside,
    "a text that doubles": _repeated("p = 'temp_area/'\n", "p = p + p\n", "open(p, 'w')\n"),
    "a list that doubles": _repeated("p = ['temp_area/']\n", "p = p + p\n", "open(p[0], 'w')\n"),
    "a tuple that nests twice": _repeated("p = 'temp_area/'\n", "p = (p, p)\n", "open(p[0], 'w')\n"),
    "a dict that holds itself": _repeated("p = {'a': 'temp_area'}\n", "p = {**p, 'b': p}\n", "open(p['a'], 'w')\n"),
    "pairs of pairs": _repeated("p = ['temp_area']\n", "p = list(zip(p, p))\n", "open(p[0], 'w')\n"),
    "a partial of partials": _repeated("from functools import partial\np = open\n", "p = partial(p, p)\n", "p('a')\n"),
    "two cases at each step": _repeated("p = 'temp_area/'\n", "p = p + ('a' if p else 'b')\n", "open(p, 'w')\n"),
    "objects of objects": _repeated(
        "class C:\n    def __init__(self, a, b):\n        self.a = a\n        open(self.a, 'w')\np = 'temp_area/a'\n",
        "p = C(p, p)\n",
        "",
    ),
    "functions in functions": _repeated(
        "def f(g, h):\n    def i(x):\n        open(x, 'w')\n        return g(h)\n    return i\np = open\n",
        "p = f(p, p)\n",
        "p('temp_area/a')\n",
    ),
}  # fmt: skip


@pytest.fixture
def steps_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Return how many expressions' values are asked for in a module that is added to a worker."""
    evaluated: list[None] = []
    values = Evaluator.values

    def counted(self: Evaluator, *arguments: Any) -> Any:
        evaluated.append(None)
        return values(self, *arguments)

    monkeypatch.setattr(Evaluator, "values", counted)

    def steps(source: str) -> int:
        evaluated.clear()
        write(project / "worker_pub" / "arquivos.py", source)
        assert findings_in(project, project / "worker_pub", rules="MLP401") == []
        return len(evaluated)

    return steps


@pytest.mark.parametrize("source", GROWING.values(), ids=GROWING)
def test_twice_the_code_takes_about_twice_the_work(
    steps_for: Callable[[str], int], source: Callable[[int], str]
) -> None:
    nothing, once, twice = steps_for(""), steps_for(source(20)), steps_for(source(40))
    assert nothing < once <= twice
    assert twice - nothing <= 2.8 * (once - nothing)
    assert once - nothing < _MOST_STEPS


def test_one_of_hundreds_of_callers_is_enough(project: Path) -> None:
    source = callers_of_one_function(300) + "f('saida/a', 'w')\n"
    write(project / "worker_pub" / "arquivos.py", source)
    assert findings_in(project, project / "worker_pub", rules="MLP401") == ["worker_pub/arquivos.py:2 MLP401"]


def test_paths_through_recursion_are_judged_by_what_is_known(project: Path) -> None:
    source = (
        "def f(p, n):\n    open(p, 'w')\n    f(p + '/a', n - 1)\n"
        "def g(p='temp_area', n=3):\n    open(p + '/a', 'w')\n    h(p, n)\n"
        "def h(p, n):\n    g(p, n - 1)\n"
        "f('saida', 3)\n"
    )
    write(project / "worker_pub" / "arquivos.py", source)
    assert findings_in(project, project / "worker_pub", rules="MLP401") == ["worker_pub/arquivos.py:2 MLP401"]
