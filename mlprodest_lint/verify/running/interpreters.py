"""The interpreter that runs a worker: the one of its virtual environment, or the one that was asked for."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.running.process import passed_on

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENTS = ("env", "venv", ".venv")
_MARK = "pyvenv.cfg"
_PLACES = ("Scripts/python.exe",) if os.name == "nt" else ("bin/python", "bin/python3")
_OLDEST = (3, 8)
_SECONDS = 60.0

_MISSING = Text(
    en="{folder}: this worker has no virtual environment (a folder env, venv or .venv), so it can't be run. Make one in"
    " that folder (python -m venv env), install into it what the worker needs (pip install -r requirements.txt), or"
    " name an interpreter with --python.",
    pt="{folder}: este worker não tem um ambiente virtual (uma pasta env, venv ou .venv) e por isso não pode ser"
    " executado. Crie um nessa pasta (python -m venv env), instale nele o que o worker precisa (pip install -r"
    " requirements.txt) ou indique um interpretador com --python.",
)
_BROKEN = Text(
    en="{path}: this Python can't be run: {reason}. If the virtual environment was moved or made on another system,"
    " make it anew (python -m venv env), or name another interpreter with --python.",
    pt="{path}: não é possível executar este Python: {reason}. Se o ambiente virtual foi movido ou criado em outro"
    " sistema, crie-o de novo (python -m venv env) ou indique outro interpretador com --python.",
)
_TOO_OLD = Text(
    en="{path}: this is Python {found}; a worker is run with Python {oldest} or newer. Name another interpreter with"
    " --python.",
    pt="{path}: este é o Python {found}; um worker é executado com o Python {oldest} ou mais novo. Indique outro"
    " interpretador com --python.",
)


def interpreter_of(worker_root: Path, asked: Path | None) -> Path:
    """Return the interpreter that is to run a worker, after a look at whether it runs.

    Args:
        worker_root: The worker's folder.
        asked: The interpreter that the user named; without it, that of the worker's virtual environment.

    Raises:
        UserError: There is none, it can't be run, or it is too old.
    """
    # Made absolute only, not resolved: a virtual environment is known by the link that it is called by.
    interpreter = (asked or _of_environment(worker_root)).absolute()
    _try(interpreter)
    return interpreter


def _of_environment(root: Path) -> Path:
    for name in ENVIRONMENTS:
        folder = root / name
        if (folder / _MARK).is_file():
            candidates = [folder / place for place in _PLACES]
            # A broken link is there all the same: what is wrong with it is told when it is tried.
            return next((each for each in candidates if os.path.lexists(each)), candidates[0])
    raise UserError(_MISSING, folder=root)


def _try(interpreter: Path) -> None:
    try:
        answer = subprocess.run(  # noqa: S603 - it is what the user asks to be run
            [interpreter, "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            env=passed_on(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise UserError(_BROKEN, path=interpreter, reason=f"{_SECONDS:.0f} s") from None
    except OSError as error:
        raise UserError(_BROKEN, path=interpreter, reason=error.strerror or error) from error
    found = answer.stdout.strip()
    try:
        version = tuple(map(int, found.split(".")))
    except ValueError:
        lines = (answer.stderr or found).strip().splitlines() or [f"status {answer.returncode}"]
        raise UserError(_BROKEN, path=interpreter, reason=lines[-1][:200]) from None
    if version < _OLDEST:
        raise UserError(_TOO_OLD, path=interpreter, found=found, oldest=".".join(map(str, _OLDEST)))
