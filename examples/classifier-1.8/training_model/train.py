"""Treina o modelo que estima o risco de evasão escolar e registra o experimento no MLflow.

Execute de dentro desta pasta: python train.py
"""
import os
import pickle

import mlflow
import mlflow.sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score, recall_score
from sklearn.model_selection import train_test_split

from alunos import gera_alunos

PARAMETROS = {
    "n_estimators": 150,
    "max_depth": 8,
    "min_samples_leaf": 5,
    "class_weight": "balanced",
    "random_state": 77,
}
DATASETS = {"features": "evasao_alunos.csv", "targets": "evasao_resultados.csv"}


def mede(modelo, alunos, evadiu) -> dict:
    """Calcula as métricas que interessam: achar quem vai evadir importa mais do que acertar sempre."""
    previstos = modelo.predict(alunos)
    return {
        "revocacao": float(recall_score(evadiu, previstos)),
        "acuracia_balanceada": float(balanced_accuracy_score(evadiu, previstos)),
    }


def registra_artefatos(artefatos: dict):
    """Salva cada dicionário com o pickle e anexa o arquivo à execução atual do MLflow."""
    for nome_arquivo, conteudo in artefatos.items():
        with open(nome_arquivo, "wb") as arquivo:
            pickle.dump(conteudo, arquivo)
        mlflow.log_artifact(nome_arquivo)


if __name__ == "__main__":
    if os.environ.get('MLFLOW_TRACKING_URI') is None:
        mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')

    features, targets = gera_alunos(quantidade=3000, semente=2025)
    features.to_csv(DATASETS["features"], index=False)
    targets.to_csv(DATASETS["targets"], index=False)
    x_treino, x_teste, y_treino, y_teste = train_test_split(
        features, targets["evadiu"], test_size=0.25, random_state=77, stratify=targets["evadiu"]
    )

    mlflow.set_experiment(experiment_name="Evasão escolar")
    with mlflow.start_run(run_name="floresta_aleatoria", description="Primeira versão do risco de evasão"):
        mlflow.sklearn.autolog()
        modelo = RandomForestClassifier(**PARAMETROS).fit(x_treino, y_treino)
        metricas = mede(modelo, x_teste, y_teste)
        mlflow.log_metrics(metricas)
        registra_artefatos({
            "TrainingParams.pkl": {**PARAMETROS, "versao": "1.0", "colunas": list(features.columns)},
            "TrainingDatasetsNames.pkl": DATASETS,
            "BaselineMetrics.pkl": {"revocacao_minima": 0.65, "acuracia_balanceada_minima": 0.7},
        })
    print(f"Métricas no teste: {metricas}")
