from abc import ABC, abstractmethod

class Base(ABC):
    @abstractmethod
    def caminho(self) -> str: ...

    def gravar(self, texto):
        with open(self.caminho(), "w") as arquivo:  # MLP401
            arquivo.write(texto)

class Filha(Base):
    def caminho(self) -> str:
        return "saida/a.txt"

class Boa(Base):
    def caminho(self) -> str:
        return "temp_area/a.txt"

Filha().gravar("x")
