"""Which folders a publication is made of: the workers of a project, and its training code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.contract import KINDS, V1_5
from mlprodest_lint.discovery import discover_project
from mlprodest_lint.facts.source import UnreadableError
from mlprodest_lint.paths import is_file, is_folder, normalized
from mlprodest_lint.requirementsfile import read_requirements
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from mlprodest_lint.config import Configuration, Settings
    from mlprodest_lint.discovery import Selection

_EXAMPLE = "treino"

_NOT_A_FOLDER = Text(
    en="{path}: this is no folder. Give the project's folder, which holds worker_pub and worker_retrain.",
    pt="{path}: isto não é uma pasta. Informe a pasta do projeto, que contém worker_pub e worker_retrain.",
)
_NO_WORKER = Text(
    en="{path}: no worker stands in this folder. Give the project's folder, which holds worker_pub and worker_retrain.",
    pt="{path}: não há worker nesta pasta. Informe a pasta do projeto, que contém worker_pub e worker_retrain.",
)
_NO_TRAINING = Text(
    en="{path}: the folder of the training code is not found: none beside the workers uses MLflow. Name it with"
    " --training, for example --training {example}.",
    pt="{path}: a pasta do código de treino não foi encontrada: nenhuma ao lado dos workers usa o MLflow. Indique-a com"
    " --training, por exemplo --training {example}.",
)
_SEVERAL_TRAININGS = Text(
    en="{path}: several folders could be the training code: {names}. Name the one to publish with --training, for"
    " example --training {example}.",
    pt="{path}: várias pastas podem ser o código de treino: {names}. Indique a que será publicada com --training, por"
    " exemplo --training {example}.",
)
_TRAINING_IN_PROJECT = Text(
    en="{path}: the training code stands in the project's folder itself, beside the workers. Move it, with its"
    " requirements.txt, to a folder of its own, for example {example}.",
    pt="{path}: o código de treino está na própria pasta do projeto, ao lado dos workers. Mova-o, com o seu"
    " requirements.txt, para uma pasta só dele, por exemplo {example}.",
)
_NO_SUCH_TRAINING = Text(
    en="--training: there is no folder {path}. Name the folder of the training code.",
    pt="--training: a pasta {path} não existe. Indique a pasta do código de treino.",
)
_TRAINING_WITH_WORKERS = Text(
    en="--training: {path} is a worker, lies in one or holds one. Name the folder that holds the training code alone.",
    pt="--training: {path} é um worker, está dentro de um ou contém um. Indique a pasta que tem só o código de treino.",
)
_NO_REQUIREMENTS = Text(
    en="{file}: the training code needs a requirements.txt that names its packages. Write it, or have it written:"
    " `mlprodest-lint requirements {folder} --write`.",
    pt="{file}: o código de treino precisa de um requirements.txt que indique os seus pacotes. Escreva-o ou gere-o:"
    " `mlprodest-lint requirements {folder} --write`.",
)


@dataclass(frozen=True)
class Publication:
    """The folders of a project that are published, and what of the project is linted for it."""

    project: Path
    training: Path
    selection: Selection

    @property
    def settings(self) -> dict[Path, Settings]:
        """The workers and the training code, and what holds for each."""
        return {folder.root: folder.settings for folder in self.selection.folders}

    def places_in(self, archive: Path) -> dict[Path, Path]:
        """Return where the project's folder and those that are published lie in an archive of them."""
        top = archive / V1_5.publication_folder
        return {self.project: top, **{root: top / root.name for root in self.settings}}


def training_named(name: str | None) -> tuple[str, ...]:
    """Return what the configuration is to know of ``--training``.

    Raises:
        UserError: There is no such folder.
    """
    if name is None:
        return ()
    path = normalized(Path(name))
    if not name.strip() or not is_folder(path):
        raise UserError(_NO_SUCH_TRAINING, path=name)
    return (str(path),)


def publication_in(folder: Path, configuration: Configuration) -> Publication:
    """Find what is published of a project.

    Args:
        folder: The project's folder.
        configuration: Says which training code, where it says so.

    Raises:
        UserError: The folder is no project, or it isn't plain which folder is the training code.
    """
    project = normalized(folder)
    if not is_folder(project):
        raise UserError(_NOT_A_FOLDER, path=folder)
    selection = discover_project(project, configuration)
    if not selection.workers:
        raise UserError(_NO_WORKER, path=folder)
    training = _training_of(selection, project, folder)
    if any(training.is_relative_to(root) or root.is_relative_to(training) for root in selection.workers) or (
        training.name.casefold() in KINDS
    ):
        raise UserError(_TRAINING_WITH_WORKERS, path=training)
    return Publication(project, training, selection)


def _training_of(selection: Selection, project: Path, shown: Path) -> Path:
    found = sorted(selection.trainings)
    example = (shown / _EXAMPLE).as_posix()
    if not found:
        raise UserError(_NO_TRAINING, path=shown, example=example)
    if len(found) > 1:
        names = ", ".join(folder.name if folder != project else "." for folder in found)
        likeliest = next(folder for folder in found if folder != project)
        raise UserError(_SEVERAL_TRAININGS, path=shown, names=names, example=(shown / likeliest.name).as_posix())
    if found[0] == project:
        raise UserError(_TRAINING_IN_PROJECT, path=shown, example=example)
    return found[0]


def missing_requirements(publication: Publication, shown: str) -> UserError | None:
    """Return what is to be said of training code that doesn't say which packages it needs.

    Args:
        publication: What is published.
        shown: The folder of the training code, as it is shown.
    """
    file = publication.training / V1_5.requirements_file
    try:
        if is_file(file) and not read_requirements(file, publication.training).is_empty:
            return None
    except (UnreadableError, UnicodeError, LookupError):
        pass
    folder = f'"{shown}"' if " " in shown else shown
    return UserError(_NO_REQUIREMENTS, file=f"{shown}/{V1_5.requirements_file}", folder=folder)
