import functools
import os
def com_log(funcao):
    @functools.wraps(funcao)
    def dentro(*args, **kwargs):
        return funcao(*args, **kwargs)
    return dentro
@com_log
def gravar(caminho, texto):
    with open(caminho, "w") as f:
        f.write(texto)
@com_log
def pasta():
    return "temp_area"
@functools.lru_cache(maxsize=None)
def cache():
    return "temp_area"
gravar("temp_area/x", "a")
open(pasta() + "/x", "w")
open(cache() + "/x", "w")
