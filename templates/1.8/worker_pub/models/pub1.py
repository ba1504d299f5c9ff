"""Publica o modelo: recebe os dados e devolve as predições.

O que falta implementar está marcado com TODO. Os nomes da classe, dos métodos e dos parâmetros e as anotações de tipo
fazem parte do contrato; não os altere. Onde o retorno pode ser str, um texto é uma mensagem de erro para o cliente.
"""
from mllibprodest.interfaces import ModelPublicationInterfaceCLF


class ModeloCLF(ModelPublicationInterfaceCLF):
    """Fornece os métodos que a stack chama para publicar o modelo."""

    def __init__(self, model_name: str, model_provider_name: str):
        # Use self.__logger.info(...) e similares para escrever no log.
        self.__logger = self.make_log(f"{model_name}_pub.log")
        self.__model_name = model_name
        self.__model_provider_name = model_provider_name
        # Baixa para temp_area/<nome do modelo> o modelo em produção e os artefatos registrados com ele.
        self.__model = self.load_model(model_name, model_provider_name)
        self.__params = self.convert_artifact_to_object(model_name, "TrainingParams.pkl")

    def get_model_name(self) -> str:
        return self.__model_name

    def get_model_provider_name(self) -> str:
        return self.__model_provider_name

    def get_model_info(self) -> dict | str:
        """Devolve as informações do modelo que interessam a quem o usa."""
        return {"nome": self.__model_name, "parametros": self.__params}

    def get_model_version(self) -> str:
        """Devolve a versão do modelo."""
        # TODO: devolva a versão, por exemplo uma que o treinamento tenha guardado nos artefatos.
        raise NotImplementedError

    def predict(self, dataset: list) -> list | str:
        """Faz a predição de cada item do dataset e devolve uma lista, na mesma ordem."""
        # TODO: implemente a predição, por exemplo:
        #     return self.__model.predict(dataset).tolist()
        raise NotImplementedError

    def evaluate(self, data_features: list, data_targets: list) -> dict | str:
        """Mede o modelo em dados cujas respostas são conhecidas e devolve as métricas."""
        # TODO: implemente a avaliação, por exemplo:
        #     return {"acuracia": float(accuracy_score(data_targets, self.predict(data_features)))}
        raise NotImplementedError

    def get_feedback(self, y_pred: list, y_true: list) -> dict | str:
        """Compara predições já feitas com as respostas corretas e devolve as métricas."""
        # TODO: implemente a comparação, por exemplo:
        #     return {"acuracia": float(accuracy_score(y_true, y_pred))}
        raise NotImplementedError
