"""Treina o modelo que encaminha as manifestações da ouvidoria e registra o experimento no MLflow.

Execute de dentro desta pasta: python treina.py
"""
import os
import pickle
import re

import mlflow
import mlflow.sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline

from manifestacoes import gera_manifestacoes

PARAMETROS = {"ngram_maximo": 2, "min_df": 2, "C": 4.0, "max_iter": 500, "random_state": 77}
DATASETS = {"features": "manifestacoes_textos.csv", "targets": "manifestacoes_setores.csv"}

if os.environ.get('MLFLOW_TRACKING_URI') is None:
    mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')


def limpa_textos(textos) -> list:
    """Deixa só letras minúsculas e espaços; os workers têm uma cópia desta função."""
    return [re.sub(r"[\W\d_]+", " ", str(texto).lower()).strip() for texto in textos]


def monta_modelo(parametros: dict) -> Pipeline:
    """Monta o modelo, ainda sem treino."""
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


def registra_artefato(conteudo: dict, nome_arquivo: str):
    """Salva o dicionário com o pickle e anexa o arquivo à execução atual do MLflow."""
    with open(nome_arquivo, "wb") as arquivo:
        pickle.dump(conteudo, arquivo)
    mlflow.log_artifact(nome_arquivo)


def treina():
    """Treina, mede e registra o modelo com os três artefatos obrigatórios."""
    features, targets = gera_manifestacoes(quantidade=1200, semente=2024)
    features.to_csv(DATASETS["features"], index=False)
    targets.to_csv(DATASETS["targets"], index=False)
    x_treino, x_teste, y_treino, y_teste = train_test_split(
        limpa_textos(features["texto"]), targets["setor"], test_size=0.25, random_state=77, stratify=targets["setor"]
    )

    mlflow.set_experiment(experiment_name="Triagem de manifestações")
    with mlflow.start_run(run_name="tfidf_regressao_logistica", description="Primeira versão da triagem"):
        mlflow.set_tags({"projeto": "ouvidoria", "equipe": "ML"})
        # Com a assinatura, o modelo carregado esperaria uma tabela no lugar da lista de textos.
        mlflow.sklearn.autolog(log_model_signatures=False)
        modelo = monta_modelo(PARAMETROS).fit(x_treino, y_treino)

        previstos = modelo.predict(x_teste)
        acuracia = accuracy_score(y_teste, previstos)
        f1 = f1_score(y_teste, previstos, average="macro")
        mlflow.log_metrics({"acuracia": acuracia, "f1_macro": f1})

        registra_artefato(PARAMETROS, "TrainingParams.pkl")
        registra_artefato(DATASETS, "TrainingDatasetsNames.pkl")
        registra_artefato(
            {"acuracia_minima": 0.85, "setores_no_treino": sorted(set(targets["setor"]))},
            "BaselineMetrics.pkl",
        )
    print(f"Acurácia: {acuracia:.3f}; F1 macro: {f1:.3f}")


if __name__ == "__main__":
    treina()
