"""What the command ``lint`` does."""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.cli import streams
from mlprodest_lint.cli.settings import origin, settings_of
from mlprodest_lint.cli.status import CLEAN, FINDINGS
from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.discovery import discover
from mlprodest_lint.engine import lint as judge
from mlprodest_lint.facts.source import Files
from mlprodest_lint.findings import Severity
from mlprodest_lint.paths import normalized
from mlprodest_lint.report import View, renderer, statistics
from mlprodest_lint.selectors import resolve
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.cli.streams import Color
    from mlprodest_lint.discovery import Selection
    from mlprodest_lint.engine import Outcome
    from mlprodest_lint.selectors import Selector
    from mlprodest_lint.texts import Language

_NO_STATISTICS_FOR_PROGRAMS = Text(
    en="--statistics is a text for people, it can't be given with --output-format {format}. Leave out one of the two.",
    pt="--statistics é um texto para pessoas e não combina com --output-format {format}. Retire uma das duas opções.",
)
_FOR_PEOPLE = (None, "full", "flake8")
_EXAMPLE_FILE = "worker_pub/pub.py"
_NO_RULE_NAMED = Text(
    en="{where}: name at least one rule, for example {where} MLP2.",
    pt="{where}: indique ao menos uma regra, por exemplo {where} MLP2.",
)
_NO_FILE_NAMED = Text(
    en="{where}: name a file, for example {where} {example}.",
    pt="{where}: indique um arquivo, por exemplo {where} {example}.",
)
_UNNAMED_INPUT = Text(
    en="Standard input is one file of a worker: give its name and a lone hyphen, `--stdin-filename {example} -`.",
    pt="A entrada padrão é um arquivo de um worker: dê o nome dele e um hífen sozinho, `--stdin-filename {example} -`.",
)
_STDIN = "-"
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


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command, as click reads them."""

    language: Language
    asks_language: bool
    paths: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    no_noqa: bool
    changed_files: bool
    stdin_filename: str | None
    config: str | None
    contract: str | None
    show_settings: bool
    show_files: bool
    output_format: str | None
    output_file: str | None
    statistics: bool
    color: Color
    quiet: bool
    verbose: bool
    strict: bool
    exit_zero: bool

    @property
    def roots(self) -> tuple[Path, ...]:
        """The paths to lint."""
        if self.stdin_filename is not None:
            return (Path(self.stdin_filename),)
        return tuple(map(Path, self.paths or ["."]))

    def files(self) -> Files:
        """Return what reads files, standard input in place of the one that it stands for.

        Raises:
            UserError: It isn't said which one that is, or it can't be read.
        """
        file = _file("--stdin-filename", self.stdin_filename, _EXAMPLE_FILE)
        if (file is not None or _STDIN in self.paths) and (file is None or self.paths != (_STDIN,)):
            raise UserError(_UNNAMED_INPUT, example=file or _EXAMPLE_FILE)
        return Files() if file is None else Files({normalized(file): streams.read_in()})

    def configuration(self) -> Configuration:
        """Return the configuration that these options stand above.

        Raises:
            UserError: An option names a rule that doesn't exist.
        """
        choice = Choice(
            _selectors("--select", self.select) if self.select else None,
            _selectors("--extend-select", self.extend_select),
            _selectors("--ignore", self.ignore),
        )
        file = _file("--config", self.config, "mlprodest-lint.toml")
        return Configuration(Overrides(self.contract, choice, self.language), file)

    def destination(self) -> Path | None:
        """Return the file that findings are written to.

        Raises:
            UserError: The option names none.
        """
        return _file("--output-file", self.output_file, "mlprodest-lint.txt")


def lint(options: Options) -> int:
    """Lint, or show what would be linted and how, and return the exit status.

    Raises:
        UserError: The options or the configuration are wrong.
    """
    if options.statistics and options.output_format not in _FOR_PEOPLE:
        raise UserError(_NO_STATISTICS_FOR_PROGRAMS, format=options.output_format)
    configuration, destination, files = options.configuration(), options.destination(), options.files()
    view = _view(options, files, to_file=destination is not None)
    if options.show_settings or options.show_files:
        selection = discover(options.roots, configuration, files, changed=options.changed_files)
        if options.show_settings:
            asked = options.asks_language
            streams.write_out(settings_of(selection, configuration.overrides, view, asks_language=asked))
        else:
            streams.write_out(_files_of(selection, view))
        return CLEAN
    start = time.perf_counter()
    outcome = judge(options.roots, configuration, noqa=not options.no_noqa, changed=options.changed_files, files=files)
    _report(outcome, options, view, destination)
    for line in _remarks(outcome, options, view, time.perf_counter() - start):
        streams.write_error(f"{line}\n")
    return _status(outcome, options)


def _report(outcome: Outcome, options: Options, view: View, destination: Path | None) -> None:
    for_people = streams.is_terminal() and destination is None
    render = renderer(options.output_format or ("full" if for_people else "flake8"))
    text = statistics.render(outcome.findings, view) if options.statistics else render(outcome.findings, view)
    if destination is None:
        streams.write_out(text)
    else:
        streams.write_file(destination, text)


def _status(outcome: Outcome, options: Options) -> int:
    counts = (finding.severity is Severity.ERROR or options.strict for finding in outcome.findings)
    return FINDINGS if any(counts) and not options.exit_zero else CLEAN


def _view(options: Options, files: Files, *, to_file: bool) -> View:
    return View(
        options.language,
        Path.cwd(),
        files,
        color=streams.wants_color(options.color, to_file=to_file),
        links=not to_file and streams.wants_links(os.environ),
        width=streams.width(),
    )


def _selectors(where: str, values: Iterable[str]) -> tuple[Selector, ...]:
    words = [word for value in values for word in value.split(",") if word.strip()]
    if values and not words:
        raise UserError(_NO_RULE_NAMED, where=where)
    return tuple(resolve(word, where) for word in words)


def _file(where: str, name: str | None, example: str) -> Path | None:
    if name is not None and not name.strip():
        raise UserError(_NO_FILE_NAMED, where=where, example=example)
    return Path(name) if name else None


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


def _files_of(selection: Selection, view: View) -> str:
    files = {folder.root.joinpath(*parts) for folder in selection.folders for parts in folder.python_files}
    for root, worker in selection.workers.items():
        named = (worker.contract.requirements_file, worker.contract.models_file)
        files |= {root / name for name in named if name and (name,) in worker.files}
    return "".join(f"{view.path(file)}\n" for file in sorted(files))
