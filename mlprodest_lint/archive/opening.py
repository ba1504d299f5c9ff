"""Lets archives that were given be folders for as long as they are looked at."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mlprodest_lint.paths import is_file, mounted, normalized, read_start
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from mlprodest_lint.archive.refusal import Refusal

    Archives: TypeAlias = Mapping[Path, tuple[Refusal, ...]]

_SUFFIX = ".zip"
_SIGNATURES = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
_OTHER_SUFFIXES = (".7z", ".rar", ".tar", ".tar.bz2", ".tar.gz", ".tar.xz", ".tbz2", ".tgz", ".txz")
_OTHER_SIGNATURES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
_OTHER_KIND = Text(
    en="{path}: this is another kind of archive. A publication is sent as a zip archive, 'publicar.zip'.",
    pt="{path}: isto é outro tipo de arquivo compactado. Uma publicação é enviada como arquivo zip, 'publicar.zip'.",
)
_NO_ROOM = Text(
    en="{path}: this archive can't be unpacked to the folder for temporary files: {reason}. Free space there, or name"
    " another with TMPDIR (TEMP on Windows).",
    pt="{path}: não é possível descompactar este arquivo na pasta de arquivos temporários: {reason}. Libere espaço ali"
    " ou indique outra com TMPDIR (TEMP no Windows).",
)
_UNREADABLE = Text(
    en="{path}: this archive can't be read: {reason}.",
    pt="{path}: não é possível ler este arquivo: {reason}.",
)


@contextmanager
def opened(given: Iterable[Path]) -> Iterator[Archives]:
    """Until the end of the block, let each archive among some paths be a folder that holds what it would unpack to.

    Args:
        given: Paths, in whose order archives are opened; other files and folders stay what they are.

    Yields:
        The archives, and what of each wasn't unpacked.

    Raises:
        UserError: A file is an archive of another kind, isn't whole, is damaged, or there is no room for it.
    """
    found: dict[Path, tuple[Refusal, ...]] = {}
    with ExitStack() as stack:
        for path in given:
            file = normalized(path)
            if file not in found and _is_archive(file, shown=path):
                found[file] = _open(file, path, stack)
        yield found


@contextmanager
def opened_as(file: Path, stream: BinaryIO) -> Iterator[Archives]:
    """Until the end of the block, let a file be the archive that a stream holds, such as one that is being written.

    Args:
        file: The file, which need not exist.
        stream: What it is to hold.

    Yields:
        The archive, and what of it wasn't unpacked.

    Raises:
        UserError: It is damaged, or there is no room for it.
    """
    with ExitStack() as stack:
        yield {file: _unpacked(stream, file, file, stack)}


def _is_archive(file: Path, shown: Path) -> bool:
    if not is_file(file):
        return False
    name = file.name.lower()
    try:
        start = read_start(file)
    except OSError:
        start = b""
    if name.endswith(_OTHER_SUFFIXES) or (name.endswith(_SUFFIX) and start.startswith(_OTHER_SIGNATURES)):
        raise UserError(_OTHER_KIND, path=shown)
    return name.endswith(_SUFFIX) or start.startswith(_SIGNATURES)


def _open(file: Path, shown: Path, stack: ExitStack) -> tuple[Refusal, ...]:
    try:
        stream = stack.enter_context(file.open("rb"))
    except OSError as error:
        raise UserError(_UNREADABLE, path=shown, reason=error.strerror or type(error).__name__) from error
    return _unpacked(stream, file, shown, stack)


def _unpacked(stream: BinaryIO, file: Path, shown: Path, stack: ExitStack) -> tuple[Refusal, ...]:
    # Imported here: an archive is rarely given.
    import tempfile  # noqa: PLC0415

    from mlprodest_lint.archive.directory import DirectoryError  # noqa: PLC0415
    from mlprodest_lint.archive.unpacking import unpack  # noqa: PLC0415

    try:
        private = tempfile.TemporaryDirectory(prefix="mlprodest-lint-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(private)).resolve()
        refused = unpack(stream, folder)
    except DirectoryError as error:
        raise UserError(error.text, path=shown) from error
    except OSError as error:
        raise UserError(_NO_ROOM, path=shown, reason=error.strerror or type(error).__name__) from error
    stack.enter_context(mounted(file, folder))
    return refused
