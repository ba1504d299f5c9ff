"""Measures what archives of more and more files cost: the time and the memory of each command, run on each archive.

``lint`` reads an archive, ``publish`` makes one of the folder that it unpacks to. An archive holds the example's
workers and training code; what else it holds is spread over the three folders: two of three files are data, one is
Python code. Nothing is known from an earlier run. The memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from corpus import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
SIZES = (10, 1_000, 20_000)
COMMANDS: dict[str, Callable[[Path], tuple[str | Path, ...]]] = {
    "lint": lambda archive: ("lint", "--quiet", archive),
    "publish": lambda archive: ("publish", unpacked(archive), "--output", archive.with_suffix(".new.zip")),
}
MEBIBYTE = 1024 * 1024
_SEED = 20240815
_WORDS = ("idade", "sexo", "cidade", "curso", "nota", "faltas", "turno", "renda")


def archive_of(number: int, folder: Path) -> Path:
    """Write an archive with about so many files, never fewer than the example's."""
    rng = random.Random(_SEED)  # noqa: S311 - the same files every time
    archive = folder / f"{number}.zip"
    with ZipFile(archive, "w", ZIP_DEFLATED) as target:
        files = [file for file in sorted(EXAMPLE.rglob("*")) if file.is_file() and "temp_area" not in file.parts]
        for file in files:
            target.write(file, f"publicar/{file.relative_to(EXAMPLE).as_posix()}")
        folders = ("worker_pub", "worker_retrain", "treino")
        for index in range(max(number - len(files), 0)):
            place = f"publicar/{folders[index % 3]}/apoio/parte{index // 300}"
            if index % 9 < 3:
                target.writestr(f"{place}/modulo{index}.py", _code(rng))
            else:
                target.writestr(f"{place}/dados{index}.csv", _data(rng))
    return archive


def _code(rng: random.Random) -> str:
    name, other = rng.sample(_WORDS, 2)
    return "".join(
        f"def {name}_{line}({other}: float) -> float:\n    return {other} * {rng.random()}\n\n\n" for line in range(12)
    )


def _data(rng: random.Random) -> str:
    return "".join(f"{rng.choice(_WORDS)};{rng.random()};{rng.randrange(1000)}\n" for _ in range(60))


def unpacked(archive: Path) -> Path:
    """Unpack an archive and return the project in it."""
    folder = archive.with_suffix("")
    with ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder / "publicar"


def measured(arguments: tuple[str | Path, ...], rounds: int) -> tuple[float, float]:
    """Return the median of the seconds that a command takes, and of the mebibytes that it needs at most."""
    program = [sys.executable, "-m", "mlprodest_lint", *map(str, arguments)]
    command = [sys.executable, str(HERE / "stopwatch.py"), *program]
    runs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "HOME": home, "XDG_CACHE_HOME": home, "LOCALAPPDATA": home}
            done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        run = json.loads(done.stdout)
        if run["status"] not in {0, 1}:
            raise SystemExit(run["error"])
        runs.append(run)
    return median(run["seconds"] for run in runs), median((run["peak_bytes"] or 0) / MEBIBYTE for run in runs)


def main() -> None:
    """Print a table with a line for each command and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each command runs")
    rounds = parser.parse_args().rounds
    print("| Command | Files | Archive (MiB) | Seconds | Memory (MiB) |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        archives = {number: archive_of(number, Path(folder)) for number in SIZES}
        for title, arguments_for in COMMANDS.items():
            for number, archive in archives.items():
                seconds, mebibytes = measured(arguments_for(archive), rounds)
                size = archive.stat().st_size / MEBIBYTE
                print(f"| {title} | {number:,} | {size:.1f} | {seconds:.2f} | {mebibytes:.0f} |", flush=True)


if __name__ == "__main__":
    main()
