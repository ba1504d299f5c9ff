import os

caminho = lambda nome: os.path.join("saida", nome)
caminho_temp = lambda nome: os.path.join("temp_area", nome)
gravar = lambda texto: open("saida/l.txt", "w").write(texto)  # MLP401

def usar(texto):
    open(caminho("a.txt"), "w").write(texto)  # MLP401
    open(caminho_temp("a.txt"), "w").write(texto)
