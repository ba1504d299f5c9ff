"""Treina o modelo e registra o experimento no MLflow, com os três artefatos obrigatórios.

Execute de dentro desta pasta: python train.py
Depois, no MLflow, registre o modelo com o nome __MODELO__ e coloque a versão em produção.
"""
import os
import pickle

import mlflow

# Os artefatos obrigatórios: dicionários não vazios, com exatamente estes nomes de arquivo.
# TODO: preencha os parâmetros do treinamento, os nomes dos datasets e as métricas de referência.
ARTEFATOS = {
    "TrainingParams.pkl": {"random_state": 77},
    "TrainingDatasetsNames.pkl": {"features": "features.csv", "targets": "targets.csv"},
    "BaselineMetrics.pkl": {"acuracia_minima": 0.9},
}

# Não altere estas duas linhas: em produção, o tracking URI vem da variável de ambiente.
if os.environ.get('MLFLOW_TRACKING_URI') is None:
    mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')


def treina(parametros: dict):
    """Treina o modelo com os parâmetros e o devolve."""
    # TODO: carregue os dados e treine o modelo, por exemplo com o scikit-learn:
    #     return DecisionTreeClassifier(**parametros).fit(features, targets)
    raise NotImplementedError("Implemente o treinamento do modelo em treina().")


if __name__ == "__main__":
    # TODO: dê um nome ao experimento.
    mlflow.set_experiment(experiment_name="__MODELO__")
    with mlflow.start_run(run_name="primeira_versao", description="Primeira versão do modelo"):
        # TODO: troque pelo autolog do framework usado (mlflow.sklearn, mlflow.pytorch, mlflow.keras, ...).
        mlflow.autolog()
        treina(ARTEFATOS["TrainingParams.pkl"])
        for nome_arquivo, conteudo in ARTEFATOS.items():
            with open(nome_arquivo, "wb") as arquivo:
                pickle.dump(conteudo, arquivo)
            mlflow.log_artifact(nome_arquivo)
