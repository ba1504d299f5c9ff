from mllibprodest.interfaces import ModelPublicationInterfaceCLF

class Outro(ModelPublicationInterfaceCLF):
    def __init__(self):
        self.make_log("log.txt")
        self.modelo = self.load_model("x")
        self.m2 = self.load_model("x", "mlflow", "temp_area/x")
        self.m3 = self.load_model("x", artifacts_destination_path="temp_area")
        self.convert_artifact_to_pickle({}, "A.pkl")
        self.convert_artifact_to_pickle({}, "A.pkl", path="temp_area/sub")
        self.convert_artifact_to_object("A.pkl")
        self.convert_artifact_to_object("A.pkl", "dados")
        self.make_log("temp_area/log.txt")
