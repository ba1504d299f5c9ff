"""Processes that read Python files for this one.

They are started as new interpreters, on every system alike, and know nothing but what their pipes bring: a program
that uses this package needs no guard around its main module, may be a worker of another pool, and may have threads.
A helper ends with its pipe, whatever became of this process; what a helper that was killed should have read counts as
not read.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING

from mlprodest_lint.deepstack import on_deep_stack, without_collector
from mlprodest_lint.facts.reader import decoded, encoded, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from mlprodest_lint.facts.reader import Reading

    Answers: TypeAlias = SimpleQueue[tuple[str, bytes] | None]

# For less of Python source, a helper takes longer to start than it saves.
_LEAST_BYTES = 96 * 1024
_SIZE_BYTES = 8
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from mlprodest_lint.facts.helpers import serve; serve()"
_WITHOUT_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def number_of_helpers(source_bytes: int) -> int:
    """Return how many processes read so much source the fastest; 0 where this one alone does."""
    if getattr(sys, "frozen", False) or not sys.executable:
        return 0
    number = min(_processors(), source_bytes // _LEAST_BYTES)
    return number if number > 1 else 0


def read_with_helpers(files: Mapping[str, bytes], number: int) -> Iterator[tuple[str, Reading]]:
    """Read files, the largest first, and yield them as they are done.

    Args:
        files: The contents, by any names.
        number: How many processes to start.

    Yields:
        A name and what was read; nothing for what no helper could read.
    """
    order = deque(sorted(files, key=lambda name: len(files[name]), reverse=True))
    answers: Answers = SimpleQueue()
    for _ in range(number):
        Thread(target=_employ, args=(order, files, answers), daemon=True).start()
    try:
        while number:
            answer = answers.get()
            if answer is None:
                number -= 1
                continue
            name, data = answer
            reading = decoded(data)
            if reading is not None:
                yield name, reading
    finally:
        order.clear()


def serve() -> None:
    """Read what comes through standard input and answer through standard output, until they are closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked is stopped, and closes the pipes
    with without_collector(), suppress(OSError, EOFError):
        on_deep_stack(_serve)


def _serve() -> None:
    while True:
        _send(sys.stdout.buffer, encoded(read(_receive(sys.stdin.buffer))) or b"")


def _employ(order: deque[str], files: Mapping[str, bytes], answers: Answers) -> None:
    """Let one helper read until nothing is left to be read, or it dies."""
    command = [sys.executable, "-I", "-S", "-c", _BOOT, *map(str, sys.path)]
    try:
        with (
            suppress(OSError, EOFError, IndexError),
            subprocess.Popen(  # noqa: S603 - this very interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_WITHOUT_WINDOW,
            ) as helper,
        ):
            while helper.stdin is not None and helper.stdout is not None:
                name = order.popleft()
                _send(helper.stdin, files[name])
                answers.put((name, _receive(helper.stdout)))
    finally:
        answers.put(None)


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(_SIZE_BYTES, "big") + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    size = int.from_bytes(_exactly(stream, _SIZE_BYTES), "big")
    return _exactly(stream, size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
