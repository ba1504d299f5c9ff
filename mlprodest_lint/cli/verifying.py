"""What the command ``verify`` does."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlprodest_lint.cli import streams
from mlprodest_lint.cli.judging import rendered, status_of, tally
from mlprodest_lint.cli.linting import view_for
from mlprodest_lint.cli.steps import Steps
from mlprodest_lint.config import Configuration, Overrides
from mlprodest_lint.discovery import discover
from mlprodest_lint.engine import read_worker
from mlprodest_lint.report.characters import shown_text
from mlprodest_lint.texts import Text, UserError
from mlprodest_lint.verify.contents import render
from mlprodest_lint.verify.verification import Wishes, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.cli.streams import Color
    from mlprodest_lint.report import View
    from mlprodest_lint.texts import Language
    from mlprodest_lint.verify.model import Verification
    from mlprodest_lint.verify.verification import Part

_NO_NUMBER = Text(
    en="--timeout: {value!r} is no number of seconds. Write for example --timeout 600.",
    pt="--timeout: {value!r} não é um número de segundos. Escreva, por exemplo, --timeout 600.",
)
_NO_MODEL_NAMED = Text(
    en="--model: name a registered model, for example --model triagem_manifestacoes.",
    pt="--model: indique um modelo registrado, por exemplo --model triagem_manifestacoes.",
)
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
    paths: tuple[str, ...]
    tracking_uri: str | None
    mlruns: str | None
    model: str | None
    python: str | None
    timeout: str
    no_tests: bool
    only: Part | None
    trust: bool
    config: str | None
    contract: str | None
    output_format: str | None
    output_file: str | None
    color: Color
    quiet: bool

    def wishes(self) -> Wishes:
        """Return how the workers are to be verified.

        Raises:
            UserError: An option's value can't be one.
        """
        if self.model is not None and not self.model.strip():
            raise UserError(_NO_MODEL_NAMED)
        return Wishes(
            self.tracking_uri,
            Path(self.mlruns) if self.mlruns is not None else None,
            self.model,
            Path(self.python) if self.python is not None else None,
            _seconds(self.timeout),
            not self.no_tests,
            self.only,
            self.trust,
        )


def verify_workers(options: Options) -> int:
    """Verify workers, say what was seen, and return the exit status.

    Raises:
        UserError: The options or the configuration are wrong, or something is missing that verification needs.
    """
    destination = Path(options.output_file) if options.output_file else None
    view = view_for(options.language, options.color, to_file=destination is not None)
    wishes = options.wishes()
    configuration = Configuration(
        Overrides(options.contract, language=options.language), Path(options.config) if options.config else None
    )
    paths = [Path(path) for path in options.paths or (".",)]
    workers = [read_worker(folder) for folder in discover(paths, configuration).workers.values()]
    if not workers:
        raise UserError(_NO_WORKER, path=paths[0])
    with Steps(view, is_wanted=not options.quiet) as steps:
        verification = verify(workers, wishes, os.environ, steps)
    if not options.quiet:
        for line in _remarks(verification, view):
            streams.write_error(f"{line}\n")
    output = rendered(verification.findings, options.output_format, view, to_file=destination is not None)
    if destination is None:
        streams.write_out(output)
    else:
        streams.write_file(destination, output, "--output-file")
    if not options.quiet:
        streams.write_error(f"{tally(verification.findings, len(workers), view.language)}\n")
    return status_of(verification.findings)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        raise UserError(_NO_NUMBER, value=value) from None
    if not (math.isfinite(seconds) and seconds > 0):
        raise UserError(_NO_NUMBER, value=value)
    return seconds


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
                yield text.render(view.language, {"workers": workers, "guards": "; ".join(names)})
