"""Family 3: what a worker imports, and the requirements that explain it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.facts.source import UnreadableError
from mlprodest_lint.findings import Message, Place, Severity, Span
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text
from mlprodest_lint.values.paths import shown
from mlprodest_lint.values.searchpath import VARIABLE, path_changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.requirements import RequirementLine
    from mlprodest_lint.workers import Worker


class OutsideImport(Rule):
    """An import reaches code outside the worker's folder.

    That is the other worker, a module or package that stands beside or above the worker in the project (such as the
    training code), or a relative import with more dots than the worker has folders. `importlib.import_module` and
    `__import__` with a literal name count. A folder beside the workers that bears the name of a standard module, or of
    a module that a package of `requirements.txt` provides, is taken as that module.

    A `try` that handles `ImportError` doesn't excuse it: on the stack, its code could never be imported.

    ## Why

    The stack runs each worker from inside its own folder; nothing above that folder can be imported, and the two
    workers run on different machines (contracts 1.5 and 1.8, worker root).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF

    from treino.manifestacoes import ORGAOS  # MLP301
    from worker_retrain.utils import to_frame  # MLP301


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return to_frame(dataset).isin(ORGAOS).to_numpy().tolist()
    ```

    ## Use instead

    Copy what the worker needs into its own folder.

    ```python worker_pub/utils.py
    ORGAOS = ["SEFAZ", "SEDU"]


    def to_texts(rows: list) -> list:
        return [str(row) for row in rows]
    ```

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF

    from utils import ORGAOS, to_texts


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [text in ORGAOS for text in to_texts(dataset)]
    ```
    """

    code = "MLP301"
    name = "outside-import"
    severity = Severity.ERROR
    summary = Text(
        en="An import reaches code outside the worker's folder.",
        pt="Um import alcança código fora da pasta do worker.",
    )
    _copy = Text(
        en="Copy what is needed into '{worker}', for instance into utils.py, and import it from there.",
        pt="Copie o que for necessário para '{worker}', por exemplo para utils.py, e importe de lá.",
    )
    messages = {
        "other-worker": Message(
            Text(
                en="'{written}' is code of '{found}'; the two workers run on different machines.",
                pt="'{written}' é código de '{found}'; os dois workers executam em máquinas diferentes.",
            ),
            _copy,
        ),
        "beside": Message(
            Text(
                en="'{written}' is '{found}', outside '{worker}'; the stack runs the worker from inside that folder.",
                pt="'{written}' é '{found}', fora de '{worker}'; a stack executa o worker de dentro dessa pasta.",
            ),
            _copy,
        ),
        "above-root": Message(
            Text(
                en="'{written}' climbs above '{worker}'; the stack runs the worker from inside that folder.",
                pt="'{written}' sobe acima de '{worker}'; a stack executa o worker de dentro dessa pasta.",
            ),
            _copy,
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for reached in worker.imports:
            if reached.outcome in self.messages:
                yield self.finding(
                    reached.place,
                    reached.outcome,
                    written=reached.written,
                    found=reached.found,
                    worker=worker.root.name,
                )


class PathManipulation(Rule):
    """The import path of this process is changed.

    That is `sys.path` (`append`, `insert`, `extend`, assignment, `+=`, items and slices, under any other name too),
    `site.addsitedir`, and `PYTHONPATH` written through `os.environ` or `os.putenv`; a copy of the environment that is
    made for a child process may have any. It doesn't matter where the added folder lies.

    ## Why

    The stack runs each worker from inside its own folder, and makes the import path itself: that folder, and what
    `requirements.txt` installs (contracts 1.5 and 1.8, worker root). Code that changes it works on the machine of its
    author only, or hides that something is imported from elsewhere.

    ## Example

    ```python worker_pub/utils.py
    import os
    import re
    import sys

    sys.path.append(os.path.join(os.path.dirname(__file__), ".."))  # MLP302


    def limpa_textos(textos) -> list:
        return [re.sub("[^a-z]+", " ", str(texto).lower()).strip() for texto in textos]
    ```

    ## Use instead

    What stands in the worker's folder, or in a folder in it, is imported without any preparation.

    ```python worker_pub/preparo/textos.py
    import re


    def limpa_texto(texto) -> str:
        return re.sub("[^a-z]+", " ", str(texto).lower()).strip()
    ```

    ```python worker_pub/utils.py
    from preparo.textos import limpa_texto


    def limpa_textos(textos) -> list:
        return [limpa_texto(texto) for texto in textos]
    ```
    """

    code = "MLP302"
    name = "path-manipulation"
    severity = Severity.ERROR
    summary = Text(en="The import path is changed.", pt="O caminho de importação é alterado.")
    _import_plainly = Text(
        en="Remove it; keep the code in '{worker}' and import it from there, as in `from utils import f`.",
        pt="Remova-o; mantenha o código em '{worker}' e importe-o de lá, como em `from utils import f`.",
    )
    messages = {
        "sys-path": Message(
            Text(
                en="This changes sys.path; a worker may only import from its own folder and environment.",
                pt="Isto altera sys.path; um worker só pode importar da própria pasta e do próprio ambiente.",
            ),
            _import_plainly,
        ),
        "site": Message(
            Text(
                en="This adds to sys.path; a worker may only import from its own folder and environment.",
                pt="Isto muda sys.path; um worker só pode importar da própria pasta e do próprio ambiente.",
            ),
            _import_plainly,
        ),
        "environment": Message(
            Text(
                en="This sets {variable}; a worker may only import from its own folder and environment.",
                pt="Isto define {variable}; um worker só pode importar da própria pasta e do próprio ambiente.",
            ),
            _import_plainly,
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for change in path_changes(worker):
            yield self.finding(change.place, change.means, worker=worker.root.name, variable=VARIABLE)


class UndeclaredRequirement(Rule):
    """A package is imported that `requirements.txt` doesn't name.

    The import is neither the standard library's nor the worker's own, and neither `requirements.txt` nor a file that
    it includes with `-r` names the package that provides it. Packages whose name differs from their import's are known
    (`sklearn`, `cv2`, `PIL`, `yaml`, `dotenv`, ...): from the worker's virtual environment where there is one, from a
    table, and from `packages` in the configuration.

    Each name is reported once in a worker, at its first import. Imports under `if TYPE_CHECKING:`, and anywhere in a
    `try` that handles `ImportError`, are exempt.

    ## Why

    Each worker runs in an environment of its own, which the stack makes from this worker's `requirements.txt` alone
    (contracts 1.5 and 1.8, `requirements.txt`). What another package happens to bring along may be gone with its next
    version.

    ## Example

    ```python worker_pub/utils.py
    import numpy as np
    import yaml  # MLP303


    def limites(texto: str) -> np.ndarray:
        return np.asarray(yaml.safe_load(texto))
    ```

    ```text worker_pub/requirements.txt
    mllibprodest==1.5.0
    numpy==1.26.4
    scikit-learn==1.5.2
    ```

    ## Use instead

    ```text worker_pub/requirements.txt
    mllibprodest==1.5.0
    numpy==1.26.4
    PyYAML==6.0.2
    scikit-learn==1.5.2
    ```

    ```python worker_pub/utils.py
    import numpy as np
    import yaml


    def limites(texto: str) -> np.ndarray:
        return np.asarray(yaml.safe_load(texto))
    ```
    """

    code = "MLP303"
    name = "undeclared-requirement"
    severity = Severity.ERROR
    summary = Text(
        en="An imported package isn't in requirements.txt.", pt="Um pacote importado não está no requirements.txt."
    )
    messages = {
        "undeclared": Message(
            Text(
                en="'{top}' comes from the package '{package}', which '{file}' doesn't name; it won't be installed.",
                pt="'{top}' vem do pacote '{package}', que '{file}' não cita; ele não será instalado.",
            ),
            Text(
                en="Add '{package}' to '{file}' with the version that you use (see `pip freeze`), or, if it comes "
                "from another package, say so in `packages` of the configuration.",
                pt="Inclua '{package}' em '{file}' com a versão que você usa (veja `pip freeze`) ou, se vem de outro "
                "pacote, informe isso em `packages` na configuração.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        reported: set[str] = set()
        for reached in worker.imports:
            is_new = reached.top not in reported and not reached.is_optional
            if reached.outcome in self.messages and is_new:
                reported.add(reached.top)
                yield self.finding(
                    reached.place,
                    reached.outcome,
                    top=reached.top,
                    package=reached.found,
                    file=worker.contract.requirements_file,
                )


class BrokenImport(Rule):
    """An import of the worker's own code fails when the worker runs from its root.

    - a relative import in a script of the worker root, or one that climbs from a support folder to the root;
    - an import through the worker's own folder name;
    - a module that stands in a folder of the worker, imported as if it stood in the root;
    - a module, or a name in a module, that doesn't exist. A module that uses `import *`, `__getattr__` or `globals()`
      may have any name.

    Imports under `if TYPE_CHECKING:`, and anywhere in a `try` that handles `ImportError`, are exempt.

    ## Why

    The stack runs the worker from inside its own folder, and imports the scripts there as top-level modules:
    `from utils import f` works, `from .utils import f` and `from worker_pub.utils import f` don't (contracts 1.5 and
    1.8, standard scripts).

    ## Example

    ```python worker_retrain/relatorio.py
    from worker_retrain.metricas import acuracia  # MLP304

    from .metricas import erro  # MLP304
    from metricas import precisao  # MLP304


    def resumo(previstos, alvos) -> dict:
        return {"acuracia": acuracia(previstos, alvos), "erro": erro(previstos, alvos)}
    ```

    ```python worker_retrain/metricas.py
    def acuracia(previstos, alvos) -> float:
        return float((previstos == alvos).mean())


    def erro(previstos, alvos) -> float:
        return 1 - acuracia(previstos, alvos)
    ```

    ## Use instead

    ```python worker_retrain/relatorio.py
    from metricas import acuracia, erro


    def resumo(previstos, alvos) -> dict:
        return {"acuracia": acuracia(previstos, alvos), "erro": erro(previstos, alvos)}
    ```

    ```python worker_retrain/metricas.py
    def acuracia(previstos, alvos) -> float:
        return float((previstos == alvos).mean())


    def erro(previstos, alvos) -> float:
        return 1 - acuracia(previstos, alvos)
    ```
    """

    code = "MLP304"
    name = "broken-import"
    severity = Severity.ERROR
    summary = Text(
        en="An import of the worker's own code fails when the worker runs.",
        pt="Um import do próprio código do worker falha quando o worker executa.",
    )
    _type_instead = Text(en="Write `{instead}`.", pt="Escreva `{instead}`.")
    messages = {
        "relative-in-root": Message(
            Text(
                en="'{written}' is relative, but the scripts in '{worker}' itself are in no package.",
                pt="'{written}' é relativo, mas os scripts da própria '{worker}' não estão em um pacote.",
            ),
            _type_instead,
        ),
        "climbing": Message(
            Text(
                en="'{written}' climbs to '{worker}', which is no package: the stack runs the worker from inside it.",
                pt="'{written}' sobe até '{worker}', que não é um pacote: a stack executa o worker de dentro dela.",
            ),
            _type_instead,
        ),
        "own-folder": Message(
            Text(
                en="'{written}' goes through the worker's own folder; the stack runs the worker from inside it, where "
                "that name doesn't exist.",
                pt="'{written}' passa pela pasta do próprio worker; a stack executa o worker de dentro dela, onde esse "
                "nome não existe.",
            ),
            _type_instead,
        ),
        "misplaced": Message(
            Text(
                en="Neither '{worker}' itself nor a package of requirements.txt has a module '{top}'; the worker's own "
                "is '{found}'.",
                pt="Nem a própria '{worker}' nem um pacote do requirements.txt tem um módulo '{top}'; o do worker é "
                "'{found}'.",
            ),
            _type_instead,
        ),
        "missing-module": Message(
            Text(
                en="There is no module '{found}' in '{worker}'.",
                pt="Não existe o módulo '{found}' em '{worker}'.",
            ),
            Text(
                en="Correct the name (letter case counts), or add the file to '{worker}'.",
                pt="Corrija o nome (maiúsculas e minúsculas contam), ou inclua o arquivo em '{worker}'.",
            ),
        ),
        "missing-name": Message(
            Text(en="The module '{within}' has no '{found}'.", pt="O módulo '{within}' não tem '{found}'."),
            Text(
                en="Correct the name (letter case counts), or define it in '{within}'.",
                pt="Corrija o nome (maiúsculas e minúsculas contam), ou defina-o em '{within}'.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for reached in worker.imports:
            if reached.outcome in self.messages and not reached.is_optional:
                yield self.finding(
                    reached.place,
                    reached.outcome,
                    written=reached.written,
                    worker=worker.root.name,
                    top=reached.top,
                    found=reached.found,
                    within=reached.within,
                    instead=reached.instead,
                )


class OutsideCode(Rule):
    """Code is loaded, by the path of its file, from outside the worker.

    That is `runpy.run_path`, `importlib.util.spec_from_file_location`, `SourceFileLoader`, `imp.load_source`, and
    `exec` or `compile` of a file that is opened outside: an absolute path, or one that climbs above the worker's
    folder. The path is followed through names, functions and modules. What the user's own tests (`mytest_*.py`) load
    is exempt.

    ## Why

    The stack runs each worker from inside its own folder, alone; a file outside it isn't there (contracts 1.5 and 1.8,
    worker root).

    ## Example

    ```python worker_retrain/regras.py
    import runpy

    REGRAS = runpy.run_path("../treino/manifestacoes.py")  # MLP305

    with open("/opt/equipe/limites.py") as arquivo:
        exec(arquivo.read())  # MLP305
    ```

    ## Use instead

    Copy the code into the worker, and import it.

    ```python worker_retrain/manifestacoes.py
    ORGAOS = ["SEFAZ", "SEDU"]
    LIMITE = 0.8
    ```

    ```python worker_retrain/regras.py
    from manifestacoes import LIMITE, ORGAOS
    ```
    """

    code = "MLP305"
    name = "outside-code"
    severity = Severity.ERROR
    summary = Text(
        en="Code is loaded by its path from outside the worker.",
        pt="Um código é carregado de fora do worker pelo caminho.",
    )
    messages = {
        "outside": Message(
            Text(
                en="This loads code from '{path}', outside '{worker}'; the stack has only what is in that folder.",
                pt="Isto carrega código de '{path}', fora de '{worker}'; a stack só tem o que está nessa pasta.",
            ),
            Text(
                en="Copy the file into '{worker}' and import it.",
                pt="Copie o arquivo para '{worker}' e importe-o.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for loaded in worker.code_loaded_from_outside:
            place = loaded.code.place(loaded.call.span)
            yield self.finding(place, "outside", path=shown(loaded.path), worker=worker.root.name)


class OutsideRequirement(Rule):
    """A requirement is a path or a `file:` URL that leads out of the worker.

    ## Why

    The stack gets the worker's folder and installs what its `requirements.txt` names; the machine of the author, and
    the folders beside the worker, aren't there (contracts 1.5 and 1.8, worker root and `requirements.txt`).

    ## Example

    ```text worker_pub/requirements.txt
    mllibprodest==1.5.0
    -e ../biblioteca  # MLP306
    file:///home/maria/pacotes/indices-0.3.tar.gz  # MLP306
    numpy==1.26.4
    scikit-learn==1.5.2
    ```

    ## Use instead

    Publish the package and name it, or bring its file into the worker.

    ```text worker_pub/requirements.txt
    mllibprodest==1.5.0
    biblioteca @ git+https://github.com/equipe/biblioteca.git@v1.0
    ./pacotes/indices-0.3.tar.gz
    numpy==1.26.4
    scikit-learn==1.5.2
    ```
    """

    code = "MLP306"
    name = "outside-requirement"
    severity = Severity.ERROR
    summary = Text(
        en="A requirement leads to a path outside the worker.", pt="Um requisito leva a um caminho fora do worker."
    )
    messages = {
        "outside": Message(
            Text(
                en="'{path}' lies outside '{worker}'; the stack can only install what is in there or on the network.",
                pt="'{path}' fica fora de '{worker}'; a stack só instala o que está lá dentro ou na rede.",
            ),
            Text(
                en="Put the package's file into '{worker}' and write its path (`./lib/NAME.whl`), copy its code "
                "into the worker, or install it from PyPI or git.",
                pt="Coloque o arquivo do pacote em '{worker}' e escreva o caminho dele (`./lib/pacote.whl`), copie o "
                "código para o worker, ou instale-o do PyPI ou do git.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for line in _requirement_lines(worker):
            if line.outside is not None:
                yield self.finding(_place(line), "outside", path=line.outside, worker=worker.root.name)


_PROBLEMS = {
    "backslash-path": Message(
        Text(
            en="'{line}' is a Windows path; the worker is installed on Linux, where `\\` separates nothing.",
            pt="'{line}' é um caminho do Windows; o worker é instalado no Linux, onde `\\` não separa nada.",
        ),
        Text(en="Write the path with `/`.", pt="Escreva o caminho com `/`."),
    ),
    "bad-comma": Message(
        Text(
            en="pip refuses '{line}': the versions of a package are separated by commas, with none at the end.",
            pt="O pip recusa '{line}': as versões de um pacote são separadas por vírgulas, sem nenhuma no final.",
        ),
        Text(en="Write it as in `numpy>=1.26,<2`.", pt="Escreva como em `numpy>=1.26,<2`."),
    ),
    "bad-editable": Message(
        Text(
            en="pip refuses '{line}': `-e` takes a folder or the address of a repository, such as `git+https://...`.",
            pt="O pip recusa '{line}': `-e` aceita uma pasta ou o endereço de um repositório, como `git+https://...`.",
        ),
        Text(en="Remove `-e`, or give such an address.", pt="Remova `-e`, ou informe um endereço desses."),
    ),
    "bad-egg": Message(
        Text(
            en="pip refuses '{line}': behind `#egg=` stands the name of a package and nothing else.",
            pt="O pip recusa '{line}': depois de `#egg=` vem o nome de um pacote e nada mais.",
        ),
        Text(en="Write `NAME @ ADDRESS`.", pt="Escreva `NOME @ ENDEREÇO`."),
    ),
    "bad-hash": Message(
        Text(
            en="pip refuses '{line}': a hash is `--hash=sha256:...`, or one of sha384 or sha512.",
            pt="O pip recusa '{line}': um hash é `--hash=sha256:...`, ou um sha384 ou sha512.",
        ),
        Text(en="Make the hash anew with `pip hash`, or remove it.", pt="Refaça o hash com `pip hash`, ou remova-o."),
    ),
    "bad-marker": Message(
        Text(
            en="pip refuses '{line}': what stands behind `;` is no condition that it understands.",
            pt="O pip recusa '{line}': o que vem depois de `;` não é uma condição que ele entenda.",
        ),
        Text(
            en='Write it as in `tomli; python_version < "3.11"`.',
            pt='Escreva como em `tomli; python_version < "3.11"`.',
        ),
    ),
    "bad-url": Message(
        Text(
            en="pip refuses '{line}': it installs nothing from such an address.",
            pt="O pip recusa '{line}': ele não instala nada de um endereço desses.",
        ),
        Text(
            en="Give an address that begins with `https://` or `git+https://`.",
            pt="Informe um endereço que comece com `https://` ou `git+https://`.",
        ),
    ),
    "bad-version": Message(
        Text(
            en="pip refuses '{line}': the version isn't one.",
            pt="O pip recusa '{line}': a versão não é uma versão.",
        ),
        Text(
            en="Write a version as in `numpy==1.26.4` (`pip freeze` shows it), or leave it out.",
            pt="Escreva uma versão como em `numpy==1.26.4` (`pip freeze` a mostra), ou omita-a.",
        ),
    ),
    "bad-wheel-name": Message(
        Text(
            en="pip refuses '{line}': the name of a wheel must tell its package, version and platform.",
            pt="O pip recusa '{line}': o nome de um wheel deve dizer o pacote, a versão e a plataforma.",
        ),
        Text(
            en="Give the file the name that it was built with, as in `lib-1.0-py3-none-any.whl`.",
            pt="Devolva ao arquivo o nome com que foi gerado, como em `lib-1.0-py3-none-any.whl`.",
        ),
    ),
    "extras-after-version": Message(
        Text(
            en="pip refuses '{line}': the extras in brackets stand before the version.",
            pt="O pip recusa '{line}': os extras entre colchetes vêm antes da versão.",
        ),
        Text(en="Write it as in `pandas[excel]>=2`.", pt="Escreva como em `pandas[excel]>=2`."),
    ),
    "glued-comment": Message(
        Text(
            en="pip refuses '{line}': without a space before `#`, the comment is part of the requirement.",
            pt="O pip recusa '{line}': sem um espaço antes de `#`, o comentário faz parte do requisito.",
        ),
        Text(en="Put a space before the `#`.", pt="Coloque um espaço antes do `#`."),
    ),
    "import-statement": Message(
        Text(
            en="'{line}' is Python code; the file names one package in each line.",
            pt="'{line}' é código Python; o arquivo cita um pacote em cada linha.",
        ),
        Text(en="Write the name of the package alone.", pt="Escreva apenas o nome do pacote."),
    ),
    "missing-operator": Message(
        Text(
            en="pip refuses '{line}': `==` is missing between the package and its version.",
            pt="O pip recusa '{line}': falta `==` entre o pacote e a versão.",
        ),
        Text(en="Write it as in `numpy==1.26.4`.", pt="Escreva como em `numpy==1.26.4`."),
    ),
    "not-a-requirement": Message(
        Text(
            en="pip refuses '{line}': it is neither a package, a path, an address nor an option.",
            pt="O pip recusa '{line}': não é um pacote, um caminho, um endereço, nem uma opção.",
        ),
        Text(
            en="Write one package in each line, as in `numpy==1.26.4`; begin a comment with `#`.",
            pt="Escreva um pacote em cada linha, como em `numpy==1.26.4`; comece um comentário com `#`.",
        ),
    ),
    "option-value": Message(
        Text(
            en="pip refuses '{line}': the value of an option is missing, wrong, or too much.",
            pt="O pip recusa '{line}': o valor de uma opção falta, está errado ou sobra.",
        ),
        Text(
            en="Correct the value; `pip install --help` lists the options.",
            pt="Corrija o valor; `pip install --help` lista as opções.",
        ),
    ),
    "quoted": Message(
        Text(
            en="pip refuses '{line}': a package is written without quotes.",
            pt="O pip recusa '{line}': um pacote é escrito sem aspas.",
        ),
        Text(en="Remove the quotes and the comma.", pt="Remova as aspas e a vírgula."),
    ),
    "several-packages": Message(
        Text(
            en="pip refuses '{line}': the file names one package in each line.",
            pt="O pip recusa '{line}': o arquivo cita um pacote em cada linha.",
        ),
        Text(en="Give each package a line of its own.", pt="Coloque cada pacote em uma linha própria."),
    ),
    "shell-command": Message(
        Text(
            en="'{line}' is a command; the file names one package in each line.",
            pt="'{line}' é um comando; o arquivo cita um pacote em cada linha.",
        ),
        Text(en="Write the names of the packages alone.", pt="Escreva apenas os nomes dos pacotes."),
    ),
    "single-equals": Message(
        Text(
            en="pip refuses '{line}': a version follows two equals signs, `==`.",
            pt="O pip recusa '{line}': a versão vem depois de dois sinais de igual, `==`.",
        ),
        Text(en="Write it as in `numpy==1.26.4`.", pt="Escreva como em `numpy==1.26.4`."),
    ),
    "stray-backslash": Message(
        Text(
            en="pip refuses '{line}': a `\\` continues the line only if nothing stands behind it, not even a space.",
            pt="O pip recusa '{line}': um `\\` só continua a linha se não houver nada depois dele, nem um espaço.",
        ),
        Text(en="Remove what follows the `\\`, or the `\\`.", pt="Remova o que vem depois do `\\`, ou o `\\`."),
    ),
    "unknown-option": Message(
        Text(
            en="pip refuses '{line}': it knows no such option in this file.",
            pt="O pip recusa '{line}': ele não conhece essa opção neste arquivo.",
        ),
        Text(
            en="Remove the option; give it on pip's command line if it is one of pip's.",
            pt="Remova a opção; se ela for do pip, use-a na linha de comando.",
        ),
    ),
    "unnamed-editable": Message(
        Text(
            en="pip refuses '{line}': the address doesn't tell the name of the package.",
            pt="O pip recusa '{line}': o endereço não diz o nome do pacote.",
        ),
        Text(en="Add `#egg=NAME` to the address.", pt="Acrescente `#egg=NOME` ao endereço."),
    ),
    "wrong-operator": Message(
        Text(
            en="pip refuses '{line}': versions are compared with `==`, `!=`, `<=`, `>=`, `<`, `>` or `~=`.",
            pt="O pip recusa '{line}': versões são comparadas com `==`, `!=`, `<=`, `>=`, `<`, `>` ou `~=`.",
        ),
        Text(en="Use one of those operators.", pt="Use um desses operadores."),
    ),
}
_TYPE_INSTEAD = Text(en="Write `{suggestion}` instead.", pt="Escreva `{suggestion}` no lugar.")


class InvalidRequirement(Rule):
    """A line of `requirements.txt` that pip refuses for its form.

    Whether the package, its version or a file that the line names exists is not judged.

    ## Why

    pip installs nothing at all from a file with a line that it refuses; the worker's environment can't be made
    (contracts 1.5 and 1.8, `requirements.txt`).

    ## Example

    ```text worker_pub/requirements.txt
    mllibprodest==1.5.0
    numpy=1.26.4  # MLP307
    scikit-learn 1.5.2  # MLP307
    import pandas  # MLP307
    ```

    ## Use instead

    ```text worker_pub/requirements.txt
    mllibprodest==1.5.0
    numpy==1.26.4
    scikit-learn==1.5.2
    pandas
    ```
    """

    code = "MLP307"
    name = "invalid-requirement"
    severity = Severity.ERROR
    summary = Text(
        en="pip refuses the form of a line of requirements.txt.",
        pt="O pip recusa a forma de uma linha do requirements.txt.",
    )
    messages = {
        **_PROBLEMS,
        **{f"{problem}-suggested": Message(message.text, _TYPE_INSTEAD) for problem, message in _PROBLEMS.items()},
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for line in _requirement_lines(worker):
            if line.problem is not None:
                variant = line.problem if line.suggestion is None else f"{line.problem}-suggested"
                yield self.finding(_place(line), variant, line=line.text, suggestion=line.suggestion)


def _requirement_lines(worker: Worker) -> Iterator[RequirementLine]:
    """Yield the lines of ``requirements.txt``, and of the files that it includes, as far as they are the worker's."""
    requirements = worker.requirements
    if requirements is not None and not isinstance(requirements, UnreadableError):
        yield from (line for line in requirements.lines if line.path.is_relative_to(worker.root))


def _place(line: RequirementLine) -> Place:
    end_column = len(line.text) + 1 if line.line == line.end_line else 1
    return Place(line.path, Span(line.line, 1, line.end_line, end_column))
