def fabrica(pasta):
    def gravar(nome, texto):
        with open(f"{pasta}/{nome}", "w") as arquivo:
            arquivo.write(texto)
    return gravar

grava = fabrica("temp_area")
grava("a.txt", "oi")
