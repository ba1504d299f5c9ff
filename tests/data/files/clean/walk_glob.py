import glob
import os
import shutil
from pathlib import Path

def limpar():
    for raiz, pastas, arquivos in os.walk("temp_area"):
        for nome in arquivos:
            os.remove(os.path.join(raiz, nome))
    for caminho in glob.glob("temp_area/*.csv"):
        os.remove(caminho)
    for caminho in glob.glob(os.path.join("temp_area", "**", "*.csv"), recursive=True):
        os.unlink(caminho)
    for caminho in Path("temp_area").glob("**/*.tmp"):
        caminho.unlink()
    for caminho in Path("temp_area").iterdir():
        if caminho.is_dir():
            shutil.rmtree(caminho)
        else:
            caminho.unlink(missing_ok=True)
    for nome in os.listdir("temp_area"):
        os.remove(os.path.join("temp_area", nome))
        os.remove(f"temp_area/{nome}")
    for entrada in os.scandir("temp_area"):
        os.remove(entrada.path)
    for caminho in sorted(Path("temp_area").rglob("*"), reverse=True):
        caminho.rename(caminho.with_suffix(".bak"))
    for caminho in Path("dados").glob("*.csv"):
        caminho.read_text()
    for nome in os.listdir("temp_area"):
        os.remove(nome)
