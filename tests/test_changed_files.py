"""Changed files, as a hook hands them over: each stands for the whole worker that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import write

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Linter

LEAVES = "import os\nos.chdir('a')\n"


@pytest.fixture
def leaving(project: Path) -> Path:
    """Return a project with a finding in each worker and in the training code."""
    write(project / "worker_pub" / "outro.py", LEAVES)
    write(project / "worker_retrain" / "outro.py", LEAVES)
    write(project / "treino" / "outro.py", "import mlflow\nmlflow.set_tracking_uri('http://a')\n")
    return project


def places(linter: Linter, *paths: str | Path, folder: Path) -> list[str]:
    run = linter("--changed-files", *paths, folder=folder)
    assert run.returncode in {0, 1}, run.stderr
    return [line.partition(": ")[0] for line in run.stdout.splitlines()]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["worker_pub/pub.py"], ["worker_pub/outro.py:2:1"]),
        (["worker_pub/requirements.txt", "worker_pub/pub.py", "worker_pub"], ["worker_pub/outro.py:2:1"]),
        (["worker_pub/apagado.py"], ["worker_pub/outro.py:2:1"]),
        (["worker_pub/temp_area/x.txt", "treino/requirements.txt"], ["treino/outro.py:2:1", "worker_pub/outro.py:2:1"]),
        (["worker_retrain/utils.py"], ["worker_retrain/outro.py:2:1"]),
        (["README.md", "docs/conf.py", "apagada/worker_pub/pub.py", "../fora.txt"], []),
    ],
)
def test_what_a_changed_file_stands_for(paths: list[str], expected: list[str], leaving: Path, linter: Linter) -> None:
    assert places(linter, *paths, folder=leaving) == expected


def test_nothing_to_check_is_said(leaving: Path, linter: Linter) -> None:
    run = linter("--changed-files", "README.md", folder=leaving)
    assert (run.returncode, run.stderr) == (0, "Nothing was checked: no worker or training code is concerned.\n")


def test_scripts_beside_the_workers_are_training_code_if_one_uses_mlflow(project: Path, linter: Linter) -> None:
    write(project / "setup.py", "x = 1\n")
    assert places(linter, "setup.py", folder=project) == []
    write(project / "registra.py", "import mlflow\nmlflow.set_tracking_uri('http://a')\n")
    assert places(linter, "setup.py", "README.md", folder=project) == ["registra.py:2:1"]


def test_what_the_configuration_excludes_is_passed_over(leaving: Path, linter: Linter) -> None:
    write(leaving / "mlprodest-lint.toml", 'exclude = ["worker_retrain/"]\n')
    assert places(linter, "worker_retrain/utils.py", folder=leaving) == []
    assert places(linter, "worker_pub/utils.py", folder=leaving) == ["worker_pub/outro.py:2:1"]


def test_links_and_submodules(leaving: Path, linter: Linter, tmp_path: Path) -> None:
    outside = write(tmp_path / "fora.py", "x = 1\n")
    try:
        (leaving / "worker_pub" / "ligado.py").symlink_to(outside)
        (leaving / "worker_pub" / "solto.py").symlink_to(tmp_path / "nada.py")
    except OSError:
        pytest.skip("links can't be made here")
    found = places(linter, "worker_pub/ligado.py", "worker_pub/solto.py", folder=leaving)
    assert "worker_pub/outro.py:2:1" in found
    assert "worker_pub/solto.py:1:1" in found
    write(leaving / "modulo" / ".git", "gitdir: ../.git/modules/modulo\n")
    assert places(linter, "modulo", folder=leaving) == []
    write(leaving / "modulo" / "worker_pub" / "a.py", "x = 1\n")
    assert "modulo/worker_pub:1:1" in places(linter, "modulo/worker_pub/a.py", folder=leaving)


def test_without_a_path_the_working_directory_is_no_changed_file(leaving: Path, linter: Linter) -> None:
    run = linter("--changed-files", folder=leaving)
    assert run.returncode == 0
    assert run.stderr.startswith("Nothing was checked")
