import os, shutil, zipfile, io
from pathlib import Path
BASE = Path(__file__).absolute().parent
TMP = BASE.joinpath("temp_area")
class A:
    TMP = TMP
    ARQ = TMP / "a.txt"
    @staticmethod
    def p(n): return str(TMP / n)
    def __init__(self, destino: Path | None = None):
        self.destino = destino or self.TMP
        self.destino.mkdir(exist_ok=True, parents=True)
    def __enter__(self): return self
    def __exit__(self, *a): shutil.rmtree(self.destino)
    def salvar(self, n, b: bytes):
        (self.destino / n).write_bytes(b)
        open(self.p(n), "wb").write(b)
        self.ARQ.write_text("x")
        with zipfile.ZipFile(self.destino / "x.zip", "w") as z:
            z.write(self.ARQ, arcname="a.txt")
            z.writestr("b.txt", "x")
        with zipfile.ZipFile(io.BytesIO(b)) as z:
            z.extractall(self.destino)
            for n in z.namelist():
                z.extract(n, self.destino)
with A() as a:
    a.salvar("x", b"")
with A(TMP / "sub") as a:
    a.salvar("x", b"")
