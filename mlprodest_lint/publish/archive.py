"""The archive on the disk: the same content gives the same bytes."""

from __future__ import annotations

import os
import re
import stat
import time
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from mlprodest_lint.replacing import replacing
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mlprodest_lint.publish.content import Packed

_EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
_EARLIEST, _LATEST = 315_532_800, 4_354_819_199  # 1980 to 2107, all that a zip file can say
_UNIX = 3
_FILE_MODE, _FOLDER_MODE = stat.S_IFREG | 0o644, stat.S_IFDIR | 0o755
_MS_DOS_FOLDER = 0x10
_CHUNK = 1 << 20

_BAD_EPOCH = Text(
    en="SOURCE_DATE_EPOCH: {value!r} is not a time from 1980 to 2107 in seconds since 1970. Unset it, or correct it.",
    pt="SOURCE_DATE_EPOCH: {value!r} não é uma data de 1980 a 2107 em segundos desde 1970. Remova-a ou corrija-a.",
)
_CANT_WRITE = Text(
    en="{file}: the archive can't be written: {reason}. What stood there before is as it was.",
    pt="{file}: não é possível gravar o arquivo: {reason}. O que havia ali continua como estava.",
)
_CANT_READ = Text(
    en="{file}: this file can't be read: {reason}. Nothing was written.",
    pt="{file}: não é possível ler este arquivo: {reason}. Nada foi gravado.",
)
_CHANGED = Text(
    en="{file}: this file changed while it was read. Nothing was written; run the command again.",
    pt="{file}: este arquivo mudou durante a leitura. Nada foi gravado; execute o comando de novo.",
)


class _NotAcceptedError(Exception):
    """Keeps an archive from taking its place."""


def write_archive(packed: Sequence[Packed], output: Path, accepts: Callable[[BinaryIO], bool]) -> bool:
    """Write an archive whole or not at all; one that is there is replaced when the new one is complete and accepted.

    Times and modes are the same for every file, so that they tell nothing about the machine; with
    ``SOURCE_DATE_EPOCH``, the times are that.

    Args:
        packed: What goes in, in its order.
        output: The file.
        accepts: Looks at the archive and tells whether it is to take its place.

    Returns:
        Whether it has taken its place.

    Raises:
        UserError: It can't be written, or a file can't be read.
    """
    moment = _moment()
    try:
        with replacing(output) as stream:
            with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
                for each in packed:
                    _add(archive, each, moment)
            _refuse_unless(accepts(stream))
    except _NotAcceptedError:
        return False
    except OSError as error:
        raise UserError(_CANT_WRITE, file=output, reason=error.strerror or error) from error
    return True


def _refuse_unless(is_accepted: bool) -> None:  # noqa: FBT001
    if not is_accepted:
        raise _NotAcceptedError


def _moment() -> tuple[int, int, int, int, int, int]:
    value = os.environ.get(_EPOCH_VARIABLE) or str(_EARLIEST)
    if not re.fullmatch(r"[0-9]{1,12}", value) or not _EARLIEST <= int(value) <= _LATEST:
        raise UserError(_BAD_EPOCH, value=value)
    return time.gmtime(int(value))[:6]


def _add(archive: ZipFile, packed: Packed, moment: tuple[int, int, int, int, int, int]) -> None:
    info = ZipInfo(packed.name, moment)
    info.create_system = _UNIX
    if packed.is_folder:
        info.compress_type = ZIP_STORED
        info.external_attr = _FOLDER_MODE << 16 | _MS_DOS_FOLDER
        archive.writestr(info, b"")
        return
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _FILE_MODE << 16
    info.file_size = packed.size
    with _opened(packed.source) as source, archive.open(info, "w") as target:
        left = packed.size
        while chunk := _read(source, packed.source):
            left -= len(chunk)
            if left < 0:
                break
            target.write(chunk)
    if left:
        raise UserError(_CHANGED, file=packed.source)


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise UserError(_CANT_READ, file=file, reason=error.strerror or error) from error


def _read(source: BinaryIO, file: Path) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise UserError(_CANT_READ, file=file, reason=error.strerror or error) from error
