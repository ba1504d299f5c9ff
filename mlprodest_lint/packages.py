"""Which distributions provide an import: by a table, the worker's virtual environment and the user's settings."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mlprodest_lint.paths import entries, is_file, is_folder, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TABLE_FILE = Path(__file__).parent / "data" / "packages.txt"
ENVIRONMENT_NAMES = ("env", "venv", ".venv")
"""What a virtual environment in a worker is usually called."""

_METADATA_SUFFIXES = (".dist-info", ".egg-info")
_SEPARATORS = re.compile(r"[-_.]+")
_NAME_FIELD = re.compile(r"^Name:[ \t]*([A-Za-z0-9._-]+)[ \t]*$", re.MULTILINE)
_MODULE_SUFFIXES = (".py", ".so", ".pyd")


def canonical(name: str) -> str:
    """Return the name of a distribution in its canonical form (PEP 503)."""
    # As `packaging` does, whose import costs more than all the rest of a command that needs no other part of it.
    return _SEPARATORS.sub("-", name).lower()


def distributions_of(import_name: str) -> tuple[str, ...]:
    """Return the distributions that may provide an import, in canonical form, the likeliest first.

    Args:
        import_name: A dotted name. What follows the module in it does no harm: ``google.cloud.storage.Client``.
    """
    parts = import_name.split(".")
    dashed = list(accumulate((canonical(part) for part in parts), "{}-{}".format))
    if parts[0] in _namespaces():
        dashed.reverse()
    known = next((_table()[prefix] for prefix in reversed(prefixes(import_name)) if prefix in _table()), ())
    return tuple(dict.fromkeys([*known, *dashed]))


def installed_distributions(worker_root: Path) -> Mapping[str, frozenset[str]]:
    """Return what the worker's virtual environments provide: import names and the distributions that hold them.

    A name is dotted where a namespace package is shared by several distributions. Only metadata is read; what is
    unreadable or broken is left out.

    Args:
        worker_root: The folder that holds the environments, of either system's layout.
    """
    return distributions_in(site for name in ENVIRONMENT_NAMES for site in site_packages(worker_root / name))


def distributions_in(sites: Iterable[Path]) -> Mapping[str, frozenset[str]]:
    """Return what is installed in some folders: import names and the distributions that hold them.

    Args:
        sites: The folders, such as an environment's ``site-packages``.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for site in sites:
        for entry in entries(site):
            if entry.name.endswith(_METADATA_SUFFIXES):
                _add_distribution(site / entry.name, found)
    return MappingProxyType({name: frozenset(distributions) for name, distributions in found.items()})


def modules_in(path: Path) -> frozenset[str]:
    """Return the names of the modules that a project's folder or a wheel provides; none if it can't be read."""
    if is_folder(path):
        return frozenset(_modules_in_folder(path))
    return frozenset(name.partition(".")[0] for name in _recorded_modules(_names_in_wheel(path)))


@dataclass(frozen=True)
class PackageMap:
    """What explains a worker's imports.

    Attributes:
        user: The user's own map of import names to distributions.
        worker_root: The worker whose virtual environments are asked, only where nothing else explains an import.
    """

    user: Mapping[str, str]
    worker_root: Path

    @cached_property
    def installed(self) -> Mapping[str, frozenset[str]]:
        """What the worker's virtual environments provide."""
        return installed_distributions(self.worker_root)

    def likeliest(self, import_name: str) -> str:
        """Return the distribution that most likely provides an import, in canonical form.

        Args:
            import_name: A dotted name.
        """
        names = prefixes(import_name)[::-1]
        configured = [canonical(self.user[prefix]) for prefix in names if prefix in self.user]
        installed = [name for prefix in names for name in sorted(self.installed.get(prefix, ()))]
        return [*configured, *installed, *distributions_of(import_name)][0]

    def declared_by(self, import_name: str, names: frozenset[str]) -> bool:
        """Tell whether one of the distributions provides an import.

        Args:
            import_name: A dotted name; of ``from google.cloud import storage``, ``google.cloud.storage``.
            names: Distributions in canonical form.
        """
        parts = prefixes(import_name)
        return (
            not names.isdisjoint(distributions_of(import_name))
            or any(canonical(self.user[prefix]) in names for prefix in parts if prefix in self.user)
            or (import_name in _namespaces() and _shares_namespace(import_name, names))
            or _resembles(parts[0], names)
            or any(not names.isdisjoint(self.installed.get(prefix, ())) for prefix in parts)
            or any(
                name.startswith(f"{import_name}.") and not names.isdisjoint(distributions)
                for name, distributions in self.installed.items()
            )
        )


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    rows = (line.partition(" = ") for line in _TABLE_FILE.read_text("utf-8").splitlines() if line[0] != "#")
    return {name: tuple(distributions.split()) for name, _, distributions in rows}


@cache
def _namespaces() -> frozenset[str]:
    """Return the packages that the table splits among distributions and that no distribution owns."""
    parents = {prefix for name in _table() if "." in name for prefix in prefixes(name)[:-1]}
    return frozenset(parents - _table().keys())


def prefixes(import_name: str) -> list[str]:
    """Return the names of a module and of the packages that hold it, the outermost first."""
    return list(accumulate(import_name.split("."), "{}.{}".format))


def _shares_namespace(namespace: str, names: Iterable[str]) -> bool:
    """Tell whether a distribution lives in a namespace: an import of the bare namespace can mean any of them."""
    known = {
        distribution
        for name, distributions in _table().items()
        if name.startswith(f"{namespace}.")
        for distribution in distributions
    }
    dashed = f"{canonical(namespace)}-"
    return any(name in known or name.startswith(dashed) for name in names)


def _resembles(import_name: str, names: frozenset[str]) -> bool:
    """Tell whether a distribution bears the name up to the additions that are usual on PyPI."""
    name = canonical(import_name)
    bare = name.replace("-", "")
    return not names.isdisjoint((f"python-{name}", f"{name}-python")) or any(
        declared.replace("-", "") == bare for declared in names
    )


def site_packages(environment: Path) -> Iterator[Path]:
    """Yield where an environment keeps its packages, in the manner of Windows and of the other systems."""
    versions = (entry.name for entry in entries(environment / "lib") if entry.name.startswith("python3."))
    for folder in ("Lib", *(f"lib/{version}" for version in versions)):
        yield environment / folder / "site-packages"


def _add_distribution(metadata: Path, found: defaultdict[str, set[str]]) -> None:
    if is_file(metadata):
        name = _NAME_FIELD.search(_read(metadata))
    else:
        name = _NAME_FIELD.search(_read(metadata / "METADATA") or _read(metadata / "PKG-INFO"))
    if name is None:
        return
    modules = set(_recorded_modules(_read(metadata / "RECORD").splitlines()))
    heads = {module.partition(".")[0] for module in modules}
    top_level = {module for module in _read(metadata / "top_level.txt").split() if module.isidentifier()}
    for module in modules | (top_level - heads) or {name[1].replace("-", "_")}:
        found[module].add(canonical(name[1]))


def _names_in_wheel(wheel: Path) -> list[str]:
    # Imported here: few workers require a wheel by its path.
    from io import BytesIO  # noqa: PLC0415
    from struct import error as StructError  # noqa: N812, PLC0415
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415

    try:
        with ZipFile(BytesIO(read_bytes(wheel))) as archive:
            return archive.namelist()
    except (OSError, BadZipFile, NotImplementedError, StructError, ValueError):
        return []


def _modules_in_folder(folder: Path) -> Iterator[str]:
    for place in (folder, folder / "src"):
        for name, holds_more, _ in entries(place):
            if name.endswith(_MODULE_SUFFIXES) or (holds_more and is_file(place / name / "__init__.py")):
                yield name.partition(".")[0]


def _recorded_modules(record: Iterable[str]) -> Iterator[str]:
    """Yield the outermost modules and packages of a RECORD; below a folder without ``__init__.py``, what it holds."""
    paths = [path for line in record if (path := line.partition(",")[0].strip('"')).endswith(_MODULE_SUFFIXES)]
    packages = {path.removesuffix("/__init__.py") for path in paths if path.endswith("/__init__.py")}
    for path in paths:
        folder, _, file = path.rpartition("/")
        folders = list(accumulate(folder.split("/"), "{}/{}".format)) if folder else []
        package = next((outer for outer in folders if outer in packages), None)
        stem = file.partition(".")[0]
        parts = (package or f"{folder}/{stem}".lstrip("/")).split("/")
        if all(part.isidentifier() for part in parts):
            yield ".".join(parts)


def _read(path: Path) -> str:
    try:
        return read_bytes(path).decode(errors="replace")
    except OSError:
        return ""
