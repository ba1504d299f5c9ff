import os
def avaliar(df, salvar=False):
    if salvar:
        df.to_csv("saida.csv")  # MLP401
def f(p, destino=None):
    if destino is None:
        destino = "temp_area/x"
    open(destino, "w")  # MLP401
f(1, "saida/x")
def g(p):
    if not os.path.exists(p):
        p = "temp_area/x"
    open(p, "w")  # MLP401
g("saida/x")
def h(p):
    if not p.endswith(".csv"):
        p = p + ".csv"
    open(p, "w")  # MLP401
h("saida/x")
def i(p, modo="r"):
    if modo == "w":
        p = os.path.join("saida", p)
    return open(p, modo)  # MLP401
i("x", "w")
DEPURAR = False
if DEPURAR:
    open("depuracao.txt", "w")  # MLP401
