from base import Base
class Filha(Base):
    def __init__(self):
        super().__init__("saida")
    def gravar(self):
        open(self.caminho("x"), "w")  # MLP401
        open(self.PASTA + "/y", "w")  # MLP401
        open(super().caminho("z"), "w")  # MLP401
