"""What the findings of a run are, and what is said about them."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from mlprodest_lint.cli import streams
from mlprodest_lint.cli.configuring import configuration_of
from mlprodest_lint.cli.linting import Said
from mlprodest_lint.cli.progress import Progress
from mlprodest_lint.cli.settings import origin
from mlprodest_lint.cli.status import CLEAN, FINDINGS
from mlprodest_lint.engine import lint
from mlprodest_lint.findings import Severity
from mlprodest_lint.report import renderer, statistics
from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.report.words import ERRORS, FILES, WARNINGS, counted
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlprodest_lint.archive.opening import Archives
    from mlprodest_lint.cache.memory import Memory
    from mlprodest_lint.cli.linting import Options
    from mlprodest_lint.engine import Outcome
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language

_FOUND = Text(en="Found {problems}{workers}.", pt="Encontrado: {problems}{workers}.")
_BOTH = Text(en="{errors} and {warnings}", pt="{errors} e {warnings}")
_CLEAN = Text(en="No problems found{workers}.", pt="Nenhum problema encontrado{workers}.")
_CLEAN_FILES = Text(en="No problems found{workers} ({files}).", pt="Nenhum problema encontrado{workers} ({files}).")
_NOTHING = Text(
    en="Nothing was checked: no worker or training code is concerned.",
    pt="Nada foi verificado: nenhum worker ou código de treino está envolvido.",
)
_READ = Text(en="Read: {path}", pt="Lido: {path}")
_TOOK = Text(en="{files} in {seconds:.2f} s.", pt="{files} em {seconds:.2f} s.")

_IN_WORKERS = (Text(en=" in 1 worker", pt=" em 1 worker"), Text(en=" in {number} workers", pt=" em {number} workers"))


def say(options: Options, view: View, memory: Memory, archives: Archives) -> Said:
    """Lint, and return what is to be said.

    Args:
        options: Those of the command line.
        view: For whom.
        memory: What earlier runs have found out.
        archives: The archives among the paths, which were opened.

    Raises:
        UserError: The options or the configuration are wrong.
    """
    start = time.perf_counter()
    with Progress(options.language, is_wanted=not options.quiet) as progress:
        outcome = lint(
            options.roots,
            configuration_of(options),
            noqa=not options.no_noqa,
            changed=options.changed_files,
            memory=memory,
            watch=progress.show,
            archives=archives,
        )
    if options.statistics:
        output = statistics.render(outcome.findings, view)
    else:
        output = rendered(outcome.findings, options.output_format, view, to_file=options.output_file is not None)
    status = CLEAN if options.exit_zero else status_of(outcome.findings, strict=options.strict)
    return Said(output, tuple(_remarks(outcome, options, view, time.perf_counter() - start)), status)


def rendered(findings: Sequence[Finding], output_format: str | None, view: View, *, to_file: bool) -> str:
    """Return findings in a format; without one, in the format for people on a terminal, else one line for each."""
    for_people = streams.is_terminal() and not to_file
    return renderer(output_format or ("full" if for_people else "flake8"))(findings, view)


def status_of(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """Return the exit status: whether an error stands, or with ``strict`` anything."""
    return FINDINGS if any(strict or finding.severity is Severity.ERROR for finding in findings) else CLEAN


def tally(findings: Sequence[Finding], workers: int, language: Language) -> str:
    """Return the sentence that says how many findings stand in how many workers."""
    counts = Counter(finding.severity for finding in findings)
    errors = counted(counts[Severity.ERROR], ERRORS, language)
    warnings = counted(counts[Severity.WARNING], WARNINGS, language)
    where = counted(workers, _IN_WORKERS, language) if workers else ""
    if not counts:
        return _CLEAN.render(language, {"workers": where})
    if len(counts) > 1:
        problems = _BOTH.render(language, {"errors": errors, "warnings": warnings})
    else:
        problems = errors if Severity.ERROR in counts else warnings
    return _FOUND.render(language, {"problems": problems, "workers": where})


def _remarks(outcome: Outcome, options: Options, view: View, seconds: float) -> Iterator[str]:
    """Yield what is said on standard error; ``--quiet`` leaves nothing but what could not be judged."""
    language = options.language
    yield from (
        shown_text(notice.text.render(language, {"path": view.path(notice.path)})) for notice in outcome.notices
    )
    files = counted(len(outcome.files), FILES, language)
    if options.verbose:
        for worker in outcome.workers:
            yield origin(worker.root, worker.settings, view)
        yield from (shown_text(_READ.render(language, {"path": view.path(path)})) for path in outcome.files)
        yield _TOOK.render(language, {"files": files, "seconds": seconds})
    if not options.quiet:
        yield summary(outcome, language)


def summary(outcome: Outcome, language: Language) -> str:
    """Return the line that says what was found in all."""
    if not outcome.workers and not outcome.files:
        return _NOTHING.render(language)
    if not outcome.findings:
        workers = counted(len(outcome.workers), _IN_WORKERS, language) if outcome.workers else ""
        files = counted(len(outcome.files), FILES, language)
        return _CLEAN_FILES.render(language, {"workers": workers, "files": files})
    return tally(outcome.findings, len(outcome.workers), language)
