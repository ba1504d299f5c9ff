"""A divisão de um dataset em lotes."""

from __future__ import annotations

import operator

from mllibprodest.errors import ConfigurationError


def generate_batch_indices(dataset_size: int, batch_size: int) -> list[tuple[int, int]]:
    """Divide as linhas de um dataset em lotes consecutivos.

    Args:
        dataset_size: Quantidade de linhas do dataset.
        batch_size: Quantidade de linhas de cada lote, no mínimo 1; o último lote pode ser menor.

    Returns:
        Para cada lote, o índice da primeira linha e o da primeira linha que já não faz parte dele.

    Raises:
        ConfigurationError: Se um dos tamanhos não for inteiro ou estiver fora do permitido.
    """
    size = _integer("dataset_size", dataset_size, minimum=0)
    step = _integer("batch_size", batch_size, minimum=1)
    return [(start, min(start + step, size)) for start in range(0, size, step)]


def _integer(name: str, value: int, minimum: int) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise ConfigurationError(f"O parâmetro '{name}' deve ser um número inteiro, e não {value!r}.") from None
    if number < minimum:
        raise ConfigurationError(f"O parâmetro '{name}' deve ser no mínimo {minimum}, e não {number}.")
    return number
