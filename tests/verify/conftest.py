"""What the tests of the dynamic checker share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder for a worker, with a space and accents in its name."""
    return tmp_path / "projeto de saúde"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Return the folder where workers are run."""
    folder = tmp_path / "área de rascunho"
    folder.mkdir()
    return folder
