from dataclasses import dataclass
@dataclass
class Config:
    pasta: str = "saida"
    nome: str = "a"
@dataclass
class Outra(Config):
    pasta: str = "temp_area"
a = Config("temp_area")
b = Config(pasta="temp_area")
c = Config(pasta="saida2")
d = Config(nome="x")
e = Outra()
f = Config()
f.pasta = "temp_area"
def usar():
    open(a.pasta + "/x", "w")
    open(b.pasta + "/x", "w")
    open(c.pasta + "/x", "w")  # MLP401
    open(d.pasta + "/x", "w")  # MLP401
    open(e.pasta + "/x", "w")
g = Config()
g.pasta = "temp_area"
open(g.pasta + "/x", "w")
def salvar(cfg: Config):
    open(cfg.pasta + "/y", "w")
salvar(Config(pasta="temp_area"))
salvar(b)
