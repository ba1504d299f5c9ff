"""Whole outputs of each format, and what each shows of odd lines and paths."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from conftest import ROOT, write

from mlprodest_lint.report.characters import shown_text, text_width
from mlprodest_lint.report.excerpt import excerpt
from mlprodest_lint.rules import RULES

if TYPE_CHECKING:
    from conftest import Linter

DATA = Path(__file__).parent.parent / "data"
SCHEMA = json.loads((ROOT / "docs" / "json-schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def varied(faulty: Path) -> Path:
    """Return a project whose findings stand at folders, files and in odd lines."""
    worker = faulty / "worker_pub"
    (worker / "mytest_pub.py").rename(worker / "MyTest_pub.py")
    write(worker / "requirements.txt", "# nada\n")
    write(worker / "largo.py", "x = '日本語' if (\n\ty = = 1\n")
    write(worker / "comprido.py", f"x = [{'1, ' * 200}]  # noqa: MLP001\n")
    write(worker / "supressão.py", "def f(a):  # noqa: MLP001\n    return a\n")
    write(worker / "escuro.py", b"# coding: ascii\nx = '\xc3\xa9'\n")
    return faulty


@pytest.mark.parametrize("language", ["en", "pt-BR"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("flake8", ["--output-format=flake8"]),
        ("full", ["--output-format=full"]),
        ("full-color", ["--output-format=full", "--color=always"]),
        ("json", ["--output-format=json"]),
        ("statistics", ["--statistics"]),
    ],
)
def test_whole_outputs(varied: Path, linter: Linter, name: str, arguments: list[str], language: str) -> None:
    run = linter(*arguments, "--select=MLP0,MLP1", "--language", language, folder=varied)
    golden = DATA / f"report-{name}.{language}.txt"
    if os.environ.get("WRITE_GOLDEN_FILES"):
        write(golden, run.stdout)
    assert run.returncode == 1
    assert _without_words_of_python(run.stdout) == _without_words_of_python(golden.read_text(encoding="utf-8"))


def _without_words_of_python(text: str) -> str:
    """Leave out what Python itself says of invalid code, which each version words anew."""
    for phrase in ("Python refuses this file: ", "O Python recusa este arquivo: "):
        parts = text.split(phrase)
        text = phrase.join([parts[0], *(part[min(_end(part), len(part)) :] for part in parts[1:])])
    return text


def _end(part: str) -> int:
    return min((part.find(mark) for mark in ("\n", '",') if mark in part), default=0)


def test_json_keeps_its_schema(varied: Path, project18: Path, linter: Linter) -> None:
    (project18 / "worker_pub" / "params.conf").write_text("x", encoding="utf-8")
    for folder, arguments in ((varied, []), (project18, ["--language=pt-BR"])):
        findings = json.loads(linter("--output-format=json", *arguments, folder=folder).stdout)
        jsonschema.validate(findings, SCHEMA)
        assert findings
        for finding in findings:
            assert finding["name"] == RULES[finding["code"]].name
            assert finding["url"].endswith(f"/{finding['name']}.md")
            assert "\\" not in finding["path"]
        order = [(finding["path"].split("/"), finding["line"], finding["column"]) for finding in findings]
        assert order == sorted(order)


def test_json_without_findings(project: Path, linter: Linter) -> None:
    assert json.loads(linter("--output-format=json", folder=project).stdout) == []


def test_paths_are_relative_to_where_one_stands(varied: Path, linter: Linter) -> None:
    assert "\nworker_retrain:1:1" in linter(folder=varied).stdout
    assert f"\n{varied.name}/worker_retrain:1:1" in linter(varied.name, folder=varied.parent).stdout
    inside = linter(folder=varied / "worker_pub").stdout
    assert inside.startswith(".:1:1" if ".:1:1" in inside else "MyTest_pub.py:1:1")
    assert f"{varied.as_posix()}/worker_retrain:1:1" in linter("../worker_retrain", folder=varied / "treino").stdout


def test_control_characters_reach_no_terminal(project: Path, linter: Linter) -> None:
    write(project / "worker_pub" / "a\x1b[31m\nb.py", "x = '\x1b[31m\u202e\u200b' = =\n")
    for arguments in (["--output-format=flake8"], ["--output-format=full"]):
        shown = linter(*arguments, folder=project).stdout
        assert not {"\x1b", "\u202e", "\u200b"} & set(shown)
    assert "\\x1b[31m\\u202e\\u200b" in linter("--output-format=full", folder=project).stdout
    assert linter(folder=project).stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "start", "end", "width", "text", "underlined"),
    [
        ("abcdef", 2, 4, 40, "abcdef", "cd"),
        ("\tab", 1, 2, 40, "    ab", "a"),
        ("a\tb", 2, 3, 40, "a   b", "b"),
        ("abc", 3, 3, 40, "abc", ""),
        ("abc", 9, 12, 40, "abc", ""),
        ("", 0, 0, 40, "", ""),
        ("a\x00b", 2, 3, 40, "a\\x00b", "b"),
        ("a" * 100 + "X" + "b" * 100, 100, 101, 11, "…aaaaXbbbb…", "X"),
        ("X" + "b" * 100, 0, 1, 11, "Xbbbbbbbb…", "X"),
        ("a" * 100 + "X", 100, 101, 11, "…aaaaaaaaX", "X"),
        ("X" * 1_000_000, 0, 1_000_000, 11, "XXXXXXXXX…", "XXXXXXXXX"),
    ],
)
def test_excerpts(line: str, start: int, end: int, width: int, text: str, underlined: str) -> None:
    part = excerpt(line, start, end, width)
    assert part.text == text
    assert part.text[part.underline_start :][: len(underlined)] == underlined
    assert part.underline_width == max(len(underlined), 1)


def test_wide_characters_are_underlined_whole() -> None:
    part = excerpt("日本 = x", 0, 2, 40)
    assert (part.text, part.underline_start, part.underline_width) == ("日本 = x", 0, 4)
    part = excerpt("日本 = x", 5, 6, 40)
    assert part.underline_start == 7
    part = excerpt("e\u0301 = x", 5, 6, 40)
    assert part.underline_start == 4


def test_an_excerpt_is_never_wider_than_asked() -> None:
    for line in ("日" * 100, "\t" * 100, "e\u0301" * 100, "\x00" * 100, "a日\t" * 50):
        for start in (0, 1, 37, 99):
            part = excerpt(line, start, start + 3, 40)
            assert text_width(part.text) <= 40
            assert part.underline_start + part.underline_width <= 41


@pytest.mark.parametrize(
    ("text", "shown"),
    [("ação 日本", "ação 日本"), ("a\nb", "a b"), ("a\x1bb", "a\\x1bb"), ("\u202e", "\\u202e"), ("\ud800", "\\ud800")],
)
def test_what_is_shown_of_a_text(text: str, shown: str) -> None:
    assert shown_text(text) == shown
