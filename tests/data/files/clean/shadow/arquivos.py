def open(caminho, modo="r"):
    return caminho
class os:
    @staticmethod
    def remove(x): return x
def usar():
    open("saida", "w")
    os.remove("x")
def outra(open):
    open("saida", "w")
def mais():
    from meu import open as o
    o("saida", "w")
