import joblib, pickle
import numpy as np
import torch
from joblib import dump
from numpy import save as salvar
def usar(m, modelo: torch.nn.Module):
    dump(m, "m.joblib")  # MLP412
    dump(m, filename="m.joblib")  # MLP412
    dump(m, "temp_area/m.joblib")
    salvar("a.npy", m)  # MLP412
    np.savez_compressed("a.npz", m)  # MLP412
    np.savetxt("a.txt", m)  # MLP401
    pickle.dump(m, open("m.pkl", "wb"))  # MLP401
    pickle.dump(m, open("temp_area/m.pkl", "wb"))
    torch.save(modelo.state_dict(), "m.pt")  # MLP412
    torch.save(m, f"temp_area/{m}.pt")
    with open("/x/m.pkl", "rb") as f:  # MLP402
        pickle.load(f)
    joblib.load("/x/m.joblib")  # MLP402
    joblib.load("modelos/m.joblib")
    torch.load("../m.pt")  # MLP402
    for nome, obj in {"a": m, "b": m}.items():
        joblib.dump(obj, f"modelos/{nome}.joblib")  # MLP412
