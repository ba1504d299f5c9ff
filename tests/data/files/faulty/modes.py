import os
import codecs, io, gzip, bz2, lzma
def usar(modo, nome):
    open("a.txt", "r+")  # MLP401
    open("a.txt", "rb")
    open("a.txt", modo)
    open("/a.txt", modo)
    open("/a.txt", "r+")  # MLP401
    open("a.txt", mode="x")  # MLP401
    open(file="a.txt", mode="w")  # MLP401
    open("a.txt", "wb" if modo else "ab")  # MLP401
    open("a.txt", "w" if nome else "r")  # MLP401
    gzip.open("a.gz")
    gzip.open("a.gz", "wt")  # MLP401
    bz2.BZ2File("a", "w")  # MLP401
    lzma.open("a", "wb")  # MLP401
    codecs.open("a", "w", "utf-8")  # MLP401
    io.open("a", "w")  # MLP401
    io.FileIO("a", "w")  # MLP401
    os.open("a", os.O_RDWR | os.O_CREAT)  # MLP401
    os.open("a", os.O_RDONLY)
    os.open("/a", os.O_RDONLY)  # MLP402
    os.open("a", modo)
    m = "w"
    open("a.txt", m)  # MLP401
    open("a.txt", m + "b")  # MLP401
    open("a.txt", f"{m}b")  # MLP401
