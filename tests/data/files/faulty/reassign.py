import pandas as pd
def converter(df):
    caminho = "temp_area/saida.csv"
    df.to_csv(caminho)
    caminho = "saida.csv"
    df.to_csv(caminho)  # MLP401
    for origem, destino in {"dados/a": "saida/a"}.items():
        pd.read_csv(origem).to_csv(destino)  # MLP401
    while True:
        df.to_csv(caminho)  # MLP401
        caminho = "temp_area/x.csv"
