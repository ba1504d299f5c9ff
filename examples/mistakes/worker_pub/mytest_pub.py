"""Teste personalizado do worker_pub."""
import numpy as np

from pub import ModeloCLF


def test():
    foto_cinza = np.full((96, 96, 3), 128, dtype=np.uint8)
    previstos = ModeloCLF().predict([foto_cinza])
    return previstos == ["normal"]
