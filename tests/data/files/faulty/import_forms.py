import os.path
import os as sistema
from os import path, makedirs as cria
from os.path import join as junta
import shutil as sh, pathlib
from pandas import DataFrame as DF
import numpy
from importlib import import_module
def usar(df):
    sistema.remove("x")  # MLP401
    cria(path.join("saida", "x"))  # MLP401
    cria(junta("temp_area", "x"))
    cria(os.path.join("saida"))  # MLP401
    sh.rmtree("x")  # MLP401
    DF(df).to_csv("x")  # MLP401
    numpy.save("x.npy", df)  # MLP412
    if True:
        from shutil import copy as cp
        cp("dados/a", "b")  # MLP401
    (sistema if df else os).mkdir("x")  # MLP401
    getattr(os, "remove")("x")
    import_module("os").remove("x")  # MLP401
    f = os.remove
    for g in (os.remove, os.unlink):
        g("x")  # MLP401
    acoes = {"apaga": os.remove}
    acoes["apaga"]("x")  # MLP401
    f("x")  # MLP401
    list(map(os.remove, ["x"]))
