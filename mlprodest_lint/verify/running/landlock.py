"""Where a process and all that it starts may write, held by Landlock of the Linux kernel.

A script of its own: the probe loads it by its path, in interpreters where this package isn't installed (3.8 or newer).
"""

from __future__ import annotations

import ctypes
import glob
import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_GRAPHICS = ("/dev/nvidia*", "/dev/dri", "/dev/kfd")
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - libraries share memory between processes there


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def restrict_writes_to(paths: Iterable[str]) -> int:
    """Let this process write to these folders and files alone, to graphics processors and into shared memory.

    Reading and the network stay as they are. From version 6 on, signals reach no process that isn't of this one.
    Version 1 (Linux 5.13) would refuse every move of a file to another folder, and isn't used.

    Args:
        paths: Folders, with all below them, and files. Threads that run already are not held.

    Returns:
        Landlock's version; 0 where it isn't active.
    """
    try:
        return _restricted_to(paths) if sys.platform == "linux" else 0
    except (OSError, AttributeError):
        return 0


def _restricted_to(paths: Iterable[str]) -> int:
    create, add, restrict, no_new_privileges = 444, 445, 446, 38
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    version = int(call(create, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))
    if version < 2:
        return 0
    write_file, refer, truncate = 1 << 1, 1 << 13, 1 << 14
    to_files = write_file | (truncate if version >= 3 else 0)
    handled = to_files | refer | sum(1 << bit for bit in range(4, 13))
    rules = _Ruleset(handled, 0, 1 << 1 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = call(create, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if ruleset < 0:
        return 0
    try:
        processors = [path for pattern in _GRAPHICS for path in glob.glob(pattern)]
        for path in (*paths, _SHARED_MEMORY, *processors):
            try:
                parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue
            try:
                rule = _Beneath(handled if stat.S_ISDIR(os.fstat(parent).st_mode) else to_files, parent)
                # A device that is a pipe just now is refused, and may be written to without a rule.
                call(add, ctypes.c_int(ruleset), ctypes.c_int(1), ctypes.byref(rule), ctypes.c_uint32(0))
            finally:
                os.close(parent)
        ctypes.CDLL(None).prctl(no_new_privileges, 1, 0, 0, 0)
        return version if call(restrict, ctypes.c_int(ruleset), ctypes.c_uint32(0)) == 0 else 0
    finally:
        os.close(ruleset)
