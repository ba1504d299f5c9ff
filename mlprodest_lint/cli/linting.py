"""What the command ``lint`` does."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.cli import streams
from mlprodest_lint.cli.status import CLEAN, FINDINGS
from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.discovery import discover
from mlprodest_lint.engine import lint as judge
from mlprodest_lint.findings import Severity
from mlprodest_lint.report import View, renderer, statistics
from mlprodest_lint.selectors import resolve
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlprodest_lint.cli.streams import Color
    from mlprodest_lint.config import Settings
    from mlprodest_lint.discovery import Selection, TrainingFolder, WorkerFolder
    from mlprodest_lint.engine import Outcome
    from mlprodest_lint.selectors import Selector
    from mlprodest_lint.texts import Language

_NO_STATISTICS_FOR_PROGRAMS = Text(
    en="--statistics is a text for people, it can't be given with --output-format {format}. Leave out one of the two.",
    pt="--statistics é um texto para pessoas e não combina com --output-format {format}. Retire uma das duas opções.",
)
_FOR_PEOPLE = (None, "full", "flake8")
_NO_RULE_NAMED = Text(
    en="{where}: name at least one rule, for example {where} MLP2.",
    pt="{where}: indique ao menos uma regra, por exemplo {where} MLP2.",
)
_NO_FILE_NAMED = Text(
    en="{where}: name a file, for example {where} {example}.",
    pt="{where}: indique um arquivo, por exemplo {where} {example}.",
)
_FOUND = Text(en="Found {problems} {workers}.", pt="Encontrado: {problems} {workers}.")
_BOTH = Text(en="{errors} and {warnings}", pt="{errors} e {warnings}")
_CLEAN = Text(en="No problems found {workers} ({files}).", pt="Nenhum problema encontrado {workers} ({files}).")
_READ = Text(en="Read: {path}", pt="Lido: {path}")
_TOOK = Text(en="{files} in {seconds:.2f} s.", pt="{files} em {seconds:.2f} s.")
_SETTINGS_FROM = Text(en="Settings of {root}: {file}", pt="Configuração de {root}: {file}")
_NO_SETTINGS_FILE = Text(en="no configuration file, the defaults", pt="nenhum arquivo de configuração, os padrões")

_ERRORS = (Text(en="1 error", pt="1 erro"), Text(en="{number} errors", pt="{number} erros"))
_WARNINGS = (Text(en="1 warning", pt="1 aviso"), Text(en="{number} warnings", pt="{number} avisos"))
_IN_WORKERS = (Text(en="in 1 worker", pt="em 1 worker"), Text(en="in {number} workers", pt="em {number} workers"))
_FILES = (Text(en="1 file", pt="1 arquivo"), Text(en="{number} files", pt="{number} arquivos"))


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command, as click reads them."""

    language: Language
    paths: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    no_noqa: bool
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
        return tuple(map(Path, self.paths or ["."]))

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
    configuration, destination = options.configuration(), options.destination()
    view = _view(options, to_file=destination is not None)
    if options.show_settings or options.show_files:
        selection = discover(options.roots, configuration)
        shown = _settings_of(selection, view) if options.show_settings else _files_of(selection, view)
        streams.write_out("\n".join([*shown, ""]))
        return CLEAN
    start = time.perf_counter()
    outcome = judge(options.roots, configuration, noqa=not options.no_noqa)
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


def _view(options: Options, *, to_file: bool) -> View:
    return View(
        options.language,
        Path.cwd(),
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
            yield _origin(worker.root, worker.settings, view)
        yield from (_READ.render(language, {"path": view.path(path)}) for path in outcome.files)
        yield _TOOK.render(language, {"files": files, "seconds": seconds})
    if not options.quiet:
        yield _summary(outcome, files, language)


def _summary(outcome: Outcome, files: str, language: Language) -> str:
    counts = Counter(finding.severity for finding in outcome.findings)
    errors = _count(counts[Severity.ERROR], _ERRORS, language)
    warnings = _count(counts[Severity.WARNING], _WARNINGS, language)
    workers = _count(len(outcome.workers), _IN_WORKERS, language)
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


def _folders(selection: Selection) -> list[WorkerFolder | TrainingFolder]:
    return [*selection.workers.values(), *selection.trainings.values()]


def _files_of(selection: Selection, view: View) -> list[str]:
    folders = _folders(selection)
    files = {folder.root.joinpath(*parts) for folder in folders for parts in folder.python_files}
    for root, worker in selection.workers.items():
        named = (worker.contract.requirements_file, worker.contract.models_file)
        files |= {root / name for name in named if name and (name,) in worker.files}
    return [view.path(file) for file in sorted(files)]


def _settings_of(selection: Selection, view: View) -> Iterator[str]:
    """Yield what holds for each folder, as a configuration file that says all of it would."""
    for number, folder in enumerate(_folders(selection)):
        settings = folder.settings
        if number:
            yield ""
        yield f"# {_origin(folder.root, settings, view)}"
        if settings.contract is not None:
            yield f"contract = {_toml(settings.contract)}"
        yield f"select = {_toml(sorted(settings.active))}"
        yield f"exclude = {_toml(settings.exclude)}"
        yield f"training = {_toml(settings.training)}"
        yield f"language = {_toml(settings.language)}"
        yield from _table(
            "per-file-ignores", [(each.pattern, sorted(each.codes)) for each in settings.per_file_ignores]
        )
        yield from _table("severity", [(code, value.value) for code, value in sorted(settings.severity.items())])
        yield from _table("packages", sorted(settings.packages.items()))


def _origin(root: Path, settings: Settings, view: View) -> str:
    file = _NO_SETTINGS_FILE.render(view.language) if settings.file is None else view.path(settings.file)
    return _SETTINGS_FROM.render(view.language, {"root": view.path(root), "file": file})


def _table(key: str, entries: Sequence[tuple[str, object]]) -> Iterator[str]:
    if entries:
        yield f"{key} = {{ {', '.join(f'{_toml(name)} = {_toml(value)}' for name, value in entries)} }}"


def _toml(value: object) -> str:
    """Write a text or a list of texts as TOML, which JSON's notation of them is."""
    return json.dumps(value, ensure_ascii=False)
