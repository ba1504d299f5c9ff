"""Publica o modelo que encontra buracos em fotos de ruas."""
import logging
import sqlite3
import sys

import cv2
import numpy as np
from mllibprodest.interfaces import ModelPublicationInterfaceCLF
from sklearn.metrics import accuracy_score

from .utils import registra_previsoes

sys.path.append("..")
from treino.preparo import prepara_foto


class ModeloCLF(ModelPublicationInterfaceCLF):
    def __init__(self):
        self.make_log("log_pub.log")
        self.__modelo = self.load_model("buracos_nas_ruas")
        self.__parametros = self.convert_artifact_to_object("TrainingParam.pkl")
        self.__historico = sqlite3.connect("historico.db")

    def predict(self, fotos: list) -> list:
        vetores = [prepara_foto(cv2.GaussianBlur(np.asarray(foto, dtype=np.uint8), (3, 3), 0)) for foto in fotos]
        previstos = self.__modelo.predict(vetores).tolist()
        registra_previsoes(previstos)
        logging.info("%d fotos avaliadas.", len(previstos))
        return previstos

    def evaluate(self, data_features, data_targets: list):
        previstos = self.predict(data_features)
        acuracia = accuracy_score(data_targets, previstos)
        self.__historico.execute("INSERT INTO avaliacoes VALUES (?)", (acuracia,))
        return {"acuracia": acuracia}

    def get_model_info(self) -> str:
        return f"Buracos nas ruas, treinado com {self.__parametros}"
