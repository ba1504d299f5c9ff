"""A tracking server for the workers where the models are in a database: their MLflow may be of any version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.models.mlflowchild import INSTALL, SETTINGS
from mlprodest_lint.verify.models.tracking import artifacts_of_copy, copy_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from mlprodest_lint.verify.models.tracking import Tracking

_CHILD = "mlprodest_lint.verify.models.server"
_END_SECONDS = 10.0
_NOT_SERVED = Text(
    en="MLflow can't serve a copy of {uri}: {cause}",
    pt="O MLflow não consegue servir uma cópia de {uri}: {cause}",
)
_SLOW = Text(
    en="MLflow took longer than {seconds:g} s to serve a copy of {uri}. Allow more time with --timeout.",
    pt="O MLflow levou mais de {seconds:g} s para servir uma cópia de {uri}. Dê mais tempo com --timeout.",
)


@contextmanager
def serving(tracking: Tracking, models: Collection[str], scratch: Path, *, timeout: float) -> Iterator[str]:
    """Until the end of the block, have a server that a worker may use as it likes, and yield its address.

    A worker whose MLflow is of another version than the database could neither read it nor be kept from changing it; as
    a client of a server it can do its work. The server works on a copy, and listens on this machine alone. Where there
    is a server already, its address is yielded.

    Args:
        tracking: The MLflow that knows the models.
        models: The names of the models that workers load, of which they get copies.
        scratch: A folder for the copy, of this server alone.
        timeout: How many seconds the server is given to start.

    Raises:
        UserError: The database can't be read, or the server doesn't start.
    """
    if tracking.database is None:
        yield tracking.uri
        return
    question = {"uri": copy_for(tracking, scratch, models), "artifacts": str(artifacts_of_copy(scratch))}
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-m", _CHILD],
        cwd=scratch,
        env={**os.environ, **SETTINGS, "TMPDIR": str(scratch.absolute())},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as child:
        try:
            yield _address(child, question, tracking, timeout)
        finally:
            child.kill()


def _address(child: subprocess.Popen[str], question: dict[str, str], tracking: Tracking, timeout: float) -> str:
    is_late = threading.Event()

    def give_up() -> None:
        is_late.set()
        child.kill()

    timer = threading.Timer(timeout, give_up)
    timer.start()
    try:
        line = _asked(child, json.dumps(question))
    finally:
        timer.cancel()
    if is_late.is_set():
        raise UserError(_SLOW, uri=tracking.shown, seconds=timeout)
    if not line:
        raise RuntimeError(f"{_CHILD} ended with status {child.wait(_END_SECONDS)}")
    answer: dict[str, Any] = json.loads(line)
    if answer.get("failure") == "package":
        raise UserError(INSTALL, package=answer["cause"])
    if "failure" in answer:
        raise UserError(_NOT_SERVED, uri=tracking.shown, cause=answer["cause"])
    return str(answer["address"])


def _asked(child: subprocess.Popen[str], question: str) -> str:
    if child.stdin is None or child.stdout is None:
        return ""
    with suppress(BrokenPipeError):
        child.stdin.write(f"{question}\n")
        child.stdin.flush()
    return child.stdout.readline()
