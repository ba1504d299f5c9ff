import constantes

constantes.PASTA = "saida"

def gravar(texto):
    with open(constantes.PASTA + "/a.txt", "w") as arquivo:  # MLP401
        arquivo.write(texto)
