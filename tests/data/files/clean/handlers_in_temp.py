import logging, os
from logging.handlers import RotatingFileHandler
PASTA_LOG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "temp_area", "logs")
os.makedirs(PASTA_LOG, exist_ok=True)
def logger(nome):
    l = logging.getLogger(nome)
    h = RotatingFileHandler(os.path.join(PASTA_LOG, f"{nome}.log"), maxBytes=1)
    h2 = logging.FileHandler(filename=f"{PASTA_LOG}/{nome}.log", mode="a")
    l.addHandler(h)
    return l
logging.basicConfig(handlers=[logging.StreamHandler()])
