"""Avalia o modelo em produção e, se for preciso, treina de novo.

O que falta implementar está marcado com TODO. Os nomes da classe, dos métodos e dos parâmetros e as anotações de tipo
fazem parte do contrato; não os altere.
"""
from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
    """Fornece os métodos que a stack chama para avaliar e retreinar o modelo."""

    def __init__(self, model_name: str, model_provider_name: str, experiment_name: str, dataset_provider_name: str):
        # Use self.__logger.info(...) e similares para escrever no log.
        self.__logger = self.make_log(f"{model_name}_retrain.log")
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
        #         self.convert_artifact_to_pickle(production_model_name, production_params, "TrainingParams.pkl")
        #         mlflow.log_artifact("temp_area/TrainingParams.pkl")
        #         ... o mesmo para TrainingDatasetsNames.pkl e BaselineMetrics.pkl ...
        raise NotImplementedError
