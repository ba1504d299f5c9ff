"""What would be linted and how: the options ``--show-settings`` and ``--show-files``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlprodest_lint.cli.configuring import configuration_of
from mlprodest_lint.discovery import discover
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mlprodest_lint.cli.linting import Options
    from mlprodest_lint.config import Settings
    from mlprodest_lint.discovery import Selection, TrainingFolder, WorkerFolder
    from mlprodest_lint.report import View

_SETTINGS_FROM = Text(en="Settings of {root}: {file}", pt="Configuração de {root}: {file}")
_NO_SETTINGS_FILE = Text(en="no configuration file, the defaults", pt="nenhum arquivo de configuração, os padrões")


def show(options: Options, view: View) -> str:
    """Return what the options ask to see.

    Raises:
        UserError: The options or the configuration are wrong.
    """
    selection = discover(options.roots, configuration_of(options))
    shown = _settings_of(selection, view) if options.show_settings else _files_of(selection, view)
    return "\n".join([*shown, ""])


def _folders(selection: Selection) -> list[WorkerFolder | TrainingFolder]:
    return [*selection.workers.values(), *selection.trainings.values()]


def _files_of(selection: Selection, view: View) -> list[str]:
    folders = _folders(selection)
    files = {folder.root.joinpath(*parts) for folder in folders for parts in folder.python_files}
    for root, worker in selection.workers.items():
        named = (worker.contract.requirements_file, worker.contract.models_file)
        files |= {root / name for name in named if name and (name,) in worker.files}
    return [view.path(file) for file in sorted(files)]


def _settings_of(selection: Selection, view: View) -> Iterator[str]:
    """Yield what holds for each folder, as a configuration file that says all of it would."""
    for number, folder in enumerate(_folders(selection)):
        settings = folder.settings
        if number:
            yield ""
        yield f"# {origin(folder.root, settings, view)}"
        if settings.contract is not None:
            yield f"contract = {_toml(settings.contract)}"
        yield f"select = {_toml(sorted(settings.active))}"
        yield f"exclude = {_toml(settings.exclude)}"
        yield f"training = {_toml(settings.training)}"
        yield f"language = {_toml(settings.language)}"
        yield from _table(
            "per-file-ignores", [(each.pattern, sorted(each.codes)) for each in settings.per_file_ignores]
        )
        yield from _table("severity", [(code, value.value) for code, value in sorted(settings.severity.items())])
        yield from _table("packages", sorted(settings.packages.items()))


def origin(root: Path, settings: Settings, view: View) -> str:
    """Say which file the settings of a folder come from."""
    file = _NO_SETTINGS_FILE.render(view.language) if settings.file is None else view.path(settings.file)
    return _SETTINGS_FROM.render(view.language, {"root": view.path(root), "file": file})


def _table(key: str, entries: Sequence[tuple[str, object]]) -> Iterator[str]:
    if entries:
        yield f"{key} = {{ {', '.join(f'{_toml(name)} = {_toml(value)}' for name, value in entries)} }}"


def _toml(value: object) -> str:
    """Write a text or a list of texts as TOML, which JSON's notation of them is."""
    return json.dumps(value, ensure_ascii=False)
