"""The project, or the missing files of a worker, that an author starts from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.config import Configuration
from mlprodest_lint.contract import CONTRACTS, KINDS, V1_5
from mlprodest_lint.discovery import contract_of, discover
from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.workers import Scripts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.contract import Contract

_PACKAGED = Path(__file__).parent / "templates"
TEMPLATES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "templates"
"""The templates: in the package where it is installed, beside it in a checkout."""

_COMMON = "common"
# Names that begin with a dot are stored without it, so that no tool takes the templates for its own files.
_HIDDEN = ("gitignore", "github", "pre-commit-config.yaml")
_MODEL = "__MODELO__"
_PLACEHOLDER = "model_name"
_MODEL_NAME = re.compile(r"[^\s\[\]\"'\\%{}]+(?: [^\s\[\]\"'\\%{}]+)*")

_NOT_A_FOLDER = Text(
    en="{path}: this is no folder, so no project can be made in it. Name another folder.",
    pt="{path}: isto não é uma pasta, e não é possível criar um projeto aqui. Indique outra pasta.",
)
_BAD_MODEL = Text(
    en="--model: {name!r} can't be the name of a model here: it stands in code and in params.conf. Use letters, digits,"
    " hyphens and underscores.",
    pt="--model: {name!r} não pode ser o nome de um modelo aqui: ele fica no código e no params.conf. Use letras,"
    " números, hífens e sublinhados.",
)
_OTHER_CONTRACT = Text(
    en="{path}: this worker follows contract {found}, not {wanted}. Leave out --contract, or choose another folder.",
    pt="{path}: este worker segue o contrato {found}, e não o {wanted}. Retire --contract ou escolha outra pasta.",
)
_CANT_WRITE = Text(
    en="{path}: this can't be written: {reason}. Nothing was left behind.",
    pt="{path}: não é possível gravar isto: {reason}. Nada foi deixado para trás.",
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A file of the templates, where it belongs, and why it is left out if it is.

    Attributes:
        path: Where it belongs.
        content: What it holds.
        left_alone: ``None`` for a file that is to be written; else the file that is there already: it, or one that
            stands for it under another name or in another folder.
    """

    path: Path
    content: bytes
    left_alone: Path | None


def plan(folder: Path, contract: str | None, model: str | None) -> list[Planned]:
    """Say which files an author needs in a folder: those of a project, or of the worker that the folder is.

    Args:
        folder: The folder; it need not exist.
        contract: The version of the contract; without it, that of the workers that are there, else 1.5.
        model: The model's name.

    Raises:
        UserError: The folder is none, the name can't be used, or a worker follows another contract.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 (`Path.absolute` keeps `..`)
    if os.path.lexists(folder) and not folder.is_dir():
        raise UserError(_NOT_A_FOLDER, path=folder)
    if model is not None and not _MODEL_NAME.fullmatch(model):
        raise UserError(_BAD_MODEL, name=model)
    chosen = _contract(folder, contract)
    parts = _files_of_worker(folder, chosen) if folder.name in KINDS else _files_of_project(folder, chosen)
    explained = dict(_standing_for(folder))
    return [
        Planned(path, _filled(source, model), path if os.path.lexists(path) else explained.get(path))
        for source, path in parts
    ]


def write(planned: Iterable[Planned]) -> None:
    """Write the files that aren't left alone: all of them, or none.

    Raises:
        UserError: One can't be written.
    """
    made: list[Path] = []
    for each in planned:
        if each.left_alone is not None:
            continue
        try:
            made += _make_folders(each.path.parent)
            with each.path.open("xb") as file:
                made.append(each.path)
                file.write(each.content)
        except OSError as error:
            _take_back(made)
            raise UserError(_CANT_WRITE, path=each.path, reason=error.strerror or error) from error
        except BaseException:
            _take_back(made)
            raise


def _contract(folder: Path, version: str | None) -> Contract:
    """Return the contract: the chosen one, which must be that of the workers that are there."""
    settings = Configuration().for_folder(folder)
    roots = [folder] if folder.name in KINDS else [folder / kind for kind in KINDS]
    for root in roots:
        if root.is_dir() and any(root.iterdir()):
            found = contract_of(root, settings)
            if version is not None and found.version != version:
                raise UserError(_OTHER_CONTRACT, path=root, found=found.version, wanted=version)
            return found
    return CONTRACTS[version or settings.contract or V1_5.version]


def _files_of_project(folder: Path, contract: Contract) -> Iterator[tuple[Path, Path]]:
    training = _training_folder(folder)
    for source, parts in _templates(contract.version):
        if parts[0] in KINDS:
            yield source, folder.joinpath(*parts)
        elif training is None:
            yield source, folder.joinpath(*parts)
    for source, parts in _templates(_COMMON):
        name = f".{parts[0]}" if parts[0] in _HIDDEN else parts[0]
        yield source, folder.joinpath(name, *parts[1:])


def _files_of_worker(root: Path, contract: Contract) -> Iterator[tuple[Path, Path]]:
    for source, parts in _templates(contract.version):
        if parts[0] == root.name:
            yield source, root.joinpath(*parts[1:])


def _templates(name: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for source in sorted((TEMPLATES / name).rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            yield source, source.relative_to(TEMPLATES / name).parts


def _training_folder(folder: Path) -> Path | None:
    """Return the folder of training code that a project has already."""
    if not folder.is_dir() or not any((folder / kind).is_dir() for kind in KINDS):
        return None
    selection = discover([folder], Configuration())
    return next((root for root in selection.trainings if root != folder), None)


def _standing_for(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the standard files that stand under another name or in another folder, and where."""
    roots = [folder] if folder.name in KINDS else [folder / kind for kind in KINDS]
    from mlprodest_lint.engine import read_worker  # noqa: PLC0415 - imports the parser, which a new project doesn't need

    for root in roots:
        if root.is_dir():
            worker = read_worker(root, Configuration())
            scripts = Scripts(worker)
            for wanted, explained in {**scripts.renamed, **scripts.misplaced}.items():
                yield root.joinpath(*wanted.split("/")), root.joinpath(*explained.files[0].split("/"))


def _filled(source: Path, model: str | None) -> bytes:
    return source.read_bytes().replace(_MODEL.encode(), (model or _PLACEHOLDER).encode())


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the ones that were made."""
    missing: list[Path] = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    made: list[Path] = []
    for each in reversed(missing):
        each.mkdir()
        made.append(each)
    return made


def _take_back(made: Iterable[Path]) -> None:
    for path in reversed(list(made)):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            continue
