"""Sets up, shows, tests and checks this project; needs only Python 3.10 or newer.

    python3 dev.py demo                 set up and lint a worker pair full of usual mistakes
    python3 dev.py test [ARGUMENTS]     set up and run the tests (further arguments go to pytest; -m "not slow"
                                        leaves out the one that makes virtual environments of its own)
    python3 dev.py check                lint, format, types, and whether the rule pages are current
    python3 dev.py docs                 write the rule pages anew
    python3 dev.py bench [ARGUMENTS]    compare speed and memory with flake8 and Fixit

Everything it installs goes into the folder .venv beside this file. On Windows type `py` instead of `python3`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 10)

# What a user's own settings would otherwise change in the environment: where packages go, what is imported.
UNWANTED = ("PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_USER")


class SetupError(Exception):
    """What keeps the environment from being made, and what to do about it."""


def demo(arguments: Sequence[str]) -> int:
    """Lint the worker pair with mistakes; its findings are the point, not a failure."""
    prepare()
    linter = BIN / "mlprodest-lint"
    print("$ mlprodest-lint examples/mistakes", *arguments, flush=True)
    status = run(linter, "examples/mistakes", *arguments)
    if status != 1:
        print(f"The demonstration should have ended with findings (status 1), not with status {status}.")
        return status or 1
    shown = linter.relative_to(ROOT)
    print(
        f"""
Those are the mistakes of the workers in examples/mistakes, as {shown} reports them.
Next: {shown} explain MLP204           what a rule asks, with an example
      {shown} FOLDER-OF-YOUR-PROJECT   your own workers
Esses são os erros dos workers em examples/mistakes. Agora experimente os dois comandos acima: o primeiro
explica uma regra, o segundo verifica o seu projeto."""
    )
    return 0


def test(arguments: Sequence[str]) -> int:
    """Run the tests, in parallel."""
    prepare("dev", "runtime")
    return run(PYTHON, "-m", "pytest", "-n", "auto", *arguments)


def check(arguments: Sequence[str]) -> int:
    """Run every check, the later ones even if an earlier one fails."""
    refuse(arguments)
    prepare("dev", "runtime")
    checks = (
        ("ruff", "check"),
        ("ruff", "format", "--check"),
        ("mypy",),
        ("mlprodest_lint.documentation", "docs/rules", "--check"),
    )
    failed = []
    for module, *options in checks:
        title = " ".join([module, *options])
        print(f"$ {title}", flush=True)
        if run(PYTHON, "-m", module, *options) != 0:
            failed.append(title)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def docs(arguments: Sequence[str]) -> int:
    """Write the rule pages from the rules."""
    refuse(arguments)
    prepare()
    return run(PYTHON, "-m", "mlprodest_lint.documentation", "docs/rules")


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    prepare("bench")
    return run(PYTHON, "benchmarks/run.py", *arguments)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "docs": docs,
    "bench": bench,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        asked_for_help = bool(arguments) and arguments[0] in {"-h", "--help", "help"}
        print(__doc__, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    try:
        return command(arguments[1:])
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def refuse(arguments: Sequence[str]) -> None:
    """Accept no arguments."""
    if arguments:
        raise SetupError(f"this command takes no arguments, but got: {' '.join(arguments)}")


def prepare(*groups: str) -> None:
    """Make the environment hold the project and the given dependency groups; do nothing where it already does."""
    declared = b"".join((ROOT / folder / "pyproject.toml").read_bytes() for folder in (".", "runtime"))
    wanted = {"place": str(VENV), "pyproject": hashlib.sha256(declared).hexdigest()}
    stamp = read_stamp()
    if stamp.get("place", wanted["place"]) != wanted["place"] or not is_usable():
        make_environment()
        stamp = {}
    installed = stamp.get("groups", []) if stamp.get("pyproject") == wanted["pyproject"] else None
    if installed is not None and set(groups) <= set(installed):
        return
    STAMP.unlink(missing_ok=True)
    everything = sorted({*groups, *(installed or [])})
    install(everything)
    STAMP.write_text(json.dumps({**wanted, "groups": everything}), encoding="utf-8")


def read_stamp() -> dict[str, str | list[str]]:
    """Return what was installed, or nothing where an installation never ended."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_usable() -> bool:
    """Tell whether the environment has pip and runs this very Python; a half-made or outdated one doesn't."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import pip, sys; print(sys.version)"]
    answer = subprocess.run(probe, capture_output=True, check=False, env=environment(), encoding="utf-8")
    return answer.stdout.split() == sys.version.split()


def make_environment() -> None:
    """Make the virtual environment, in place of one that doesn't work."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise SetupError(f"{VENV} has to be made anew, and it is the Python that runs this; leave it and try again")
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            "this Python has no ensurepip, so it can't make virtual environments. On Debian or Ubuntu: "
            "sudo apt install python3-venv; elsewhere install Python from python.org. Then run the same command again"
        )
    print(f"Making {VENV}", flush=True)
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(f"{VENV} can't be made: {error}") from error


def install(groups: Sequence[str]) -> None:
    """Install the project, editable, and dependency groups into the environment; the runtime with its group."""
    print(f"Installing the project into {VENV}; this takes a minute the first time", flush=True)
    steps = [["--editable", "."]]
    if groups:
        # Dependency groups came with pip 25.1; Python brings older ones.
        runtime = ["--editable", "./runtime[minio]"] if "runtime" in groups else []
        steps = [["--upgrade", "pip>=25.1"], ["--editable", ".", *runtime, *(f"--group={group}" for group in groups)]]
    for step in steps:
        if run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *step) != 0:
            raise SetupError(
                "pip couldn't install the project; its message is above. Try the same command again, "
                f"and if that doesn't help, delete {VENV} first"
            )


def run(*command: str | Path) -> int:
    """Run a command in the project's folder and return its exit status."""
    return subprocess.run(command, cwd=ROOT, check=False, env=environment()).returncode


def environment() -> dict[str, str]:
    """Return the variables for what runs in the virtual environment."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    path = os.pathsep.join([str(BIN), kept.get("PATH", os.defpath)])
    return {**kept, "PATH": path, "VIRTUAL_ENV": str(VENV)}


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(
            "dev.py: Python 3.10 or newer is needed, this is {}.{}. "
            "Run it with a newer one, such as: python3.12 dev.py demo".format(*sys.version_info[:2])
        )
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
