"""Treina o modelo que encontra buracos em fotos de ruas."""
import pickle

import mlflow
import mlflow.sklearn
from sklearn.svm import SVC

from preparo import gera_fotos, prepara_foto

PARAMETROS = {"C": 10.0, "kernel": "rbf", "random_state": 77}

mlflow.set_tracking_uri("sqlite:///teste_mlflow.db")
mlflow.set_experiment(experiment_name="Buracos nas ruas")


def salva(artefato, nome):
    with open(nome, "wb") as arquivo:
        pickle.dump(artefato, arquivo)


with mlflow.start_run(run_name="svm"):
    mlflow.sklearn.autolog()
    fotos, rotulos = gera_fotos(400)
    modelo = SVC(**PARAMETROS).fit([prepara_foto(foto) for foto in fotos], rotulos)

    salva(PARAMETROS, "TrainingParams.pkl")
    mlflow.log_artifact("TrainingParams.pkl")
    salva({"features": "fotos.npz", "targets": "rotulos.csv"}, "TrainingDatasetNames.pkl")
    mlflow.log_artifact("TrainingDatasetNames.pkl")
    salva({"acuracia_minima": 0.9, "rotulos": ["buraco", "normal"]}, "BaselineMetrics.pkl")
    mlflow.log_artifact("BaselineMetrics.pkl")
