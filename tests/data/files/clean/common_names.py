import copy
import pandas as pd
import logging

class Repositorio:
    def save(self, caminho):
        return caminho

    def to_csv(self, caminho):
        return caminho

    def open(self, nome, modo):
        return nome

class Mensagem:
    def write(self, onde): ...

def usar(df: pd.DataFrame, modelo, cliente, lista: list, texto: str):
    Repositorio().save("saida.bin")
    Repositorio().to_csv("saida.csv")
    Repositorio().open("saida.csv", "w")
    df2 = df.copy()
    df3 = df.rename(columns={"a": "b"})
    lista.remove("x")
    texto.replace("a", "b")
    df.replace("/a", "/b")
    copy.copy("x")
    modelo.save("x.bin")
    cliente.write("/etc/x")
    cliente.open("/etc/x", "w")
    cliente.remove("a.txt")
    cliente.copy("a", "b")
    cliente.dump("a.txt")
    cliente.rename("a", "b")
    set(lista).remove("a")
    logging.info("/etc/x")
    pd.Series([1]).replace("a", "b")
