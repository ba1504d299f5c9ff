"""Treina uma árvore de decisão e registra o experimento com os três artefatos obrigatórios."""
import os
import pickle

import mlflow.sklearn
import numpy as np
from sklearn.tree import DecisionTreeClassifier

if os.environ.get('MLFLOW_TRACKING_URI') is None:
    mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')

mlflow.set_experiment(experiment_name="Teste sklearn")
mlflow.start_run(run_name="t1", description="teste 1")
mlflow.set_tags({"Projeto": "Teste", "equipe": "ML"})
mlflow.sklearn.autolog()

DecisionTreeClassifier(max_depth=3, random_state=77).fit(np.array([[0, 0], [1, 1]]), np.array([0, 1]))

ARTEFATOS = {
    "TrainingParams.pkl": {"max_depth": 3, "random_state": 77},
    "TrainingDatasetsNames.pkl": {"features": "linhas.csv", "targets": "respostas.csv"},
    "BaselineMetrics.pkl": {"acuracia_minima": 0.9},
    "artefato.pkl": ["um", "outro"],
}
for nome, conteudo in ARTEFATOS.items():
    with open(nome, 'wb') as arquivo:
        pickle.dump(conteudo, arquivo)
    mlflow.log_artifact(nome)
mlflow.end_run()
