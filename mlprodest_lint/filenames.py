"""What other systems than this one make of the name of a file or folder."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 255
"""The most bytes that a name may have."""

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?: *\..*)?", re.IGNORECASE)


def is_forbidden_on_windows(name: str) -> bool:
    """Tell whether a name has a character that Windows refuses."""
    return _FORBIDDEN.search(name) is not None


def is_device_on_windows(name: str) -> bool:
    """Tell whether a name is that of a device on Windows, in whatever folder."""
    return _DEVICE.fullmatch(name) is not None


def is_shortened_on_windows(name: str) -> bool:
    """Tell whether Windows drops the end of a name."""
    return name.endswith((".", " "))


def is_bad_on_windows(name: str) -> bool:
    """Tell whether Windows can't hold a file or folder of this name."""
    return is_forbidden_on_windows(name) or is_device_on_windows(name) or is_shortened_on_windows(name)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return what all spellings of a name have in common that a system may take as one.

    Some ignore letter case, some in which form accented letters are written, some both.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
