"""The project that ``init`` writes, and what it leaves alone."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, findings_in, write

from mlprodest_lint import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Linter

PLACEHOLDERS = re.compile(r"__[A-Z]+__")
STILL_TO_DO = {"MLP211", "MLP212"}


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def init(linter: Linter, *arguments: str | Path, folder: Path) -> list[str]:
    run = linter("init", *arguments, folder=folder)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines()


@pytest.mark.parametrize(
    ("contract", "some"),
    [
        ("1.5", {"worker_pub/pub.py", "worker_retrain/retrain.py", "treino/train.py"}),
        ("1.8", {"worker_pub/models/pub1.py", "worker_retrain/params.conf", "training_model/train.py"}),
    ],
)
def test_a_new_project_tells_what_is_to_be_written(
    contract: str, some: set[str], tmp_path: Path, linter: Linter
) -> None:
    folder = tmp_path / "meu projeto, ação"
    lines = init(linter, folder.name, "--contract", contract, "--model", "evasão escolar", folder=tmp_path)
    files = files_in(folder)
    assert {*some, ".pre-commit-config.yaml", ".gitignore", ".github/workflows/mlprodest-lint.yml"} <= set(files)
    assert lines[:-1] == [f"Written: {folder.name}/{name}" for name in _in_order_of(lines)]
    assert set(_in_order_of(lines)) == set(files)
    assert lines[-1] == f'Next: `mlprodest-lint "{folder.name}"` says what is still to be written.'
    assert not [name for name, content in files.items() if PLACEHOLDERS.search(content.decode())]
    found = findings_in(folder)
    assert found
    assert {line.split()[-1] for line in found} <= STILL_TO_DO
    assert f"rev: v{__version__}\n" in files[".pre-commit-config.yaml"].decode()


def _in_order_of(lines: list[str]) -> list[str]:
    return [line.partition(": ")[2].partition("/")[2] for line in lines[:-1]]


def test_without_a_name_the_model_is_still_to_be_named(tmp_path: Path, linter: Linter) -> None:
    init(linter, folder=tmp_path)
    assert "MLP211" in {line.split()[-1] for line in findings_in(tmp_path, tmp_path / "worker_retrain")}


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path, linter: Linter) -> None:
    would = init(linter, "--dry-run", "a", folder=tmp_path)
    assert not (tmp_path / "a").exists()
    done = init(linter, "a", folder=tmp_path)
    assert [line.replace("Would be written", "Written") for line in would] == done[:-1]


def test_nothing_that_exists_is_changed(project: Path, linter: Linter) -> None:
    write(project / ".gitignore", "mine\n")
    before = files_in(project)
    lines = init(linter, folder=project)
    after = files_in(project)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {".pre-commit-config.yaml", ".github/workflows/mlprodest-lint.yml"}
    assert {"Left alone: .gitignore", "Left alone: worker_pub/pub.py", "Left alone: treino"} <= set(lines)
    again = init(linter, folder=project)
    assert not any(line.startswith("Written") for line in again)


@pytest.mark.parametrize("missing", ["temp_area", "mytest_retrain.py", "test_retrain.py", "requirements.txt"])
def test_only_what_is_missing_in_a_worker_is_added(missing: str, project: Path, linter: Linter) -> None:
    worker = project / "worker_retrain"
    path = worker / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    (worker / "utils.py").unlink()  # no author has to have it
    lines = init(linter, "worker_retrain", folder=project)
    written = [line for line in lines if line.startswith("Written")]
    assert len(written) == 1
    assert written[0].startswith(f"Written: worker_retrain/{missing}")
    assert not (project / ".gitignore").exists()


def test_what_stands_under_another_name_or_elsewhere_is_said(project: Path, linter: Linter) -> None:
    worker = project / "worker_pub"
    (worker / "mytest_pub.py").rename(worker / "MyTest_pub.py")
    (worker / "testes").mkdir()
    (worker / "test_pub.py").rename(worker / "testes" / "test_pub.py")
    (project / "worker_retrain").rename(project / "retreino")
    lines = init(linter, folder=project)
    assert "Not written: worker_pub/mytest_pub.py; there is worker_pub/MyTest_pub.py" in lines
    assert "Not written: worker_pub/test_pub.py; there is worker_pub/testes/test_pub.py" in lines
    assert "Not written: worker_retrain; there is retreino" in lines
    assert not (project / "worker_retrain").exists()


def test_the_list_of_models_names_the_script_that_is_there(project18: Path, linter: Linter) -> None:
    (project18 / "worker_pub" / "params.conf").unlink()
    lines = init(linter, "worker_pub", "--model", "evasao", folder=project18)
    assert "Not written: worker_pub/models/pub1.py; there is worker_pub/models/pub_evasao.py" in lines
    assert "source_file = pub_evasao\n" in (project18 / "worker_pub" / "params.conf").read_text(encoding="utf-8")
    assert findings_in(project18) == []


def test_a_second_worker_follows_the_contract_of_the_first(project18: Path, linter: Linter) -> None:
    shutil.rmtree(project18 / "worker_retrain")
    init(linter, "worker_retrain", folder=project18)
    assert (project18 / "worker_retrain" / "params.conf").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["worker_pub/pub.py"], "worker_pub/pub.py: this is no folder"),
        (["worker_pub/pub.py/novo"], "this can't be written: "),
        ([".", "--contract", "1.8"], "worker_pub: this worker follows contract 1.5, not 1.8."),
        ([".", "--model", 'a"b'], "--model: 'a\"b' can't be the name of a model"),
        ([".", "--model", "DEFAULT"], "--model: 'DEFAULT' can't be the name of a model"),
        ([".", "--model", "a]\n[b"], "can't be the name of a model"),
        ([".", "--contract", "2"], "--contract: '2' is none of 1.5, 1.8."),
        (["a", "b"], "can't take b as well"),
    ],
)
def test_what_can_not_be_done_is_said(arguments: list[str], said: str, project: Path, linter: Linter) -> None:
    before = files_in(project)
    run = linter("init", *arguments, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
    assert run.stderr.count("\n") == 1
    assert files_in(project) == before


def test_nothing_is_left_behind_where_one_file_can_not_be_written(tmp_path: Path, linter: Linter) -> None:
    write(tmp_path / "worker_retrain", "a file where a folder is to be\n")
    run = linter("init", folder=tmp_path)
    assert run.returncode == 2
    assert "worker_retrain/__init__.py: this can't be written: " in run.stderr.replace("\\", "/")
    assert list(files_in(tmp_path)) == ["worker_retrain"]
    assert not (tmp_path / "worker_pub").exists()


def test_portuguese(tmp_path: Path, linter: Linter) -> None:
    lines = init(linter, "a", "--language", "pt-BR", folder=tmp_path)
    assert lines[0] == "Gravado: a/worker_pub/__init__.py"
    assert lines[-1] == "Agora: `mlprodest-lint a` diz o que falta escrever."


def test_the_templates_end_in_a_line_end_and_hold_no_tabs() -> None:
    for file in sorted((ROOT / "templates").rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            text = file.read_text(encoding="utf-8")
            assert "\t" not in text, file
            assert text == "" or text.endswith("\n"), file
