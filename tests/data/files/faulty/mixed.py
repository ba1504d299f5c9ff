import os
from pathlib import Path
class A:
    def __init__(self, destino: Path | None = None):
        self.destino = destino or Path("saida")
        self.destino.mkdir(exist_ok=True)  # MLP401
def aplicar(f, *a):
    return f(*a)  # MLP401
aplicar(os.makedirs, "saida")
class B:
    def __init__(self, gravador=open):
        self.gravador = gravador
    def usar(self):
        self.gravador("saida/x", "w")  # MLP401
async def principal():
    async with contexto() as p:
        Path(p).touch()  # MLP401
from contextlib import asynccontextmanager
@asynccontextmanager
async def contexto():
    yield "saida/a"
for raiz, _, nomes in os.walk(Path("saida")):
    for n in nomes:
        Path(raiz, n).unlink()  # MLP401
x, (y, z) = "temp_area/x", ("saida/y", "temp_area/z")
open(x, "w"); open(z, "w")
open(y, "w")  # MLP401
def com_finally():
    p = "saida/x"
    try:
        return 1
    finally:
        os.remove(p)  # MLP401
def laco():
    for _ in range(3):
        try:
            open("saida/x", "w")  # MLP401
            break
        except OSError:
            continue
    else:
        os.remove("saida/x")  # MLP401
