"""Gera alunos fictícios, no lugar dos que viriam do sistema de gestão escolar."""
import numpy as np
import pandas as pd


def gera_alunos(quantidade: int, semente: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Devolve as características (features) e se cada aluno evadiu (targets); a mesma semente gera os mesmos dados."""
    sorteio = np.random.default_rng(semente)
    alunos = pd.DataFrame({
        "idade": sorteio.integers(14, 20, quantidade),
        "serie": sorteio.integers(1, 4, quantidade),
        "percentual_faltas": sorteio.beta(2, 12, quantidade).round(3),
        "media_notas": sorteio.normal(6.2, 1.6, quantidade).clip(0, 10).round(1),
        "distancia_km": sorteio.exponential(4, quantidade).round(1),
        "trabalha": sorteio.integers(0, 2, quantidade),
        "recebe_auxilio": sorteio.integers(0, 2, quantidade),
    })
    distorcao = alunos["idade"] - (alunos["serie"] + 14)
    risco = (
        14 * alunos["percentual_faltas"]
        - 0.9 * (alunos["media_notas"] - 6)
        + 0.7 * distorcao
        + 0.08 * alunos["distancia_km"]
        + 0.8 * alunos["trabalha"]
        - 0.6 * alunos["recebe_auxilio"]
        - 4.5
    )
    evadiu = sorteio.random(quantidade) < 1 / (1 + np.exp(-risco))
    return alunos, pd.DataFrame({"evadiu": evadiu.astype(int)})
