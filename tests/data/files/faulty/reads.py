import json, os, pickle, yaml
import pandas as pd
import numpy as np
from dotenv import load_dotenv
from configparser import ConfigParser
RAIZ = "/home/ana"
def usar():
    pd.read_csv(f"{RAIZ}/x.csv")  # MLP402
    pd.read_excel(io="/x.xlsx")  # MLP402
    np.load("/x.npy")  # MLP402
    np.loadtxt("x.txt")
    load_dotenv("/home/ana/.env")  # MLP402
    load_dotenv("../.env")  # MLP402
    load_dotenv()
    load_dotenv(".env")
    ConfigParser().read("/etc/x.ini")  # MLP402
    ConfigParser().read("x.ini")
    c = ConfigParser()
    c.read(["a.ini", "/etc/b.ini"])  # MLP402
    pd.read_csv(os.path.expanduser("~") + "/x.csv")  # MLP402
    pd.read_csv(os.path.expandvars("$HOME/x.csv"))
    pd.read_csv("/tmp/x.csv")  # MLP402
    pd.concat([pd.read_csv(p) for p in ["/a.csv", "b.csv"]])  # MLP402
    for p in ("../a.csv",):
        pd.read_csv(p)  # MLP402
