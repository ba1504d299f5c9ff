"""O arquivo de log do worker."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from mllibprodest.causes import explained

FORMAT = "%(asctime)s - %(levelname)s | %(funcName)s: %(message)s"
_adding = threading.Lock()


class _WorkerLogHandler(logging.FileHandler):
    """Distingue os arquivos de log desta biblioteca dos que o worker acrescentar por conta própria."""


def make_log(path: str) -> None:
    """Faz com que ``logging.info(...)`` e semelhantes escrevam também no arquivo; repetir a chamada não muda nada.

    Args:
        path: Caminho do arquivo de log; o que ele já tiver é mantido.

    Raises:
        MLLibProdestError: Se não for possível gravar no arquivo.
    """
    file = Path(path).absolute()
    root = logging.getLogger()
    with _adding:
        if any(
            isinstance(handler, _WorkerLogHandler) and handler.baseFilename == str(file) for handler in root.handlers
        ):
            return
        with explained(f"Não foi possível criar o arquivo de log '{path}'."):
            handler = _WorkerLogHandler(file, encoding="utf-8")
        handler.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(handler)
        # Without this the root logger would drop what logging.info says before any handler sees it.
        if root.level > logging.INFO or root.level == logging.NOTSET:
            root.setLevel(logging.INFO)
