"""Loading models, their artifacts and what they promise, from a registry in an SQLite file."""

from __future__ import annotations

import ast
import pickle
import shutil
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from mllibprodest.errors import (
    ConfigurationError,
    DamagedFileError,
    MissingDependencyError,
    MissingFileError,
    MLLibProdestError,
    ModelNotFoundError,
    ServerUnavailableError,
)
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN as Worker

from .registries import MANDATORY, Registry
from .servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Script

LOADERS: dict[str, Callable[..., dict[str, Any]]] = {
    "TrainingParams.pkl": Worker.load_production_params,
    "TrainingDatasetsNames.pkl": Worker.load_production_datasets_names,
    "BaselineMetrics.pkl": Worker.load_production_baseline,
}
_ALL: list[Callable[..., Any]] = [Worker.load_model, *LOADERS.values()]


def _run_folder(registry: Registry, model: str) -> Path:
    """Return the folder on the disk in which the artifacts of a model's production version lie."""
    client = registry.client()
    run_id = client.get_model_version_by_alias(model, "production").run_id
    return Path(client.get_run(run_id).info.artifact_uri)


def test_a_model_is_loaded_with_all_its_artifacts(registry: Registry) -> None:
    registry.publish("completo", {**MANDATORY, "extra.pkl": [1, 2], "sub/nota.txt": b"nota"})
    model = Worker.load_model("completo")
    assert model.predict(np.array([[0, 0], [1, 1]])).tolist() == [0, 1]
    assert Worker.convert_artifact_to_object("extra.pkl") == [1, 2]
    assert Path("temp_area/sub/nota.txt").read_bytes() == b"nota"
    assert Path("temp_area/model/MLmodel").is_file()
    assert {name: Worker.convert_artifact_to_object(name) for name in MANDATORY} == MANDATORY


def test_the_mandatory_artifacts_are_loaded_without_the_model(registry: Registry, folder: Path) -> None:
    registry.publish("só artefatos")
    assert {name: load("só artefatos") for name, load in LOADERS.items()} == MANDATORY
    assert not list(folder.iterdir())


def test_the_alias_stands_above_the_stage(registry: Registry) -> None:
    first = registry.publish("apelidado", {**MANDATORY, "TrainingParams.pkl": {"versão": 1}})
    second = registry.register("apelidado", registry.log_run({**MANDATORY, "TrainingParams.pkl": {"versão": 2}}))
    registry.to_production_stage("apelidado", second)
    assert Worker.load_production_params("apelidado") == {"versão": 1}
    registry.client().delete_registered_model_alias("apelidado", "production")
    assert Worker.load_production_params("apelidado") == {"versão": 2}
    registry.to_production_stage("apelidado", first)
    assert Worker.load_production_params("apelidado") == {"versão": 2}


def test_a_new_production_version_counts_at_once(registry: Registry) -> None:
    for number in (1, 2):
        registry.publish("renovado", {**MANDATORY, "BaselineMetrics.pkl": {"versão": number}})
        assert Worker.load_production_baseline("renovado") == {"versão": number}


@pytest.mark.parametrize("loads_model", [True, False])
def test_an_artifact_is_not_read_again_while_the_version_is_the_same(registry: Registry, loads_model: bool) -> None:  # noqa: FBT001
    name = f"guardado {loads_model}"
    registry.publish(name)
    if loads_model:
        Worker.load_model(name)
    else:
        for load in LOADERS.values():
            load(name)
    shutil.rmtree(_run_folder(registry, name))
    assert {artifact: load(name) for artifact, load in LOADERS.items()} == MANDATORY


def test_changing_what_was_loaded_changes_nothing_for_others(registry: Registry) -> None:
    registry.publish("alterado")
    Worker.load_production_params("alterado")["max_depth"] = 99
    assert Worker.load_production_params("alterado") == {"max_depth": 3}


def test_an_artifact_logged_late_is_found(registry: Registry) -> None:
    version = registry.publish("atrasado", {"BaselineMetrics.pkl": {"a": 1}})
    with pytest.raises(MissingFileError, match=r"não tem o\s+artefato 'TrainingParams.pkl'"):
        Worker.load_production_params("atrasado")
    run_id = registry.client().get_model_version("atrasado", version).run_id
    Path("TrainingParams.pkl").write_bytes(pickle.dumps({"a": 2}))
    registry.client().log_artifact(run_id, "TrainingParams.pkl")
    assert Worker.load_production_params("atrasado") == {"a": 2}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pickle.dumps({"a": list(range(500))})[:-30], "está corrompido ou incompleto"),
        (b"", "está corrompido ou incompleto"),
        (pickle.dumps({"a": 1}) + b"resto", "tem dados a mais no final"),
        (pickle.dumps([("a", 1)]), r"deve ser um dicionário \(dict\), mas é um 'list'"),
        (pickle.dumps({}), "é um dicionário vazio"),
    ],
)
@pytest.mark.parametrize("artifact", LOADERS)
def test_a_damaged_artifact_is_refused(registry: Registry, artifact: str, content: bytes, message: str) -> None:
    registry.publish("danificado", {**MANDATORY, artifact: content})
    with pytest.raises(DamagedFileError, match=message) as caught:
        LOADERS[artifact]("danificado")
    assert f"'{artifact}'" in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_an_artifact_whose_package_is_missing(registry: Registry) -> None:
    registry.publish("sem pacote", {**MANDATORY, "TrainingParams.pkl": b"cpacote_que_falta.sub\nNada\n."})
    with pytest.raises(MissingDependencyError, match=r"precisa do pacote 'pacote_que_falta'"):
        Worker.load_production_params("sem pacote")


def test_the_name_of_an_artifact_is_case_sensitive(registry: Registry) -> None:
    registry.publish("caixa", {"trainingparams.pkl": {"a": 1}})
    with pytest.raises(MissingFileError, match=r"'TrainingParams\.pkl'"):
        Worker.load_production_params("caixa")


def test_models_that_are_not_in_production(registry: Registry) -> None:
    registry.register("em teste", registry.log_run(MANDATORY))
    with pytest.raises(ModelNotFoundError, match=r"'em teste' está registrado .* nenhuma versão está em produção"):
        Worker.load_model("em teste")
    with pytest.raises(ModelNotFoundError, match=r"'Em teste' não está registrado no MLflow"):
        Worker.load_production_baseline("Em teste")
    assert not Path("temp_area").exists()


def test_a_damaged_model_leaves_the_folder_as_it_was(registry: Registry, tmp_path: Path) -> None:
    registry.publish("quebrado")
    Worker.load_model("quebrado")
    Path("temp_area/README.txt").write_text("meu", encoding="utf-8")
    before = _contents(Path("temp_area"))
    broken = Path(shutil.copytree(registry.model, tmp_path / "model"))
    (broken / "model.pkl").write_bytes((broken / "model.pkl").read_bytes()[:100])
    registry.publish("quebrado", {**MANDATORY, "novo.pkl": 1}, model=broken)
    with pytest.raises(MLLibProdestError, match=r"o modelo não pôde ser carregado"):
        Worker.load_model("quebrado")
    assert _contents(Path("temp_area")) == before


def test_a_model_without_its_files_is_named(registry: Registry) -> None:
    registry.publish("sem arquivos")
    shutil.rmtree(_run_folder(registry, "sem arquivos") / "model")
    with pytest.raises(MissingFileError, match="A pasta dos artefatos não foi encontrada"):
        Worker.load_model("sem arquivos")
    assert not _contents(Path("temp_area"))


@pytest.mark.parametrize("provider", ["MLflow", "minio", ""])
def test_an_unknown_provider_is_named(provider: str) -> None:
    for load in _ALL:
        with pytest.raises(ConfigurationError, match=f"provider de modelos '{provider}'. Use 'mlflow'"):
            load("modelo", provider)


def test_a_server_that_is_down_is_said_so_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{free_port()}")
    start = time.monotonic()
    for load in _ALL:
        with pytest.raises(ServerUnavailableError, match=r"não responde em http://127.0.0.1:\d+.*Inicie-o"):
            load("modelo")
    assert time.monotonic() - start < 5
    assert not Path("temp_area").exists()


def test_a_database_that_is_missing_is_not_made(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///teste_mlflow.db")
    with pytest.raises(MissingFileError, match=r"banco de dados do MLflow '.*teste_mlflow.db' não existe"):
        Worker.load_model("modelo")
    assert not list(folder.iterdir())


def test_a_database_of_another_version_is_not_changed(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    database = folder / "antigo.db"
    shutil.copyfile(registry.uri.removeprefix("sqlite:///"), database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '5b0e9adcef9c'")
        connection.execute("DROP TABLE registered_model_aliases")
    connection.close()
    before = database.read_bytes()
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///antigo.db")
    with pytest.raises(MLLibProdestError, match=r"Não foi possível consultar o modelo 'm' no MLflow \(sqlite"):
        Worker.load_model("m")
    assert database.read_bytes() == before


def test_the_tracking_uri_comes_from_a_file_of_settings_too(shared_registry: Registry) -> None:
    shared_registry.publish("do arquivo")
    Path(".env").write_text(f'MLFLOW_TRACKING_URI="{shared_registry.uri}"\n', encoding="utf-8")
    assert Worker.load_production_params("do arquivo") == MANDATORY["TrainingParams.pkl"]


def test_what_the_worker_told_mlflow_counts(shared_registry: Registry, script: Script) -> None:
    # In a process of its own: MLflow keeps what it was told for all that follows in the same one.
    shared_registry.publish("configurado")
    done = script(
        "import mlflow, sys\n"
        "from mllibprodest.interfaces import ModelPublicationInterfaceCLF\n"
        "mlflow.set_tracking_uri(sys.argv[1])\n"
        "print(ModelPublicationInterfaceCLF.load_production_params('configurado'))\n",
        shared_registry.uri,
    )
    assert done.returncode == 0, done.stderr
    assert ast.literal_eval(done.stdout) == MANDATORY["TrainingParams.pkl"]


def test_artifacts_that_moved_are_found_in_the_folder_given(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    experiment = registry.client().create_experiment("a mudar", str(folder / "treino" / "mlruns"))
    registry.publish("mudado", experiment=experiment)
    moved = (folder / "treino").rename(folder / "outro lugar") / "mlruns"
    with pytest.raises(MissingFileError, match=r"Informe o caminho completo da pasta 'mlruns'.*--mlruns_path"):
        Worker.load_model("mudado")
    monkeypatch.setenv("MLRUNS_PATH", str(moved))
    assert Worker.load_production_params("mudado") == MANDATORY["TrainingParams.pkl"]
    assert Worker.load_model("mudado").predict(np.array([[1, 1]])).tolist() == [1]


@pytest.mark.parametrize("root", ["mlruns", "./mlruns", "file:///servidor/treino/mlruns", "C:/treino/mlruns"])
def test_roots_of_other_folders_and_machines_are_found_in_the_folder_given(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, folder: Path, root: str
) -> None:
    registry.publish("de outra pasta")
    artifacts = _run_folder(registry, "de outra pasta")
    moved = Path(shutil.copytree(artifacts, folder / "treino" / "mlruns" / "0" / artifacts.parent.name / "artifacts"))
    database = folder / "treino" / "teste_mlflow.db"
    shutil.copyfile(registry.uri.removeprefix("sqlite:///"), database)
    with sqlite3.connect(database) as connection:
        for table, column in (
            ("runs", "artifact_uri"),
            ("model_versions", "source"),
            ("model_versions", "storage_location"),
        ):
            here = str(artifacts)
            there = f"{root}/0/{artifacts.parent.name}/artifacts"
            connection.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (here, there))  # noqa: S608
    connection.close()
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{database}")
    monkeypatch.setenv("MLRUNS_PATH", str(folder / "treino" / "mlruns"))
    assert moved.is_dir()
    assert Worker.load_model("de outra pasta").predict(np.array([[1, 1]])).tolist() == [1]
    assert Worker.convert_artifact_to_object("TrainingParams.pkl") == MANDATORY["TrainingParams.pkl"]


def _contents(folder: Path) -> dict[str, Any]:
    """Return what a folder holds, except the library's own notes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and ".mllibprodest" not in file.parts
    }
