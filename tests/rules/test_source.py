"""Family 0: files that Python can't read, and where they are said to be wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import findings_in, write

from mlprodest_lint.config import Configuration
from mlprodest_lint.engine import lint

if TYPE_CHECKING:
    from pathlib import Path

INVALID = {
    "print statement": 'x = 1\nprint "x"\n',
    "merge conflict": "x = 1\n<<<<<<< HEAD\ny = 2\n",
    "unclosed bracket": "x = (1,\ny = 2\n",
    "unclosed text": 'x = """a\n\n\n',
    "return outside a function": "x = 1\n\nreturn x\n",
    "await outside a function": "x = 1\nawait x\n",
    "break outside a loop": "def f():\n    x = 1\n    break\n",
    "a name that is global and a parameter": "def f(a):\n    global a\n",
    "the same parameter twice": "x = 1\n\n\ndef f(a, a):\n    pass\n",
    "wrong indentation": "def f():\n    a = 1\n      b = 2\n",
    "tabs and spaces": "if 1:\n        a = 1\n\tb = 2\n",
    "no body": "def f():\n",
    "an assignment to a literal": "\n1 = x\n",
    "too many parentheses": "x = 1\n" + "(" * 300 + ")" * 300 + "\n",
    "a number of too many digits": f"x = 1\ny = {'1' * 5000}\n",
    "a future that isn't at the top": "x = 1\nfrom __future__ import annotations\n",
    "an escape that isn't one": "x = 1\ny = '\\N{no such thing}'\n",
    "Windows line ends": "x = 1\r\ny = 2\r\nz = = 3\r\n",
    "a form feed": "x = 1\n\x0c\ny = = 2\n",
    "a character that is no name": "x = 1\ny = 2 € 3\n",
    "an empty match": "match x:\n    case 1:\n",
}


@pytest.mark.parametrize("source", INVALID.values(), ids=INVALID)
def test_invalid_source_is_found_where_python_finds_it(project: Path, source: str) -> None:
    script = write(project / "worker_pub" / "auxiliar.py", source)
    python = subprocess.run([sys.executable, script], capture_output=True, check=False, encoding="utf-8", timeout=30)
    line = python.stderr.split(f'"{script}", line ')[-1].split()[0]
    assert findings_in(project) == [f"worker_pub/auxiliar.py:{line} MLP001"]


def test_a_null_byte_is_found_at_its_line(project: Path) -> None:
    write(project / "worker_pub" / "auxiliar.py", "x = 1\r\ny = 2\rz = '\0'\n")
    assert findings_in(project) == ["worker_pub/auxiliar.py:3 MLP001"]


@pytest.mark.parametrize(
    "source",
    ["x = 1" + " + 1" * 20_000, "a" + ".b()" * 5_000, "x = " + "-" * 50_000 + "1", "x = a" + " and a" * 60_000],
    ids=["sum", "chain", "signs", "and"],
)
def test_what_is_nested_too_deeply_is_a_finding_at_the_file(project: Path, source: str) -> None:
    write(project / "worker_pub" / "auxiliar.py", f"a = 1\nb = 2\n{source}\n")
    assert findings_in(project) == ["worker_pub/auxiliar.py:1 MLP001"]


def test_what_is_just_nested_deeply_is_fine(project: Path) -> None:
    write(project / "worker_pub" / "auxiliar.py", "x = 1" + " + 1" * 900 + "\n" + "y = " + "(" * 150 + "1" + ")" * 150)
    assert findings_in(project) == []


def test_the_other_files_are_judged_all_the_same(project: Path) -> None:
    write(project / "worker_pub" / "pub.py", "def f(:\n")
    (project / "worker_pub" / "mytest_pub.py").unlink()
    write(project / "worker_retrain" / "utils.py", "x = 1  # noqa: MLP001\n")
    write(project / "treino" / "treina.py", "import mlflow\nprint 1\n")
    assert findings_in(project, rules="MLP0") + findings_in(project, rules="MLP1") == [
        "treino/treina.py:2 MLP001",
        "worker_pub/pub.py:1 MLP001",
        "worker_retrain/utils.py:1 MLP003",
        "worker_pub:1 MLP102",
    ]


UNREADABLE = {
    "accents in what declares ASCII": "# -*- coding: ascii -*-\nx = 'é'\n".encode(),
    "Latin-1 without a declaration": "x = 'é'\n".encode("latin-1"),
    "an unknown encoding": b"# coding: klingon\nx = 1\n",
    "an encoding that isn't one of text": b"# coding: rot13\nx = 1\n",
    "UTF-16": "x = 1\n".encode("utf-16"),
    "a mark of UTF-8 and another declaration": b"\xef\xbb\xbf# coding: latin-1\nx = 1\n",
}
READABLE = {
    "UTF-8": "x = 'é'\n".encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbfx = 'a'\n",
    "declared Latin-1": "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nx = 'é'\n".encode("latin-1"),
    "a mark and its own declaration": b"\xef\xbb\xbf# coding: utf-8\nx = 1\n",
    "nothing": b"",
    "no line end": b"x = 1",
    "old line ends": b"x = 1\ry = 2\r",
    "a declaration in line 3": "\n\n# coding: ascii\nx = 'é'\n".encode(),
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_source(project: Path, data: bytes) -> None:
    write(project / "worker_pub" / "auxiliar.py", data)
    write(project / "treino" / "auxiliar.py", data)
    assert findings_in(project) == ["treino/auxiliar.py:1 MLP002", "worker_pub/auxiliar.py:1 MLP002"]


@pytest.mark.parametrize("data", READABLE.values(), ids=READABLE)
def test_readable_source(project: Path, data: bytes) -> None:
    write(project / "worker_pub" / "auxiliar.py", data)
    assert findings_in(project) == []


@pytest.mark.parametrize("name", ["requirements.txt", "params.conf"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_other_files_in_another_encoding(project18: Path, name: str, encoding: str) -> None:
    file = project18 / "worker_pub" / name
    write(file, f"# situação\n{file.read_text('utf-8')}".encode(encoding))
    codes = findings_in(project18)
    # UTF-16 without its mark is valid UTF-8, full of null characters, wherever all characters are ASCII.
    assert codes == [f"worker_pub/{name}:1 MLP002"]


@pytest.mark.parametrize("name", ["requirements.txt", "params.conf"])
def test_other_files_with_a_byte_order_mark(project18: Path, name: str) -> None:
    file = project18 / "worker_pub" / name
    write(file, b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert findings_in(project18) == []


def test_requirements_may_declare_their_encoding(project: Path) -> None:
    file = project / "worker_pub" / "requirements.txt"
    text = file.read_text("utf-8")
    write(file, f"# coding: latin-1\n# situação\n{text}".encode("latin-1"))
    assert findings_in(project) == []
    write(file, f"# coding: klingon\n{text}")
    assert findings_in(project) == ["worker_pub/requirements.txt:1 MLP002"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are made by POSIX systems only")
@pytest.mark.parametrize("name", ["requirements.txt", "params.conf", "mytest_pub.py"])
def test_a_named_pipe_is_not_waited_for(project18: Path, name: str) -> None:
    file = project18 / "worker_pub" / name
    file.unlink()
    os.mkfifo(file)
    assert findings_in(project18, rules="MLP0") == [f"worker_pub/{name}:1 MLP002"]


def test_a_dangling_and_a_looping_link_are_unreadable(project: Path) -> None:
    (project / "worker_pub" / "solto.py").symlink_to("nada.py")
    (project / "worker_pub" / "volta.py").symlink_to("volta.py")
    assert findings_in(project) == ["worker_pub/solto.py:1 MLP002", "worker_pub/volta.py:1 MLP002"]


def test_what_other_programs_put_beside_scripts_is_no_source(project: Path) -> None:
    write(project / "worker_pub" / "._pub.py", b"\x00\x05\x16\x07")
    (project / "worker_pub" / ".#pub.py").symlink_to("autora@maquina.1234:1700000000")
    assert findings_in(project) == []


def test_a_form_that_the_parser_lacks_is_said_and_no_finding(project: Path) -> None:
    write(project / "worker_pub" / "auxiliar.py", "(x): int = 1\n")
    outcome = lint([project], Configuration())
    assert not outcome.findings
    assert [notice.path.name for notice in outcome.notices] == ["auxiliar.py"]
