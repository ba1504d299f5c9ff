"""Completion, in the shells themselves."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import write

from mlprodest_lint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Linter

    Complete = Callable[[str], list[str]]

BASH = """
eval "$(mlprodest-lint completion bash)"
complete -p mlprodest-lint >/dev/null || exit 1
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_mlprodest_lint
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
FISH = "mlprodest-lint completion fish | source\ncomplete --do-complete '{line}'\n"


def run(*command: str | Path, folder: Path, installed: dict[str, str]) -> str:
    return subprocess.run(
        command, cwd=folder, env=installed, stdout=subprocess.PIPE, check=True, encoding="utf-8", timeout=60
    ).stdout


@pytest.fixture(params=["bash", "fish"])
def complete(request: pytest.FixtureRequest, project: Path, tmp_path: Path, installed: dict[str, str]) -> Complete:
    """Return what a shell offers for the end of a line."""
    shell = shutil.which(request.param)
    if shell is None or sys.platform == "win32":
        pytest.skip(f"{request.param} is not installed, or not that of this system")

    def offered(line: str) -> list[str]:
        if request.param == "bash":
            words = " ".join(word or "''" for word in line.replace("=", " = ").split(" "))
            text = BASH.format(words=words)
        else:
            text = FISH.format(line=line)
        variables = {**installed, "HOME": str(tmp_path)}
        printed = run(shell, write(tmp_path / "pergunta", text), folder=project, installed=variables)
        return [word for word in (line.partition("\t")[0] for line in printed.splitlines()) if word]

    return offered


def test_commands_options_and_values(complete: Complete) -> None:
    assert complete("mlprodest-lint expl") == ["explain"]
    assert complete("mlprodest-lint --sta") == ["--statistics"]
    assert complete("mlprodest-lint lint --output-format g") == ["github", "gitlab"]
    assert complete("mlprodest-lint init --con") == ["--contract"]


def test_rules(complete: Complete) -> None:
    assert {*RULES, *(code[:4] for code in RULES)} <= set(complete("mlprodest-lint --select MLP"))
    assert complete("mlprodest-lint explain renamed-s") == ["renamed-script"]
    assert complete("mlprodest-lint --ignore MLP101,renamed-s") == ["MLP101,renamed-script"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_zsh(project: Path, tmp_path: Path, installed: dict[str, str]) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    write(
        tmp_path / ".zshrc",
        'PS1="> "\nautoload -U compinit\ncompinit -u -D\nsetopt no_beep\neval "$(mlprodest-lint completion zsh)"\n',
    )
    variables = {**installed, "ZDOTDIR": str(tmp_path), "TERM": "dumb"}
    typed = _Terminal(["zsh", "-i"], project, variables)
    try:
        typed.wait_for("> ")
        for line, completed in {
            "mlprodest-lint expl\t": "explain ",
            "mlprodest-lint --ignore renamed-s\t": "renamed-script ",
            "mlprodest-lint --output-format juni\t": "junit ",
            "mlprodest-lint worker_p\t": "worker_pub/",
        }.items():
            typed.send(line)
            typed.wait_for(completed)
            typed.send("\x15")
        typed.send("mlprodest-lint explain MLP40\t")
        typed.wait_for(f"MLP401  -- {RULES['MLP401'].summary.en[:20]}")
    finally:
        typed.close()


class _Terminal:
    """A program on a pseudo terminal."""

    def __init__(self, command: list[str], folder: Path, variables: dict[str, str]) -> None:
        ours, theirs = os.openpty()
        self._ours = ours
        self._process = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self._seen = ""

    def send(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def wait_for(self, text: str) -> None:
        """Read until a text appears; what was read before it isn't looked at again."""
        end = time.monotonic() + 40
        while text not in self._seen:
            assert time.monotonic() < end, (text, self._seen)
            if select.select([self._ours], [], [], 0.2)[0]:
                self._seen += os.read(self._ours, 4096).decode(errors="replace")
        self._seen = self._seen.partition(text)[2]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)


@pytest.mark.parametrize(("language", "meaning"), [("en", "Explain a rule"), ("pt-BR", "Explica uma regra")])
def test_what_a_word_means_is_said_in_the_language(language: str, meaning: str, project: Path, linter: Linter) -> None:
    printed = linter("completion", "--language", language, "fish", "--", "ex", folder=project).stdout
    assert printed.startswith(f"explain\t{meaning}")


@pytest.mark.parametrize("words", [("--config", "mlp"), ("worker_pub", "t"), ("explain", "MLP101", "x"), ("--", "x")])
def test_nothing_is_offered_where_files_are_meant_or_all_is_said(
    words: tuple[str, ...], project: Path, linter: Linter
) -> None:
    assert linter("completion", "bash", "--", *words, folder=project).stdout == ""
