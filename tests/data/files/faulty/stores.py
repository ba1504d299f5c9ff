import sqlite3, shelve, dbm
import joblib
import duckdb
from sqlalchemy import create_engine
from sqlite3 import connect as conectar
import sqlite3 as sq
def usar(alvo, df):
    sqlite3.connect("temp_area/x.db")  # MLP411
    sqlite3.connect(":memory:")
    sqlite3.connect("file::memory:?cache=shared", uri=True)
    sqlite3.connect(alvo)
    sqlite3.connect(f"temp_area/{alvo}.db")  # MLP411
    sqlite3.connect(f"{alvo}.db")  # MLP411
    conectar("/dados/x.db")  # MLP411
    shelve.open("temp_area/x")  # MLP411
    dbm.open("x", "c")  # MLP411
    create_engine("sqlite:///x.db")  # MLP411
    create_engine("sqlite://")
    create_engine("sqlite:///:memory:")
    create_engine("postgresql://u:p@h/b")
    create_engine(alvo)
    create_engine(f"sqlite:///{alvo}")
    create_engine("sqlite+pysqlite:////abs/x.db")  # MLP411
    duckdb.connect()
    duckdb.connect(":memory:")
    duckdb.connect("x.duckdb")  # MLP411
    joblib.Memory(None)
    joblib.Memory(location=None)
    joblib.Memory("temp_area/cache", verbose=0)  # MLP411
    joblib.Memory(location="cache")  # MLP411
    df.to_sql("t", "sqlite:///x.db")  # MLP411
    df.to_sql("t", create_engine("sqlite://"))
