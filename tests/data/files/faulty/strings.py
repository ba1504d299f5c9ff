import os
import string
PASTA = "saida"
MODELO = "{pasta}/{nome}.csv"
def usar(nome, texto):
    open("%s/%s.txt" % (PASTA, nome), "w")  # MLP401
    open("%(p)s/x.txt" % {"p": PASTA}, "w")  # MLP401
    open("{}/{}.txt".format(PASTA, nome), "w")  # MLP401
    open("{0}/{1}.txt".format(PASTA, nome), "w")  # MLP401
    open("{pasta}/{nome}.txt".format(pasta=PASTA, nome=nome), "w")  # MLP401
    open(MODELO.format(pasta="temp_area", nome=nome), "w")
    open(MODELO.format(pasta="saida", nome=nome), "w")  # MLP401
    open("/".join([PASTA, nome]), "w")  # MLP401
    open("/".join((PASTA, "x", nome)), "w")  # MLP401
    open(os.sep.join(["temp_area", nome]), "w")
    open(os.sep.join(["saida", nome]), "w")  # MLP401
    open(PASTA + os.sep + nome, "w")  # MLP401
    open(f"{PASTA!s}/x", "w")  # MLP401
    open(f"saida_{nome}.txt", "w")  # MLP401
    open(f"temp_area/{nome}", "w")
    open(f"temp_area_{nome}", "w")  # MLP401
    open(f"{nome}/temp_area/x", "w")
    open(f"t{nome}", "w")
    open(f"temp{nome}", "w")
    open("temp_area/%s" % nome, "w")
    open("temp_area/" + nome + ".txt", "w")
    open(nome + "/saida.txt", "w")
    open(f"{nome}.txt", "w")
    p = "saida"
    p += "/x.txt"
    open(p, "w")  # MLP401
    t = "temp_area"
    t += "/x.txt"
    open(t, "w")
    open("saida/x.txt".upper(), "w")  # MLP401
    open("saida/x.csv".replace("saida", "temp_area"), "w")
    open(string.Template("saida/$x").substitute(x=1), "w")
    open("sai" "da/x.txt", "w")  # MLP401
    open((  # MLP401
        "saida"
        "/y.txt"
    ), "w")
