"""From paths to findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlprodest_lint.cache.memory import Memory
from mlprodest_lint.cache.plain import findings_from, plain, plain_findings
from mlprodest_lint.deepstack import on_deep_stack, without_collector
from mlprodest_lint.discovery import TrainingFolder, WorkerFolder, discover
from mlprodest_lint.facts.library import Library
from mlprodest_lint.facts.records import Refusal
from mlprodest_lint.facts.source import InvalidError, TooDeepError, UnreadableError
from mlprodest_lint.ignoring import matcher
from mlprodest_lint.paths import is_folder
from mlprodest_lint.rules import RULES
from mlprodest_lint.suppressions import suppress
from mlprodest_lint.texts import Text
from mlprodest_lint.workers import Project, Publication, Source, Training, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from mlprodest_lint.archive.opening import Archives
    from mlprodest_lint.config import Configuration, Settings
    from mlprodest_lint.discovery import PublicationFolder, Selection
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.rules import Rule
    from mlprodest_lint.workers import Parts

    Folder: TypeAlias = WorkerFolder | TrainingFolder
    Watch: TypeAlias = Callable[[int, int], None]

_LAYOUT_FAMILY = "MLP1"
_MOST_FILES_AT_ONCE = 500
_NOT_PARSED = Text(
    en="{path}: valid Python, but of a form that the parser of this linter can't read; its code was not judged.",
    pt="{path}: Python válido, mas de uma forma que o leitor deste linter não aceita; o código não foi avaliado.",
)

_NOT_IN_PUBLICATION = Text(
    en="{path}: the workers lie here; the contract asks for an archive that holds them in a folder named 'publicar'.",
    pt="{path}: os workers estão aqui; o contrato pede um arquivo zip com eles dentro de uma pasta chamada 'publicar'.",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say about a file that is no finding; the text has the field ``path``."""

    text: Text
    path: Path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one worker or one folder of training code, and the files in it that couldn't be judged."""

    findings: tuple[Finding, ...]
    not_parsed: tuple[Parts, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: findings in their order, the files that were read, the folders that were judged, notices."""

    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    workers: tuple[WorkerFolder, ...]
    trainings: tuple[TrainingFolder, ...]
    notices: tuple[Notice, ...]


def lint(  # noqa: PLR0913 - all but two are rarely given
    paths: Sequence[Path],
    configuration: Configuration,
    *,
    noqa: bool = True,
    changed: bool = False,
    memory: Memory | None = None,
    watch: Watch | None = None,
    archives: Archives = MappingProxyType({}),
) -> Outcome:
    """Lint what the paths mean: workers, projects, or files of them.

    Args:
        paths: Folders and files.
        configuration: Gives each folder its settings.
        noqa: Whether suppression comments count.
        changed: The paths are files that changed: what they belong to is meant, what belongs to nothing passed over.
        memory: What earlier runs have found out; without it, all is found out anew.
        archives: Those among the paths that were opened, and the members of each that weren't unpacked.
        watch: Called with the numbers of files that have been read and that are to be read, as they grow.

    Raises:
        UserError: A path doesn't exist or holds no worker, or a configuration is wrong.
    """
    selection = discover(paths, configuration, changed=changed, archives=archives)
    return lint_selected(selection, noqa=noqa, memory=memory, watch=watch)


def lint_selected(
    selection: Selection, *, noqa: bool = True, memory: Memory | None = None, watch: Watch | None = None
) -> Outcome:
    """Lint workers, training code and projects that have been found; for the arguments see ``lint``."""
    judge = _Judge(memory or Memory(), watch or (lambda _done, _all: None), noqa=noqa)
    with without_collector():
        return on_deep_stack(lambda: _outcome(selection, judge))


def read_worker(folder: WorkerFolder) -> Worker:
    """Return a worker; each of its files is read when it is asked for."""
    return _Judge(Memory(), lambda _done, _all: None, noqa=True).worker(folder)


def read_training(folder: TrainingFolder) -> Training:
    """Return training code; each of its files is read when it is asked for."""
    return _Judge(Memory(), lambda _done, _all: None, noqa=True).training(folder)


def _outcome(selection: Selection, judge: _Judge) -> Outcome:
    folders = selection.folders
    findings: list[Finding] = []
    notices: list[Notice] = []
    for folder, verdict in zip(folders, judge.verdicts(folders), strict=True):
        findings += _within(selection.only.get(folder.root), verdict.findings)
        notices += (Notice(_NOT_PARSED, folder.root.joinpath(*parts)) for parts in verdict.not_parsed)
    for project, roots in selection.projects.items():
        findings += judge.findings_of_project(project, [selection.workers[root] for root in roots])
    for publication in selection.publications.values():
        findings += judge.findings_of_publication(publication)
        if publication.workers and not publication.is_named_well:
            notices.append(Notice(_NOT_IN_PUBLICATION, publication.root))
    files = (folder.root.joinpath(*parts) for folder in folders for parts in folder.python_files)
    return Outcome(
        tuple(sorted(findings, key=lambda finding: finding.sort_key)),
        tuple(sorted(files)),
        tuple(selection.workers.values()),
        tuple(selection.trainings.values()),
        tuple(notices),
    )


class _Judge:
    def __init__(self, memory: Memory, watch: Watch, *, noqa: bool) -> None:
        self._memory = memory
        self._watch = watch
        self._noqa = noqa
        self._library = Library(memory, self._note_file)
        self._files_read = 0
        self._files_to_read = 0

    def verdicts(self, folders: Sequence[Folder]) -> list[Verdict]:
        """Judge folders; those of which nothing has changed have been judged before."""
        verdicts = [self._memory.outcome_of(self._subject(folder), _verdict_from) for folder in folders]
        unknown = [folder for folder, verdict in zip(folders, verdicts, strict=True) if verdict is None]
        self._files_to_read = sum(len(folder.python_files) for folder in unknown)
        new = self._new_verdicts(unknown)
        return [next(new) if verdict is None else verdict for verdict in verdicts]

    def _new_verdicts(self, folders: Iterable[Folder]) -> Iterator[Verdict]:
        for some in _in_parts(folders):
            self._library.fetch(folder.root.joinpath(*parts) for folder in some for parts in folder.python_files)
            for folder in some:
                yield self._memory.outcome_now(self._subject(folder), partial(self._judged, folder), _verdict_from)

    def findings_of_project(self, root: Path, folders: Sequence[WorkerFolder]) -> Iterator[Finding]:
        """Judge a project folder as a whole."""
        project = Project(root, tuple(map(self.worker, folders)))
        settings = folders[0].settings
        found = (finding for rule in _rules_of(settings) for finding in rule.check_project(project))
        return as_configured(found, settings)

    def findings_of_publication(self, folder: PublicationFolder) -> Iterator[Finding]:
        """Judge what is sent to be published as a whole."""
        publication = Publication(folder.root, folder.top, folder.workers, folder.trainings, folder.refusals)
        found = (finding for rule in _rules_of(folder.settings) for finding in rule.check_publication(publication))
        return as_configured(found, folder.settings)

    def _note_file(self) -> None:
        self._files_read += 1
        self._watch(self._files_read, self._files_to_read)

    def _subject(self, folder: Folder) -> object:
        return [type(folder).__name__, plain(folder), self._noqa]

    def _judged(self, folder: Folder) -> Mapping[str, object]:
        unit = self.worker(folder) if isinstance(folder, WorkerFolder) else self.training(folder)
        findings = plain_findings(self._findings_of(unit))
        not_parsed = [source.parts for source in unit.sources if source.module is None and source.problem is None]
        return {"findings": findings, "not_parsed": not_parsed}

    def _findings_of(self, unit: Worker | Training) -> Iterator[Finding]:
        settings = unit.settings
        found: Iterable[Finding] = [
            finding
            for rule in _rules_of(settings)
            for finding in (rule.check_worker(unit) if isinstance(unit, Worker) else rule.check_training(unit))
        ]
        if self._noqa:
            found = suppress(found, unit.sources, settings.active)
        return as_configured(found, settings)

    def worker(self, folder: WorkerFolder) -> Worker:
        return Worker(
            folder.root,
            folder.contract,
            folder.kind,
            folder.settings,
            folder.files,
            folder.folders,
            folder.python_files,
            folder.surroundings,
            folder.is_renamed,
            folder.is_published,
            self._source,
        )

    def training(self, folder: TrainingFolder) -> Training:
        return Training(folder.root, folder.settings, folder.python_files, self._source)

    def _source(self, root: Path, parts: Parts) -> Source:
        path = root.joinpath(*parts)
        try:
            reading = self._library.reading(path)
        except UnreadableError as error:
            return Source(path, parts, None, error)
        if isinstance(reading, Refusal):
            return Source(path, parts, None, _problem(reading))
        return Source(path, parts, reading)


def _rules_of(settings: Settings) -> Iterator[Rule]:
    return (rule() for code, rule in RULES.items() if code in settings.active)


def _in_parts(folders: Iterable[Folder]) -> Iterator[list[Folder]]:
    """Divide folders so that the facts of no more than so many files are in memory, unless one folder holds more."""
    some: list[Folder] = []
    number = 0
    for folder in folders:
        if some and number + len(folder.python_files) > _MOST_FILES_AT_ONCE:
            yield some
            some, number = [], 0
        some.append(folder)
        number += len(folder.python_files)
    if some:
        yield some


def _verdict_from(value: Any) -> Verdict:
    return Verdict(findings_from(value["findings"]), tuple(map(tuple, value["not_parsed"])))


def _problem(refusal: Refusal) -> UnreadableError | InvalidError | TooDeepError | None:
    match refusal.kind:
        case "undecodable":
            return UnreadableError(refusal.reason)
        case "invalid":
            return InvalidError(refusal.line, refusal.column, refusal.reason)
        case "too-deep":
            return TooDeepError()
        case "unparsable":
            return None


def as_configured(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """Leave out what the configuration ignores in some files, and give the rest its configured severity.

    Args:
        findings: What was found.
        settings: Those of the folder in which it was found.
    """
    ignores = [(matcher([ignore.pattern]), ignore.codes) for ignore in settings.per_file_ignores]
    for finding in findings:
        code, path = finding.rule.code, finding.place.path
        if ignores and path.is_relative_to(settings.folder):
            relative = path.relative_to(settings.folder).as_posix() + ("/" if is_folder(path) else "")
            if any(code in codes and named.match_file(relative) for named, codes in ignores):
                continue
        yield replace(finding, severity=settings.severity.get(code, finding.severity))


def _within(only: set[Path] | None, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Keep the findings in the files that were asked for, and those about the worker's layout."""
    for finding in findings:
        path = finding.place.path
        is_layout = finding.rule.code.startswith(_LAYOUT_FAMILY)
        if only is None or is_layout or any(path == asked or asked in path.parents for asked in only):
            yield finding
