import functools
import os
def com_log(funcao):
    @functools.wraps(funcao)
    def dentro(*args, **kwargs):
        return funcao(*args, **kwargs)
    return dentro
@com_log
def gravar(caminho, texto):
    with open(caminho, "w") as f:  # MLP401
        f.write(texto)
@functools.lru_cache(maxsize=None)
def cache():
    return "saida"
gravar("saida/x", "a")
open(cache() + "/x", "w")  # MLP401
class X:
    @staticmethod
    def destino():
        return "saida"
    @classmethod
    def outro(cls):
        return cls.destino() + "/x"
    def gravar(self):
        open(self.destino() + "/a", "w")  # MLP401
        open(X.outro(), "w")  # MLP401
