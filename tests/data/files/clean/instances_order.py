class A:
    def definir(self, pasta, modo):
        self.pasta = pasta
        self.modo = modo
        return open(self.pasta + "/x", self.modo)
a = A()
a.definir("dados", "r")
b = A()
b.definir("temp_area", "w")
