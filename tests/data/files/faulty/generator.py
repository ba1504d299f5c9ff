def caminhos():
    yield "saida/a.txt"
    yield "saida/b.txt"

def bons():
    for nome in ("a", "b"):
        yield f"temp_area/{nome}.txt"

def usar(texto):
    for caminho in caminhos():
        open(caminho, "w").write(texto)  # MLP401
    for caminho in bons():
        open(caminho, "w").write(texto)
