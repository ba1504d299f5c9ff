import os
class Caminhos:
    def __init__(self, base):
        self.base = base
    def de(self, nome):
        return os.path.join(self.base, nome)
class Gravador:
    def __init__(self, caminhos: Caminhos, modo="w"):
        self.caminhos = caminhos
        self.modo = modo
    def gravar(self, nome):
        with open(self.caminhos.de(nome), self.modo) as f:  # MLP401
            return f
class Servico:
    def __init__(self):
        self.leitura = Gravador(Caminhos("temp_area"), "r")
        self.escrita = Gravador(Caminhos("saida"))
    def executar(self):
        self.escrita.gravar("b")
