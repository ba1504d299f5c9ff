"""What the command ``requirements`` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.cli import streams
from mlprodest_lint.cli.linting import view_for
from mlprodest_lint.cli.status import CLEAN, FINDINGS
from mlprodest_lint.config import Configuration, Overrides
from mlprodest_lint.contract import V1_5
from mlprodest_lint.deepstack import on_deep_stack
from mlprodest_lint.discovery import WorkerFolder, discover_code, discover_project
from mlprodest_lint.engine import read_training, read_worker
from mlprodest_lint.facts.source import UnreadableError, read_bytes
from mlprodest_lint.paths import is_folder, is_there, normalized
from mlprodest_lint.pinning.environment import environment_of
from mlprodest_lint.pinning.file import changed
from mlprodest_lint.pinning.plan import plan_for
from mlprodest_lint.replacing import replacing
from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.requirements import Requirements
from mlprodest_lint.requirementsfile import decode, read_requirements
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from mlprodest_lint.discovery import TrainingFolder
    from mlprodest_lint.pinning.plan import Plan
    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language

_NOT_A_FOLDER = Text(
    en="{path}: this is no folder. Give the folder of a worker or of the training code.",
    pt="{path}: isto não é uma pasta. Informe a pasta de um worker ou do código de treino.",
)
_PROJECT = Text(
    en="{path}: each worker and the training code has a requirements.txt of its own. Give one of them: {folders}.",
    pt="{path}: cada worker e o código de treino tem o seu próprio requirements.txt. Informe um deles: {folders}.",
)
_NO_CODE = Text(
    en="{path}: there is no Python code in this folder. Give the folder of a worker or of the training code.",
    pt="{path}: não há código Python nesta pasta. Informe a pasta de um worker ou do código de treino.",
)
_CANT_READ = Text(
    en="{file}: this file can't be read: {reason}. Nothing was written.",
    pt="{file}: não é possível ler este arquivo: {reason}. Nada foi gravado.",
)
_CANT_WRITE = Text(
    en="{file}: this can't be written: {reason}. The file is as it was.",
    pt="{file}: não é possível gravar isto: {reason}. O arquivo continua como estava.",
)
_HASHES = Text(
    en="{file}: its lines have hashes, and a line without one would make pip refuse the file. Write it anew with the"
    " tool that has written it.",
    pt="{file}: as linhas têm hashes, e uma linha sem hash faria o pip recusar o arquivo. Gere-o de novo com a"
    " ferramenta que o gerou.",
)
_WRITTEN = Text(en="Written: {file}", pt="Gravado: {file}")
_NOTHING_TO_WRITE = Text(en="{file} lacks nothing.", pt="Em {file} não falta nada.")


def requirements(folder: str, python: str | None, language: Language, *, write: bool) -> int:
    """Print or write a requirements file with what it lacks, and return the exit status.

    Args:
        folder: The folder of a worker, or of training code.
        python: The interpreter or environment to read, where it is given.
        language: The language of what is said.
        write: Whether to write the file instead of printing it.

    Raises:
        UserError: The folder, the environment or the file can't be as they are.
    """
    path = normalized(Path(folder))
    view = view_for(language, "auto", to_file=False)
    code = _code_in(path, folder, Configuration(Overrides(language=language)), view)
    file = code.root / V1_5.requirements_file
    data, there = _read(file, code.root)
    environment = environment_of(code.root, python)
    unit = read_worker(code) if isinstance(code, WorkerFolder) else read_training(code)
    plan = on_deep_stack(lambda: plan_for(unit, there, file, environment))
    if plan.changes and any("--hash" in line.text or "--require-hashes" in line.text for line in there.lines):
        raise UserError(_HASHES, file=view.path(file))
    content = changed(data, plan.added, plan.replaced)
    if write:
        _write(file, content, view, is_needed=plan.changes)
    else:
        streams.write_out(decode(content).replace("\r\n", "\n").replace("\r", "\n"))
    _say(plan, view)
    return FINDINGS if plan.is_open else CLEAN


def _code_in(path: Path, shown: str, configuration: Configuration, view: View) -> WorkerFolder | TrainingFolder:
    if not is_folder(path):
        raise UserError(_NOT_A_FOLDER, path=shown)
    code = discover_code(path, configuration)
    if isinstance(code, WorkerFolder):
        return code
    project = discover_project(path, configuration)
    if project.workers:
        folders = ", ".join(view.path(folder.root) for folder in project.folders if folder.root != path)
        raise UserError(_PROJECT, path=shown, folders=folders)
    if not code.python_files:
        raise UserError(_NO_CODE, path=shown)
    return code


def _read(file: Path, root: Path) -> tuple[bytes, Requirements]:
    """Return what the file holds, and what that asks for; nothing if there is no file.

    Raises:
        UserError: It can't be read.
    """
    if not is_there(file):
        return b"", Requirements((), complete=True)
    try:
        return read_bytes(file), read_requirements(file, root)
    except UnreadableError as error:
        raise UserError(_CANT_READ, file=file, reason=error.reason) from error
    except (UnicodeError, LookupError) as error:
        raise UserError(_CANT_READ, file=file, reason=error) from error


def _write(file: Path, content: bytes, view: View, *, is_needed: bool) -> None:
    if not is_needed:
        streams.write_error(f"{_NOTHING_TO_WRITE.render(view.language, {'file': view.path(file)})}\n")
        return
    try:
        with replacing(file) as stream:
            stream.write(content)
    except OSError as error:
        raise UserError(_CANT_WRITE, file=file, reason=error.strerror or error) from error
    streams.write_error(f"{_WRITTEN.render(view.language, {'file': view.path(file)})}\n")


def _say(plan: Plan, view: View) -> None:
    for remark in plan.remarks:
        fields = {name: view.path(value) if isinstance(value, Path) else value for name, value in remark.fields.items()}
        streams.write_error(f"{shown_text(remark.text.render(view.language, fields))}\n")
