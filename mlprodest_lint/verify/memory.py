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
        return _available_on_windows()
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(_AVAILABLE))
    except (OSError, StopIteration):
        pass
    try:  # macOS tells only how much there is in all
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (OSError, ValueError):
        return None


def _available_on_windows() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes  # noqa: PLC0415 - only this system needs it

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "available", "a", "b", "c", "d", "e")),
        )

    status = Status(length=ctypes.sizeof(Status))
    return int(status.available) if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None
