"""The formats for programs, read back by what knows them: published schemas, and the rules of their readers.

The schema of SARIF is the published one, unchanged, as the npm package ``@microsoft/jest-sarif`` (MIT) ships it.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import jsonschema
import pytest
from conftest import EXAMPLES, ROOT, write
from junitparser import Error, Failure, JUnitXml

from mlprodest_lint import __version__, cli, documentation
from mlprodest_lint.rules import RULES

if TYPE_CHECKING:
    from conftest import Linter

SARIF_SCHEMA = ROOT / "tests" / "data" / "sarif-2.1.0-rtm.5.json"
COMMAND = re.compile(r"::(?P<level>error|warning) (?P<properties>[^:]*)::(?P<message>.*)")
LEAVES = "import os\nos.chdir('a')\n"


@pytest.fixture
def linter(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Linter:
    """Return the program, run in this process."""

    def run(*arguments: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        del variables
        monkeypatch.chdir(folder)
        status = cli.run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, out, err)

    return run


def report(linter: Linter, name: str, *arguments: str | Path, folder: Path) -> str:
    run = linter("--output-format", name, "--language", "pt-BR", *arguments, folder=folder)
    assert run.returncode in {0, 1}, run.stderr
    return run.stdout


def findings(linter: Linter, *arguments: str | Path, folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(report(linter, "json", *arguments, folder=folder))
    return found


@pytest.fixture
def odd(project: Path) -> Path:
    """Return a project with findings in files and folders of odd names."""
    write(project / "worker_pub" / "100%, ação.py", f"# ::error::não\n{LEAVES}")
    (project / "worker_retrain" / "temp_area" / "README.txt").unlink(missing_ok=True)
    return project


def valid_sarif(text: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(text)
    jsonschema.Draft4Validator(json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_is_valid_and_says_what_json_says(linter: Linter) -> None:
    run = valid_sarif(report(linter, "sarif", "mistakes", folder=EXAMPLES))
    wanted = findings(linter, "mistakes", folder=EXAMPLES)
    assert len(run["results"]) == len(wanted) > 10
    for result, finding in zip(run["results"], wanted, strict=True):
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"] == {"uri": finding["path"], "uriBaseId": "SRCROOT"}
        region = physical["region"]
        end = (region.get("endLine", region["startLine"]), region.get("endColumn", region["startColumn"]))
        assert (region["startLine"], region["startColumn"]) == (finding["line"], finding["column"])
        assert end == (finding["end_line"], finding["end_column"])
        assert (result["ruleId"], result["level"]) == (finding["code"], finding["severity"])
        assert result["message"]["text"] == f"{finding['message']}\n{finding['help']}"
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == finding["code"]


def test_sarif_describes_the_rules_and_the_tool(linter: Linter) -> None:
    run = valid_sarif(report(linter, "sarif", "mistakes", folder=EXAMPLES))
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("mlprodest-lint", __version__)
    for described in driver["rules"]:
        rule = RULES[described["id"]]
        assert described["helpUri"] == rule.url()
        assert described["shortDescription"]["text"] == rule.summary.pt
        assert described["help"]["markdown"] == documentation.page(rule, "pt-BR")


def test_sarif_has_every_labelled_place(linter: Linter, project: Path) -> None:
    write(project / "worker_pub" / "outro.py", "import os\n\nPASTA = '/tmp/x'\n\n\ndef f():\n    open(PASTA, 'w')\n")
    shown = report(linter, "full", "worker_pub", folder=project)
    run = valid_sarif(report(linter, "sarif", "worker_pub", folder=project))
    (result,) = run["results"]
    places = [place["physicalLocation"] for place in result["relatedLocations"]]
    lines = [f"{place['artifactLocation']['uri']}:{place['region']['startLine']}" for place in places]
    assert lines == ["worker_pub/outro.py:3"]
    assert all(
        f"::: {line}" in shown and place["message"]["text"] in shown
        for line, place in zip(lines, result["relatedLocations"], strict=True)
    )


def test_sarif_of_odd_names_and_of_paths_elsewhere(linter: Linter, odd: Path, tmp_path: Path) -> None:
    inside = valid_sarif(report(linter, "sarif", folder=odd))
    (uri,) = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in inside["results"]}
    assert uri == "worker_pub/100%25%2C%20a%C3%A7%C3%A3o.py"
    assert unquote(uri) == "worker_pub/100%, ação.py"
    base = inside["originalUriBaseIds"]["SRCROOT"]["uri"]
    assert Path(url2pathname(urlsplit(base).path)) == odd
    (tmp_path / "outra").mkdir()
    elsewhere = valid_sarif(report(linter, "sarif", odd, folder=tmp_path / "outra"))
    artifact = elsewhere["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert set(artifact) == {"uri"}
    assert Path(url2pathname(urlsplit(artifact["uri"]).path)) == odd / "worker_pub" / "100%, ação.py"


def parsed_command(line: str) -> dict[str, str]:
    """Return what a workflow command says, as the runner reads it."""
    command = COMMAND.fullmatch(line)
    assert command is not None, line
    pairs = (pair.partition("=") for pair in command["properties"].split(","))
    properties = {name: _unescaped(value, {"%3A": ":", "%2C": ","}) for name, _, value in pairs}
    return {**properties, "level": command["level"], "message": _unescaped(command["message"], {})}


def _unescaped(text: str, further: dict[str, str]) -> str:
    for escape, character in {**further, "%0D": "\r", "%0A": "\n", "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


@pytest.mark.parametrize("name", ["mistakes", "odd"])
def test_github_annotates_every_finding(name: str, linter: Linter, odd: Path) -> None:
    folder = odd if name == "odd" else EXAMPLES / name
    lines = report(linter, "github", folder=folder).splitlines()
    for line, finding in zip(lines, findings(linter, folder=folder), strict=True):
        said = parsed_command(line)
        place = {"file": finding["path"], "line": str(finding["line"]), "col": str(finding["column"])}
        assert {key: said[key] for key in place} == place
        assert (said["endLine"], said["level"]) == (str(finding["end_line"]), finding["severity"])
        assert said["title"] == f"{finding['code']} ({finding['name']})"
        assert said["message"] == f"{finding['message']}\n{finding['help']}"


def gitlab(linter: Linter, folder: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(report(linter, "gitlab", folder=folder))
    return entries


def test_gitlab_has_what_a_code_quality_report_needs(linter: Linter) -> None:
    entries = gitlab(linter, EXAMPLES / "mistakes")
    for entry, finding in zip(entries, findings(linter, folder=EXAMPLES / "mistakes"), strict=True):
        assert entry["description"] == f"{finding['code']}: {finding['message']}"
        assert entry["check_name"] == finding["name"]
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        lines = {"begin": finding["line"], "end": finding["end_line"]}
        assert entry["location"] == {"path": finding["path"], "lines": lines}
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_fingerprints_survive_moved_lines(linter: Linter, project: Path) -> None:
    file = project / "worker_pub" / "outro.py"

    def fingerprints(text: str) -> list[str]:
        write(file, text)
        marks = [entry["fingerprint"] for entry in gitlab(linter, project)]
        results = valid_sarif(report(linter, "sarif", folder=project))["results"]
        assert [result["partialFingerprints"]["primaryLocationLineHash"] for result in results] == marks
        return marks

    before = fingerprints("import os\n\nos.chdir('a')\nos.chdir('b')\nos.chdir('a')\n")
    assert len(set(before)) == 3
    moved = "import os\n\n\ndef f():\n    os.chdir('a')\n\n    os.chdir('b')\n    if f:\n        os.chdir('a')\n"
    assert fingerprints(moved) == before
    changed = fingerprints(moved.replace("'b'", "'c'"))
    assert [one == other for one, other in zip(before, changed, strict=True)] == [True, False, True]


def test_junit_has_a_failed_case_for_every_finding(linter: Linter, odd: Path) -> None:
    for folder in (EXAMPLES / "mistakes", odd):
        wanted = findings(linter, folder=folder)
        suites = JUnitXml.fromstring(report(linter, "junit", folder=folder).encode())
        assert (suites.tests, suites.failures) == (len(wanted), len(wanted))
        assert {suite.name for suite in suites} == {finding["path"] for finding in wanted}
        cases = [case for suite in suites for case in suite]
        for case, finding in zip(cases, wanted, strict=True):
            (failure,) = case.result
            assert isinstance(failure, Failure)
            assert not isinstance(failure, Error)
            assert (case.classname, failure.type) == (finding["path"], finding["severity"])
            assert failure.message == finding["message"]
            assert {finding["code"], f"{finding['line']}:{finding['column']}"} <= set(case.name.split())
            assert all(part in failure.text for part in (finding["help"], finding["url"]))
        for suite in suites:
            assert suite.tests == suite.failures == len(list(suite))


def test_junit_escapes_what_xml_can_not_hold(linter: Linter, project: Path) -> None:
    write(project / "worker_pub" / "requirements.txt", "mllibprodest==1.5.0\nscikit-learn\npandas\na\x01b <&\"'>\n")
    (suite,) = JUnitXml.fromstring(report(linter, "junit", "worker_pub", folder=project).encode())
    (finding,) = findings(linter, "worker_pub", folder=project)
    (case,) = suite
    assert case.result[0].message == finding["message"].replace("\x01", "\\x01")


@pytest.mark.parametrize("name", ["github", "gitlab", "junit", "sarif"])
def test_a_clean_project(name: str, linter: Linter, project: Path) -> None:
    text = report(linter, name, folder=project)
    if name == "github":
        assert text == ""
    elif name == "gitlab":
        assert json.loads(text) == []
    elif name == "sarif":
        assert valid_sarif(text)["results"] == []
    else:
        suites = JUnitXml.fromstring(text.encode())
        assert (suites.tests, suites.failures) == (1, 0)


def test_a_report_in_a_file_and_status_zero_in_one_step(linter: Linter, odd: Path, tmp_path: Path) -> None:
    file = tmp_path / "mlprodest-lint.sarif"
    options = ("--output-format", "sarif", "--output-file", str(file), "--exit-zero")
    run = linter(*options, folder=odd)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == "Found 1 error in 2 workers.\n"
    assert len(valid_sarif(file.read_text(encoding="utf-8"))["results"]) == 1


@pytest.mark.parametrize("place", ["nada/relatorio.sarif", "worker_pub", "worker_pub/pub.py/relatorio.sarif"])
def test_a_report_that_can_not_be_written(place: str, linter: Linter, project: Path) -> None:
    run = linter("--output-format", "sarif", "--output-file", place, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"mlprodest-lint: {Path(place)}: the output can't be written: ")
    assert run.stderr.count("\n") == 1
