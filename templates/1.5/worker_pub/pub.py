"""Publica o modelo: recebe os dados e devolve as predições.

O que falta implementar está marcado com TODO. Os nomes da classe, dos métodos e dos parâmetros e as anotações de tipo
fazem parte do contrato; não os altere.
"""
from mllibprodest.interfaces import ModelPublicationInterfaceCLF


class ModeloCLF(ModelPublicationInterfaceCLF):
    """Fornece os métodos que a stack chama para publicar o modelo."""

    def __init__(self):
        # Depois disto, logging.info(...) e similares escrevem neste arquivo de log.
        self.make_log("log_pub.log")
        # TODO: confira o nome com que o modelo foi registrado no MLflow.
        self.__model_name = "__MODELO__"
        self.__provider = "mlflow"
        # Baixa para a temp_area o modelo em produção e os artefatos registrados com ele.
        self.__model = self.load_model(self.__model_name, self.__provider)
        self.__params = self.convert_artifact_to_object("TrainingParams.pkl")

    def predict(self, dataset: list) -> list:
        """Faz a predição de cada item do dataset e devolve uma lista, na mesma ordem."""
        # TODO: implemente a predição, por exemplo:
        #     return self.__model.predict(dataset).tolist()
        raise NotImplementedError

    def evaluate(self, data_features: list, data_targets: list) -> dict:
        """Mede o modelo em dados cujas respostas são conhecidas e devolve as métricas."""
        # TODO: implemente a avaliação, por exemplo:
        #     return {"acuracia": float(accuracy_score(data_targets, self.predict(data_features)))}
        raise NotImplementedError

    def get_model_info(self) -> dict:
        """Devolve as informações do modelo que interessam a quem o usa."""
        return {"nome": self.__model_name, "parametros": self.__params}
