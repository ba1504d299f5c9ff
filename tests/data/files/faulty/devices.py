def usar(texto):
    open("/dev/shm/a", "w").write(texto)  # MLP401
    open("/proc/meminfo").read()  # MLP402
    open("/dev/sda", "rb").read()  # MLP402
    open("C:\\dados\\a.csv").read()  # MLP402
    open("C:/dados/a.csv", "w").read()  # MLP401
    open("\\\\servidor\\dados\\a.csv").read()  # MLP402
    open(r"D:\saida.txt", "w")  # MLP401
    open("temp_area\\a.txt", "w")  # MLP401
    open("temp_area_old/a.txt", "w")  # MLP401
    open("temp_area.txt", "w")  # MLP401
    open("./temp_area/a.txt", "w")
    open("~/a.txt", "w")  # MLP401
    open("~/a.txt")
    open("dados\\a.csv")
