"""Where calls, definitions and parameters stand, compared with Python's own parser on real files."""

from __future__ import annotations

import ast
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import write

from mlprodest_lint.config import Configuration
from mlprodest_lint.engine import lint
from mlprodest_lint.facts.reading import UnparsableError, read_module
from mlprodest_lint.facts.source import lines_of, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY = Path(sysconfig.get_path("stdlib"))
MODULES = sorted(LIBRARY.glob("*.py"))[::6]
SUITE = LIBRARY / "test"

Span = tuple[int, int, int, int]


def spans(text: str, name: str) -> list[Span]:
    """Return the spans of the calls, or those of the names of functions, classes and parameters."""
    module = read_module(text)
    if name == "calls":
        return sorted(module.spans[call.span] for call in module.calls)
    functions = [each.name_span for each in module.functions if each.name != "<lambda>"]
    classes = [each.name_span for each in module.classes]
    parameters = [parameter.span for function in module.functions for parameter in function.parameters]
    return sorted(module.spans[number] for number in (*functions, *classes, *parameters))


def spans_of_python(text: str, name: str) -> list[Span]:
    lines = lines_of(text)

    def column(line: int, offset: int) -> int:
        return len(lines[line - 1].encode()[:offset].decode()) + 1

    def place(node: ast.expr | ast.arg) -> Span:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        ends = node.end_lineno, column(node.end_lineno, node.end_col_offset)
        return (node.lineno, column(node.lineno, node.col_offset), *ends)

    def found() -> Iterator[Span]:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and name == "calls":
                yield place(node)
            elif isinstance(node, ast.arg) and name != "calls":
                line, start, *_ = place(node)
                yield line, start, line, start + len(node.arg)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and name != "calls":
                start = lines[node.lineno - 1].index(node.name, column(node.lineno, node.col_offset) + 3)
                yield node.lineno, start + 1, node.lineno, start + 1 + len(node.name)

    return sorted(found())


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_positions_are_those_of_python(file: Path) -> None:
    text = read_text(file)
    for name in ("calls", "definitions"):
        ours, theirs = spans(text, name), spans_of_python(text, name)
        # Before 3.12 Python itself doesn't know where in an f-string an expression stands.
        if sys.version_info < (3, 12) and name == "calls":
            outside = _lines_without_format(text)
            ours = [span for span in ours if span[0] in outside]
            theirs = [span for span in theirs if span[0] in outside]
        assert ours == theirs


def _lines_without_format(text: str) -> set[int]:
    formats = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr)]
    inside = {line for node in formats for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return set(range(1, len(lines_of(text)) + 1)) - inside - {1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f()", (1, 1, 1, 4)),
        ("if x:\n\tf()\n", (2, 2, 2, 5)),
        ("x = '日本'; f()\n", (1, 11, 1, 14)),
        ("x = '😀'; f()\n", (1, 10, 1, 13)),
        ("x = 'e\u0301'; f()\n", (1, 11, 1, 14)),
        ("x = 1\r\nf(\r\n1)\r\n", (2, 1, 3, 3)),
        ("x = 1\rf()\r", (2, 1, 2, 4)),
        ("\x0cf()\n", (1, 2, 1, 5)),
        ("x = 1\n\x0c\nf()\n", (3, 1, 3, 4)),
        ("\x0cx = 1\n  \x0cy = 1\nf()", (3, 1, 3, 4)),
        ("if x:\n    y\n\x0c    z\n    f()\n", (4, 5, 4, 8)),
        ("\\\n\\\nx\nf()\n", (4, 1, 4, 4)),
        ("x = '''\n\x0c'''\n\x0cf()", (3, 2, 3, 5)),
        ("x = '\x0b\x1c\u2028'; f()\n", (1, 12, 1, 15)),
        ("x = '''\n\n'''; f()", (3, 6, 3, 9)),
        ("x = \\\n  f()", (2, 3, 2, 6)),
        ("(\n  f\n  ()\n)\n", (2, 3, 3, 5)),
        ("@f()\nclass A: pass\n", (1, 2, 1, 5)),
        ("x: f() = 1\n", (1, 4, 1, 7)),
        ("async def g():\n    await f()\n", (2, 11, 2, 14)),
        ("lambda x=f(): 1\n", (1, 10, 1, 13)),
        ("[1 for x in f()]\n", (1, 13, 1, 16)),
        ("if (y := f()): pass\n", (1, 10, 1, 13)),
        ("match f():\n    case 1: pass\n", (1, 7, 1, 10)),
        ("match x:\n    case 1 if f(): pass\n", (2, 15, 2, 18)),
        ("def g():\n    yield from f()\n", (2, 16, 2, 19)),
        ("x[f():1]\n", (1, 3, 1, 6)),
        ("x = f'a{f()}'\n", (1, 9, 1, 12)),
        ("x = f'{1:{f()}}'\n", (1, 11, 1, 14)),
        ("with (f() as a, b): pass\n", (1, 7, 1, 10)),
        ("del x[f()]\n", (1, 7, 1, 10)),
        ("raise f() from None\n", (1, 7, 1, 10)),
        ("assert f(), 1\n", (1, 8, 1, 11)),
        ("x = 1 if f() else 2\n", (1, 10, 1, 13)),
    ],
)
def test_the_place_of_a_call(text: str, expected: Span) -> None:
    (found,) = spans(text, "calls")
    assert found == expected


NEW_SYNTAX = [
    "type A[T] = list[T]\nf()\n",
    "def g[T: int, *Ts, **P](a: T) -> T:\n    return f()\n",
    "class A[T](B[T]):\n    x = f()\n",
    "x = f'{f'{f()}'}'\n",
    'x = f"{f("a")}"\n',
    "x = f'{\n  f()  # por quê\n}'\n",
]
"""Forms that came with Python 3.12."""


@pytest.mark.parametrize("text", ["f()\n", *(NEW_SYNTAX if sys.version_info >= (3, 12) else ())])
def test_syntax_of_python_312(text: str) -> None:
    assert spans(text, "calls") == spans_of_python(text, "calls")
    assert len(spans(text, "calls")) == 1


def _sample() -> list[Path]:
    """Return some of Python's own tests: the odd ones by name, of the others each tenth."""
    odd = ["test_fstring", "test_patma", "test_grammar", "test_unpack_ex", "test_except_star", "test_named_expressions"]
    odd += ["test_unicode_identifiers", "test_type_params", "test_tokenize", "test_coroutines", "test_generators"]
    named = [SUITE / f"{name}.py" for name in odd]
    bad = [*SUITE.rglob("bad*.py"), *SUITE.glob("tokenizedata/*.py"), *SUITE.glob("encoded_modules/*.py")]
    each_tenth = [file for file in sorted(SUITE.glob("test_*.py"))[::10] if file.stat().st_size < 60_000]
    return sorted({file for file in (*named, *bad, *each_tenth) if file.is_file()})


@pytest.mark.skipif(not SUITE.is_dir(), reason="this Python was installed without its own tests")
def test_pythons_own_tests_are_read(tmp_path: Path) -> None:
    worker = tmp_path / "worker_pub"
    for file in _sample():
        write(worker / "suite" / file.relative_to(SUITE), file.read_bytes())
    outcome = lint([worker], Configuration())
    refused = {finding.place.path for finding in outcome.findings if finding.rule.code in {"MLP001", "MLP002"}}
    unread = {notice.path for notice in outcome.notices}
    for path in outcome.files:
        assert _is_refused_by_python(path) is (path in refused)
    assert len(unread) <= 3
    assert len(outcome.files) > 50


def _is_refused_by_python(path: Path) -> bool:
    try:
        compile(path.read_bytes(), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return True
    return False


def test_what_the_parser_lacks_is_named_so() -> None:
    with pytest.raises(UnparsableError):
        read_module("(x): int = 1\n")


@pytest.mark.parametrize(
    "annotation",
    [
        "[" * 100_000,
        "a" + ".b" * 50_000,
        "-" * 50_000,
        "a | " * 9_000 + "b",
        "",
        " ",
        "x y",
        "a\nb",
        "\\x00",
        "yield",
        "(",
    ],
)
def test_annotations_that_are_odd_texts(annotation: str) -> None:
    module = read_module(f"def f(a: {annotation!r}) -> {annotation!r}: ...\n")
    assert module.functions[0].name == "f"


def test_a_line_of_a_million_characters() -> None:
    module = read_module(f"x = {'a' * 1_000_000!r}; f()\n")
    assert module.spans[module.calls[0].span] == (1, 1_000_009, 1, 1_000_012)


def test_reading_says_nothing_about_odd_escapes(recwarn: pytest.WarningsRecorder) -> None:
    read_module("x = '\\d'\ny = b'\\d'\nz = f'\\d{x}'\n")
    assert not recwarn


def test_surrogates_can_be_kept() -> None:
    assert read_module("x = '\\ud800'\ny = f'\\ud800{x}'\nopen('\\ud800')\n").calls
