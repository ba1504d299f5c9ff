def fabrica(pasta):
    def gravar(nome, texto):
        with open(f"{pasta}/{nome}", "w") as arquivo:  # MLP401
            arquivo.write(texto)
    return gravar

grava = fabrica("saida")
grava("a.txt", "oi")
