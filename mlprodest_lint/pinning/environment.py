"""The virtual environment that belongs to a folder of code, read from outside: nothing in it is run where possible."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.markers import default_environment
from packaging.version import InvalidVersion, Version

from mlprodest_lint.packages import ENVIRONMENT_NAMES, canonical, distributions_in, site_packages
from mlprodest_lint.paths import entries, is_file, is_folder, is_there, normalized
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MARK = "pyvenv.cfg"
_PROGRAMS = ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe")
_SECONDS_TO_ANSWER = 60
_VERSION = re.compile(r"(\d+\.\d+)(\.\d+)?")
_WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
_LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"}
_QUESTION = """
import json, os, platform, sys
version = platform.python_version()
print(json.dumps({"path": [p for p in sys.path if p], "markers": {
    "implementation_name": sys.implementation.name,
    "implementation_version": "%d.%d.%d" % sys.implementation.version[:3],
    "os_name": os.name, "platform_machine": platform.machine(), "platform_release": platform.release(),
    "platform_system": platform.system(), "platform_version": platform.version(), "python_full_version": version,
    "platform_python_implementation": platform.python_implementation(),
    "python_version": ".".join(platform.python_version_tuple()[:2]), "sys_platform": sys.platform}}))
"""

_SEVERAL = Text(
    en="{folder} holds several virtual environments: {names}. Say which one to read with --python, for example --python"
    " {example}.",
    pt="{folder} contém vários ambientes virtuais: {names}. Indique qual deve ser lido com --python, por exemplo"
    " --python {example}.",
)
_NO_PYTHON = Text(
    en="--python: {path} is neither a Python interpreter nor a virtual environment.",
    pt="--python: {path} não é um interpretador Python nem um ambiente virtual.",
)
_NO_ANSWER = Text(
    en="{path}: this interpreter doesn't say what is installed: {reason}. Give another with --python.",
    pt="{path}: este interpretador não diz o que está instalado: {reason}. Indique outro com --python.",
)


@dataclass(frozen=True)
class Environment:
    """What is installed for one interpreter.

    Attributes:
        path: The environment's folder, or the interpreter.
        sites: The folders that packages are installed in, in the order in which they are searched.
        markers: What markers of requirements are compared with there.
    """

    path: Path
    sites: tuple[Path, ...]
    markers: Mapping[str, str]

    @cached_property
    def installed(self) -> Mapping[str, Distribution]:
        """The distributions by their names in canonical form."""
        found: dict[str, Distribution] = {}
        for distribution in distributions(path=list(map(str, self.sites))):
            fields = distribution.metadata
            if "Name" in fields and "Version" in fields and _is_version(fields["Version"]):
                found.setdefault(canonical(fields["Name"]), distribution)
        return found

    @cached_property
    def providers(self) -> Mapping[str, frozenset[str]]:
        """Import names and the distributions that hold them."""
        return distributions_in(self.sites)

    @property
    def markers_on_linux(self) -> Mapping[str, str]:
        """What markers are compared with on a machine at Prodest, with the same version of Python."""
        return self.markers if self.markers["sys_platform"] == "linux" else {**self.markers, **_LINUX}


def environment_of(folder: Path, python: str | None) -> Environment | None:
    """Return the environment to read.

    Args:
        folder: The folder of the code, in which environments are looked for.
        python: The interpreter or the environment that the user names.

    Returns:
        What is named, else the one environment in the folder; ``None`` where there is none.

    Raises:
        UserError: What is named is no interpreter, doesn't answer, or there are several environments.
    """
    if python is not None:
        return _named(python)
    found = [folder / entry.name for entry in entries(folder) if is_file(folder / entry.name / _MARK)]
    usual = [path for path in found if path.name in ENVIRONMENT_NAMES]
    candidates = usual or found
    if len(candidates) > 1:
        names = ", ".join(path.name for path in candidates)
        raise UserError(_SEVERAL, folder=folder, names=names, example=candidates[0])
    return _virtual(candidates[0]) if candidates else None


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _named(python: str) -> Environment:
    path = normalized(Path(python))
    folders = [path] if is_folder(path) else [path.parent.parent, path.parent]
    environment = next((folder for folder in folders if is_file(folder / _MARK)), None)
    if environment is not None and is_there(path):
        return _virtual(environment)
    program = _program_in(path) if is_folder(path) else path
    if program is None or not is_file(program):
        raise UserError(_NO_PYTHON, path=python)
    return _asked(program, path)


def _virtual(folder: Path) -> Environment:
    """Read an environment from its files; where they say that those of another one count too, ask its interpreter."""
    settings = dict(_settings_of(folder / _MARK))
    version = _VERSION.match(settings.get("version") or settings.get("version_info") or "")
    sees_others = settings.get("include-system-site-packages", "").lower() == "true"
    program = _program_in(folder)
    if program is not None and (sees_others or version is None):
        return _asked(program, folder)
    sites = [site for site in site_packages(folder) if is_folder(site)]
    return Environment(folder, tuple(_with_linked(sites)), _markers(folder, version, settings))


def _settings_of(file: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        key, _, value = line.partition("=")
        yield key.strip().lower(), value.strip()


def _markers(folder: Path, version: re.Match[str] | None, settings: Mapping[str, str]) -> Mapping[str, str]:
    markers = {key: str(value) for key, value in default_environment().items()}
    if version is not None:
        full = version[0] if version[2] else f"{version[1]}.0"
        markers |= {"python_version": version[1], "python_full_version": full, "implementation_version": full}
    if "implementation" in settings:
        name = settings["implementation"]
        markers |= {"platform_python_implementation": name, "implementation_name": name.lower()}
    is_of_windows = is_folder(folder / "Scripts") and not is_folder(folder / "bin")
    return markers | (_WINDOWS if is_of_windows and os.name != "nt" else {})


def _program_in(folder: Path) -> Path | None:
    return next((folder / name for name in _PROGRAMS if is_file(folder / name)), None)


def _asked(program: Path, shown: Path) -> Environment:
    """Ask an interpreter where it looks for packages, and what it is."""
    command = [str(program), "-I", "-c", _QUESTION]
    try:
        run = subprocess.run(command, capture_output=True, timeout=_SECONDS_TO_ANSWER, check=True)  # noqa: S603
        answer = json.loads(run.stdout)
        sites = [Path(path) for path in answer["path"] if is_folder(path)]
        return Environment(shown, tuple(sites), dict(answer["markers"]))
    except OSError as error:
        raise UserError(_NO_ANSWER, path=program, reason=error.strerror or error) from error
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        raise UserError(_NO_ANSWER, path=program, reason=error) from error


def _with_linked(sites: Iterable[Path]) -> Iterator[Path]:
    """Yield the folders and those that files with the ending `.pth` add to them."""
    for site in sites:
        yield site
        for entry in entries(site):
            if entry.name.endswith(".pth"):
                yield from _linked_by(site / entry.name)


def _linked_by(file: Path) -> Iterator[Path]:
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        if line.strip() and not line.startswith(("#", "import ", "import\t")) and "\0" not in line:
            path = normalized(file.parent / line.strip())
            if is_folder(path):
                yield path
