"""Where configuration files lie, and what TOML says in them.

A folder's configuration is the nearest ``mlprodest-lint.toml``, or ``pyproject.toml`` with a table
``[tool.mlprodest-lint]``, in it or above it. In one folder ``mlprodest-lint.toml`` wins.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from mlprodest_lint.paths import is_folder, is_there, normalized, read_bytes
from mlprodest_lint.texts import LANGUAGES, Language, Text, UserError

if TYPE_CHECKING:
    from pathlib import Path

OWN_FILE = "mlprodest-lint.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = "mlprodest-lint"

_PLACE_OF_ERROR = r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)"
_UNREADABLE = Text(
    en="{file}: the configuration can't be read: {reason}.",
    pt="{file}: não é possível ler a configuração: {reason}.",
)
_NOT_UTF8 = Text(
    en="{file}: the configuration is not in UTF-8. Save the file in this encoding.",
    pt="{file}: a configuração não está em UTF-8. Salve o arquivo nessa codificação.",
)
_INVALID_TOML = Text(
    en="{file}, line {line}: this is not valid TOML (the parser says: {reason}).",
    pt="{file}, linha {line}: isto não é TOML válido (o analisador diz: {reason}).",
)
_TOO_DEEP = Text(
    en="{file}: the configuration is nested too deeply to be read.",
    pt="{file}: a configuração tem níveis demais para ser lida.",
)
_NO_TABLE = Text(
    en="{file}: there is no table [tool.mlprodest-lint] in it. Add it, or give a mlprodest-lint.toml.",
    pt="{file}: o arquivo não tem a tabela [tool.mlprodest-lint]. Acrescente-a ou indique um mlprodest-lint.toml.",
)
_MISSPELLED_TABLE = Text(
    en="{file}: there is no table [tool.{found}]. Did you mean [tool.mlprodest-lint]?",
    pt="{file}: a tabela [tool.{found}] não existe. Você quis dizer [tool.mlprodest-lint]?",
)


class Source(NamedTuple):
    """What a configuration file says, as TOML gives it, and the key of the table that says it."""

    file: Path
    key: tuple[str, ...]
    table: object


def source_in(folder: Path) -> Source | None:
    """Return the configuration that stands in a folder itself.

    Raises:
        UserError: A file can't be read or isn't valid TOML.
    """
    own = folder / OWN_FILE
    if _is_given(own):
        return Source(own, (), _load(own))
    project = folder / PROJECT_FILE
    return _source_in_project_file(project) if _is_given(project) else None


def source_given(file: Path) -> Source:
    """Return the configuration in a file that the user named.

    Raises:
        UserError: The file can't be read, isn't valid TOML, or has no configuration.
    """
    file = normalized(file)
    if file.name != PROJECT_FILE:
        return Source(file, (), _load(file))
    source = _source_in_project_file(file)
    if source is None:
        raise UserError(_NO_TABLE, file=file)
    return source


def declared_language(folder: Path, file: Path | None = None) -> Language | None:
    """Return the language that the configuration asks for, as far as it can be read.

    Messages about a wrong configuration have a language too: nothing but this one key is looked at, and no error
    comes from here.

    Args:
        folder: Where to look from.
        file: The configuration file to look at instead.
    """
    folder = normalized(folder)
    try:
        found = (source for place in (folder, *folder.parents) if (source := source_in(place)))
        source = source_given(file) if file else next(found, None)
    except UserError:
        return None
    spelled = {language.lower(): language for language in LANGUAGES}
    declared = source.table.get("language") if source and isinstance(source.table, dict) else None
    return spelled.get(str(declared).lower())


def _source_in_project_file(file: Path) -> Source | None:
    tool = _load(file).get("tool")
    if not isinstance(tool, dict):
        return None
    for name, table in tool.items():
        if name == TABLE:
            return Source(file, ("tool", TABLE), table)
        if re.sub(r"[-_.]+", "-", name).lower() == TABLE:
            raise UserError(_MISSPELLED_TABLE, file=file, found=name)
    return None


def _is_given(file: Path) -> bool:
    """Whether a file is there to be read; a dangling link is, so that reading it says what is wrong."""
    return is_there(file) and not is_folder(file)


def _load(file: Path) -> dict[str, Any]:
    # Imported here: most folders hold no configuration.
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        text = read_bytes(file).decode("utf-8-sig")
        return tomllib.loads(text)
    except OSError as error:
        raise UserError(_UNREADABLE, file=file, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise UserError(_NOT_UTF8, file=file) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(_PLACE_OF_ERROR, str(error))
        line = place["line"] if place and place["line"] else len(text.splitlines()) or 1
        reason = re.sub(_PLACE_OF_ERROR, "", str(error))
        raise UserError(_INVALID_TOML, file=file, line=line, reason=reason) from error
    except RecursionError as error:
        raise UserError(_TOO_DEEP, file=file) from error
