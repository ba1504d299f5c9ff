"""Names of files that some system can't hold, or can't hold beside one another."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

from mlprodest_lint.filenames import (
    LONGEST,
    folded,
    is_device_on_windows,
    is_forbidden_on_windows,
    is_shortened_on_windows,
)
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NOT_TEXT = Text(
    en="its name is not valid in the encoding of this system",
    pt="o nome não é válido na codificação deste sistema",
)
_BAD_CHARACTER = Text(
    en="its name has a character that Windows and zip readers refuse",
    pt="o nome tem um caractere que o Windows e leitores de zip recusam",
)
_DEVICE = Text(en="its name is that of a device on Windows", pt="o nome é o de um dispositivo no Windows")
_TRAILING = Text(
    en="its name ends in a dot or a space, which Windows drops",
    pt="o nome termina em ponto ou espaço, que o Windows descarta",
)
_TOO_LONG = Text(en="its name is longer than 255 bytes", pt="o nome tem mais de 255 bytes")


def composed(name: str) -> str:
    """Return a name with each accented letter as one character (NFC), as code on every system writes it.

    A folder on macOS may hold a name in another form. The machines at Prodest take the two for different names.
    """
    return unicodedata.normalize("NFC", name)


def objection(name: str) -> Text | None:
    """Say why a system can't hold a file or folder of this name, or nothing.

    Args:
        name: One part of a path.
    """
    if any("\ud800" <= character <= "\udfff" for character in name):
        return _NOT_TEXT
    if is_forbidden_on_windows(name):
        return _BAD_CHARACTER
    if is_device_on_windows(name):
        return _DEVICE
    if is_shortened_on_windows(name):
        return _TRAILING
    return _TOO_LONG if len(name.encode()) > LONGEST else None


def collisions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of paths that are one and the same on a system that ignores letter case or Unicode form.

    Args:
        names: Paths with ``/`` as they are on the disk; the folders in them count too.
    """
    known: dict[str, str] = {}
    for name in names:
        for path in accumulate(name.split("/"), "{}/{}".format):
            first = known.setdefault("/".join(map(folded, path.split("/"))), path)
            if first != path:
                yield first, path
                break
