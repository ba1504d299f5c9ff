"""Teste personalizado do worker_pub."""
from pub import ModeloCLF


def test():
    modelo = ModeloCLF()
    manifestacoes = ["O semáforo da avenida está apagado", "Falta professor na escola do bairro"]
    setores = modelo.predict(manifestacoes)
    assert len(setores) == len(manifestacoes), "Cada manifestação deve receber um setor."
    conhecidos = modelo.get_model_info()["baseline"]["setores_no_treino"]
    assert set(setores) <= set(conhecidos), f"Setor desconhecido entre os previstos: {setores}"
