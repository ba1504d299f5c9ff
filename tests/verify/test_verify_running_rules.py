"""The examples of the rules about running workers do what they say, each run for real."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import EXAMPLES, write

from mlprodest_lint.documentation import blocks, sections
from mlprodest_lint.rules import running
from mlprodest_lint.texts import LANGUAGES

from .workers import run

if TYPE_CHECKING:
    from pathlib import Path

    from mlprodest_lint.rules.base import Rule

RULES = (
    running.ImportFailed,
    running.InstantiationFailed,
    running.ReturnType,
    running.WorkerTimeout,
    running.WroteOutside,
    running.CustomTestFailed,
    running.ImportedOutside,
)
MARK = re.compile(r"[ \t]+# (MLP\d{3})$", re.MULTILINE)
# What the examples aren't about would only take the time to load a model.
WITHOUT_MODEL = """\
import utils
from mllibprodest.interfaces import ModelPublicationInterfaceCLF


class ModeloCLF(ModelPublicationInterfaceCLF):
    def predict(self, dataset: list) -> list:
        return utils.limpa_textos(dataset)

    def evaluate(self, data_features: list, data_targets: list) -> dict:
        return {"acertos": data_features == data_targets}

    def get_model_info(self) -> dict:
        return {"nome": "triagem"}
"""


@pytest.mark.parametrize("title", ["Example", "Use instead"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_an_example_does_what_it_says(rule: type[Rule], title: str, home: Path, scratch: Path, tmp_path: Path) -> None:
    write(tmp_path / "treino" / "limpeza.py", "def limpa_textos(textos):\n    return textos\n")
    root = home / "worker_pub"
    shutil.copytree(EXAMPLES / "classifier-1.5" / "worker_pub", root)
    write(root / "pub.py", WITHOUT_MODEL)
    write(root / "mytest_pub.py", "def test():\n    pass\n")
    (section,) = (each for each in sections(rule) if each.title == title)
    (block,) = blocks(section)
    marked = [number for number, line in enumerate(block.text.splitlines(), 1) if MARK.search(line)]
    # The folder of the training code that the example names can't be written into an example.
    text = MARK.sub("", block.text).replace("/opt/treino-compartilhado", str(tmp_path / "treino"))
    file = write(home / block.file, text)
    findings = run(root, scratch).findings
    found = [(each.place.path, each.place.span.line) for each in findings if each.rule is rule]
    assert found == [(file, line) for line in marked]
    assert bool(found) == (title == "Example")
    assert {each.rule for each in findings} <= {rule}


@pytest.mark.parametrize("rule", [*RULES, running.ModelNotLoadable], ids=lambda rule: rule.code)
def test_every_message_has_the_same_fields_in_both_languages(rule: type[Rule]) -> None:
    assert list(LANGUAGES) == ["en", "pt-BR"]
    for message in rule.messages.values():
        for text in (message.text, message.help):
            english, portuguese = text.fields
            assert english == portuguese
