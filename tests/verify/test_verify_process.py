"""What becomes of a worker's processes when the checker itself ends, and what they are given."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from mlprodest_lint.verify.running import process

from .test_verify_running import ON_LINUX, running_with
from .workers import worker_pub

CHECKER = """
import sys
from pathlib import Path
from verify.workers import Told, read
from mlprodest_lint.verify.running.workerrun import Request, run_worker
print("begin", flush=True)
run_worker(read(Path(sys.argv[1])), Request(Path(sys.executable), None, Path(sys.argv[2])), Told())
"""


@ON_LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_checker(home: Path, scratch: Path, number: signal.Signals) -> None:
    mark = f"98{number:02}.25"
    escaping = f"import subprocess; subprocess.Popen(['setsid', 'sleep', '{mark}'])"
    root = worker_pub(home, constructor=f"{escaping}; subprocess.run(['sleep', '{mark}'])")
    tests = Path(__file__).parent.parent
    checker = subprocess.Popen(
        [sys.executable, "-c", CHECKER, root, scratch],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with checker:
        assert checker.stdout is not None
        assert checker.stdout.readline() == b"begin\n"
        _wait_until(lambda: len(running_with(mark)) == 2)
        checker.send_signal(number)
        checker.wait(10)
        _wait_until(lambda: not running_with(mark))
    if number == signal.SIGINT:
        assert list(scratch.iterdir()) == []


def _wait_until(holds: object) -> None:
    assert callable(holds)
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _run(tmp_path: Path, code: str, seconds: float = 30, output: int = 10**7) -> tuple[process.Ending, list[bytes]]:
    lines: list[bytes] = []

    def report(line: bytes) -> bool:
        lines.append(line)
        return False

    limits = process.Limits(seconds, output, lambda: False, threading.Event())
    environment = process.reduced(os.environ, tmp_path, tmp_path)
    command = [sys.executable, "-c", code]
    return process.run(command, folder=tmp_path, environment=environment, limits=limits, report=report), lines


def test_both_outputs_come_apart_and_the_status_with_them(tmp_path: Path) -> None:
    code = "import sys; print('um\\n\\ndois', end=''); print('erro', file=sys.stderr); sys.exit(4)"
    ending, lines = _run(tmp_path, code)
    assert lines == [b"um", b"dois"]
    assert (ending.reason, ending.code, ending.output.strip(), ending.left) == ("ended", 4, "erro", ())


def test_what_floods_takes_no_memory(tmp_path: Path) -> None:
    ending, lines = _run(tmp_path, "while True: print('x' * 10**6, end='')")
    assert ending.reason == "output"
    assert sum(map(len, lines)) < 10**6
    ending, _ = _run(tmp_path, "import sys\nwhile True: sys.stderr.write('y' * 10**6)")
    assert (ending.reason, len(ending.output)) == ("output", 4000)


def test_what_closes_its_outputs_is_waited_for(tmp_path: Path) -> None:
    started = time.monotonic()
    ending, _ = _run(tmp_path, "import os, time; os.closerange(0, 3); time.sleep(0.5); os._exit(3)")
    assert (ending.reason, ending.code) == ("ended", 3)
    assert time.monotonic() - started > 0.5


def test_there_is_no_terminal_and_nothing_to_read(tmp_path: Path) -> None:
    code = "import os, sys; assert sys.stdin.read() == ''\ntry: os.open('/dev/tty', 2)\nexcept OSError: sys.exit(5)"
    ending, _ = _run(tmp_path, code)
    assert ending.code == 5


def test_only_what_is_needed_is_in_the_environment(tmp_path: Path) -> None:
    given = {
        "PATH": "p",
        "Lc_All": "l",
        "AWS_SECRET_ACCESS_KEY": "a",
        "MLFLOW_TRACKING_USERNAME": "m",
        "SECRET_KEY": "s",
    }
    secret = {"GITHUB_TOKEN": "x", "DATABASE_URL": "x", "PYTHONPATH": "x", "VIRTUAL_ENV": "x", "LD_PRELOAD": "x"}
    home, temp = tmp_path / "home", tmp_path / "tmp"
    reduced = process.reduced({**given, **secret, "HOME": "/root", "TMPDIR": str(tmp_path)}, home, temp)
    assert given.items() <= reduced.items()
    assert not secret.keys() & reduced.keys()
    assert (reduced["HOME"], reduced["TMPDIR"]) == (str(home), str(temp))
