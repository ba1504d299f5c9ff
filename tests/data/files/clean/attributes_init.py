import os
from pathlib import Path
class Base:
    def __init__(self, pasta="saida", nome: str = "x"):
        self._pasta = pasta
        self.caminho = os.path.join(self._pasta, nome)
        self.p = Path(pasta)
        self._criar()

    def _criar(self):
        os.makedirs(self._pasta, exist_ok=True)

    def gravar(self, texto):
        with open(self.caminho, "w") as f:
            f.write(texto)
        (self.p / "z").write_text(texto)

Base("temp_area").gravar("x")
