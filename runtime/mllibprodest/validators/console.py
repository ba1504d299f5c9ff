"""A apresentação do teste padrão no terminal."""

from __future__ import annotations

import os
import sys
from enum import Enum


class Result(Enum):
    """O resultado de um passo, com a cor em que é mostrado."""

    PASSED = "  OK  ", "32"
    FAILED = "FALHOU", "31"
    SKIPPED = "PULADO", "33"


def heading(text: str) -> None:
    """Mostra um título.

    Args:
        text: O título.
    """
    _show(f"\n{_coloured(text, '1')}")


def step(result: Result, text: str, detail: str = "") -> None:
    """Mostra o resultado de um passo.

    Args:
        result: O resultado.
        text: O que o passo verificou.
        detail: O que está errado e o que fazer, em uma ou mais linhas.
    """
    word, colour = result.value
    _show(f"[{_coloured(word, colour)}] {text}")
    for line in detail.splitlines():
        _show(f"         {line}")


def _show(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, errors="replace").decode(encoding), flush=True)  # noqa: T201 - it is what users read


def _coloured(text: str, colour: str) -> str:
    return f"\033[{colour}m{text}\033[0m" if _has_colours() else text


def _has_colours() -> bool:
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return False
    # The older console of Windows shows the codes themselves.
    return os.name != "nt" or "WT_SESSION" in os.environ
