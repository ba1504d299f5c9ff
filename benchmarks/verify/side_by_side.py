"""Compares `mlprodest-lint verify` with the standard test of the original mllibprodest 1.8.9, side by side.

    python benchmarks/verify/side_by_side.py [--environments FOLDER] [--runs NUMBER] [--scenarios]

The worker is that of examples/classifier-1.8 on the original library, in a virtual environment in FOLDER (kept for the
next time) or in a temporary one; its model is trained and registered there. The time is that from the command to the
verdict, for the original with the start of the server that it needs and without it. With --scenarios, each of
scenarios.py is given to both in turn, instead. Linux only: what the original may use of memory is limited, since some
artifacts fill it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from environments import ORIGINAL, ROOT, mlflow_server, prepare
from scenarios import VALID, Scenario, every

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXAMPLE = ROOT / "examples" / "classifier-1.8"
LIBRARY = "mllibprodest 1.8.9"
OURS, ORIGINALS = "mlprodest-lint verify", f"test_pub.py of {LIBRARY}"
SECONDS = 60
LIMITED = ("prlimit", f"--as={4 * 2**30}")

REGISTER = """
import mlflow
(run,) = mlflow.search_runs(experiment_names=["Evasão escolar"], output_format="list")
version = mlflow.register_model(f"runs:/{run.info.run_id}/model", "EVASAO_ESCOLAR")
mlflow.MlflowClient().set_registered_model_alias("EVASAO_ESCOLAR", "production", version.version)
print(run.info.artifact_uri)
"""


@dataclass(frozen=True)
class Run:
    """How a command ended: its exit status, or that it was stopped, and how long it took."""

    status: int | None
    seconds: float


@dataclass(frozen=True)
class Project:
    """A worker beside the tracking database that its model is registered in."""

    folder: Path
    python: Path
    artifact: Path

    def verify(self, *options: str) -> Run:
        """Run our command."""
        ours = [sys.executable, "-m", "mlprodest_lint", "verify", "worker_pub", "--python", str(self.python)]
        return _run([*ours, *options], self.folder, {"PYTHONPATH": str(ROOT)})

    def test(self, port: int) -> Run:
        """Run the original's standard test with the server on a port."""
        address = {"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{port}"}
        return _run([*LIMITED, str(self.python), "test_pub.py"], self.folder / "worker_pub", address)

    def reset(self, edits: Mapping[str, tuple[str, str]], artifact: bytes | None) -> None:
        """Have the worker as it is in the example but for some edits, and the artifact as given."""
        worker = self.folder / "worker_pub"
        shutil.rmtree(worker, ignore_errors=True)
        shutil.copytree(EXAMPLE / "worker_pub", worker)
        for name, (old, new) in edits.items():
            code = (worker / name).read_text(encoding="utf-8")
            if old not in code:
                raise ValueError(f"{name} has changed: {old}")
            (worker / name).write_text(code.replace(old, new), encoding="utf-8")
        self.artifact.unlink(missing_ok=True)
        if artifact is not None:
            self.artifact.write_bytes(artifact)


def _run(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> Run:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    start = time.perf_counter()
    try:
        status = subprocess.run(
            command,
            cwd=folder,
            env={**kept, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        status = None
    return Run(status, time.perf_counter() - start)


@contextmanager
def project(environments: Path) -> Iterator[Project]:
    """Train and register the example's model in a scratch folder."""
    python = prepare(environments / LIBRARY, (ORIGINAL,))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "projeto")
        folder.mkdir()
        variables = {**os.environ, "MLFLOW_TRACKING_URI": "sqlite:///mlflow.db", "PYTHONPATH": str(ROOT)}

        def printed(*arguments: str) -> str:
            command = [str(python), *arguments]
            return subprocess.run(
                command, cwd=folder, env=variables, check=True, stdout=subprocess.PIPE, encoding="utf-8"
            ).stdout

        printed(str(EXAMPLE / "training_model" / "train.py"))
        artifacts = Path(printed("-c", REGISTER).splitlines()[-1])
        (folder / "de_fora.py").touch()
        yield Project(folder, python, artifacts / "BaselineMetrics.pkl")


# Time.


def measure(tried: Project, runs: int) -> dict[str, float]:
    """Return the median of the seconds that each command takes, turn by turn."""
    found: dict[str, list[float]] = {}
    for turn in range(runs + 1):
        tried.reset({}, VALID)
        taken = {OURS: tried.verify(), f"{OURS} --only artifacts": tried.verify("--only", "artifacts")}
        start = time.perf_counter()
        with mlflow_server(tried.python, tried.folder) as port:
            started = time.perf_counter() - start
            test = tried.test(port)
        taken |= {ORIGINALS: test, f"{ORIGINALS}, with the server's start": Run(test.status, started + test.seconds)}
        if wrong := [name for name, run in taken.items() if run.status != 0]:
            raise RuntimeError(f"nothing is wrong with the example, and yet: {wrong}")
        # The first turn compiles and fills the system's caches.
        for name, run in taken.items():
            found.setdefault(name, []).extend([run.seconds] if turn else [])
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def print_times(tried: Project, runs: int) -> None:
    """Measure, and print a table."""
    print(f"| median of {runs} | seconds |\n|---|---|")
    for name, seconds in measure(tried, runs).items():
        print(f"| {name} | {seconds:.1f} |")


# Scenarios.


def is_right(scenario: Scenario, run: Run, marker: Path) -> bool:
    """Tell whether a run has found out what is the case, and run nothing of an artifact."""
    has_run = marker.exists() or (scenario.is_of_artifact and run.status is not None and run.status < 0)
    if run.status is None or has_run:
        return False
    return scenario.is_wrong == (run.status != 0)


def print_scenarios(tried: Project) -> None:
    """Give each scenario to both; print those that one of them gets wrong, and a table of how many each gets right."""
    right: dict[str, Counter[str]] = {OURS: Counter(), ORIGINALS: Counter()}
    all_ = Counter[str]()
    marker = tried.folder / "marcador"
    with mlflow_server(tried.python, tried.folder) as port:
        for scenario in every(tried.python):
            all_[scenario.kind] += 1
            for name, counts in right.items():
                tried.reset(scenario.edits, scenario.artifact(str(marker)))
                run = tried.verify("--timeout", str(SECONDS // 2)) if name == OURS else tried.test(port)
                if is_right(scenario, run, marker):
                    counts[scenario.kind] += 1
                else:
                    ran = ", the artifact's code ran" if marker.exists() else ""
                    print(f"- {name}: {scenario.kind}: {scenario.name} (status {run.status}{ran})", flush=True)
                remove(marker)
    print(f"\n| | scenarios | {' | '.join(right)} |\n|---|---|{'---|' * len(right)}")
    for kind, number in all_.items():
        print(f"| {kind} | {number} | {' | '.join(str(counts[kind]) for counts in right.values())} |")


def remove(marker: Path) -> None:
    """Remove a marker, be it a file or a folder."""
    if marker.is_dir():
        shutil.rmtree(marker)
    marker.unlink(missing_ok=True)


def main(arguments: Sequence[str]) -> None:
    """Compare, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environments", type=Path, help="the folder of the virtual environments")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is timed")
    parser.add_argument("--scenarios", action="store_true", help="count right verdicts instead")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary, project(options.environments or Path(temporary)) as tried:
        if options.scenarios:
            print_scenarios(tried)
        else:
            print_times(tried, options.runs)


if __name__ == "__main__":
    main(sys.argv[1:])
