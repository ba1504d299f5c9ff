"""Room for what recurses deeply, and no needless looking for garbage."""

from __future__ import annotations

import gc
import sys
import threading
from contextlib import contextmanager
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
_STACK_BYTES = 512 * 1024 * 1024
# What libcst's own code generation needs for the deepest expression that Python compiles.
_RECURSION_LIMIT = 200_000


def on_deep_stack(work: Callable[[], T]) -> T:
    """Do the work on a thread whose stack is deep enough for any expression that Python itself accepts."""
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again on the caller's thread
            failure.append(error)

    thread = threading.Thread(target=copy_context().run, args=(run,), daemon=True)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_RECURSION_LIMIT)
    try:
        _start(thread)
        while thread.is_alive():
            thread.join(0.1)  # in short waits, so that Ctrl-C is heard on Windows too
    finally:
        sys.setrecursionlimit(limit)
    if failure:
        raise failure[0]
    return outcome[0]


def _start(thread: threading.Thread) -> None:
    size = threading.stack_size(_STACK_BYTES)
    try:
        thread.start()
    finally:
        threading.stack_size(size)


@contextmanager
def without_collector() -> Iterator[None]:
    """Trees and records hold no cycles: looking for them would double the time of parsing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
