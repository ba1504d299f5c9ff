import os, sys
import pandas as pd

def usar(df, texto):
    open(os.devnull, "w").write(texto)
    open("/dev/null", "w").write(texto)
    open("/dev/stdout", "w").write(texto)
    open("/dev/urandom", "rb").read(8)
    df.to_csv("s3://balde/x.csv")
    df.to_csv("gs://balde/x.csv")
    pd.read_csv("https://dados.es.gov.br/x.csv")
    pd.read_parquet("s3://b/x.parquet")
    df.to_csv(sys.stdout)
    os.path.exists("/etc/hosts")
    os.stat("../x")
    os.listdir("..")
