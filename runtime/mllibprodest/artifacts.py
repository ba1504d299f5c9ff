"""Os artefatos da execução que gerou um modelo: onde estão e como são baixados."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mllibprodest.errors import MissingFileError
from mllibprodest.settings import MLRUNS_PATH, mlruns_path
from mllibprodest.tracking import local_path
from mllibprodest.transfers import check_complete

if TYPE_CHECKING:
    from mllibprodest.registry import ProductionVersion

_MODEL_FOLDER = "model"
_MODEL_FILE = "MLmodel"


def read_artifact(version: ProductionVersion, name: str) -> bytes:
    """Lê um artefato da execução que gerou a versão em produção.

    Args:
        version: A versão em produção.
        name: O nome do artefato.

    Returns:
        O conteúdo.

    Raises:
        MissingFileError: Se a execução não tiver o artefato, ou os artefatos dela não forem encontrados.
        DamagedFileError: Se o artefato chegar incompleto.
    """
    client = version.client()
    folder = _local_folder(client.get_run(version.run_id).info.artifact_uri)
    if folder is not None:
        file = folder / name
        if not file.is_file():
            raise _missing_artifact(version, name)
        return file.read_bytes()
    sizes = {info.path: info.file_size for info in client.list_artifacts(version.run_id)}
    if name not in sizes:
        raise _missing_artifact(version, name)
    with tempfile.TemporaryDirectory() as scratch:
        content = Path(client.download_artifacts(version.run_id, name, scratch)).read_bytes()
    check_complete(name, content, sizes[name])
    return content


def download_all(version: ProductionVersion, destination: Path) -> Path:
    """Baixa todos os artefatos da execução que gerou a versão em produção, e o modelo.

    Args:
        version: A versão em produção.
        destination: Uma pasta vazia.

    Returns:
        O caminho do modelo, relativo à pasta.

    Raises:
        MissingFileError: Se os artefatos ou o modelo não forem encontrados.
        DamagedFileError: Se um artefato chegar incompleto.
    """
    client = version.client()
    run_uri = client.get_run(version.run_id).info.artifact_uri
    model_uri = client.get_model_version_download_uri(version.model, version.version)
    run_folder = _local_folder(run_uri)
    if run_folder is not None:
        _copy_tree(run_folder, destination)
    else:
        # Asking for the list first shows the cause of a fault, which MLflow's download hides.
        listed = client.list_artifacts(version.run_id)
        client.download_artifacts(version.run_id, "", str(destination))
        for info in listed:
            if not info.is_dir:
                check_complete(info.path, (destination / info.path).read_bytes(), info.file_size)
    inside = _path_inside(run_uri, model_uri) or _MODEL_FOLDER
    model = destination / inside
    if not (model / _MODEL_FILE).is_file():
        _download_model(version, model_uri, model)
    return Path(inside)


def _download_model(version: ProductionVersion, uri: str, destination: Path) -> None:
    """Baixa o modelo que o MLflow 3 guarda fora da execução."""
    folder = _local_folder(uri)
    if folder is None:
        import mlflow

        with tempfile.TemporaryDirectory(dir=destination.parent) as scratch:
            downloaded = mlflow.artifacts.download_artifacts(
                artifact_uri=uri, dst_path=scratch, tracking_uri=version.registry
            )
            _copy_tree(Path(downloaded), destination)
    else:
        _copy_tree(folder, destination)
    if not (destination / _MODEL_FILE).is_file():
        raise MissingFileError(
            f"A versão {version.version} do modelo '{version.model}' não tem o arquivo '{_MODEL_FILE}' em '{uri}'. "
            "Registre o modelo de novo."
        )


def _copy_tree(source: Path, destination: Path) -> None:
    """Copia o conteúdo de uma pasta e para no primeiro erro, cuja causa ``shutil.copytree`` esconderia."""
    destination.mkdir(exist_ok=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _copy_tree(entry, destination / entry.name)
        else:
            shutil.copyfile(entry, destination / entry.name)


def _path_inside(folder_uri: str, uri: str) -> str:
    """Devolve o caminho de um endereço em relação ao da pasta em que está; vazio, se não está nela."""
    prefix = folder_uri.rstrip("/") + "/"
    return uri.removeprefix(prefix).strip("/") if uri.startswith(prefix) else ""


def _local_folder(uri: str) -> Path | None:
    """Encontra a pasta de artefatos deste computador; ``None`` diz que eles estão em um servidor.

    O endereço registrado pode ser relativo à pasta em que o servidor foi iniciado, ou de outro computador; vale então a
    pasta ``mlruns`` que o usuário informou.
    """
    path = local_path(uri)
    if path is None:
        return None
    root = mlruns_path()
    candidates = [path] if root is None else [path, root.joinpath(*_below_mlruns(path, root.name))]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise MissingFileError(
        f"A pasta dos artefatos não foi encontrada em {' nem em '.join(repr(str(c)) for c in candidates)}. "
        "Informe o caminho completo da pasta 'mlruns', que fica na pasta do código de treino, com o parâmetro "
        f"--mlruns_path do teste ou com a variável de ambiente {MLRUNS_PATH}."
    )


def _below_mlruns(path: Path, root_name: str) -> tuple[str, ...]:
    """Devolve a parte de um caminho que vem depois da pasta ``mlruns``."""
    parts = path.parts
    for name in (root_name, "mlruns"):
        if name in parts:
            return parts[parts.index(name) + 1 :]
    return parts[1:] if path.is_absolute() else parts


def _missing_artifact(version: ProductionVersion, name: str) -> MissingFileError:
    return MissingFileError(
        f"A execução '{version.run_id}', que gerou a versão {version.version} do modelo '{version.model}', não tem o "
        f"artefato '{name}'. Registre-o com 'mlflow.log_artifact' na execução que registra o modelo; o nome diferencia "
        "maiúsculas."
    )
