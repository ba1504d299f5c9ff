"""What the comparisons with the original mllibprodest share: virtual environments, and a real MLflow server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
ORIGINAL = "mllibprodest==1.8.9"
# What the original asks for; the same for both, so that the difference is the libraries' own.
SHARED = ("mlflow==3.1.1", "sqlalchemy<2.1", "scikit-learn", "matplotlib")


def prepare(folder: Path, packages: Sequence[str]) -> Path:
    """Make a virtual environment with packages, unless it is there; return its interpreter."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "complete").exists():
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(folder)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages, *SHARED], check=True)
        (folder / "complete").touch()
    return python


@contextmanager
def mlflow_server(python: Path, folder: Path) -> Iterator[int]:
    """Run an MLflow server in a folder; give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        *(str(python), "-m", "mlflow", "server", "--backend-store-uri", "sqlite:///mlflow.db", "--workers", "1"),
        *("--artifacts-destination", "artifacts", "--host", "127.0.0.1", "--port", str(port)),
    ]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 180
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5)
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield port
    finally:
        # The server's own processes outlive it otherwise.
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)
