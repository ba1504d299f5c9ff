"""Teste personalizado do worker_pub."""

ALUNO = {
    "idade": 17,
    "serie": 1,
    "percentual_faltas": 0.3,
    "media_notas": 4.5,
    "distancia_km": 6.0,
    "trabalha": 1,
    "recebe_auxilio": 0,
}


def test(modelos: dict):
    modelo = modelos["EVASAO_ESCOLAR"]
    riscos = modelo.predict([ALUNO])
    assert isinstance(riscos, list) and set(riscos) <= {0, 1}, f"Previsão inesperada: {riscos}"
    assert isinstance(modelo.predict([{"idade": 17}]), str), "Dados incompletos devem gerar uma mensagem de erro."
