"""What a zip archive says that it holds.

The directory stands at the end of the archive. Where its end could be read in two ways, the archive is refused as a
whole: two programs would unpack different things from it.
"""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from struct import Struct
from struct import error as StructError  # noqa: N812 - an exception's name begins with a capital
from typing import TYPE_CHECKING

from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

MOST_MEMBERS = 50_000
_MOST_DIRECTORY_BYTES = 64 * 1024 * 1024

_END = Struct("<4s4H2LH")
_END_64 = Struct("<4sQ2H2L4Q")
_END_64_LOCATOR = Struct("<4sLQL")
_ENTRY = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
_EXTRA = Struct("<2H")
_FOLLOWING, _WIDE_FOLLOWING = Struct("<3L"), Struct("<L2Q")
_END_SIGNATURE, _END_64_SIGNATURE, _LOCATOR_SIGNATURE = b"PK\5\6", b"PK\6\6", b"PK\6\7"
_ENTRY_SIGNATURE, _LOCAL_SIGNATURE, _FOLLOWING_SIGNATURE = b"PK\1\2", b"PK\3\4", b"PK\7\x08"
_LONGEST_COMMENT = 0xFFFF
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF  # the value stands in a wider field elsewhere
_WIDE_SIZES, _UNICODE_NAME = _HONOURED = 0x0001, 0x7075
_ENCRYPTED, _SIZES_FOLLOW, _STRONGLY_ENCRYPTED, _UTF_8, _MASKED = 0x0001, 0x0008, 0x0040, 0x0800, 0x2000
# What stands in the bytes of a name for a character that the code page of the archive's maker lacks, or has.
_STAND_IN = rb"(?:[\x80-\xff]{1,4}|#U[0-9a-fA-F]{4}|#L[0-9a-fA-F]{6}|[A-Za-z?_-])"

_EMPTY = Text(
    en="{path}: the archive is empty, it holds not even a directory. Make it again.",
    pt="{path}: o arquivo está vazio, não tem nem o diretório. Gere-o de novo.",
)
_NO_ZIP = Text(
    en="{path}: this is not a zip archive. A publication is sent as a zip archive, 'publicar.zip'.",
    pt="{path}: isto não é um arquivo zip. Uma publicação é enviada como arquivo zip, 'publicar.zip'.",
)
_CUT = Text(
    en="{path}: the archive has no end: it was cut short, or is one of several parts. Send it again, as one file.",
    pt="{path}: falta o final do arquivo: foi cortado, ou é uma de várias partes. Envie-o de novo, em um só arquivo.",
)
_PARTS = Text(
    en="{path}: the archive is one of several parts. Make it again, as one file.",
    pt="{path}: o arquivo é uma de várias partes. Gere-o de novo, em um só arquivo.",
)
_AMBIGUOUS = Text(
    en="{path}: the archive's directory can be read in two ways, no program makes such an archive. Make it again.",
    pt="{path}: o diretório do arquivo pode ser lido de duas maneiras, nenhum programa o gera assim. Gere-o de novo.",
)
_SURROUNDED = Text(
    en="{path}: something that is no part of the archive stands before or behind it in the file. Make it again.",
    pt="{path}: antes ou depois do conteúdo zip há algo que não faz parte dele. Gere o arquivo de novo.",
)
_DAMAGED = Text(
    en="{path}: the archive's directory is damaged. Make it again, or send it again.",
    pt="{path}: o diretório do arquivo está danificado. Gere-o de novo, ou envie-o de novo.",
)


class DirectoryError(Exception):
    """An archive can't be read at all; ``text`` says why, and has the field ``path``."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class TooManyError(Exception):
    """There are more members than can be looked at."""


@dataclass(frozen=True, slots=True)
class Member:
    """What the directory says about a member.

    Attributes:
        name: Its name, decoded; ``/`` at its end makes it a folder.
        stored_name: The bytes of the name, as they are repeated before the member's content.
        is_named_well: Whether the name could be decoded.
        flags: How its content is stored.
        method: The number of the method of compression.
        checksum: The CRC-32 of its content.
        packed_size: The number of bytes that its content takes in the archive.
        size: The number of bytes that its content has.
        offset: Where in the archive it begins.
        mode: Its type and permissions under Unix; 0 if they aren't said.
        attributes: Its attributes under Windows.
    """

    name: str
    stored_name: bytes
    is_named_well: bool
    flags: int
    method: int
    checksum: int
    packed_size: int
    size: int
    offset: int
    mode: int
    attributes: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")

    @property
    def is_encrypted(self) -> bool:
        return bool(self.flags & (_ENCRYPTED | _STRONGLY_ENCRYPTED | _MASKED))


@dataclass(frozen=True, slots=True)
class Directory:
    """The members in the order of the directory, and where in the archive the directory begins."""

    members: tuple[Member, ...]
    start: int


def read_directory(stream: BinaryIO) -> Directory:
    """Read the directory of an archive.

    Raises:
        DirectoryError: The file is no zip archive, isn't whole, or is damaged.
        TooManyError: There are too many members.
    """
    try:
        start, size, number = _place(stream)
        if number > MOST_MEMBERS or size > _MOST_DIRECTORY_BYTES:
            raise TooManyError
        stream.seek(start)
        members = tuple(_members(stream.read(size), number))
    except StructError as error:
        raise DirectoryError(_DAMAGED) from error
    except OverflowError as error:  # a place beyond what a file can have
        raise DirectoryError(_DAMAGED) from error
    return Directory(members, start)


def extent(stream: BinaryIO, member: Member) -> tuple[int, int] | None:
    """Return where a member's content begins, and where all that belongs to the member ends.

    Returns:
        Nothing if what stands before or behind the content disagrees with the directory.
    """
    stream.seek(member.offset)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        return None
    signature, _, flags, method, _, _, checksum, packed_size, size, *lengths = _LOCAL.unpack(head)
    name, further = (stream.read(length) for length in lengths)
    extra = dict(_extra_fields(further))
    size, packed_size = _wide_sizes(extra, size, packed_size)
    follows = bool(flags & _SIZES_FOLLOW)
    said = zip((checksum, packed_size, size), _sizes_of(member), strict=True)
    if (
        (signature, flags, method, name) != (_LOCAL_SIGNATURE, member.flags, member.method, member.stored_name)
        or any(here != there and not (follows and here == 0) for here, there in said)
        or (_UNICODE_NAME in extra and _decoded(name, flags, extra[_UNICODE_NAME])[0] != member.name)
    ):
        return None
    start: int = member.offset + _LOCAL.size + sum(lengths)
    end = start + member.packed_size
    if not follows:
        return start, end
    following = _length_of_what_follows(stream, end, member)
    return (start, end + following) if following else None


def _sizes_of(member: Member) -> list[int]:
    return [member.checksum, member.packed_size, member.size]


def _length_of_what_follows(stream: BinaryIO, place: int, member: Member) -> int:
    """Return the length of the record that says again how large a content was; nothing if it isn't there."""
    stream.seek(place)
    data = stream.read(len(_FOLLOWING_SIGNATURE) + _WIDE_FOLLOWING.size)
    sizes = _sizes_of(member)
    narrow = _FOLLOWING.pack(*(size & _FULL_32 for size in sizes))
    forms = (head + form for form in (_WIDE_FOLLOWING.pack(*sizes), narrow) for head in (_FOLLOWING_SIGNATURE, b""))
    return next((len(form) for form in forms if data.startswith(form)), 0)


def _place(stream: BinaryIO) -> tuple[int, int, int]:
    """Return where the directory begins, how long it is, and how many members it has."""
    end = _end(stream)
    stream.seek(end)
    _, disk, first_disk, here, number, size, start, _ = _END.unpack(stream.read(_END.size))
    wide = _wide_end(stream, end)
    if wide is not None:
        end, *values = wide
        given = (here, number, size, start)
        for narrow, value, full in zip(given, values, (_FULL_16, _FULL_16, _FULL_32, _FULL_32), strict=True):
            if narrow not in {value, full}:
                raise DirectoryError(_AMBIGUOUS)
        here, number, size, start = values
    if (disk, first_disk) not in {(0, 0), (_FULL_16, _FULL_16)} or here != number:
        raise DirectoryError(_PARTS)
    if start + size != end:
        raise DirectoryError(_SURROUNDED if start + size < end else _DAMAGED)
    return start, size, number


def _end(stream: BinaryIO) -> int:
    """Return where the archive's last record begins, behind which only its comment stands."""
    length = stream.seek(0, os.SEEK_END)
    first = max(length - _END.size - _LONGEST_COMMENT, 0)
    stream.seek(first)
    tail = stream.read()
    found = [match.start() for match in re.finditer(re.escape(_END_SIGNATURE), tail)]
    whole = [place for place in found if len(tail) - place >= _END.size]
    ending = [place for place in whole if place + _END.size + _END.unpack_from(tail, place)[-1] == len(tail)]
    if ending and ending == found[-1:]:
        return first + ending[0]
    if ending:  # there is another one, or its comment holds what some programs take for one
        raise DirectoryError(_AMBIGUOUS)
    if not length:
        raise DirectoryError(_EMPTY)
    if whole:
        raise DirectoryError(_SURROUNDED)
    stream.seek(0)
    raise DirectoryError(_CUT if stream.read(2) == _LOCAL_SIGNATURE[:2] else _NO_ZIP)


def _wide_end(stream: BinaryIO, end: int) -> tuple[int, int, int, int, int] | None:
    """Return the place and the values of the record for large archives, if there is one."""
    if end < _END_64_LOCATOR.size:
        return None
    stream.seek(end - _END_64_LOCATOR.size)
    signature, disk, place, disks = _END_64_LOCATOR.unpack(stream.read(_END_64_LOCATOR.size))
    if signature != _LOCATOR_SIGNATURE:
        return None
    if disk or disks > 1:
        raise DirectoryError(_PARTS)
    if place > end:
        raise DirectoryError(_DAMAGED)
    stream.seek(place)
    signature, length, _, _, disk, first_disk, here, number, size, start = _END_64.unpack(stream.read(_END_64.size))
    if signature != _END_64_SIGNATURE or place + 12 + length + _END_64_LOCATOR.size != end:
        raise DirectoryError(_SURROUNDED)
    if disk or first_disk:
        raise DirectoryError(_PARTS)
    return place, here, number, size, start


def _members(data: bytes, number: int) -> Iterator[Member]:
    place = 0
    for _ in range(number):
        signature, *fields = _ENTRY.unpack_from(data, place)
        _, _, flags, method, _, _, checksum, packed_size, size, *lengths, disk, _, attributes, offset = fields
        names = place + _ENTRY.size
        extras, comment, end = (names + sum(lengths[:some]) for some in (1, 2, 3))
        if signature != _ENTRY_SIGNATURE or end > len(data):
            raise DirectoryError(_DAMAGED)
        stored_name, further = data[names:extras], list(_extra_fields(data[extras:comment]))
        extra = dict(further)
        if any(kind in _HONOURED and extra[kind] != content for kind, content in further):
            raise DirectoryError(_AMBIGUOUS)
        size, packed_size, offset = _wide_sizes(extra, size, packed_size, offset)
        if disk not in {0, _FULL_16}:
            raise DirectoryError(_PARTS)
        name, is_named_well = _decoded(stored_name, flags, extra.get(_UNICODE_NAME, b""))
        yield Member(
            *(name, stored_name, is_named_well, flags, method, checksum, packed_size, size, offset),
            mode=attributes >> 16,
            attributes=attributes & 0xFFFF,
        )
        place = end
    if place != len(data):
        raise DirectoryError(_AMBIGUOUS)


def _extra_fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the further fields of an entry; some programs leave a remainder that is none."""
    place = 0
    while place + _EXTRA.size <= len(data):
        kind, length = _EXTRA.unpack_from(data, place)
        place += _EXTRA.size
        yield kind, data[place : place + length]
        place += length


def _wide_sizes(extra: Mapping[int, bytes], *values: int) -> list[int]:
    """Return values, those that need a wider field as it stands there, in which these alone stand one after another."""
    data = extra.get(_WIDE_SIZES, b"")
    wide = (int.from_bytes(data[place : place + 8], "little") for place in range(0, len(data) - 7, 8))
    return [next(wide, value) if value == _FULL_32 else value for value in values]


def _decoded(stored: bytes, flags: int, unicode_name: bytes) -> tuple[str, bool]:
    """Return a name, and whether it could be decoded, to what all programs take for it.

    Where an archive doesn't say that a name is in UTF-8, it is in the code page of DOS; but macOS writes UTF-8 without
    saying so, which other text is hardly ever valid in.
    """
    if not flags & _UTF_8 and unicode_name[:5] == b"\1" + zlib.crc32(stored).to_bytes(4, "little"):
        name, is_named_well = _decoded(unicode_name[5:], _UTF_8, b"")
        return name, is_named_well and _may_stand_for(stored, name)
    try:
        return stored.decode(), True
    except UnicodeDecodeError:
        return stored.decode("cp437"), not flags & _UTF_8


def _may_stand_for(stored: bytes, name: str) -> bool:
    """Tell whether a stored name differs from the real one in nothing but letters that its code page lacks."""
    pieces = (re.escape(each.encode()) if each.isascii() else _STAND_IN for each in name)
    return re.fullmatch(b"".join(pieces), stored) is not None
