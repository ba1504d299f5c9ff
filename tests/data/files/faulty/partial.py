from functools import partial
import pandas as pd
import os

abrir = open
grava = partial(open, mode="w", encoding="utf-8")
junta = partial(os.path.join, "saida")
junta_temp = partial(os.path.join, "temp_area")

def usar(texto, df: pd.DataFrame):
    abrir("a.txt", "w")  # MLP401
    grava("b.txt")  # MLP401
    grava("temp_area/b.txt")
    open(junta("c.txt"), "w")  # MLP401
    open(junta_temp("c.txt"), "w")
    para = df.to_csv
    para("x.csv")  # MLP401
    para()
