"""What ``--show-settings`` says of each setting: what holds, and which file or option it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import write

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Linter


def origins(linter: Linter, *arguments: str, folder: Path, **variables: str) -> dict[str, str]:
    """Return the origin of each setting of the first folder."""
    shown = linter("--show-settings", *arguments, folder=folder, **variables).stdout.partition("\n\n")[0]
    lines = [line for line in shown.splitlines() if not line.startswith("#")]
    return {line.partition(" = ")[0]: line.rpartition("  # ")[2] for line in lines}


def test_the_defaults(project: Path, linter: Linter) -> None:
    assert origins(linter, folder=project) == {
        "contract": "the worker's files",
        "select": "the default",
        "exclude": "the default",
        "training": "the default",
        "language": "the system",
    }
    assert origins(linter, folder=project, LC_ALL="pt_BR.UTF-8")["select"] == "o padrão"


def test_the_file_of_each_worker(project: Path, linter: Linter) -> None:
    write(project / "pyproject.toml", '[tool.mlprodest-lint]\ncontract = "1.8"\n')
    own = 'ignore = ["MLP1"]\nexclude = ["a/"]\nlanguage = "en"\nseverity = { MLP201 = "warning" }\n'
    write(project / "worker_pub" / "mlprodest-lint.toml", own)
    assert origins(linter, folder=project) == {
        "contract": "the worker's files",
        "select": "worker_pub/mlprodest-lint.toml",
        "exclude": "worker_pub/mlprodest-lint.toml",
        "training": "the default",
        "language": "worker_pub/mlprodest-lint.toml",
        "severity": "worker_pub/mlprodest-lint.toml",
    }
    assert origins(linter, "worker_retrain", folder=project)["contract"] == "pyproject.toml"


@pytest.mark.parametrize(
    ("arguments", "key", "origin"),
    [
        (["--contract", "1.8"], "contract", "--contract"),
        (["--language", "en"], "language", "--language"),
        (["--select", "MLP1", "--ignore", "MLP107"], "select", "--select, --ignore"),
        (["--extend-select", "MLP404"], "select", "pyproject.toml, --extend-select"),
    ],
)
def test_options(arguments: list[str], key: str, origin: str, project: Path, linter: Linter) -> None:
    write(project / "pyproject.toml", '[tool.mlprodest-lint]\nselect = ["MLP2"]\nlanguage = "pt-BR"\n')
    assert origins(linter, *arguments, folder=project)[key] == origin
