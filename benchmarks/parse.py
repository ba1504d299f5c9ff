"""The floor: libcst parses every Python file of the given folders, in one process, and nothing else is done."""

from __future__ import annotations

import sys
from pathlib import Path

import libcst as cst

for folder in sys.argv[1:]:
    for file in Path(folder).rglob("*.py"):
        cst.parse_module(file.read_bytes())
