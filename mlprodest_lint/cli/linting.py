"""What the command ``lint`` does.

Where the same command has been run before and nothing that it read has changed, it says again what it said. Only else
are the rules imported.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mlprodest_lint.archive.opening import opened
from mlprodest_lint.cache.memory import Memory
from mlprodest_lint.cli import streams
from mlprodest_lint.cli.cachefolder import memory_in
from mlprodest_lint.cli.status import CLEAN
from mlprodest_lint.paths import normalized, unsaved
from mlprodest_lint.report import View
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from mlprodest_lint.archive.opening import Archives
    from mlprodest_lint.cli.streams import Color
    from mlprodest_lint.texts import Language

_NO_STATISTICS_FOR_PROGRAMS = Text(
    en="--statistics is a text for people, it can't be given with --output-format {format}. Leave out one of the two.",
    pt="--statistics é um texto para pessoas e não combina com --output-format {format}. Retire uma das duas opções.",
)
_UNNAMED_INPUT = Text(
    en="Standard input is one file of a worker: give its name and a lone hyphen, `--stdin-filename {example} -`.",
    pt="A entrada padrão é um arquivo de um worker: dê o nome dele e um hífen sozinho, `--stdin-filename {example} -`.",
)
_STDIN, _EXAMPLE_FILE = "-", "worker_pub/pub.py"
_FOR_PEOPLE = (None, "full", "flake8")
_NO_FILE_NAMED = Text(
    en="{where}: name a file, for example {where} {example}.",
    pt="{where}: indique um arquivo, por exemplo {where} {example}.",
)


class Options(NamedTuple):
    """The options of the command, as click reads them."""

    language: Language
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
    no_cache: bool
    cache_dir: str | None
    asks_language: bool

    @property
    def roots(self) -> tuple[Path, ...]:
        """The paths to lint."""
        if self.stdin_filename is not None:
            return (Path(self.stdin_filename),)
        return tuple(map(Path, self.paths or ["."]))

    def configuration_file(self) -> Path | None:
        """Return the one configuration file to use, if it is given.

        Raises:
            UserError: The option names none.
        """
        return file_named("--config", self.config, "mlprodest-lint.toml")

    def buffer(self) -> Path | None:
        """Return the file that standard input stands for.

        Raises:
            UserError: It isn't said which one that is.
        """
        file = file_named("--stdin-filename", self.stdin_filename, _EXAMPLE_FILE)
        if (file is not None or _STDIN in self.paths) and (file is None or self.paths != (_STDIN,)):
            raise UserError(_UNNAMED_INPUT, example=file or _EXAMPLE_FILE)
        return None if file is None else normalized(file)

    def destination(self) -> Path | None:
        """Return the file that findings are written to.

        Raises:
            UserError: The option names none.
        """
        return file_named("--output-file", self.output_file, "mlprodest-lint.txt")


class Said(NamedTuple):
    """What a run says: the findings as they are shown, the lines for standard error, and the exit status."""

    output: str
    remarks: tuple[str, ...]
    status: int


def lint(options: Options) -> int:
    """Lint, or show what would be linted and how, and return the exit status.

    Raises:
        UserError: The options or the configuration are wrong.
    """
    if options.statistics and options.output_format not in _FOR_PEOPLE:
        raise UserError(_NO_STATISTICS_FOR_PROGRAMS, format=options.output_format)
    buffer = options.buffer()
    if buffer is not None:
        with unsaved(buffer, streams.read_in()):
            return _lint(options, {})
    with opened(() if options.changed_files else options.roots) as archives:
        return _lint(options, archives)


def _lint(options: Options, archives: Archives) -> int:
    destination = options.destination()
    view = view_for(options.language, options.color, to_file=destination is not None)
    if options.show_settings or options.show_files:
        from mlprodest_lint.cli.showing import show  # noqa: PLC0415

        streams.write_out(show(options, view, archives))
        return CLEAN
    memory = Memory() if options.no_cache else memory_in(options.cache_dir)
    said = _said(options, view, memory, archives)
    if destination is None:
        streams.write_out(said.output)
    else:
        streams.write_file(destination, said.output, "--output-file")
    for line in said.remarks:
        streams.write_error(f"{line}\n")
    memory.close()
    return said.status


def _said(options: Options, view: View, memory: Memory, archives: Archives) -> Said:
    if options.verbose or archives:
        # The time that the run took is said too; and what was unpacked is looked at once.
        return _say(options, view, memory, archives)
    subject = ["said", options, *map(str, view), streams.is_terminal()]
    before = memory.outcome_of(subject, _said_from)
    return before or memory.outcome_now(subject, lambda: _say(options, view, memory, archives), _said_from)


def _say(options: Options, view: View, memory: Memory, archives: Archives) -> Said:
    from mlprodest_lint.cli.judging import say  # noqa: PLC0415

    return say(options, view, memory, archives)


def _said_from(value: Any) -> Said:
    output, remarks, status = value
    return Said(str(output), tuple(map(str, remarks)), int(status))


def view_for(language: Language, color: Color, *, to_file: bool) -> View:
    """Return how findings are shown where the output goes."""
    return View(
        language,
        Path.cwd(),
        color=streams.wants_color(color, to_file=to_file),
        links=not to_file and streams.wants_links(os.environ),
        width=streams.width(),
    )


def file_named(where: str, name: str | None, example: str) -> Path | None:
    """Return the file that an option names, if it is given.

    Args:
        where: The option.
        name: Its value.
        example: A value that it could have.

    Raises:
        UserError: It names none.
    """
    if name is not None and not name.strip():
        raise UserError(_NO_FILE_NAMED, where=where, example=example)
    return Path(name) if name else None
