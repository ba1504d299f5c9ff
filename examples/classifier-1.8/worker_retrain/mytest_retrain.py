"""Teste personalizado do worker_retrain."""


def test(modelos: dict):
    for nome, modelo in modelos.items():
        assert modelo.get_model_name() == nome
        baseline = modelo.load_production_baseline(nome, modelo.get_model_provider_name())
        assert all(0 < minimo <= 1 for minimo in baseline.values()), f"Baseline inválido: {baseline}"
