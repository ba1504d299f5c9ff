class Config:
    _instancia = None
    def __init__(self, saida):
        self.saida = saida
    @classmethod
    def obter(cls):
        if cls._instancia is None:
            cls._instancia = cls("saida")
        return cls._instancia
def obter_config():
    return Config("saida")
