"""As funções de apoio que o contrato oferece aos workers e aos seus testes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mllibprodest.datasets import get_file_local, get_file_s3
from mllibprodest.settings import load_env_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["get_file_local", "get_file_s3", "load_env_variables", "validate_params"]

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def validate_params(
    received_params: Sequence[str], expected_params: Mapping[str, Callable[[str], Any]]
) -> tuple[bool, dict[str, Any] | str]:
    """Confere os parâmetros de linha de comando e converte os valores.

    Args:
        received_params: A lista ``sys.argv``: o nome do script e os parâmetros, na forma ``--nome=valor``.
        expected_params: Para cada parâmetro que pode ser informado, o tipo do valor, por exemplo
            ``{'--mlruns_path': str}``.

    Returns:
        ``(True, valores)``, com o valor de cada parâmetro informado, ou ``(False, mensagem)``, com o que está errado.
    """
    if not received_params[1:]:
        return False, "Nenhum parâmetro foi informado."
    if not expected_params:
        return False, "Nenhum parâmetro é esperado (expected_params está vazio)."
    values: dict[str, Any] = {}
    problems: list[str] = []
    for param in received_params[1:]:
        name, separator, text = param.partition("=")
        if name not in expected_params:
            problems.append(f"O parâmetro '{name}' não existe; existem: {', '.join(expected_params)}.")
        elif not separator:
            problems.append(
                f"Falta o valor do parâmetro '{name}': escreva {name}=valor, sem espaços antes e depois do =."
            )
        else:
            try:
                values[name] = _converted(text, expected_params[name])
            except ValueError:
                kind = getattr(expected_params[name], "__name__", expected_params[name])
                problems.append(f"O valor '{text}' do parâmetro '{name}' não é do tipo '{kind}'.")
    return (False, "\n".join(problems)) if problems else (True, values)


def _converted(text: str, kind: Callable[[str], Any]) -> Any:
    if kind is not bool:
        return kind(text)
    if text.lower() not in _BOOLEANS:
        raise ValueError(text)
    return _BOOLEANS[text.lower()]
