import os
RAIZ = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAIDA = os.path.join(RAIZ, "saida")
TEMP = os.path.join(RAIZ, "temp_area")
PASTAS = {"saida": SAIDA, "temp": TEMP}
