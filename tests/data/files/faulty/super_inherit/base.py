class Base:
    PASTA = "saida"
    def __init__(self, pasta):
        self.pasta = pasta
    def caminho(self, nome):
        return f"{self.pasta}/{nome}"
