"""From paths to findings."""

from __future__ import annotations

import gc
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from mlprodest_lint.discovery import Selection, discover
from mlprodest_lint.facts.reading import RECURSION_LIMIT, UnparsableError, read_module
from mlprodest_lint.facts.source import InvalidError, TooDeepError, UnreadableError, check, read_text
from mlprodest_lint.ignoring import matcher
from mlprodest_lint.rules import RULES
from mlprodest_lint.suppressions import suppress
from mlprodest_lint.texts import Text
from mlprodest_lint.workers import Project, Source, Training, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from mlprodest_lint.config import Configuration, Settings
    from mlprodest_lint.discovery import TrainingFolder, WorkerFolder
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.workers import Parts

T = TypeVar("T")
_LAYOUT_FAMILY = "MLP1"
_STACK_BYTES = 512 * 1024 * 1024
_NOT_PARSED = Text(
    en="{path}: valid Python, but of a form that the parser of this linter can't read; its code was not judged.",
    pt="{path}: Python válido, mas de uma forma que o leitor deste linter não aceita; o código não foi avaliado.",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say about a file that is no finding; the text has the field ``path``."""

    text: Text
    path: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: findings in their order, the files that were read, the workers, and notices."""

    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    workers: tuple[Worker, ...]
    notices: tuple[Notice, ...]


def lint(paths: Sequence[Path], configuration: Configuration, *, noqa: bool = True) -> Outcome:
    """Lint what the paths mean: workers, projects, or files of them.

    Args:
        paths: Folders and files.
        configuration: Gives each folder its settings.
        noqa: Whether suppression comments count.

    Raises:
        UserError: A path doesn't exist or holds no worker, or a configuration is wrong.
    """
    selection = discover(paths, configuration)
    with _without_collector():
        return _on_deep_stack(lambda: _judge(selection, noqa=noqa))


def _judge(selection: Selection, *, noqa: bool) -> Outcome:
    notices: list[Notice] = []
    workers = {root: _read_worker(folder, notices) for root, folder in selection.workers.items()}
    trainings = {root: _read_training(folder, notices) for root, folder in selection.trainings.items()}
    findings: list[Finding] = []
    for root, worker in workers.items():
        findings += _within(selection.only.get(root), _findings_of(worker, noqa=noqa))
    for root, training in trainings.items():
        findings += _within(selection.only.get(root), _findings_of(training, noqa=noqa))
    for folder, roots in selection.projects.items():
        findings += _findings_of_project(Project(folder, tuple(workers[root] for root in roots)))
    units: list[Worker | Training] = [*workers.values(), *trainings.values()]
    sources = [source for unit in units for source in unit.sources]
    return Outcome(
        tuple(sorted(findings, key=lambda finding: finding.sort_key)),
        tuple(sorted(source.path for source in sources)),
        tuple(workers.values()),
        tuple(notices),
    )


def _findings_of(unit: Worker | Training, *, noqa: bool) -> Iterator[Finding]:
    settings = unit.settings
    found: Iterable[Finding] = [
        finding
        for code, rule in RULES.items()
        if code in settings.active
        for finding in (rule().check_worker(unit) if isinstance(unit, Worker) else rule().check_training(unit))
    ]
    if noqa:
        found = suppress(found, unit.sources, settings.active)
    return _as_configured(found, settings)


def _findings_of_project(project: Project) -> Iterator[Finding]:
    settings = project.workers[0].settings
    found = (
        finding for code, rule in RULES.items() if code in settings.active for finding in rule().check_project(project)
    )
    return _as_configured(found, settings)


def _as_configured(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """Leave out what the configuration ignores in some files, and give the rest its configured severity."""
    ignores = [(matcher([ignore.pattern]), ignore.codes) for ignore in settings.per_file_ignores]
    for finding in findings:
        code, path = finding.rule.code, finding.place.path
        relative = path.relative_to(settings.folder).as_posix() if path.is_relative_to(settings.folder) else None
        if relative is not None and any(code in codes and named.match_file(relative) for named, codes in ignores):
            continue
        yield replace(finding, severity=settings.severity.get(code, finding.severity))


def _within(only: set[Path] | None, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Keep the findings in the files that were asked for, and those about the worker's layout."""
    for finding in findings:
        path = finding.place.path
        is_layout = finding.rule.code.startswith(_LAYOUT_FAMILY)
        if only is None or is_layout or any(path == asked or asked in path.parents for asked in only):
            yield finding


def _read_worker(folder: WorkerFolder, notices: list[Notice]) -> Worker:
    return Worker(
        folder.root,
        folder.contract,
        folder.kind,
        folder.settings,
        folder.files,
        folder.folders,
        tuple(_read(folder.root, parts, notices) for parts in folder.python_files),
        folder.surroundings,
        folder.is_renamed,
    )


def _read_training(folder: TrainingFolder, notices: list[Notice]) -> Training:
    sources = tuple(_read(folder.root, parts, notices) for parts in folder.python_files)
    return Training(folder.root, folder.settings, sources)


def _read(root: Path, parts: Parts, notices: list[Notice]) -> Source:
    path = root.joinpath(*parts)
    try:
        text = read_text(path)
        check(text)
        return Source(path, parts, read_module(text))
    except (UnreadableError, InvalidError, TooDeepError) as error:
        return Source(path, parts, None, error)
    except RecursionError:
        return Source(path, parts, None, TooDeepError())
    except UnparsableError:
        notices.append(Notice(_NOT_PARSED, path))
        return Source(path, parts, None)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Trees and records hold no cycles: looking for them would double the time of parsing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _on_deep_stack(work: Callable[[], T]) -> T:
    """Do the work on a thread whose stack is deep enough for any expression that Python itself accepts."""
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again on the caller's thread
            failure.append(error)

    size, limit = threading.stack_size(_STACK_BYTES), sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(0.1)  # in short waits, so that Ctrl-C is heard on Windows too
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if failure:
        raise failure[0]
    return outcome[0]
