"""The table of names that may stand in an artifact, and the rules' messages for what may not."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, write

from mlprodest_lint.documentation import blocks, sections
from mlprodest_lint.findings import Place
from mlprodest_lint.rules.production import ArtifactInvalid, ArtifactUnsafe, artifact_finding
from mlprodest_lint.texts import LANGUAGES
from mlprodest_lint.verify.artifacts import plainobjects
from mlprodest_lint.verify.artifacts.decoding import examine
from mlprodest_lint.verify.artifacts.plainnames import accepted, plain_names
from mlprodest_lint.verify.artifacts.refusals import Kind, Problem

if TYPE_CHECKING:
    from mlprodest_lint.rules import Rule

TABLE = ROOT / "mlprodest_lint" / "data" / "plain_names.txt"
ONLY_MENTIONED = {"class", "value", "method", "instance"}
HERE = Place(Path("worker_pub") / "pub.py")
RULES = (ArtifactInvalid, ArtifactUnsafe)
EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_the_table_is_sorted_and_each_name_stands_once() -> None:
    comment, *rows = TABLE.read_text(encoding="utf-8").splitlines()
    assert comment.startswith("# ")
    assert rows == sorted(set(rows))
    assert len({row.partition(" = ")[0] for row in rows}) == len(rows) == len(plain_names())


def test_each_name_is_read_and_each_reading_used() -> None:
    assert set(plain_names().values()) == set(plainobjects.READINGS) | ONLY_MENTIONED


def test_names_are_compared_as_a_whole() -> None:
    names = accepted(["sklearn.utils._bunch:Bunch"])
    assert ("sklearn.utils._bunch", "Bunch") in names
    assert ("collections", "OrderedDict.fromkeys") not in names
    assert all(name.isascii() and module.isascii() for module, name in names)


def test_what_old_names_mean_is_accepted_too() -> None:
    # In the protocols before 3, the unpickler takes another name in the place of some.
    from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING  # noqa: PLC0415 - private, and the one place that has them

    for module, name in plain_names():
        meant = NAME_MAPPING.get((module, name), (IMPORT_MAPPING.get(module, module), name))
        assert plain_names()[meant] == plain_names()[module, name]


def test_every_problem_has_one_message() -> None:
    told = [variant for rule in RULES for variant in rule.messages]
    assert sorted(told) == sorted(kind.value for kind in Kind)


FIELDS: dict[str, str | int] = {
    "position": 7,
    "name": "os.system",
    "instruction": "REDUCE",
    "type": "list",
    "most": 16,
    "reason": "denied",
}


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
def test_a_message_names_the_artifact_and_what_is_wrong(kind: Kind) -> None:
    finding = artifact_finding(Problem(kind, FIELDS), HERE, model="clf", artifact="BaselineMetrics.pkl")
    assert finding.rule in RULES
    for language in LANGUAGES:
        message = finding.message(language)
        assert message.startswith("BaselineMetrics.pkl ") or "BaselineMetrics.pkl, " in message
        assert "'clf'" in message
        named = {name for _, name, _, _ in Formatter().parse(finding.rule.messages[finding.variant].text.en) if name}
        assert all(str(FIELDS[name]) in message for name in named - {"model", "artifact"})
        assert finding.help(language)


# The examples of the rules.


@EVERY_RULE
@pytest.mark.parametrize("title", ["Example", "Use instead"])
def test_an_example_gives_what_it_says(rule: type[Rule], title: str, tmp_path: Path) -> None:
    (block,) = blocks(next(section for section in sections(rule) if section.title == title))
    write(tmp_path / "save_artifacts.py", block.text)
    metrics = "pandas.DataFrame({'f1': [0.9]})" if rule is ArtifactUnsafe else "{'f1': 0.9}"
    code = f"import pandas, save_artifacts; save_artifacts.save({metrics})"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    examined = examine(tmp_path / "BaselineMetrics.pkl")
    if title == "Example":
        assert examined.problem is not None
        assert artifact_finding(examined.problem, HERE, model="m", artifact="a").rule is rule
    else:
        assert examined.contents is not None
        assert pickle.loads((tmp_path / "BaselineMetrics.pkl").read_bytes())  # noqa: S301 - written above
