from base import Base
class Leitor(Base):
    def __init__(self):
        super().__init__("dados", "r")
class Escritor(Base):
    def __init__(self):
        super().__init__("temp_area", "w")
Leitor().abrir("x")
Escritor().abrir("y")
