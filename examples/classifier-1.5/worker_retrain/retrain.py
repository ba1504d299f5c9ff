"""Avalia e retreina o modelo que encaminha as manifestações da ouvidoria."""
import json
import logging
import os

import mlflow
import mlflow.sklearn
import pandas as pd
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN
from sklearn.metrics import accuracy_score

from utils import limpa_textos, monta_modelo, procura_problemas


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    """Acompanha a qualidade da triagem e treina de novo quando ela cai."""

    def __init__(self):
        self.make_log("log_retrain.log")
        self.__model_name = "triagem_manifestacoes"
        self.__model_provider_name = "mlflow"
        self.__experiment_name = "Triagem de manifestações"
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
        """Diz se o modelo em produção ainda atende ao baseline e, se não, por quê."""
        textos = pd.read_csv(datasets["features"])["texto"]
        setores = pd.read_csv(datasets["targets"])["setor"].tolist()
        previstos = []
        # O texto limpo e a matriz que o modelo monta com ele só existem para um lote de cada vez: todos juntos poderiam
        # não caber na memória.
        for inicio, fim in self.generate_batch_indices(len(textos), batch_size):
            previstos.extend(model.predict(limpa_textos(textos[inicio:fim])))

        acuracia = float(accuracy_score(setores, previstos))
        problemas = procura_problemas(acuracia, setores, baseline_metrics)
        informacoes = {"acuracia": acuracia, "problemas": problemas, "parametros": training_params}
        with open(os.path.join(artifacts_path, "avaliacao.json"), "w", encoding="utf-8") as arquivo:
            json.dump(informacoes, arquivo, ensure_ascii=False, indent=2)
        logging.info("Acurácia de %.3f; problemas: %s", acuracia, problemas or "nenhum")
        return not problemas, informacoes

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        """Treina de novo com os dados atuais e registra o modelo com os artefatos obrigatórios."""
        textos = limpa_textos(pd.read_csv(datasets["features"])["texto"])
        setores = pd.read_csv(datasets["targets"])["setor"]
        nomes_datasets = self.load_production_datasets_names(production_model_name)

        if os.environ.get('MLFLOW_TRACKING_URI') is None:
            mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
        mlflow.set_experiment(experiment_name=experiment_name)
        with mlflow.start_run(run_name="retreino", description=f"Motivos do retreino: {reasons}"):
            # Com a assinatura, o modelo carregado esperaria uma tabela no lugar da lista de textos.
            mlflow.sklearn.autolog(log_model_signatures=False)
            monta_modelo(production_params).fit(textos, setores)
            self.__registra_artefato(production_params, "TrainingParams.pkl")
            self.__registra_artefato(nomes_datasets, "TrainingDatasetsNames.pkl")
            self.__registra_artefato(
                {"acuracia_minima": 0.85, "setores_no_treino": sorted(set(setores))}, "BaselineMetrics.pkl"
            )
        logging.info("Modelo %s retreinado. Motivos: %s", production_model_name, reasons)

    def __registra_artefato(self, conteudo: dict, nome_arquivo: str):
        self.convert_artifact_to_pickle(conteudo, nome_arquivo)
        mlflow.log_artifact(os.path.join("temp_area", nome_arquivo))
