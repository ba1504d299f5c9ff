import os
import contextlib
from os import chdir as mudar
from contextlib import chdir
def usar(p):
    os.chdir(p)  # MLP403
    mudar("..")  # MLP403
    with chdir("temp_area"):  # MLP403
        pass
    os.fchdir(3)  # MLP403
    with contextlib.chdir(p):  # MLP403
        pass
    ir = os.chdir
    ir("x")  # MLP403
    __import__("os").chdir("x")
    p.chdir("x")
    os.getcwd()
