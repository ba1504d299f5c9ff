"""The names that may stand in an artifact's pickle, and what each is read as.

The data is the table ``data/plain_names.txt``. A name is written ``module:name``, as the pickle spells it: the
versions of Python, numpy and pandas spell some of them differently.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TABLE_FILE = Path(__file__).parents[2] / "data" / "plain_names.txt"

NameKey = tuple[str, str]


@cache
def plain_names() -> Mapping[NameKey, str]:
    """Return what each name of plain data is read as, by its module and name."""
    rows = (line.partition(" = ") for line in _TABLE_FILE.read_text("utf-8").splitlines() if line[0] != "#")
    return MappingProxyType({parsed(name): reading for name, _, reading in rows})


def accepted(further: Iterable[str]) -> frozenset[NameKey]:
    """Return all names that may stand in an artifact.

    Args:
        further: The names that the user accepts besides those of plain data, each ``module:name``.
    """
    return frozenset(plain_names()) | frozenset(map(parsed, further))


def parsed(name: str) -> NameKey:
    """Return module and name of a ``module:name``."""
    module, _, rest = name.partition(":")
    return module, rest
