"""Runs a worker in its own interpreter, and says what happened as steps and findings at the user's own files."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.findings import Place
from mlprodest_lint.rules import running
from mlprodest_lint.verify.running import process
from mlprodest_lint.verify.running.probeplan import environment_of, models_of, plan_of
from mlprodest_lint.verify.running.scratch import listing, size_of, staged
from mlprodest_lint.verify.running.workerreport import MOST_OUTPUT, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.verify.model import Guard, Step, Watcher
    from mlprodest_lint.workers import Worker

MEMORY = 4 << 30
"""How many bytes of memory a worker may map."""

_PROBE = Path(__file__).parent / "probe.py"
_MOST_ON_DISK = 8 << 30


@dataclass(frozen=True, slots=True)
class Request:
    """How a worker is to be run.

    Attributes:
        interpreter: The interpreter that runs it.
        tracking_uri: Where MLflow keeps the models, for the worker's process; without it, in an empty database.
        scratch: A folder for what the run needs; the run leaves nothing in it.
        timeout: For how many seconds it may run.
        memory: How many bytes of memory it may map; without it, as many as there are.
        with_tests: Whether the user's own test is run.
        is_trusted: Whether the limits of memory and of where it may write are left off.
        model_names: Where the name of each model stands in the user's files.
        writable: Further folders in which it may write, such as that of the artifacts of new runs.
        mlruns: Where the library is to look for artifacts that aren't where they were registered.
        most_on_disk: How many bytes it may write.
        stop: Ends the run when it is set; a thread that is interrupted sets it for the others.
    """

    interpreter: Path
    tracking_uri: str | None
    scratch: Path
    timeout: float = 300.0
    memory: int | None = MEMORY
    with_tests: bool = True
    is_trusted: bool = False
    model_names: Mapping[str, Place] = field(default_factory=dict)
    writable: tuple[Path, ...] = ()
    mlruns: Path | None = None
    most_on_disk: int = _MOST_ON_DISK
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it: findings, the steps in their order, and what held the process in."""

    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    guards: tuple[Guard, ...]


def run_worker(worker: Worker, request: Request, watcher: Watcher) -> Run:
    """Run a worker: import its main scripts, make objects of their classes, ask and test them.

    Args:
        worker: The worker. Its folder is copied, and stays as it is.
        request: How it is run.
        watcher: Is told of each step.

    Returns:
        What came of it, whatever the worker does.

    Raises:
        UserError: The worker can't be copied.
    """
    models = models_of(worker)
    if not models:
        file = worker.contract.models_file
        place = Place(worker.root / file if (file,) in worker.files else worker.root) if file else Place(worker.root)
        return Run((running.ImportFailed.finding(place, "no-models", file=file),), (), ())
    with staged(worker.root, request.scratch, worker.contract.temp_folder) as stage:
        temp = stage.worker / worker.contract.temp_folder
        report = Report(worker, stage, request, watcher)
        above = stage.worker.parent
        before, used = listing(above, temp), _size_of(request.writable)
        plan = stage.top / "plan.json"
        plan.write_text(json.dumps(plan_of(worker, models, request, stage)), encoding="utf-8")
        ending = process.run(
            [request.interpreter, "-B", _PROBE, plan],
            folder=stage.worker,
            environment=environment_of(request, stage),
            limits=process.Limits(
                request.timeout,
                MOST_OUTPUT,
                lambda: _size_of((stage.top, *request.writable)) - used > request.most_on_disk,
                request.stop,
            ),
            report=report.take,
        )
        report.end(ending)
        report.compare(before, listing(above, temp))
    return Run(tuple(report.findings()), tuple(report.steps), tuple(report.guards(ending)))


def _size_of(folders: Iterable[Path]) -> int:
    return sum(map(size_of, folders))
