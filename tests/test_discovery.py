"""Which workers, files and training code the paths mean."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import EXAMPLES, findings_in, without_privileges, write

from mlprodest_lint.config import Configuration
from mlprodest_lint.discovery import Selection, TrainingFolder, WorkerFolder, discover
from mlprodest_lint.engine import lint
from mlprodest_lint.texts import UserError

if TYPE_CHECKING:
    from pathlib import Path

INVALID = "def f(:\n"


def selected(*paths: Path) -> Selection:
    return discover(paths, Configuration())


def roots(folder: Path, *paths: Path) -> tuple[set[str], set[str]]:
    """Return the workers and the folders of training code, relative to a folder."""
    selection = selected(*paths)
    return (
        {root.relative_to(folder).as_posix() for root in selection.workers},
        {root.relative_to(folder).as_posix() for root in selection.trainings},
    )


def sources(folder: Path, *paths: Path) -> set[str]:
    """Return the Python files that are read."""
    selection = selected(*paths)
    units: list[WorkerFolder | TrainingFolder] = [*selection.workers.values(), *selection.trainings.values()]
    return {unit.root.joinpath(*parts).relative_to(folder).as_posix() for unit in units for parts in unit.python_files}


def refusal(*paths: Path) -> str:
    with pytest.raises(UserError) as error:
        selected(*paths)
    return str(error.value)


# Paths.


def test_a_project(project: Path) -> None:
    assert roots(project, project) == ({"worker_pub", "worker_retrain"}, {"treino"})


def test_a_worker(project: Path) -> None:
    assert roots(project, project / "worker_pub") == ({"worker_pub"}, set())


def test_what_is_given_twice_is_read_once(project: Path) -> None:
    write(project / "worker_pub" / "auxiliar.py", INVALID)
    pub = project / "worker_pub"
    for paths in (
        (pub, pub),
        (pub, project),
        (project, pub / "pub.py"),
        (pub / ".." / "worker_pub", pub / "auxiliar.py"),
    ):
        assert findings_in(project, *paths) == ["worker_pub/auxiliar.py:1 MLP001"]


def test_a_file_of_a_worker_reports_that_file_and_the_layout(project: Path) -> None:
    pub = project / "worker_pub"
    write(pub / "auxiliar.py", INVALID)
    write(pub / "apoio" / "outro.py", INVALID)
    (pub / "test_pub.py").unlink()
    write(project / "worker_retrain" / "auxiliar.py", INVALID)
    assert findings_in(project, pub / "pub.py") == ["worker_pub:1 MLP102"]
    assert findings_in(project, pub / "auxiliar.py") == ["worker_pub:1 MLP102", "worker_pub/auxiliar.py:1 MLP001"]
    assert findings_in(project, pub / "apoio") == ["worker_pub:1 MLP102", "worker_pub/apoio/outro.py:1 MLP001"]
    assert findings_in(project, pub / "apoio", pub / "auxiliar.py", pub / "pub.py") == [
        "worker_pub:1 MLP102",
        "worker_pub/apoio/outro.py:1 MLP001",
        "worker_pub/auxiliar.py:1 MLP001",
    ]


def test_a_file_of_the_training_code(project: Path) -> None:
    write(project / "treino" / "outro.py", INVALID)
    assert roots(project, project / "treino" / "treina.py") == (set(), {"treino"})
    assert findings_in(project, project / "treino" / "treina.py") == []
    assert findings_in(project, project / "treino" / "outro.py") == ["treino/outro.py:1 MLP001"]
    assert findings_in(project, project / "treino") == ["treino/outro.py:1 MLP001"]


def test_paths_without_a_worker_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "só dados" / "a.csv")
    assert refusal(file.parent).startswith(f"{file.parent}: no worker here. Give a folder named worker_pub")
    assert refusal(file).startswith(f"{file}: no worker here.")
    assert refusal(tmp_path / "nada") == f"{tmp_path / 'nada'}: there is no such file or folder."
    assert refusal(tmp_path / ("a" * 5000)).endswith("there is no such file or folder.")
    (tmp_path / "solto").symlink_to(tmp_path / "nada")
    assert "no worker here" in refusal(tmp_path / "solto")


def test_nested_projects(tmp_path: Path) -> None:
    for name in ("a", "b/c"):
        shutil.copytree(EXAMPLES / "classifier-1.5", tmp_path / name)
    workers, trainings = roots(tmp_path, tmp_path)
    assert workers == {f"{name}/{kind}" for name in ("a", "b/c") for kind in ("worker_pub", "worker_retrain")}
    assert trainings == {"a/treino", "b/c/treino"}


def test_spaces_and_accents(tmp_path: Path) -> None:
    project = tmp_path / "Predição do ano que vem 日本"
    shutil.copytree(EXAMPLES / "classifier-1.5", project)
    write(project / "worker_pub" / "função útil.py", INVALID)
    assert findings_in(project) == ["worker_pub/função útil.py:1 MLP001"]
    assert findings_in(project, project / "worker_pub" / "função útil.py") == ["worker_pub/função útil.py:1 MLP001"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are Unicode there")
def test_a_name_that_is_no_text(project: Path) -> None:
    name = os.fsdecode(b"a\xe7\xe3o.py")
    write(project / "worker_pub" / name, INVALID)
    assert findings_in(project) == [f"worker_pub/{name}:1 MLP001"]


# What is left out.


@pytest.mark.parametrize(
    "folder",
    ["node_modules/a", "__pycache__", ".ipynb_checkpoints", ".git/hooks", "mlruns/0", "site-packages", ".tox/py"],
)
def test_folders_with_nobodys_code(project: Path, folder: str) -> None:
    write(project / "worker_pub" / folder / "a.py", INVALID)
    write(project / "treino" / folder / "a.py", INVALID)
    shutil.copytree(project / "worker_pub", project / folder / "worker_pub")
    assert findings_in(project) == []


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("env", "bin/python"),
        ("venv", "Lib/site-packages/a.py"),
        (".venv", "pyvenv.cfg"),
        ("ambiente", "pyvenv.cfg"),
        ("conda", "conda-meta/history"),
    ],
)
def test_virtual_environments(project: Path, name: str, mark: str) -> None:
    for folder in (project / "worker_pub", project / "treino", project):
        write(folder / name / mark)
        write(folder / name / "a.py", INVALID)
        write(folder / name / "worker_pub" / "pub.py", INVALID)
    assert findings_in(project) == []


def test_a_folder_that_is_only_called_like_an_environment(project: Path) -> None:
    write(project / "worker_pub" / "env" / "a.py", INVALID)
    assert findings_in(project) == ["worker_pub/env/a.py:1 MLP001"]


def test_what_gitignore_names(project: Path) -> None:
    write(project / ".git" / "HEAD")
    write(project / ".gitignore", "\ufeff*_old.py\r\n!keep_old.py\r\n/copia/\r\nrascunho/\r\n")
    write(project / "worker_pub" / ".gitignore", "local.py\n!de_volta_old.py")
    for name in ("a_old.py", "keep_old.py", "rascunho/a.py", "local.py", "de_volta_old.py", "copia/a.py"):
        write(project / "worker_pub" / name, INVALID)
    write(project / "treino" / "b_old.py", INVALID)
    shutil.copytree(project / "worker_pub", project / "copia" / "worker_pub")
    shutil.copytree(project / "worker_pub", project / "rascunho")
    expected = [f"worker_pub/{name}:1 MLP001" for name in ("copia/a.py", "de_volta_old.py", "keep_old.py")]
    assert findings_in(project) == expected
    assert findings_in(project, project / "worker_pub") == expected


def test_gitignore_files_above_the_repository_do_not_count(project: Path) -> None:
    write(project.parent / ".gitignore", "*.py\n")
    write(project / "worker_pub" / "a.py", INVALID)
    write(project / ".git" / "HEAD")
    assert findings_in(project) == ["worker_pub/a.py:1 MLP001"]


def test_what_is_no_pattern_is_passed_over(project: Path) -> None:
    write(project / ".git" / "HEAD")
    write(project / ".gitignore", b"!\n[z-a]\n\\\n\xff\xfe\n\x00\n# nada\n\n*_old.py\n")
    write(project / "worker_pub" / "a_old.py", INVALID)
    assert findings_in(project) == []


def test_what_is_ignored_is_read_where_it_is_asked_for(project: Path) -> None:
    write(project / ".git" / "HEAD")
    write(project / ".gitignore", "worker_pub/\n")
    write(project / "mlprodest-lint.toml", 'exclude = ["worker_retrain/"]\n')
    for worker in ("worker_pub", "worker_retrain"):
        write(project / worker / "a.py", INVALID)
        assert findings_in(project, project / worker) == [f"{worker}/a.py:1 MLP001"]
    assert "no worker here" in refusal(project)


def test_an_ignored_worker_is_not_missing(project: Path) -> None:
    write(project / "mlprodest-lint.toml", 'exclude = ["worker_retrain/"]\n')
    write(project / "worker_retrain" / "a.py", INVALID)
    assert findings_in(project) == []


def test_what_the_configuration_excludes(project: Path) -> None:
    write(project / "mlprodest-lint.toml", 'exclude = ["worker_pub/velho_*.py", "rascunhos/", "/copia"]\n')
    for name in ("worker_pub/velho_a.py", "worker_pub/rascunhos/a.py", "treino/rascunhos/a.py"):
        write(project / name, INVALID)
    shutil.copytree(project / "worker_pub", project / "copia")
    write(project / "worker_retrain" / "velho_a.py", INVALID)
    assert findings_in(project) == ["worker_retrain/velho_a.py:1 MLP001"]


def test_temp_area_holds_no_code(project: Path) -> None:
    write(project / "worker_pub" / "temp_area" / "a.py", INVALID)
    assert findings_in(project) == []


# Training code.


def test_training_code_is_what_uses_mlflow_beside_the_workers(project: Path) -> None:
    write(project / "modelagem" / "sub" / "t.py", "import os\nif 1:\n    from mlflow.sklearn import log_model\n")
    write(project / "documentos" / "t.py", "# import mlflow\nx = 'import mlflow'\n")
    write(project / "registra.py", "import mlflow\n")
    write(project / "outro.py", "x = 1\n")
    assert roots(project, project)[1] == {"treino", "modelagem", "."}
    assert {"registra.py", "outro.py"} <= sources(project, project)
    assert "documentos/t.py" not in sources(project, project)


def test_the_training_folder_of_contract_18_needs_no_mlflow(project18: Path) -> None:
    shutil.rmtree(project18 / "training_model")
    write(project18 / "training_model" / "train.py", INVALID)
    assert findings_in(project18) == ["training_model/train.py:1 MLP001"]


def test_configured_training_folders_replace_those_found(project: Path) -> None:
    write(project / "fora" / "x.py", INVALID)
    write(project / "treino" / "x.py", INVALID)
    write(project / "mlprodest-lint.toml", 'training = ["fora", "nada"]\n')
    assert findings_in(project) == ["fora/x.py:1 MLP001"]


# Settings of each folder.


def test_each_worker_has_its_nearest_configuration(project: Path) -> None:
    write(project / "mlprodest-lint.toml", 'ignore = ["MLP107"]\n')
    write(project / "worker_pub" / "mlprodest-lint.toml", 'contract = "1.5"\n')
    for worker in ("worker_pub", "worker_retrain"):
        shutil.rmtree(project / worker / "temp_area")
    findings = lint([project], Configuration()).findings
    assert [finding.place.path.name for finding in findings] == ["worker_pub"]
    selection = selected(project)
    assert selection.workers[project / "worker_pub"].settings.contract == "1.5"


# Links and folders that can't be read.


def test_links_are_followed_once(project: Path) -> None:
    pub = project / "worker_pub"
    (pub / "volta").symlink_to(pub, target_is_directory=True)
    (pub / "acima").symlink_to(project, target_is_directory=True)
    (pub / "si mesmo").symlink_to(pub / "si mesmo")
    write(project / "comum" / "a.py", INVALID)
    (pub / "comum").symlink_to(project / "comum", target_is_directory=True)
    (pub / "comum de novo").symlink_to(project / "comum", target_is_directory=True)
    assert findings_in(project, pub) == ["worker_pub/comum/a.py:1 MLP001"]


def test_a_worker_that_is_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "atual").mkdir()
    (tmp_path / "atual" / "worker_pub").symlink_to(project / "worker_pub", target_is_directory=True)
    write(project / "worker_pub" / "a.py", INVALID)
    assert findings_in(tmp_path, tmp_path / "atual" / "worker_pub") == ["atual/worker_pub/a.py:1 MLP001"]


@pytest.mark.parametrize("place", ["worker_pub/apoio", "treino/dados", "dados", "outro projeto"])
def test_an_unreadable_folder_counts_as_empty(project: Path, environment: dict[str, str], place: str) -> None:
    folder = write(project / place / "a.py", INVALID).parent
    command = [*without_privileges(), sys.executable, "-m", "mlprodest_lint", "--quiet", "."]
    folder.chmod(0)
    try:
        run = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, check=False, encoding="utf-8", timeout=60
        )
    finally:
        folder.chmod(0o755)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "code", "status"), [("pub.py", "MLP002", 1), ("requirements.txt", "MLP002", 1), ("", "MLP102", 1)]
)
def test_an_unreadable_file_or_worker(
    project: Path, environment: dict[str, str], name: str, code: str, status: int
) -> None:
    path = project / "worker_pub" / name
    command = [*without_privileges(), sys.executable, "-m", "mlprodest_lint", "--select=MLP0,MLP102", "worker_pub"]
    path.chmod(0)
    try:
        run = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, check=False, encoding="utf-8", timeout=60
        )
    finally:
        path.chmod(0o755)
    assert run.returncode == status
    assert code in run.stdout


def test_what_the_project_ignores_counts_for_its_workers_without_a_repository_too(project: Path) -> None:
    write(project / ".gitignore", "rascunho.py\n")
    write(project / "worker_pub" / "rascunho.py", "def f(:\n")
    write(project / "treino" / "rascunho.py", "def f(:\n")
    assert findings_in(project) == []
    assert findings_in(project, project / "worker_pub", project / "treino" / "treina.py") == []
