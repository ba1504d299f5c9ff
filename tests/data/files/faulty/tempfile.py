import tempfile
import os
from tempfile import NamedTemporaryFile as Temporario, mkstemp

def usar():
    tempfile.mkdtemp()  # MLP401
    with tempfile.TemporaryDirectory() as pasta:  # MLP401
        open(os.path.join(pasta, "x.txt"), "w")  # MLP401
    with Temporario("w", suffix=".csv") as arquivo:  # MLP401
        arquivo.write("x")
    fd, nome = mkstemp(prefix="x")  # MLP401
    open(os.path.join(tempfile.gettempdir(), "x.txt"), "w")  # MLP401
    tempfile.mkdtemp(dir=None)  # MLP401
    tempfile.mkdtemp(dir="saida")  # MLP401
    tempfile.TemporaryFile()  # MLP401
