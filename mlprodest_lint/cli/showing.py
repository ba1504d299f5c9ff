"""What would be linted and how: the options ``--show-settings`` and ``--show-files``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.cli.configuring import configuration_of
from mlprodest_lint.cli.settings import settings_of
from mlprodest_lint.discovery import discover

if TYPE_CHECKING:
    from mlprodest_lint.archive.opening import Archives
    from mlprodest_lint.cli.linting import Options
    from mlprodest_lint.discovery import Selection
    from mlprodest_lint.report import View


def show(options: Options, view: View, archives: Archives) -> str:
    """Return what the options ask to see, the archives among the paths having been opened.

    Raises:
        UserError: The options or the configuration are wrong.
    """
    configuration = configuration_of(options)
    selection = discover(options.roots, configuration, changed=options.changed_files, archives=archives)
    if options.show_settings:
        return settings_of(selection, configuration.overrides, view, asks_language=options.asks_language)
    return _files_of(selection, view)


def _files_of(selection: Selection, view: View) -> str:
    files = {folder.root.joinpath(*parts) for folder in selection.folders for parts in folder.python_files}
    for root, worker in selection.workers.items():
        named = (worker.contract.requirements_file, worker.contract.models_file)
        files |= {root / name for name in named if name and (name,) in worker.files}
    return "".join(f"{view.path(file)}\n" for file in sorted(files))
