"""Avalia e retreina o modelo que estima o risco de evasão escolar."""
import os

import mlflow
import mlflow.sklearn
import pandas as pd
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN

from .utils import calcula_metricas, metricas_abaixo, monta_modelo, nova_versao


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    """Acompanha a qualidade do modelo de evasão e treina de novo quando ela cai."""

    def __init__(self, model_name: str, model_provider_name: str, experiment_name: str, dataset_provider_name: str):
        self.__logger = self.make_log(model_name + "_retrain.log")
        self.__model_name = model_name
        self.__model_provider_name = model_provider_name
        self.__experiment_name = experiment_name
        self.__dataset_provider_name = dataset_provider_name

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
        """Diz se o modelo em produção ainda atende ao baseline; os erros vão para um relatório na temp_area."""
        alunos = pd.read_csv(datasets["features"])[training_params["colunas"]]
        evadiu = pd.read_csv(datasets["targets"])["evadiu"].tolist()
        previstos = []
        for inicio, fim in self.generate_batch_indices(len(alunos), batch_size):
            previstos.extend(model.predict(alunos[inicio:fim]).tolist())

        pasta = os.path.join(artifacts_path, self.__model_name)
        os.makedirs(pasta, exist_ok=True)
        erros = alunos.assign(previsto=previstos, evadiu=evadiu).query("previsto != evadiu")
        erros.to_csv(os.path.join(pasta, "erros_avaliacao.csv"), index=False)

        metricas = calcula_metricas(previstos, evadiu)
        abaixo = metricas_abaixo(metricas, baseline_metrics)
        self.__logger.info("Métricas: %s; abaixo do mínimo: %s", metricas, abaixo or "nenhuma")
        return not abaixo, {"metricas": metricas, "abaixo_do_minimo": abaixo, "erros": len(erros)}

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        """Treina de novo com os dados atuais e registra o modelo com os artefatos obrigatórios."""
        alunos = pd.read_csv(datasets["features"])[production_params["colunas"]]
        evadiu = pd.read_csv(datasets["targets"])["evadiu"]
        artefatos = {
            "TrainingParams.pkl": nova_versao(production_params),
            "TrainingDatasetsNames.pkl": self.load_production_datasets_names(production_model_name),
            "BaselineMetrics.pkl": self.load_production_baseline(production_model_name),
        }

        if os.environ.get('MLFLOW_TRACKING_URI') is None:
            mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
        mlflow.set_experiment(experiment_name=experiment_name)
        with mlflow.start_run(run_name="retreino", description=f"Motivos do retreino: {reasons}"):
            mlflow.sklearn.autolog()
            monta_modelo(production_params).fit(alunos, evadiu)
            for nome_arquivo, conteudo in artefatos.items():
                self.convert_artifact_to_pickle(self.__model_name, conteudo, nome_arquivo)
                mlflow.log_artifact(os.path.join("temp_area", self.__model_name, nome_arquivo))
        self.__logger.info("Modelo %s retreinado. Motivos: %s", production_model_name, reasons)
