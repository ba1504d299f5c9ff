"""Asks MLflow for a production version and downloads artifacts of its run, in a process of its own.

It is run as ``python -m mlprodest_lint.verify.models.download``, reads a question as JSON and answers with JSON. The
process ends as soon as it has answered: closing what MLflow has opened takes a second.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from mlprodest_lint.paths import is_folder
from mlprodest_lint.verify.models.artifactpaths import is_lost, is_of_server, local_path
from mlprodest_lint.verify.models.mlflowchild import (
    FailureError,
    begin,
    failing,
    is_database,
    require,
    require_mlflow,
    upgrade,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlflow import MlflowClient
    from mlflow.entities.model_registry import ModelVersion, RegisteredModel

ALIAS, STAGE = "production", "Production"
# A name that MLflow doesn't allow is invalid.
_NO_SUCH_THING = ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")
_MOST_NAMES = 1000
_MOST_FOLDERS = 50
_CHECK_SECONDS = 0.05
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class _Listed:
    """A file or folder among the artifacts of a run, by its path there."""

    path: str
    is_folder: bool
    size: int


class _Run:
    """The artifacts of a run, as MLflow's client gets them."""

    def __init__(self, client: MlflowClient, run_id: str, address: str) -> None:
        self._client = client
        self._run_id = run_id
        self._address = address

    def listed(self, folder: str = "") -> list[_Listed]:
        found = self._client.list_artifacts(self._run_id, folder or None)
        return [_Listed(info.path, bool(info.is_dir), info.file_size or 0) for info in found]

    def download(self, name: str, folder: Path) -> Path:
        # What the client itself raises says nothing of the cause.
        from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository  # noqa: PLC0415

        return Path(get_artifact_repository(self._address).download_artifacts(name, str(folder)))


class _RunOnServer:
    """The artifacts of a run that lie on the disk of the server, which hands them out."""

    def __init__(self, uri: str, run_id: str) -> None:
        self._uri = uri
        self._run_id = run_id

    def listed(self, folder: str = "") -> list[_Listed]:
        answer = self._ask("/api/2.0/mlflow/artifacts/list", {"run_id": self._run_id, "path": folder or None}).json()
        return [
            _Listed(file["path"], bool(file.get("is_dir")), int(file.get("file_size") or 0))
            for file in answer.get("files", ())
        ]

    def download(self, name: str, folder: Path) -> Path:
        target = folder / name
        with target.open("wb") as opened:
            for chunk in self._ask("/get-artifact", {"run_id": self._run_id, "path": name}).iter_content(_CHUNK):
                opened.write(chunk)
        return target

    def _ask(self, endpoint: str, parameters: dict[str, str | None]) -> Any:
        from mlflow.tracking._tracking_service.utils import get_default_host_creds  # noqa: PLC0415
        from mlflow.utils.rest_utils import http_request  # noqa: PLC0415

        answer = http_request(get_default_host_creds(self._uri), endpoint, "GET", params=parameters, stream=True)
        answer.raise_for_status()
        return answer


class _Question:
    """One question to MLflow.

    Args:
        asked: What was read: ``uri``, ``model``, ``names``, ``folder`` and ``most_bytes``.
        say: Writes the answer.
    """

    def __init__(self, asked: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
        self._uri: str = asked["uri"]
        self._model: str = asked["model"]
        self._names: list[str] = asked["names"]
        self._folder = Path(asked["folder"])
        self._most_bytes: int = asked["most_bytes"]
        self._say = say
        self._is_database = is_database(self._uri)
        self._address = ""
        self._answer: dict[str, Any] = {"version": None, "run_id": None, "files": {}, "problems": []}

    def answer(self) -> dict[str, Any]:
        """Return what was asked for; where something fails, what it is and what had been found out before."""
        try:
            require_mlflow(self._uri)
            try:
                self._find_out()
            except FailureError as error:
                if not (self._is_database and error.is_out_of_date):
                    raise
                with failing("registry"):
                    upgrade(self._uri)
                self._find_out()
        except FailureError as error:
            return {**self._answer, "failure": error.kind, "cause": error.cause, "address": self._address}
        return self._answer

    def _find_out(self) -> None:
        with failing("registry"):
            from mlflow import MlflowClient  # noqa: PLC0415 - takes a second

            client = MlflowClient(tracking_uri=self._uri, registry_uri=self._uri)
            run = self._run_in_production(client)
        if run is not None:
            with failing("artifacts"):
                self._download(run)

    # The registry.

    def _run_in_production(self, client: MlflowClient) -> _Run | _RunOnServer | None:
        registered = self._registered(client)
        if registered is None:
            return None
        version = _production_version(client, registered)
        if version is None:
            newest = max((int(each.version) for each in registered.latest_versions), default=None)
            self._note("no-production", found=newest)
            return None
        self._answer["version"] = str(version.version)
        if not version.run_id:
            self._note("no-run")
            return None
        self._answer["run_id"] = version.run_id
        run = _asked(lambda: client.get_run(version.run_id))
        if run is None:
            self._note("run-gone")
            return None
        return self._artifacts_of(client, version.run_id, run.info.artifact_uri)

    def _registered(self, client: MlflowClient) -> RegisteredModel | None:
        registered: RegisteredModel | None = _asked(lambda: client.get_registered_model(self._model))
        if registered is None:
            models = client.search_registered_models(max_results=_MOST_NAMES)
            self._note("unregistered", found=[model.name for model in models])
        return registered

    def _artifacts_of(self, client: MlflowClient, run_id: str, address: str) -> _Run | _RunOnServer:
        self._address = address
        if self._is_database and (is_lost(address) or is_of_server(address)):
            raise FailureError("lost")
        if address.startswith("s3:"):
            require("boto3")
        path = local_path(address)
        if not self._is_database and path is not None and not is_folder(path):
            return _RunOnServer(self._uri, run_id)
        return _Run(client, run_id, address)

    # The artifacts.

    def _download(self, run: _Run | _RunOnServer) -> None:
        listed = {each.path: each for each in run.listed()}
        for name in self._names:
            found = listed.get(name)
            if found is None:
                other = _alike(name, listed) or next(_in_folders(run, name, list(listed.values())), None)
                self._note("missing", artifact=name, found=other)
            elif found.is_folder:
                self._note("folder", artifact=name)
            elif found.size > self._most_bytes:
                self._note("too-big", artifact=name, found=found.size)
            else:
                self._download_one(run, name)

    def _download_one(self, run: _Run | _RunOnServer, name: str) -> None:
        folder = self._folder / name
        folder.mkdir()
        has_come = threading.Event()
        threading.Thread(target=self._end_when_too_big, args=(name, folder, has_come), daemon=True).start()
        file = run.download(name, folder)
        has_come.set()
        size = file.stat().st_size
        if size > self._most_bytes:
            self._note("too-big", artifact=name, found=size)
        else:
            self._answer["files"][name] = str(file)

    def _end_when_too_big(self, name: str, folder: Path, has_come: threading.Event) -> None:
        """End the process when more comes than was said."""
        while not has_come.wait(_CHECK_SECONDS):
            size = _size_of(folder)
            if size > self._most_bytes:
                self._note("too-big", artifact=name, found=size)
                self._say(self._answer)

    def _note(self, kind: str, **fields: object) -> None:
        self._answer["problems"].append({"kind": kind, **fields})


def _production_version(client: MlflowClient, registered: RegisteredModel) -> ModelVersion | None:
    """Return the version of the alias, else the newest of the stage."""
    aliases: dict[str, Any] = getattr(registered, "aliases", None) or {}
    if ALIAS in aliases:
        return client.get_model_version(registered.name, str(aliases[ALIAS]))
    staged = [each for each in registered.latest_versions if each.current_stage == STAGE]
    return max(staged, key=lambda each: int(each.version), default=None)


def _asked(ask: Callable[[], Any]) -> Any:
    """Return what MLflow answers; ``None`` where it says that there is no such thing."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415

    try:
        return ask()
    except MlflowException as error:
        if error.error_code in _NO_SUCH_THING:
            return None
        raise


def _alike(name: str, listed: Sequence[str] | dict[str, _Listed]) -> str | None:
    """Return the path that ends in the name but for its letter case."""
    return next((path for path in listed if path.rpartition("/")[2].casefold() == name.casefold()), None)


def _in_folders(run: _Run | _RunOnServer, name: str, listed: Sequence[_Listed]) -> Iterator[str]:
    """Yield where the folders of a run hold a file of this name, for so many folders."""
    waiting = [each.path for each in listed if each.is_folder]
    for _ in range(_MOST_FOLDERS):
        if not waiting:
            return
        inside = run.listed(waiting.pop(0))
        found = _alike(name, [each.path for each in inside if not each.is_folder])
        if found:
            yield found
        waiting += [each.path for each in inside if each.is_folder]


def _size_of(folder: Path) -> int:
    """Return the size of the files in a folder; they may be renamed meanwhile."""
    size = 0
    for entry in os.scandir(folder):
        with suppress(OSError):
            size += entry.stat().st_size
    return size


def main() -> NoReturn:
    """Read the question, answer it, and end the process."""
    answers = begin()
    lock = threading.Lock()

    def say(answer: dict[str, Any]) -> NoReturn:
        with lock:
            write(answers, answer)
            os._exit(0)

    say(_Question(json.load(sys.stdin), say).answer())


if __name__ == "__main__":
    main()
