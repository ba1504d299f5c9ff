"""What a worker does while it is run, and what is said about it: real workers in real processes."""

from __future__ import annotations

import hashlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import write

from mlprodest_lint.texts import LANGUAGES
from mlprodest_lint.verify.model import State
from mlprodest_lint.verify.running.workerrun import Request, run_worker

from .workers import Told, read, run, states, told, worker_pub

if TYPE_CHECKING:
    from mlprodest_lint.verify.model import Step

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes are left")
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither signals nor fork")


def test_a_worker_without_a_fault_passes(home: Path, scratch: Path) -> None:
    root = worker_pub(home)
    outcome = run(root, scratch)
    assert told(outcome, root) == []
    assert states(outcome) == [
        "passed import pub.py",
        "passed create ModeloCLF",
        "passed call get_model_info",
        "passed run the test of mytest_pub.py",
    ]
    assert {step.worker for step in outcome.steps} == {root}
    assert all(guard.is_active for guard in outcome.guards) or sys.platform != "linux"


def test_each_step_is_told_when_it_begins_and_when_it_has_ended(home: Path, scratch: Path) -> None:
    root = worker_pub(home)
    watcher = Told()
    outcome = run_worker(read(root), Request(Path(sys.executable), None, scratch, with_tests=False), watcher)
    assert watcher.begun_steps == ["import pub.py", "create ModeloCLF", "call get_model_info"]
    assert watcher.ended_steps == list(outcome.steps)
    told_in_portuguese = [step.told("pt-BR") for step in outcome.steps]
    assert told_in_portuguese == ["importar pub.py", "criar ModeloCLF", "chamar get_model_info"]


# What fails in the worker's own code.


@pytest.mark.parametrize(
    ("parts", "finding", "message"),
    [
        ({"top": "import modulo_que_falta"}, "pub.py:2 MLP801 raised", "No module named 'modulo_que_falta'"),
        ({"top": "def f(:"}, "pub.py:2 MLP801 raised", "SyntaxError: invalid syntax"),
        ({"top": "exit('fim')"}, "pub.py:2 MLP801 exit", "SystemExit: fim"),
        ({"top": "raise KeyboardInterrupt"}, "pub.py:2 MLP801 raised", "KeyboardInterrupt"),
        ({"top": "import utils", "utils": "\n\n1 / 0\n"}, "utils.py:3 MLP801 raised", "ZeroDivisionError"),
        ({"constructor": "self.f = 1 / 0"}, "pub.py:6 MLP802 raised", "ZeroDivisionError: division by zero"),
        ({"constructor": "exit(3)"}, "pub.py:6 MLP802 exit", "SystemExit: 3"),
        ({"constructor": "raise KeyboardInterrupt('agora')"}, "pub.py:6 MLP802 raised", "KeyboardInterrupt: agora"),
        ({"constructor": "raise BaseException('tudo')"}, "pub.py:6 MLP802 raised", "BaseException: tudo"),
        ({"constructor": "raise ValueError('z' * 10**6)"}, "pub.py:6 MLP802 raised", "ValueError: zzzz"),
        ({"constructor": "self.x = bytearray(1 << 40)"}, "pub.py:6 MLP802 raised", "MemoryError"),
        ({"constructor": "self.__init__()"}, "pub.py:6 MLP802 raised", "RecursionError"),
        ({"info": "return ['triagem']"}, "pub.py:14 MLP803 type", "must return dict, and returned ['triagem'] (list)"),
        ({"info": "return None"}, "pub.py:14 MLP803 type", "returned None (NoneType)"),
        ({"info": "return self.falta"}, "pub.py:15 MLP803 raised", "AttributeError"),
        ({"info": "exit()"}, "pub.py:15 MLP803 exit", "SystemExit"),
        ({"mytest_pub": "def test():\n    assert 1 == 2, 'não'\n"}, "mytest_pub.py:2 MLP811 raised", "não"),
        ({"mytest_pub": "def test():\n    exit(0)\n"}, "mytest_pub.py:2 MLP811 exit", "SystemExit: 0"),
        ({"mytest_pub": "def teste():\n    pass\n"}, "mytest_pub.py:1 MLP811 no-test", "no function 'test'"),
        ({"mytest_pub": "import falta\n"}, "mytest_pub.py:1 MLP811 raised", "No module named 'falta'"),
    ],
    ids=lambda value: " ".join(str(value).split())[:50] if isinstance(value, dict) else "",
)
def test_a_fault_is_told_at_its_line(
    home: Path, scratch: Path, parts: dict[str, str], finding: str, message: str
) -> None:
    root = worker_pub(home, **parts)
    outcome = run(root, scratch)
    assert told(outcome, root) == [finding]
    assert message in outcome.findings[0].message("en")
    assert len(outcome.findings[0].message("pt-BR")) < 1000
    assert all(outcome.findings[0].help(language) for language in LANGUAGES)
    assert State.FAILED in {step.state for step in outcome.steps}


def test_what_depends_on_a_step_that_failed_is_skipped(home: Path, scratch: Path) -> None:
    outcome = run(worker_pub(home, constructor="exit()"), scratch)
    assert states(outcome) == [
        "passed import pub.py",
        "failed create ModeloCLF",
        "skipped call get_model_info",
        "skipped run the test of mytest_pub.py",
    ]


def test_the_lines_that_lead_to_a_fault_are_shown(home: Path, scratch: Path) -> None:
    utils = "def f():\n    g()\n\ndef g():\n    1 / 0\n"
    root = worker_pub(home, constructor="__import__('utils').f()", utils=utils)
    (finding,) = run(root, scratch).findings
    shown = [(label.place.path.name, label.place.span.line) for label in finding.labels]
    assert (finding.place.path.name, finding.place.span.line) == ("utils.py", 5)
    assert shown == [("pub.py", 6), ("utils.py", 2)]


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("class Modelo:\n    pass\n", "no-class"),
        ("ModeloCLF = None\n", "no-class"),
        ("class ModeloCLF:\n    pass\n", "no-interface"),
    ],
)
def test_a_class_that_is_no_worker(home: Path, scratch: Path, text: str, variant: str) -> None:
    root = worker_pub(home)
    write(root / "pub.py", text)
    assert told(run(root, scratch), root) == [f"pub.py:1 MLP802 {variant}"]


def test_the_main_script_is_the_one_in_the_folder(home: Path, scratch: Path) -> None:
    root = worker_pub(home)
    (root / "pub.py").rename(root / "outro.py")
    (root / "pub").mkdir()
    write(root / "pub" / "__init__.py", "class ModeloCLF:\n    pass\n")
    assert [finding.rule.code for finding in run(root, scratch).findings] == ["MLP801"]


# What a process may do.


def test_one_that_hangs(home: Path, scratch: Path) -> None:
    root = worker_pub(home, constructor="import time\n        time.sleep(600)")
    started = time.monotonic()
    outcome = run(root, scratch, timeout=4)
    assert time.monotonic() - started < 15
    assert told(outcome, root) == ["pub.py:7 MLP809 time"]
    assert "4 seconds; it was at `ModeloCLF()`" in outcome.findings[0].message("en")
    assert states(outcome) == ["passed import pub.py", "failed create ModeloCLF"]


@ON_POSIX
@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("import os; os._exit(0)", "pub.py:5 MLP809 ended"),
        ("import os; os._exit(7)", "pub.py:5 MLP809 ended"),
        ("import os; os.execv('/bin/true', ['true'])", "pub.py:5 MLP809 ended"),
        ("import os; os.closerange(0, 1000)", "pub.py:5 MLP809 ended"),
        ("import os; os.kill(os.getpid(), 9)", "pub.py:5 MLP809 signal"),
        ("import os; os.kill(0, 15)", "pub.py:5 MLP809 signal"),
        ("import os; os.abort()", "pub.py:6 MLP809 signal"),
        ("import ctypes; ctypes.string_at(0)", "pub.py:6 MLP809 signal"),
        ("import os; os.fork()", "pub.py:6 MLP809 forked"),
        ("import faulthandler; faulthandler._sigsegv()", "pub.py:6 MLP809 signal"),
        ("while True: print('x' * 100_000)", "pub.py:5 MLP809 output"),
        ("while True: __import__('os').write(2, b'\\xff\\xfe' * 10_000)", "pub.py:5 MLP809 output"),
        ("__import__('os').write(3, b'lixo')", "pub.py:1 MLP809 garbage"),
    ],
    ids=lambda value: value[:40],
)
def test_one_that_dies_or_misbehaves(home: Path, scratch: Path, code: str, finding: str) -> None:
    root = worker_pub(home, constructor=code)
    assert told(run(root, scratch), root) == [finding]


def test_reports_that_the_worker_makes_up_change_nothing(home: Path, scratch: Path) -> None:
    made_up = [
        b"[1]\n",
        b'{"event": "end"}\n',
        b'{"event": 7}\n',
        b'{"event": "problem", "step": "x"}\n',
        b'{"event": "start", "step": {}, "line": []}\n',
        b'{"event": "start", "step": "call", "model": "", "method": "nada", "line": null}\n',
        b'{"event": "problem", "step": "import", "model": "x", "kind": "type", "told": "", "lines": []}\n',
        b'{"event": "import", "path": "/x.py", "line": {"file": "../../../etc/passwd", "number": -3}}\n',
        b'{"event": "import", "path": "/x.py", "line": {"file": "a\\u0000b", "number": 1}}\n',
        b'{"event": "write", "path": 1, "line": {}, "how": 2}\n',
        b"[" * 100_000 + b"\n",
        b"\xff\xfe\n",
    ]
    code = f"import os\n        for text in {made_up!r}: os.write(3, text)"
    root = worker_pub(home, constructor=code, info="return []")
    outcome = run(root, scratch)
    assert "pub.py:15 MLP803 type" in told(outcome, root)
    assert {finding.rule.code for finding in outcome.findings} <= {"MLP803", "MLP809", "MLP812"}
    assert {finding.place.path for finding in outcome.findings} <= {root, root / "pub.py"}


@ON_POSIX
def test_one_that_kills_its_keeper(home: Path, scratch: Path) -> None:
    root = worker_pub(home, constructor="import os, time; os.kill(os.getppid(), 9); time.sleep(600)")
    (held,) = run(root, scratch).findings
    (free,) = run(root, scratch, is_trusted=True).findings
    assert free.rule.code == "MLP809"
    assert held.rule.code == "MLP802" or sys.platform != "linux"  # not permitted, by Landlock


@ON_LINUX
@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import subprocess; subprocess.Popen(['sleep', '{mark}'])", 6),
        ("import subprocess; subprocess.Popen(['setsid', 'sh', '-c', 'sleep {mark} & sleep {mark}'])", 6),
        (
            """import os
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp('sleep', ['sleep', '{mark}'])
            os._exit(0)""",
            9,
        ),
    ],
)
def test_processes_that_are_left_behind(home: Path, scratch: Path, code: str, line: int) -> None:
    mark = "7654.321"
    root = worker_pub(home, constructor=code.replace("{mark}", mark))
    outcome = run(root, scratch)
    assert told(outcome, root) == [f"pub.py:{line} MLP809 left"]
    assert "sleep" in outcome.findings[0].message("en")
    assert not running_with(mark)


@ON_POSIX
def test_one_that_makes_itself_anew_all_the_time(home: Path, scratch: Path) -> None:
    code = "import os\n        if os.fork() == 0:\n            while True:\n                if os.fork(): os._exit(0)"
    root = worker_pub(home, constructor=code)
    assert [finding.variant for finding in run(root, scratch).findings] == ["left"]


@ON_LINUX
def test_processes_are_killed_when_the_time_is_up(home: Path, scratch: Path) -> None:
    mark = "7655.321"
    code = f"import subprocess; subprocess.Popen(['setsid', 'sleep', '{mark}']); __import__('time').sleep(600)"
    root = worker_pub(home, constructor=code)
    assert told(run(root, scratch, timeout=3), root) == ["pub.py:6 MLP809 time"]
    assert not running_with(mark)


@pytest.mark.parametrize(
    "code",
    [
        "import multiprocessing; self.p = multiprocessing.Pool(2); self.p.map(abs, [1])",
        "import multiprocessing as m; self.p = m.get_context('spawn').Pool(1); self.p.map(abs, [1])",
        "import concurrent.futures as f; list(f.ThreadPoolExecutor(2).map(abs, [1]))",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'pass'], check=True)",
        "import threading, time; threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
    ],
)
def test_helpers_that_end_with_the_worker_are_its_own_business(home: Path, scratch: Path, code: str) -> None:
    root = worker_pub(home, constructor=code)
    assert told(run(root, scratch), root) == []


def test_one_that_ends_slowly_is_not_waited_for(home: Path, scratch: Path) -> None:
    root = worker_pub(home, top="import atexit, time; atexit.register(time.sleep, 600)")
    started = time.monotonic()
    assert told(run(root, scratch), root) == []
    assert time.monotonic() - started < 45


@pytest.mark.parametrize(
    "code",
    [
        "f = open('temp_area/x', 'wb')\n        while True: f.write(bytes(10**6))",
        "for n in range(10**6): open(f'temp_area/{n}', 'wb').write(bytes(10**7)); __import__('time').sleep(0.01)",
    ],
)
def test_one_that_fills_the_disk(home: Path, scratch: Path, code: str) -> None:
    root = worker_pub(home, constructor=code)
    outcome = run(root, scratch, most_on_disk=60_000_000)
    assert [finding.rule.code for finding in outcome.findings] == ["MLP809"]
    assert outcome.findings[0].variant == "disk"


def test_what_it_writes_among_the_artifacts_of_mlflow_is_bounded_too(home: Path, scratch: Path) -> None:
    artifacts = scratch.parent / "artefatos"
    artifacts.mkdir()
    (artifacts / "modelo.pkl").write_bytes(bytes(70_000_000))  # what was there before isn't the worker's
    fill = "for n in range(10**6): open(f'{}/{{n}}', 'wb').write(bytes(10**7)); __import__('time').sleep(0.05)"
    root = worker_pub(home, constructor=fill.format(artifacts))
    outcome = run(root, scratch, writable=(artifacts,), most_on_disk=60_000_000)
    assert [finding.variant for finding in outcome.findings if finding.rule.code == "MLP809"] == ["disk"]


def test_a_message_that_is_no_valid_text_is_told_all_the_same(home: Path, scratch: Path) -> None:
    root = worker_pub(home, mytest_pub="def test():\n    raise ValueError('ruim: \\udce7')\n")
    (finding,) = run(root, scratch).findings
    assert finding.rule.code == "MLP811"
    assert "ValueError: ruim: ?" in finding.message("pt-BR")


def test_no_message_names_the_folder_in_which_it_runs(home: Path, scratch: Path) -> None:
    code = "import tempfile\n\ndef test():\n    raise ValueError([tempfile.gettempdir(), {own!r}])\n"
    artifacts = scratch.parent / "artefatos"
    root = worker_pub(home, mytest_pub=code.format(own=str(artifacts / "1")))
    (finding,) = run(root, scratch, writable=(artifacts,)).findings
    assert "ValueError: ['TMPDIR', 'mlruns/1']" in finding.message("en")


def test_what_it_printed_last_is_shown(home: Path, scratch: Path) -> None:
    root = worker_pub(home, constructor="import os; print('até aqui', flush=True); os._exit(1)")
    (finding,) = run(root, scratch).findings
    assert [label.text.render("pt-BR", label.fields) for label in finding.labels] == [
        "a última coisa que o worker imprimiu: até aqui"
    ]


class Stopping(Told):
    """Ends a run after its first step."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._request = request

    def ended(self, step: Step) -> None:
        super().ended(step)
        self._request.stop.set()


def test_a_run_that_is_stopped_ends_at_once(home: Path, scratch: Path) -> None:
    root = worker_pub(home, constructor="__import__('time').sleep(600)")
    request = Request(Path(sys.executable), None, scratch, timeout=60)
    started = time.monotonic()
    # The first step that has ended stops what comes after it, as another thread would.
    outcome = run_worker(read(root), request, Stopping(request))
    assert outcome.findings == ()
    assert time.monotonic() - started < 15


def test_two_workers_run_side_by_side(home: Path, scratch: Path) -> None:
    code = "open('temp_area/meu', 'x').close(); __import__('time').sleep(1); open('seu', 'w').close()"
    roots = [worker_pub(home / name, constructor=code) for name in ("um", "dois")]
    for root in roots:
        (scratch / root.parent.name).mkdir()
    with ThreadPoolExecutor() as pool:
        outcomes = list(pool.map(lambda root: run(root, scratch / root.parent.name), roots))
    assert [told(*pair) for pair in zip(outcomes, roots, strict=True)] == [["pub.py:6 MLP810 written"]] * 2


def test_an_interpreter_that_is_none(home: Path, scratch: Path) -> None:
    root = worker_pub(home)
    outcome = run(root, scratch, interpreter=write(scratch.parent / "python", "#!/bin/nada\n"))
    assert told(outcome, root) == [".:1 MLP809 unstartable"]


# What it is given.


def test_secrets_are_not_handed_on(home: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"SENHA": "1", "GITHUB_TOKEN": "2", "BUCKET": "3", "AWS_REGION": "4", "MLFLOW_X": "5", "https_proxy": "6"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    test = f"import os\n\ndef test():\n    raise ValueError([os.environ.get(n) for n in {list(given)}])\n"
    (finding,) = run(worker_pub(home, mytest_pub=test), scratch).findings
    assert "[None, None, '3', '4', '5', '6']" in finding.message("en")


def test_it_runs_in_its_own_folder_with_nothing_to_read_from(home: Path, scratch: Path) -> None:
    test = """
import os, sys
def test():
    assert os.path.basename(os.getcwd()) == "worker_pub"
    assert sys.path[0] == os.getcwd() == os.path.dirname(os.path.abspath(__file__))
    assert sys.stdin.read() == ""
    assert os.listdir("temp_area") == []
    assert not [path for path in sys.path if "mlprodest_lint" in path]
    assert os.path.expanduser("~").startswith(os.path.dirname(os.path.dirname(os.path.dirname(os.getcwd()))))
"""
    root = worker_pub(home, mytest_pub=test)
    write(root / "temp_area" / "antigo.pkl")
    assert told(run(root, scratch), root) == []


def test_the_users_folder_is_not_touched(home: Path, scratch: Path) -> None:
    code = "import shutil, os; shutil.rmtree(os.getcwd())"
    root = worker_pub(home, constructor=code)
    write(root / "temp_area" / "antigo.pkl", "x")
    before = fingerprint(root)
    outcome = run(root, scratch)
    assert "pub.py:6 MLP810 deleted-several" in told(outcome, root)
    assert fingerprint(root) == before


def test_a_renamed_worker_keeps_its_name(home: Path, scratch: Path) -> None:
    code = "assert __import__('os').path.basename(__import__('os').getcwd()) == 'meu worker'"
    root = worker_pub(home, constructor=code).rename(home / "meu worker")
    assert told(run(root, scratch), root) == []


# Contract 1.8.


def test_every_model_of_the_list_is_made_and_handed_to_the_test(home: Path, scratch: Path) -> None:
    root = worker_18(home, {"um": "PRIMEIRO", "dois": "SEGUNDO"})
    write(root / "mytest_pub.py", TEST_18.replace("NOMES", "['PRIMEIRO', 'SEGUNDO']"))
    outcome = run(root, scratch)
    assert told(outcome, root) == []
    assert "passed create ModeloCLF for SEGUNDO" in states(outcome)
    assert "passed call get_model_version of PRIMEIRO" in states(outcome)


def test_a_message_for_the_client_is_no_information_about_the_model(home: Path, scratch: Path) -> None:
    root = worker_18(home, {"um": "PRIMEIRO"}, info="'O modelo não foi carregado.'")
    write(root / "mytest_pub.py", TEST_18.replace("NOMES", "['PRIMEIRO']"))
    outcome = run(root, scratch)
    assert told(outcome, root) == ["models/um.py:10 MLP803 message"]
    assert "O modelo não foi carregado" in outcome.findings[0].message("pt-BR")


def test_a_list_without_models(home: Path, scratch: Path) -> None:
    root = worker_18(home, {})
    assert told(run(root, scratch), root) == ["params.conf:1 MLP801 no-models"]


PUB_18 = """\
from mllibprodest.interfaces import ModelPublicationInterfaceCLF


class ModeloCLF(ModelPublicationInterfaceCLF):
    def __init__(self, model_name: str, model_provider_name: str):
        self.nome, self.provider = model_name, model_provider_name
    def get_model_name(self) -> str: return self.nome
    def get_model_provider_name(self) -> str: return self.provider
    def get_model_version(self) -> str: return "1"
    def get_model_info(self) -> dict | str: return INFO
    def predict(self, dataset: list) -> list | str: return dataset
    def evaluate(self, data_features: list, data_targets: list) -> dict | str: return {}
    def get_feedback(self, y_pred: list, y_true: list) -> dict | str: return {}
"""
TEST_18 = """
def test(modelos: dict):
    assert list(modelos) == NOMES
    for nome, modelo in modelos.items():
        assert (modelo.get_model_name(), modelo.get_model_provider_name()) == (nome, "mlflow")
"""


def worker_18(home: Path, models: dict[str, str], info: str = "{'a': 1}") -> Path:
    """Write a worker_pub of contract 1.8 with these main scripts and models."""
    root = home / "worker_pub"
    for name in ("__init__.py", "models/__init__.py", "mytest_pub.py", "test_pub.py"):
        write(root / name)
    sections = [
        f"[{model}]\nsource_file = {script}\nmodel_class = ModeloCLF\nmodel_provider_name = mlflow\n"
        for script, model in models.items()
    ]
    write(root / "params.conf", "\n".join(sections))
    for script in models:
        write(root / "models" / f"{script}.py", PUB_18.replace("INFO", info))
    return root


def running_with(mark: str) -> list[str]:
    """Return the processes whose command line has this mark."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except OSError:
            continue
        if mark.encode() in words:
            found.append(str(words))
    return found


def fingerprint(folder: Path) -> str:
    """Return what changes when anything below a folder does."""
    facts = [
        (str(path), path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()
