import os
def pasta_saida():
    return "saida"
def pasta(temp: bool):
    if temp:
        return "temp_area"
    return "saida"
def caminho(nome, base=None):
    base = base or pasta_saida()
    return os.path.join(base, nome)
def par():
    return "saida/x", "temp_area/y"
def dicionario():
    return {"saida": "saida/x", "temp": "temp_area/x"}
def usar():
    open(pasta_saida() + "/x", "w")  # MLP401
    open(pasta(True) + "/x", "w")  # MLP401
    open(caminho("x"), "w")  # MLP401
    a, b = par()
    open(a, "w")  # MLP401
    open(b, "w")
    open(par()[0], "w")  # MLP401
    open(dicionario()["saida"], "w")  # MLP401
    open(dicionario()["temp"], "w")
    os.makedirs(os.path.dirname(caminho("a")), exist_ok=True)  # MLP401
