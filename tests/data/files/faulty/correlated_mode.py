def abrir(caminho, modo):
    return open(caminho, modo, encoding="utf-8")  # MLP401

def usar():
    abrir("dados/entrada.csv", "w")
    abrir("temp_area/saida.csv", "r")
