import json
from pathlib import Path

def gravar(texto, destino):
    Path(destino).write_text(texto)

def gravar_json(dados, nome, pasta="saidas"):
    gravar(json.dumps(dados), f"{pasta}/{nome}.json")

def gravar_tudo(dados):
    gravar_json(dados, "a", pasta="temp_area")
    gravar_json(dados, "b", "temp_area/b")
