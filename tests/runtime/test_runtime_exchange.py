"""The folder of the artifacts: whole or as it was, and the user's files left alone."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mllibprodest.errors import AccessDeniedError, MissingFileError, MLLibProdestError, StorageError
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Worker

from .registries import MANDATORY, Registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .conftest import Script

AREA = Path("temp_area")
LOAD = "import sys; from mllibprodest.provider import Provider; Provider.load_model(*sys.argv[1:])"


def _files(folder: Path = AREA) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and not {".mllibprodest", "model"} & set(file.relative_to(folder).parts)
    }


def _leftovers(folder: Path = AREA) -> set[str]:
    return {entry.name for entry in (folder / ".mllibprodest").iterdir()} - {"lock", "manifest.json"}


def _numbered(number: int, **more: Any) -> Mapping[str, Any]:
    return {**{name: {"versão": number} for name in MANDATORY}, **more}


def test_the_users_files_survive(registry: Registry) -> None:
    (AREA / "dados").mkdir(parents=True)
    (AREA / "README.txt").write_text("meu", encoding="utf-8")
    (AREA / "dados" / "linhas.csv").write_text("a\n1\n", encoding="utf-8")
    for number in (1, 2):
        registry.publish("com vizinhos", _numbered(number))
        Worker.load_model("com vizinhos")
    assert _files() == {"README.txt", "dados/linhas.csv", *MANDATORY}
    assert (AREA / "README.txt").read_text(encoding="utf-8") == "meu"


def test_what_an_earlier_version_brought_goes(registry: Registry) -> None:
    registry.publish("menor", {**MANDATORY, "velho.pkl": 1, "pasta/velha.pkl": 2})
    Worker.load_model("menor")
    registry.publish("menor", {"BaselineMetrics.pkl": {"a": 1}, "novo.pkl": 1})
    Worker.load_model("menor")
    assert _files() == {"BaselineMetrics.pkl", "novo.pkl"}


def test_stale_mandatory_artifacts_go_whoever_wrote_them(registry: Registry) -> None:
    Worker.convert_artifact_to_pickle({"velho": 1}, "TrainingParams.pkl")
    registry.publish("incompleto", {"BaselineMetrics.pkl": {"a": 1}})
    Worker.load_model("incompleto")
    assert _files() == {"BaselineMetrics.pkl"}


def test_two_models_share_a_folder(registry: Registry) -> None:
    registry.publish("primeiro", {**MANDATORY, "vocabulario.pkl": 1})
    registry.publish("segundo", {**MANDATORY, "escala.pkl": 1})
    for name in ("primeiro", "segundo", "primeiro"):
        Worker.load_model(name)
    assert _files() == {*MANDATORY, "vocabulario.pkl", "escala.pkl"}


def test_a_file_of_the_users_with_the_name_of_an_artifact_is_kept_aside(registry: Registry) -> None:
    AREA.mkdir()
    registry.publish("homônimo", {**MANDATORY, "notas.txt": b"do modelo", "igual.txt": b"igual"})
    (AREA / "notas.txt").write_bytes(b"minhas")
    (AREA / "igual.txt").write_bytes(b"igual")
    Worker.load_model("homônimo")
    (AREA / "notas.txt").write_bytes(b"de novo minhas")
    Worker.load_model("homônimo")
    assert _files() == {*MANDATORY, "notas.txt", "igual.txt", "notas.txt.anterior-1", "notas.txt.anterior-2"}
    assert [(AREA / f"notas.txt{end}").read_bytes() for end in ("", ".anterior-1", ".anterior-2")] == [
        b"do modelo",
        b"minhas",
        b"de novo minhas",
    ]


def test_another_folder_can_be_named(registry: Registry) -> None:
    registry.publish("em outra pasta")
    Worker.load_model("em outra pasta", artifacts_destination_path="temp_area/modelo um")
    assert _files(AREA / "modelo um") == set(MANDATORY)
    assert Worker.convert_artifact_to_object("BaselineMetrics.pkl", "temp_area/modelo um")


def test_a_file_where_the_folder_should_be_is_said_so(registry: Registry) -> None:
    registry.publish("sem pasta")
    AREA.write_text("um arquivo", encoding="utf-8")
    with pytest.raises(MLLibProdestError, match=r"'sem pasta' na pasta 'temp_area'"):
        Worker.load_model("sem pasta")
    assert AREA.read_text(encoding="utf-8") == "um arquivo"


@contextmanager
def _mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount a small memory disk on a folder; only root on Linux may."""
    folder.mkdir(exist_ok=True)
    if sys.platform != "linux":
        pytest.skip("memory disks are Linux's")
    mounting = subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", folder], capture_output=True, check=False)
    if mounting.returncode != 0:
        pytest.skip(f"mounting a memory disk isn't allowed here: {mounting.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_the_folder_as_it_was(registry: Registry) -> None:
    with _mounted(AREA, "-o", "size=256k"):
        registry.publish("grande", _numbered(1))
        Worker.load_model("grande")
        (AREA / "README.txt").write_text("meu", encoding="utf-8")
        registry.publish("grande", _numbered(2, **{"pesado.bin": b"x" * 300_000}))
        with pytest.raises(StorageError, match=r"Não há espaço no disco"):
            Worker.load_model("grande")
        assert _files() == {*MANDATORY, "README.txt"}
        assert not _leftovers()
        assert Worker.convert_artifact_to_object("TrainingParams.pkl") == {"versão": 1}


def test_a_read_only_disk_is_said_so(registry: Registry) -> None:
    registry.publish("sem permissão")
    with _mounted(AREA, "-o", "ro"):
        with pytest.raises(AccessDeniedError, match=r"não permite ler ou gravar"):
            Worker.load_model("sem permissão")
        with pytest.raises(AccessDeniedError, match=r"não permite ler ou gravar"):
            Worker.convert_artifact_to_pickle({"a": 1}, "a.pkl")


def test_threads_that_load_into_one_folder_take_turns(registry: Registry) -> None:
    names = [f"simultâneo {number}" for number in range(3)]
    for number, name in enumerate(names):
        registry.publish(name, _numbered(number, **{f"só {number}.pkl": number}))
    with ThreadPoolExecutor(6) as pool:
        models = list(pool.map(Worker.load_model, names * 2))
    assert all(model.predict([[1, 1]]).tolist() == [1] for model in models)
    assert len({Worker.convert_artifact_to_object(name)["versão"] for name in MANDATORY}) == 1
    assert _files() == {*MANDATORY, *(f"só {number}.pkl" for number in range(3))}
    assert not _leftovers()


def test_processes_that_load_into_one_folder_take_turns(registry: Registry, folder: Path) -> None:
    names = ["processo 1", "processo 2"]
    for number, name in enumerate(names):
        registry.publish(name, _numbered(number))
    processes = [subprocess.Popen([sys.executable, "-c", LOAD, name], cwd=folder) for name in names]
    for name in names * 3:
        Worker.load_model(name)
    assert [process.wait(120) for process in processes] == [0, 0]
    assert len({Worker.convert_artifact_to_object(name)["versão"] for name in MANDATORY}) == 1
    assert _files() == set(MANDATORY)
    assert not _leftovers()


def test_a_process_killed_while_it_exchanges_is_undone(registry: Registry, folder: Path, script: Script) -> None:
    registry.publish("interrompido", _numbered(1, **{"velho.pkl": 1}))
    Worker.load_model("interrompido")
    (AREA / "README.txt").write_text("meu", encoding="utf-8")
    before = _files()
    registry.publish("interrompido", _numbered(2, **{f"novo {number:04}.txt": b"" for number in range(3000)}))
    # Stops dead in the middle of the renames, as a process does that the system kills.
    dying = (
        "import os, pathlib; rename = pathlib.Path.rename\n"
        "def stop(self, target):\n"
        "    if self.name == 'novo 1500.txt': os._exit(9)\n"
        "    return rename(self, target)\n"
        "pathlib.Path.rename = stop\n"
    )
    assert script(dying + LOAD, "interrompido").returncode == 9
    assert _files() > {"novo 0000.txt", "novo 1499.txt"}
    registry.publish("interrompido", {"a.txt": b""}, model=folder)
    with pytest.raises(MissingFileError, match="MLmodel"):
        Worker.load_model("interrompido")
    assert _files() == before
    assert Worker.convert_artifact_to_object("TrainingParams.pkl") == {"versão": 1}
    assert not _leftovers()


def test_a_process_killed_while_it_downloads_leaves_nothing_behind(registry: Registry, folder: Path) -> None:
    registry.publish("baixando", _numbered(1, **{f"{number:04}.bin": b"x" * 20_000 for number in range(3000)}))
    process = subprocess.Popen([sys.executable, "-c", LOAD, "baixando"], cwd=folder)
    incoming = AREA / ".mllibprodest" / "new"
    deadline = time.monotonic() + 120
    while not (incoming.is_dir() and any(incoming.iterdir())):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    process.wait(30)
    assert not _files()
    registry.publish("baixando", _numbered(2))
    Worker.load_model("baixando")
    assert _files() == set(MANDATORY)
    assert not _leftovers()
