"""Executa os testes padrões da biblioteca e o teste personalizado do worker_pub. Não altere este arquivo.

Uso, de dentro desta pasta: python test_pub.py --mlruns_path="caminho completo da pasta mlruns"
"""
import sys

from mllibprodest.utils import validate_params
from mllibprodest.validators.test import Test

if __name__ == "__main__":
    caminho_mlruns = ""
    if len(sys.argv) > 1:
        parametros_ok, resultado = validate_params(sys.argv, {"--mlruns_path": str})
        if not parametros_ok:
            sys.exit(resultado)
        caminho_mlruns = resultado["--mlruns_path"]
    Test().validate(mlruns_path=caminho_mlruns)
