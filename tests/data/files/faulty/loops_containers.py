import os

PASTAS = ["saida", "relatorios"]
MAPA = {"a": "saida/a.txt", "b": "temp_area/b.txt"}
PARES = [("saida", "a.txt"), ("saida", "b.txt")]

def usar(texto, df):
    for pasta in PASTAS:
        os.makedirs(pasta, exist_ok=True)  # MLP401
    for pasta in ("temp_area/a", "temp_area/b"):
        os.makedirs(pasta, exist_ok=True)
    for nome, caminho in MAPA.items():
        open(caminho, "w").write(texto)  # MLP401
    open(MAPA["a"], "w")  # MLP401
    open(MAPA["b"], "w")
    open(MAPA.get("a"), "w")  # MLP401
    for pasta, nome in PARES:
        open(os.path.join(pasta, nome), "w")  # MLP401
    for i, pasta in enumerate(PASTAS):
        os.mkdir(pasta)  # MLP401
    for pasta, nome in zip(PASTAS, ["x", "y"]):
        os.mkdir(f"{pasta}/{nome}")  # MLP401
    [os.remove(p) for p in PASTAS]  # MLP401
    for p in [os.path.join("saida", n) for n in ("a", "b")]:
        os.remove(p)  # MLP401
    for p in map(lambda n: "saida/" + n, ["a"]):
        os.remove(p)  # MLP401
    for p in {"x": "saida"}.values():
        os.mkdir(p)  # MLP401
    os.mkdir(PASTAS[0])  # MLP401
    os.mkdir(PASTAS[-1])  # MLP401
    primeiro, *resto = PASTAS
    os.mkdir(primeiro)  # MLP401
