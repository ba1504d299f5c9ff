import os

def abrir(caminho, modo):
    return open(caminho, modo, encoding="utf-8")

def abrir2(caminho, modo="r"):
    with open(caminho, modo) as arquivo:
        return arquivo

def usar():
    abrir("dados/entrada.csv", "r")
    abrir("temp_area/saida.csv", "w")
    abrir2("dados/entrada.csv")
    abrir2("temp_area/saida.csv", modo="w")
    abrir2(os.path.join("temp_area", "x.csv"), "a")
