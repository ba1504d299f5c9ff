from config import Config, obter_config
def usar():
    open(Config.obter().saida + "/x", "w")  # MLP401
    open(obter_config().saida + "/x", "w")  # MLP401
    open(Config("temp_area").saida + "/x", "w")
