"""Runs a command held in: for so long, with so much output, and with nothing of it left afterwards.

On Linux and macOS a keeper (``keeper.py``) stands between; it ends everything also when the checker is killed. On
Windows the process tree is ended by the system's own ``taskkill``, which finds no process whose parent has gone.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import site
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

IS_WINDOWS = os.name == "nt"
_KEEPER = Path(__file__).parent / "keeper.py"
_TICK = 0.05
_CHUNK = 1 << 16
_LONGEST_LINE = 1 << 16
_TAIL = 4_000
_GOING = 8.0
"""For how many seconds a command may take to end when it has said that it is done."""
_ENDING = 15.0

_PASSED_ON = frozenset(
    {
        *("PATH", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONUTF8", "PYTHONIOENCODING"),
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "OS", "PROGRAMDATA", "PROGRAMFILES"),
        *("NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "CUDA_VISIBLE_DEVICES"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
        *("MINIO", "ACCESS_KEY", "SECRET_KEY", "BUCKET", "LOCAL_PATH", "MLRUNS_PATH"),
    }
)
_PASSED_ON_FAMILIES = ("LC_", "MLFLOW_", "AWS_", "OMP_", "OPENBLAS_", "MKL_")

Reason = Literal["ended", "time", "output", "disk", "stopped", "unstartable"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a command may take.

    Attributes:
        seconds: How long it may run.
        output: How many bytes it may print, and how many it may report.
        is_too_much: Asked about once a second: whether it has taken too much of the disk.
        stop: Ends it when it is set, such as by an interruption of the checker.
    """

    seconds: float
    output: int
    is_too_much: Callable[[], bool]
    stop: threading.Event


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended.

    Attributes:
        reason: Whether it ended by itself, or which limit it met.
        code: Its exit status; negative for the signal that killed it; ``None`` where it isn't known.
        left: The processes that it left behind, as the system names them.
        output: The end of what it printed.
        can_adopt: Whether processes that left its session would have been found.
    """

    reason: Reason
    code: int | None
    left: tuple[str, ...]
    output: str
    can_adopt: bool


def passed_on(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that an interpreter, MLflow and S3 need, of all that the checker has.

    Args:
        environment: The variables of the checker.
    """
    return {
        name: value
        for name, value in environment.items()
        if name.upper() in _PASSED_ON or name.upper().startswith(_PASSED_ON_FAMILIES)
    }


def reduced(environment: Mapping[str, str], home: Path, temp: Path) -> dict[str, str]:
    """Return the variables that a worker's process gets: what its interpreter, MLflow and S3 need, and no secret else.

    Args:
        environment: The variables of the checker.
        home: What the worker takes for the user's home; where libraries keep caches and settings lies in it.
        temp: What it takes for the system's folder for temporary files.
    """
    places = {
        **dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), home),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temp),
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "MPLCONFIGDIR": home / ".config" / "matplotlib",
    }
    return {
        **_credentials_files(),
        "PYTHONUSERBASE": site.getuserbase(),  # packages that were installed for the user alone
        **passed_on(environment),
        **{name: str(place) for name, place in places.items()},
        "PYTHONDONTWRITEBYTECODE": "1",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str],
    limits: Limits,
    report: Callable[[bytes], bool],
) -> Ending:
    """Run a command, and return when nothing of it runs any more.

    Args:
        command: The program and its arguments.
        folder: The folder in which it starts.
        environment: All its variables.
        limits: What it may take.
        report: Called with each line of its standard output, without its end; says whether the command is done, and
            has only to end.
    """
    try:
        held = (_Tree if IS_WINDOWS else _Kept)(list(map(str, command)), folder, dict(environment))
    except OSError as error:
        return Ending("unstartable", None, (), error.strerror or str(error), can_adopt=False)
    reader = _Reader(held.process, limits.output)
    reason: Reason = "ended"
    try:
        reason = _attend(reader, limits, report)
    finally:
        # Also on an interruption: nothing may be left when this ends.
        outcome = held.end()
        reader.join(report)
    if outcome.failure is not None:
        return Ending("unstartable", None, (), outcome.failure, can_adopt=False)
    return Ending(reason, outcome.code, outcome.left, reader.tail(), outcome.can_adopt)


def _attend(reader: _Reader, limits: Limits, report: Callable[[bytes], bool]) -> Reason:
    """Pass on what the command reports until it has ended or met a limit."""
    deadline = time.monotonic() + limits.seconds
    next_look = time.monotonic() + 1
    is_done = False
    while True:
        line = reader.next_line(_TICK)
        if line is not None and report(line) and not is_done:
            is_done, deadline = True, min(deadline, time.monotonic() + _GOING)
        now = time.monotonic()
        if limits.stop.is_set():
            return "stopped"
        if reader.printed > limits.output:
            return "output"
        if now > deadline:
            return "ended" if is_done else "time"
        if now > next_look:
            if limits.is_too_much():
                return "disk"
            # Looking at many files takes long itself.
            next_look = time.monotonic() + max(1.0, 10 * (time.monotonic() - now))
        if line is None and reader.has_ended():
            return "ended"


@dataclass(frozen=True, slots=True)
class _Outcome:
    code: int | None = None
    left: tuple[str, ...] = ()
    can_adopt: bool = False
    failure: str | None = None


class _Kept:
    """A command below a keeper."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self._status, status = os.pipe()
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-I", "-S", str(_KEEPER), str(status), *command],
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[status],
                start_new_session=True,
            )
        except OSError:
            os.close(self._status)
            raise
        finally:
            os.close(status)

    def end(self) -> _Outcome:
        """End all that still runs."""
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()
        facts: dict[str, object] = {}
        try:
            self.process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with os.fdopen(self._status, "rb") as status:
            for line in status.read().splitlines():
                facts.update(json.loads(line))
        code, pid, left, failure = (facts.get(name) for name in ("code", "pid", "left", "failure"))
        if "left" not in facts and isinstance(pid, int):
            # The keeper was killed; the worker's own process dies with it, the rest of its group doesn't.
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        return _Outcome(
            code if isinstance(code, int) else None,
            tuple(map(str, left)) if isinstance(left, list) else (),
            facts.get("subreaper") is True,
            failure if isinstance(failure, str) else None,
        )


class _Tree:
    """A command whose process tree is ended by ``taskkill``."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self.process = subprocess.Popen(  # noqa: S603 - the user asks for it
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=flags,
        )

    def end(self) -> _Outcome:
        if self.process.poll() is None:
            killer = ["taskkill", "/T", "/F", "/PID", str(self.process.pid)]
            with suppress(OSError):
                subprocess.run(killer, capture_output=True, check=False, timeout=_ENDING)  # noqa: S603
            self.process.kill()
        return _Outcome(self.process.wait())


@dataclass
class _Reader:
    """Reads both outputs of a process, and keeps of them what is bounded."""

    process: subprocess.Popen[bytes]
    most: int
    printed: int = 0
    _lines: queue.Queue[bytes] = field(default_factory=lambda: queue.Queue(maxsize=1000))
    _kept: bytearray = field(default_factory=bytearray)
    _threads: list[threading.Thread] = field(default_factory=list)
    _is_left: bool = False

    def __post_init__(self) -> None:
        for stream, read in ((self.process.stdout, self._read_lines), (self.process.stderr, self._read_output)):
            assert stream is not None  # noqa: S101 - both are pipes
            thread = threading.Thread(target=read, args=(stream,), daemon=True)
            thread.start()
            self._threads.append(thread)

    @property
    def is_closed(self) -> bool:
        """Whether the process has let go of both outputs."""
        return not any(thread.is_alive() for thread in self._threads)

    def next_line(self, seconds: float) -> bytes | None:
        """Return the next line, or nothing where none comes in that time."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def has_ended(self) -> bool:
        """Tell whether nothing more can come, or the process that is waited for has ended."""
        return self._lines.empty() and self.process.poll() is not None

    def join(self, report: Callable[[bytes], bool]) -> None:
        """Take what is still to be read when the process is no more."""
        self._is_left = True
        deadline = time.monotonic() + 2
        while (not self.is_closed or not self._lines.empty()) and time.monotonic() < deadline:
            line = self.next_line(_TICK)
            if line is not None:
                report(line)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None and self.is_closed:
                stream.close()

    def tail(self) -> str:
        """Return the end of what was printed."""
        return bytes(self._kept[-_TAIL:]).decode(errors="replace")

    def _read_lines(self, stream: IO[bytes]) -> None:
        rest = b""
        while chunk := _some(stream):
            self.printed += len(chunk)
            if self.printed > self.most:
                continue  # read on, so that the process doesn't wait; it is being ended
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._put(line[:_LONGEST_LINE])
            rest = rest[-_LONGEST_LINE:]
        if rest:
            self._put(rest)

    def _put(self, line: bytes) -> None:
        if line:
            with suppress(queue.Full):
                self._lines.put(line, timeout=_ENDING if not self._is_left else 1)

    def _read_output(self, stream: IO[bytes]) -> None:
        while chunk := _some(stream):
            self.printed += len(chunk)
            self._kept += chunk
            del self._kept[: -2 * _TAIL]


def _some(stream: IO[bytes]) -> bytes:
    try:
        return os.read(stream.fileno(), _CHUNK)
    except (OSError, ValueError):
        return b""


def _credentials_files() -> dict[str, str]:
    """Return where the credentials of S3 lie in the user's home, which the worker's process takes another for."""
    found: dict[str, str] = {}
    for variable, name in (("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config")):
        file = Path("~", ".aws", name).expanduser()
        if file.is_file():
            found[variable] = str(file)
    return found
