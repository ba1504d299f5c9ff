"""Funções de apoio do worker_retrain."""
import cv2
import numpy as np


def abre_fotos(dados) -> list:
    """Lê as fotos de um arquivo .npz."""
    return list(np.load(dados)["fotos"])


def prepara_foto(foto) -> np.ndarray:
    """Reduz a foto, deixa em tons de cinza e devolve como um vetor."""
    cinza = cv2.cvtColor(np.asarray(foto, dtype=np.uint8), cv2.COLOR_RGB2GRAY)
    return cv2.resize(cinza, (32, 32)).ravel() / 255.0
