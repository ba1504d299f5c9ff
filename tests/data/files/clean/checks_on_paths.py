import os
from pathlib import Path
class Mixin:
    pasta = "saida"
    def destino(self):
        return f"{self.pasta}/x"
class Real(Mixin):
    pasta = "temp_area"
    def gravar(self):
        open(self.destino(), "w")
        open(super().destino(), "w")
class Registro:
    _reg = {}
    def __setitem__(self, k, v):
        self._reg[k] = v
def f(x=None):
    x = x if x is not None else "temp_area/x"
    open(x, "w")
def g(p: str):
    if not p.startswith("temp_area"):
        p = os.path.join("temp_area", p)
    open(p, "w")
g("x.txt")
def h(p):
    if not os.path.isabs(p):
        p = "temp_area/" + p
    open(p, "w")
h("x.txt")
def i(nome, pasta=None):
    if pasta is None:
        pasta = "temp_area"
    open(os.path.join(pasta, nome), "w")
i("x")
i("y", None)
i("z", "temp_area/sub")
