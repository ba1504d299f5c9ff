"""What several tests need: projects to lint, and the program as its users run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.engine import lint
from mlprodest_lint.selectors import resolve

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
_SWAYING_VARIABLES = (
    *("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "PYTHONIOENCODING", "PYTHONUTF8"),
    *("NO_COLOR", "FORCE_COLOR", "TERM", "CI"),
)


class Linter(Protocol):
    """Runs the program in a process of its own; further variables go to its environment."""

    def __call__(self, *arguments: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture(autouse=True)
def _neutral_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in _SWAYING_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the variables of a process that can import the package from any folder, and has a cache of its own."""
    home = str(tmp_path_factory.mktemp("home"))
    place = {"HOME": home, "XDG_CACHE_HOME": home, "LOCALAPPDATA": home}
    return {**os.environ, **place, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@pytest.fixture
def installed(environment: dict[str, str]) -> dict[str, str]:
    """Return the variables of another program that is to find the program `mlprodest-lint`."""
    programs = str(Path(sys.executable).parent)
    if shutil.which("mlprodest-lint", path=programs) is None:
        pytest.skip("the program mlprodest-lint is not installed beside this Python")
    return {**environment, "PATH": os.pathsep.join([programs, environment["PATH"]])}


@pytest.fixture
def linter(environment: dict[str, str]) -> Linter:
    """Return the program."""

    def run(*arguments: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mlprodest_lint", *arguments],
            cwd=folder,
            env={**environment, **variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    return run


def findings_in(project: Path, *paths: Path, rules: str = "ALL") -> list[str]:
    """Return what is found as ``path:line CODE``, paths relative to the project; without a path, in the project."""
    configuration = Configuration(Overrides(choice=Choice(select=(resolve(rules, "test"),))))
    return [
        f"{finding.place.path.relative_to(project).as_posix()}:{finding.place.span.line} {finding.rule.code}"
        for finding in lint(paths or [project], configuration).findings
    ]


def write(file: Path, content: str | bytes = "") -> Path:
    """Write a file, and the folders above it, as it is given: line ends are left alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the complete example of contract 1.5, which has no finding."""
    return Path(shutil.copytree(EXAMPLES / "classifier-1.5", tmp_path / "projeto"))


@pytest.fixture
def project18(tmp_path: Path) -> Path:
    """Return a copy of the complete example of contract 1.8, which has no finding."""
    return Path(shutil.copytree(EXAMPLES / "classifier-1.8", tmp_path / "projeto18"))


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """Return a folder to be published, made of the complete example of contract 1.5, which has no finding."""
    left_out = shutil.ignore_patterns("temp_area", "__pycache__")
    return Path(shutil.copytree(EXAMPLES / "classifier-1.5", tmp_path / "publicar", ignore=left_out))


@pytest.fixture
def faulty(project: Path) -> Path:
    """Return that project with an error (a syntax error) and a warning (no temp_area), and make it the folder to be."""
    (project / "worker_pub" / "utils.py").write_text("def f(:\n    pass\n", encoding="utf-8")
    shutil.rmtree(project / "worker_retrain" / "temp_area")
    return project


def without_privileges() -> list[str]:
    """Return the words before a command that make mode bits bind it, even where the tests run as root."""
    if os.name != "posix":
        pytest.skip("Windows has no mode bits")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root reads everything, and there is no setpriv to take that away")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
