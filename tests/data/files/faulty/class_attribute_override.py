class Base:
    pasta = "temp_area"

    def gravar(self, texto):
        with open(self.pasta + "/b.txt", "w") as arquivo:  # MLP401
            arquivo.write(texto)

class Filha(Base):
    pasta = "saida"

    def usar(self):
        self.gravar("oi")
