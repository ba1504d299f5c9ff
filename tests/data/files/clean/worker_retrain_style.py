import json, os, pickle
from datetime import datetime
import matplotlib.pyplot as plt
PASTA = os.path.join(os.path.dirname(__file__), "temp_area", "graficos")
class Relatorio:
    def __init__(self, resultados: dict, pasta: str = PASTA):
        self.resultados = resultados
        self.pasta = pasta
        if not os.path.exists(self.pasta):
            os.makedirs(self.pasta)
    @property
    def arquivo(self) -> str:
        return os.path.join(self.pasta, f"relatorio_{datetime.now()}.json")
    def salvar(self):
        with open(self.arquivo, "w", encoding="utf-8") as f:
            json.dump(self.resultados, f)
        plt.savefig(self.arquivo.replace(".json", ".png"))
        plt.savefig(self.arquivo[:-5] + ".png")
        plt.savefig(os.path.splitext(self.arquivo)[0] + ".png")
