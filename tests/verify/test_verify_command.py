"""The command ``verify``, as its users run it: on the example after its training, in processes of its own."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, findings_in, write

from .conftest import DATABASE, MODEL, untouched
from .workers import worker_pub

if TYPE_CHECKING:
    from collections.abc import Mapping

PYTHON = ("--python", sys.executable)
ARTIFACT = "BaselineMetrics.pkl"


def verify(
    project: Path, environment: Mapping[str, str], *arguments: str | Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "mlprodest_lint", "verify", *arguments],
        cwd=project,
        env={**environment, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )


def artifact_of(project: Path, name: str) -> Path:
    """Return where an artifact of the model's run lies."""
    with closing(sqlite3.connect(project / "treino" / DATABASE)) as connection:
        (folder,) = connection.execute("SELECT artifact_uri FROM runs").fetchone()
    return Path(folder, name)


@pytest.fixture
def own(project: Path) -> Path:
    """Return the project with artifacts of its own, which may be changed."""
    with closing(sqlite3.connect(project / "treino" / DATABASE)) as connection, connection:
        (there,) = connection.execute("SELECT artifact_uri FROM runs").fetchone()
        here = project / "treino" / "mlruns" / Path(there).relative_to(Path(there).parents[2])
        connection.execute("UPDATE runs SET artifact_uri = ?", (str(here),))
    assert here.is_dir()
    return project


def test_a_trained_project_without_a_fault(project: Path, environment: dict[str, str]) -> None:
    with untouched(project):
        done = verify(project, environment, *PYTHON)
    assert (done.returncode, done.stdout) == (0, "")
    lines = done.stderr.splitlines()
    assert lines[-1] == "No problems found in 2 workers."
    assert not any(line.startswith(("FAILED", "skipped")) for line in lines)
    for told in (
        f"passed  worker_pub: find the production version of {MODEL} (",
        f"passed  worker_pub: examine {ARTIFACT} of {MODEL} (",
        f"passed  worker_pub: load the production model {MODEL} (",
        "passed  worker_pub: run the test of mytest_pub.py (",
        f"passed  worker_retrain: load the production model {MODEL} (",
        "passed  worker_retrain: call get_experiment_name (",
    ):
        assert sum(line.startswith(told) for line in lines) == 1, told
    assert "    acuracia_minima: float = 0.85" in lines
    assert any(line.startswith("worker_pub, worker_retrain - active guards: ") for line in lines)


def test_in_portuguese_and_quiet(project: Path, environment: dict[str, str]) -> None:
    (project / "worker_pub" / "mytest_pub.py").write_text("def test():\n    raise ValueError('não deu')\n", "utf-8")
    arguments = (*PYTHON, "--only", "worker", "worker_pub", "--language", "pt-BR", "--quiet")
    done = verify(project, environment, *arguments)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("worker_pub/mytest_pub.py:2:5: MLP811 ")
    assert "ValueError: não deu" in done.stdout


def test_the_artifacts_alone_run_nothing_of_the_worker(project: Path, environment: dict[str, str]) -> None:
    write(project / "worker_pub" / "pub.py", (project / "worker_pub" / "pub.py").read_text("utf-8") + "\n1 / 0\n")
    done = verify(project, environment, "--only", "artifacts", "worker_pub")
    assert (done.returncode, done.stdout) == (0, "")
    assert "import pub.py" not in done.stderr


def test_the_worker_alone_is_run_without_a_look_at_the_artifacts(own: Path, environment: dict[str, str]) -> None:
    artifact_of(own, ARTIFACT).unlink()
    done = verify(own, environment, *PYTHON, "--only", "worker", "--no-tests", "worker_retrain")
    assert (done.returncode, done.stdout) == (0, "")
    assert "run the test" not in done.stderr


def test_an_artifact_that_is_missing_and_one_that_is_empty(own: Path, environment: dict[str, str]) -> None:
    artifact_of(own, ARTIFACT).unlink()
    artifact_of(own, "TrainingParams.pkl").write_bytes(pickle.dumps({}))
    done = verify(own, environment, "--only", "artifacts", "--output-format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [(finding["code"], Path(finding["path"]).name) for finding in found] == [
        ("MLP806", "pub.py"),
        ("MLP807", "pub.py"),
    ]
    source = (own / "worker_pub" / "pub.py").read_text("utf-8").splitlines()
    assert "load_model" in source[found[0]["line"] - 1]
    assert [ARTIFACT in found[0]["message"], "TrainingParams.pkl" in found[1]["message"]] == [True, True]


class Writing:
    """Makes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.file,)


def test_a_worker_with_an_unsafe_artifact_is_not_run_unless_it_is_trusted(
    own: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    mark = tmp_path / "executado"
    artifact_of(own, ARTIFACT).write_bytes(pickle.dumps({"acuracia_minima": 0.9, "extra": Writing(mark)}))
    arguments = (*PYTHON, "--only", "artifacts")
    done = verify(own, environment, *PYTHON)
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert "MLP808" in line
    assert "pathlib.Path.touch" in line
    assert "skipped worker_pub: run the worker" in done.stderr
    assert "import retrain.py" not in done.stderr
    assert not mark.exists()
    # The same name is accepted where the configuration says so, and then it is as any other data.
    write(own / "mlprodest-lint.toml", 'artifact-names = ["pathlib:Path.touch", "pathlib:PosixPath"]\n')
    accepted = verify(own, environment, *arguments)
    assert (accepted.returncode, mark.exists()) == (0, False)


def test_a_trusted_worker_loads_what_is_no_plain_data(own: Path, environment: dict[str, str], tmp_path: Path) -> None:
    mark = tmp_path / "executado"
    parameters = pickle.loads(artifact_of(own, ARTIFACT).read_bytes())  # noqa: S301 - what the training wrote
    artifact_of(own, ARTIFACT).write_bytes(pickle.dumps({**parameters, "extra": Writing(mark)}))
    done = verify(own, environment, *PYTHON, "--trust", "worker_pub")
    assert "MLP808" in done.stdout
    assert f"passed  worker_pub: load the production model {MODEL}" in done.stderr
    assert mark.exists()
    assert "guards that weren't active: " in done.stderr


def test_that_a_model_is_not_registered_is_said_once(project: Path, environment: dict[str, str]) -> None:
    write(
        project / "worker_pub" / "pub.py",
        (project / "worker_pub" / "pub.py").read_text("utf-8").replace(MODEL, "triagem_manifestacao"),
    )
    done = verify(project, environment, *PYTHON, "worker_pub", "--output-format", "full")
    assert done.returncode == 1
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("error ")] == ["MLP804"]
    assert f"'{MODEL}'" in done.stdout


def test_the_name_of_the_model_may_be_given(project: Path, environment: dict[str, str]) -> None:
    script = project / "worker_pub" / "pub.py"
    write(script, script.read_text("utf-8").replace(f'"{MODEL}"', '__import__("os").environ.get("M", "x")'))
    unknown = verify(project, environment, "--only", "artifacts", "worker_pub")
    assert unknown.returncode == 2
    assert "--model" in unknown.stderr
    given = verify(project, environment, "--only", "artifacts", "--model", MODEL, "worker_pub")
    assert (given.returncode, given.stdout) == (0, "")


def test_comments_and_the_configuration_count(project: Path, environment: dict[str, str]) -> None:
    text = "\n\ndef test():\n    open('a.txt', 'w').close()  # noqa: MLP401, MLP810\n    open('b.txt', 'w').close()\n"
    write(project / "worker_pub" / "mytest_pub.py", text)
    arguments = (*PYTHON, "--only", "worker", "worker_pub")
    done = verify(project, environment, *arguments)
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == ["worker_pub/mytest_pub.py:5:5"]
    # Reading alone can't tell whether a comment about running is needed.
    assert findings_in(project, project / "worker_pub" / "mytest_pub.py", rules="MLP003") == []
    write(project / "mlprodest-lint.toml", '[severity]\nwrote-outside = "warning"\n')
    warned = verify(project, environment, *arguments, "--output-format", "json", "--output-file", "achados.json")
    assert (warned.returncode, warned.stdout) == (0, "")
    (finding,) = json.loads((project / "achados.json").read_text("utf-8"))
    assert (finding["code"], finding["severity"]) == ("MLP810", "warning")
    write(project / "mlprodest-lint.toml", 'ignore = ["MLP810"]\n')
    assert verify(project, environment, *arguments).stdout == ""


@pytest.mark.parametrize("output_format", ["full", "github", "gitlab", "junit", "sarif"])
def test_every_format(own: Path, environment: dict[str, str], output_format: str) -> None:
    artifact_of(own, ARTIFACT).unlink()
    done = verify(own, environment, "--only", "artifacts", "--output-format", output_format, "--quiet")
    assert (done.returncode, done.stderr) == (1, "")
    assert "MLP806" in done.stdout
    assert "worker_pub/pub.py" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("worker_pub",), "--python"),
        (("--timeout", "agora", "worker_pub"), "--timeout 600"),
        (("--timeout", "-1", "worker_pub"), "--timeout 600"),
        (("--timeout", "inf", "worker_pub"), "--timeout 600"),
        (("--model", " ", "worker_pub"), "--model"),
        (("--only", "artefatos", "worker_pub"), "artifacts"),
        (("treino",), "worker"),
        (("--tracking-uri", "sqlite:///nada.db", *PYTHON, "worker_pub"), "nada.db"),
        (("--mlruns", "worker_pub", *PYTHON, "worker_pub"), "mlruns"),
        (("--python", "nada", "worker_pub"), "nada"),
    ],
)
def test_what_the_user_has_to_mend_first(
    project: Path, environment: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    with untouched(project):
        done = verify(project, environment, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mlprodest-lint: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_any_database_all_ways_are_told(tmp_path: Path, environment: dict[str, str]) -> None:
    worker_pub(tmp_path, constructor=f"self.load_model('{MODEL}')")
    done = verify(tmp_path, environment, *PYTHON)
    assert done.returncode == 2
    for way in ("--tracking-uri", "MLFLOW_TRACKING_URI", "--mlruns"):
        assert way in done.stderr


def test_both_workers_run_at_the_same_time(project: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """Each worker waits for the other one's file, which it finds only where both are running."""
    meeting = tmp_path / "encontro"
    meeting.mkdir()
    waiting = (
        "import os, time\n\n\ndef test():\n    os.mkdir({own!r})\n    end = time.monotonic() + 60\n"
        "    while not os.path.isdir({other!r}):\n        assert time.monotonic() < end\n        time.sleep(0.05)\n"
    )
    names = {"worker_pub": "mytest_pub.py", "worker_retrain": "mytest_retrain.py"}
    for kind, other in zip(names, reversed(names), strict=True):
        text = waiting.format(own=str(meeting / kind), other=str(meeting / other))
        write(project / kind / names[kind], text)
    done = verify(project, environment, *PYTHON, "--only", "worker", "--trust")
    assert "MLP811" not in done.stdout
    assert {path.name for path in meeting.iterdir()} == set(names)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes are left")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interruption_ends_everything_at_once(
    project: Path, environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    write(project / "worker_pub" / "mytest_pub.py", "def test():\n    import time\n    time.sleep(600)\n")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "mlprodest_lint", "verify", *PYTHON, "--only", "worker"]
    variables = {**environment, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, cwd=project, env=variables, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "call get_model_info" in line:
                break
        process.send_signal(signal.Signals[name])
        started = time.monotonic()
        assert process.wait(30) == 130
    assert time.monotonic() - started < 15
    assert list(temporary.iterdir()) == []
    assert not [each for each in _commands_running() if str(temporary) in each]


def _commands_running() -> list[str]:
    commands = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                commands.append((folder / "cmdline").read_bytes().decode(errors="replace"))
            except OSError:
                continue
    return commands


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals that a program could make")
def test_on_a_terminal_what_is_being_tried_is_shown(environment: dict[str, str]) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom mlprodest_lint.cli.steps import Steps\n"
        "from mlprodest_lint.report import View\nfrom mlprodest_lint.texts import Text\n"
        "from mlprodest_lint.verify.model import State, Step\n"
        "title, worker = Text(en='try {it}', pt='tentar {it}'), Path('worker_pub')\n"
        "with Steps(View('pt-BR', Path.cwd(), width=80), is_wanted=True) as steps:\n"
        "    steps.begun(worker, title, {'it': 'a\\x1bb'})\n    time.sleep(0.5)\n"
        "    steps.ended(Step(worker, title, State.FAILED, 0.5, {'it': 'a'}))\n"
    )
    reader, writer = os.openpty()
    with os.fdopen(reader, "rb", buffering=0) as screen:
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, stderr=writer, check=True, timeout=60
        )
        os.write(writer, b"$")
        shown = b""
        while not shown.endswith(b"$"):
            shown += screen.read(1000)
        os.close(writer)
    text = shown.decode()
    assert "\r\x1b[Kworker_pub: tentar a\\x1bb (0 s)" in text
    assert "\r\x1b[KFALHOU  worker_pub: tentar a (0.5 s)\r\n" in text
    assert text.endswith("\r\x1b[K$")


def test_the_linter_needs_nothing_of_it(tmp_path: Path, environment: dict[str, str]) -> None:
    shutil.copytree(ROOT / "examples" / "classifier-1.5", tmp_path / "projeto")
    code = (
        "import sys\nfrom mlprodest_lint.cli import run\nstatus = run(['lint', 'projeto', '--no-cache'])\n"
        "print(status, [name for name in sys.modules if name.startswith(('mlprodest_lint.verify', 'mlflow'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "0 []\n"
