"""Publica o modelo que estima o risco de evasão escolar."""
from mllibprodest.interfaces import ModelPublicationInterfaceCLF
from sklearn.metrics import balanced_accuracy_score, recall_score

from .utils import colunas_ausentes, monta_tabela


class ModeloCLF(ModelPublicationInterfaceCLF):
    """Recebe os dados dos alunos e devolve, para cada um, 1 se há risco de evasão e 0 se não há."""

    def __init__(self, model_name: str, model_provider_name: str):
        self.__logger = self.make_log(model_name + "_pub.log")
        self.__model_name = model_name
        self.__model_provider_name = model_provider_name
        self.__modelo = self.load_model(model_name, model_provider_name)
        # O load_model baixou os artefatos para a temp_area, de onde são lidos.
        self.__parametros = self.convert_artifact_to_object(model_name, "TrainingParams.pkl")
        self.__baseline = self.convert_artifact_to_object(model_name, "BaselineMetrics.pkl")

    def get_model_name(self) -> str:
        return self.__model_name

    def get_model_provider_name(self) -> str:
        return self.__model_provider_name

    def get_model_info(self) -> dict | str:
        return {"nome": self.__model_name, "parametros": self.__parametros, "baseline": self.__baseline}

    def get_model_version(self) -> str:
        return self.__parametros["versao"]

    def predict(self, dataset: list) -> list | str:
        """Estima o risco de cada aluno; cada aluno é um dicionário com as colunas usadas no treino."""
        if not dataset:
            return "Nenhum aluno foi informado."
        ausentes = colunas_ausentes(dataset, self.__parametros["colunas"])
        if ausentes:
            return f"Faltam colunas nos dados dos alunos: {', '.join(ausentes)}."
        riscos = self.__modelo.predict(monta_tabela(dataset, self.__parametros["colunas"]))
        self.__logger.info("%d alunos avaliados, %d em risco.", len(riscos), riscos.sum())
        return riscos.tolist()

    def evaluate(self, data_features: list, data_targets: list) -> dict | str:
        """Mede o modelo com alunos dos quais já se sabe se evadiram."""
        previstos = self.predict(data_features)
        if isinstance(previstos, str):
            return previstos
        return self.get_feedback(previstos, data_targets)

    def get_feedback(self, y_pred: list, y_true: list) -> dict | str:
        """Compara o que foi previsto com o que aconteceu."""
        if len(y_pred) != len(y_true):
            return "As listas de previsões e de respostas devem ter o mesmo tamanho."
        return {
            "revocacao": float(recall_score(y_true, y_pred)),
            "acuracia_balanceada": float(balanced_accuracy_score(y_true, y_pred)),
        }
