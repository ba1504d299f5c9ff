def usar(texto):
    import pandas as pd
    from pathlib import Path
    try:
        import joblib as jl
    except ImportError:
        from sklearn.externals import joblib as jl
    pd.DataFrame().to_csv("x.csv")  # MLP401
    Path("x").touch()  # MLP401
    jl.dump(1, "x.pkl")  # MLP412
