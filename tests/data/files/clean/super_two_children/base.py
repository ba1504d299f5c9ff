class Base:
    def __init__(self, pasta, modo):
        self.pasta = pasta
        self.modo = modo
    def abrir(self, nome):
        return open(f"{self.pasta}/{nome}", self.modo)
