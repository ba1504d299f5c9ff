"""The benchmark measures what it says; the figures themselves are nobody's to assert."""

from __future__ import annotations

import json
import subprocess
import sys

from conftest import ROOT

RIVALS = ("ruff", "flake8", "flake8-serial", "pylint", "fixit")
PAIRS = 3
LINES = 1500


def test_it_measures_a_pair_many_pairs_and_a_large_worker() -> None:
    command = [
        sys.executable,
        "benchmarks/run.py",
        "--json",
        "--runs",
        "1",
        "--lines",
        str(LINES),
        "--pairs",
        str(PAIRS),
    ]
    command += [word for rival in RIVALS for word in ("--without", rival)]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, encoding="utf-8", timeout=120).stdout
    outcome = json.loads(told)
    pair, pairs, large = outcome["corpora"]
    assert (pair["files"], pairs["files"]) == (10, 10 * PAIRS)
    assert LINES - 20 <= large["lines"] <= LINES
    assert set(outcome["versions"]) == {"mlprodest-lint", "libcst", "click"}
    for corpus in outcome["corpora"]:
        cold, changed, warm, parser, click = corpus["medians"]
        assert cold["ratio"] == 1
        assert 0 < click["seconds"] < cold["seconds"]
        assert warm["seconds"] < min(cold["seconds"], changed["seconds"])
        if sys.platform != "win32":
            assert 5_000_000 < click["peak_bytes"] < parser["peak_bytes"] < 500_000_000
