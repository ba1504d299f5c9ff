import os
from dataclasses import dataclass, field
from pathlib import Path

@dataclass(frozen=True)
class Config:
    pasta: str = "saida"
    temp: str = "temp_area"
    raiz: Path = field(default_factory=lambda: Path("resultados"))
    outra: Path = field(default=Path("relatorios"))

    @property
    def arquivo(self) -> str:
        return os.path.join(self.pasta, "a.txt")

CONFIG = Config()
OUTRA = Config(pasta="temp_area/x")

def usar(texto):
    with open(os.path.join(CONFIG.pasta, "x.txt"), "w") as arquivo:  # MLP401
        arquivo.write(texto)
    with open(os.path.join(OUTRA.pasta, "x.txt"), "w") as arquivo:
        arquivo.write(texto)
    with open(CONFIG.arquivo, "w") as arquivo:  # MLP401
        arquivo.write(texto)
    with open(OUTRA.arquivo, "w") as arquivo:
        arquivo.write(texto)
    (CONFIG.raiz / "b.txt").write_text(texto)  # MLP401
    (CONFIG.outra / "b.txt").write_text(texto)  # MLP401
    (Path(CONFIG.temp) / "b.txt").write_text(texto)
