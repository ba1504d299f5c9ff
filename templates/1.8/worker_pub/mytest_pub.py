"""Teste personalizado do worker_pub: falha quando levanta uma exceção, por exemplo com assert."""


def test(modelos: dict):
    # TODO: teste aqui o que for importante no seu worker; modelos traz cada modelo pelo nome, por exemplo:
    #     for nome, modelo in modelos.items():
    #         assert modelo.get_model_name() == nome
    pass
