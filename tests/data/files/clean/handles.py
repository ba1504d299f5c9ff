import csv, io, json, pickle, zipfile, gzip
import numpy as np
import pandas as pd
import joblib
import matplotlib.pyplot as plt
from PIL import Image

def usar(df: pd.DataFrame, fig, img: Image.Image):
    buffer = io.BytesIO()
    df.to_csv(buffer)
    df.to_excel(buffer)
    np.save(buffer, df.values)
    joblib.dump(df, buffer)
    fig.savefig(buffer, format="png")
    plt.savefig(buffer)
    img.save(buffer, "PNG")
    with open("temp_area/x.csv", "w") as arquivo:
        df.to_csv(arquivo)
        csv.writer(arquivo).writerow([1])
        json.dump({}, arquivo)
    with open("temp_area/x.pkl", "wb") as arquivo:
        pickle.dump(df, arquivo)
        joblib.dump(df, arquivo)
        np.save(arquivo, df)
    with zipfile.ZipFile("temp_area/x.zip", "w") as z:
        with z.open("x.csv", "w") as dentro:
            df.to_csv(dentro)
        z.writestr("/raiz/x.txt", "x")
    with zipfile.ZipFile("dados.zip") as z:
        with z.open("x.csv") as dentro:
            pd.read_csv(dentro)
        z.read("x")
    texto = df.to_json()
    texto2 = df.to_html()
    df.to_csv(None)
    df.to_dict()
    io.open(0, "w")
    plt.savefig(io.BytesIO())
