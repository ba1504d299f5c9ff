"""Uma trava entre processos e threads, que o sistema solta quando o dono dela termina."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mllibprodest.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POLL_SECONDS = 0.05
_WAIT_SECONDS = 900


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Espera a vez e mantém a trava enquanto durar o bloco.

    Args:
        file: O arquivo que serve de trava; é criado, se não existir.

    Raises:
        StorageError: Se a vez não chegar em um tempo razoável.
    """
    deadline = time.monotonic() + _WAIT_SECONDS
    with file.open("ab") as stream:
        while not _try_lock(stream.fileno()):
            if time.monotonic() > deadline:
                raise StorageError(
                    f"Outro processo está usando a pasta '{file.parent.parent}' há mais de "
                    f"{_WAIT_SECONDS // 60} minutos. Encerre-o e tente de novo."
                )
            time.sleep(_POLL_SECONDS)
        try:
            yield
        finally:
            _unlock(stream.fileno())


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
