"""Runs one command and prints as JSON what it took.

It is a process of its own, and a small one: the system counts the memory of all children of a process together, and a
child begins with its parent's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

if sys.platform != "win32":
    import resource

_UNITS_OF_MEMORY = {"darwin": 1}
_KIBIBYTE = 1024
_MOST_OF_ERROR = 2000


def main(command: list[str]) -> None:
    """Run the command; its output goes nowhere."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - start
    cpu_seconds, peak_bytes = _used_by_children()
    error = done.stderr.decode(errors="replace")[-_MOST_OF_ERROR:]
    print(
        json.dumps(
            {
                "status": done.returncode,
                "error": error,
                "seconds": seconds,
                "cpu_seconds": cpu_seconds,
                "peak_bytes": peak_bytes,
            }
        )
    )


def _used_by_children() -> tuple[float | None, int | None]:
    """Return the processor time of all children, and the memory of the largest; Windows doesn't tell."""
    if sys.platform == "win32":
        return None, None
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _UNITS_OF_MEMORY.get(sys.platform, _KIBIBYTE)


if __name__ == "__main__":
    main(sys.argv[1:])
