"""A troca de todos os artefatos de uma pasta de uma só vez, sem tocar no que é do usuário.

O que foi baixado espera em ``<pasta>/.mllibprodest/new``; só quando está completo toma o lugar do anterior, que espera
em ``old`` até que a troca termine. O arquivo ``exchange.json`` existe enquanto uma troca está em andamento: quem o
encontra, com a trava na mão, desfaz a troca de um processo que morreu. Renomeá-lo para ``manifest.json`` conclui a
troca.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mllibprodest.locks import locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HOME = ".mllibprodest"
_Fingerprints = dict[str, list[int]]


@contextmanager
def exchange(folder: Path, owner: str, always_ours: Iterable[str]) -> Iterator[Exchange]:
    """Prepara a troca dos artefatos de um modelo; sair do bloco a conclui, e um erro dentro dele a desfaz.

    Args:
        folder: A pasta dos artefatos; é criada, se não existir.
        owner: O modelo a que os artefatos pertencem; os dos outros modelos são mantidos.
        always_ours: Nomes que pertencem à biblioteca, seja quem for que os gravou.

    Yields:
        A troca, com a pasta vazia em que pôr os artefatos novos.
    """
    home = folder / HOME
    home.mkdir(parents=True, exist_ok=True)
    with locked(home / "lock"):
        trade = Exchange(folder, owner, frozenset(always_ours))
        trade.undo()
        try:
            trade.incoming.mkdir()
            yield trade
        except BaseException:
            trade.undo()
            raise
        trade.conclude()


class Exchange:
    """Uma troca em andamento."""

    def __init__(self, folder: Path, owner: str, always_ours: frozenset[str]) -> None:
        self._folder = folder
        self._owner = owner
        self._always_ours = always_ours
        home = folder / HOME
        self.incoming = home / "new"
        self._outgoing = home / "old"
        self._journal = home / "exchange.json"
        self._manifest = home / "manifest.json"

    def install(self) -> None:
        """Põe os artefatos novos no lugar dos anteriores."""
        owners: dict[str, _Fingerprints] = _read_json(self._manifest).get("owners", {})
        recorded = {path: fingerprint for files in owners.values() for path, fingerprint in files.items()}
        entering = sorted(entry.name for entry in self.incoming.iterdir())
        previous = {_top(path) for path in owners.get(self._owner, {})}
        leaving = []
        aside = {}
        for name in sorted({*entering, *previous, *self._always_ours}):
            entry = self._folder / name
            if not os.path.lexists(entry):
                continue
            if name in self._always_ours or self._is_ours(entry, recorded):
                leaving.append(name)
            elif name in entering:
                aside[name] = self._free_name(name)

        replaced = {*entering, *leaving}
        owners = {
            owner: {path: fingerprint for path, fingerprint in files.items() if _top(path) not in replaced}
            for owner, files in owners.items()
        }
        owners[self._owner] = _fingerprints(self.incoming, self.incoming.iterdir())
        self._outgoing.mkdir()
        _write_json(self._journal, {"entering": entering, "aside": aside, "owners": owners})
        for name in leaving:
            (self._folder / name).rename(self._outgoing / name)
        for name, free_name in aside.items():
            (self._folder / name).rename(self._folder / free_name)
        for name in entering:
            (self.incoming / name).rename(self._folder / name)

    def undo(self) -> None:
        """Devolve a pasta ao que era antes da troca, inclusive da que outro processo não terminou."""
        journal = _read_json(self._journal)
        for name in journal.get("entering", []):
            # What still waits in the folder of the new ones was never put in place.
            if not (self.incoming / name).exists() and (self._folder / name).exists():
                (self._folder / name).rename(self.incoming / name)
        for name, free_name in journal.get("aside", {}).items():
            if (self._folder / free_name).exists() and not (self._folder / name).exists():
                (self._folder / free_name).rename(self._folder / name)
        if journal:
            for entry in list(self._outgoing.iterdir()):
                entry.rename(self._folder / entry.name)
        self._journal.unlink(missing_ok=True)
        self._clear()

    def conclude(self) -> None:
        """Torna a troca definitiva."""
        self._journal.replace(self._manifest)
        self._clear()

    def _clear(self) -> None:
        # What can't be deleted now, on Windows because it is open, is tried again before the next exchange.
        for folder in (self.incoming, self._outgoing):
            shutil.rmtree(folder, ignore_errors=True)

    def _is_ours(self, entry: Path, recorded: _Fingerprints) -> bool:
        """Diz se tudo o que há em um arquivo ou pasta foi posto ali por uma troca, ou é igual ao que vai entrar."""
        present = _fingerprints(self._folder, [entry])
        if all(recorded.get(path) == fingerprint for path, fingerprint in present.items()):
            return True
        return _have_same_content(self._folder, self.incoming, entry.name)

    def _free_name(self, name: str) -> str:
        number = 1
        while (self._folder / f"{name}.anterior-{number}").exists():
            number += 1
        return f"{name}.anterior-{number}"


def _top(path: str) -> str:
    """Devolve o arquivo ou a pasta de primeiro nível a que um caminho registrado pertence."""
    return path.split("/", 1)[0]


def _fingerprints(root: Path, entries: Iterable[Path]) -> _Fingerprints:
    """Descreve cada arquivo pelo tamanho e pela hora em que foi modificado; renomear não muda nenhum dos dois."""
    files: _Fingerprints = {}
    for entry in entries:
        for file in entry.rglob("*") if entry.is_dir() else [entry]:
            if not file.is_dir():
                status = file.lstat()
                files[file.relative_to(root).as_posix()] = [status.st_size, status.st_mtime_ns]
    return files


def _have_same_content(one: Path, other: Path, name: str) -> bool:
    files = _fingerprints(one, [one / name])
    if not (other / name).exists() or files.keys() != _fingerprints(other, [other / name]).keys():
        return False
    return all(filecmp.cmp(one / path, other / path, shallow=False) for path in files)


def _read_json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return content if isinstance(content, dict) else {}


def _write_json(file: Path, content: dict[str, Any]) -> None:
    unfinished = file.with_suffix(".tmp")
    unfinished.write_text(json.dumps(content), encoding="utf-8")
    unfinished.replace(file)
