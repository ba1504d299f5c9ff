"""A buffer that an editor hasn't saved: it is judged as the file that it is of its worker."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Linter

    Buffer = Callable[..., subprocess.CompletedProcess[str]]

LEAVES = b"import os\n\nos.chdir('a')\n"


@pytest.fixture
def buffer(environment: dict[str, str]) -> Buffer:
    """Return what lints a buffer as a file."""

    def run(content: bytes, name: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mlprodest_lint", *options, "--stdin-filename", name, "-"]
        done = subprocess.run(
            command, cwd=folder, env=environment, input=content, capture_output=True, check=False, timeout=60
        )
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def test_the_buffer_counts_and_the_file_does_not(project: Path, buffer: Buffer) -> None:
    write(project / "worker_pub" / "utils.py", "def f(:\n")
    assert buffer(b"", "worker_pub/utils.py", project).stdout == ""
    found = buffer(LEAVES, "worker_pub/utils.py", project)
    assert (found.returncode, found.stdout.count("\n")) == (1, 1)
    assert found.stdout.startswith("worker_pub/utils.py:3:1: MLP403 ")


def test_the_rest_of_the_worker_is_read_from_the_disk(project: Path, buffer: Buffer) -> None:
    main = (project / "worker_pub" / "pub.py").read_bytes()
    write(project / "worker_pub" / "outro.py", LEAVES)
    assert buffer(main, "worker_pub/pub.py", project).stdout == ""
    write(project / "worker_pub" / "ajuda.py", "def um(): ...\n")
    imports = buffer(main + b"\nfrom ajuda import dois\n", "worker_pub/pub.py", project)
    assert "MLP304" in imports.stdout
    assert "dois" in imports.stdout


def test_a_file_that_was_never_saved(project: Path, buffer: Buffer) -> None:
    assert "worker_pub/novo.py:3:1: MLP403" in buffer(LEAVES, "worker_pub/novo.py", project).stdout
    assert "novo.py:3:1: MLP403" in buffer(LEAVES, "novo.py", project / "worker_pub").stdout
    training = buffer(b"import mlflow\nmlflow.set_tracking_uri('http://a')\n", "treino/novo.py", project)
    assert "treino/novo.py:2:1: MLP501" in training.stdout


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        (
            "worker_pub/requirements.txt",
            b"mllibprodest==1.5.0\nscikit-learn\npandas\nnump y\n",
            "requirements.txt:4:1: MLP3",
        ),
        ("worker_pub/utils.py", b"nome = '\xe9'\n", "utils.py:1:1: MLP002"),
        ("worker_pub/utils.py", b"def f(:\n", "utils.py:1:7: MLP001"),
    ],
)
def test_what_a_buffer_may_hold(name: str, content: bytes, finding: str, project: Path, buffer: Buffer) -> None:
    assert finding in buffer(content, name, project).stdout


def test_the_list_of_models(project18: Path, buffer: Buffer) -> None:
    assert "worker_pub/params.conf:1:1: MLP109" in buffer(b"a = b\n", "worker_pub/params.conf", project18).stdout


def test_formats_show_the_buffer(project: Path, buffer: Buffer) -> None:
    options = ("--output-format", "full", "--quiet")
    assert "3 | os.chdir('a')" in buffer(LEAVES, "worker_pub/utils.py", project, *options).stdout
    (one,), (other,) = (
        json.loads(buffer(content, "worker_pub/utils.py", project, "--output-format", "gitlab").stdout)
        for content in (LEAVES, b"\n\n" + LEAVES)
    )
    assert one["location"]["lines"] != other["location"]["lines"]
    assert one["fingerprint"] == other["fingerprint"]


def test_only_the_file_of_the_buffer_and_the_layout_are_reported(faulty: Path, buffer: Buffer) -> None:
    assert buffer(b"", "worker_pub/outro.py", faulty).stdout == ""
    assert "MLP107" in buffer(b"", "worker_retrain/outro.py", faulty).stdout


def test_the_configuration_of_the_file_decides(project: Path, buffer: Buffer) -> None:
    write(project / "worker_pub" / "mlprodest-lint.toml", 'language = "pt-BR"\nignore = ["MLP403"]\n')
    found = buffer(LEAVES, str(project / "worker_pub" / "utils.py"), project.parent)
    assert (found.returncode, found.stderr) == (0, "Nenhum problema encontrado em 1 worker (5 arquivos).\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("-",),
        ("--stdin-filename", "worker_pub/pub.py"),
        ("--stdin-filename", "worker_pub/pub.py", "-", "worker_retrain"),
        ("--stdin-filename", "worker_pub/pub.py", "worker_pub/pub.py"),
    ],
)
def test_the_name_and_the_hyphen_go_together(arguments: tuple[str, ...], project: Path, linter: Linter) -> None:
    run = linter(*arguments, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert "--stdin-filename worker_pub/pub.py -" in run.stderr


def test_a_buffer_outside_any_worker(tmp_path: Path, buffer: Buffer) -> None:
    run = buffer(b"", "conf.py", tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("mlprodest-lint: conf.py: no worker here.")


def test_what_is_remembered_of_a_buffer_is_not_taken_for_the_file(
    project: Path, buffer: Buffer, linter: Linter
) -> None:
    name, cache = "worker_pub/outro.py", ("--cache-dir", str(project.parent / "cache"))
    write(project / name, "")
    for _ in range(2):
        assert "MLP403" in buffer(LEAVES, name, project, *cache).stdout
        assert buffer(b"", name, project, *cache).stdout == ""
        assert linter(*cache, name, folder=project).stdout == ""
    write(project / name, LEAVES)
    assert "MLP403" in linter(*cache, name, folder=project).stdout
    assert buffer(b"", name, project, *cache).stdout == ""
