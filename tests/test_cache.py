"""What is kept between runs: never stale, never in the way, never too much."""

from __future__ import annotations

import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, write

from mlprodest_lint.cache.cleaning import clean
from mlprodest_lint.cache.memory import Memory
from mlprodest_lint.cache.store import Store
from mlprodest_lint.config import Configuration
from mlprodest_lint.engine import lint
from mlprodest_lint.facts.library import Library
from mlprodest_lint.paths import digest
from mlprodest_lint.report import FORMATS, View, renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conftest import Linter

    Change = Callable[[Path, random.Random], None]

# Another second, or the file system's clock can't tell a file's states apart and its content is looked at.
_LONG_AGO = 1_700_000_000
_LOADED = """
import sys
from mlprodest_lint.cli import run
status = run(sys.argv[1:])
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"libcst", "msgspec", "packaging"}
      or name.startswith("mlprodest_lint.")), file=sys.stderr)
sys.exit(status)
"""


def settle(folder: Path) -> None:
    """Make files look as if nobody had touched them for long."""
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (_LONG_AGO, _LONG_AGO))


def entries_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("?/*") if path.is_file())


def shown(project: Path, memory: Memory | None, output_format: str = "json") -> str:
    outcome = lint([project], Configuration(), memory=memory)
    view = View("en", project)
    notices = [notice.text.render("en", {"path": view.path(notice.path)}) for notice in outcome.notices]
    return renderer(output_format)(outcome.findings, view) + "\n".join(notices)


def loaded_by(environment: dict[str, str], folder: Path, *arguments: str) -> set[str]:
    command = [sys.executable, "-c", _LOADED, *arguments]
    told = subprocess.run(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, encoding="utf-8", check=False, timeout=60
    ).stderr
    return set(told.splitlines()[-1].split())


# What a run without changes costs.


def test_a_run_without_changes_imports_neither_libcst_nor_the_rules(faulty: Path, environment: dict[str, str]) -> None:
    cold = loaded_by(environment, faulty)
    warm = loaded_by(environment, faulty)
    assert {"libcst", "msgspec", "packaging", "mlprodest_lint.rules"} <= cold
    assert warm <= cold
    assert not {name for name in warm if name.partition(".")[0] != "mlprodest_lint"}
    assert "mlprodest_lint.engine" not in warm
    assert "mlprodest_lint.rules" not in warm


def test_another_format_needs_no_libcst(faulty: Path, environment: dict[str, str]) -> None:
    loaded_by(environment, faulty)
    assert "libcst" not in loaded_by(environment, faulty, "--output-format", "sarif")


def test_a_change_of_a_file_without_code_needs_no_libcst(project: Path, environment: dict[str, str]) -> None:
    loaded_by(environment, project)
    write(project / "worker_pub" / "requirements.txt", "numpy\n")
    assert "mlprodest_lint.rules" in (loaded := loaded_by(environment, project))
    assert "libcst" not in loaded


def test_a_run_without_changes_opens_no_source(faulty: Path, environment: dict[str, str]) -> None:
    settle(faulty)
    code = "import sys; sys.addaudithook(lambda name, args: name == 'open' and print('opened', args[0]))\n" + _LOADED
    command = [sys.executable, "-c", code]
    for _ in range(2):
        # What is younger than the clock's tick is looked at once more; files were made just now.
        time.sleep(2.1)
        told = subprocess.run(
            command, cwd=faulty, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60
        ).stdout
    opened = [line for line in told.splitlines() if line.startswith("opened ") and str(faulty) in line]
    assert "MLP001" in told
    assert opened == []


# The same output.


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_is_the_same_with_and_without_the_cache(output_format: str, faulty: Path, linter: Linter) -> None:
    arguments = ("--output-format", output_format, "--color", "always")
    expected = linter(*arguments, "--no-cache", folder=faulty)
    assert "MLP001" in expected.stdout
    for options in ((), (), ("--extend-select", "MLP1")):
        told = linter(*arguments, *options, folder=faulty)
        assert (told.stdout, told.stderr, told.returncode) == (expected.stdout, expected.stderr, 1)


def test_an_output_file_is_written_from_the_cache_too(faulty: Path, linter: Linter, tmp_path: Path) -> None:
    file = tmp_path / "findings.txt"
    told = []
    for _ in range(2):
        linter("--output-file", file, folder=faulty)
        told.append(file.read_text(encoding="utf-8"))
        file.unlink()
    assert told[0] == told[1]
    assert "MLP001" in told[0]


# Never stale.


def _other_code(project: Path, chance: random.Random) -> None:
    name = chance.choice(("worker_pub/pub.py", "worker_retrain/utils.py", "worker_pub/utils.py"))
    last_line = chance.choice(
        (
            "",
            "y = 1",
            "x = (",
            "import os\nos.chdir('/')",
            "import sys\nsys.path.append('..')",
            "import helper, requests",
        )
    )
    original = (ROOT / "examples" / "classifier-1.5" / name).read_text(encoding="utf-8")
    write(project / name, f"{original}\n{last_line}\n")


def _same_size_and_time(project: Path, chance: random.Random) -> None:
    """Change a file as tools do that put its old time back."""
    file = project / "worker_pub" / "utils.py"
    status, data = file.stat(), file.read_bytes()
    spot = chance.randrange(len(data))
    file.write_bytes(data[:spot] + bytes([data[spot] ^ 1]) + data[spot + 1 :])
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _toggle(name: str, content: str) -> Change:
    def change(project: Path, _: random.Random) -> None:
        path = project / name
        if path.exists():
            path.unlink()
        else:
            write(path, content)

    return change


def _toggle_folder(name: str) -> Change:
    def change(project: Path, _: random.Random) -> None:
        path = project / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.mkdir(parents=True)

    return change


def _requirements(project: Path, chance: random.Random) -> None:
    text = chance.choice(("", "numpy\n", "-r more.txt\n", "requests\n-e ../lib\n", "numpy ==\n"))
    write(project / "worker_pub" / "requirements.txt", text)


CHANGES: Sequence[Change] = (
    *[_other_code] * 8,
    _same_size_and_time,
    _requirements,
    _toggle("worker_pub/more.txt", "requests\n"),
    _toggle("worker_pub/new_module.py", "import requests\n"),
    _toggle("helper.py", "x = 1\n"),
    _toggle("worker_pub/helper.py", "x = 1\n"),
    _toggle(".gitignore", "worker_pub/new_module.py\n"),
    _toggle("mlprodest-lint.toml", 'ignore = ["MLP3"]\nexclude = ["worker_retrain/utils.py"]\n'),
    _toggle("pyproject.toml", '[tool.mlprodest-lint]\nseverity = { "MLP301" = "warning" }\n'),
    _toggle("train.py", "import mlflow\nmlflow.set_tracking_uri('x')\n"),
    _toggle("lib/lib.py", "x = 1\n"),
    _toggle("worker_pub/venv/pyvenv.cfg", ""),
    _toggle("worker_pub/venv/lib/python3.11/site-packages/tool-1.dist-info/METADATA", "Name: tool\n"),
    _toggle("worker_pub/venv/lib/python3.11/site-packages/tool-1.dist-info/RECORD", "requests/__init__.py,,\n"),
    _toggle_folder("worker_pub/temp_area"),
    _toggle_folder("worker_retrain/__pycache__"),
)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes_is_noticed(seed: int, project: Path, tmp_path: Path) -> None:
    chance = random.Random(seed)
    store = Store(tmp_path / "cache")
    outputs = set()
    for _ in range(30):
        chance.choice(CHANGES)(project, chance)
        if chance.random() < 0.3:
            settle(project)
        memory = Memory(store)
        expected = shown(project, None)
        assert shown(project, memory) == expected
        assert shown(project, memory) == expected
        outputs.add(expected)
    assert len(outputs) > 8


def test_the_whole_program_notices_it_too(project: Path, linter: Linter) -> None:
    chance = random.Random(5)
    for change in (_other_code, _requirements, CHANGES[-1]):
        change(project, chance)
        expected = linter("--no-cache", folder=project)
        for _ in range(2):
            told = linter(folder=project)
            assert (told.stdout, told.stderr) == (expected.stdout, expected.stderr)


def test_params_conf_counts(project18: Path, tmp_path: Path) -> None:
    memory = Memory(Store(tmp_path / "cache"))
    assert shown(project18, memory) == "[]\n"
    write(project18 / "worker_pub" / "params.conf", "")
    assert "MLP109" in shown(project18, memory)


def test_options_and_the_working_directory_count(faulty: Path, linter: Linter) -> None:
    outputs = [
        linter(*arguments, folder=folder).stdout
        for folder in (faulty, faulty.parent)
        for arguments in ((faulty,), (faulty, "--language", "pt-BR"), (faulty, "--ignore", "MLP0"))
    ]
    assert len(set(outputs)) == 6
    assert (
        linter(faulty / "worker_pub", folder=faulty).stdout != linter(faulty / "worker_retrain", folder=faulty).stdout
    )


def test_nothing_but_one_module_looks_at_files() -> None:
    """What `paths` doesn't see, no remembered outcome is bound to."""
    looks = {
        *("read_text", "iterdir", "glob", "rglob", "exists", "is_file", "is_dir", "is_symlink", "stat", "lstat"),
        *("resolve", "scandir", "listdir", "walk", "open", "lexists", "isfile", "isdir", "realpath", "expanduser"),
    }
    # What writes pages or a new project, and what reads the package's own data.
    others = {"paths.py", "documentation.py", "configschema.py", "scaffold.py", "replacing.py", "catalogue.py"}
    package = ROOT / "mlprodest_lint"
    calls = {
        (file.name, ast.unparse(node.func))
        for folder in ("", "facts", "rules", "values", "report", "contract")
        for file in (package / folder).glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and file.name not in others
    }
    found = {
        (file, function)
        for file, function in calls
        if function.rpartition(".")[2] in looks and ("." in function or function == "open")
        if not function.startswith(("self.", "ast.", "program."))
    }
    assert found == {("packages.py", "_TABLE_FILE.read_text")}


# Never in the way.


def test_entries_that_are_cut_short_or_foreign_count_as_absent(faulty: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    expected = shown(faulty, Memory(Store(cache)))
    entries = entries_in(cache)
    assert len(entries) > 5
    contents = [entry.read_bytes() for entry in entries]
    damages: Sequence[Callable[[int], bytes]] = (
        lambda number: contents[number][:-1],
        lambda number: contents[number][:20],
        lambda _: b"",
        lambda number: contents[number - 1],
        lambda _: b"\x80\x04\x95" * 100,
        lambda number: contents[number].replace(b"MLP0", b"MLP9"),
    )
    for damage in damages:
        for number, entry in enumerate(entries):
            entry.write_bytes(damage(number))
        assert shown(faulty, Memory(Store(cache))) == expected
    assert [entry.read_bytes() for entry in entries_in(cache)] == contents


def test_entries_with_a_right_checksum_and_another_meaning_count_as_absent(faulty: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    expected = shown(faulty, Memory(Store(cache)))
    for body in (b"{}", b"[]", b"null", b'{"seen": {"delete": {"/": true}}, "stamps": {}, "outcome": []}', b"\xff"):
        for entry in entries_in(cache):
            Store(cache).write(entry.parent.name + entry.name, body)
        assert shown(faulty, Memory(Store(cache))) == expected


def test_a_folder_that_cant_be_written_is_no_hindrance(faulty: Path, linter: Linter, tmp_path: Path) -> None:
    expected = linter("--no-cache", folder=faulty)
    blocked = write(tmp_path / "a file", "")
    for folder in (blocked, blocked / "below", Path("/proc/nowhere"), tmp_path / ("n" * 300)):
        told = linter("--cache-dir", folder, folder=faulty)
        assert (told.stdout, told.stderr, told.returncode) == (expected.stdout, expected.stderr, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no read-only folders")
def test_a_read_only_folder_is_read(faulty: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    expected = shown(faulty, Memory(Store(cache)))
    before = entries_in(cache)
    folders = [cache, *(path for path in cache.iterdir() if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        assert shown(faulty, Memory(Store(cache))) == expected
        write(faulty / "worker_pub" / "utils.py", "import os\n")
        assert shown(faulty, Memory(Store(cache))) == shown(faulty, None)
        assert os.geteuid() == 0 or entries_in(cache) == before
    finally:
        for folder in folders:
            folder.chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_no_hindrance(faulty: Path, linter: Linter, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk], check=False)
    if mounted.returncode != 0:
        pytest.skip("this container may not mount")
    try:
        expected = linter("--no-cache", folder=faulty)
        for _ in range(2):
            told = linter("--cache-dir", disk / "cache", folder=faulty)
            assert (told.stdout, told.stderr, told.returncode) == (expected.stdout, expected.stderr, 1)
        assert not list((disk / "cache").rglob("*.tmp"))
    finally:
        subprocess.run(["umount", disk], check=True)


def test_runs_share_a_cache_and_some_are_killed(faulty: Path, environment: dict[str, str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    command = [sys.executable, "-m", "mlprodest_lint", "--cache-dir", str(cache)]
    expected = shown(faulty, None, "flake8")
    chance = random.Random(9)
    for number in range(3):
        runs = [
            subprocess.Popen(
                command, cwd=faulty, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            for _ in range(4)
        ]
        time.sleep(chance.uniform(0.2, 1.2))
        for run in runs[:2]:
            run.kill()
        outputs = [run.communicate(timeout=60)[0] for run in runs]
        assert outputs[2:] == [expected, expected]
        write(faulty / "worker_pub" / "utils.py", f"import os  # {number}\ndef f(:\n")
        expected = shown(faulty, None, "flake8")
    assert shown(faulty, Memory(Store(cache)), "flake8") == expected


# Never too much.


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, most_bytes=16 * 10_000)
    names = [digest(bytes([number // 256, number % 256])) for number in range(400)]
    for number, name in enumerate(names):
        store.write(name, bytes(2_000))
        file = tmp_path / name[0] / name[1:]
        os.utime(file, (_LONG_AGO + number, _LONG_AGO + number))
    used = names[0]
    assert store.read(used) == bytes(2_000)
    store.shrink()
    assert sum(entry.stat().st_size for entry in entries_in(tmp_path)) <= 16 * 10_000
    assert len(entries_in(tmp_path)) > 40
    assert store.read(used) is not None
    assert store.read(names[1]) is None
    assert store.read(names[-1]) is not None


def test_what_killed_runs_leave_behind_goes_too(tmp_path: Path) -> None:
    store = Store(tmp_path)
    name = digest(b"")
    store.write(name, b"x")
    shard = tmp_path / name[0]
    old, new = (write(shard / f"{'0' * 31}.{number}.tmp") for number in (1, 2))
    foreign = write(shard / "notes.txt")
    os.utime(old, (_LONG_AGO, _LONG_AGO))
    store.shrink()
    assert (old.exists(), new.exists(), foreign.exists(), store.read(name)) == (False, True, True, b"x")


def test_an_entry_beyond_the_bound_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, most_bytes=16 * 1000)
    store.write(digest(b""), bytes(1001))
    assert entries_in(tmp_path) == []


def test_clean_deletes_the_cache(faulty: Path, linter: Linter, tmp_path: Path) -> None:
    cache = tmp_path / "my cache"
    linter("--cache-dir", cache, folder=faulty)
    number = len(entries_in(cache))
    assert number > 5
    told = linter("clean", "--cache-dir", cache, folder=faulty)
    assert (told.stdout, told.stderr, told.returncode) == ("", f"{cache}: entries deleted: {number}.\n", 0)
    assert not cache.exists()
    assert linter("clean", "--cache-dir", cache, folder=faulty).stderr == f"{cache}: entries deleted: 0.\n"


def test_clean_deletes_nothing_else(faulty: Path, linter: Linter, tmp_path: Path) -> None:
    told = linter("clean", "--cache-dir", faulty, folder=tmp_path)
    assert told.returncode == 2
    assert "no cache" in told.stderr
    assert (faulty / "worker_pub" / "pub.py").exists()
    store = Store(tmp_path / "cache")
    store.write(digest(b""), b"x")
    notes = write(tmp_path / "cache" / digest(b"")[0] / "notes.txt", "mine")
    assert clean(tmp_path / "cache") == 1
    assert notes.exists()


def test_no_cache_keeps_nothing(faulty: Path, linter: Linter, tmp_path: Path) -> None:
    linter("--no-cache", "--cache-dir", tmp_path / "cache", folder=faulty)
    assert not (tmp_path / "cache").exists()


def test_nobody_else_may_write_a_new_cache(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps a user's folders from others by itself")
    Store(tmp_path / "cache").write(digest(b""), b"x")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


# Several processes.


def _large_worker(folder: Path) -> Path:
    chance = random.Random(3)
    root = folder / "worker_pub"
    shutil.copytree(ROOT / "examples" / "classifier-1.5" / "worker_pub", root)
    for number in range(24):
        body = "".join(
            f"def f{line}(a, b=({line}, 'x')):\n    # noqa\n    open('/data/{chance.randrange(9)}', 'w')\n\n"
            for line in range(chance.randrange(20, 200))
        )
        write(root / f"module{number}.py", body)
    write(root / "wrong.py", "def f(:\n" + "# x\n" * 3000)
    write(root / "bytes.py", b"x = '\xff'\n" + b"# x\n" * 3000)
    return root


def test_helpers_read_what_one_process_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _large_worker(tmp_path)
    monkeypatch.setattr("mlprodest_lint.facts.helpers._processors", lambda: 3)
    together = shown(root, None)
    monkeypatch.setattr("mlprodest_lint.facts.helpers._processors", lambda: 1)
    assert shown(root, None) == together
    assert "MLP401" in together


def test_killed_helpers_are_no_hindrance(tmp_path: Path, environment: dict[str, str]) -> None:
    root = _large_worker(tmp_path)
    expected = shown(root, None, "flake8")
    command = [sys.executable, "-m", "mlprodest_lint", "--no-cache", "worker_pub"]
    run = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    helpers = _children_of(run.pid, wanted=2)
    for helper in helpers:
        os.kill(helper, signal.SIGKILL)
    output, _ = run.communicate(timeout=60)
    assert helpers
    assert output.replace("worker_pub/", "") == expected


def test_helpers_end_with_the_run_that_started_them(tmp_path: Path, environment: dict[str, str]) -> None:
    _large_worker(tmp_path)
    for end in (signal.SIGKILL, signal.SIGINT):
        command = [sys.executable, "-m", "mlprodest_lint", "--no-cache", "worker_pub"]
        run = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        helpers = _children_of(run.pid, wanted=2)
        assert helpers
        run.send_signal(end)
        _, error = run.communicate(timeout=60)
        assert run.returncode == (-9 if end == signal.SIGKILL else 130)
        assert error == ""
        until = time.monotonic() + 30
        while any(map(_is_running, helpers)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(_is_running, helpers))


def _children_of(parent: int, wanted: int) -> list[int]:
    if sys.platform != "linux":
        pytest.skip("only Linux tells the children of a process by files")
    if len(os.sched_getaffinity(0)) < wanted:
        pytest.skip("one processor alone starts no helpers")
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = [
            int(child)
            for tasks in Path("/proc", str(parent), "task").glob("*/children")
            for child in tasks.read_text(encoding="ascii").split()
        ]
        if len(found) >= wanted:
            return found
        time.sleep(0.01)
    return []


def _is_running(process: int) -> bool:
    try:
        return ") Z " not in Path("/proc", str(process), "stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def test_few_files_start_no_helper(project: Path) -> None:
    started: list[object] = []
    sys.addaudithook(lambda name, arguments: started.append(arguments) if name == "subprocess.Popen" else None)
    Library(Memory(), lambda: None).fetch(sorted(project.rglob("*.py")))
    assert started == []
