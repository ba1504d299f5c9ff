def usar(nome):
    p = "saida/x.txt"
    open(p[:-4] + ".csv", "w")
    open(nome[1:], "w")
    partes = ["saida", nome]
    open("/".join(partes), "w")  # MLP401
    open("/".join(partes[:1] + ["x"]), "w")
    open("/".join(str(x) for x in partes), "w")
