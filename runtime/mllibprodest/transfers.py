"""O que vale para toda transferência pela rede."""

from __future__ import annotations

from mllibprodest.errors import DamagedFileError


def check_complete(name: str, content: bytes, promised: int | None) -> None:
    """Confere o tamanho do que foi recebido com o que o servidor informou.

    Args:
        name: O nome do arquivo.
        content: O conteúdo recebido.
        promised: O tamanho que o servidor informou, se informou.

    Raises:
        DamagedFileError: Se os tamanhos forem diferentes.
    """
    if promised is not None and len(content) != promised:
        raise DamagedFileError(
            f"O arquivo '{name}' chegou incompleto: {len(content)} de {promised} bytes. Tente de novo."
        )
