import os
def gravar(**opcoes):
    with open(opcoes["caminho"], opcoes.get("modo", "r")) as f:
        f.write("x")
def repassa(*args, **kwargs):
    return final(*args, **kwargs)
def final(caminho, modo="w"):
    open(caminho, modo)
gravar(caminho="temp_area/x", modo="w")
gravar(caminho="dados/x")
repassa("dados/x", "r")
repassa("temp_area/x")
repassa("temp_area/x", modo="a")
def recursiva(n, p="temp_area"):
    open(p + "/x", "w")
    if n: recursiva(n - 1, p + "/x")
