import json
def gravar(**opcoes):
    with open(opcoes["caminho"], "w") as f:  # MLP401
        f.write("x")
def gravar_args(*partes):
    import os
    open(os.path.join(*partes), "w")  # MLP401
def repassa(*args, **kwargs):
    return final(*args, **kwargs)
def final(caminho, modo="w"):
    open(caminho, modo)  # MLP401
def kwonly(*, caminho="temp_area/x"):
    open(caminho, "w")  # MLP401
def posonly(caminho, /, modo):
    open(caminho, modo)  # MLP401
opcoes = {"caminho": "saida/x"}
gravar(**opcoes)
gravar_args("saida", "x")
repassa("saida/x")
kwonly(caminho="saida")
posonly("saida", "w")
def exterior():
    destino = "saida/x"
    def interior():
        nonlocal destino
        open(destino, "w")  # MLP401
    interior()
def recursiva(n, p="saida"):
    open(p, "w")  # MLP401
    if n: recursiva(n - 1, p + "/x")
