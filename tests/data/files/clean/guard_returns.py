import os
from pathlib import Path

def caminho_seguro(nome):
    base = Path("temp_area").resolve()
    alvo = (base / nome).resolve()
    if base not in alvo.parents:
        raise ValueError(nome)
    return alvo

def salvar(nome, texto):
    caminho_seguro(nome).write_text(texto)
    p = Path(os.path.basename(nome))
    (Path("temp_area") / p).write_text(texto)
    (Path("temp_area") / Path(nome).name).write_text(texto)
    Path("temp_area", Path(nome).stem + ".txt").write_text(texto)
    os.replace(Path("temp_area") / "a.tmp", Path("temp_area") / nome)
    destino = Path("temp_area") / "x" / nome
    destino.parent.mkdir(parents=True, exist_ok=True)
    destino.with_suffix(destino.suffix + ".tmp").write_text(texto)
    os.makedirs(os.path.dirname(os.path.join("temp_area", "x", nome)), exist_ok=True)
