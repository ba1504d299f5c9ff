class Base:
    def __init__(self, pasta="saida"):
        self.pasta = pasta
    def caminho(self, nome):
        return f"{self.pasta}/{nome}"
