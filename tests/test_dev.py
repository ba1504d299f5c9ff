"""What the set-up script does when something is in its way; that it works is seen each time it runs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))
import dev

if TYPE_CHECKING:
    from pathlib import Path

# pip finds nothing, as on a machine without network.
DECLARATIONS = ("pyproject.toml", "runtime/pyproject.toml")
OFFLINE = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
WITHOUT_ENSUREPIP = """
import runpy, sys
sys.modules["ensurepip"] = None
sys.argv = ["dev.py", "demo"]
runpy.run_path("dev.py", run_name="__main__")
"""


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=checkout, env=OFFLINE, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of the part of the project that the script needs."""
    folder = tmp_path.resolve() / "minha cópia"
    folder.mkdir()
    (folder / "runtime").mkdir()
    for name in ("dev.py", *DECLARATIONS):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_moved_or_interrupted_it_begins_anew_and_says_what_is_wrong(checkout: Path) -> None:
    environment = checkout / ".venv"
    environment.mkdir()
    stamp = {**dev.ORIGIN, "place": str(checkout.with_name("before") / ".venv"), "groups": []}
    (environment / "installed.json").write_text(json.dumps(stamp), encoding="utf-8")
    for _ in range(2):
        (environment / "leftover").touch()
        done = run(checkout, "dev.py", "demo")
        assert done.returncode == 2
        assert done.stdout.startswith("Making ")
        assert "dev.py: pip couldn't install the project" in done.stderr
        assert "Traceback" not in done.stderr
        assert {entry.name for entry in environment.iterdir()}.isdisjoint({"leftover", "installed.json"})


def test_without_network_what_was_installed_stays_usable(checkout: Path) -> None:
    run(checkout, "-m", "venv", "--without-pip", ".venv")
    pyproject = hashlib.sha256(b"".join((checkout / name).read_bytes() for name in DECLARATIONS)).hexdigest()
    stamp = {**dev.ORIGIN, "place": str(checkout / ".venv"), "pyproject": pyproject, "groups": []}
    file = checkout / ".venv" / "installed.json"
    file.write_text(json.dumps(stamp), encoding="utf-8")
    done = run(checkout, "dev.py", "test")
    assert done.returncode == 2
    assert not done.stdout.startswith("Making ")
    assert json.loads(file.read_text(encoding="utf-8")) == stamp


def test_a_python_that_cannot_make_environments(checkout: Path) -> None:
    done = run(checkout, "-c", WITHOUT_ENSUREPIP)
    assert done.returncode == 2
    assert "sudo apt install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["nonsense"], 2), (["--help"], 0), (["check", "x"], 2)])
def test_wrong_usage(checkout: Path, arguments: list[str], code: int) -> None:
    done = run(checkout, "dev.py", *arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert not (checkout / ".venv").exists()
