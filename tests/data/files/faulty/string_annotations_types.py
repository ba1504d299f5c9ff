from __future__ import annotations
from typing import Optional, Union, TYPE_CHECKING
from pathlib import Path
if TYPE_CHECKING:
    import matplotlib.figure
    import keras
def a(m: "keras.Model"):
    m.save("m.keras")  # MLP412
def b(m: keras.Model | None = None):
    m.save("m.keras")  # MLP412
def c(m: Optional["keras.Model"]):
    m.save("m.keras")  # MLP412
def d(p: "Path" = Path("saida")):
    p.write_text("x")  # MLP401
    (p / "a").write_text("x")  # MLP401
def e(p: Union[str, Path] = "saida"):
    Path(p).write_text("x")  # MLP401
def f(p: str | None = None):
    open(p or "saida", "w")  # MLP401
