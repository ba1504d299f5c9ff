import os
from pathlib import Path
class Base:
    def __init__(self, pasta="saida", nome: str = "x"):
        self._pasta = pasta
        self.__privado = "saida"
        self.caminho = os.path.join(self._pasta, nome)
        self.p = Path(pasta)
        self._criar()

    def _criar(self):
        os.makedirs(self._pasta, exist_ok=True)  # MLP401
        open(self.__privado + "/x", "w")  # MLP401

    def gravar(self, texto):
        with open(self.caminho, "w") as f:  # MLP401
            f.write(texto)
        (self.p / "z").write_text(texto)  # MLP401

Base().gravar("x")
