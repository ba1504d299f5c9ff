import os, glob
ARQS = ["a.csv", "b.csv"]
SAIDAS = [os.path.join("temp_area", a) for a in ARQS]
MAPA = {a: f"temp_area/{a}" for a in ARQS}
for a, s in zip(ARQS, SAIDAS):
    open(a); open(s, "w")
for a in ARQS:
    open(MAPA[a], "w")
    open(os.path.join("temp_area", os.path.splitext(os.path.basename(a))[0] + ".out"), "w")
for s in sorted(SAIDAS, reverse=True):
    os.remove(s)
for s in set(SAIDAS) | {"temp_area/z"}:
    os.remove(s)
for i, s in enumerate(SAIDAS, 1):
    os.rename(s, f"{s}.{i}")
ultimo = max(glob.glob("temp_area/*.csv"), key=os.path.getmtime)
os.remove(ultimo)
partes = ["temp_area", "x", "y.csv"]
open(os.path.join(*[str(p) for p in partes]), "w")
open("/".join(str(p) for p in partes), "w")
open("/".join(partes), "w")
open(os.path.join(*partes), "w")
*pastas, nome = partes
open(os.path.join(*pastas, nome), "w")
