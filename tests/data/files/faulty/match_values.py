import os
def destino(tipo):
    match tipo:
        case "csv":
            return "saida/a.csv"
        case "json":
            return "temp_area/a.json"
        case _:
            raise ValueError(tipo)
def usar(tipo):
    open(destino(tipo), "w")  # MLP401
    open(os.path.join(*("saida", "x")), "w")  # MLP401
    open({"a": "saida"}.get(tipo, "temp_area/x"), "w")
    open({"a": "saida"}[tipo], "w")
