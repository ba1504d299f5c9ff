import os
from pathlib import Path
def abrir(p, modo="r"):
    if modo == "w":
        p = os.path.join("temp_area", p)
    return open(p, modo)
abrir("dados/x")
abrir("x", "w")
def arquivo(p, gravar=False):
    if gravar:
        return open(p, "w")
    return open(p)
arquivo("dados/x")
arquivo("temp_area/x", gravar=True)
def copia(p, tipo):
    if tipo == "leitura":
        return open(p)
    elif tipo == "escrita":
        return open(p, "w")
copia("dados/a", "leitura")
copia("temp_area/a", "escrita")
class Arquivo:
    def __init__(self, p, leitura=True):
        self.p = p
        self.leitura = leitura
    def abrir(self):
        if self.leitura:
            return open(self.p)
        return open(self.p, "w")
Arquivo("dados/x").abrir()
Arquivo("temp_area/x", False).abrir()
def normaliza(p):
    p = Path(p)
    if not p.is_absolute():
        p = Path("temp_area") / p
    p.write_text("x")
normaliza("x")
def garante(p):
    if "temp_area" not in p:
        p = "temp_area/" + p
    open(p, "w")
garante("x")
def sufixo(p):
    if not p.endswith(".csv"):
        p = p + ".csv"
    open(p, "w")
sufixo("temp_area/x")
