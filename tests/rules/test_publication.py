"""Family 7: what is sent to be published."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from conftest import findings_in, write

from mlprodest_lint.archive.opening import opened
from mlprodest_lint.config import Configuration
from mlprodest_lint.discovery import discover
from mlprodest_lint.engine import lint

if TYPE_CHECKING:
    from pathlib import Path


def found(publication: Path, *paths: Path) -> list[str]:
    return findings_in(publication, *paths, rules="ALL")


def packed(folder: Path, archive: Path, below: str = "") -> Path:
    """Write an archive of what a folder holds."""
    with ZipFile(archive, "w") as target:
        for file in sorted(folder.rglob("*")):
            target.write(file, f"{below}{file.relative_to(folder).as_posix()}")
    return archive


def in_archive(archive: Path) -> list[str]:
    with opened([archive]) as archives:
        findings = lint([archive], Configuration(), archives=archives).findings
    return [f"{finding.place.path.relative_to(archive).as_posix()} {finding.rule.code}" for finding in findings]


# What counts as a publication.


def test_a_sound_publication(publication: Path) -> None:
    assert found(publication) == []
    assert in_archive(packed(publication, publication.parent / "publicar.zip", "publicar/")) == []


def test_a_project_is_no_publication(project: Path) -> None:
    write(project / "worker_pub" / ".env", "SECRET_KEY=abc\n")
    write(project / "mlruns" / "x")
    assert findings_in(project) == []


def test_the_folder_counts_wherever_it_lies(publication: Path, project: Path) -> None:
    publication.rename(project / "publicar")
    write(project / "publicar" / "teste_mlflow.db")
    assert findings_in(project) == ["publicar/teste_mlflow.db:1 MLP701"]


def test_a_worker_of_a_publication_needs_no_temp_area(publication: Path, project: Path) -> None:
    assert found(publication, publication / "worker_pub") == []
    shutil.rmtree(project / "worker_pub" / "temp_area")
    assert findings_in(project, project / "worker_pub", rules="MLP107") == ["worker_pub:1 MLP107"]


def test_a_publication_needs_both_workers(publication: Path) -> None:
    shutil.rmtree(publication / "worker_retrain")
    assert found(publication) == [".:1 MLP108"]


@pytest.mark.parametrize("below", ["", "meu modelo/", "a/b/"])
def test_an_archive_may_hold_the_workers_elsewhere(publication: Path, below: str) -> None:
    write(publication / "worker_pub" / "temp_area" / "x.txt")
    archive = packed(publication, publication.parent / "x.zip", below)
    assert in_archive(archive) == [f"{below}worker_pub/temp_area MLP701"]
    with opened([archive]) as archives:
        (notice,) = lint([archive], Configuration(), archives=archives).notices
    assert notice.path == archive / below


def test_the_folder_of_the_right_name_counts_among_several(publication: Path) -> None:
    shutil.copytree(publication, publication.parent / "tudo" / "publicar")
    shutil.copytree(publication, publication.parent / "tudo" / "antigo")
    archive = packed(publication.parent / "tudo", publication.parent / "x.zip")
    with opened([archive]) as archives:
        selection = discover([archive], Configuration(), archives=archives)
    assert {root.parent for root in selection.workers} == {archive / "publicar"}


# MLP701.


def test_what_must_stay_out_is_reported_once(publication: Path) -> None:
    for file in (
        "worker_pub/ambiente/pyvenv.cfg",
        "worker_pub/ambiente/lib/x/__pycache__/x.pyc",
        "worker_pub/ambiente/.env",
        "worker_retrain/temp_area/__pycache__/x.pyc",
        "treino/temp_area/x.pkl",
        "treino/mlruns/0/meta.yaml",
        "treino/.ipynb_checkpoints/x.ipynb",
        ".git/config",
        "mlflow.db",
        "worker_pub/apoio/temp_area/x.txt",
        ".vscode/settings.json",
        ".gitignore",
        ".DS_Store",
    ):
        write(publication / file)
    assert found(publication) == [
        ".git:1 MLP701",
        "mlflow.db:1 MLP701",
        "treino/.ipynb_checkpoints:1 MLP701",
        "treino/mlruns:1 MLP701",
        "treino/temp_area:1 MLP701",
        "worker_pub/ambiente:1 MLP701",
        "worker_retrain/temp_area:1 MLP701",
    ]


def test_what_lies_beside_the_publication_in_an_archive_is_sent_too(publication: Path) -> None:
    whole = publication.parent / "tudo"
    whole.mkdir()
    publication.rename(whole / "publicar")
    write(whole / "venv" / "pyvenv.cfg")
    write(whole / ".env", "TOKEN=abc\n")
    write(whole / "__MACOSX" / "._publicar")
    assert in_archive(packed(whole, whole.parent / "x.zip")) == [".env MLP703", "venv MLP701"]


# MLP702.


def test_no_training_code(publication: Path) -> None:
    shutil.rmtree(publication / "treino")
    assert found(publication) == [".:1 MLP702"]
    write(publication / "docs" / "leia-me.md", "import mlflow\n")
    write(publication / "treina.py", "import mlflow\n")
    assert found(publication) == [".:1 MLP702"]


@pytest.mark.parametrize("text", [None, "", "# nada\n", "-r outro.txt\n"])
def test_training_code_without_requirements(publication: Path, text: str | None) -> None:
    file = publication / "treino" / "requirements.txt"
    if text is None:
        file.unlink()
    else:
        write(file, text)
    assert found(publication) == ["treino:1 MLP702"]


def test_any_code_counts_where_none_uses_mlflow(publication: Path) -> None:
    shutil.rmtree(publication / "treino")
    write(publication / "experimentos" / "modelo.ipynb", "{}")
    assert found(publication) == ["experimentos:1 MLP702"]
    write(publication / "experimentos" / "requirements.txt", "mlflow\n")
    assert found(publication) == []


def test_one_requirements_file_is_enough(publication: Path) -> None:
    shutil.copytree(publication / "treino", publication / "treino2")
    (publication / "treino2" / "requirements.txt").unlink()
    assert found(publication) == []
    write(publication / "treino" / "requirements.txt")
    assert found(publication) == ["treino:1 MLP702", "treino2:1 MLP702"]


def test_configured_training_code_is_looked_for_in_the_publication(publication: Path, project: Path) -> None:
    publication = publication.rename(project / "publicar")
    write(project / "mlprodest-lint.toml", 'training = ["codigo/treino"]\n')
    write(project / "codigo" / "treino" / "treina.py", "import mlflow\n")
    assert findings_in(project, publication) == []
    shutil.rmtree(publication / "treino")
    assert findings_in(project, publication) == ["publicar:1 MLP702"]


# MLP703.


def test_secrets(publication: Path) -> None:
    write(publication / "worker_pub" / ".env", "MINIO=x\nACCESS_KEY=abc\n")
    write(publication / "treino" / ".env", "LOCAL_PATH=/dados\nSECRET_KEY=\n")
    write(publication / "treino" / "kaggle.json", '{"username": "ana", "key": "abc"}')
    write(publication / ".vscode" / "sftp.env", "PASSWORD=abc\n")
    assert found(publication) == [
        ".vscode/sftp.env:1 MLP703",
        "treino/kaggle.json:1 MLP703",
        "worker_pub/.env:1 MLP703",
    ]
