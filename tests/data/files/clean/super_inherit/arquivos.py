from base import Base
class Filha(Base):
    def __init__(self):
        super().__init__("temp_area")
    def gravar(self):
        open(self.caminho("x"), "w")
class Neta(Base):
    def __init__(self):
        Base.__init__(self, pasta="temp_area/x")
    def gravar(self):
        open(self.caminho("x"), "w")
