"""Funções de apoio do worker_pub."""
import re


def limpa_textos(textos) -> list:
    """Deixa só letras minúsculas e espaços, como no treino."""
    return [re.sub(r"[\W\d_]+", " ", str(texto).lower()).strip() for texto in textos]
