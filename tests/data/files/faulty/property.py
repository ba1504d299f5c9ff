from functools import cached_property
from pathlib import Path

class Base:
    pasta = "temp_area"

    @property
    def destino(self):
        return Path(self.pasta) / "a.txt"

    @cached_property
    def outro(self) -> Path:
        return Path("saida") / "b.txt"

    def gravar(self, texto):
        self.destino.write_text(texto)  # MLP401
        self.outro.write_text(texto)  # MLP401

class Filha(Base):
    pasta = "saida"

Filha().gravar("x")
