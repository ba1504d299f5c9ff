import shutil
import os
def usar():
    shutil.copy("/dados/a.csv", "a.csv")  # MLP401, MLP402
    shutil.copy("/dados/a.csv", "temp_area/a.csv")  # MLP402
    shutil.copy("dados/a.csv", "temp_area/a.csv")
    shutil.move("a.csv", "temp_area/a.csv")  # MLP401
    shutil.move("a.csv", "b.csv")  # MLP401
    shutil.move("temp_area/a", "temp_area/b")
    shutil.copytree("dados", "temp_area/dados")
    shutil.copytree(src="dados", dst="copia")  # MLP401
    shutil.rmtree("temp_area")
    shutil.rmtree("temp_area/x", ignore_errors=True)
    shutil.make_archive("temp_area/x", "zip", "dados")
    shutil.make_archive("x", "zip", "dados")  # MLP401
    shutil.unpack_archive("x.zip")  # MLP401
    shutil.unpack_archive("x.zip", "temp_area")
    os.rename("temp_area/a", "a")  # MLP401
    os.replace("a", "temp_area/a")  # MLP401
    os.symlink("/dados", "temp_area/dados")
    os.removedirs("x")  # MLP401
