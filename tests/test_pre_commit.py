"""The hooks, as pre-commit itself installs and runs them in a repository that uses this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")]
INSTALLED = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
    "mlprodest_lint",
    "templates",
    "runtime",
)


class Repository:
    """A repository with a pre-commit configuration."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHONPATH"))},
            "PRE_COMMIT_HOME": str(home),
            "GIT_CONFIG_GLOBAL": str(write(home.parent / "gitconfig", "[user]\nname = A\nemail = a@example.org\n")),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        folder.mkdir(exist_ok=True)
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("git", *arguments)

    def commit_all(self) -> subprocess.CompletedProcess[str]:
        """Commit everything, or fail because a hook fails."""
        self.git("add", "--all")
        return self.git("commit", "--message", "Muda")

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run(sys.executable, "-m", "pre_commit", *arguments)

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=240,
        )


def hooks(tmp_path: Path) -> Path:
    """Return a repository with what pre-commit installs of this project."""
    repository = Repository(tmp_path / "hooks", tmp_path / "home")
    for name in INSTALLED:
        source, target = ROOT / name, repository.folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    committed = repository.commit_all()
    assert committed.returncode == 0, committed.stdout
    return repository.folder


def test_commits_are_held_back_by_findings_in_their_workers(tmp_path: Path, project: Path) -> None:
    source = hooks(tmp_path)
    repository = Repository(project, tmp_path / "home")
    write(
        project / ".pre-commit-config.yaml",
        f"repos:\n- repo: {source.as_posix()}\n  rev: HEAD\n  hooks:\n"
        "  - id: mlprodest-lint\n  - id: mlprodest-lint-project\n    stages: [manual]\n",
    )
    repository.pre_commit("autoupdate", "--bleeding-edge")
    assert repository.pre_commit("install").returncode == 0

    passing = repository.commit_all()
    assert passing.returncode == 0, passing.stdout
    assert "Passed" in passing.stdout

    # A finding in another file of a worker with a change, told once; another worker's aren't told.
    write(project / "worker_pub" / "outro.py", "import os\nos.chdir('a')\n")
    write(project / "worker_retrain" / "outro.py", "import os\nos.chdir('a')\n")
    repository.git("commit", "--quiet", "--no-verify", "--all", "--message", "Sem verificar")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--no-verify", "--message", "Sem verificar")
    for name in ("utils.py", "mytest_pub.py"):
        with (project / "worker_pub" / name).open("a", encoding="utf-8") as file:
            file.write("# mudou\n")
    failing = repository.commit_all()
    assert failing.returncode == 1
    assert failing.stdout.count("worker_pub/outro.py:2:1: MLP403") == 1
    assert "worker_retrain" not in failing.stdout

    whole = repository.pre_commit("run", "mlprodest-lint-project", "--hook-stage", "manual")
    assert whole.returncode == 1
    assert "worker_retrain/outro.py:2:1: MLP403" in whole.stdout

    # Files outside any worker, while the workers still have findings.
    repository.git("reset", "--quiet", "--hard")
    write(project / "LEIAME.md", "Leia-me.\n")
    write(project / "docs" / "conf.py", "import os\nos.chdir('a')\n")
    outside = repository.commit_all()
    assert outside.returncode == 0, outside.stdout
