import os

def usar(texto, ruim, destino=None):
    if destino is None:
        destino = "saida/x.txt"
    open(destino, "w")  # MLP401
    pasta = "saida" if ruim else "temp_area"
    open(pasta + "/x.txt", "w")  # MLP401
    if ruim:
        p = "temp_area/a"
    elif texto:
        p = "saida/a"
    else:
        p = "temp_area/c"
    open(p, "w")  # MLP401
    try:
        q = "temp_area/a"
    except ValueError:
        q = "saida/b"
    open(q, "w")  # MLP401
    r = destino or "saida/x.txt"
    open(r, "w")  # MLP401

def usar4(d=None):
    d = d or "saida/q.txt"
    open(d, "w")  # MLP401

def usar2(pasta="saida"):
    open(pasta + "/y", "w")  # MLP401

def usar3(pasta="saida"):
    open(pasta + "/y", "w")

usar3("temp_area")

if __name__ == "__main__":
    os.makedirs("saida")  # MLP401
    with open("temp_area/x", "w") as a, open("saida/x", "w") as b:  # MLP401
        pass
