import asyncio

async def caminho_async():
    return "saida/a.txt"

async def usar(texto, tipo):
    open(await caminho_async(), "w")  # MLP401
    if (destino := "saida/w.txt"):
        open(destino, "w")  # MLP401
    match tipo:
        case "a":
            pasta = "saida"
        case _:
            pasta = "temp_area"
    open(f"{pasta}/m.txt", "w")  # MLP401
