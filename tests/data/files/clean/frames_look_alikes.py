import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
import re, json, pickle, csv, io
def usar(df: pd.DataFrame, x: np.ndarray):
    x.copy(); df.rename({"a": "b"}, axis=1); df.drop("x").replace("a", "b")
    s = pd.Series(["a"]).str.replace("a", "b")
    df.to_numpy(); df.to_dict("records"); df.to_records(); df.to_string(); df.to_markdown()
    x.dump; x.tobytes(); x.tolist()
    json.dumps({}); pickle.dumps(x)
    re.compile("/a").sub("/b", "/c")
    saida = io.StringIO(); csv.writer(saida).writerow(["a"]); df.to_csv(saida); df.to_csv(path_or_buf=saida)
    df.to_parquet(); b = df.to_parquet(path=None)
    open(3, "w"); open(saida.fileno(), "w")
    StandardScaler().fit(x).transform(x)
    print("x", file=saida)
    df.to_sql("tabela", con=None)
    conjunto = {"a"}; conjunto.remove("a"); [1].remove(1)
    from collections import deque
    deque([1]).remove(1)
    "/a/b".split("/"); "a".join(["/x"])
    df.save("x")
    plt.plot([1]); plt.close()
