class Armazem:
    def __init__(self, pasta, modo):
        self.pasta = pasta
        self.modo = modo

    def abrir(self, nome):
        return open(self.pasta + "/" + nome, self.modo)

def usar():
    leitor = Armazem("dados", "r")
    escritor = Armazem("temp_area", "w")
    leitor.abrir("a.txt")
    escritor.abrir("b.txt")
