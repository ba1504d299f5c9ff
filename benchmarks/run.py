"""Compares mlprodest-lint with other linters, and with what it can't do without, on the same files in one run.

Every linter runs with its defaults in a process of its own; the runs are interleaved, and the table shows medians.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from corpus import large_worker, many_pairs, worker_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus import Corpus

HERE = Path(__file__).resolve().parent
CPUS = os.cpu_count() or 1
SUBJECT = "mlprodest-lint"
CACHE = "cache"
# pylint adds up the kinds of what it found, of which usage errors (32) are none.
ENDS_OF_LINTERS = {"pylint": range(32)}
NOTHING_OR_SOMETHING = range(2)
MEBIBYTE = 1024 * 1024


class State(Enum):
    """What mlprodest-lint knows from an earlier run."""

    COLD = "nothing"
    CHANGED = "all but one file"
    WARM = "everything"


@dataclass(frozen=True)
class Contender:
    """What is measured: a module or script that is given the corpus, if it takes one, with its defaults."""

    name: str
    title: str
    package: str
    arguments: tuple[str, ...]
    processes: int = 1
    takes_paths: bool = True
    state: State | None = None

    def command(self, corpus: Corpus) -> list[str]:
        """Return the command for a corpus, to be run in its folder."""
        return [sys.executable, *self.arguments, *(corpus.paths if self.takes_paths else ())]


def _subject(name: str, title: str, state: State) -> Contender:
    arguments = ("-m", "mlprodest_lint", "--cache-dir", f"../{CACHE}")
    return Contender(name, f"{SUBJECT}, {title}", SUBJECT, arguments, CPUS, state=state)


CONTENDERS = (
    _subject(SUBJECT, "first run", State.COLD),
    _subject(f"{SUBJECT}-changed", "one file changed", State.CHANGED),
    _subject(f"{SUBJECT}-warm", "nothing changed", State.WARM),
    Contender("ruff", "ruff check --no-cache", "ruff", ("-m", "ruff", "check", "--isolated", "--no-cache"), CPUS),
    Contender("flake8", "flake8", "flake8", ("-m", "flake8", "--isolated"), CPUS),
    Contender("flake8-serial", "flake8 -j 1", "flake8", ("-m", "flake8", "--isolated", "-j", "1")),
    Contender("pylint", "pylint", "pylint", ("-m", "pylint", "--recursive=y")),
    Contender("fixit", "fixit lint", "fixit", ("-m", "fixit", "lint"), CPUS),
    Contender("libcst", "floor: libcst.parse_module alone", "libcst", (str(HERE / "parse.py"),)),
    Contender("click", "floor: Python that imports click", "click", ("-c", "import click"), takes_paths=False),
)


@dataclass(frozen=True)
class Measurement:
    """What one run took; what the system doesn't tell is missing."""

    seconds: float
    cpu_seconds: float | None
    peak_bytes: int | None


@dataclass(frozen=True)
class Row:
    """The medians of a contender's runs."""

    contender: Contender
    seconds: float
    cpu_seconds: float | None
    peak_bytes: float | None

    @classmethod
    def of(cls, contender: Contender, runs: Sequence[Measurement]) -> Row:
        """Take the medians."""
        cpu_seconds = [run.cpu_seconds for run in runs if run.cpu_seconds is not None]
        peak_bytes = [run.peak_bytes for run in runs if run.peak_bytes is not None]
        return cls(
            contender,
            median(run.seconds for run in runs),
            median(cpu_seconds) if cpu_seconds else None,
            median(peak_bytes) if peak_bytes else None,
        )


@dataclass(frozen=True)
class Outcome:
    """What was measured on a corpus; the first row is that of mlprodest-lint."""

    title: str
    files: int
    lines: int
    digest: str
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, corpus: Corpus, rows: Iterable[Row]) -> Outcome:
        """Take from the corpus what is told about it."""
        return cls(corpus.title, len(corpus.files), corpus.lines, corpus.digest, tuple(rows))

    def ratio(self, row: Row) -> float:
        """Return how many times the time of mlprodest-lint a contender took."""
        return row.seconds / self.rows[0].seconds


def main(arguments: Sequence[str]) -> int:
    """Measure, print the outcome and return the exit status."""
    options = _options(arguments)
    contenders = [contender for contender in CONTENDERS if contender.name not in options.without]
    with tempfile.TemporaryDirectory() as folder:
        corpora = [
            worker_pair(Path(folder, "pair", "files")),
            many_pairs(Path(folder, "pairs", "files"), options.pairs),
            large_worker(Path(folder, "tree", "files"), options.lines),
        ]
        for corpus in corpora:
            _confirm_files(corpus)
        outcomes = [Outcome.of(corpus, _compare(corpus, contenders, options.runs)) for corpus in corpora]
    print((_as_json if options.json else _as_markdown)(outcomes, options.runs))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--runs", type=_positive, default=5, help="how often everything is measured (5)")
    parser.add_argument("--lines", type=_positive, default=50_000, help="the length of the large worker (50000)")
    parser.add_argument("--pairs", type=_positive, default=200, help="how many pairs the project holds (200)")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=[contender.name for contender in CONTENDERS if contender.state is None],
        metavar="NAME",
        help="leave out one of: %(choices)s",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables in Markdown")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1")
    return int(text)


def _confirm_files(corpus: Corpus) -> None:
    """See that the linter reads every file of the corpus: the others look at all that there are."""
    command = [sys.executable, "-m", "mlprodest_lint", "--show-files", *corpus.paths]
    shown = subprocess.run(command, cwd=corpus.folder, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    read = {line for line in shown.splitlines() if line.endswith(".py")}
    there = {file.relative_to(corpus.folder).as_posix() for file in corpus.files}
    if read != there:
        sys.exit(f"{corpus.title}: {SUBJECT} doesn't read the same files as the others: {sorted(read ^ there)}")


def _compare(corpus: Corpus, contenders: Sequence[Contender], runs: int) -> list[Row]:
    measured: dict[Contender, list[Measurement]] = {contender: [] for contender in contenders}
    for number in range(1, runs + 1):
        for contender in contenders:
            measurement = _measure(contender, corpus)
            measured[contender].append(measurement)
            print(
                f"{corpus.title}, run {number} of {runs}: {contender.name} {measurement.seconds:.2f} s", file=sys.stderr
            )
    return [Row.of(contender, measurements) for contender, measurements in measured.items()]


def _measure(contender: Contender, corpus: Corpus) -> Measurement:
    with _in_state(contender, corpus):
        command = [sys.executable, "-I", "-S", str(HERE / "stopwatch.py"), *contender.command(corpus)]
        told = subprocess.run(command, cwd=corpus.folder, stdout=subprocess.PIPE, check=True).stdout
    outcome = json.loads(told)
    status, error = outcome.pop("status"), outcome.pop("error")
    if status not in ENDS_OF_LINTERS.get(contender.name, NOTHING_OR_SOMETHING):
        sys.exit(f"{contender.name} ended with status {status}:\n{error}")
    return Measurement(**outcome)


@contextmanager
def _in_state(contender: Contender, corpus: Corpus) -> Iterator[None]:
    """Let the linter know what it is to know, and put the corpus back afterwards."""
    if contender.state is None:
        yield
        return
    if contender.state is State.COLD:
        shutil.rmtree(corpus.folder.parent / CACHE, ignore_errors=True)
    else:
        for _ in range(2):  # the second run sees that files are no longer too young to be told by their time
            subprocess.run(contender.command(corpus), cwd=corpus.folder, capture_output=True, check=False)
    changed = corpus.files[len(corpus.files) // 2]
    original = changed.read_bytes()
    if contender.state is State.CHANGED:
        changed.write_bytes(original + b"\nchanged = True\n")
    yield
    if contender.state is State.CHANGED:
        changed.write_bytes(original)


def _as_json(outcomes: Sequence[Outcome], runs: int) -> str:
    corpora = [
        {
            "title": outcome.title,
            "files": outcome.files,
            "lines": outcome.lines,
            "digest": outcome.digest,
            "medians": [
                {
                    "name": row.contender.name,
                    "most_processes": row.contender.processes,
                    "seconds": row.seconds,
                    "ratio": outcome.ratio(row),
                    "cpu_seconds": row.cpu_seconds,
                    "peak_bytes": row.peak_bytes,
                }
                for row in outcome.rows
            ],
        }
        for outcome in outcomes
    ]
    versions = _versions(outcomes)
    return json.dumps({"runs": runs, "machine": _machine(), "versions": versions, "corpora": corpora}, indent=2)


def _as_markdown(outcomes: Sequence[Outcome], runs: int) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in _versions(outcomes).items())
    return "\n".join(
        [
            *(line for outcome in outcomes for line in _table(outcome)),
            f"Medians of {runs} interleaved runs. {_machine()}; {versions}.",
            "Memory is that of the largest process. mlprodest-lint, ruff, flake8 and Fixit use all processors.",
        ]
    )


def _table(outcome: Outcome) -> Iterator[str]:
    yield f"{outcome.title}: {outcome.files} files, {outcome.lines:,} lines ({outcome.digest})"
    yield ""
    yield "| | Time | Compared | Processor time | Memory | Most processes |"
    yield "|---|--:|--:|--:|--:|--:|"
    for row in outcome.rows:
        cells = (
            row.contender.title,
            f"{row.seconds:.2f} s",
            f"{outcome.ratio(row):.2f} ×",  # noqa: RUF001 (the sign that is meant)
            "" if row.cpu_seconds is None else f"{row.cpu_seconds:.2f} s",
            "" if row.peak_bytes is None else f"{row.peak_bytes / MEBIBYTE:.0f} MiB",
            str(row.contender.processes),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {CPUS} processors, Python {platform.python_version()}"


def _versions(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {row.contender.package: version(row.contender.package) for outcome in outcomes for row in outcome.rows}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
