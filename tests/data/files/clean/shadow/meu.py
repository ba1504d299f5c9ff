import io
def open(x, modo): return io.StringIO()
