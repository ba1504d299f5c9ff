"""Teste personalizado do worker_retrain."""
from retreino import ModeloRETRAIN


def test(nome_modelo):
    modelo = ModeloRETRAIN()
    assert modelo.get_model_name() == nome_modelo
