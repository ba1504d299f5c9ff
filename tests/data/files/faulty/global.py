PASTA = "temp_area"
DESTINO = None

def configurar():
    global PASTA
    PASTA = "saida"

def gravar(texto):
    with open(PASTA + "/a.txt", "w") as arquivo:  # MLP401
        arquivo.write(texto)

def iniciar():
    global DESTINO
    DESTINO = "saida"

def gravar_destino(texto):
    with open(f"{DESTINO}/a.txt", "w") as arquivo:  # MLP401
        arquivo.write(texto)
