"""What the command ``verify`` does."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.archive.opening import opened
from mlprodest_lint.cli import streams
from mlprodest_lint.cli.judging import rendered, status_of, tally
from mlprodest_lint.cli.linting import file_named, view_for
from mlprodest_lint.cli.steps import Steps
from mlprodest_lint.config import Configuration, Overrides
from mlprodest_lint.discovery import discover
from mlprodest_lint.engine import read_worker
from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.artifacts.contents import render
from mlprodest_lint.verify.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.cli.running import Running
    from mlprodest_lint.cli.streams import Color
    from mlprodest_lint.discovery import WorkerFolder
    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language
    from mlprodest_lint.verify.model import Verification
    from mlprodest_lint.verify.wishes import Wishes

_ENDING = ("SIGTERM", "SIGHUP")
_NO_WORKER = Text(
    en="{path}: no worker here that could be run. Give a folder named worker_pub or worker_retrain, or their project.",
    pt="{path}: nenhum worker aqui que possa ser executado. Informe uma pasta chamada worker_pub ou worker_retrain, ou"
    " o projeto delas.",
)
_ARTIFACT = Text(
    en="{artifact} of {model}, version {version} ({size} bytes):",
    pt="{artifact} de {model}, versão {version} ({size} bytes):",
)
_HELD_IN = Text(en="{workers} - active guards: {guards}.", pt="{workers} - proteções ativas: {guards}.")
_NOT_HELD_IN = Text(
    en="{workers} - guards that weren't active: {guards}.", pt="{workers} - proteções que não estavam ativas: {guards}."
)


class Options(NamedTuple):
    """The options of the command, as click reads them."""

    language: Language
    running: Running
    paths: tuple[str, ...]
    config: str | None
    contract: str | None
    output_format: str | None
    output_file: str | None
    color: Color
    quiet: bool


def verify_workers(options: Options) -> int:
    """Verify workers, say what was seen, and return the exit status.

    Raises:
        UserError: The options or the configuration are wrong, or something is missing that verification needs.
    """
    destination = file_named("--output-file", options.output_file, "mlprodest-lint.txt")
    view = view_for(options.language, options.color, to_file=destination is not None)
    wishes = options.running.wishes()
    file = file_named("--config", options.config, "mlprodest-lint.toml")
    configuration = Configuration(Overrides(options.contract, language=options.language), file)
    paths = [Path(path) for path in options.paths or (".",)]
    with opened(paths) as archives:
        folders = discover(paths, configuration, archives=archives).workers.values()
        if not folders:
            raise UserError(_NO_WORKER, path=paths[0])
        findings = verified(folders, wishes, view, is_quiet=options.quiet).findings
        output = rendered(findings, options.output_format, view, to_file=destination is not None)
    if destination is None:
        streams.write_out(output)
    else:
        streams.write_file(destination, output, "--output-file")
    if not options.quiet:
        streams.write_error(f"{tally(findings, len(folders), view.language)}\n")
    return status_of(findings)


def verified(folders: Iterable[WorkerFolder], wishes: Wishes, view: View, *, is_quiet: bool = False) -> Verification:
    """Verify workers; on standard error, say which steps are taken, what artifacts hold and which guards are active.

    Args:
        folders: The workers. Where they lie in archives, these are open.
        wishes: How.
        view: For whom.
        is_quiet: Whether nothing is said.

    Raises:
        UserError: Something is missing that verification needs.
    """
    with _interrupted_by_all(), Steps(view, is_wanted=not is_quiet) as steps:
        verification = verify(list(map(read_worker, folders)), wishes, os.environ, steps)
    if not is_quiet:
        for line in _remarks(verification, view):
            streams.write_error(f"{line}\n")
    return verification


@contextmanager
def _interrupted_by_all() -> Iterator[None]:
    """In the block, be interrupted by what would end this process at once and leave the copies of workers behind."""
    # What is ignored, such as by `nohup`, stays so.
    taken = [each for each in signal.Signals if each.name in _ENDING and signal.getsignal(each) is signal.SIG_DFL]
    for each in taken:
        signal.signal(each, signal.default_int_handler)
    try:
        yield
    finally:
        for each in taken:
            signal.signal(each, signal.SIG_DFL)


def _remarks(verification: Verification, view: View) -> Iterator[str]:
    """Yield what the artifacts hold, and what has held the workers in."""
    for artifact in verification.artifacts:
        if artifact.contents is not None:
            fields = {
                "artifact": artifact.name,
                "model": artifact.model,
                "version": artifact.version,
                "size": artifact.size,
            }
            yield shown_text(_ARTIFACT.render(view.language, fields))
            yield from (f"  {line}" for line in render(artifact.contents))
    for guards in dict.fromkeys(verification.guards.values()):
        workers = ", ".join(view.path(worker) for worker, its in verification.guards.items() if its == guards)
        for text, is_active in ((_HELD_IN, True), (_NOT_HELD_IN, False)):
            names = [guard.name.render(view.language) for guard in guards if guard.is_active is is_active]
            if names:
                yield shown_text(text.render(view.language, {"workers": workers, "guards": "; ".join(names)}))
