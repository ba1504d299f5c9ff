import pandas as pd
def converter():
    caminho = "dados/entrada.csv"
    df = pd.read_csv(caminho)
    caminho = "temp_area/saida.csv"
    df.to_csv(caminho)
    for nome in ["a", "b"]:
        origem = f"dados/{nome}.csv"
        destino = f"temp_area/{nome}.csv"
        pd.read_csv(origem).to_csv(destino)
    with open("dados/x") as entrada, open("temp_area/x", "w") as saida:
        saida.write(entrada.read())
    pares = [("dados/a", "temp_area/a"), ("dados/b", "temp_area/b")]
    for origem, destino in pares:
        pd.read_csv(origem).to_csv(destino)
    mapa = {"dados/a": "temp_area/a"}
    for origem, destino in mapa.items():
        pd.read_csv(origem).to_csv(destino)
