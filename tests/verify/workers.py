"""Small workers that are run for real, and what came of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conftest import write

from mlprodest_lint.config import Configuration, Overrides
from mlprodest_lint.discovery import discover
from mlprodest_lint.engine import read_worker
from mlprodest_lint.verify.running.workerrun import Request, run_worker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlprodest_lint.texts import Text
    from mlprodest_lint.verify.model import Step
    from mlprodest_lint.verify.running.workerrun import Run
    from mlprodest_lint.workers import Worker

PUB = """\
from mllibprodest.interfaces import ModelPublicationInterfaceCLF
{top}

class ModeloCLF(ModelPublicationInterfaceCLF):
    def __init__(self):
        {constructor}

    def predict(self, dataset: list) -> list:
        return dataset

    def evaluate(self, data_features: list, data_targets: list) -> dict:
        return {{"iguais": data_features == data_targets}}

    def get_model_info(self) -> dict:
        {info}
"""
"""Its lines: 2 is ``top``, 6 the constructor's body, 14 the definition and 15 the body of ``get_model_info``."""

INFO = 'return {"nome": "triagem"}'
PASSING_TEST = "def test():\n    pass\n"


def worker_pub(folder: Path, *, top: str = "", constructor: str = "pass", info: str = INFO, **files: str) -> Path:
    """Write a small worker_pub of contract 1.5; further files by their name without ``.py``; return its folder."""
    root = folder / "worker_pub"
    write(root / "pub.py", PUB.format(top=top, constructor=constructor, info=info))
    for name in ("__init__", "mytest_pub", "test_pub"):
        write(root / f"{name}.py", files.pop(name, PASSING_TEST if name == "mytest_pub" else ""))
    write(root / "requirements.txt", "mlprodest-runtime\n")
    (root / "temp_area").mkdir()
    for name, text in files.items():
        write(root / f"{name}.py", text)
    return root


class Told:
    """Keeps what it is told of the steps of workers."""

    def __init__(self) -> None:
        self.begun_steps: list[str] = []
        self.ended_steps: list[Step] = []

    def begun(self, worker: Path, title: Text, fields: Mapping[str, object]) -> None:
        del worker
        self.begun_steps.append(title.render("en", fields))

    def ended(self, step: Step) -> None:
        self.ended_steps.append(step)


def read(root: Path) -> Worker:
    """Return a worker as the linter knows it."""
    selection = discover([root], Configuration(Overrides()))
    return read_worker(next(iter(selection.workers.values())))


def run(root: Path, scratch: Path, **options: Any) -> Run:
    """Run a worker by the interpreter of these tests; afterwards nothing may be left in the scratch folder."""
    request = replace(Request(Path(sys.executable), None, scratch, timeout=60), **options)
    outcome = run_worker(read(root), request, Told())
    assert list(scratch.iterdir()) == []
    return outcome


def told(outcome: Run, root: Path) -> list[str]:
    """Return the findings as ``path:line CODE variant``, paths relative to the worker's folder."""
    return [
        f"{finding.place.path.relative_to(root).as_posix()}:{finding.place.span.line} "
        f"{finding.rule.code} {finding.variant}".strip()
        for finding in outcome.findings
    ]


def states(outcome: Run) -> list[str]:
    """Return the steps as ``state what``."""
    return [f"{step.state.value} {step.told('en')}" for step in outcome.steps]
