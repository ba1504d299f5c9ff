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
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.archive.opening import Archives
    from mlprodest_lint.cache.memory import Memory
    from mlprodest_lint.cli.linting import Options
    from mlprodest_lint.engine import Outcome
    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language

_FOUND = Text(en="Found {problems}{workers}.", pt="Encontrado: {problems}{workers}.")
_BOTH = Text(en="{errors} and {warnings}", pt="{errors} e {warnings}")
_CLEAN = Text(en="No problems found{workers} ({files}).", pt="Nenhum problema encontrado{workers} ({files}).")
_NOTHING = Text(
    en="Nothing was checked: no worker or training code is concerned.",
    pt="Nada foi verificado: nenhum worker ou código de treino está envolvido.",
)
_READ = Text(en="Read: {path}", pt="Lido: {path}")
_TOOK = Text(en="{files} in {seconds:.2f} s.", pt="{files} em {seconds:.2f} s.")

_ERRORS = (Text(en="1 error", pt="1 erro"), Text(en="{number} errors", pt="{number} erros"))
_WARNINGS = (Text(en="1 warning", pt="1 aviso"), Text(en="{number} warnings", pt="{number} avisos"))
_IN_WORKERS = (Text(en=" in 1 worker", pt=" em 1 worker"), Text(en=" in {number} workers", pt=" em {number} workers"))
_FILES = (Text(en="1 file", pt="1 arquivo"), Text(en="{number} files", pt="{number} arquivos"))


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
    output = _output(outcome, options, view)
    return Said(output, tuple(_remarks(outcome, options, view, time.perf_counter() - start)), _status(outcome, options))


def _output(outcome: Outcome, options: Options, view: View) -> str:
    if options.statistics:
        return statistics.render(outcome.findings, view)
    for_people = streams.is_terminal() and options.output_file is None
    return renderer(options.output_format or ("full" if for_people else "flake8"))(outcome.findings, view)


def _status(outcome: Outcome, options: Options) -> int:
    counts = (finding.severity is Severity.ERROR or options.strict for finding in outcome.findings)
    return FINDINGS if any(counts) and not options.exit_zero else CLEAN


def _remarks(outcome: Outcome, options: Options, view: View, seconds: float) -> Iterator[str]:
    """Yield what is said on standard error; ``--quiet`` leaves nothing but what could not be judged."""
    language = options.language
    yield from (notice.text.render(language, {"path": view.path(notice.path)}) for notice in outcome.notices)
    files = _count(len(outcome.files), _FILES, language)
    if options.verbose:
        for worker in outcome.workers:
            yield origin(worker.root, worker.settings, view)
        yield from (_READ.render(language, {"path": view.path(path)}) for path in outcome.files)
        yield _TOOK.render(language, {"files": files, "seconds": seconds})
    if not options.quiet:
        yield _summary(outcome, files, language)


def _summary(outcome: Outcome, files: str, language: Language) -> str:
    counts = Counter(finding.severity for finding in outcome.findings)
    errors = _count(counts[Severity.ERROR], _ERRORS, language)
    warnings = _count(counts[Severity.WARNING], _WARNINGS, language)
    workers = _count(len(outcome.workers), _IN_WORKERS, language) if outcome.workers else ""
    if not outcome.workers and not outcome.files:
        return _NOTHING.render(language)
    if not counts:
        return _CLEAN.render(language, {"workers": workers, "files": files})
    if len(counts) > 1:
        problems = _BOTH.render(language, {"errors": errors, "warnings": warnings})
    else:
        problems = errors if Severity.ERROR in counts else warnings
    return _FOUND.render(language, {"problems": problems, "workers": workers})


def _count(number: int, words: tuple[Text, Text], language: Language) -> str:
    one, several = words
    return (one if number == 1 else several).render(language, {"number": number})
