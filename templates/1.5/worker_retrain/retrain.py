"""Avalia o modelo em produção e, se for preciso, treina de novo.

O que falta implementar está marcado com TODO. Os nomes da classe, dos métodos e dos parâmetros e as anotações de tipo
fazem parte do contrato; não os altere.
"""
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    """Fornece os métodos que a stack chama para avaliar e retreinar o modelo."""

    def __init__(self):
        # Depois disto, logging.info(...) e similares escrevem neste arquivo de log.
        self.make_log("log_retrain.log")
        # TODO: confira o nome com que o modelo foi registrado no MLflow.
        self.__model_name = "__MODELO__"
        self.__model_provider_name = "mlflow"
        # TODO: o nome do experimento no MLflow.
        self.__experiment_name = None
        # De onde vêm os datasets: "minio" em produção, "local" nos testes.
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
        """Avalia o modelo em produção.

        Devolve True se ele ainda atende às métricas de referência, False se precisa ser retreinado, e um dicionário com
        as informações da avaliação. Os datasets são arquivos em memória (BytesIO); use self.generate_batch_indices
        para percorrer em lotes os que não cabem na memória.
        """
        # TODO: implemente a avaliação, por exemplo:
        #     acuracia = ...
        #     return acuracia >= baseline_metrics["acuracia_minima"], {"acuracia": acuracia}
        raise NotImplementedError

    def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                reasons: dict):
        """Treina de novo e registra o modelo no MLflow, com os três artefatos obrigatórios."""
        # TODO: implemente o retreino. O registro segue o do código de treino:
        #     if os.environ.get('MLFLOW_TRACKING_URI') is None:
        #         mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
        #     mlflow.set_experiment(experiment_name=experiment_name)
        #     with mlflow.start_run(run_name="retreino", description=str(reasons)):
        #         ... treine o modelo com production_params ...
        #         self.convert_artifact_to_pickle(production_params, "TrainingParams.pkl")
        #         mlflow.log_artifact("temp_area/TrainingParams.pkl")
        #         ... o mesmo para TrainingDatasetsNames.pkl e BaselineMetrics.pkl ...
        raise NotImplementedError
