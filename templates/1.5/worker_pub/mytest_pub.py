"""Teste personalizado do worker_pub: falha quando levanta uma exceção, por exemplo com assert."""


def test():
    # TODO: teste aqui o que for importante no seu worker, por exemplo:
    #     from pub import ModeloCLF
    #     modelo = ModeloCLF()
    #     assert modelo.get_model_info()
    pass
