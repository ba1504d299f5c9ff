from enum import Enum

class Pastas(Enum):
    SAIDA = "saida"
    TEMP = "temp_area"

class PastasTexto(str, Enum):
    SAIDA = "saida"
    TEMP = "temp_area"

def usar(texto):
    with open(f"{Pastas.SAIDA.value}/a.txt", "w") as arquivo:  # MLP401
        arquivo.write(texto)
    with open(f"{Pastas.TEMP.value}/a.txt", "w") as arquivo:
        arquivo.write(texto)
    with open(PastasTexto.SAIDA.value + "/b.txt", "w") as arquivo:  # MLP401
        arquivo.write(texto)
    with open(Pastas["SAIDA"].value + "/b.txt", "w") as arquivo:  # MLP401
        arquivo.write(texto)
