"""The copy of a worker's folder in which it is run."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import write

from mlprodest_lint.texts import UserError
from mlprodest_lint.verify.running.scratch import listing, size_of, staged

if TYPE_CHECKING:
    from pathlib import Path

ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such modes and links")


@pytest.fixture
def root(home: Path) -> Path:
    """Return a worker's folder with all that may stand in one."""
    folder = home / "worker_pub"
    for name in (
        *("pub.py", "models/um/dois.py", ".env", "dados/linhas.csv", "mlruns/1/meta.yaml"),
        *("temp_area/antigo.pkl", "env/pyvenv.cfg", "outro ambiente/pyvenv.cfg", "conda/conda-meta/x"),
        *("__pycache__/pub.pyc", "models/__pycache__/x.pyc", ".git/HEAD", ".mypy_cache/x"),
    ):
        write(folder / name, name)
    return folder


def test_the_copy_is_without_environments_and_caches(root: Path, scratch: Path) -> None:
    with staged(root, scratch, "temp_area") as stage:
        copied = sorted(path.relative_to(stage.worker).as_posix() for path in stage.worker.rglob("*"))
        assert copied == sorted(
            [
                *(".env", "pub.py", "temp_area", "dados", "dados/linhas.csv"),
                *("models", "models/um", "models/um/dois.py", "mlruns", "mlruns/1", "mlruns/1/meta.yaml"),
            ]
        )
        assert (stage.worker / "dados" / "linhas.csv").read_text(encoding="utf-8") == "dados/linhas.csv"
        assert list(stage.home.iterdir()) == list(stage.temp.iterdir()) == []
        assert list(stage.worker.parent.iterdir()) == [stage.worker]
    assert list(scratch.iterdir()) == []


def test_a_worker_without_the_folder_for_its_files_gets_one(home: Path, scratch: Path) -> None:
    write(home / "worker_pub" / "pub.py")
    with staged(home / "worker_pub", scratch, "temp_area") as stage:
        assert (stage.worker / "temp_area").is_dir()


@ON_POSIX
def test_what_is_read_only_can_be_written_and_removed(root: Path, scratch: Path) -> None:
    (root / "pub.py").chmod(0o444)
    (root / "models").chmod(0o555)
    try:
        with staged(root, scratch, "temp_area") as stage:
            assert os.access(stage.worker / "pub.py", os.W_OK)
            write(stage.worker / "models" / "novo.py")
            (stage.worker / "models").chmod(0)
            (stage.worker / "temp_area" / "a").mkdir(mode=0)
    finally:
        (root / "models").chmod(0o755)
    assert list(scratch.iterdir()) == []


@ON_POSIX
def test_links(root: Path, scratch: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "fora" / "arquivo.txt", "fora")
    (root / "dentro.py").symlink_to("models/um/dois.py")
    (root / "absoluto.py").symlink_to(root / "pub.py")
    (root / "copiado.txt").symlink_to(outside)
    (root / "pasta").symlink_to(outside.parent)
    (root / "volta").symlink_to(root)
    (root / "perdido").symlink_to("nada")
    (root / "para cima").symlink_to("..")
    with staged(root, scratch, "temp_area") as stage:
        copy = stage.worker
        assert (copy / "dentro.py").resolve() == copy / "models" / "um" / "dois.py"
        assert (copy / "absoluto.py").resolve() == copy / "pub.py"
        assert (copy / "volta").resolve() == copy
        assert not (copy / "copiado.txt").is_symlink()
        assert (copy / "copiado.txt").read_text(encoding="utf-8") == "fora"
        assert (copy / "pasta").resolve() == outside.parent
        assert (copy / "perdido").is_symlink() or not os.path.lexists(copy / "perdido")
    assert outside.exists()


@ON_POSIX
def test_pipes_and_sockets_are_left_out(root: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / "cano")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("soquete")
        with staged(root, scratch, "temp_area") as stage:
            assert not os.path.lexists(stage.worker / "cano")
            assert not os.path.lexists(stage.worker / "soquete")


def test_a_scratch_folder_that_is_none(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be copied"), staged(root, tmp_path / "nada", "temp_area"):
        pass


def test_a_folder_that_is_gone(home: Path, scratch: Path) -> None:
    with pytest.raises(UserError, match="can't be copied"), staged(home / "worker_pub", scratch, "temp_area"):
        pass
    assert list(scratch.iterdir()) == []


def test_a_listing_tells_what_was_changed(root: Path) -> None:
    before = listing(root, root / "temp_area")
    write(root / "temp_area" / "novo.pkl")
    assert listing(root, root / "temp_area") == before
    write(root / "pub.py", "outra coisa")
    write(root / "novo" / "x.py")
    after = listing(root, root / "temp_area")
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed == {"pub.py", "novo", "novo/x.py"}


def test_the_size_counts_all_files(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "c", b"x" * 1_000_000)
    assert 900_000 < size_of(tmp_path) < 1_200_000
