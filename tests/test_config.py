"""The configuration: where it is found, what may stand in it, and which rules run in the end."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from conftest import findings_in, write

from mlprodest_lint.config import KEYS, Choice, Configuration, Overrides, PerFileIgnore
from mlprodest_lint.configfiles import declared_language
from mlprodest_lint.engine import lint
from mlprodest_lint.findings import Severity
from mlprodest_lint.rules import RULES
from mlprodest_lint.selectors import resolve, rule_named
from mlprodest_lint.texts import LANGUAGES, UserError

if TYPE_CHECKING:
    from mlprodest_lint.config import Settings

DOCUMENTATION = Path(__file__).parent.parent / "docs" / "configuration.md"
NO_OVERRIDES = Overrides()
BY_DEFAULT = frozenset(code for code, rule in RULES.items() if rule.on_by_default)
OF_LAYOUT = frozenset(code for code in RULES if code.startswith("MLP1"))


def settings(folder: Path, toml: str, overrides: Overrides = NO_OVERRIDES) -> Settings:
    (folder / "mlprodest-lint.toml").write_text(toml, encoding="utf-8")
    return Configuration(overrides).for_folder(folder)


def message(error: pytest.ExceptionInfo[UserError]) -> str:
    rendered = {language: error.value.text.render(language, error.value.fields) for language in LANGUAGES}
    return rendered["en"]


def refusal(folder: Path, toml: str) -> str:
    with pytest.raises(UserError) as error:
        settings(folder, toml)
    text = message(error)
    assert text.startswith(f"{folder / 'mlprodest-lint.toml'}")
    return text.removeprefix(f"{folder / 'mlprodest-lint.toml'}").removeprefix(": ")


def choice(**words: str) -> Choice:
    selectors = {key: tuple(resolve(word, key) for word in value.split()) for key, value in words.items()}
    return Choice(selectors.get("select"), selectors.get("extend_select", ()), selectors.get("ignore", ()))


# Where it is found.


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = Configuration().for_folder(tmp_path)
    assert found.file is None
    assert found.folder == tmp_path
    assert found.active == BY_DEFAULT
    assert (found.contract, found.language, found.exclude, found.training) == (None, None, (), ())
    assert not found.severity
    assert not found.packages


def test_the_nearest_file_counts_alone(tmp_path: Path) -> None:
    worker = tmp_path / "projeto" / "worker_pub"
    worker.mkdir(parents=True)
    (tmp_path / "mlprodest-lint.toml").write_text('contract = "1.8"\nlanguage = "en"', encoding="utf-8")
    (worker.parent / "pyproject.toml").write_text('[tool.mlprodest-lint]\nlanguage = "pt-BR"', encoding="utf-8")
    found = Configuration().for_folder(worker)
    assert (found.contract, found.language) == (None, "pt-BR")
    assert found.file == worker.parent / "pyproject.toml"
    assert found.folder == worker.parent


def test_a_project_file_without_the_table_is_passed_over(tmp_path: Path) -> None:
    worker = tmp_path / "worker_pub"
    worker.mkdir()
    (worker / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.mlprodest-lint]\ncontract = "1.8"', encoding="utf-8")
    assert Configuration().for_folder(worker).contract == "1.8"


def test_in_one_folder_the_own_file_wins(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("this is not TOML", encoding="utf-8")
    assert settings(tmp_path, 'contract = "1.8"').contract == "1.8"


def test_a_given_file_replaces_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "ci" / "lint.toml"
    given.parent.mkdir()
    given.write_text('contract = "1.8"', encoding="utf-8")
    (tmp_path / "mlprodest-lint.toml").write_text('contract = "1.5"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = Configuration(file=Path("ci/lint.toml")).for_folder(tmp_path / "ci")
    assert (found.contract, found.file, found.folder) == ("1.8", given, tmp_path)


def test_a_given_project_file_needs_the_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]", encoding="utf-8")
    with pytest.raises(UserError) as error:
        Configuration(file=tmp_path / "pyproject.toml").for_folder(tmp_path)
    assert "there is no table [tool.mlprodest-lint] in it" in message(error)


def test_a_given_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        Configuration(file=tmp_path / "missing.toml").for_folder(tmp_path)
    assert message(error) == f"{tmp_path / 'missing.toml'}: the configuration can't be read: No such file or directory."


def test_a_folder_named_like_a_file_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").mkdir()
    assert Configuration().for_folder(tmp_path).file is None


def test_a_dangling_link_is_not_overlooked(tmp_path: Path) -> None:
    (tmp_path / "mlprodest-lint.toml").symlink_to(tmp_path / "missing")
    with pytest.raises(UserError, match="can't be read"):
        Configuration().for_folder(tmp_path)


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mlprodest-lint.toml").touch()

    def refuse(file: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UserError, match="the configuration can't be read: Permission denied"):
        Configuration().for_folder(tmp_path)


def test_a_path_with_dots_is_followed_lexically(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "mlprodest-lint.toml").write_text('contract = "1.8"', encoding="utf-8")
    assert Configuration().for_folder(tmp_path / "a" / ".." / "b").contract is None


# What may stand in it.


def test_every_key(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        """
        contract = "1.8"
        select = ["MLP1", "syntax-error"]
        extend-select = ["mlp002"]
        ignore = ["Missing-Temp-Area"]
        exclude = ["notebooks/", "!keep.py"]
        training = ["treino", "outro treino"]
        artifact-names = ["sklearn.utils._bunch:Bunch", "meu:Metrica.de"]
        language = "pt-br"
        [per-file-ignores]
        "worker_pub/ação/**" = ["MLP1", "MLP001"]
        [severity]
        missing-script = "warning"
        [packages]
        cv2 = "opencv-python-headless"
        "google.cloud" = "google-cloud-storage"
        """,
    )
    assert found.contract == "1.8"
    assert found.active == (OF_LAYOUT | {"MLP001", "MLP002"}) - {"MLP107"}
    assert found.exclude == ("notebooks/", "!keep.py")
    assert found.training == ("treino", "outro treino")
    assert found.language == "pt-BR"
    assert found.per_file_ignores == (PerFileIgnore("worker_pub/ação/**", OF_LAYOUT | {"MLP001"}),)
    assert found.severity == {"MLP102": Severity.WARNING}
    assert found.artifact_names == ("sklearn.utils._bunch:Bunch", "meu:Metrica.de")
    assert found.packages == {"cv2": "opencv-python-headless", "google.cloud": "google-cloud-storage"}


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "mlprodest-lint.toml").write_bytes(b'\xef\xbb\xbfcontract = "1.8"\r\nlanguage = "en"\r\n')
    assert Configuration().for_folder(tmp_path).contract == "1.8"


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('contrct = "1.8"', "there is no key contrct. Did you mean contract?"),
        ('Contract = "1.8"', "there is no key Contract. Did you mean contract?"),
        ('extend_select = ["MLP1"]', "there is no key extend_select. Did you mean extend-select?"),
        ("contract = 1.8", 'contract must be one of "1.5", "1.8"; it is 1.8. Did you mean "1.8"?'),
        ('contract = "1.6"', 'contract must be one of "1.5", "1.8"; it is "1.6". Did you mean "1.'),
        ('select = "MLP1"', 'select must be a list of texts, for example `select = ["MLP2", "missing-script"]`'),
        ("select = [1]", "select must be a text in quotes"),
        ('select = ["MLP9"]', "select: no rule is called 'MLP9'. Did you mean 'MLP"),
        ('ignore = ["missing-scrpt"]', "ignore: no rule is called 'missing-scrpt'. Did you mean 'missing-script'?"),
        ("per-file-ignores = []", "per-file-ignores must be a table, for example `per-file-ignores = {"),
        ('[per-file-ignores]\n"a b" = "x"', 'per-file-ignores."a b" must be a list of texts'),
        ('[per-file-ignores]\n"a b" = ["x"]', "per-file-ignores.\"a b\": no rule is called 'x'"),
        ('[per-file-ignores]\n"" = ["MLP1"]', 'per-file-ignores: "" is not a pattern'),
        ('exclude = ["# all"]', 'exclude: "# all" is not a pattern'),
        ('exclude = ["a\\u0000b"]', "is not a pattern"),
        ('[severity]\nMLP1 = "fatal"', 'severity.MLP1 must be one of "error", "warning"; it is "fatal"'),
        ('[severity]\nMLP9 = "error"', "severity: no rule is called 'MLP9'"),
        (
            'training = [""]',
            'training: "" is not a name that can stand here. Write for example `training = ["treino"]`',
        ),
        ('[packages]\ncv2 = "opencv python"', 'packages.cv2: "opencv python" is not a name'),
        ('artifact-names = ["pandas.Series"]', 'artifact-names: "pandas.Series" is not a name'),
        ('artifact-names = ["a b:c"]', 'artifact-names: "a b:c" is not a name'),
        ('[packages]\n"cv-2" = "opencv"', 'packages: "cv-2" is not a name'),
        ('language = "pt"', 'language must be one of "en", "pt-BR"; it is "pt". Did you mean "pt-BR"?'),
        (f"language = [{'1, ' * 100}]", "it is [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,.... Did"),
        ('ignore = ["ALL"]', "what is selected and ignored leaves no rule to check"),
        ("select = []", "what is selected and ignored leaves no rule to check"),
    ],
)
def test_what_may_not_stand_in_it(tmp_path: Path, toml: str, expected: str) -> None:
    assert expected in refusal(tmp_path, toml)


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('contract = "1.8"\nselect = [', ", line 2: this is not valid TOML (the parser says: "),
        ("contract = 1.8.1\n", ", line 1: this is not valid TOML"),
        ('language = "en"\nlanguage = "en"\n', ", line 2: this is not valid TOML"),
    ],
)
def test_invalid_toml_is_named_with_its_line(tmp_path: Path, toml: str, expected: str) -> None:
    assert refusal(tmp_path, toml).startswith(expected)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "mlprodest-lint.toml").write_bytes('training = ["previsão"]'.encode("latin-1"))
    with pytest.raises(UserError, match="is not in UTF-8"):
        Configuration().for_folder(tmp_path)


def test_deep_nesting_is_no_crash(tmp_path: Path) -> None:
    assert "nested too deeply" in refusal(tmp_path, f"select = {'[' * 100_000}")


def test_an_invalid_project_file_above_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "worker_pub").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool", encoding="utf-8")
    with pytest.raises(UserError, match=r"pyproject\.toml, line 1"):
        Configuration().for_folder(tmp_path / "worker_pub")


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (
            "[tool.mlprodest-lint]\nselekt = []",
            "there is no key tool.mlprodest-lint.selekt. Did you mean tool.mlprodest",
        ),
        ('[tool.mlprodest-lint.severity]\nMLP1 = "x"', "tool.mlprodest-lint.severity.MLP1 must be one of"),
        ("[tool]\nmlprodest-lint = 3", "tool.mlprodest-lint must be a table, for example `[tool.mlprodest-lint]`"),
        ("[tool.mlprodest_lint]", "there is no table [tool.mlprodest_lint]. Did you mean [tool.mlprodest-lint]?"),
    ],
)
def test_keys_of_a_project_file_are_named_whole(tmp_path: Path, toml: str, expected: str) -> None:
    (tmp_path / "pyproject.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(UserError) as error:
        Configuration().for_folder(tmp_path)
    assert expected in message(error)


def test_a_project_file_whose_tool_is_no_table_has_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = 3", encoding="utf-8")
    assert Configuration().for_folder(tmp_path).file is None


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_the_example_of_a_key_is_valid(tmp_path: Path, key: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _add_rule(monkeypatch, "MLP404", "unresolved-path")
    assert settings(tmp_path, key.example).file


def test_every_key_is_documented() -> None:
    documented = DOCUMENTATION.read_text(encoding="utf-8")
    for key in KEYS:
        assert f"| `{key.name}` |" in documented
        assert key.about.en in documented


# Which rules run.


def _add_rule(monkeypatch: pytest.MonkeyPatch, code: str, name: str) -> None:
    if code not in RULES:
        rule = type("Added", (), {"code": code, "name": name, "on_by_default": False})
        monkeypatch.setitem(cast("dict[str, Any]", RULES), code, rule)


@pytest.mark.parametrize("words", ["MLP102", "mlp102", "missing-script", "MISSING-Script", " MLP102 "])
def test_a_rule_is_named_by_code_or_name_in_either_case(words: str) -> None:
    assert resolve(words, "").codes == {"MLP102"}
    assert rule_named(words).code == "MLP102"


@pytest.mark.parametrize("word", ["", "M", "ML", "MLPX", "MLP1020", "missing", "missing_script", "1", "ção", "*"])
def test_other_words_name_no_rule(word: str) -> None:
    with pytest.raises(UserError, match="no rule is called"):
        resolve(word, "--select")


def test_explain_takes_one_rule_only() -> None:
    with pytest.raises(UserError, match="No rule is called 'MLP1'"):
        rule_named("MLP1")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, BY_DEFAULT),
        ({"select": "MLP1"}, OF_LAYOUT),
        ({"select": "MLP10", "ignore": "MLP107"}, OF_LAYOUT - {"MLP107"}),
        ({"select": "MLP107", "ignore": "MLP1"}, {"MLP107"}),
        ({"select": "MLP107", "ignore": "missing-temp-area", "extend_select": "MLP001"}, {"MLP001"}),
        ({"ignore": "MLP1"}, BY_DEFAULT - OF_LAYOUT),
        ({"ignore": "ALL", "extend_select": "MLP001"}, {"MLP001"}),
        ({"select": "ALL"}, {*BY_DEFAULT, "MLP404", "MLP901"}),
        ({"select": "MLP"}, BY_DEFAULT),
        ({"select": "MLP9"}, {"MLP901"}),
        ({"extend_select": "off-rule"}, {*BY_DEFAULT, "MLP901"}),
        ({"select": "ALL", "ignore": "MLP"}, frozenset()),
    ],
)
def test_the_closer_word_decides(
    monkeypatch: pytest.MonkeyPatch, words: dict[str, str], expected: frozenset[str]
) -> None:
    _add_rule(monkeypatch, "MLP901", "off-rule")
    assert choice(**words).applied_to(BY_DEFAULT) == expected


def test_the_command_line_stands_above_the_file(tmp_path: Path) -> None:
    toml = 'contract = "1.5"\nlanguage = "en"\nselect = ["MLP1"]\nignore = ["MLP107"]'
    overrides = Overrides("1.8", choice(extend_select="MLP107 MLP001"), "pt-BR")
    found = settings(tmp_path, toml, overrides)
    assert (found.contract, found.language, found.active) == ("1.8", "pt-BR", OF_LAYOUT | {"MLP001"})
    only_source = settings(tmp_path, toml, Overrides(choice=choice(select="MLP0")))
    assert only_source.active == {"MLP001", "MLP002", "MLP003"}
    one_less = settings(tmp_path, toml, Overrides(choice=choice(ignore="MLP102")))
    assert one_less.active == OF_LAYOUT - {"MLP102", "MLP107"}


def test_the_closer_severity_counts_whatever_the_order(tmp_path: Path) -> None:
    toml = '[severity]\nmissing-script = "warning"\nMLP1 = "error"\nALL = "warning"'
    found = settings(tmp_path, toml).severity
    assert (found["MLP102"], found["MLP107"], found["MLP001"]) == (Severity.WARNING, Severity.ERROR, Severity.WARNING)


# The language, which is needed before anything else is known.


def test_the_language_is_read_from_a_configuration_with_errors(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.mlprodest-lint]\nlanguage = "PT-br"\nselekt = 3', encoding="utf-8")
    (tmp_path / "worker_pub").mkdir()
    assert declared_language(tmp_path / "worker_pub") == "pt-BR"
    assert declared_language(tmp_path, tmp_path / "missing.toml") is None


@pytest.mark.parametrize("toml", ["", "language = 3", 'language = "klingon"', "language = ", "contract = 3"])
def test_what_declares_no_language(tmp_path: Path, toml: str) -> None:
    (tmp_path / "mlprodest-lint.toml").write_text(toml, encoding="utf-8")
    assert declared_language(tmp_path) is None


@pytest.mark.parametrize("pattern", ["worker_pub", "worker_pub/", "/worker_pub/", "worker_*/"])
def test_a_pattern_names_a_folder_with_and_without_a_slash(pattern: str, project: Path) -> None:
    (project / "worker_pub" / "temp_area" / "README.txt").unlink(missing_ok=True)
    shutil.rmtree(project / "worker_pub" / "temp_area")
    assert findings_in(project) == ["worker_pub:1 MLP107"]
    write(project / "mlprodest-lint.toml", f'per-file-ignores = {{ "{pattern}" = ["MLP107"] }}\n')
    assert lint([project], Configuration()).findings == ()
