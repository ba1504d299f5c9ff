"""Funções de apoio do worker_retrain."""
from datetime import date

from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score, recall_score

# Parâmetros que são do worker, e não da floresta.
PARAMETROS_DO_WORKER = ("versao", "colunas")


def monta_modelo(parametros: dict) -> RandomForestClassifier:
    """Monta o modelo com os parâmetros do modelo em produção, ainda sem treino."""
    return RandomForestClassifier(
        **{nome: valor for nome, valor in parametros.items() if nome not in PARAMETROS_DO_WORKER}
    )


def nova_versao(parametros: dict) -> dict:
    """Devolve os mesmos parâmetros com a versão do retreino feito hoje."""
    principal = str(parametros["versao"]).split("+")[0]
    return {**parametros, "versao": f"{principal}+{date.today():%Y%m%d}"}


def calcula_metricas(previstos: list, evadiu: list) -> dict:
    """Calcula as métricas que são comparadas com o baseline."""
    return {
        "revocacao": float(recall_score(evadiu, previstos)),
        "acuracia_balanceada": float(balanced_accuracy_score(evadiu, previstos)),
    }


def metricas_abaixo(metricas: dict, baseline: dict) -> dict:
    """Devolve só as métricas que não alcançam o mínimo do baseline."""
    return {nome: valor for nome, valor in metricas.items() if valor < baseline[f"{nome}_minima"]}
