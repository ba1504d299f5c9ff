"""The line of a requirements file that installs what is installed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from packaging.version import Version

from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_FROM_FOLDER = Text(
    en="{name} {version} was installed from {url}, which only this machine has, and can't be installed at Prodest."
    " Publish it, or copy its code into the folder.",
    pt="{name} {version} foi instalado de {url}, que só existe nesta máquina, e não pode ser instalado no Prodest."
    " Publique-o ou copie o código para a pasta.",
)
_FROM_REPOSITORY = Text(
    en="{name} {version} comes from {url}: Prodest must be able to reach it.",
    pt="{name} {version} vem de {url}: o Prodest precisa ter acesso a esse endereço.",
)
_LOCAL_VERSION = Text(
    en="{name} {version} is a build that the usual index doesn't have: {public} is pinned. For that very build, add the"
    " --extra-index-url that it came from.",
    pt="{name} {version} é uma compilação que o índice usual não tem: foi fixada a {public}. Para usar exatamente essa"
    " compilação, acrescente o --extra-index-url de onde ela veio.",
)


@dataclass(frozen=True, slots=True)
class Pin:
    """How an installed distribution is required.

    Attributes:
        line: The line, or ``None`` where no line can install it elsewhere.
        remark: What the author should know of it.
        fields: The values of the remark's fields.
    """

    line: str | None
    remark: Text | None = None
    fields: tuple[tuple[str, object], ...] = ()


def pin_of(distribution: Distribution, root: Path, *, has_index: bool) -> Pin:
    """Return the line that installs a distribution as it is installed.

    Args:
        distribution: The distribution.
        root: The folder that the line is read in: what was installed from a path in it is required by that path.
        has_index: Whether the requirements file names another index, which may have builds of their own.
    """
    name, version = distribution.metadata["Name"], distribution.version
    origin = _origin_of(distribution)
    if origin is not None:
        return _pinned_origin(name, version, origin, root)
    public = Version(version).public
    if public == str(Version(version)) or has_index:
        return Pin(f"{name}=={version}")
    fields = (("name", name), ("version", version), ("public", public))
    return Pin(f"{name}=={public}", _LOCAL_VERSION, fields)


def _origin_of(distribution: Distribution) -> dict[str, Any] | None:
    """Return what installers say of a distribution that came from no index (PEP 610)."""
    try:
        origin = json.loads(distribution.read_text("direct_url.json") or "null")
    except ValueError:
        return None
    return origin if isinstance(origin, dict) and isinstance(origin.get("url"), str) else None


def _pinned_origin(name: str, version: str, origin: dict[str, Any], root: Path) -> Pin:
    url = origin["url"]
    fields = (("name", name), ("version", version), ("url", url))
    parts = urlsplit(url)
    if parts.scheme == "file":
        path = Path(url2pathname(unquote(parts.path)))
        if path.is_relative_to(root) and path != root and "vcs_info" not in origin:
            return Pin(f"./{path.relative_to(root).as_posix()}")
        return Pin(None, _FROM_FOLDER, fields)
    below = f"#subdirectory={origin['subdirectory']}" if origin.get("subdirectory") else ""
    repository = origin.get("vcs_info")
    if isinstance(repository, dict):
        line = f"{name} @ {repository.get('vcs')}+{url}@{repository.get('commit_id')}{below}"
        return Pin(line, _FROM_REPOSITORY, fields)
    return Pin(f"{name} @ {url}{below}", _FROM_REPOSITORY, fields)
