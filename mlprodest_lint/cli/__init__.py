"""The command line: reads arguments, calls what does the work, and turns its outcome into an exit status."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlprodest_lint import __version__
from mlprodest_lint.cli.commands import NAME, PROGRAM
from mlprodest_lint.cli.language import system_language
from mlprodest_lint.cli.status import DEFECT, INTERRUPTED, WRONG_USAGE
from mlprodest_lint.cli.streams import prepare, write_error
from mlprodest_lint.paths import is_folder
from mlprodest_lint.texts import LANGUAGES, Text, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.cli.localised import Glance
    from mlprodest_lint.texts import Language

_NEW_ISSUE = "https://github.com/prodest/mlprodest-lint/issues/new"
_COMMANDS_OF_A_PROJECT = {None, "lint", "verify", "publish", "requirements", "report"}
_DEFECT = Text(
    en="This is a defect of mlprodest-lint {version}, not of your code: {error}. Please report it at {url}, with what"
    " `{name} --verbose` prints for the same paths.",
    pt="Isto é um defeito do mlprodest-lint {version}, não do seu código: {error}. Por favor, relate-o em {url}, com o"
    " que `{name} --verbose` mostra para os mesmos caminhos.",
)


def main() -> None:
    """Run the command line of this process and end it with the exit status."""
    prepare()
    status = run(sys.argv[1:])
    if status == INTERRUPTED:
        # A file may be in work on the other thread, and the parser aborts the process if the interpreter ends under it.
        os._exit(status)
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status.

    0 is clean, 1 says that findings stand, 2 that usage or configuration is wrong, 3 that this program has a defect,
    130 that the user stopped it.
    """
    language: Language = "en"
    try:
        language = _language(PROGRAM.glance(arguments))
        with PROGRAM.make_context(NAME, list(arguments), obj=language, max_content_width=100) as context:
            return int(PROGRAM.invoke(context))
    except click.exceptions.Exit as end:
        return end.exit_code
    except UserError as error:
        from mlprodest_lint.report.characters import shown_lines  # noqa: PLC0415 - a run rarely ends like this

        write_error(f"{NAME}: {shown_lines(error.text.render(language, error.fields))}\n")
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 (whatever it is, the user gets one message)
        if "--verbose" in arguments:
            import traceback  # noqa: PLC0415 - costs start-up time

            write_error(traceback.format_exc())
        kind = f"{type(error).__name__}: {error}".rstrip(": .")
        fields = {"version": __version__, "error": kind, "url": _NEW_ISSUE, "name": NAME}
        write_error(f"{NAME}: {_DEFECT.render(language, fields)}\n")
        return DEFECT


def _language(seen: Glance) -> Language:
    """Return the language of ``--language``, else of the configuration near the first path, else of the system."""
    asked = seen.values.get("--language", "").lower()
    for language in LANGUAGES:
        if asked == language.lower():
            return language
    # The version is the same in every language: it needn't wait for a configuration to be read.
    if "--version" in seen.arguments:
        return "en"
    from mlprodest_lint.configfiles import declared_language  # noqa: PLC0415

    words = [seen.values.get("--stdin-filename"), *seen.paths] if seen.command in _COMMANDS_OF_A_PROJECT else []
    first = Path(next(filter(None, words), "."))
    file = Path(seen.values["--config"]) if "--config" in seen.values else None
    return declared_language(first if is_folder(first) else first.parent, file) or system_language(os.environ)
