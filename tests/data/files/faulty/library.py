from mllibprodest.interfaces import ModelPublicationInterfaceCLF

class Outro(ModelPublicationInterfaceCLF):
    def __init__(self):
        self.make_log("logs/log.txt")  # MLP401
        self.m2 = self.load_model("x", "mlflow", "modelos")  # MLP401
        self.m3 = self.load_model("x", artifacts_destination_path="/tmp/x")  # MLP401
        self.convert_artifact_to_pickle({}, "A.pkl", path="artefatos")  # MLP401
        self.convert_artifact_to_pickle({}, "A.pkl", "artefatos")  # MLP401
        self.convert_artifact_to_object("A.pkl", "../artefatos")  # MLP402
        super().make_log("/var/log/x.log")  # MLP401
