"""Preparo das fotos antes do treino."""
import cv2
import numpy as np

TAMANHO = (32, 32)


def prepara_foto(foto) -> np.ndarray:
    """Reduz a foto, deixa em tons de cinza e devolve como um vetor."""
    cinza = cv2.cvtColor(np.asarray(foto, dtype=np.uint8), cv2.COLOR_RGB2GRAY)
    return cv2.resize(cinza, TAMANHO).ravel() / 255.0


def gera_fotos(quantidade: int, semente: int = 77) -> tuple[list, list]:
    """Gera fotos fictícias de asfalto; as que têm buraco têm uma mancha escura."""
    sorteio = np.random.default_rng(semente)
    fotos, rotulos = [], []
    for _ in range(quantidade):
        foto = sorteio.integers(110, 150, (96, 96, 3), dtype=np.uint8)
        tem_buraco = bool(sorteio.integers(0, 2))
        if tem_buraco:
            centro = tuple(int(ponto) for ponto in sorteio.integers(20, 76, 2))
            cv2.circle(foto, centro, int(sorteio.integers(6, 16)), (70, 70, 70), -1)
        fotos.append(foto)
        rotulos.append("buraco" if tem_buraco else "normal")
    return fotos, rotulos
