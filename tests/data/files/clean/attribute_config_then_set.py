import os
class Base:
    destino = ""
    def __init__(self):
        self.destino = "temp_area"
    def gravar(self):
        open(os.path.join(self.destino, "x"), "w")
        open(self.destino + "/x", "w")
class Outro:
    def __init__(self):
        self.d = None
    def preparar(self):
        self.d = "temp_area/x"
    def gravar(self):
        open(self.d, "w")
        open(f"{self.d}/a", "w")
