"""Family 4: where files go, and what must not be persisted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mlprodest_lint.catalogue import Role
from mlprodest_lint.findings import Label, Message, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text
from mlprodest_lint.values.files import Kind
from mlprodest_lint.values.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.values.files import FileUse
    from mlprodest_lint.workers import Worker

_ORIGIN = Text(en="the path comes from here", pt="o caminho vem daqui")


class _FileRule(Rule):
    """A rule that reports one kind of use of files."""

    kind: ClassVar[Kind]

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for use in self._uses(worker):
            yield self._reported(worker, use)

    def _uses(self, worker: Worker) -> Iterator[FileUse]:
        return (use for use in worker.file_uses if use.kind is self.kind)

    def _reported(self, worker: Worker, use: FileUse) -> Finding:
        variant = self._variant(use)
        fields: dict[str, object] = {"path": shown(use.path), "temp": worker.contract.temp_folder}
        labels: tuple[Label, ...] = ()
        origin = use.path.origin
        if origin is not None and f"{variant}-from" in self.messages and origin.span != use.call.span:
            place = origin.code.place(origin.span)
            if (place.path, place.span.line) != (use.code.source.path, use.code.place(use.call.span).span.line):
                source = f"{origin.code.source.name}:{place.span.line}"
                fields["origin"] = f"'{origin.name}', {source}" if origin.name else source
                variant, labels = f"{variant}-from", (Label(place, _ORIGIN),)
        return self.finding(use.code.place(use.call.span), variant, labels, **fields)

    def _variant(self, use: FileUse) -> str:
        return "default" if use.is_default and "default" in self.messages else use.role.value


class WriteOutsideTempArea(_FileRule):
    """A file or folder is created, written, moved, copied to or deleted outside `temp_area`.

    The path is followed through names, attributes, functions and modules, and judged by its parts from the worker root,
    where the worker runs. One possible value outside is enough; a path that isn't known is not reported.

    Calls that name no place count where they write to the working directory or the system's folder for temporary
    files: `tempfile.mkdtemp()` without `dir`, `extractall()` without a folder.

    ## Why

    Files are written under `temp_area` and nowhere else; the rest of the worker's folder may be read-only, and is
    thrown away (contracts 1.5 and 1.8, `temp_area`).

    ## Example

    ```python worker_pub/utils.py
    import os
    import tempfile
    from pathlib import Path

    PASTA = "relatorios"


    def limpa_textos(textos: list) -> list:
        os.makedirs(PASTA, exist_ok=True)  # MLP401
        with open(os.path.join(PASTA, "textos.txt"), "w", encoding="utf-8") as arquivo:  # MLP401
            arquivo.writelines(textos)
        (Path(__file__).parent / "contagem.txt").write_text(str(len(textos)))  # MLP401
        tempfile.mkdtemp()  # MLP401
        return textos
    ```

    ## Use instead

    ```python worker_pub/utils.py
    import os
    import tempfile
    from pathlib import Path

    PASTA = "temp_area/relatorios"


    def limpa_textos(textos: list) -> list:
        os.makedirs(PASTA, exist_ok=True)
        with open(os.path.join(PASTA, "textos.txt"), "w", encoding="utf-8") as arquivo:
            arquivo.writelines(textos)
        (Path(__file__).parent / "temp_area" / "contagem.txt").write_text(str(len(textos)))
        tempfile.mkdtemp(dir="temp_area")
        return textos
    ```
    """

    code = "MLP401"
    name = "write-outside-temp-area"
    severity = Severity.ERROR
    kind = Kind.WRITE
    summary = Text(en="A file is written outside temp_area.", pt="Um arquivo é gravado fora da temp_area.")
    _help = Text(
        en="Put it under '{temp}', for instance `os.path.join(\"{temp}\", ...)`.",
        pt="Coloque-o em '{temp}', por exemplo `os.path.join(\"{temp}\", ...)`.",
    )
    _help_for_others = Text(
        en="Leave it where it is; what the worker needs only for a while belongs under '{temp}' from the start.",
        pt="Deixe-o onde está; o que só é necessário por algum tempo deve ficar em '{temp}' desde o início.",
    )
    messages = {
        "write": Message(
            Text(
                en="This writes '{path}'; the contract allows files only under '{temp}'.",
                pt="Isto grava '{path}'; o contrato só permite arquivos em '{temp}'.",
            ),
            _help,
        ),
        "write-from": Message(
            Text(
                en="This writes '{path}' (from {origin}); the contract allows files only under '{temp}'.",
                pt="Isto grava '{path}' (de {origin}); o contrato só permite arquivos em '{temp}'.",
            ),
            _help,
        ),
        "delete": Message(
            Text(
                en="This deletes '{path}'; the contract allows changes only under '{temp}'.",
                pt="Isto apaga '{path}'; o contrato só permite alterações em '{temp}'.",
            ),
            _help_for_others,
        ),
        "delete-from": Message(
            Text(
                en="This deletes '{path}' (from {origin}); the contract allows changes only under '{temp}'.",
                pt="Isto apaga '{path}' (de {origin}); o contrato só permite alterações em '{temp}'.",
            ),
            _help_for_others,
        ),
        "move": Message(
            Text(
                en="This moves '{path}' away; the contract allows changes only under '{temp}'.",
                pt="Isto move '{path}'; o contrato só permite alterações em '{temp}'.",
            ),
            _help_for_others,
        ),
        "move-from": Message(
            Text(
                en="This moves '{path}' away (from {origin}); the contract allows changes only under '{temp}'.",
                pt="Isto move '{path}' (de {origin}); o contrato só permite alterações em '{temp}'.",
            ),
            _help_for_others,
        ),
        "default": Message(
            Text(
                en="This call names no place and writes to '{path}'; the contract allows files only under '{temp}'.",
                pt="Esta chamada não diz onde e grava em '{path}'; o contrato só permite arquivos em '{temp}'.",
            ),
            Text(
                en="Name a folder under '{temp}', for instance with `dir=\"{temp}\"` or the parameter for the path.",
                pt="Indique uma pasta em '{temp}', por exemplo com `dir=\"{temp}\"` ou o parâmetro do caminho.",
            ),
        ),
    }


class ReadOutsideWorker(_FileRule):
    """A file is read at a path outside the worker's folder: absolute, in the home folder, or above the worker root.

    The path is followed as for MLP401. Reads of a path that comes only from `mytest_*.py` are exempt.

    ## Why

    On the stack there is nothing but the worker's own folder: what lies beside it on the author's machine isn't there
    (contracts 1.5 and 1.8, worker root).

    ## Example

    ```python worker_pub/utils.py
    from pathlib import Path

    import pandas as pd

    PROJETO = Path(__file__).resolve().parent.parent


    def limpa_textos(textos: list) -> list:
        ignorados = pd.read_csv("/home/ana/dados/ignorados.csv")  # MLP402
        extras = (PROJETO / "dados" / "extras.txt").read_text(encoding="utf-8")  # MLP402
        return [texto for texto in textos if texto not in extras and texto not in ignorados["texto"]]
    ```

    ## Use instead

    ```python worker_pub/utils.py
    from pathlib import Path

    import pandas as pd

    WORKER = Path(__file__).resolve().parent


    def limpa_textos(textos: list) -> list:
        ignorados = pd.read_csv("dados/ignorados.csv")
        extras = (WORKER / "dados" / "extras.txt").read_text(encoding="utf-8")
        return [texto for texto in textos if texto not in extras and texto not in ignorados["texto"]]
    ```
    """

    code = "MLP402"
    name = "read-outside-worker"
    severity = Severity.ERROR
    kind = Kind.READ
    summary = Text(
        en="A file is read from outside the worker's folder.", pt="Um arquivo é lido de fora da pasta do worker."
    )
    _help = Text(
        en="Put the file into the worker's folder, or load it with `load_datasets`.",
        pt="Coloque o arquivo na pasta do worker, ou carregue-o com `load_datasets`.",
    )
    messages = {
        "read": Message(
            Text(
                en="This reads '{path}', outside the worker's folder; on the stack only that folder is there.",
                pt="Isto lê '{path}', fora da pasta do worker; na stack só existe essa pasta.",
            ),
            _help,
        ),
        "read-from": Message(
            Text(
                en="This reads '{path}' (from {origin}), outside the worker's folder; on the stack only"
                " that folder is there.",
                pt="Isto lê '{path}' (de {origin}), fora da pasta do worker; na stack só existe essa pasta.",
            ),
            _help,
        ),
    }

    def _uses(self, worker: Worker) -> Iterator[FileUse]:
        """Leave out what MLP305 reports at the call that runs what is read."""
        loading = {call for loaded in worker.code_loaded_from_outside for call in loaded.taken}
        return (use for use in super()._uses(worker) if id(use.call) not in loading)


class WorkingDirectoryChange(_FileRule):
    """The working directory is changed: `os.chdir`, `os.fchdir`, `contextlib.chdir`.

    ## Why

    The stack runs the worker from its own root, and the library looks for `temp_area` there (contracts 1.5 and 1.8,
    worker root). After a change, every relative path means something else.

    ## Example

    ```python worker_pub/utils.py
    import os


    def limpa_textos(textos: list) -> list:
        os.chdir("temp_area")  # MLP403
        with open("textos.txt", encoding="utf-8") as arquivo:
            return arquivo.readlines() + textos
    ```

    ## Use instead

    ```python worker_pub/utils.py
    import os


    def limpa_textos(textos: list) -> list:
        with open(os.path.join("temp_area", "textos.txt"), encoding="utf-8") as arquivo:
            return arquivo.readlines() + textos
    ```
    """

    code = "MLP403"
    name = "working-directory-change"
    severity = Severity.ERROR
    kind = Kind.CHANGE_DIRECTORY
    summary = Text(en="The working directory is changed.", pt="A pasta de trabalho é trocada.")
    messages = {
        "chdir": Message(
            Text(
                en="This changes the working directory; the worker and the library rely on the worker's root.",
                pt="Isto troca a pasta de trabalho; o worker e a biblioteca contam com a raiz do worker.",
            ),
            Text(
                en="Remove it and write the folder into the paths instead.",
                pt="Remova-o e escreva a pasta nos caminhos.",
            ),
        ),
    }


class UnresolvedPath(_FileRule):
    """A path that is written to can't be known from the code. Off by default.

    ## Why

    Files are written only under `temp_area` (contracts 1.5 and 1.8). Where a path comes from outside the code, nobody
    but its author can tell whether it lies there; this rule lists those places.

    ## Example

    ```python worker_pub/utils.py
    import os


    def limpa_textos(textos: list) -> list:
        with open(os.path.join(os.environ["PASTA"], "textos.txt"), "w", encoding="utf-8") as arquivo:  # MLP404
            arquivo.writelines(textos)
        return textos
    ```

    ## Use instead

    ```python worker_pub/utils.py
    import os


    def limpa_textos(textos: list) -> list:
        with open(os.path.join("temp_area", os.environ["PASTA"], "textos.txt"), "w", encoding="utf-8") as arquivo:
            arquivo.writelines(textos)
        return textos
    ```
    """

    code = "MLP404"
    name = "unresolved-path"
    severity = Severity.WARNING
    on_by_default = False
    kind = Kind.UNRESOLVED
    summary = Text(en="A path that is written to can't be known.", pt="Não é possível saber um caminho de gravação.")
    messages = {
        "unresolved": Message(
            Text(
                en="The code doesn't tell where this writes; the contract allows files only under '{temp}'.",
                pt="O código não diz onde isto grava; o contrato só permite arquivos em '{temp}'.",
            ),
            Text(
                en="Begin the path with '{temp}', for instance `os.path.join(\"{temp}\", ...)`.",
                pt="Comece o caminho por '{temp}', por exemplo `os.path.join(\"{temp}\", ...)`.",
            ),
        ),
    }

    def _variant(self, use: FileUse) -> str:
        del use
        return "unresolved"


class LocalStore(_FileRule):
    """A local persistent store is opened, wherever it lies: SQLite, shelve, dbm, DuckDB, LMDB, TinyDB, a cache on disk.

    A store in memory passes, and one whose target isn't known is not reported.

    ## Why

    Nothing may be persisted locally: the workers run on machines of their own, which are thrown away and share nothing
    (contracts 1.5 and 1.8, persistence).

    ## Example

    ```python worker_pub/utils.py
    import sqlite3


    def limpa_textos(textos: list) -> list:
        with sqlite3.connect("temp_area/textos.db") as banco:  # MLP411
            banco.executemany("insert into textos values (?)", [(texto,) for texto in textos])
        return textos
    ```

    ## Use instead

    ```python worker_pub/utils.py
    import sqlite3


    def limpa_textos(textos: list) -> list:
        with sqlite3.connect(":memory:") as banco:
            banco.execute("create table textos (texto)")
            banco.executemany("insert into textos values (?)", [(texto,) for texto in textos])
        return textos
    ```
    """

    code = "MLP411"
    name = "local-store"
    severity = Severity.ERROR
    kind = Kind.STORE
    summary = Text(en="A local persistent store is opened.", pt="Um armazenamento local persistente é aberto.")
    messages = {
        "store": Message(
            Text(
                en="This opens a store on disk, '{path}'; the contract allows nothing to be persisted locally.",
                pt="Isto abre um armazenamento em disco, '{path}'; o contrato não permite persistir nada localmente.",
            ),
            Text(
                en="Keep the data in memory (`:memory:`), or in the artifacts of the model's run in MLflow.",
                pt="Mantenha os dados na memória (`:memory:`), ou nos artefatos da execução do modelo no MLflow.",
            ),
        ),
    }

    def _variant(self, use: FileUse) -> str:
        del use
        return "store"


class PersistedObject(_FileRule):
    """An object or model is saved outside `temp_area`, in a format that loads back as a Python object or model.

    `joblib.dump`, `torch.save`, `numpy.save`, `DataFrame.to_pickle`, `model.save`, `save_model`, ... with the path
    given to the call. Tables, texts, images and documents are MLP401.

    ## Why

    Nothing may be persisted locally; what a model needs is in the artifacts of its run in MLflow (contracts 1.5 and
    1.8, persistence and mandatory artifacts).

    ## Example

    ```python worker_retrain/utils.py
    import joblib
    from sklearn.tree import DecisionTreeClassifier


    def limpa_textos(textos: list) -> list:
        return [texto.strip() for texto in textos]


    def monta_modelo(parametros: dict) -> DecisionTreeClassifier:
        modelo = DecisionTreeClassifier(**parametros)
        joblib.dump(modelo, "modelos/arvore.joblib")  # MLP412
        return modelo


    def procura_problemas(acuracia: float, setores: list, baseline: dict) -> list:
        return []
    ```

    ## Use instead

    ```python worker_retrain/utils.py
    import joblib
    from sklearn.tree import DecisionTreeClassifier


    def limpa_textos(textos: list) -> list:
        return [texto.strip() for texto in textos]


    def monta_modelo(parametros: dict) -> DecisionTreeClassifier:
        modelo = DecisionTreeClassifier(**parametros)
        joblib.dump(modelo, "temp_area/arvore.joblib")
        return modelo


    def procura_problemas(acuracia: float, setores: list, baseline: dict) -> list:
        return []
    ```
    """

    code = "MLP412"
    name = "persisted-object"
    severity = Severity.ERROR
    kind = Kind.PERSIST
    summary = Text(en="An object is saved outside temp_area.", pt="Um objeto é salvo fora da temp_area.")
    _help = Text(
        en="Log it to the model's run in MLflow (`mlflow.log_artifact`), or save it only for a while, under '{temp}'.",
        pt="Registre-o na execução do modelo no MLflow (`mlflow.log_artifact`), ou salve-o só temporariamente, em"
        " '{temp}'.",
    )
    messages = {
        "persist": Message(
            Text(
                en="This saves an object as '{path}'; the contract allows nothing to be persisted outside '{temp}'.",
                pt="Isto salva um objeto em '{path}'; o contrato não permite persistir nada fora de '{temp}'.",
            ),
            _help,
        ),
        "persist-from": Message(
            Text(
                en="This saves an object as '{path}' (from {origin}); the contract allows nothing to be"
                " persisted outside '{temp}'.",
                pt="Isto salva um objeto em '{path}' (de {origin}); o contrato não permite persistir nada"
                " fora de '{temp}'.",
            ),
            _help,
        ),
    }

    def _variant(self, use: FileUse) -> str:
        del use
        return Role.PERSIST.value
