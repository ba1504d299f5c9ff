"""What the exit status says."""

from __future__ import annotations

CLEAN = 0
FINDINGS = 1
WRONG_USAGE = 2
DEFECT = 3
INTERRUPTED = 130
