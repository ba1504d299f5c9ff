PASTA = "temp_area"
