"""Funções de apoio do worker_retrain."""
import re

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline


def limpa_textos(textos) -> list:
    """Deixa só letras minúsculas e espaços, como no treino."""
    return [re.sub(r"[\W\d_]+", " ", str(texto).lower()).strip() for texto in textos]


def monta_modelo(parametros: dict) -> Pipeline:
    """Monta o modelo com os parâmetros do modelo em produção, ainda sem treino."""
    vetorizador = TfidfVectorizer(
        strip_accents="unicode",
        ngram_range=(1, parametros["ngram_maximo"]),
        min_df=parametros["min_df"],
    )
    classificador = LogisticRegression(
        C=parametros["C"],
        max_iter=parametros["max_iter"],
        random_state=parametros["random_state"],
    )
    return Pipeline([("vetorizador", vetorizador), ("classificador", classificador)])


def procura_problemas(acuracia: float, setores: list, baseline: dict) -> dict:
    """Compara a avaliação com o baseline; um dicionário vazio diz que está tudo bem."""
    problemas = {}
    if acuracia < baseline["acuracia_minima"]:
        problemas["acuracia_abaixo_da_minima"] = acuracia
    novos = sorted(set(setores) - set(baseline["setores_no_treino"]))
    if novos:
        problemas["setores_novos"] = novos
    return problemas
