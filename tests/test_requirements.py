"""Requirements files: what pip's own reader says of each line, and what a line names."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pip
import pytest
from conftest import write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packaging.version import Version
from pip._internal.exceptions import PipError
from pip._internal.network.session import PipSession
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._internal.req.req_file import parse_requirements

from mlprodest_lint.requirements import Kind, Requirements
from mlprodest_lint.requirementsfile import read_requirements

if TYPE_CHECKING:
    from pathlib import Path

if Version(pip.__version__) < Version("25.1"):
    pytest.skip("only today's pip tells what today's pip refuses", allow_module_level=True)

SESSION = PipSession()
ACCEPTED = [
    "numpy",
    "numpy==1.26.4",
    "numpy == 1.26.4",
    "numpy>=1.20,<2",
    "numpy (>=1.20)",
    "scikit_learn[alldeps,x]>=1.0",
    "numpy==1.26.*",
    "numpy===1.26",
    "numpy ~= 1.26",
    'numpy>=1; python_version < "3.11"',
    "numpy>=1 ; python_version < '3.11' and sys_platform == 'linux'",
    "numpy==1.26.4 # por quê",
    "numpy \\\n  ==1.26.4",
    "numpy==1.26.4 --hash=sha256:" + "a" * 64,
    "numpy==1.26.4 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha384:" + "b" * 96,
    "lib @ https://x.org/lib-1.0.zip",
    "lib @ git+https://github.com/team/lib.git@v1",
    "git+https://github.com/team/lib.git@v1#egg=lib",
    "git+ssh://git@github.com/team/lib.git",
    "https://x.org/lib-1.0-py3-none-any.whl",
    "-e git+https://github.com/team/lib.git#egg=lib",
    "--index-url https://pypi.org/simple",
    "-i https://pypi.org/simple",
    "--extra-index-url=https://x.org/simple",
    "--find-links https://x.org",
    "--no-binary :all:",
    "--only-binary=numpy",
    "--pre",
    "--trusted-host x.org",
    "--require-hashes",
    "--no-index",
    "--prefer-binary",
    "# numpy",
    "   # numpy",
    "",
    "   ",
    "\x0cnumpy",
    "numpy  ",
    "NumPy",
    "zope.interface",
    "a",
    "1",
    "-",
    "numpy==1.0;",
]
REFUSED = [
    "numpy=1.26.4",
    "numpy=>1.26",
    "numpy 1.26.4",
    "numpy==",
    "numpy==latest",
    "numpy>=1.0 <2",
    "numpy,",
    "numpy pandas",
    "'numpy'",
    '"numpy==1.0"',
    "numpy^1.0",
    "numpy==1.0# por quê",
    "import numpy",
    "pip install numpy",
    "numpy; python > 3",
    "numpy; python_version",
    "pandas>=2[excel]",
    "numpy==1.0 --hash=md5:" + "a" * 32,
    "--indx-url https://pypi.org/simple",
    "--index-url",
    "-x",
    "--pre=1",
    "-e https://x.org/lib.zip",
    "-e numpy==1.0",
    "s3://balde/lib.whl",
    "./lib.whl",
    "-e git+https://github.com/team/lib.git#egg=lib[x",
    "numpy[",
    "==1.0",
    ";",
    "; python_version < '3'",
    "ação",
    "numpy.",
    "_numpy",
    "numpy >= 1 \\ ",
]


def takes(text: str, folder: Path) -> bool:
    """Tell whether pip takes a requirements file for its form; whether what it names exists doesn't count."""
    file = write(folder / "requirements.txt", text)
    try:
        for parsed in parse_requirements(str(file), session=SESSION):
            install_req_from_parsed_requirement(parsed)
    except PipError as error:
        return "does not exist" in str(error) or "not installable" in str(error) or "not found" in str(error)
    except (ValueError, OSError):
        return False
    return True


def read(text: str, folder: Path) -> Requirements:
    return read_requirements(write(folder / "requirements.txt", text), folder)


def problems(text: str, folder: Path) -> list[str]:
    return [line.problem for line in read(text, folder).lines if line.problem]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_pip_takes_has_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    for ended in (text, f"{text}\n", f"\ufeff{text}\r\n"):
        assert takes(ended, tmp_path)
        assert problems(ended, tmp_path) == []


@pytest.mark.parametrize("text", REFUSED)
def test_what_pip_refuses_has_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert not takes(f"{text}\n", tmp_path)
    assert len(problems(f"{text}\n", tmp_path)) == 1


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_suggested_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    for line in read(text, tmp_path).lines:
        if line.suggestion is not None:
            assert takes(line.suggestion, tmp_path)
            assert problems(line.suggestion, tmp_path) == []


NOTHING_EQUALS = re.compile(r"===\s*(?:[,;)#]|$)")
PIECES = st.sampled_from(
    ["numpy", "pandas", "[x]", "[", "]", "==", ">=", "=", "<", "~=", "!=", ",", ";", " ", "  ", "1", "1.0", ".*", "*",
     "--pre", "--hash=sha256:ab", "#", " #", " \\\n",
     "'", '"', "python_version", " < '3'", "$", "${A}", "-r ", "(", ")", "é", "\t", ":", "egg=", "&", "x", "v"]
)  # fmt: skip


@settings(
    max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_pip_and_we_agree_on_any_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    if "-r" in text or "${" in text or text.lstrip().startswith("."):
        return  # variables without a value, and what looks like the path of a file that doesn't exist, prove nothing
    if NOTHING_EQUALS.search(text):
        return  # pip reads it, and then finds no version that it could be
    assert takes(text, tmp_path) is (not problems(text, tmp_path))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Scikit_Learn>=1", "scikit-learn"),
        ("numpy=1.0", "numpy"),
        ("lib @ git+https://x.org/a.git", "lib"),
        ("git+https://github.com/team/lib.git@v1", "lib"),
        ("git+https://github.com/team/x.git#egg=lib", "lib"),
        ("https://x.org/lib_a-1.0-py3-none-any.whl", "lib-a"),
        ("./pacotes/lib_a-1.0.tar.gz", "lib-a"),
        ("-e ./lib", "lib"),
        ("pandas>=2[excel]", "pandas"),
    ],
)
def test_names(tmp_path: Path, text: str, name: str) -> None:
    assert read(text, tmp_path).names == {name}


@pytest.mark.parametrize(
    "text", ["-e ../lib", "../pkg.whl", "file:///opt/lib", "-e /opt/lib", "lib @ file:///opt/lib.zip"]
)
def test_outside(tmp_path: Path, text: str) -> None:
    (line,) = read(text, tmp_path).lines
    assert line.outside is not None
    assert line.problem is None


def test_lines_are_those_of_an_editor(tmp_path: Path) -> None:
    found = read("# a\n\nnumpy \\\n  ==1.0\r\n\x0cpandas\n-e .\\\n\nscipy", tmp_path).lines
    assert [(line.text, line.line, line.end_line) for line in found] == [
        ("numpy   ==1.0", 3, 4),
        ("pandas", 5, 5),
        ("-e .", 6, 7),
        ("scipy", 8, 8),
    ]


def test_included_files(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt", "pandas\n-r b.txt\n-r ../requirements.txt\n")
    write(tmp_path / "sub" / "b.txt", "scipy\n")
    found = read("numpy\n-r sub/a.txt\n--requirement=nada.txt\n-c limites.txt\n", tmp_path)
    assert found.names == {"numpy", "pandas", "scipy"}
    assert found.complete
    assert [line.kind for line in found.lines].count(Kind.INCLUDE) == 4
    assert not read("-r https://x.org/a.txt", tmp_path).complete
    write(tmp_path / "utf16.txt", "numpy".encode("utf-16"))
    assert not read("-r utf16.txt", tmp_path).complete


def test_a_chain_of_a_thousand_files(tmp_path: Path) -> None:
    for number in range(1000):
        write(tmp_path / f"{number}.txt", f"-r {number + 1}.txt\n")
    write(tmp_path / "1000.txt", "numpy\n")
    assert read("-r 0.txt", tmp_path).names == {"numpy"}


def test_long_lines_take_no_long_time(tmp_path: Path) -> None:
    for beginning, end in itertools.product(
        ["numpy" + " " * 50_000, "a," * 20_000, "[" * 20_000, "-" * 20_000], ["", "x"]
    ):
        read(beginning + end, tmp_path)
