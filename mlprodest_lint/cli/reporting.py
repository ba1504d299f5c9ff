"""What the command ``report`` does."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.archive.opening import opened
from mlprodest_lint.cli import streams
from mlprodest_lint.cli.cachefolder import memory_in
from mlprodest_lint.cli.linting import file_named
from mlprodest_lint.cli.progress import Progress
from mlprodest_lint.cli.status import CLEAN, FINDINGS
from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.engine import lint
from mlprodest_lint.page import Report, render
from mlprodest_lint.page.report import Verdict
from mlprodest_lint.paths import normalized
from mlprodest_lint.report import View
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from mlprodest_lint.archive.opening import Archives
    from mlprodest_lint.cli.running import Running
    from mlprodest_lint.texts import Language

_WRITTEN = Text(en="Written: {file}", pt="Gravado: {file}")
_NO_DATE = Text(
    en="SOURCE_DATE_EPOCH is {value!r}; it has to be a number of seconds since 1970, or not to be set.",
    pt="SOURCE_DATE_EPOCH é {value!r}; precisa ser um número de segundos desde 1970, ou não estar definida.",
)
_IS_GIVEN = Text(
    en="--output: {file} is what the page is about. Name another file, for example --output report.html.",
    pt="--output: a página trata de {file}. Indique outro arquivo, por exemplo --output report.html.",
)
_OUTPUT, _STDOUT = "--output", "-"
_EPOCH = "SOURCE_DATE_EPOCH"


class Options(NamedTuple):
    """The options of the command, as click reads them; ``running`` where the workers are to be verified too."""

    language: Language
    running: Running | None
    paths: tuple[str, ...]
    output: str
    no_noqa: bool
    config: str | None
    contract: str | None
    cache_dir: str | None


def report(options: Options) -> int:
    """Lint, perhaps verify, write a page about it, and return the exit status, which is that of ``lint``.

    Raises:
        UserError: The options or the configuration are wrong, or the page can't be written.
    """
    output = file_named(_OUTPUT, options.output, "report.html") or Path("report.html")
    made = _made()
    paths = tuple(map(Path, options.paths or ["."]))
    if normalized(output) in map(normalized, paths):
        raise UserError(_IS_GIVEN, file=output)
    with opened(paths) as archives:
        found = _report(options, paths, archives, made)
        page = render(found)
    if options.output == _STDOUT:
        streams.write_out(page)
    else:
        streams.write_file(output, page, _OUTPUT)
        streams.write_error(f"{_WRITTEN.render(options.language, {'file': output})}\n")
    return FINDINGS if found.verdict is Verdict.REFUSED else CLEAN


def _report(options: Options, paths: tuple[Path, ...], archives: Archives, made: datetime) -> Report:
    file = file_named("--config", options.config, "mlprodest-lint.toml")
    configuration = Configuration(Overrides(options.contract, Choice(), options.language), file)
    wishes = None if options.running is None else options.running.wishes()
    view = View(options.language, Path.cwd())
    memory = memory_in(options.cache_dir)
    with Progress(options.language, is_wanted=True) as progress:
        outcome = lint(
            paths, configuration, noqa=not options.no_noqa, archives=archives, memory=memory, watch=progress.show
        )
    memory.close()
    if wishes is None:
        return Report(outcome, view, paths, made)
    from mlprodest_lint.cli.verifying import verified  # noqa: PLC0415 - imports what verification needs

    return Report(outcome, view, paths, made, verified(outcome.workers, wishes, view))


def _made() -> datetime:
    """Return the time of ``SOURCE_DATE_EPOCH``, by which builds are made reproducible, else the time it is."""
    fixed = os.environ.get(_EPOCH)
    if not fixed:
        return datetime.now(timezone.utc).astimezone().replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise UserError(_NO_DATE, value=fixed) from error
