"""What of a publication's folders goes into the archive, what is left out and why, and what can't be packed."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.contract import V1_5
from mlprodest_lint.ignoring import Ignored
from mlprodest_lint.leftovers import NAMES, leftover_at
from mlprodest_lint.paths import is_folder as is_folder_at
from mlprodest_lint.paths import real_path
from mlprodest_lint.publish.names import collisions, composed, objection
from mlprodest_lint.replacing import is_temporary_of
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.config import Settings
    from mlprodest_lint.publish.folders import Publication
    from mlprodest_lint.texts import Language
    from mlprodest_lint.workers import Parts

_BY_GIT = Text(en="ignored by .gitignore", pt="ignorado pelo .gitignore")
_BY_CONFIGURATION = Text(en="excluded by the configuration", pt="excluído pela configuração")
_IS_OUTPUT = Text(en="the archive itself", pt="o próprio arquivo da publicação")

_UNREADABLE = Text(en="it can't be read: {reason}", pt="não é possível lê-lo: {reason}")
_LINK_OUT = Text(
    en="it is a link to {target}, outside the project: put a copy in its place",
    pt="é um link para {target}, fora do projeto: ponha uma cópia no lugar",
)
_LINK_NOWHERE = Text(en="it is a link that leads nowhere", pt="é um link que não leva a lugar nenhum")
_LINK_AROUND = Text(
    en="it is a link to a folder that holds it, and would go on without end",
    pt="é um link para uma pasta que o contém, e não teria fim",
)
_NO_FILE = Text(en="it is neither a file nor a folder", pt="não é um arquivo nem uma pasta")
_SAME_NAME = Text(
    en="where letter case or the form of accents doesn't count, it has the same name as {other}",
    pt="onde maiúsculas ou a forma dos acentos não contam, tem o mesmo nome que {other}",
)
_NEEDED = Text(
    en="the contract asks for it, but it would be left out ({reason})",
    pt="o contrato o exige, mas ficaria de fora ({reason})",
)


@dataclass(frozen=True, slots=True)
class Packed:
    """A file, or a folder that holds nothing, that goes into the archive.

    Attributes:
        name: Its name there.
        source: Where its content is.
        size: How many bytes that is.
        is_folder: Whether it is a folder.
        is_renamed: Whether its name on the disk has another Unicode form.
    """

    name: str
    source: Path
    size: int
    is_folder: bool = False
    is_renamed: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that doesn't go into the archive, and all that it holds."""

    path: Path
    is_folder: bool
    reason: Text
    detail: str
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that can't be packed as it is; the text goes on after the path."""

    path: Path
    text: Text
    fields: tuple[tuple[str, object], ...] = ()

    def render(self, language: Language) -> str:
        """Return what stands in the way, in a language."""
        rendered = ((key, value.render(language) if isinstance(value, Text) else value) for key, value in self.fields)
        return self.text.render(language, dict(rendered))


@dataclass
class Content:
    """What goes in, in the archive's order, what is left out, and what stands in the way."""

    packed: list[Packed] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)


def content_of(publication: Publication, output: Path) -> Content:
    """Look through the folders of a publication.

    Args:
        publication: The folders.
        output: The archive that is to be written, which isn't packed itself.
    """
    collector = _Collector(publication, Path(real_path(output)))
    for root, settings in publication.settings.items():
        collector.add(root, settings)
    collector.check_collisions()
    content = collector.content
    return Content(
        sorted(content.packed, key=lambda packed: packed.name),
        sorted(content.left_out, key=lambda left: left.path),
        [*sorted(content.obstacles, key=lambda each: each.path), *_needed_and_left_out(publication, content.left_out)],
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder on the way: its path, its parts in the archive, and the real folders that links leave and enter."""

    path: Path
    parts: Parts
    entered: tuple[str, ...]


class _Collector:
    def __init__(self, publication: Publication, output: Path) -> None:
        self.content = Content()
        self._publication = publication
        self._output = output
        self._roots = frozenset({publication.project, *publication.settings})
        self._homes = tuple(map(real_path, self._roots))
        self._names: dict[str, Path] = {}

    def add(self, root: Path, settings: Settings) -> None:
        ignored = Ignored(root, self._publication.project, settings.exclude, settings.folder)
        pending = [_Place(root, (root.name,), (real_path(root),))]
        while pending:
            place = pending.pop()
            self._check_name(place.path, place.parts)
            listed = self._listed(place.path)
            if listed == []:
                self._pack(place.path, place.parts, 0, is_folder=True)
            pending += filter(None, (self._take(entry, place, ignored) for entry in listed or ()))

    def check_collisions(self) -> None:
        for first, second in collisions(sorted(self._names)):
            self._object(self._names[second], _SAME_NAME, other=first)

    def _listed(self, folder: Path) -> list[os.DirEntry[str]] | None:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            self._object(folder, _UNREADABLE, reason=error.strerror or error)
            return None

    def _take(self, entry: os.DirEntry[str], place: _Place, ignored: Ignored) -> _Place | None:
        """Take in a file, or return a folder that is to be looked through."""
        path, parts = place.path / entry.name, (*place.parts, entry.name)
        target = Path(real_path(path)) if entry.is_symlink() else None
        is_folder = is_folder_at(path)
        if self._leaves_out(path, ignored, is_folder=is_folder):
            return None
        if target is not None:
            if not self._may_follow(path, target, place):
                return None
            if self._leaves_out(path, ignored, is_folder=is_folder, as_what=target):
                return None
        if is_folder:
            entered = () if target is None else (real_path(place.path), str(target))
            return _Place(path, parts, (*place.entered, *entered))
        self._check_name(path, parts)
        size = self._size_of(path)
        if size is not None:
            self._pack(path, parts, size)
        return None

    def _leaves_out(self, path: Path, ignored: Ignored, *, is_folder: bool, as_what: Path | None = None) -> bool:
        """Leave a path out if there is a reason to, be it that of what it is a link to."""
        found = self._reason(as_what or path, ignored, is_folder=is_folder)
        if found is not None:
            files, size = _measured(path)
            self.content.left_out.append(LeftOut(path, is_folder, *found, files, size))
        return found is not None

    def _reason(self, path: Path, ignored: Ignored, *, is_folder: bool) -> tuple[Text, str] | None:
        leftover = leftover_at(path, is_folder=is_folder, roots=self._roots)
        if leftover is not None:
            return NAMES[leftover.kind], leftover.detail
        if ignored.excludes(path, is_folder=is_folder):
            return _BY_CONFIGURATION, ""
        if ignored(path, is_folder=is_folder):
            return _BY_GIT, ""
        return (_IS_OUTPUT, "") if self._is_output(path) else None

    def _is_output(self, path: Path) -> bool:
        """Tell whether a path is the archive, or what is written to become it; a link may have led here."""
        if path.name != self._output.name and not is_temporary_of(self._output.with_name(path.name), self._output):
            return False
        return real_path(path.parent) == str(self._output.parent)

    def _may_follow(self, path: Path, target: Path, place: _Place) -> bool:
        if not target.exists():
            self._object(path, _LINK_NOWHERE)
        elif not any(target.is_relative_to(home) for home in self._homes):
            self._object(path, _LINK_OUT, target=target)
        elif any(Path(real).is_relative_to(target) for real in (*place.entered, real_path(place.path))):
            self._object(path, _LINK_AROUND)
        else:
            return True
        return False

    def _size_of(self, file: Path) -> int | None:
        """Return the size of a file if it is one and can be read."""
        try:
            status = file.stat()
            if stat.S_ISREG(status.st_mode):
                with file.open("rb"):
                    return status.st_size
        except OSError as error:
            self._object(file, _UNREADABLE, reason=error.strerror or error)
        else:
            self._object(file, _NO_FILE)
        return None

    def _check_name(self, path: Path, parts: Parts) -> None:
        text = objection(parts[-1])
        if text is not None:
            self._object(path, text)
        self._names["/".join(parts)] = path

    def _pack(self, path: Path, parts: Parts, size: int, *, is_folder: bool = False) -> None:
        written = "/".join((V1_5.publication_folder, *parts))
        name = composed(written)
        packed = Packed(f"{name}/" if is_folder else name, path, size, is_folder, is_renamed=name != written)
        self.content.packed.append(packed)

    def _object(self, path: Path, text: Text, **fields: object) -> None:
        self.content.obstacles.append(Obstacle(path, text, tuple(fields.items())))


def _measured(path: Path) -> tuple[int, int]:
    """Return how many files lie at or below a path, links not followed, and their size."""
    files = size = 0
    pending = [str(path)]
    while pending:
        current = pending.pop()
        try:
            if os.path.isdir(current) and not os.path.islink(current):  # noqa: PTH112, PTH114 - far faster for many
                with os.scandir(current) as entries:
                    pending += (entry.path for entry in entries)
            else:
                size += os.lstat(current).st_size
                files += 1
        except OSError:
            continue
    return files, size


def _needed_and_left_out(publication: Publication, left_out: Iterable[LeftOut]) -> Iterator[Obstacle]:
    """Yield the files that the contract asks for and that aren't packed although they are there."""
    needed = {
        worker.root / name
        for worker in publication.selection.workers.values()
        for name in (*worker.contract.workers[worker.kind].standard_files, worker.contract.requirements_file)
    }
    needed |= {training.root / V1_5.requirements_file for training in publication.selection.trainings.values()}
    for each in left_out:
        if any(path == each.path or each.path in path.parents for path in needed):
            yield Obstacle(each.path, _NEEDED, (("reason", each.reason),))
