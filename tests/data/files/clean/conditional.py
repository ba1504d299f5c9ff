import os

def usar(texto, destino=None):
    if destino is None:
        destino = "temp_area/x.txt"
    open(destino, "w")
    pasta = os.environ.get("PASTA", "saida")
    open(f"{pasta}/x.txt", "w")
    outra = os.getenv("PASTA") or "saida"
    open(f"{outra}/x.txt", "w")
    p = os.environ["X"] if "X" in os.environ else "saida"
    open(p, "w")
    try:
        d = os.environ["X"]
    except KeyError:
        d = "temp_area"
    open(d + "/x", "w")

def usar2(pasta="temp_area"):
    open(pasta + "/y", "w")

def usar3(*args, **kwargs):
    open(*args, **kwargs)
    open(args[0], "w")
    open(kwargs["x"], "w")

pasta_atual = "saida"
pasta_atual = "temp_area"
os.makedirs(pasta_atual, exist_ok=True)
