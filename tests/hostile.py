"""Archives as no zip program writes them, made byte by byte: each with one thing that is wrong."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from mlprodest_lint.archive.refusal import Reason

if TYPE_CHECKING:
    from pathlib import Path

SOUND = "publicar/ok.txt"
CONTENT = b"conteudo"


@dataclass(frozen=True)
class Entry:
    """A member: what its own header says, what the directory says, the bytes between, and stray ones before it."""

    name: bytes
    packed: bytes = CONTENT
    size: int = len(CONTENT)
    checksum: int = zlib.crc32(CONTENT)
    method: int = 0
    flags: int = 0
    mode: int = stat.S_IFREG | 0o644
    attributes: int = 0
    system: int = 3
    extra: bytes = b""
    packed_size: int | None = None
    offset: int | None = None
    stray: bytes = b""
    local: dict[str, object] = field(default_factory=dict)

    def header(self) -> bytes:
        said = replace(self, **self.local)  # type: ignore[arg-type]
        sizes = (said.checksum, said.length, said.size, len(said.name), len(said.extra))
        head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, said.flags, said.method, 0, 33, *sizes)
        return head + said.name + said.extra

    def listing(self, offset: int) -> bytes:
        made_by = self.system << 8 | 20
        sizes = (self.checksum, self.length, self.size, len(self.name), len(self.extra), 0)
        attributes = self.mode << 16 | self.attributes
        place = offset if self.offset is None else self.offset
        head = struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", made_by, 20, self.flags, self.method, 0, 33, *sizes, 0, 0, attributes, place
        )
        return head + self.name + self.extra

    @property
    def length(self) -> int:
        return len(self.packed) if self.packed_size is None else self.packed_size


def stored(name: bytes, content: bytes) -> Entry:
    return Entry(name, content, len(content), zlib.crc32(content))


def deflated(name: bytes, content: bytes) -> Entry:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    return Entry(name, packed, len(content), zlib.crc32(content), method=8)


def followed(entry: Entry, signature: bytes = b"PK\7\x08", size: int | None = None) -> Entry:
    """Return a member whose sizes stand behind its content, as programs write it that don't know them before."""
    sizes = struct.pack("<3L", entry.checksum, entry.length, entry.size if size is None else size)
    unsaid: dict[str, object] = {"flags": 0x0008, "checksum": 0, "size": 0, "packed_size": 0}
    packed = entry.packed + signature + sizes
    return replace(entry, packed=packed, packed_size=entry.length, flags=0x0008, local=unsaid)


def zeros(size: int) -> bytes:
    """Return the deflated form of so many zeros (a multiple of 1 MiB), without deflating them all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * (size >> 20) + packer.flush()


def end(number: int, size: int, start: int, comment: bytes = b"", disk: int = 0, first_disk: int = 0) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", disk, first_disk, number, number, size, start, len(comment)) + comment


def archive(*entries: Entry, comment: bytes = b"", number: int | None = None) -> bytes:
    """Return an archive of these members."""
    body, listing = b"", b""
    for entry in entries:
        body += entry.stray
        listing += entry.listing(len(body))
        body += entry.header() + entry.packed
    return body + listing + end(len(entries) if number is None else number, len(listing), len(body), comment)


def wide_end(number: int, size: int, start: int) -> bytes:
    """Return the end of a large archive, with the record that has room for its numbers."""
    place = start + size
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, size, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, place, 1)
    return record + locator + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def million() -> bytes:
    """Return an archive of 1,000,000 members, which are all the same one."""
    entry = Entry(b"x", b"", 0, 0)
    listing = entry.listing(0) * 1_000_000
    return entry.header() + listing + wide_end(1_000_000, len(listing), len(entry.header()))


def nested_overlap(number: int) -> bytes:
    """Return an archive in which the content of each member is all the later ones: a few bytes count many times."""
    kernel = deflated(b"nucleo", bytes(10 << 20))
    length = len(Entry(b"0000").header())
    body, listing = b"", b""
    for index in range(number):
        inside = (number - 1 - index) * length + len(kernel.header() + kernel.packed)
        entry = Entry(b"%04d" % index, size=inside, checksum=0, packed_size=inside)
        listing += entry.listing(len(body))
        body += entry.header()
    listing += kernel.listing(len(body))
    body += kernel.header() + kernel.packed
    return body + listing + end(number + 1, len(listing), len(body))


def unicode_name(stored: bytes, name: str) -> bytes:
    data = b"\1" + struct.pack("<L", zlib.crc32(stored)) + name.encode()
    return struct.pack("<2H", 0x7075, len(data)) + data


def wide_size(size: int) -> bytes:
    return struct.pack("<2HQ", 0x0001, 8, size)


def with_sound(*entries: Entry) -> bytes:
    return archive(Entry(SOUND.encode()), *entries)


def bad(name: str, **said: object) -> Callable[[], bytes]:
    return lambda: with_sound(replace(Entry(name.encode(), flags=0x0800), **said))  # type: ignore[arg-type]


Make: TypeAlias = Callable[[], bytes]
LIES = deflated(b"publicar/x", bytes(5000))
IN_FOLDER = "publicar/x"

REFUSED: dict[str, tuple[Reason, Make]] = {
    "absolute": (Reason.ABSOLUTE, bad("/mlprodest-lint-fora.txt")),
    "two-slashes": (Reason.ABSOLUTE, bad("//servidor/x")),
    "drive": (Reason.ABSOLUTE, bad("C:/x.txt")),
    "drive-relative": (Reason.ABSOLUTE, bad("c:x.txt")),
    "climbing": (Reason.CLIMBING, bad("../fora.txt")),
    "climbing-inside": (Reason.CLIMBING, bad("publicar/../../fora.txt")),
    "climbing-folder": (Reason.CLIMBING, bad("publicar/../..//")),
    "climbing-unicode-name": (
        Reason.CLIMBING,
        lambda: with_sound(Entry(b"../f?ra.txt", extra=unicode_name(b"../f?ra.txt", "../f\u00f3ra.txt"))),
    ),
    "another-unicode-name": (
        Reason.BAD_NAME,
        lambda: with_sound(Entry(b"publicar/pub.py", extra=unicode_name(b"publicar/pub.py", "publicar/leia.md"))),
    ),
    "backslash-climbing": (Reason.BACKSLASH, bad("..\\fora.txt")),
    "backslash": (Reason.BACKSLASH, bad("publicar\\worker_pub\\pub.py")),
    "nul": (Reason.BAD_NAME, bad("publicar/pub.py\0.txt")),
    "control": (Reason.BAD_NAME, bad("publicar/a\x1b[2Jb")),
    "newline": (Reason.BAD_NAME, bad("publicar/a\nb")),
    "no-name": (Reason.BAD_NAME, bad("")),
    "dot": (Reason.BAD_NAME, bad("publicar/x/.")),
    "not-utf-8": (Reason.BAD_NAME, lambda: with_sound(Entry(b"publicar/\xff\xfe", flags=0x0800))),
    "long-path": (Reason.LONG_NAME, bad("publicar/" + "pasta/" * 33 + "x" * 900)),
    "long-name": (Reason.LONG_NAME, bad("publicar/" + "é" * 128)),
    "longest-name": (Reason.LONG_NAME, bad("x" * 65535)),
    "deep": (Reason.DEEP, bad("p/" * 400 + "x")),
    "link": (Reason.LINK, bad(IN_FOLDER, mode=stat.S_IFLNK | 0o777)),
    "link-of-dos": (Reason.LINK, bad(IN_FOLDER, mode=stat.S_IFLNK | 0o777, system=0)),
    "link-to-folder": (Reason.LINK, bad("publicar/x/", mode=stat.S_IFLNK | 0o777)),
    "reparse-point": (Reason.LINK, bad(IN_FOLDER, mode=0, attributes=0x0400, system=0)),
    "pipe": (Reason.DEVICE, bad(IN_FOLDER, mode=stat.S_IFIFO | 0o644)),
    "character-device": (Reason.DEVICE, bad(IN_FOLDER, mode=stat.S_IFCHR | 0o644)),
    "block-device": (Reason.DEVICE, bad(IN_FOLDER, mode=stat.S_IFBLK | 0o644)),
    "socket": (Reason.DEVICE, bad(IN_FOLDER, mode=stat.S_IFSOCK | 0o644)),
    "duplicate": (Reason.DUPLICATE, bad(SOUND)),
    "duplicate-spelled-otherwise": (Reason.DUPLICATE, bad("./publicar//ok.txt")),
    "letter-case": (Reason.COLLISION, bad("publicar/OK.txt")),
    "letter-case-of-folder": (Reason.COLLISION, bad("Publicar/x.txt")),
    "accents": (
        Reason.COLLISION,
        lambda: with_sound(*(Entry(name.encode(), flags=0x0800) for name in ("publicar/\u00e9", "publicar/e\u0301"))),
    ),
    "sharp-s": (
        Reason.COLLISION,
        lambda: with_sound(*(Entry(name.encode(), flags=0x0800) for name in ("a/stra\u00dfe", "a/STRASSE"))),
    ),
    "file-as-folder": (Reason.FILE_AS_FOLDER, bad(f"{SOUND}/x")),
    "file-as-empty-folder": (Reason.FILE_AS_FOLDER, bad(f"{SOUND}/", packed=b"", size=0, checksum=0)),
    "folder-as-file": (Reason.FILE_AS_FOLDER, bad("publicar")),
    "encrypted": (Reason.ENCRYPTED, bad(IN_FOLDER, flags=0x0001)),
    "strongly-encrypted": (Reason.ENCRYPTED, bad(IN_FOLDER, flags=0x0040)),
    "masked": (Reason.ENCRYPTED, bad(IN_FOLDER, flags=0x2041)),
    "bzip2": (Reason.METHOD, bad(IN_FOLDER, method=12)),
    "lzma": (Reason.METHOD, bad(IN_FOLDER, method=14)),
    "unknown-method": (Reason.METHOD, bad(IN_FOLDER, method=77)),
    "same-bytes": (Reason.OVERLAP, lambda: archive(Entry(b"a"), Entry(b"b", offset=0))),
    "quoted-header": (
        Reason.OVERLAP,
        lambda: archive(stored(b"a", Entry(b"b").header() + CONTENT), Entry(b"b", offset=31)),
    ),
    "over-the-directory": (Reason.OVERLAP, bad(IN_FOLDER, packed_size=4000)),
    "nested-overlap": (Reason.OVERLAP, lambda: nested_overlap(200)),
    "beyond-the-end": (Reason.OVERLAP, bad(IN_FOLDER, offset=1 << 30)),
    "no-header": (Reason.DISAGREEMENT, lambda: archive(Entry(b"a" * 60), Entry(b"b", offset=99, packed=b"", size=0))),
    "other-name": (Reason.DISAGREEMENT, bad(IN_FOLDER, local={"name": b"../fora.tx"})),
    "other-method": (Reason.DISAGREEMENT, bad(IN_FOLDER, local={"method": 8})),
    "other-size": (Reason.DISAGREEMENT, bad(IN_FOLDER, local={"size": 7})),
    "other-checksum": (Reason.DISAGREEMENT, bad(IN_FOLDER, local={"checksum": 7})),
    "other-flags": (Reason.DISAGREEMENT, bad(IN_FOLDER, local={"flags": 1})),
    "other-wide-size": (
        Reason.DISAGREEMENT,
        bad(IN_FOLDER, local={"size": 0xFFFFFFFF, "extra": wide_size(7)}),
    ),
    "no-wide-size": (Reason.DISAGREEMENT, bad(IN_FOLDER, local={"size": 0xFFFFFFFF})),
    "other-unicode-name": (
        Reason.DISAGREEMENT,
        bad(IN_FOLDER, flags=0, local={"extra": unicode_name(IN_FOLDER.encode(), "publicar/\u00e9")}),
    ),
    "nothing-follows": (Reason.DISAGREEMENT, bad(IN_FOLDER, flags=0x0008)),
    "other-size-follows": (
        Reason.DISAGREEMENT,
        lambda: with_sound(followed(Entry(IN_FOLDER.encode()), size=7)),
    ),
    "folder-with-content": (Reason.DISAGREEMENT, bad("publicar/x/")),
    "folder-called-like-a-file": (Reason.DISAGREEMENT, bad(IN_FOLDER, mode=stat.S_IFDIR | 0o755)),
    "program-before": (Reason.STRAY, lambda: archive(Entry(b"a", stray=b"#!/bin/sh\n"), Entry(SOUND.encode()))),
    "hidden-member": (Reason.STRAY, lambda: with_sound(Entry(b"a", stray=Entry(b"oculto").header() + CONTENT))),
    "hidden-last-member": (Reason.STRAY, lambda: with_sound(Entry(b"a", packed=CONTENT + b"mais", packed_size=8))),
    "more-than-said": (
        Reason.WRONG_CONTENT,
        lambda: with_sound(replace(LIES, size=10, checksum=zlib.crc32(bytes(10)))),
    ),
    "less-than-said": (Reason.WRONG_CONTENT, lambda: with_sound(replace(LIES, size=6000))),
    "stored-size": (Reason.WRONG_CONTENT, bad(IN_FOLDER, size=7, checksum=zlib.crc32(CONTENT[:7]))),
    "checksum": (Reason.WRONG_CONTENT, bad(IN_FOLDER, checksum=1)),
    "cut-stream": (Reason.WRONG_CONTENT, lambda: with_sound(replace(LIES, packed=LIES.packed[:-3]))),
    "longer-stream": (Reason.WRONG_CONTENT, lambda: with_sound(replace(LIES, packed=LIES.packed + b"mais"))),
    "no-stream": (Reason.WRONG_CONTENT, lambda: with_sound(replace(LIES, packed=b"\xff" * 20))),
    "ten-gigabytes": (
        Reason.WRONG_CONTENT,
        lambda: with_sound(replace(LIES, packed=zeros(10 << 30), size=1000, checksum=0)),
    ),
    "ten-gigabytes-said": (
        Reason.LARGE,
        lambda: with_sound(replace(LIES, packed=zeros(1 << 30), size=0xFFFFFFFF, extra=wide_size(10 << 30))),
    ),
    "a-gigabyte-from-a-megabyte": (
        Reason.LARGE,
        lambda: with_sound(replace(LIES, packed=zeros(1 << 30), size=1 << 30)),
    ),
    "three-gigabytes-stored": (Reason.LARGE, bad(IN_FOLDER, size=3 << 30)),
    "a-million-members": (Reason.TOO_MANY, million),
}
"""By technique: why the archive, or the member that isn't sound, is refused; and its bytes."""


def with_two_ends() -> bytes:
    """Return an archive whose comment is another end of an archive."""
    whole = archive(Entry(b"a"))
    return whole[:-22] + end(1, 47, 39, comment=end(0, 0, 0))


def with_another_end_in_its_comment() -> bytes:
    """Return an archive in whose comment some programs find an end: that of an empty archive."""
    return archive(Entry(b"a"), comment=end(0, 0, 0) + bytes(9))


UNREADABLE: dict[str, Make] = {
    "empty": lambda: b"",
    "text": lambda: b"isto nao e um zip",
    "cut": lambda: archive(Entry(b"a" * 50), Entry(b"b"))[:120],
    "head-only": lambda: b"PK\3\4",
    "no-members": archive,
    "something-before": lambda: b"#!/bin/sh\n" + archive(Entry(b"a")),
    "something-behind": lambda: archive(Entry(b"a")) + b"mais",
    "two-ends": with_two_ends,
    "an-end-in-the-comment": with_another_end_in_its_comment,
    "two-unicode-names": lambda: archive(
        Entry(b"a#U00e9", extra=unicode_name(b"a#U00e9", "a\u00e9") + unicode_name(b"a#U00e9", "b\u00e9"))
    ),
    "several-parts": lambda: archive(Entry(b"a"))[:-22] + end(1, 47, 39, disk=1, first_disk=1),
    "fewer-than-listed": lambda: archive(Entry(b"a"), Entry(b"b"), number=1),
    "more-than-listed": lambda: archive(Entry(b"a"), number=2),
    "directory-elsewhere": lambda: archive(Entry(b"a"))[:-22] + end(1, 47, 40),
    "wide-numbers-that-differ": lambda: archive(Entry(b"a"))[:-22] + wide_end(1, 47, 39)[:-22] + end(2, 47, 39),
    "wide-end-elsewhere": lambda: (
        archive(Entry(b"a"))[:-22] + struct.pack("<4sLQL", b"PK\6\7", 0, 5, 1) + end(1, 47, 39)
    ),
    "beyond-what-a-file-has": lambda: (
        archive(Entry(b"a"))[:-22] + wide_end(1, 47, 39).replace(struct.pack("<Q", 39), struct.pack("<Q", 1 << 63))
    ),
    "rar": lambda: b"Rar!\x1a\x07\x01\x00" + bytes(50),
    "7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "gzip": lambda: b"\x1f\x8b\x08" + bytes(50),
}
"""By what is wrong: files that are no archive, not a whole one, or one that can be read in two ways."""


def write_all(folder: Path, made: dict[str, Make]) -> dict[str, Path]:
    """Write the archives of a table, and return them by their keys."""
    files = {name: folder / f"{name}.zip" for name in made}
    for name, make in made.items():
        files[name].write_bytes(make())
    return files
