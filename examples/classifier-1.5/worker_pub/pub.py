"""Publica o modelo que encaminha as manifestações da ouvidoria para o setor responsável."""
import logging

from mllibprodest.interfaces import ModelPublicationInterfaceCLF
from sklearn.metrics import accuracy_score, f1_score

from utils import limpa_textos


class ModeloCLF(ModelPublicationInterfaceCLF):
    """Recebe o texto das manifestações e devolve, para cada uma, o setor que deve respondê-la."""

    def __init__(self):
        self.make_log("log_pub.log")
        self.__nome_modelo = "triagem_manifestacoes"
        self.__provider = "mlflow"
        self.__modelo = self.load_model(self.__nome_modelo, self.__provider)
        # O load_model baixou os artefatos para a temp_area, de onde são lidos.
        self.__parametros = self.convert_artifact_to_object("TrainingParams.pkl")
        self.__baseline = self.convert_artifact_to_object("BaselineMetrics.pkl")

    def predict(self, dataset: list) -> list:
        """Prevê o setor responsável por cada manifestação, na ordem em que vieram."""
        setores = self.__modelo.predict(limpa_textos(dataset))
        logging.info("%d manifestações encaminhadas.", len(setores))
        return setores.tolist()

    def evaluate(self, data_features: list, data_targets: list) -> dict:
        """Mede o modelo em manifestações que já foram respondidas."""
        previstos = self.predict(data_features)
        return {
            "acuracia": float(accuracy_score(data_targets, previstos)),
            "f1_macro": float(f1_score(data_targets, previstos, average="macro")),
        }

    def get_model_info(self) -> dict:
        """Diz qual é o modelo, como foi treinado e o que se espera dele."""
        return {
            "nome": self.__nome_modelo,
            "provider": self.__provider,
            "parametros": self.__parametros,
            "baseline": self.__baseline,
        }
