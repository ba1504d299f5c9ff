"""Suppression comments: what they cover, what they name, and which of them are reported as unused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import findings_in, write

from mlprodest_lint.config import Configuration
from mlprodest_lint.engine import lint

if TYPE_CHECKING:
    from pathlib import Path

CHDIR = "MLP403"


def found(project: Path, body: str, *, rules: str = CHDIR) -> list[tuple[int, str]]:
    """Return the lines and codes of what is found in a script, whose first line is ``import os``."""
    write(project / "worker_pub" / "auxiliar.py", f"import os\n{body}")
    entries = (entry.partition(":")[2].split() for entry in findings_in(project, rules=rules))
    return [(int(line), code) for line, code in entries]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "#noqa",
        "# NOQA",
        "#  NoQA  ",
        "# noqa: MLP403",
        "# noqa:MLP403",
        "# noqa : MLP403",
        "# NOQA: mlp403",
        "# noqa: working-directory-change",
        "# noqa: Working-Directory-Change",
        "# noqa: MLP401,MLP403",
        "# noqa: MLP401 MLP403",
        "# noqa: E501, MLP403, W291",
        "# noqa: PLR0913,S101 , MLP403",
        "# noqa: missing-script, MLP403",
        "# noqa: MLP403 porque a biblioteca exige",
        "# noqa: MLP403 - porque exige",
        "# noqa: MLP403: porque exige",
        "# noqa: MLP403; porque exige",
        "# noqa: MLP403. Exige.",
        "# noqa: MLP403 (exige)",
        "# noqa: MLP403, porque exige",
        "# noqa: MLP403 # type: ignore",
        "# type: ignore # noqa: MLP403",
        "# volta depois  # noqa: MLP403",
        "# noqa: porque exige",
        "# noqa: ALL",
    ],
)
def test_a_comment_that_suppresses(project: Path, comment: str) -> None:
    assert found(project, f"os.chdir('a')  {comment}\n") == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: MLP401",
        "# noqa: E501",
        "# noqa: MLP4",
        "# noqa: missing-script",
        "# noqa: MLP4031",
        "# noqa: MLP401 veja MLP403",
        "# noqa: MLP401 - MLP403",
        "# noqua",
        "# isto não é noqa",
        "# nonoqa",
        "# mlprodest-lint: noqa: MLP403",
        "# mlprodest-lint: noqa",
    ],
)
def test_a_comment_that_does_not(project: Path, comment: str) -> None:
    assert found(project, f"os.chdir('a')  {comment}\n") == [(2, CHDIR)]


@pytest.mark.parametrize(
    "body",
    [
        "os.chdir(  # noqa\n    'a'\n)\n",
        "os.chdir(\n    'a'  # noqa\n)\n",
        "os.chdir(\n    'a'\n)  # noqa\n",
        "os.chdir(\n    # noqa\n    'a'\n)\n",
        "x = 1 + \\\n    os.chdir('a')  # noqa\n",
        "x = os.chdir('a') or '''\n'''  # noqa\n",
        "x = 1; os.chdir('a')  # noqa\n",
        "if os.chdir('a'):  # noqa\n    pass\n",
        "if (\n    os.chdir('a')\n):  # noqa\n    pass\n",
        "if 1:\n    pass\nelif (\n    os.chdir('a')\n):  # noqa\n    pass\n",
        "if x: os.chdir(\n    'a')  # noqa\n",
        "while (\n    os.chdir('a')\n):  # noqa\n    pass\n",
        "for a in (\n    os.chdir('a'),\n):  # noqa\n    pass\n",
        "with (\n    f(os.chdir('a'))\n):  # noqa\n    pass\n",
        "match (\n    os.chdir('a')\n):  # noqa\n    case 1:\n        pass\n",
        "match x:\n    case 1 if (\n        os.chdir('a')\n    ):  # noqa\n        pass\n",
        "try:\n    pass\nexcept (\n    os.chdir('a')\n):  # noqa\n    pass\n",
        "@f(os.chdir('a'))\ndef g(\n    b,\n):  # noqa\n    pass\n",
        "@f(os.chdir('a'))\n@g  # noqa\ndef g():\n    pass\n",
        "@f(1)  # noqa\ndef g(b=os.chdir('a')):\n    pass\n",
        "class A(\n    f(os.chdir('a'))\n):  # noqa\n    pass\n",
        "async def f():\n    async with g(\n        os.chdir('a')\n    ):  # noqa\n        pass\n",
        "try: os.chdir('a')  # noqa\nfinally: pass\n",
    ],
)
def test_a_comment_counts_on_any_line_of_the_statement(project: Path, body: str) -> None:
    assert found(project, body.replace("# noqa", "# x")) != []
    assert found(project, body) == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("x = 1  # noqa\nos.chdir('a')\nx = 2  # noqa\n", 3),
        ("# noqa\nos.chdir('a')\n# noqa\n", 3),
        ("def f():  # noqa\n    os.chdir('a')\n", 3),
        ("def f(\n    a,\n):  # noqa\n    os.chdir('a')\n", 5),
        ("def f():\n    # noqa\n    os.chdir('a')\n    # noqa\n", 4),
        ("if x:  # noqa\n    os.chdir('a')\nelse:  # noqa\n    pass\n", 3),
        ("with f() as g:  # noqa\n    os.chdir('a')\n", 3),
        ("class A:  # noqa\n    os.chdir('a')\n", 3),
        ("try:  # noqa\n    os.chdir('a')\nfinally:  # noqa\n    pass\n", 3),
        ("match x:  # noqa\n    case 1 if os.chdir('a'):\n        pass\n", 3),
        ("os.chdir('# noqa')\n", 2),
        ("os.chdir('''\n# noqa\n''')\n", 2),
        ("os.chdir('a'), f'{1}# noqa'\n", 2),
        ('"""# mlprodest-lint: noqa: MLP403"""\nos.chdir("a")\n', 3),
    ],
)
def test_a_comment_elsewhere_does_not_count(project: Path, body: str, line: int) -> None:
    assert found(project, body) == [(line, CHDIR)]


@pytest.mark.parametrize(
    "comment",
    [
        "# mlprodest-lint: noqa: MLP403",
        "#mlprodest-lint:noqa:MLP403",
        "# mlprodest-lint: noqa: working-directory-change, MLP401",
        "# MLPRODEST-LINT: NOQA: mlp403 - porque exige",
        "    # mlprodest-lint: noqa: E501 MLP403",
    ],
)
def test_a_comment_for_the_whole_file(project: Path, comment: str) -> None:
    for body in (f"{comment}\nos.chdir('a')\n", f"os.chdir('a')\ndef f():\n    os.chdir('b')\n{comment}"):
        assert found(project, body) == []


def test_a_comment_for_the_whole_file_counts_in_that_file_alone(project: Path) -> None:
    write(project / "worker_pub" / "outro.py", "# mlprodest-lint: noqa: MLP403\n")
    assert found(project, "os.chdir('a')\n") == [(2, CHDIR)]


def test_a_finding_at_a_file_is_suppressed_in_it(project: Path) -> None:
    script = project / "worker_pub" / "pub.py"
    write(script.with_name("publica.py"), f"# mlprodest-lint: noqa: MLP103\n{script.read_text('utf-8')}")
    script.unlink()
    assert findings_in(project, rules="MLP1") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = 1  # noqa: MLP403\n", [(2, "MLP003")]),
        ("x = 1  # noqa: working-directory-change\n", [(2, "MLP003")]),
        ("x = 1  # noqa: E501, MLP403 nunca\n", [(2, "MLP003")]),
        ("# mlprodest-lint: noqa: MLP403\n", [(2, "MLP003")]),
        ("x = (\n    1,  # noqa: MLP403\n)\n", [(3, "MLP003")]),
        ("os.chdir('a')  # noqa: MLP401\n", [(2, CHDIR), (2, "MLP003")]),
        ("os.chdir('a')  # noqa: MLP401, MLP403\n", []),
        ("x = 1  # noqa\n", []),
        ("x = 1  # noqa: E501\n", []),
        ("x = 1  # noqa: MLP999\n", []),
        ("x = 1  # noqa: MLP4\n", []),
        ("x = 1  # noqa: nunca\n", []),
        ("x = 1  # mlprodest-lint: noqa: MLP403\n", []),
        ("x = '# noqa: MLP403'\n", []),
        ("os.chdir('a')  # noqa: MLP403\n# mlprodest-lint: noqa: MLP403\n", []),
        ("x = 1  # noqa: MLP003\n", [(2, "MLP003")]),
        ("x = 1  # noqa: MLP403, MLP003\n", [(2, "MLP003")]),
        ("# mlprodest-lint: noqa: MLP003\nx = 1  # noqa: MLP403\n", []),
        ("x = 1  # noqa: MLP403\n# mlprodest-lint: noqa: MLP003\n", []),
        ("x = (  # noqa\n    1  # noqa: MLP403\n)\n", []),
    ],
)
def test_unused_comments(project: Path, body: str, expected: list[tuple[int, str]]) -> None:
    assert found(project, body, rules="ALL") == expected


def test_rules_that_do_not_run_are_not_judged(project: Path) -> None:
    write(project / "worker_pub" / "auxiliar.py", "x = 1  # noqa: MLP403\n")
    write(project / "mlprodest-lint.toml", 'ignore = ["MLP403"]\n')
    assert not lint([project], Configuration()).findings
    write(project / "mlprodest-lint.toml", 'ignore = ["MLP003"]\n')
    assert not lint([project], Configuration()).findings


def test_unused_comments_in_the_training_code(project: Path) -> None:
    write(project / "treino" / "outro.py", "x = 1  # noqa: MLP001\n")
    assert findings_in(project) == ["treino/outro.py:1 MLP003"]


def test_without_comments_all_is_reported(project: Path) -> None:
    write(project / "worker_pub" / "auxiliar.py", "import os\nos.chdir('a')  # noqa\nx = 1  # noqa: MLP403\n")
    findings = lint([project], Configuration(), noqa=False).findings
    assert [finding.rule.code for finding in findings] == [CHDIR]


def test_the_place_of_an_unused_comment(project: Path) -> None:
    write(project / "worker_pub" / "auxiliar.py", "é = '\t日本'  # noqa: MLP001\n")
    (finding,) = lint([project], Configuration()).findings
    span = finding.place.span
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 12, 1, 26)
