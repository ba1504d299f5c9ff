"""What ``--show-settings`` shows: what holds for each folder, and where that is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mlprodest_lint.config import Overrides, Settings
    from mlprodest_lint.discovery import Selection
    from mlprodest_lint.report import View

_SETTINGS_FROM = Text(en="Settings of {root}: {file}", pt="Configuração de {root}: {file}")
_NO_SETTINGS_FILE = Text(en="no configuration file, the defaults", pt="nenhum arquivo de configuração, os padrões")
_DEFAULT = Text(en="the default", pt="o padrão")
_FROM_FILES = Text(en="the worker's files", pt="os arquivos do worker")
_FROM_SYSTEM = Text(en="the system", pt="o sistema")
_CHOICE = ("select", "extend-select", "ignore")


def origin(root: Path, settings: Settings, view: View) -> str:
    """Return the line that says which file a folder's settings come from."""
    file = _NO_SETTINGS_FILE.render(view.language) if settings.file is None else view.path(settings.file)
    return _SETTINGS_FROM.render(view.language, {"root": view.path(root), "file": file})


def settings_of(selection: Selection, overrides: Overrides, view: View, *, asks_language: bool) -> str:
    """Return what holds for each folder, as a configuration file that says all of it would; comments say the origin.

    Args:
        selection: The workers and the training code.
        overrides: What the command line says.
        view: For whom it is shown.
        asks_language: Whether an option says which language.
    """
    contracts = {root: worker.contract.version for root, worker in selection.workers.items()}
    return "\n".join(
        "".join(
            f"{line}\n"
            for line in _Shown(folder.settings, overrides, view, asks_language).lines(folder.root, contracts)
        )
        for folder in selection.folders
    )


class _Shown:
    def __init__(self, settings: Settings, overrides: Overrides, view: View, asks_language: bool) -> None:  # noqa: FBT001
        self._settings = settings
        self._overrides = overrides
        self._view = view
        self._asks_language = asks_language

    def lines(self, root: Path, contracts: dict[Path, str]) -> Iterator[str]:
        settings = self._settings
        yield f"# {origin(root, settings, self._view)}"
        if root in contracts:
            yield f"contract = {_toml(contracts[root])}  # {self._origin_of_contract()}"
        elif settings.contract is not None:
            yield f"contract = {_toml(settings.contract)}  # {self._origin_of_contract()}"
        yield f"select = {_toml(sorted(settings.active))}  # {self._origin_of_choice()}"
        yield f"exclude = {_toml(settings.exclude)}  # {self._origin('exclude')}"
        yield f"training = {_toml(settings.training)}  # {self._origin('training')}"
        yield f"language = {_toml(settings.language)}  # {self._origin_of_language()}"
        if settings.artifact_names:
            yield f"artifact-names = {_toml(settings.artifact_names)}  # {self._origin('artifact-names')}"
        ignores = [(each.pattern, sorted(each.codes)) for each in settings.per_file_ignores]
        yield from self._table("per-file-ignores", ignores)
        yield from self._table("severity", [(code, value.value) for code, value in sorted(settings.severity.items())])
        yield from self._table("packages", sorted(settings.packages.items()))

    def _table(self, key: str, entries: Sequence[tuple[str, object]]) -> Iterator[str]:
        if entries:
            shown = ", ".join(f"{_toml(name)} = {_toml(value)}" for name, value in entries)
            yield f"{key} = {{ {shown} }}  # {self._origin(key)}"

    def _origin(self, key: str) -> str:
        settings = self._settings
        if settings.file is not None and key in settings.keys:
            return self._view.path(settings.file)
        return _DEFAULT.render(self._view.language)

    def _origin_of_contract(self) -> str:
        if self._overrides.contract is not None:
            return "--contract"
        return self._origin("contract") if self._settings.contract else _FROM_FILES.render(self._view.language)

    def _origin_of_choice(self) -> str:
        choice = self._overrides.choice
        given = (choice.select is not None, bool(choice.extend_select), bool(choice.ignore))
        options = [f"--{name}" for name, is_given in zip(_CHOICE, given, strict=True) if is_given]
        if choice.select is not None:
            return ", ".join(options)
        named = next((name for name in _CHOICE if name in self._settings.keys), "select")
        return ", ".join([self._origin(named), *options])

    def _origin_of_language(self) -> str:
        if self._asks_language:
            return "--language"
        if "language" in self._settings.keys:
            return self._origin("language")
        return _FROM_SYSTEM.render(self._view.language)


def _toml(value: object) -> str:
    """Write a text or a list of texts as TOML, which JSON's notation of them is."""
    return json.dumps(value, ensure_ascii=False)
