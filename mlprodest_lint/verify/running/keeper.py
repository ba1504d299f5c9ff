"""Stands between the checker and a worker's process, so that nothing of the worker outlives it. A script of its own.

``python -I keeper.py STATUS COMMAND…`` runs the command in a session of its own, with nothing to read from. When the
command has ended, or a byte or the end of the file comes from the standard input (the checker has had enough, or is no
more), all that the command has started is killed. What became of it goes to the file descriptor STATUS as JSON.

On Linux, processes that left the command's session and lost their parent come to this process and are killed too, but
one that makes itself anew in ever new sessions, faster than it can be found, may escape. On macOS none that left is
found: there only the command's process group is killed. Windows has another way (see ``process.py``).
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

_SET_CHILD_SUBREAPER = 36
_LEAVING = 3.0
"""For how many seconds processes may go on that end by themselves when the command has, such as a pool's workers."""
_KILLING = 5.0
_TICK = 0.05
_MOST_NAMED = 10


def main(status: int, command: list[str]) -> None:
    """Run a command, then kill what is left of it."""
    os.set_inheritable(status, False)  # noqa: FBT003 - it takes no other way
    is_subreaper = _become_subreaper()
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    except OSError as error:
        _say(status, failure=error.strerror or str(error))
        return
    _say(status, pid=child.pid, subreaper=is_subreaper)
    _let_go_of_output()
    code = _wait(child.pid, awake)
    if code is not None:
        _let_leave(child.pid)
    left = [pid for pid in _descendants(os.getpid()) if pid != child.pid]
    names = [_name_of(pid) for pid in left[:_MOST_NAMED]]
    if not names and code is not None and _is_group(child.pid):
        names = [f"pgid {child.pid}"]
    ended = _kill_all(child.pid)
    _say(status, code=ended if code is None else code, left=names)


def _become_subreaper() -> bool:
    try:
        return bool(ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _let_go_of_output() -> None:
    """Keep no end of the pipes open, so that the checker sees when the worker has closed them."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nothing, descriptor)


def _wait(pid: int, awake: int) -> int | None:
    """Return how the command ended, or nothing when it is to be ended."""
    while True:
        code = _reap().get(pid)
        if code is not None:
            return code
        ready, _, _ = select.select([0, awake], [], [], 1.0)
        if 0 in ready:
            return None
        if awake in ready:
            os.read(awake, 4096)


def _reap() -> dict[int, int]:
    """Return how those processes ended that have ended since.

    Raises:
        ChildProcessError: There is no process left to wait for.
    """
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            if not ended:
                raise
            break
        if pid == 0:
            break
        ended[pid] = os.waitstatus_to_exitcode(status)
    return ended


def _let_leave(group: int) -> None:
    """Wait a little for the processes that end by themselves."""
    deadline = time.monotonic() + _LEAVING
    with contextlib.suppress(ChildProcessError):
        while (_descendants(os.getpid()) or _is_group(group)) and time.monotonic() < deadline:
            if select.select([0], [], [], _TICK)[0]:
                return
            _reap()


def _is_group(leader: int) -> bool:
    """Tell whether a process group still has a process, also where the system doesn't tell which."""
    try:
        os.killpg(leader, 0)
    except OSError:
        return False
    return True


def _kill_all(leader: int) -> int | None:
    """Kill what is left; return how the command ended, if it has only ended now."""
    code = None
    deadline = time.monotonic() + _KILLING
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                os.killpg(leader, signal.SIGKILL)
            for pid in _descendants(os.getpid()):
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            code = _reap().get(leader, code)
            time.sleep(_TICK)
    return code


def _descendants(top: int) -> list[int]:
    """Return the processes below one that still run; none where the system doesn't tell."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            # The name stands in parentheses and may hold anything, further parentheses included.
            state, parent = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[:2]
            if state not in "ZX":
                children.setdefault(int(parent), []).append(int(folder.name))
    found: list[int] = []
    pending = [top]
    while pending:
        below = children.get(pending.pop(), [])
        found += below
        pending += below
    return found


def _name_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return " ".join(Path(word.decode(errors="replace")).name for word in words).strip()[:80] or str(pid)
    return str(pid)


def _say(status: int, **facts: object) -> None:
    with contextlib.suppress(OSError):
        os.write(status, (json.dumps(facts) + "\n").encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
