"""What lies at a path. Where that can't be told, as in a folder that may not be searched, nothing does.

The methods of ``Path`` raise there, up to Python 3.13.
"""

from __future__ import annotations

import os
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Tell whether a folder lies there, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path) -> bool:
    """Tell whether a regular file lies there, or a link to one."""
    return os.path.isfile(path)  # noqa: PTH113


def is_there(path: Path) -> bool:
    """Tell whether anything lies there, a dangling link included."""
    return os.path.lexists(path)


def normalized(path: Path) -> Path:
    """Return an absolute path without ``..``."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (`Path.absolute` keeps `..`)
