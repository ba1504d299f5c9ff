import os, shutil

class Pasta:
    def __init__(self, nome):
        self.nome = os.path.join("temp_area", nome)

    def __enter__(self):
        os.makedirs(self.nome, exist_ok=True)
        return self

    def __exit__(self, *erro):
        shutil.rmtree(self.nome)

    def caminho(self, nome):
        return os.path.join(self.nome, nome)

def usar(texto):
    with Pasta("saida") as p:
        open(p.caminho("a.txt"), "w").write(texto)
