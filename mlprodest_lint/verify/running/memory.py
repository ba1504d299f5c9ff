"""How much memory is free for the workers' processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_AVAILABLE = "MemAvailable:"


def available_memory() -> int | None:
    """Return how many bytes are free without swapping, or ``None`` where the system doesn't tell."""
    if sys.platform == "win32":
        return _told_by_windows()
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        # macOS tells only how much there is in all.
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(_AVAILABLE)), None)


if sys.platform == "win32":
    import ctypes

    class _Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total", ctypes.c_ulonglong),
            ("available", ctypes.c_ulonglong),
            ("others", ctypes.c_ulonglong * 5),
        )

    def _told_by_windows() -> int | None:
        status = _Status(length=ctypes.sizeof(_Status))
        return int(status.available) if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None
