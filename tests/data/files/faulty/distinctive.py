def usar(df, modelo, tokenizer, fig):
    df.to_csv("saida.csv")  # MLP401
    df.groupby("x").sum().to_parquet("saida.parquet")  # MLP401
    fig.savefig("x.png")  # MLP401
    modelo.save_model("m.json")  # MLP412
    tokenizer.save_pretrained("tok")  # MLP412
    df.to_pickle("x.pkl")  # MLP412
    df.to_excel("saida.xlsx", index=False)  # MLP401
    (df if modelo else fig).to_csv(path_or_buf="x.csv")  # MLP401
    df[["a", "b"]].to_csv("y.csv")  # MLP401
    df["a"].value_counts().to_frame().to_html("z.html")  # MLP401
