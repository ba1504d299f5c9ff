import config
import config.caminhos as c
from config import DESTINO, TEMP
from config import PASTAS as P
def usar():
    open(config.SAIDA + "/x", "w")  # MLP401
    open(c.SAIDA + "/x", "w")  # MLP401
    open(DESTINO + "/x", "w")  # MLP401
    open(TEMP + "/x", "w")
    open(P["saida"] + "/x", "w")  # MLP401
    open(P["temp"] + "/x", "w")
    open(f'{config.PASTAS["temp"]}/x', "w")
