import os
from pathlib import Path

def usar(texto):
    open("temp_area/../temp_area/b.txt", "w")  # MLP401
    open("../config.json")  # MLP402
    open("dados/../../config.json")  # MLP402
    open(os.path.join(os.pardir, "x.json"))  # MLP402
    open("../worker_pub/temp_area/x.txt", "w")  # MLP401
    open("../worker_pub/dados.txt")  # MLP402
    open(os.path.abspath("../x.txt"))  # MLP402
    (Path.cwd().parent / "x.txt").read_text()  # MLP402
    (Path(__file__).parents[1] / "x.txt").read_text()  # MLP402
    open(f"temp_area/../{texto}", "w")  # MLP401
