"""The set-ups of ``docs/editors.md``, each in its editor, or by the editor's own patterns on real output."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT, write
from test_docs import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Linter

PAGE = ROOT / "docs" / "editors.md"
LEAVES = "import os\n\nos.chdir('a')\n"
KEPT = "{_, entry -> [fnamemodify(bufname(entry.bufnr), ':p'), entry.lnum, entry.col, entry.nr, entry.text]}"
FLAKE8 = ("--quiet", "--output-format", "flake8")


def setup(language: str) -> str:
    """Return what the page shows for an editor."""
    (block,) = blocks(PAGE, language)
    return block.text


@pytest.fixture
def script(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """Return a script with a finding, in a worker in a folder whose name needs quotes."""
    folder = tmp_path_factory.mktemp("editor") / "meu projeto"
    shutil.copytree(project, folder)
    return write(folder / "worker_pub" / "outro.py", LEAVES)


def run(*command: str | Path, folder: Path, installed: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=installed,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "editor", [("vim", "-es", "-N", "--not-a-term"), ("nvim", "-es", "--headless")], ids=["vim", "neovim"]
)
@pytest.mark.parametrize(
    ("asks", "moved"),
    [(["silent make!"], 0), (["call append(0, '# nova')", "MlprodestLint"], 1)],
    ids=["saved", "buffer"],
)
def test_vim(
    *, editor: tuple[str, ...], asks: list[str], moved: int, script: Path, tmp_path: Path, installed: Mapping[str, str]
) -> None:
    if shutil.which(editor[0]) is None or sys.platform == "win32":
        pytest.skip(f"{editor[0]} is not installed, or runs its commands in no shell of the usual form")
    vimrc = write(tmp_path / "vimrc", setup("vim"))
    listed = tmp_path / "listed.json"
    commands = [
        f"edit {str(script).replace(' ', chr(92) + ' ')}",
        *asks,
        f"call writefile([json_encode(map(getqflist(), {KEPT}))], '{listed}')",
        "qall!",
    ]
    options = [argument for command in commands for argument in ("-c", command)]
    run(*editor, "-i", "NONE", "-u", vimrc, *options, folder=script.parent.parent, installed=installed)
    ((name, line, column, number, text),) = json.loads(listed.read_text(encoding="utf-8"))
    assert (Path(name), line, column, number) == (script, 3 + moved, 1, 403)
    assert text.startswith("This changes the working directory")


def test_emacs(script: Path, tmp_path: Path, installed: Mapping[str, str]) -> None:
    if shutil.which("emacs") is None:
        pytest.skip("emacs is not installed")
    init = write(tmp_path / "init.el", setup("elisp"))
    asks = """
(find-file (car command-line-args-left))
(insert "# nova\\n")
(flymake-start)
(with-timeout (50) (while (null (flymake-diagnostics)) (accept-process-output nil 0.1)))
(dolist (each (flymake-diagnostics))
  (princ (format "%d %s\\n" (line-number-at-pos (flymake-diagnostic-beg each)) (flymake-diagnostic-text each))))
(set-buffer-modified-p nil)
(kill-emacs)
"""
    command = ("emacs", "--batch", "-Q", "-l", init, "-l", write(tmp_path / "asks.el", asks), script)
    done = run(*command, folder=tmp_path, installed=installed)
    assert done.stdout.startswith("4 MLP403 This changes the working directory"), done.stderr
    assert done.stdout.count("\n") == 1


def test_the_problem_matcher_of_vs_code(script: Path, linter: Linter) -> None:
    (task,) = json.loads(setup("json"))["tasks"]
    matcher = task["problemMatcher"]["pattern"]
    folder = script.parent.parent
    shutil.rmtree(folder / "worker_retrain" / "temp_area")
    printed = linter(*task["args"], folder=folder).stdout.splitlines()
    wanted = _findings(linter, folder)
    assert len(printed) == len(wanted) == 2
    for line, finding in zip(printed, wanted, strict=True):
        match = re.search(matcher["regexp"], line)
        assert match is not None
        assert (match[matcher["file"]], match[matcher["code"]]) == (finding["path"], finding["code"])
        assert (int(match[matcher["line"]]), int(match[matcher["column"]])) == (finding["line"], finding["column"])
        assert match[matcher["message"]] == finding["message"]


def test_the_file_watcher_of_pycharm(script: Path, linter: Linter) -> None:
    options = {option.get("name"): option.get("value") for option in ET.fromstring(setup("xml")).iter("option")}  # noqa: S314 (our own)
    folder = script.parent.parent
    arguments = shlex.split((options["arguments"] or "").replace("$FilePath$", script.as_posix()))
    assert (options["program"], options["workingDir"]) == ("mlprodest-lint", "$ProjectFileDir$")
    printed = linter(*arguments, folder=folder).stdout
    # What PyCharm's own description of its output filters says that the macros stand for.
    pattern = re.escape(options["regExp"] or "").replace(r"\$", "$")
    for macro, group in {"FILE_PATH": r"(.+?)", "LINE": r"(\d+)", "COLUMN": r"(\d+)", "MESSAGE": r"(.+)"}.items():
        pattern = pattern.replace(f"${macro}$", group)
    match = re.fullmatch(pattern, printed.strip())
    assert match is not None
    assert match.groups()[:3] == ("worker_pub/outro.py", "3", "1")
    assert linter(*arguments[:-1], "LEIAME.md", folder=folder).returncode == 0


def test_the_command_that_they_share(script: Path, linter: Linter) -> None:
    folder = script.parent.parent
    expected = linter(*FLAKE8, "worker_pub/outro.py", folder=folder).stdout
    assert expected.startswith("worker_pub/outro.py:3:1: MLP403 ")
    assert "outro.py:3:1: MLP403 " in linter(*FLAKE8, "outro.py", folder=script.parent).stdout


def _findings(linter: Linter, folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(linter("--output-format", "json", folder=folder).stdout)
    return found
