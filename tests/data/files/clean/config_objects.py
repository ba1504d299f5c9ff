from dataclasses import dataclass, field, replace
from pathlib import Path
@dataclass
class Config:
    pasta: Path = Path("saida")
    nome: str = field(default="x")
    def arquivo(self) -> Path:
        return self.pasta / self.nome
    def gravar(self):
        self.arquivo().write_text("x")
cfg = Config(pasta=Path("temp_area"))
cfg2 = replace(cfg, pasta=Path("temp_area/b"))
cfg2.gravar()
class Servico:
    def __init__(self, cfg: Config):
        self.cfg = cfg
    def rodar(self):
        self.cfg.gravar()
        (self.cfg.pasta / "y").write_text("x")
Servico(cfg).rodar()
