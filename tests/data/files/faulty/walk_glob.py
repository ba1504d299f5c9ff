import glob
import os
from pathlib import Path

def limpar():
    for raiz, pastas, arquivos in os.walk("saida"):
        for nome in arquivos:
            os.remove(os.path.join(raiz, nome))  # MLP401
    for caminho in glob.glob("saida/*.csv"):
        os.remove(caminho)  # MLP401
    for caminho in Path("saida").glob("**/*.tmp"):
        caminho.unlink()  # MLP401
    for caminho in [p for p in Path("saida").iterdir() if p.is_file()]:
        caminho.unlink()  # MLP401
    for nome in os.listdir("saida"):
        os.remove(os.path.join("saida", nome))  # MLP401
    for entrada in os.scandir("saida"):
        os.remove(entrada.path)  # MLP401
    for caminho in Path(__file__).parent.rglob("*.pyc"):
        print(caminho)
    for caminho in glob.glob("/home/ana/*.csv"):
        open(caminho)  # MLP402
    for caminho in Path("/home/ana").glob("*.csv"):
        caminho.read_bytes()  # MLP402
