import json, os, pickle
from datetime import datetime
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import seaborn as sns
PASTA = os.path.join(os.path.dirname(__file__), "graficos")
class Relatorio:
    def __init__(self, resultados: dict, pasta: str = PASTA):
        self.resultados = resultados
        self.pasta = pasta
        if not os.path.exists(self.pasta):
            os.makedirs(self.pasta)  # MLP401
        self.carimbo = datetime.now().strftime("%Y%m%d")
    @property
    def arquivo(self) -> str:
        return os.path.join(self.pasta, f"relatorio_{self.carimbo}.json")
    def grafico(self, dados):
        fig, ax = plt.subplots()
        sns.heatmap(dados, ax=ax)
        plt.savefig(os.path.join(self.pasta, "g.png"))  # MLP401
        fig.savefig(f"{self.pasta}/h.png")  # MLP401
        plt.close(fig)
    def salvar(self):
        with open(self.arquivo, "w", encoding="utf-8") as f:  # MLP401
            json.dump(self.resultados, f)
        with open(os.path.join(self.pasta, "m.pkl"), "wb") as f:  # MLP401
            pickle.dump(self, f)
    def limpar(self):
        for nome in os.listdir(self.pasta):
            if nome.endswith(".json"):
                os.remove(os.path.join(self.pasta, nome))  # MLP401
