"""What the command ``publish`` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zipfile import is_zipfile

from mlprodest_lint.archive.opening import opened_as
from mlprodest_lint.cli import streams
from mlprodest_lint.cli.cachefolder import memory_in
from mlprodest_lint.cli.judging import rendered, status_of, summary, tally
from mlprodest_lint.cli.linting import view_for
from mlprodest_lint.cli.progress import Progress
from mlprodest_lint.cli.status import CLEAN, FINDINGS
from mlprodest_lint.config import Configuration, Overrides
from mlprodest_lint.engine import lint, lint_selected
from mlprodest_lint.findings import Severity
from mlprodest_lint.paths import is_file, is_folder, is_there, normalized
from mlprodest_lint.publish.archive import write_archive
from mlprodest_lint.publish.content import content_of
from mlprodest_lint.publish.folders import missing_requirements, publication_in, training_named
from mlprodest_lint.publish.table import table_of
from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.report.figures import size
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from mlprodest_lint.cli.running import Running
    from mlprodest_lint.publish.content import Content, Obstacle
    from mlprodest_lint.publish.folders import Publication
    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language
    from mlprodest_lint.verify.wishes import Wishes

_MOST_OBSTACLES = 20
_LARGE = 100_000_000
_SUFFIX = ".zip"

_WRITTEN = Text(en="Written: {file} ({size}).", pt="Gravado: {file} ({size}).")
_WOULD_BE_WRITTEN = Text(en="Nothing was written (--dry-run).", pt="Nada foi gravado (--dry-run).")
_REFUSED = Text(
    en="{file} was not written: correct the errors above first. With --force it is written all the same.",
    pt="{file} não foi gravado: corrija antes os erros acima. Com --force, ele é gravado mesmo assim.",
)
_FORCED = Text(
    en="{file} is written in spite of the errors above (--force). Its publication will fail.",
    pt="{file} será gravado apesar dos erros acima (--force). A publicação vai falhar.",
)
_WOULD_BE_REFUSED = Text(
    en="{file} was not written: the archive itself would be refused. Correct the errors above. With --force it is"
    " written all the same.",
    pt="{file} não foi gravado: o próprio arquivo seria recusado. Corrija os erros acima. Com --force, ele é gravado"
    " mesmo assim.",
)
_IS_LARGE = Text(
    en="{path}: this file is large ({size}). Does it belong in the publication? The model and its artifacts are taken"
    " from MLflow.",
    pt="{path}: este arquivo é grande ({size}). Ele deve mesmo ser publicado? O modelo e os seus artefatos são obtidos"
    " do MLflow.",
)
_RENAMED = Text(
    en="{path}: stored with its accents as single characters (NFC), as code writes them; on this disk they are two.",
    pt="{path}: gravado com cada letra acentuada como um só caractere (NFC), como no código; neste disco são dois.",
)
_NO_OUTPUT_NAMED = Text(
    en="--output: name a file, for example --output publicar.zip.",
    pt="--output: indique um arquivo, por exemplo --output publicar.zip.",
)
_OUTPUT_IS_FOLDER = Text(
    en="--output: {file} is a folder. Name a file in it, for example {file}/publicar.zip.",
    pt="--output: {file} é uma pasta. Indique um arquivo nela, por exemplo {file}/publicar.zip.",
)
_OUTPUT_IS_DEVICE = Text(
    en="--output: {file} is no regular file and can't be replaced. Name another.",
    pt="--output: {file} não é um arquivo comum e não pode ser substituído. Indique outro.",
)
_OUTPUT_IS_OTHER = Text(
    en="--output: {file} is there and is no zip archive. Name another file, so that this one isn't lost.",
    pt="--output: {file} já existe e não é um arquivo zip. Indique outro arquivo, para que esse não se perca.",
)
_NO_FOLDER_OF_OUTPUT = Text(
    en="--output: there is no folder {folder}. Make it first, or name a file elsewhere.",
    pt="--output: a pasta {folder} não existe. Crie-a antes ou indique um arquivo em outro lugar.",
)
_OBSTACLES = Text(
    en="Nothing was written: this can't go into the archive as it is. Correct it, or leave it out with `exclude` in the"
    " configuration.\n{lines}",
    pt="Nada foi gravado: isto não pode ir para o arquivo como está. Corrija, ou deixe de fora com `exclude` na"
    " configuração.\n{lines}",
)
_MORE = Text(en="  and {number} more", pt="  e mais {number}")


def publish(  # noqa: PLR0913 - as many as the command has options
    folder: str,
    training: str | None,
    output: str,
    language: Language,
    *,
    dry_run: bool,
    force: bool,
    running: Running | None,
) -> int:
    """Write the archive that is sent to Prodest, say what is in it, and return the exit status.

    Args:
        folder: The project's folder.
        training: The folder of the training code, where it is given.
        output: The file to write.
        language: The language of what is said.
        dry_run: Whether to write nothing.
        force: Whether to write in spite of errors.
        running: How the workers are verified first, where they are to be.

    Raises:
        UserError: The project, the training code or the output is none, or something can't be packed.
    """
    file = _output(output)
    wishes = None if running is None else running.wishes()
    configuration = Configuration(Overrides(language=language, training=training_named(training)))
    publication = publication_in(Path(folder), configuration)
    view = view_for(language, "auto", to_file=False)
    is_clean = _is_clean(publication, view) and (wishes is None or _is_verified(publication, wishes, view))
    content = content_of(publication, file)
    streams.write_out(table_of(content, publication, view))
    _say_remarks(content, view)
    if content.obstacles:
        raise UserError(_OBSTACLES, lines=_listed(content.obstacles, view))
    if not is_clean and not force:
        _say(_REFUSED, view, file=view.path(file))
        return FINDINGS
    if dry_run:
        _say(_WOULD_BE_WRITTEN, view)
        return CLEAN
    if not is_clean:
        _say(_FORCED, view, file=view.path(file))
    there = configuration.moved(publication.places_in(file))
    if not write_archive(content.packed, file, lambda written: force or _accepts(written, file, there, view)):
        _say(_WOULD_BE_REFUSED, view, file=view.path(file))
        return FINDINGS
    streams.write_out(_line(_WRITTEN, view, file=view.path(file), size=size(file.stat().st_size, language)))
    return CLEAN


def _output(name: str) -> Path:
    """Return the file to write.

    Raises:
        UserError: No file can be written there.
    """
    if not name.strip():
        raise UserError(_NO_OUTPUT_NAMED)
    file = normalized(Path(name))
    if is_folder(file) or name.endswith(("/", "\\")):
        raise UserError(_OUTPUT_IS_FOLDER, file=name.rstrip("/\\"))
    if not is_folder(file.parent):
        raise UserError(_NO_FOLDER_OF_OUTPUT, folder=Path(name).parent)
    if is_there(file) and file.exists() and not file.is_file():
        raise UserError(_OUTPUT_IS_DEVICE, file=name)
    if is_file(file) and file.suffix.lower() != _SUFFIX and not is_zipfile(file):
        raise UserError(_OUTPUT_IS_OTHER, file=name)
    return file


def _is_clean(publication: Publication, view: View) -> bool:
    """Lint, show what is found as the command ``lint`` does, and tell whether there is no error."""
    memory = memory_in(None)
    with Progress(view.language, is_wanted=True) as progress:
        outcome = lint_selected(publication.selection, memory=memory, watch=progress.show)
    memory.close()
    streams.write_out(rendered(outcome.findings, None, view, to_file=False))
    for notice in outcome.notices:
        _say(notice.text, view, path=view.path(notice.path))
    streams.write_error(f"{summary(outcome, view.language)}\n")
    missing = missing_requirements(publication, view.path(publication.training))
    if missing is not None:
        _say(missing.text, view, **missing.fields)
    return missing is None and all(finding.severity is not Severity.ERROR for finding in outcome.findings)


def _is_verified(publication: Publication, wishes: Wishes, view: View) -> bool:
    """Run the workers, show what is found, and tell whether there is no error."""
    from mlprodest_lint.cli.verifying import verified  # noqa: PLC0415 - imports what verification needs

    findings = verified(publication.selection.workers.values(), wishes, view).findings
    streams.write_out(rendered(findings, None, view, to_file=False))
    streams.write_error(f"{tally(findings, len(publication.selection.workers), view.language)}\n")
    return status_of(findings) == CLEAN


def _accepts(written: BinaryIO, file: Path, configuration: Configuration, view: View) -> bool:
    """Lint the archive as the receiver will, show errors, and tell whether there is none."""
    with opened_as(file, written) as archives:
        outcome = lint([file], configuration, archives=archives)
        errors = [finding for finding in outcome.findings if finding.severity is Severity.ERROR]
        streams.write_out(rendered(errors, None, view, to_file=False))
    return not errors


def _say_remarks(content: Content, view: View) -> None:
    for packed in content.packed:
        if packed.size > _LARGE:
            _say(_IS_LARGE, view, path=view.path(packed.source), size=size(packed.size, view.language))
        if packed.is_renamed:
            _say(_RENAMED, view, path=view.path(packed.source))


def _listed(obstacles: list[Obstacle], view: View) -> str:
    lines = [f"  {shown_text(f'{view.path(each.path)}: {each.render(view.language)}')}" for each in obstacles]
    if len(lines) > _MOST_OBSTACLES:
        more = _MORE.render(view.language, {"number": len(lines) - _MOST_OBSTACLES})
        lines = [*lines[:_MOST_OBSTACLES], more]
    return "\n".join(lines)


def _say(text: Text, view: View, **fields: object) -> None:
    streams.write_error(_line(text, view, **fields))


def _line(text: Text, view: View, **fields: object) -> str:
    return f"{shown_text(text.render(view.language, fields))}\n"
