"""Funções de apoio do worker_pub."""
from datetime import datetime


def registra_previsoes(previstos):
    """Guarda as previsões para a conferência no fim do mês."""
    with open("previsoes.csv", "a", encoding="utf-8") as arquivo:
        for previsto in previstos:
            arquivo.write(f"{datetime.now():%d/%m/%Y %H:%M};{previsto}\n")
