"""Avalia e retreina o modelo que encontra buracos em fotos de ruas."""
import logging

import joblib
import mlflow
import mlflow.sklearn
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN
from sklearn.metrics import accuracy_score
from sklearn.svm import SVC

from utils import abre_fotos, prepara_foto
from worker_pub.utils import registra_previsoes


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    def __init__(self):
        self.make_log("log_retrain.log")
        self.__model_name = "buracos_nas_ruas"
        self.__model_provider_name = "mlflow"
        self.__experiment_name = "Buracos nas ruas"
        self.__dataset_provider_name = "minio"

    def get_model_name(self) -> str:
        return self.__model_name

    def get_model_provider_name(self) -> str:
        return self.__model_provider_name

    def get_experiment_name(self) -> str:
        return self.__experiment_name

    def get_dataset_provider_name(self) -> str:
        return self.__dataset_provider_name

    def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                 artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
        fotos = abre_fotos(datasets["features"])
        rotulos = datasets["targets"].read().decode().split()
        previstos = model.predict([prepara_foto(foto) for foto in fotos])
        registra_previsoes(previstos)
        acuracia = float(accuracy_score(rotulos, previstos))
        return acuracia >= baseline_metrics["acuracia_minima"], {"acuracia": acuracia}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        vetores = [prepara_foto(foto) for foto in abre_fotos(datasets["features"])]
        rotulos = datasets["targets"].read().decode().split()
        mlflow.set_tracking_uri("http://localhost:5000")
        mlflow.set_experiment(experiment_name=experiment_name)
        mlflow.start_run(run_name="retreino", description=str(reasons))
        mlflow.sklearn.autolog()
        modelo = SVC(**production_params).fit(vetores, rotulos)
        joblib.dump(modelo, "modelo_retreinado.joblib")
        nomes = self.load_production_datasets_names(production_model_name)
        self.convert_artifact_to_pickle(production_params, "TrainingParams.pkl")
        self.convert_artifact_to_pickle(nomes, "TrainingDatasetsNames.pkl")
        self.convert_artifact_to_pickle({"acuracia_minima": 0.9}, "BaselineMetrics.pkl")
        mlflow.log_artifact("temp_area/TrainingParams.pkl")
        mlflow.log_artifact("temp_area/TrainingDatasetsNames.pkl")
        logging.info("Modelo retreinado.")
