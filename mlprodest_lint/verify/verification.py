"""From workers to what MLflow tells of their models, and what they do when they are run."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.engine import as_configured
from mlprodest_lint.findings import Place
from mlprodest_lint.paths import archive_of
from mlprodest_lint.rules.production import ModelNotFound, artifact_finding
from mlprodest_lint.rules.running import ModelNotLoadable
from mlprodest_lint.suppressions import suppress
from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.artifacts.decoding import Examined, examine
from mlprodest_lint.verify.artifacts.pickles import MOST_BYTES
from mlprodest_lint.verify.artifacts.refusals import Kind, Problem
from mlprodest_lint.verify.model import Artifact, State, Step, Verification
from mlprodest_lint.verify.models import registry
from mlprodest_lint.verify.models.modelnames import NamedModel, named_models
from mlprodest_lint.verify.models.serving import serving
from mlprodest_lint.verify.models.tracking import artifacts_of_copy, find_tracking
from mlprodest_lint.verify.running.interpreters import interpreter_of
from mlprodest_lint.verify.running.memory import available_memory
from mlprodest_lint.verify.running.scratch import remove
from mlprodest_lint.verify.running.workerrun import MEMORY, Request, Run, run_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.verify.model import Guard, Watcher
    from mlprodest_lint.verify.models.registry import Production
    from mlprodest_lint.verify.models.tracking import Tracking
    from mlprodest_lint.verify.wishes import Wishes
    from mlprodest_lint.workers import Worker

_PRODUCTION = Text(en="find the production version of {model}", pt="encontrar a versão em produção de {model}")
_ARTIFACT = Text(en="examine {artifact} of {model}", pt="examinar {artifact} de {model}")
_NOT_RUN = Text(
    en="run the worker: loading {model} would unpickle an artifact that may run code (--trust runs it all the same)",
    pt="executar o worker: carregar {model} abriria um artefato que pode executar código (--trust executa mesmo assim)",
)
_NO_MODEL = Text(
    en="{worker}: which model it loads can't be told from its code. Name it with --model.",
    pt="{worker}: não é possível saber pelo código que modelo ele carrega. Indique-o com --model.",
)


def verify(workers: Sequence[Worker], wishes: Wishes, environment: Mapping[str, str], watcher: Watcher) -> Verification:
    """Verify the production models of workers, and run the workers; what is the users' own stays as it is.

    Args:
        workers: The workers.
        wishes: How.
        environment: Where ``MLFLOW_TRACKING_URI`` may say who knows the models.
        watcher: Is told what is being tried.

    Raises:
        UserError: No MLflow is found or it doesn't answer, a worker has no interpreter, or a model's name isn't known.
    """
    scratch = Path(tempfile.mkdtemp(prefix="mlprodest-lint-"))
    try:
        return _Verifier(workers, wishes, environment, watcher, scratch.resolve()).verification()
    finally:
        remove(scratch)


@dataclass(frozen=True, slots=True)
class _Use:
    """A model that a worker uses, and where it says so."""

    worker: Worker
    model: NamedModel


@dataclass(frozen=True, slots=True)
class _Seen:
    """An artifact: its size in bytes, and what came of looking into it."""

    size: int
    examined: Examined


@dataclass(frozen=True, slots=True)
class _Served:
    """The MLflow that the workers use: its address, the artifacts that they may write to, and where the others lie."""

    address: str
    artifacts: Path
    mlruns: Path | None


class _Verifier:
    def __init__(
        self,
        workers: Sequence[Worker],
        wishes: Wishes,
        environment: Mapping[str, str],
        watcher: Watcher,
        scratch: Path,
    ) -> None:
        self._workers = workers
        self._wishes = wishes
        self._environment = environment
        self._watcher = watcher
        self._scratch = scratch
        self._findings: list[tuple[Worker, Finding]] = []
        self._unsafe_models: set[str] = set()
        self._steps: list[Step] = []
        self._artifacts: list[Artifact] = []
        self._guards: dict[Path, tuple[Guard, ...]] = {}

    def verification(self) -> Verification:
        # What the user has to mend first is said before anything takes time.
        interpreters = {worker.root: interpreter_of(worker.root, self._wishes.python) for worker in self._run_workers}
        uses = [_Use(worker, model) for worker in self._workers for model in self._models_of(worker)]
        tracking = find_tracking(
            self._wishes.tracking_uri,
            self._wishes.mlruns,
            [_place_of(worker) for worker in self._workers],
            self._environment,
        )
        with ExitStack() as until_done, ThreadPoolExecutor(1) as beside:
            copy, names = self._new_folder(), {use.model.name for use in uses}
            # The server takes as long to start as the artifacts take to be looked at.
            server = (
                beside.submit(until_done.enter_context, serving(tracking, names, copy, timeout=self._wishes.timeout))
                if interpreters
                else None
            )
            if self._wishes.only != "worker":
                for first in {use.model.name: use for use in reversed(uses)}.values():
                    self._verify_model(first, tracking)
            if server is not None:
                served = _Served(server.result(), artifacts_of_copy(copy), tracking.mlruns)
                self._run_all(uses, served, interpreters)
        return Verification(
            tuple(sorted(self._reported(), key=lambda finding: finding.sort_key)),
            tuple(self._steps),
            tuple(self._artifacts),
            self._guards,
        )

    @property
    def _run_workers(self) -> Sequence[Worker]:
        return () if self._wishes.only == "artifacts" else self._workers

    def _models_of(self, worker: Worker) -> Sequence[NamedModel]:
        named = named_models(worker)
        if self._wishes.model is not None:
            place = named[0].place if named else Place(worker.root)
            return (NamedModel(self._wishes.model, place),)
        if not named and self._wishes.only != "worker":
            raise UserError(_NO_MODEL, worker=worker.root)
        return named

    # The model and its artifacts.

    def _verify_model(self, use: _Use, tracking: Tracking) -> None:
        worker, model = use.worker, use.model
        names = worker.contract.artifacts
        with self._step(worker, _PRODUCTION, model=model.name) as ended:
            production = registry.fetch(
                tracking, model.name, names, self._new_folder(), timeout=self._wishes.timeout, most_bytes=MOST_BYTES
            )
            found = list(registry.findings(production, model.place, tracking))
            ended(State.FAILED if production.run_id is None else State.PASSED)
        self._findings += ((worker, finding) for finding in found)
        for name in names if production.run_id is not None else ():
            self._examine(use, production, name)

    def _examine(self, use: _Use, production: Production, name: str) -> None:
        worker, model = use.worker, use.model
        with self._step(worker, _ARTIFACT, artifact=name, model=model.name) as ended:
            seen = _looked_into(production, name, worker.settings.artifact_names)
            ended(State.PASSED if seen is not None and seen.examined.problem is None else State.FAILED)
        if seen is None:
            return
        problem, contents = seen.examined.problem, seen.examined.contents
        if problem is not None:
            if not problem.is_harmless:
                self._unsafe_models.add(model.name)
            self._findings.append((worker, artifact_finding(problem, model.place, model=model.name, artifact=name)))
        version = str(production.version)
        self._artifacts.append(Artifact(worker.root, model.name, version, name, seen.size, contents))

    # The workers.

    def _run_all(self, uses: Sequence[_Use], served: _Served, interpreters: Mapping[Path, Path]) -> None:
        runnable = [worker for worker in self._run_workers if not self._is_held_back(worker, uses)]
        stop = threading.Event()
        requests = [self._request(worker, uses, served, interpreters[worker.root], stop) for worker in runnable]
        with ThreadPoolExecutor(_number_at_once(len(runnable))) as pool:
            try:
                runs = list(pool.map(run_worker, runnable, requests, [self._watcher] * len(runnable)))
            except BaseException:
                # The other workers would be waited for: those that run, and those that are still to be run.
                stop.set()
                raise
        for worker, run in zip(runnable, runs, strict=True):
            self._take(worker, run)

    def _is_held_back(self, worker: Worker, uses: Sequence[_Use]) -> bool:
        """Tell whether a worker must not be run, since it would unpickle what is unsafe; say so."""
        unsafe = [use.model.name for use in uses if use.worker is worker and use.model.name in self._unsafe_models]
        if self._wishes.is_trusted or not unsafe:
            return False
        self._add(Step(worker.root, _NOT_RUN, State.SKIPPED, 0.0, {"model": unsafe[0]}))
        return True

    def _request(
        self, worker: Worker, uses: Sequence[_Use], served: _Served, interpreter: Path, stop: threading.Event
    ) -> Request:
        return Request(
            interpreter,
            served.address,
            self._new_folder(),
            timeout=self._wishes.timeout,
            with_tests=self._wishes.with_tests,
            is_trusted=self._wishes.is_trusted,
            model_names={use.model.name: use.model.place for use in uses if use.worker is worker},
            writable=(served.artifacts,),
            mlruns=served.mlruns,
            stop=stop,
        )

    def _take(self, worker: Worker, run: Run) -> None:
        self._steps += run.steps
        self._guards[worker.root] = run.guards
        # That a model isn't there has been said: that it can't be loaded follows from it.
        missing = {finding.fields["model"] for _, finding in self._findings if finding.rule is ModelNotFound}
        for finding in run.findings:
            if finding.rule is not ModelNotLoadable or finding.fields["model"] not in missing:
                self._findings.append((worker, finding))

    # What is told.

    @contextmanager
    def _step(self, worker: Worker, title: Text, **fields: object) -> Iterator[Callable[[State], None]]:
        """Tell that a step begins, and at the end of the block how it has ended."""
        states: list[State] = []
        self._watcher.begun(worker.root, title, fields)
        start = time.monotonic()
        yield states.append
        self._add(Step(worker.root, title, states[-1], time.monotonic() - start, fields))

    def _add(self, step: Step) -> None:
        self._steps.append(step)
        self._watcher.ended(step)

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._scratch))

    def _reported(self) -> Iterator[Finding]:
        """Yield the findings that neither comments nor the configuration take away."""
        for worker in self._workers:
            settings = worker.settings
            found = [each for owner, each in self._findings if owner is worker and each.rule.code in settings.active]
            if found:
                yield from as_configured(suppress(found, worker.sources, frozenset()), settings)


def _looked_into(production: Production, name: str, accepted: Iterable[str]) -> _Seen | None:
    """Return what came of looking into an artifact, or ``None`` where there is none."""
    file = production.files.get(name)
    if file is not None:
        return _Seen(file.stat().st_size, examine(file, accepted))
    too_large = Problem(Kind.TOO_LARGE, {"most": MOST_BYTES // 2**20})
    sizes = (each.found for each in production.problems if each.kind == "too-big" and each.artifact == name)
    return next((_Seen(size, Examined(None, too_large)) for size in sizes), None)


def _place_of(worker: Worker) -> Path:
    """Return what lies where a worker's tracking database may be beside it: an archive holds none that counts."""
    return Path(archive_of(worker.root) or worker.root)


def _number_at_once(workers: int) -> int:
    """Return how many of the workers run side by side: as many as processors and memory allow."""
    memory = available_memory()
    most = workers if memory is None else memory // MEMORY
    return max(1, min(workers, most, os.cpu_count() or 1))
