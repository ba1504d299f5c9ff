"""A long run says on a terminal how far it is; nothing else ever sees it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import ROOT

_LONG_RUN = """
import time
from mlprodest_lint.cli.progress import Progress
with Progress("{language}", is_wanted={is_wanted}) as progress:
    progress.show(1, 9)
    time.sleep(1.1)
    progress.show(3, 9)
    progress.show(4, 9)
"""


def errors_of(program: str, *, on_terminal: bool) -> str:
    reader, writer = os.openpty() if on_terminal else os.pipe()
    with os.fdopen(reader, "rb", buffering=0) as screen:
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, stderr=writer, check=True, timeout=60)
        os.write(writer, b"$")  # a terminal tells no end
        shown = b""
        while not shown.endswith(b"$"):
            shown += screen.read(1000)
        os.close(writer)
    return shown.removesuffix(b"$").decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals that a program could make")
@pytest.mark.parametrize(
    ("language", "is_wanted", "on_terminal", "shown"),
    [
        ("en", True, True, "\r\x1b[K3 of 9 files read\r\x1b[K"),
        ("pt-BR", True, True, "\r\x1b[K3 de 9 arquivos lidos\r\x1b[K"),
        ("en", False, True, ""),
        ("en", True, False, ""),
    ],
)
def test_progress(language: str, is_wanted: bool, on_terminal: bool, shown: str) -> None:  # noqa: FBT001
    program = _LONG_RUN.format(language=language, is_wanted=is_wanted)
    assert errors_of(program, on_terminal=on_terminal) == shown
