from pathlib import Path

class Base:
    pasta = None

    def gravar(self, texto):
        (Path(self.pasta) / "x.txt").write_text(texto)
        with open(f"{self.pasta}/b.txt", "w") as arquivo:
            arquivo.write(texto)

class Filha(Base):
    pasta = "temp_area"

    def usar(self):
        self.gravar("oi")

Filha().gravar("x")
