from contextlib import contextmanager
import os
import shutil

class Pasta:
    def __init__(self, nome):
        self.nome = nome

    def __enter__(self):
        os.makedirs(self.nome)  # MLP401
        return self.nome

    def __exit__(self, *erro):
        shutil.rmtree(self.nome)  # MLP401

@contextmanager
def pasta(nome):
    caminho = os.path.join("saida", nome)
    os.makedirs(caminho)  # MLP401
    yield caminho

@contextmanager
def pasta_temp(nome):
    caminho = os.path.join("temp_area", nome)
    os.makedirs(caminho)
    try:
        yield caminho
    finally:
        shutil.rmtree(caminho)

def usar(texto):
    with Pasta("saida") as p:
        open(p + "/a.txt", "w").write(texto)  # MLP401
    with pasta("x") as p:
        open(p + "/a.txt", "w").write(texto)  # MLP401
    with pasta_temp("x") as p:
        open(p + "/a.txt", "w").write(texto)
