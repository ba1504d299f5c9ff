import functools
def fabrica(pasta, modo):
    def abrir(nome):
        return open(f"{pasta}/{nome}", modo)
    return abrir
ler = fabrica("dados", "r")
escrever = fabrica("temp_area", "w")
ler("x")
escrever("y")

class Abridor:
    def __init__(self, pasta, modo):
        self.pasta, self.modo = pasta, modo
        self.abridor = functools.partial(open, mode=modo)
    def __call__(self, nome):
        return open(f"{self.pasta}/{nome}", self.modo)
    def outro(self, nome):
        with open(self.pasta + nome, mode=self.modo) as f:
            return f.read()
Abridor("dados", "r")("x")
Abridor("temp_area/", "w")("x")
FABRICAS = {"ler": lambda p: open(p), "gravar": lambda p: open("temp_area/" + p, "w")}
FABRICAS["ler"]("dados/x")
