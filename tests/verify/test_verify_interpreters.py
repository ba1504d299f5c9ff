"""The interpreter that runs a worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import write

from mlprodest_lint.texts import UserError
from mlprodest_lint.verify.running.interpreters import interpreter_of

ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the programs are scripts")


@pytest.mark.parametrize("name", ["env", "venv", ".venv"])
def test_the_virtual_environment_of_the_folder_is_used(home: Path, name: str) -> None:
    write(home / "other" / "pyvenv.cfg")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / name], check=True, timeout=60)
    found = interpreter_of(home, None)
    assert found.is_relative_to(home / name)
    prefix = subprocess.check_output([found, "-c", "import sys; print(sys.prefix)"], encoding="utf-8", timeout=60)
    assert Path(prefix.strip()).samefile(home / name)


def test_the_one_that_is_asked_for_goes_first(home: Path) -> None:
    write(home / "env" / "pyvenv.cfg")
    assert interpreter_of(home, Path(sys.executable)) == Path(sys.executable)


def test_a_relative_path_is_taken_from_where_the_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(sys.executable).parent)
    assert interpreter_of(tmp_path, Path(Path(sys.executable).name)) == Path(sys.executable)


@pytest.mark.parametrize("name", [None, "env"])
def test_without_one_the_message_says_how_to_make_one(home: Path, name: str | None) -> None:
    if name is not None:
        (home / name / "bin").mkdir(parents=True)
    with pytest.raises(UserError) as raised:
        interpreter_of(home, None)
    message = str(raised.value)
    assert str(home) in message
    assert "python -m venv env" in message
    assert "pip install -r requirements.txt" in message
    assert "--python" in message


def test_an_environment_that_was_moved_is_told(home: Path) -> None:
    write(home / "env" / "pyvenv.cfg")
    program = home / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    program.parent.mkdir()
    try:
        program.symlink_to(home / "antes" / "python")
    except OSError:
        pytest.skip("links can't be made here")
    with pytest.raises(UserError, match=r"can't be run: No such file.*make it anew"):
        interpreter_of(home, None)


@ON_POSIX
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("#!/bin/sh\necho 'biblioteca ausente' >&2; exit 127\n", "biblioteca ausente"),
        ("#!/bin/sh\nexit 3\n", "status 3"),
        ("#!/bin/sh\necho 2.7\n", "this is Python 2.7"),
        ("#!/bin/sh\nkill -9 $$\n", "status -9"),
        ("isto não é um programa", "Exec format error"),
    ],
)
def test_one_that_does_not_run_is_told(tmp_path: Path, script: str, message: str) -> None:
    program = write(tmp_path / "python", script)
    program.chmod(0o755)
    with pytest.raises(UserError, match=message):
        interpreter_of(tmp_path, program)


@ON_POSIX
def test_no_secret_is_handed_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENHA_DO_BANCO", "segredo")
    program = write(tmp_path / "python", '#!/bin/sh\necho "${SENHA_DO_BANCO:-nada}" >&2; exit 1\n')
    program.chmod(0o755)
    with pytest.raises(UserError, match=r"can't be run: nada"):
        interpreter_of(tmp_path, program)


def test_a_folder_is_no_interpreter(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be run"):
        interpreter_of(tmp_path, tmp_path)


def test_the_folder_of_the_environment_may_be_a_link(home: Path, tmp_path: Path) -> None:
    made = tmp_path / "ambientes" / "worker"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", made], check=True, timeout=60)
    home.mkdir()
    try:
        (home / "env").symlink_to(made, target_is_directory=True)
    except OSError:
        pytest.skip("links can't be made here")
    assert interpreter_of(home, None).is_relative_to(home / "env")
    shutil.rmtree(made)
    with pytest.raises(UserError):
        interpreter_of(home, None)
