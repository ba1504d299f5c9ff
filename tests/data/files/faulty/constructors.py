import logging
from logging.handlers import RotatingFileHandler, TimedRotatingFileHandler
from logging import FileHandler
from tensorflow.keras.callbacks import ModelCheckpoint, CSVLogger, TensorBoard
from transformers import TrainingArguments
import zipfile, tarfile
import pandas as pd
def usar():
    logging.basicConfig(filename="app.log", level=logging.INFO)  # MLP401
    logging.basicConfig(level=logging.INFO)
    logging.basicConfig(filename="temp_area/app.log")
    FileHandler("app.log")  # MLP401
    RotatingFileHandler("temp_area/app.log", maxBytes=10)
    TimedRotatingFileHandler(filename="logs/app.log")  # MLP401
    logging.StreamHandler()
    ModelCheckpoint("melhor.keras")  # MLP401
    ModelCheckpoint(filepath="temp_area/melhor.keras")
    CSVLogger("log.csv")  # MLP401
    TensorBoard()  # MLP401
    TensorBoard(log_dir="temp_area/logs")
    TrainingArguments(output_dir="saida")  # MLP401
    zipfile.ZipFile("x.zip").extractall()  # MLP401
    zipfile.ZipFile("x.zip").extractall("temp_area")
    with tarfile.open("x.tgz") as t:
        t.extractall("saida")  # MLP401
        t.extractall(path="temp_area")
    with zipfile.ZipFile("saida.zip", "w") as z:  # MLP401
        z.write("dados.csv")
    with pd.ExcelWriter("x.xlsx") as w:  # MLP401
        pd.DataFrame().to_excel(w)
    with pd.ExcelWriter("temp_area/x.xlsx") as w:
        pd.DataFrame().to_excel(w, sheet_name="a")
