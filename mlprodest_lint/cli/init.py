"""What the command ``init`` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint import scaffold
from mlprodest_lint.cli import streams
from mlprodest_lint.cli.status import CLEAN
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.scaffold import Planned
    from mlprodest_lint.texts import Language

_WRITTEN = Text(en="Written: {path}", pt="Gravado: {path}")
_WOULD_BE_WRITTEN = Text(en="Would be written: {path}", pt="Seria gravado: {path}")
_LEFT_ALONE = Text(en="Left alone: {path}", pt="Mantido: {path}")
_STANDS_FOR_IT = Text(en="Not written: {path}; there is {there}", pt="Não gravado: {path}; existe {there}")
_NEXT = Text(
    en="Next: `mlprodest-lint {folder}` says what is still to be written.",
    pt="Agora: `mlprodest-lint {folder}` diz o que falta escrever.",
)


def init(folder: str, contract: str | None, model: str | None, language: Language, *, dry_run: bool) -> int:
    """Write the files that an author starts from, say which, and return the exit status.

    Raises:
        UserError: They can't be written there.
    """
    planned = scaffold.plan(Path(folder), contract, model)
    if not dry_run:
        scaffold.write(planned)
    lines = list(_lines(planned, language, dry_run=dry_run))
    if not dry_run:
        lines.append(_NEXT.render(language, {"folder": _quoted(folder)}))
    streams.write_out("".join(f"{line}\n" for line in lines))
    return CLEAN


def _lines(planned: list[Planned], language: Language, *, dry_run: bool) -> Iterator[str]:
    for each in planned:
        fields = {"path": _shown(each.path), "there": _shown(each.there or each.path)}
        if each.there is None:
            yield (_WOULD_BE_WRITTEN if dry_run else _WRITTEN).render(language, fields)
        else:
            yield (_LEFT_ALONE if each.there == each.path else _STANDS_FOR_IT).render(language, fields)


def _shown(path: Path) -> str:
    return (path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path).as_posix()


def _quoted(folder: str) -> str:
    return f'"{folder}"' if " " in folder else folder
