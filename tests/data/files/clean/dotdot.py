import os
from pathlib import Path

def usar(texto):
    open("temp_area/a/../b.txt", "w")
    open("dados/../config.json")
    open("temp_area/../config.json")
    open("./temp_area//x/./y.txt", "w")
    open(os.path.normpath("temp_area/a/../b.txt"), "w")
    open(Path("temp_area") / "a" / ".." / "b.txt", "w")
    os.makedirs("temp_area", exist_ok=True)
    os.makedirs("./temp_area/", exist_ok=True)
