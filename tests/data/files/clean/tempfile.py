import tempfile
import os
from pathlib import Path
TEMP = Path("temp_area")

def usar():
    tempfile.mkdtemp(dir="temp_area")
    with tempfile.TemporaryDirectory(dir=TEMP) as pasta:
        open(os.path.join(pasta, "x.txt"), "w")
    with tempfile.NamedTemporaryFile("w", suffix=".csv", dir=str(TEMP), delete=False) as arquivo:
        arquivo.write("x")
        os.remove(arquivo.name)
    fd, nome = tempfile.mkstemp(dir=TEMP)
    os.remove(nome)
    tempfile.SpooledTemporaryFile(dir="temp_area")
    tempfile.gettempdir()
