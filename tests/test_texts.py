"""Every text that users read exists in both languages, with the same fields."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mlprodest_lint
from mlprodest_lint.texts import Text

PACKAGE = Path(mlprodest_lint.__file__).parent


def _texts() -> list[tuple[str, ast.Call]]:
    return [
        (f"{file.relative_to(PACKAGE).as_posix()}:{node.lineno}", node)
        for file in sorted(PACKAGE.rglob("*.py"))
        if _uses_texts(module := ast.parse(file.read_text(encoding="utf-8")))
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Text.__name__
    ]


def _uses_texts(module: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == Text.__module__
        and any((alias.asname or alias.name) == Text.__name__ for alias in node.names)
        for node in ast.walk(module)
    )


TEXTS = _texts()


def test_there_are_texts() -> None:
    assert len(TEXTS) > 50


@pytest.mark.parametrize("call", [call for _, call in TEXTS], ids=[place for place, _ in TEXTS])
def test_a_text_is_whole_in_both_languages(call: ast.Call) -> None:
    assert not call.args
    text = Text(**{str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords})
    assert text.en.strip()
    assert text.pt.strip()
    assert text.en != text.pt
    english, portuguese = text.fields
    assert english == portuguese
