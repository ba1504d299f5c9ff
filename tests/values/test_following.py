"""Values are followed to the calls that use files: through names, functions, classes, containers and modules.

Each case is a module, or a folder of modules, that is put into a worker. A comment at the end of a line names what must
be found there; nothing else may be.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import findings_in

CASES = Path(__file__).parent.parent / "data" / "files"
_MARK = re.compile(r"# (MLP4\d\d(?:, MLP4\d\d)*)$")


def expected_in(folder: Path, root: Path) -> list[str]:
    """Return what the comments in a folder's modules ask for."""
    return sorted(
        f"{file.relative_to(root).as_posix()}:{number} {code}"
        for file in folder.rglob("*.py")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        for mark in [_MARK.search(line)]
        if mark is not None
        for code in mark[1].split(", ")
    )


def found_in(project: Path) -> list[str]:
    """Return what is found without the rule that is off by default."""
    found = findings_in(project, project / "worker_pub", rules="MLP4")
    return sorted(finding for finding in found if not finding.endswith("MLP404"))


def put(case: Path, worker: Path) -> None:
    if case.is_dir():
        shutil.copytree(case, worker, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copyfile(case, worker / "arquivos.py")


@pytest.mark.parametrize("case", sorted((CASES / "clean").iterdir()), ids=lambda case: case.stem)
def test_what_workers_may_do_is_not_reported(case: Path, project: Path) -> None:
    put(case, project / "worker_pub")
    assert expected_in(project / "worker_pub", project) == []
    assert found_in(project) == []


@pytest.mark.parametrize("case", sorted((CASES / "faulty").iterdir()), ids=lambda case: case.stem)
def test_what_they_may_not_do_is_found_where_it_stands(case: Path, project: Path) -> None:
    put(case, project / "worker_pub")
    expected = expected_in(project / "worker_pub", project)
    assert expected
    assert found_in(project) == expected
