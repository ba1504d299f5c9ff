"""Funções de apoio do worker_pub."""
import pandas as pd


def colunas_ausentes(alunos: list, colunas: list) -> list:
    """Devolve, em ordem, as colunas que faltam em pelo menos um dos alunos."""
    return sorted({coluna for aluno in alunos for coluna in colunas if coluna not in aluno})


def monta_tabela(alunos: list, colunas: list) -> pd.DataFrame:
    """Monta a tabela com as colunas na ordem em que o modelo foi treinado."""
    return pd.DataFrame(alunos)[colunas]
