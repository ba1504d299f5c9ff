"""From an archive to the folder that it would unpack to, without what could do harm.

Nothing that the archive says is trusted: names are judged before anything is written, sizes are counted while it is
written, and what doesn't keep its word is deleted again.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mlprodest_lint.archive.directory import MOST_MEMBERS, TooManyError, extent, read_directory
from mlprodest_lint.archive.refusal import Reason, Refusal, named, refusal
from mlprodest_lint.filenames import LONGEST, folded, is_bad_on_windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO, TypeAlias

    from mlprodest_lint.archive.directory import Directory, Member

    Parts: TypeAlias = tuple[str, ...]

MOST_BYTES = 2 * 1024**3
MOST_TIMES = 100
_FEW_BYTES = 32 * 1024**2  # of which any ratio is harmless
_LONGEST_PATH, _DEEPEST = 1000, 40

_STORED, _DEFLATED = 0, 8
_CHUNK = 256 * 1024
_REPARSE_POINT = 0x0400
_DRIVE = re.compile(r"[A-Za-z]:")
_DISK_IS_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class _RefusedError(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def unpack(stream: BinaryIO, folder: Path) -> tuple[Refusal, ...]:
    """Unpack what of an archive can be unpacked without harm.

    Args:
        stream: The archive.
        folder: An empty folder.

    Returns:
        The members that weren't unpacked.

    Raises:
        DirectoryError: The file is no zip archive, isn't whole, or is damaged.
        OSError: The archive can't be read, or the disk is full.
    """
    try:
        directory = read_directory(stream)
    except TooManyError:
        return (Refusal(Reason.TOO_MANY),)
    unpacking = _Unpacking(stream, folder, directory)
    reasons = ((member, unpacking.reason_against(member)) for member in directory.members)
    return named([refusal(reason, member.name) for member, reason in reasons if reason is not None])


class _Unpacking:
    """What has been unpacked, and where in the archive the rest lies."""

    def __init__(self, stream: BinaryIO, folder: Path, directory: Directory) -> None:
        self._stream = stream
        self._folder = folder
        self._files: set[Parts] = set()
        self._folders: set[Parts] = {()}
        self._spellings: dict[Parts, Parts] = {}
        self._bytes_left = min(MOST_BYTES, max(_FEW_BYTES, MOST_TIMES * stream.seek(0, os.SEEK_END)))
        extents = {member.offset: extent(stream, member) for member in directory.members}
        self._starts = {offset: found[0] for offset, found in extents.items() if found is not None}
        ends = {offset: found[1] for offset, found in extents.items() if found is not None}
        self._overlapping, self._beside_others = _misplaced(directory, ends)

    def reason_against(self, member: Member) -> Reason | None:
        """Write a member, and return nothing; or return why it isn't there afterwards.

        Raises:
            OSError: The disk is full.
        """
        try:
            self._take(member)
        except _RefusedError as error:
            return error.reason
        return None

    def _take(self, member: Member) -> None:
        parts = _safe_parts(member)
        self._check_content(member)
        self._check_place(parts, member)
        for length in range(1, len(parts) + member.is_folder):
            self._make_folder(parts[:length])
        if not member.is_folder:
            self._write(member, self._folder.joinpath(*parts))
            self._files.add(parts)

    def _check_content(self, member: Member) -> None:
        _check_type(member)
        if member.is_encrypted:
            raise _RefusedError(Reason.ENCRYPTED)
        if member.method not in {_STORED, _DEFLATED}:
            raise _RefusedError(Reason.METHOD)
        if member.offset in self._overlapping:
            raise _RefusedError(Reason.OVERLAP)
        if member.offset not in self._starts or (member.is_folder and member.size):
            raise _RefusedError(Reason.DISAGREEMENT)
        if member.offset in self._beside_others:
            raise _RefusedError(Reason.STRAY)
        if member.size > self._bytes_left:
            raise _RefusedError(Reason.LARGE)

    def _check_place(self, parts: Parts, member: Member) -> None:
        """See that no other member has this path, or a spelling of it that some systems take as the same."""
        paths = [parts[:length] for length in range(1, len(parts) + 1)]
        if any(path in self._files for path in paths[:-1]):
            raise _RefusedError(Reason.FILE_AS_FOLDER)
        if parts in (self._files if member.is_folder else self._folders):
            raise _RefusedError(Reason.FILE_AS_FOLDER)
        if parts in self._files:
            raise _RefusedError(Reason.DUPLICATE)
        spellings = {tuple(map(folded, path)): path for path in paths}
        if any(self._spellings.get(spelling, path) != path for spelling, path in spellings.items()):
            raise _RefusedError(Reason.COLLISION)
        if len(self._spellings) > 2 * MOST_MEMBERS:  # folders that no member names count too
            raise _RefusedError(Reason.DEEP)
        self._spellings |= spellings

    def _make_folder(self, parts: Parts) -> None:
        if parts not in self._folders:
            with _writing():
                self._folder.joinpath(*parts).mkdir()
            self._folders.add(parts)

    def _write(self, member: Member, file: Path) -> None:
        try:
            with _writing(), file.open("xb") as target:
                self._copy(member, target)
        except BaseException:
            file.unlink(missing_ok=True)
            raise

    def _copy(self, member: Member, target: BinaryIO) -> None:
        written = checksum = 0
        for chunk in _content(self._stream, self._starts[member.offset], member):
            written += len(chunk)
            self._bytes_left -= len(chunk)
            if written > member.size:
                raise _RefusedError(Reason.WRONG_CONTENT)
            checksum = zlib.crc32(chunk, checksum)
            target.write(chunk)
        if (written, checksum) != (member.size, member.checksum):
            raise _RefusedError(Reason.WRONG_CONTENT)


def _misplaced(directory: Directory, ends: Mapping[int, int]) -> tuple[set[int], set[int]]:
    """Return where the members begin that share bytes with others, and those that bytes of no member stand beside.

    Shared are those of a member that begins earlier, and of the directory. Programs that read an archive from its
    beginning would take what belongs to no member for one.
    """
    overlapping: set[int] = set()
    beside_others: set[int] = set()
    last, free, is_certain = -1, 0, True
    for member in sorted(directory.members, key=lambda member: member.offset):
        end = ends.get(member.offset, member.offset + member.packed_size)
        if member.offset < free or member.offset == last or end > directory.start:
            overlapping.add(member.offset)
        elif member.offset > free and is_certain:
            beside_others.add(member.offset)
        last, free, is_certain = member.offset, max(free, end), member.offset in ends
    if free < directory.start and is_certain:
        beside_others.add(last)
    return overlapping, beside_others


def _safe_parts(member: Member) -> Parts:
    """Return the path of a member below the folder that it is unpacked to."""
    name = member.name
    if not member.is_named_well or any(unicodedata.category(character) == "Cc" for character in name):
        raise _RefusedError(Reason.BAD_NAME)
    if "\\" in name:
        raise _RefusedError(Reason.BACKSLASH)
    if name.startswith("/") or _DRIVE.match(name):
        raise _RefusedError(Reason.ABSOLUTE)
    pieces = name.split("/")
    parts = tuple(piece for piece in pieces if piece not in {"", "."})
    if ".." in parts:
        raise _RefusedError(Reason.CLIMBING)
    if not member.is_folder and pieces[-1] in {"", "."}:
        raise _RefusedError(Reason.BAD_NAME)
    if len(name) > _LONGEST_PATH or any(len(part.encode()) > LONGEST for part in parts):
        raise _RefusedError(Reason.LONG_NAME)
    if len(parts) > _DEEPEST:
        raise _RefusedError(Reason.DEEP)
    if os.name == "nt" and any(map(is_bad_on_windows, parts)):
        raise _RefusedError(Reason.BAD_ON_WINDOWS)
    return parts


def _check_type(member: Member) -> None:
    kind = stat.S_IFMT(member.mode)
    if kind == stat.S_IFLNK or member.attributes & _REPARSE_POINT:
        raise _RefusedError(Reason.LINK)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _RefusedError(Reason.DEVICE)
    if kind == stat.S_IFDIR and not member.is_folder:
        raise _RefusedError(Reason.DISAGREEMENT)


def _content(stream: BinaryIO, start: int, member: Member) -> Iterator[bytes]:
    """Yield the content of a member in small pieces, however much comes out of few bytes."""
    packed = _packed(stream, start, member.packed_size)
    if member.method == _STORED:
        yield from packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflater.eof:
            data = inflater.unconsumed_tail or next(packed, b"")
            chunk = inflater.decompress(data, _CHUNK)
            if not (data or chunk):
                raise _RefusedError(Reason.WRONG_CONTENT)
            yield chunk
    except zlib.error as error:
        raise _RefusedError(Reason.WRONG_CONTENT) from error
    if inflater.unused_data or next(packed, b""):
        raise _RefusedError(Reason.WRONG_CONTENT)


def _packed(stream: BinaryIO, start: int, left: int) -> Iterator[bytes]:
    stream.seek(start)
    while left:
        chunk = stream.read(min(left, _CHUNK))
        if not chunk:
            raise _RefusedError(Reason.WRONG_CONTENT)
        left -= len(chunk)
        yield chunk


@contextmanager
def _writing() -> Iterator[None]:
    """Take an error of the system as the fault of the member, such as a name that can't be here, unless the disk is."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_IS_FULL:
            raise
        raise _RefusedError(Reason.UNWRITABLE) from error
