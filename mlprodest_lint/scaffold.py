"""The project, or the missing files of a worker, that an author starts from."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint import __version__
from mlprodest_lint.config import Configuration
from mlprodest_lint.contract import CONTRACTS, KINDS, V1_5
from mlprodest_lint.deepstack import on_deep_stack
from mlprodest_lint.discovery import discover, discover_project
from mlprodest_lint.paths import is_folder, is_there, normalized
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlprodest_lint.contract import Contract, Kind
    from mlprodest_lint.discovery import Selection, WorkerFolder
    from mlprodest_lint.workers import Parts, Worker

_PACKAGED = Path(__file__).parent / "templates"
TEMPLATES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "templates"
"""The templates: in the package where it is installed, beside it in a checkout."""

_COMMON = "common"
# Names that begin with a dot are stored without it, so that no tool takes the templates for its own files.
_HIDDEN = ("gitignore", "github", "pre-commit-config.yaml")
_VERSION, _MODEL, _SCRIPT = "__VERSAO__", "__MODELO__", "__SCRIPT__"
_PLACEHOLDER = "model_name"
_KEEPER = "README.txt"
# Where the list of models names the main scripts, these are the ones that the templates' list names.
_NAMED_SCRIPTS: dict[Kind, str] = {"worker_pub": "models/pub1.py", "worker_retrain": "models/retrain1.py"}
_MODEL_NAME = re.compile(r"(?!DEFAULT$)\w(?:[\w .-]*[\w.-])?")

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
        there: ``None`` for a file that is to be written; else what is there already: it, or what stands for it under
            another name or in another folder.
    """

    path: Path
    content: bytes
    there: Path | None


def plan(folder: Path, version: str | None, model: str | None) -> list[Planned]:
    """Say which files an author needs in a folder: those of a project, or of the worker that the folder is.

    Args:
        folder: The folder; it need not exist.
        version: The contract's version; without it, that of the workers that are there, else 1.5.
        model: The model's name.

    Raises:
        UserError: The folder is none, the name can't be used, or a worker follows another contract.
    """
    folder = normalized(folder)
    if is_there(folder) and not is_folder(folder):
        raise UserError(_NOT_A_FOLDER, path=folder)
    if model is not None and not _MODEL_NAME.fullmatch(model):
        raise UserError(_BAD_MODEL, name=model)
    planner = _Planner(folder, version, model)
    kind = next((kind for kind in KINDS if folder.name == kind), None)
    return list(planner.project() if kind is None else planner.worker(kind))


def write(planned: Iterable[Planned]) -> None:
    """Write the files that aren't there: all of them, or none.

    Raises:
        UserError: One can't be written.
    """
    made: list[Path] = []
    for each in planned:
        if each.there is not None:
            continue
        try:
            for missing in _missing_folders(each.path.parent):
                missing.mkdir()
                made.append(missing)
            with each.path.open("xb") as file:
                made.append(each.path)
                file.write(each.content)
        except BaseException as error:
            _take_back(made)
            if isinstance(error, OSError):
                raise UserError(_CANT_WRITE, path=each.path, reason=error.strerror or error) from error
            raise


class _Planner:
    def __init__(self, folder: Path, version: str | None, model: str | None) -> None:
        is_worker = folder.name in KINDS
        self._project = folder.parent if is_worker else folder
        self._selection = _workers_in(self._project) if is_worker else discover_project(folder, Configuration())
        self._workers = {
            worker.kind: worker for root, worker in self._selection.workers.items() if root.parent == self._project
        }
        self._values = {_VERSION: __version__, _MODEL: model or _PLACEHOLDER}
        known = {kind: contract for kind, worker in self._workers.items() if (contract := _known(worker, version))}
        usual = next(iter(known.values()), CONTRACTS[version or V1_5.version])
        self._contracts = {kind: known.get(kind, usual) for kind in KINDS}

    def project(self) -> Iterator[Planned]:
        for kind in KINDS:
            yield from self.worker(kind)
        yield from self._training_code()
        for source, parts in _templates(_COMMON):
            name = f".{parts[0]}" if parts[0] in _HIDDEN else parts[0]
            yield self._planned(source, self._project.joinpath(name, *parts[1:]))

    def worker(self, kind: Kind) -> Iterator[Planned]:
        root, contract = self._project / kind, self._contracts[kind]
        present = self._workers.get(kind)
        if present is not None and present.is_renamed:
            yield Planned(root, b"", present.root)
            return
        standing = _standing_in(present, contract) if present is not None and present.files else {}
        needless = contract.workers[kind].optional_files if present is not None and present.files else ()
        script = standing.get(_NAMED_SCRIPTS[kind], Path(_NAMED_SCRIPTS[kind]))
        for source, (folder, *parts) in _templates(contract.version):
            name = "/".join(parts)
            if folder == kind and name not in needless:
                yield self._planned(source, root / name, standing.get(name), script.stem)

    def _training_code(self) -> Iterator[Planned]:
        there = next(iter(self._selection.trainings), None)
        files = [each for each in _templates(self._contracts["worker_retrain"].version) if each[1][0] not in KINDS]
        if there is not None:
            yield Planned(self._project / files[0][1][0], b"", there)
            return
        for source, parts in files:
            yield self._planned(source, self._project.joinpath(*parts))

    def _planned(self, source: Path, path: Path, stands_for_it: Path | None = None, script: str = "") -> Planned:
        content = source.read_bytes()
        for word, value in {**self._values, _SCRIPT: script}.items():
            content = content.replace(word.encode(), value.encode())
        return Planned(path, content, path if is_there(path) else stands_for_it)


def _workers_in(project: Path) -> Selection:
    return discover([root for kind in KINDS if is_folder(root := project / kind)], Configuration())


def _known(worker: WorkerFolder, wanted: str | None) -> Contract | None:
    """Return the contract that a worker evidently follows, if it holds or is configured for that of any.

    Raises:
        UserError: It isn't the one that is wanted.
    """
    is_evident = worker.settings.contract is not None or worker.contract is not V1_5 or _holds_main_script(worker)
    if not is_evident:
        return None
    if wanted not in (None, worker.contract.version):
        raise UserError(_OTHER_CONTRACT, path=worker.root, found=worker.contract.version, wanted=wanted)
    return worker.contract


def _holds_main_script(worker: WorkerFolder) -> bool:
    return (V1_5.workers[worker.kind].main_script or "",) in worker.files


def _standing_in(folder: WorkerFolder, contract: Contract) -> Mapping[str, Path]:
    """Return what stands in a worker for files of its template, under another name or in another folder."""
    from mlprodest_lint.engine import read_worker  # noqa: PLC0415 - imports the rules, which a new project doesn't need

    return on_deep_stack(lambda: _standing_for(read_worker(replace(folder, contract=contract)), contract))


def _standing_for(worker: Worker, contract: Contract) -> Mapping[str, Path]:
    from mlprodest_lint.workers import defines_class  # noqa: PLC0415

    explained = {**worker.scripts.renamed, **worker.scripts.misplaced}
    standing = {wanted: worker.root / found.files[0] for wanted, found in explained.items()}
    if (contract.temp_folder,) in worker.folders:
        standing[f"{contract.temp_folder}/{_KEEPER}"] = worker.root / contract.temp_folder
    if contract.models_file is None:
        return standing
    # The list of models names the main scripts; where there is none yet, it is to name the one that is there.
    modules = [name for name in worker.sources_by_name if name.startswith(f"{worker.terms.main_folder}/")]
    defining = [name for name in modules if defines_class(worker, name, worker.terms.class_name)]
    if (contract.models_file,) in worker.files:
        standing[_NAMED_SCRIPTS[worker.kind]] = worker.root / contract.models_file
    elif defining:
        standing[_NAMED_SCRIPTS[worker.kind]] = worker.root / defining[0]
    return standing


def _templates(name: str) -> Iterator[tuple[Path, Parts]]:
    """Yield the templates of a version or of all, and the parts of the path that each belongs to."""
    for source in sorted((TEMPLATES / name).rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            yield source, source.relative_to(TEMPLATES / name).parts


def _missing_folders(folder: Path) -> list[Path]:
    """Return a folder and those above it that don't exist, the uppermost first."""
    missing: list[Path] = []
    while not is_there(folder):
        missing.insert(0, folder)
        folder = folder.parent
    return missing


def _take_back(made: Iterable[Path]) -> None:
    for path in reversed(list(made)):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
