import os
from pathlib import Path
class Config:
    RAIZ = Path(__file__).parent
    SAIDA = RAIZ / "saida"
    TEMP = RAIZ / "temp_area"
    ARQ = os.path.join("saida", "x")
    os.makedirs(SAIDA, exist_ok=True)  # MLP401
    os.makedirs(TEMP, exist_ok=True)
    @classmethod
    def caminho(cls, nome):
        return cls.SAIDA / nome
    class Interna:
        PASTA = "saida"
def usar():
    (Config.SAIDA / "x").touch()  # MLP401
    (Config.TEMP / "x").touch()
    Config.caminho("x").write_text("x")  # MLP401
    open(Config.ARQ, "w")  # MLP401
    open(Config().ARQ, "w")  # MLP401
    open(Config.Interna.PASTA + "/x", "w")  # MLP401
    cfg = Config
    open(cfg.ARQ, "w")  # MLP401
