"""As configurações que vêm de variáveis de ambiente ou do arquivo ``.env``."""

from __future__ import annotations

import os
from pathlib import Path

from mllibprodest.causes import explained
from mllibprodest.errors import ConfigurationError

DEFAULT_TRACKING_URI = "http://localhost:5000"
MLRUNS_PATH = "MLRUNS_PATH"
TRACKING_URI = "MLFLOW_TRACKING_URI"


def load_env_variables(path: str = "") -> None:
    """Carrega as variáveis de um arquivo ``.env``; as que já existem no ambiente são mantidas.

    Args:
        path: Caminho do arquivo. Sem ele, vale o arquivo ``.env`` da pasta atual. Se o arquivo não existir, nada muda.

    Raises:
        MLLibProdestError: Se o arquivo existir, mas não puder ser lido.
    """
    file = Path(path or ".env")
    if not file.is_file():
        return
    from dotenv import dotenv_values

    with explained(f"Não foi possível ler o arquivo '{file}'."):
        values = dotenv_values(file, encoding="utf-8-sig")
    for name, value in values.items():
        if value is not None:
            os.environ.setdefault(name, value)


def required(*names: str) -> tuple[str, ...]:
    """Devolve os valores das variáveis, que podem estar no ambiente ou no arquivo ``.env``.

    Args:
        names: Nomes das variáveis.

    Returns:
        Os valores, na mesma ordem.

    Raises:
        ConfigurationError: Se alguma não existir ou estiver vazia.
    """
    load_env_variables()
    values = tuple(os.environ.get(name, "").strip() for name in names)
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if missing:
        raise ConfigurationError(
            f"Falta definir {', '.join(missing)}. Defina como variável de ambiente ou em um arquivo '.env' "
            f"na pasta em que o worker é executado ({Path.cwd()})."
        )
    return values


def mlruns_path() -> Path | None:
    """Devolve a pasta ``mlruns`` em que procurar artefatos que não estão no caminho registrado, se foi informada."""
    path = os.environ.get(MLRUNS_PATH, "").strip()
    return Path(path) if path else None
