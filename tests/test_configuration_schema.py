"""The JSON Schema of the configuration accepts what the program accepts, and refuses what it refuses."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from conftest import ROOT, write

from mlprodest_lint.config import KEYS, Configuration
from mlprodest_lint.configschema import main, schema
from mlprodest_lint.texts import UserError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from pathlib import Path

FILE = ROOT / "docs" / "configuration-schema.json"


def is_valid(text: str) -> bool:
    validator: Any = jsonschema.Draft7Validator(schema())
    return bool(validator.is_valid(tomllib.loads(text)))


def is_read(text: str, folder: Path) -> bool:
    write(folder / "mlprodest-lint.toml", text)
    try:
        Configuration().for_folder(folder)
    except UserError:
        return False
    return True


def test_the_file_is_current(tmp_path: Path) -> None:
    jsonschema.Draft7Validator.check_schema(json.loads(FILE.read_text(encoding="utf-8")))
    assert main([str(FILE), "--check"]) == 0
    assert main([str(write(tmp_path / "old.json", "{}")), "--check"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        *(key.example for key in KEYS),
        'select = ["ALL", "MLP1", "MLP101", "renamed-script"]',
        'severity = { MLP107 = "error" }',
        "",
    ],
)
def test_what_is_accepted(text: str, tmp_path: Path) -> None:
    assert is_valid(text)
    assert is_read(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "contract = 1.8",
        'contract = "1.7"',
        'selct = ["MLP1"]',
        'select = "MLP1"',
        'select = ["MLP9"]',
        "exclude = [1]",
        'exclude = [""]',
        'severity = { MLP107 = "fatal" }',
        'severity = { MLP999 = "error" }',
        'training = [""]',
        'packages = { cv2 = "opencv python" }',
        'artifact-names = ["pandas.Series"]',
        "per-file-ignores = []",
        'language = "fr"',
    ],
)
def test_what_is_refused(text: str, tmp_path: Path) -> None:
    assert not is_valid(text)
    assert not is_read(text, tmp_path)
