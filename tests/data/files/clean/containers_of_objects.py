import os
def ler_ou_gravar(caminho, gravar=False):
    modo = "w" if gravar else "r"
    with open(caminho, modo) as f:
        return f
ler_ou_gravar("temp_area/x", gravar=True)
ler_ou_gravar("temp_area/x")
def config():
    return {"saida": "temp_area/saida", "entrada": "dados/entrada"}
C = config()
open(C["saida"], "w"); open(C["entrada"])
for chave, valor in C.items():
    print(chave, valor)
os.makedirs(C["saida"], exist_ok=True)
class Cfg:
    def __init__(self):
        self.valores = {"saida": "temp_area"}
        self.valores["outra"] = "temp_area/b"
    def __getitem__(self, k):
        return self.valores[k]
    def get(self, k, padrao="saida"):
        return self.valores.get(k, padrao)
c = Cfg()
open(c["saida"] + "/x", "w")
open(c.get("saida") + "/x", "w")
def memo(f):
    cache = {}
    def w(*a):
        if a not in cache:
            cache[a] = f(*a)
        return cache[a]
    return w
@memo
def pasta(x):
    return "temp_area/" + x
open(pasta("x"), "w")
