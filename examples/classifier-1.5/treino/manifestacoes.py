"""Gera manifestações fictícias de cidadãos, no lugar das que viriam da ouvidoria."""
import random

import pandas as pd

ASSUNTOS = {
    "saude": [
        "a consulta no posto de saúde foi desmarcada",
        "falta remédio na farmácia popular",
        "o exame de sangue está na fila há meses",
        "não há vacina contra a gripe no posto",
        "o hospital não tem leito disponível",
    ],
    "educacao": [
        "não consigo fazer a matrícula do meu filho na escola",
        "a escola está sem professor de matemática",
        "a merenda da creche veio estragada",
        "o histórico escolar não foi entregue",
        "faltam vagas na creche do bairro",
    ],
    "transito": [
        "a multa de trânsito foi aplicada no carro errado",
        "o semáforo da avenida está apagado",
        "não consigo renovar a carteira de habilitação",
        "o licenciamento do veículo não aparece no sistema",
        "falta sinalização na faixa de pedestres",
    ],
    "infraestrutura": [
        "há um buraco enorme na rua",
        "o poste de iluminação está queimado",
        "a rede de esgoto está entupida",
        "a calçada da praça está quebrada",
        "falta água no bairro desde ontem",
    ],
}
ABERTURAS = ["Bom dia,", "Boa tarde!", "Prezados,", "Olá,", "Gostaria de registrar que", "Reclamação:", "Por favor,"]
FECHOS = ["Aguardo retorno.", "Quando será resolvido?", "É urgente!!!", "Já liguei duas vezes.", "Obrigado.", ""]


def gera_manifestacoes(quantidade: int, semente: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Devolve os textos (features) e os setores responsáveis (targets); a mesma semente gera os mesmos dados."""
    sorteio = random.Random(semente)
    textos, setores = [], []
    for _ in range(quantidade):
        setor = sorteio.choice(sorted(ASSUNTOS))
        relato = sorteio.choice(ASSUNTOS[setor])
        # Na vida real, alguns relatos misturam dois assuntos.
        if sorteio.random() < 0.15:
            relato += " e " + sorteio.choice(ASSUNTOS[sorteio.choice(sorted(ASSUNTOS))])
        textos.append(f"{sorteio.choice(ABERTURAS)} {relato}. {sorteio.choice(FECHOS)}".strip())
        setores.append(setor)
    return pd.DataFrame({"texto": textos}), pd.DataFrame({"setor": setores})
