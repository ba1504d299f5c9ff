import pathlib
from pathlib import Path, PurePath, PosixPath
import pathlib as pl
BASE = Path("saida")
TEMP = Path("temp_area")
def usar(texto, nome, p: Path):
    BASE.mkdir(parents=True, exist_ok=True)  # MLP401
    (BASE / nome).write_text(texto)  # MLP401
    BASE.joinpath("a", nome).write_bytes(b"")  # MLP401
    (BASE / "x.txt").with_suffix(".csv").touch()  # MLP401
    (BASE / "x.txt").with_name("b.txt").open("w")  # MLP401
    (BASE / "x.txt").with_stem("c").open(mode="a")  # MLP401
    (BASE / "x.txt").open()
    (BASE / "x.txt").unlink(missing_ok=True)  # MLP401
    (TEMP / "x.txt").rename("x.txt")  # MLP401
    (TEMP / "x.txt").rename(TEMP / "y.txt")
    (TEMP / "x.txt").replace(BASE / "y.txt")  # MLP401
    Path("dados.txt").rename(TEMP / "d.txt")  # MLP401
    pl.Path("x").rmdir()  # MLP401
    pathlib.PosixPath("x").touch()  # MLP401
    Path("saida", "x", "y.txt").write_text(texto)  # MLP401
    Path("temp_area", nome).write_text(texto)
    Path(PurePath("saida") / "x").write_text(texto)  # MLP401
    (p / "x").write_text(texto)
    p.write_text(texto)
    Path("/abs/x").read_text()  # MLP402
    Path("~/x").read_text()
    Path("~/x").expanduser().read_text()  # MLP402
    (Path.home() / "x").read_bytes()  # MLP402
    Path(TEMP, "/etc/passwd").read_text()  # MLP402
    ("temp_area" / Path("x")).write_text(texto)
    (TEMP / f"{nome}.csv").write_text(texto)
    (TEMP / ".." / "x").write_text(texto)  # MLP401
    TEMP.parent.joinpath("x.txt").write_text(texto)  # MLP401
    TEMP.symlink_to("/data")
    Path("link").symlink_to("temp_area/x")  # MLP401
    open(str(BASE / "x"), "w")  # MLP401
    open(BASE.as_posix() + "/x", "w")  # MLP401
    open((TEMP / "y").resolve(), "w")
    open(TEMP.absolute() / "y", "w")
    with (TEMP / "x").open("w") as f:
        f.write(texto)
    Path(*["saida", "x"]).touch()  # MLP401
    Path().joinpath("x").touch()  # MLP401
