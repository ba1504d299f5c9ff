"""What is sent is verified: unpacked, as an archive, before it is written, and for the page about it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from conftest import findings_in, write

from .conftest import DATABASE, MODEL, untouched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PYTHON = ("--python", sys.executable)
FAILING = "def test():\n    raise ValueError('não deu')\n"


def run(folder: Path, environment: Mapping[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "mlprodest_lint", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )


def tracked_by(project: Path) -> tuple[str, str]:
    """Return the option that names the project's tracking database."""
    return "--tracking-uri", f"sqlite:///{project / 'treino' / DATABASE}"


@pytest.fixture
def sent(project: Path, tmp_path: Path, environment: dict[str, str]) -> Path:
    """Return the archive that was made of the project, where it is received."""
    received = tmp_path / "recebido"
    received.mkdir()
    done = run(project, environment, "publish", "--output", received / "publicar.zip")
    assert done.returncode == 0, done.stderr
    return received / "publicar.zip"


def test_unpacked_it_lints_clean_and_its_workers_pass(sent: Path, project: Path, environment: dict[str, str]) -> None:
    with ZipFile(sent) as archive:
        archive.extractall(sent.parent)
    publication = sent.parent / "publicar"
    assert findings_in(sent.parent, publication) == []
    with untouched(publication):
        done = run(sent.parent, environment, "verify", "publicar", *PYTHON, *tracked_by(project))
    assert (done.returncode, done.stdout) == (0, "")
    assert f"passed  publicar/worker_retrain: load the production model {MODEL} (" in done.stderr
    assert not any(line.startswith(("FAILED", "skipped")) for line in done.stderr.splitlines())


def test_an_archive_is_verified_with_the_database_beside_it(
    sent: Path, project: Path, environment: dict[str, str]
) -> None:
    shutil.copy(project / "treino" / DATABASE, sent.parent)
    done = run(sent.parent, environment, "verify", "publicar.zip", *PYTHON)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"passed  publicar.zip/publicar/worker_pub: load the production model {MODEL} (" in done.stderr


def test_what_fails_in_an_archive_is_named_by_its_path_there(project: Path, environment: dict[str, str]) -> None:
    write(project / "worker_pub" / "mytest_pub.py", FAILING)
    assert run(project, environment, "publish").returncode == 0
    done = run(project, environment, "verify", "publicar.zip", *PYTHON, "--only", "worker")
    assert done.returncode == 1
    assert done.stdout.startswith("publicar.zip/publicar/worker_pub/mytest_pub.py:2:5: MLP811 ")


def test_publishing_verifies_first(project: Path, environment: dict[str, str]) -> None:
    done = run(project, environment, "publish", "--verify", *PYTHON)
    assert done.returncode == 0, done.stderr
    assert f"passed  worker_pub: load the production model {MODEL} (" in done.stderr
    assert "Written: publicar.zip" in done.stdout
    old = (project / "publicar.zip").read_bytes()
    write(project / "worker_pub" / "mytest_pub.py", FAILING)
    refused = run(project, environment, "publish", "--verify", *PYTHON, "--only", "worker")
    assert refused.returncode == 1
    assert "worker_pub/mytest_pub.py:2:5: MLP811 " in refused.stdout
    assert "publicar.zip was not written" in refused.stderr
    assert (project / "publicar.zip").read_bytes() == old


def test_the_page_about_an_archive_tells_what_verifying_it_found(
    sent: Path, project: Path, environment: dict[str, str]
) -> None:
    arguments = ("--verify", "--only", "artifacts", *tracked_by(project), "--language", "en")
    done = run(sent.parent, environment, "report", "publicar.zip", *arguments)
    assert done.returncode == 0, done.stderr
    page = (sent.parent / "report.html").read_text("utf-8")
    assert "Nothing found" in page
    assert "acuracia_minima" in page
    assert f"examine BaselineMetrics.pkl of {MODEL}" in page
    assert "mlprodest-lint-" not in page
