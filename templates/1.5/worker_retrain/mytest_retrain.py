"""Teste personalizado do worker_retrain: falha quando levanta uma exceção, por exemplo com assert."""


def test():
    # TODO: teste aqui o que for importante no seu worker, por exemplo:
    #     from retrain import ModeloRETRAIN
    #     modelo = ModeloRETRAIN()
    #     assert modelo.get_model_name()
    pass
