"""The production version of a model and its artifacts, as MLflow gives them; MLflow runs in a child process."""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mlprodest_lint.rules.production import ArtifactMissing, ModelNotFound
from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.models.mlflowchild import INSTALL, SETTINGS
from mlprodest_lint.verify.models.tracking import copy_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlprodest_lint.findings import Finding, Place
    from mlprodest_lint.verify.models.tracking import Tracking

_CHILD = "mlprodest_lint.verify.models.download"
# MLflow's own patience is minutes; the user's choice stands above ours.
_PATIENCE = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1"}
_MOST_NEAR = 3
_INSTALL_FOR_S3 = Text(
    en="The artifacts of '{model}' lie in S3 ({address}), and {package} is missing. Install it beside the linter: pip "
    "install {package}",
    pt="Os artefatos de '{model}' ficam no S3 ({address}), e falta o pacote {package}. Instale-o junto com o linter: "
    "pip install {package}",
)
_LOST = Text(
    en="The artifacts of '{model}' (version {version}) were written to {address}, which isn't on this machine. Say "
    "where they lie now with --mlruns: the folder mlruns, or the one that holds it.",
    pt="Os artefatos de '{model}' (versão {version}) foram gravados em {address}, que não existe nesta máquina. "
    "Informe com --mlruns onde eles estão agora: a pasta mlruns, ou a que a contém.",
)
_LOST_STILL = Text(
    en="The artifacts of '{model}' (version {version}) were written to {address}, which isn't on this machine, and "
    "{mlruns}, given by --mlruns, doesn't hold them: there is no folder {run} in it. Give the folder they lie in now.",
    pt="Os artefatos de '{model}' (versão {version}) foram gravados em {address}, que não existe nesta máquina, e não "
    "estão em {mlruns}, informada com --mlruns: ali não há a pasta {run}. Informe a pasta em que eles estão agora.",
)
_REFUSED = Text(
    en="MLflow ({uri}) doesn't answer for '{model}': {cause}",
    pt="O MLflow ({uri}) não responde sobre '{model}': {cause}",
)
_UNREADABLE = Text(
    en="The artifacts of '{model}' (version {version}) can't be read from {address}: {cause}",
    pt="Não é possível ler de {address} os artefatos de '{model}' (versão {version}): {cause}",
)
_UNREADABLE_IN_S3 = Text(
    en="The artifacts of '{model}' (version {version}) can't be read from {address}: {cause} - Check the credentials "
    "and the address in the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, MLFLOW_S3_ENDPOINT_URL.",
    pt="Não é possível ler de {address} os artefatos de '{model}' (versão {version}): {cause} - Confira as credenciais "
    "e o endereço no ambiente: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, MLFLOW_S3_ENDPOINT_URL.",
)
_SLOW = Text(
    en="MLflow ({uri}) took longer than {seconds:g} s to answer for '{model}'. See whether it is running well, or "
    "allow more time with --timeout.",
    pt="O MLflow ({uri}) levou mais de {seconds:g} s para responder sobre '{model}'. Veja se ele está funcionando "
    "bem, ou dê mais tempo com --timeout.",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in the registry, or with one artifact.

    Attributes:
        kind: What it is; the first four concern the model, the others the artifact.
        artifact: The name of the artifact.
        found: What is there instead: the names of the registered models, the newest version, the path of an artifact
            that is spelled or placed otherwise, or the size in bytes of one that is too big.
    """

    kind: Literal["unregistered", "no-production", "no-run", "run-gone", "missing", "folder", "too-big"]
    artifact: str = ""
    found: Any = None


@dataclass(frozen=True, slots=True)
class Production:
    """A model's version in production.

    Attributes:
        model: The name of the registered model.
        version: The version, where there is one.
        run_id: The id of the run that made it.
        files: The artifacts that were downloaded, by their names.
        problems: What is wrong; an artifact that was not downloaded has one.
    """

    model: str
    version: str | None = None
    run_id: str | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def fetch(  # noqa: PLR0913 - each says another thing
    tracking: Tracking, model: str, names: Sequence[str], folder: Path, *, timeout: float, most_bytes: int
) -> Production:
    """Find the version of a model that is in production, and download artifacts of its run.

    Args:
        tracking: The MLflow that knows the model.
        model: The name of the registered model.
        names: The artifacts' names.
        folder: An empty folder for the artifacts and what else is needed, of this model alone.
        timeout: How many seconds MLflow is given.
        most_bytes: An artifact that is bigger is not downloaded.

    Raises:
        UserError: MLflow, or what keeps its artifacts, doesn't answer, or a package is missing.
    """
    copy, artifacts = folder / "copy", folder / "artifacts"
    for place in (copy, artifacts):
        place.mkdir()
    question = {
        "uri": copy_for(tracking, copy),
        "model": model,
        "names": list(names),
        "folder": str(artifacts.absolute()),
        "most_bytes": most_bytes,
    }
    answer = _ask(question, tracking, copy, timeout)
    if "failure" in answer:
        raise _failure(answer, tracking, model)
    return Production(
        model,
        answer["version"],
        answer["run_id"],
        {name: Path(file) for name, file in answer["files"].items()},
        tuple(Problem(**problem) for problem in answer["problems"]),
    )


def findings(production: Production, place: Place, tracking: Tracking) -> Iterator[Finding]:
    """Yield what is to be reported of the registry; an artifact that is too big is left to whoever judges artifacts.

    Args:
        production: What MLflow said.
        place: Where the worker names the model.
        tracking: The MLflow that said it.
    """
    for problem in production.problems:
        match problem.kind:
            case "missing" | "folder":
                yield _missing_artifact(production, problem, place)
            case "too-big":
                pass
            case _:
                yield _missing_model(production, problem, place, tracking)


def _missing_model(production: Production, problem: Problem, place: Place, tracking: Tracking) -> Finding:
    fields: dict[str, Any] = {
        "model": production.model,
        "uri": tracking.shown,
        "version": production.version,
        "run": production.run_id,
    }
    if problem.kind == "unregistered":
        near = _near(production.model, problem.found)
        listed = ", ".join(f"'{name}'" for name in near)
        return ModelNotFound.finding(place, "misspelled" if near else "unregistered", near=listed, **fields)
    if problem.kind == "no-production":
        return ModelNotFound.finding(
            place, "no-production" if problem.found else "empty", newest=problem.found, **fields
        )
    return ModelNotFound.finding(place, problem.kind, **fields)


def _near(model: str, names: Sequence[str]) -> list[str]:
    """Return the names that are spelled much like another one, or hold it or are held by it, letter case ignored."""
    wanted, spelled = model.casefold(), {name.casefold(): name for name in names}
    close = difflib.get_close_matches(wanted, spelled, _MOST_NEAR)
    close += [name for name in spelled if name not in close and (name in wanted or wanted in name)]
    return [spelled[name] for name in close[:_MOST_NEAR]]


def _missing_artifact(production: Production, problem: Problem, place: Place) -> Finding:
    variant: str = problem.kind
    if problem.found:
        is_elsewhere = problem.found.rpartition("/")[2] == problem.artifact
        variant = "elsewhere" if is_elsewhere else "misspelled"
    return ArtifactMissing.finding(
        place,
        variant,
        artifact=problem.artifact,
        found=problem.found,
        model=production.model,
        version=production.version,
        run=production.run_id,
    )


def _ask(question: Mapping[str, object], tracking: Tracking, folder: Path, timeout: float) -> dict[str, Any]:
    """Let a child process ask MLflow; it starts in a folder of ours, where no module of the user's can be found."""
    variables = {**_PATIENCE, "MLFLOW_HTTP_REQUEST_TIMEOUT": str(max(1, round(timeout)))}
    environment = {**variables, **os.environ, **SETTINGS, "MLFLOW_TRACKING_URI": str(question["uri"])}
    try:
        child = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-m", _CHILD],
            input=json.dumps(question),
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired as error:
        raise UserError(_SLOW, uri=tracking.shown, seconds=timeout, model=question["model"]) from error
    if not child.stdout:
        raise RuntimeError(f"{_CHILD} ended with status {child.returncode}: {child.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer


def _failure(answer: Mapping[str, Any], tracking: Tracking, model: str) -> UserError:
    fields = {"model": model, "uri": tracking.shown, "cause": answer["cause"], "address": answer["address"]}
    match answer["failure"]:
        case "package" if answer["address"]:
            return UserError(_INSTALL_FOR_S3, package=answer["cause"], **fields)
        case "package":
            return UserError(INSTALL, package=answer["cause"])
        case "registry":
            return UserError(_REFUSED, **fields)
        case "artifacts":
            text = _UNREADABLE_IN_S3 if answer["address"].startswith("s3:") else _UNREADABLE
            return UserError(text, version=answer["version"], **fields)
        case _:
            text = _LOST if tracking.mlruns is None else _LOST_STILL
            return UserError(text, version=answer["version"], run=answer["run_id"], mlruns=tracking.mlruns, **fields)
