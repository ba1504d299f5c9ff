import os
class Caminhos:
    def __init__(self, base):
        self.base = base
    def de(self, nome):
        return os.path.join(self.base, nome)
class Gravador:
    def __init__(self, caminhos, modo="w"):
        self.caminhos = caminhos
        self.modo = modo
    def gravar(self, nome):
        with open(self.caminhos.de(nome), self.modo) as f:
            return f
class Servico:
    def __init__(self):
        self.leitura = Gravador(Caminhos("dados"), "r")
        self.escrita = Gravador(Caminhos("temp_area"))
    def executar(self):
        self.leitura.gravar("a")
        self.escrita.gravar("b")
Servico().executar()
