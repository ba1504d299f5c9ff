"""Ordinary dicts are accepted and shown right: in all protocols, of several versions of Python, numpy and pandas."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import ROOT

from mlprodest_lint.verify.artifacts import decoding, pickles
from mlprodest_lint.verify.artifacts.contents import contents, render
from mlprodest_lint.verify.artifacts.decoding import examine
from mlprodest_lint.verify.artifacts.pickles import decode
from mlprodest_lint.verify.artifacts.plainnames import accepted

from . import ordinary

if TYPE_CHECKING:
    from pathlib import Path

SETS = sorted((ROOT / "tests" / "data" / "pickles").glob("*.json.gz"))
PLAIN_NAMES = accepted(())


def lines_of(data: bytes) -> list[str]:
    whole, *lines = render(contents(decode(data, PLAIN_NAMES)))
    assert whole == "dict"
    return lines


@pytest.mark.parametrize("case", ordinary.every(), ids=lambda case: case.name)
def test_what_these_versions_pickle(case: ordinary.Ordinary) -> None:
    expected = [f"  {line}" for line in case.lines]
    assert [lines_of(data) for data in ordinary.pickled(case.value)] == [expected] * 6


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.name.removesuffix(".json.gz"))
def test_what_other_versions_have_pickled(file: Path) -> None:
    cases = json.loads(gzip.decompress(file.read_bytes()))["cases"]
    assert len(cases) > 100
    for case in cases:
        for data in map(base64.b64decode, case["pickles"]):
            assert lines_of(data) == [f"  {line}" for line in case["lines"]], case["name"]


@pytest.mark.parametrize("page", ["artifacts.md", "artifacts.pt-BR.md"])
def test_the_page_shows_what_is_shown(page: str) -> None:
    value = {
        "accuracy": np.float64(0.93),
        "confusion": np.array([[50, 3], [2, 45]]),
        "trained": dt.date(2024, 5, 1),
        "classes": ["sim", "não"],
    }
    shown = "\n".join(render(contents(decode(ordinary.pickled(value)[4], PLAIN_NAMES))))
    assert f"```text\n{shown}\n```\n" in (ROOT / "docs" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["artifacts.md", "artifacts.pt-BR.md"])
def test_the_page_says_the_limits(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").replace(".", ",")
    limits = (pickles.MOST_INSTRUCTIONS, pickles.MOST_NODES, pickles.MOST_UNFOLDED)
    assert all(f"{limit:,}" in text for limit in limits)
    assert f"| {pickles.MOST_LEVELS} |" in text
    assert f"| {pickles.MOST_DIGITS} |" in text
    assert f"| {pickles.MOST_BYTES // 2**20} MiB |" in text
    assert f"| {decoding.MOST_MEMORY // 2**20} MiB |" in text
    assert f"| {decoding.MOST_SECONDS} s" in text


def test_there_are_four_sets_of_versions() -> None:
    versions = [json.loads(gzip.decompress(file.read_bytes()))["versions"] for file in SETS]
    assert [(each["numpy"][:4], each["pandas"][:3]) for each in versions] == [
        ("1.26", "1.5"),
        ("1.26", "2.2"),
        ("2.3.", "2.3"),
        ("2.5.", "3.1"),
    ]
    assert [each["python"].rpartition(".")[0] for each in versions] == ["3.10", "3.11", "3.12", "3.13"]


def test_a_file_is_examined_in_a_process_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "Métricas do modelo.pkl"
    file.write_bytes(ordinary.pickled({"acurácia": 0.93, "matriz": [[50, 3], [2, 45]]})[4])
    examined = examine(file)
    assert examined.problem is None
    assert examined.contents is not None
    assert render(examined.contents)[:2] == ["dict", "  acurácia: float = 0.93"]
