"""The user's folder for caches, as each system has it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NAME = "mlprodest-lint"


def default_folder() -> Path | None:
    """Return the folder for the caches of this program; nothing where the user has no home.

    The package platformdirs gives the same, but takes a tenth of the time of a run in which nothing has changed.
    """
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local", _NAME, "Cache")
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / _NAME
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named if named.startswith("/") else home / ".cache", _NAME)
