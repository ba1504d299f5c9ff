import os
def usar():
    caminho = None
    try:
        caminho = "saida/x"
        open(caminho, "w")  # MLP401
    finally:
        if caminho:
            os.remove(caminho)  # MLP401
    with open("temp_area/x", "w") as a:
        nome = a.name
    os.rename(nome, "x")  # MLP401
    try:
        os.mkdir("saida")  # MLP401
    except FileExistsError:
        pass
    else:
        os.rmdir("saida")  # MLP401
