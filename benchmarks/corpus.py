"""What is linted: a worker pair, a project of many pairs, and a large worker made of real source files."""

from __future__ import annotations

import hashlib
import random
import shutil
import sysconfig
from dataclasses import dataclass
from importlib import resources
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "classifier-1.5"
_SEED = 20240815
_SHORTEST, _LONGEST = 20, 3000
# What the linter itself needs is installed wherever it is measured.
_PACKAGES = ("click", "libcst", "packaging", "pathspec")
# Tests and grammars hold files that are wrong on purpose; the others are folders that some linter leaves out.
_NOT_TAKEN = {"test", "tests", "idle_test", "lib2to3", "site-packages", "build", "dist", "env", "venv", "__pycache__"}


@dataclass(frozen=True)
class Corpus:
    """A folder and the paths in it that are given to every linter."""

    title: str
    folder: Path
    paths: tuple[str, ...]

    @property
    def files(self) -> list[Path]:
        """The Python files, sorted."""
        return sorted(file for path in self.paths for file in (self.folder / path).rglob("*.py"))

    @property
    def lines(self) -> int:
        """The number of their lines."""
        return sum(len(file.read_bytes().splitlines()) for file in self.files)

    @property
    def digest(self) -> str:
        """What tells this corpus from another: it depends on the versions of Python and of the packages."""
        found = hashlib.sha256()
        for file in self.files:
            found.update(file.relative_to(self.folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
        return found.hexdigest()[:12]


def worker_pair(folder: Path) -> Corpus:
    """Copy the worker pair of the example."""
    workers = ("worker_pub", "worker_retrain")
    for worker in workers:
        shutil.copytree(EXAMPLE / worker, folder / worker)
    return Corpus("One worker pair", folder, workers)


def many_pairs(folder: Path, number: int) -> Corpus:
    """Make a project of many worker pairs, no two of whose files are the same."""
    for pair in range(number):
        place = folder / f"modelo_{pair}"
        for file in worker_pair(place).files:
            file.write_bytes(f"# modelo_{pair}\n".encode() + file.read_bytes())
    return Corpus(f"{number} worker pairs", folder, (".",))


def large_worker(folder: Path, lines: int) -> Corpus:
    """Make a worker of about as many lines as asked for.

    The files are drawn, always in the same order, from the standard library and from packages that are installed; each
    is valid for Python and for libcst.
    """
    root = folder / "worker_pub"
    shutil.copytree(EXAMPLE / "worker_pub", root)
    corpus = Corpus("One large worker", folder, ("worker_pub",))
    missing = lines - corpus.lines
    for file, target in _candidates():
        text = file.read_bytes()
        length = len(text.splitlines())
        if _SHORTEST <= length <= min(_LONGEST, missing) and _is_valid(text):
            (root / target).parent.mkdir(parents=True, exist_ok=True)
            (root / target).write_bytes(text)
            missing -= length
        if missing < _SHORTEST:
            break
    return corpus


def _candidates() -> Iterator[tuple[Path, PurePath]]:
    """Yield source files in the drawn order, and where in the worker each belongs."""
    library = Path(sysconfig.get_path("stdlib"))
    files = [(PurePath("padrao", file.relative_to(library)), file) for file in library.rglob("*.py")]
    for package in _PACKAGES:
        folder = Path(str(resources.files(package)))
        files += [(PurePath("pacotes", package, file.relative_to(folder)), file) for file in folder.rglob("*.py")]
    found = {target: file for target, file in files if _is_taken(target)}
    targets = sorted(found)
    random.Random(_SEED).shuffle(targets)  # noqa: S311 (repeatable, not secret)
    return ((found[target], target) for target in targets)


def _is_taken(target: PurePath) -> bool:
    return _NOT_TAKEN.isdisjoint(target.parts) and all(part.isidentifier() for part in target.parts[:-1])


def _is_valid(text: bytes) -> bool:
    try:
        compile(text, "", "exec", dont_inherit=True)
        cst.parse_module(text.decode("utf-8"))
    except (SyntaxError, ValueError, cst.ParserSyntaxError):
        return False
    return True
