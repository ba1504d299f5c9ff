"""Real servers on loopback: MLflow, and one that speaks S3."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ACCESS_KEY = "chave-de-teste"
SECRET_KEY = "segredo-de-teste"  # noqa: S105 - of a server that lives as long as a test
_START_SECONDS = 120


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address with the scheme."""
        return f"http://{self.address}"

    def kill(self) -> None:
        """End it and all its processes at once, as a crash would."""
        if sys.platform == "win32":
            self.process.kill()
        else:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


@contextmanager
def mlflow_server(folder: Path, *arguments: str, **variables: str) -> Iterator[Server]:
    """Run an MLflow server in a folder, on the database ``teste_mlflow.db`` there."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "mlflow", "server", "--backend-store-uri", "sqlite:///teste_mlflow.db"),
        *("--host", "127.0.0.1", "-p", str(port), "--workers", "1", *arguments),
    ]
    # The processes for background jobs double the time to start, and nothing here needs them.
    variables = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", **variables}
    with _running(command, f"127.0.0.1:{port}", folder, variables) as server:
        _wait_until(server, lambda: urllib.request.urlopen(f"{server.url}/health", timeout=5).status == 200)  # noqa: S310
        yield server


@contextmanager
def s3_server(folder: Path, log_folder: Path) -> Iterator[Server]:
    """Run an S3 server whose buckets are the folders in a folder.

    It remembers a folder that it has listed: files belong there before it is first asked for them. (Told to remember
    nothing, it can hang for minutes when a client stores a file in a new folder.)
    """
    rclone = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if rclone is None:
        pytest.skip("rclone isn't installed; `python3 dev.py test` installs it")
    address = f"127.0.0.1:{free_port()}"
    command = [
        *(rclone, "serve", "s3", "--config", os.devnull, "--addr", address),
        *("--auth-key", f"{ACCESS_KEY},{SECRET_KEY}"),
        # Without it the minio client takes every error for an invalid answer.
        *("--response-header", "Content-Type: application/xml", str(folder)),
    ]
    with _running(command, address, log_folder, {}) as server:
        host, _, port = address.partition(":")
        _wait_until(server, lambda: _accepts(host, int(port)))
        yield server


@contextmanager
def _running(command: list[str], address: str, folder: Path, variables: Mapping[str, str]) -> Iterator[Server]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **variables},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(address, process)
    try:
        yield server
    finally:
        if process.poll() is None:
            server.kill()


def _accepts(host: str, port: int) -> bool:
    with socket.create_connection((host, port), timeout=5):
        return True


def _wait_until(server: Server, answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            if answers():
                return
        except OSError:
            pass
        assert server.process.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server didn't start"
        time.sleep(0.1)
