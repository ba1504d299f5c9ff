"""What distributions need besides themselves, as an environment's metadata says it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from mlprodest_lint.packages import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.metadata import Distribution


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement of an installed distribution that what is installed doesn't meet; ``found`` is its version."""

    by: str
    requirement: str
    name: str
    found: str | None


@dataclass(frozen=True)
class Needs:
    """The distributions that are needed, the given ones included, and what of it isn't met."""

    names: frozenset[str]
    unmet: tuple[Unmet, ...]


def needs_of(
    given: Mapping[str, Iterable[str]], installed: Mapping[str, Distribution], markers: Mapping[str, str]
) -> Needs:
    """Follow the requirements of distributions, and of what they require.

    Args:
        given: Distributions in canonical form with the extras that are asked for; those that aren't installed are
            passed over.
        installed: What is installed.
        markers: What the markers of requirements are compared with.
    """
    extras: defaultdict[str, set[str]] = defaultdict(set)
    unmet: dict[Unmet, None] = {}
    pending = [(name, frozenset(wanted)) for name, wanted in given.items() if name in installed]
    while pending:
        name, wanted = pending.pop()
        if name in extras and wanted <= extras[name]:
            continue
        extras[name] |= wanted
        for requirement in _requirements_of(installed[name], extras[name], markers):
            needed = canonical(requirement.name)
            version = installed[needed].version if needed in installed else None
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                unmet[Unmet(name, str(requirement), needed, version)] = None
            if version is not None:
                pending.append((needed, frozenset(requirement.extras)))
    return Needs(frozenset(extras), tuple(unmet))


def _requirements_of(
    distribution: Distribution, extras: Iterable[str], markers: Mapping[str, str]
) -> Iterator[Requirement]:
    for text in distribution.requires or ():
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**markers, "extra": extra}) for extra in ("", *extras)):
            yield requirement
