"""Sets up, shows, tests and checks this project; needs only Python 3.10 or newer.

    python3 dev.py demo                 set up and lint a worker pair full of usual mistakes
    python3 dev.py test [ARGUMENTS]     set up and run the tests (further arguments go to pytest; with -m slow, those
                                        that make virtual environments of their own)
    python3 dev.py check                lint, format, types, and whether what is written by docs is current
    python3 dev.py docs                 write the rule pages and the schema of the configuration anew
    python3 dev.py bench [ARGUMENTS]    compare speed and memory with other linters

Everything it installs goes into the folder .venv beside this file. On Windows type `py` instead of `python3`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 10)
# An environment works where it was made, with the Python that made it.
ORIGIN = {"place": str(VENV), "python": sys.version, "base": sys.base_prefix}

# What writes the parts of the documentation that are made from the code.
WRITERS = (
    ("mlprodest_lint.documentation", "docs/rules"),
    ("mlprodest_lint.configschema", "docs/configuration-schema.json"),
)

# What a user's own settings would otherwise change in the environment: where packages go, what is imported.
UNWANTED = ("PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_TARGET", "PIP_DRY_RUN")


class SetupError(Exception):
    """What keeps the environment from being made, and what to do about it."""


def demo(arguments: Sequence[str]) -> int:
    """Lint the worker pair with mistakes; its findings are the point, not a failure."""
    prepare()
    print("$ mlprodest-lint examples/mistakes", *arguments, flush=True)
    status = run(PYTHON, "-m", "mlprodest_lint", "examples/mistakes", *arguments)
    if status != 1:
        print(f"The demonstration should have ended with findings (status 1), not with status {status}.")
        return status or 1
    linter = BIN / "mlprodest-lint"
    shown = linter.relative_to(Path.cwd()) if linter.is_relative_to(Path.cwd()) else linter
    print(
        f"""
These are the mistakes of the workers in examples/mistakes. Next:
Esses são os erros dos workers em examples/mistakes. Agora:

    {shown} explain MLP204      what a rule asks / o que uma regra pede
    {shown} YOUR-PROJECT        your own workers / os seus workers"""
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
        *((*command, "--check") for command in WRITERS),
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
    """Write the rule pages from the rules, and the schema of the configuration from its keys."""
    refuse(arguments)
    prepare()
    return max(run(PYTHON, "-m", *command) for command in WRITERS)


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
    except (SetupError, OSError) as error:
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
    stamp = read_stamp()
    if not PYTHON.exists() or any(stamp.get(key) != value for key, value in ORIGIN.items()):
        make_environment()
        stamp = {}
    declared = b"".join((ROOT / folder / "pyproject.toml").read_bytes() for folder in (".", "runtime"))
    pyproject = hashlib.sha256(declared).hexdigest()
    installed = set(stamp.get("groups", []))
    if stamp.get("pyproject") == pyproject and installed.issuperset(groups):
        return
    everything = sorted(installed.union(groups))
    # Without the stamp the next run begins anew: pip doesn't mend what an interruption leaves half-installed.
    STAMP.unlink(missing_ok=True)
    try:
        install(everything)
    except SetupError:
        # pip changes nothing before it has fetched everything: what was there still works, offline too.
        if stamp:
            write_stamp(stamp)
        raise
    write_stamp({**ORIGIN, "pyproject": pyproject, "groups": everything})


def read_stamp() -> dict[str, Any]:
    """Return what was installed, or nothing where an installation never ended."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: Mapping[str, Any]) -> None:
    """Note what is installed."""
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def make_environment() -> None:
    """Make the virtual environment, in place of one that doesn't work here."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise SetupError(f"{VENV} has to be made anew, and it is the Python that runs this; leave it and try again")
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        raise SetupError(
            "this Python can't make virtual environments. On Debian or Ubuntu: sudo apt install python3-venv; "
            "elsewhere install Python from python.org. Then run the same command again"
        )
    print(f"Making {VENV}", flush=True)
    if run(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        raise SetupError(
            f"{VENV} can't be made; the reason is above. Close programs that use it, "
            "see that there is room on the disk, and run the same command again"
        )


def install(groups: Sequence[str]) -> None:
    """Install the project, editable, and dependency groups into the environment; the runtime with its group."""
    print(f"Installing the project into {VENV}; this takes a minute the first time", flush=True)
    steps = [["--editable", ".", *(f"--group={group}" for group in groups)]]
    if groups:
        # Dependency groups came with pip 25.1; Python brings older ones.
        steps.insert(0, ["pip>=25.1"])
    if "runtime" in groups:
        steps[-1] += ["--editable", "./runtime[minio]"]
    for step in steps:
        if run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *step) != 0:
            raise SetupError(
                "pip couldn't install the project; its message is above. See that the network is there and run "
                f"the same command again; if that doesn't help, delete {VENV} first"
            )


def run(*command: str | Path) -> int:
    """Run a command in the project's folder and return its exit status."""
    return subprocess.run(command, cwd=ROOT, check=False, env=environment()).returncode


def environment() -> dict[str, str]:
    """Return the variables for what runs in the virtual environment."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    path = os.pathsep.join([str(BIN), kept.get("PATH", os.defpath)])
    # PIP_USER stands above a pip.conf that says user = true, which fails in a virtual environment.
    return {**kept, "PATH": path, "PIP_USER": "0", "VIRTUAL_ENV": str(VENV)}


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(
            "dev.py: Python 3.10 or newer is needed, this is {}.{}. "
            "Run it with a newer one, such as: python3.12 dev.py demo".format(*sys.version_info[:2])
        )
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
