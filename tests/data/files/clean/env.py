import os
from pydantic_settings import BaseSettings
import argparse, configparser, json
class Config(BaseSettings):
    pasta: str = "saida"
CFG = Config()
def usar(texto):
    open(CFG.pasta + "/x", "w")
    pasta = os.environ.setdefault("PASTA", "saida")
    open(os.path.join(os.getenv("PASTA", "saida"), "x"), "w")
    open(os.environ.get("PASTA", default="saida") + "/x", "w")
    p = argparse.ArgumentParser()
    p.add_argument("--saida", default="saida")
    a = p.parse_args()
    open(a.saida, "w")
    c = configparser.ConfigParser()
    c.read("config.ini")
    open(c["DEFAULT"]["saida"], "w")
    open(c.get("DEFAULT", "saida"), "w")
    with open("config.json") as f:
        cfg = json.load(f)
    open(cfg["saida"], "w")
    open(cfg.get("saida", "temp_area/x"), "w")
