"""Looks into an artifact, in a process of its own with bounded memory and time.

The decoder runs nothing of what it reads; the bounds hold what nobody has thought of.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from mlprodest_lint.verify.artifacts.contents import contents
from mlprodest_lint.verify.artifacts.pickles import MOST_BYTES, decode
from mlprodest_lint.verify.artifacts.plainnames import accepted
from mlprodest_lint.verify.artifacts.refusals import Kind, Problem, RefusalError
from mlprodest_lint.verify.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_MEMORY = 512 * 2**20
MOST_SECONDS = 10
_MOST_WAITING = 30
_MOST_OUTPUT = 2 * 2**20
_PROGRAM = "mlprodest_lint.verify.artifacts.decoding"
_IMPORTABLE_FROM = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of looking into an artifact: what it holds, or why it was refused."""

    contents: Entry | None
    problem: Problem | None


def examine(file: Path, names: Iterable[str] = ()) -> Examined:
    """Look into an artifact without unpickling it.

    Args:
        file: The pickle.
        names: The names that may stand in it besides those of plain data, each ``module:name``.
    """
    request = {"file": str(file.absolute()), "names": sorted(names)}
    with TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 - it is our own program
                [sys.executable, "-m", _PROGRAM],
                input=json.dumps(request).encode(),
                stdout=output,
                stderr=subprocess.DEVNULL,
                cwd=_IMPORTABLE_FROM,
                timeout=_MOST_WAITING,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _exhausted()
        output.seek(0)
        answer = output.read(_MOST_OUTPUT)
    if done.returncode:
        return _exhausted()
    return _parsed(answer)


def _exhausted() -> Examined:
    return Examined(None, Problem(Kind.EXHAUSTING))


def _parsed(answer: bytes) -> Examined:
    try:
        told = json.loads(answer)
    except ValueError:
        return _exhausted()
    if "problem" in told:
        return Examined(None, Problem(Kind(told["problem"]), told["fields"]))
    return Examined(_entry(told["contents"]), None)


def _entry(told: Mapping[str, Any]) -> Entry:
    entries = tuple(map(_entry, told["entries"]))
    return Entry(told["key"], told["type"], told["value"], entries, told["omitted"])


# In the process of its own.


def main() -> int:
    """Look into the artifact that standard input names, and write what came of it to standard output, as JSON."""
    request = json.load(sys.stdin)
    _hold_in()
    json.dump(_answer(Path(request["file"]), request["names"]), sys.stdout)
    return 0


def _answer(file: Path, names: Iterable[str]) -> Mapping[str, object]:
    try:
        return {"contents": asdict(contents(decode(_bytes_of(file), accepted(names))))}
    except RefusalError as refusal:
        return {"problem": refusal.problem.kind.value, "fields": dict(refusal.problem.fields)}
    except MemoryError:
        return {"problem": Kind.EXHAUSTING.value, "fields": {}}


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise RefusalError(Kind.UNREADABLE, reason=error.strerror or type(error).__name__) from None


def _hold_in() -> None:
    """Bound memory, time and output of this process, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT),
    ):
        with suppress(OSError, ValueError):  # macOS refuses the first; the others hold
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    sys.exit(main())
