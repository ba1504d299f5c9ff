"""What a requirements file is to say: what stands in it, with the pins that are missing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement

from mlprodest_lint.packages import PackageMap, canonical, prefixes
from mlprodest_lint.pinning.needs import needs_of
from mlprodest_lint.pinning.pins import pin_of
from mlprodest_lint.requirements import Kind
from mlprodest_lint.texts import Text
from mlprodest_lint.values.imports import packages_used_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.metadata import Distribution
    from pathlib import Path

    from mlprodest_lint.pinning.environment import Environment
    from mlprodest_lint.requirements import RequirementLine, Requirements
    from mlprodest_lint.workers import Training, Worker

_INDEX_OPTIONS = ("--extra-index-url", "--index-url", "-i", "--find-links", "-f")

_NO_ENVIRONMENT = Text(
    en="No virtual environment was found in {folder}: versions aren't known. Make one there and install the packages,"
    " or name an interpreter with --python.",
    pt="Nenhum ambiente virtual foi encontrado em {folder}: as versões não são conhecidas. Crie um ali e instale os"
    " pacotes, ou indique um interpretador com --python.",
)
_NOT_INSTALLED = Text(
    en="{name} is imported and not installed in {environment}: its version isn't known. Install it there, or write the"
    " version.",
    pt="{name} é importado e não está instalado em {environment}: a versão não é conhecida. Instale-o ali ou escreva a"
    " versão.",
)
_VERSION_UNKNOWN = Text(
    en="{name} is imported: add the version that you use.",
    pt="{name} é importado: acrescente a versão que você usa.",
)
_DECLARED_ONLY = Text(
    en="{name} stands in {file} and isn't installed in {environment}: its line is left as it is.",
    pt="{name} está em {file} e não está instalado em {environment}: a linha fica como está.",
)
_NEED_MISSING = Text(
    en="{by} needs {requirement}, which isn't installed in {environment}.",
    pt="{by} precisa de {requirement}, que não está instalado em {environment}.",
)
_NEED_CONFLICT = Text(
    en="{by} needs {requirement}, but {environment} has {found}: pip will refuse the two together.",
    pt="{by} precisa de {requirement}, mas {environment} tem a versão {found}: o pip vai recusar os dois juntos.",
)
_NEED_ON_LINUX = Text(
    en="On Linux, as at Prodest, {by} also needs {requirement}, whose version isn't known here.",
    pt="No Linux, como no Prodest, {by} também precisa de {requirement}, cuja versão não é conhecida aqui.",
)
_CHANGED = Text(
    en="{file}, line {line}: {old} becomes {new}, the version in {environment}.",
    pt="{file}, linha {line}: {old} passa a ser {new}, a versão em {environment}.",
)
_TO_CHANGE = Text(
    en="{file}, line {line}: {old} doesn't allow the version in {environment}, {version}. Correct this line by hand.",
    pt="{file}, linha {line}: {old} não permite a versão em {environment}, {version}. Corrija esta linha à mão.",
)
_ADDED = Text(en="Added: {line}", pt="Acrescentado: {line}")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say; ``is_open`` where the author has to do something about it."""

    text: Text
    fields: Mapping[str, object]
    is_open: bool


@dataclass
class Plan:
    """The lines to add at the end, those to put in place of others, by their numbers, and what is to be said."""

    added: list[str] = field(default_factory=list)
    replaced: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether the file would change."""
        return bool(self.added or self.replaced)

    @property
    def is_open(self) -> bool:
        """Whether something is left for the author to do."""
        return any(remark.is_open for remark in self.remarks)


def plan_for(unit: Worker | Training, requirements: Requirements, file: Path, environment: Environment | None) -> Plan:
    """Say what a requirements file lacks.

    Args:
        unit: The code that it is for.
        requirements: What stands in it.
        file: The file itself, among those that it includes.
        environment: What is installed for that code.
    """
    return _Planner(unit, requirements, file, environment).plan()


class _Planner:
    def __init__(
        self, unit: Worker | Training, requirements: Requirements, file: Path, environment: Environment | None
    ) -> None:
        self._unit = unit
        self._requirements = requirements
        self._file = file
        self._environment = environment
        self._installed: Mapping[str, Distribution] = environment.installed if environment else {}
        self._packages = PackageMap(unit.settings.packages, unit.root)
        self._plan = Plan()

    def plan(self) -> Plan:
        imported, unknown = self._imported()
        given: defaultdict[str, set[str]] = defaultdict(set, {name: set() for name in imported})
        for line in self._lines:
            given[line.name or ""] |= _extras_of(line)
        self._update_lines()
        self._add_pins(given)
        self._add_unknown(unknown)
        self._plan.added.sort(key=str.lower)
        added = [Remark(_ADDED, {"line": line}, is_open=False) for line in self._plan.added]
        self._plan.remarks[:0] = added
        return self._plan

    @cached_property
    def _lines(self) -> list[RequirementLine]:
        return [line for line in self._requirements.lines if line.kind is Kind.PACKAGE and line.name is not None]

    # What is imported.

    def _imported(self) -> tuple[set[str], set[str]]:
        """Return the installed distributions that imports need, and those whose version isn't known."""
        imported: set[str] = set()
        unknown: set[str] = set()
        for use in packages_used_by(self._unit):
            found = self._providers_of(use.name)
            declared = self._packages.declared_by(use.name, self._requirements.names)
            if found:
                imported |= {name for name in found if name in self._requirements.names} or (
                    set() if declared else {found[0]}
                )
            elif not (declared or use.is_optional or use.is_beside):
                unknown.add(self._packages.likeliest(use.name))
        return imported, unknown - self._installed.keys()

    def _providers_of(self, import_name: str) -> list[str]:
        """Return the installed distributions that provide an import, the likeliest first."""
        names = prefixes(import_name)[::-1]
        user, providers = self._unit.settings.packages, self._environment.providers if self._environment else {}
        configured = [canonical(user[name]) for name in names if name in user]
        nearest: Iterable[str] = next((sorted(providers[name]) for name in names if name in providers), ())
        return [name for name in dict.fromkeys([*configured, *nearest]) if name in self._installed]

    # What stands in the file.

    def _update_lines(self) -> None:
        for line in self._lines:
            distribution = self._installed.get(line.name or "")
            if distribution is None:
                if self._environment is not None:
                    self._say(_DECLARED_ONLY, name=line.name, file=line.path.name)
                continue
            requirement = _requirement(line)
            if requirement is None or not self._applies(requirement):
                continue
            if not requirement.specifier.contains(distribution.version, prereleases=True):
                self._correct(line, requirement, distribution)

    def _applies(self, requirement: Requirement) -> bool:
        markers = self._environment.markers if self._environment else {}
        return requirement.marker is None or requirement.marker.evaluate(dict(markers))

    def _correct(self, line: RequirementLine, requirement: Requirement, distribution: Distribution) -> None:
        pin = pin_of(distribution, self._unit.root, has_index=self._has_index)
        fields: dict[str, Any] = {
            "file": line.path.name,
            "line": line.line,
            "old": line.text,
            "version": distribution.version,
        }
        _, equals, version = (pin.line or "").partition("==")
        if line.path != self._file or line.line != line.end_line or not equals:
            self._say(_TO_CHANGE, is_open=True, **fields)
            return
        extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
        marker = f"; {requirement.marker}" if requirement.marker else ""
        new = f"{requirement.name}{extras}=={version}{marker}"
        self._plan.replaced[line.line] = new
        self._say(_CHANGED, new=new, **fields)

    # What is missing in it.

    def _add_pins(self, given: Mapping[str, Iterable[str]]) -> None:
        if self._environment is None:
            return
        here = needs_of(given, self._installed, self._environment.markers)
        there = needs_of(given, self._installed, self._environment.markers_on_linux)
        for unmet in here.unmet:
            fields = {"by": unmet.by, "requirement": unmet.requirement, "found": unmet.found}
            self._say(_NEED_MISSING if unmet.found is None else _NEED_CONFLICT, is_open=True, **fields)
        for unmet in there.unmet:
            if unmet not in here.unmet and unmet.name not in self._requirements.names:
                self._say(_NEED_ON_LINUX, by=unmet.by, requirement=unmet.requirement)
        platform = self._environment.markers["sys_platform"]
        for name in sorted((here.names | there.names) - self._requirements.names):
            pin = pin_of(self._installed[name], self._unit.root, has_index=self._has_index)
            if pin.remark is not None:
                self._plan.remarks.append(Remark(pin.remark, dict(pin.fields), is_open=pin.line is None))
            if pin.line is not None:
                marker = "" if name in there.names else f' ; sys_platform == "{platform}"'
                self._plan.added.append(f"{pin.line}{marker}")

    def _add_unknown(self, names: Iterable[str]) -> None:
        if self._environment is None:
            self._say(_NO_ENVIRONMENT, is_open=bool(names), folder=self._unit.root)
        for name in sorted(names):
            self._plan.added.append(name)
            self._say(_VERSION_UNKNOWN if self._environment is None else _NOT_INSTALLED, is_open=True, name=name)

    @property
    def _has_index(self) -> bool:
        return any(
            line.kind is Kind.OPTION and line.text.startswith(_INDEX_OPTIONS) for line in self._requirements.lines
        )

    def _say(self, text: Text, *, is_open: bool = False, **fields: object) -> None:
        environment = self._environment.path if self._environment else ""
        self._plan.remarks.append(Remark(text, {"environment": environment, **fields}, is_open))


def _extras_of(line: RequirementLine) -> set[str]:
    requirement = _requirement(line)
    return set(requirement.extras) if requirement else set()


def _requirement(line: RequirementLine) -> Requirement | None:
    """Return what a line asks for, where it names a package and the versions that it allows."""
    try:
        requirement = Requirement(re.split(r"\s-", line.text, maxsplit=1)[0])
    except InvalidRequirement:
        return None
    return requirement if requirement.url is None else None
