"""Teste personalizado do worker_retrain."""
from retrain import ModeloRETRAIN


def test():
    modelo = ModeloRETRAIN()
    assert modelo.get_model_name() == "triagem_manifestacoes"
    baseline = modelo.load_production_baseline(modelo.get_model_name(), modelo.get_model_provider_name())
    assert 0 < baseline["acuracia_minima"] <= 1, "A acurácia mínima deve ficar entre 0 e 1."
