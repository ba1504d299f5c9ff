"""Family 1: folders and files where the stack looks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.contract import KINDS
from mlprodest_lint.facts.source import UnreadableError
from mlprodest_lint.findings import Message, Place, Severity, Span
from mlprodest_lint.modelsfile import ModelsFile
from mlprodest_lint.paths import is_folder
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.modelsfile import Model
    from mlprodest_lint.workers import Project, Worker


class RenamedWorkerFolder(Rule):
    """A folder directly in the project holds a worker, but isn't named `worker_pub` or `worker_retrain`.

    A folder counts as a worker when it holds two or more of the standard files that carry the worker's name
    (`pub.py`, `mytest_pub.py`, `test_pub.py`, ...), or a script that defines `ModeloCLF` or `ModeloRETRAIN` derived
    from the interface. Letter case counts. The folder is linted all the same.

    ## Why

    The stack looks for the two folders by their names; they must not be changed (contracts 1.5 and 1.8, names of the
    folders).

    ## Example

    ```tree
    worker-pub/  # MLP101
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    worker_retrain/
        __init__.py
        mytest_retrain.py
        requirements.txt
        retrain.py
        temp_area/
        test_retrain.py
    ```

    ## Use instead

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    worker_retrain/
        __init__.py
        mytest_retrain.py
        requirements.txt
        retrain.py
        temp_area/
        test_retrain.py
    ```

    ## In Portuguese

    Uma pasta que está diretamente no projeto contém um worker, mas não se chama `worker_pub` nem `worker_retrain`.

    Uma pasta conta como worker quando tem dois ou mais dos arquivos padrão que levam o nome do worker (`pub.py`,
    `mytest_pub.py`, `test_pub.py`, ...), ou um script que define `ModeloCLF` ou `ModeloRETRAIN` derivada da interface.
    Maiúsculas e minúsculas contam. A pasta é verificada mesmo assim.

    ### Why

    A stack procura as duas pastas pelos nomes; eles não podem ser alterados (contratos 1.5 e 1.8, nomes das pastas).
    """

    code = "MLP101"
    name = "renamed-worker-folder"
    severity = Severity.ERROR
    summary = Text(en="A worker's folder has another name.", pt="A pasta de um worker tem outro nome.")
    messages = {
        "renamed": Message(
            Text(
                en="This folder holds a worker; the contract asks for the name '{wanted}', not '{found}'.",
                pt="Esta pasta contém um worker; o contrato exige o nome '{wanted}', e não '{found}'.",
            ),
            Text(
                en="Rename the folder to '{wanted}', or take it out of the project.",
                pt="Renomeie a pasta para '{wanted}', ou retire-a do projeto.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        if worker.is_renamed:
            yield self.finding(Place(worker.root), "renamed", wanted=worker.kind, found=worker.root.name)


class MissingScript(Rule):
    """A standard file isn't in the worker, under no name and in no folder.

    One finding for each file. A file that is there under another name is MLP103, one in another folder MLP104.

    ## Why

    The stack imports and runs the standard scripts by their names (contract 1.5: `__init__.py`, `pub.py` or
    `retrain.py`, `mytest_*.py`, `test_*.py`; contract 1.8: `__init__.py`, `models/__init__.py`, `mytest_*.py`,
    `test_*.py`, `params.conf`).

    ## Example

    ```tree
    worker_pub/  # MLP102
        __init__.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## Use instead

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## In Portuguese

    Um arquivo padrão não está no worker, com nenhum nome e em nenhuma pasta.

    Um resultado para cada arquivo. Um arquivo que está lá com outro nome é MLP103; em outra pasta, MLP104.

    ### Why

    A stack importa e executa os scripts padrão pelos nomes (contrato 1.5: `__init__.py`, `pub.py` ou `retrain.py`,
    `mytest_*.py`, `test_*.py`; contrato 1.8: `__init__.py`, `models/__init__.py`, `mytest_*.py`, `test_*.py`,
    `params.conf`).
    """

    code = "MLP102"
    name = "missing-script"
    severity = Severity.ERROR
    summary = Text(en="A standard file is missing.", pt="Falta um arquivo padrão.")
    messages = {
        "missing": Message(
            Text(
                en="The standard file '{file}' is missing; contract {contract} asks for it.",
                pt="Falta o arquivo padrão '{file}'; o contrato {contract} o exige.",
            ),
            Text(
                en="Create '{file}' in '{worker}', or copy it from the template.",
                pt="Crie '{file}' em '{worker}', ou copie-o do modelo.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for name in worker.scripts.missing:
            yield self.finding(
                Place(worker.root),
                "missing",
                file=name,
                contract=worker.contract.version,
                worker=worker.root.name,
            )


class RenamedScript(Rule):
    """A standard file is missing, and a file in its folder is that file under another name.

    Either the name differs in letter case only, or it is the one script of that folder which defines the contract's
    class, where the main script is missing.

    ## Why

    The stack looks for the standard scripts by their exact names, on a file system that tells `Pub.py` from `pub.py`
    (contracts 1.5 and 1.8, names of the standard scripts).

    ## Example

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        publica.py  (defines ModeloCLF)  # MLP103
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## Use instead

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## In Portuguese

    Falta um arquivo padrão, e um arquivo da pasta dele é esse arquivo com outro nome.

    Ou o nome só difere em maiúsculas e minúsculas, ou, quando falta o script principal, é o único script da pasta que
    define a classe do contrato.

    ### Why

    A stack procura os scripts padrão pelos nomes exatos, em um sistema de arquivos que distingue `Pub.py` de `pub.py`
    (contratos 1.5 e 1.8, nomes dos scripts padrão).
    """

    code = "MLP103"
    name = "renamed-script"
    severity = Severity.ERROR
    summary = Text(en="A standard file has another name.", pt="Um arquivo padrão tem outro nome.")
    messages = {
        "renamed": Message(
            Text(
                en="This is the worker's '{wanted}' under another name; the contract asks for exactly that name.",
                pt="Este é o '{wanted}' do worker com outro nome; o contrato exige exatamente esse nome.",
            ),
            Text(
                en="Rename it to '{wanted}', and the imports that use it.",
                pt="Renomeie-o para '{wanted}', e também os imports que o usam.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for explained in worker.scripts.renamed.values():
            for name in explained.files:
                yield self.finding(Place(_path(worker, name)), "renamed", wanted=explained.wanted)


class MisplacedScript(Rule):
    """A standard file is missing from its place and stands, under its own name, in another folder of the worker.

    ## Why

    The stack looks for the standard scripts in the places of the templates. Further folders and
    files are fine as long as the standard ones stay where they are (contracts 1.5 and 1.8, standard scripts).

    ## Example

    ```tree
    worker_pub/
        __init__.py
        pub.py
        requirements.txt
        temp_area/
        testes/
            mytest_pub.py  # MLP104
            test_pub.py  # MLP104
    ```

    ## Use instead

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## In Portuguese

    Um arquivo padrão falta no seu lugar e está, com o próprio nome, em outra pasta do worker.

    ### Why

    A stack procura os scripts padrão nos lugares dos templates. Outras pastas e arquivos são aceitos, desde que os
    padrão fiquem onde estão (contratos 1.5 e 1.8, scripts padrão).
    """

    code = "MLP104"
    name = "misplaced-script"
    severity = Severity.ERROR
    summary = Text(en="A standard file stands in another folder.", pt="Um arquivo padrão está em outra pasta.")
    messages = {
        "misplaced": Message(
            Text(
                en="This file must stand at '{wanted}' in the worker; the stack doesn't find it here.",
                pt="Este arquivo deve ficar em '{wanted}' no worker; aqui a stack não o encontra.",
            ),
            Text(
                en="Move it to '{wanted}', and mend the imports that use it.",
                pt="Mova-o para '{wanted}', e corrija os imports que o usam.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for explained in worker.scripts.misplaced.values():
            for name in explained.files:
                yield self.finding(Place(_path(worker, name)), "misplaced", wanted=explained.wanted)


class MissingRequirements(Rule):
    """The worker root has no `requirements.txt`.

    ## Why

    Each worker runs in an environment of its own, which the stack makes from this file (contracts 1.5 and 1.8,
    `requirements.txt` for each worker).

    ## Example

    ```tree
    worker_pub/  # MLP105
        __init__.py
        mytest_pub.py
        pub.py
        temp_area/
        test_pub.py
    ```

    ## Use instead

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## In Portuguese

    A raiz do worker não tem `requirements.txt`.

    ### Why

    Cada worker roda em um ambiente próprio, que a stack cria a partir desse arquivo (contratos 1.5 e 1.8, um
    `requirements.txt` para cada worker).
    """

    code = "MLP105"
    name = "missing-requirements"
    severity = Severity.ERROR
    summary = Text(en="The worker has no requirements.txt.", pt="O worker não tem requirements.txt.")
    messages = {
        "missing": Message(
            Text(
                en="'{file}' is missing; the stack makes this worker's environment from it.",
                pt="Falta '{file}'; a stack monta o ambiente deste worker a partir dele.",
            ),
            Text(
                en="Activate this worker's own virtual environment and run `pip freeze > {file}` in '{worker}'.",
                pt="Ative o ambiente virtual deste worker e execute `pip freeze > {file}` em '{worker}'.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        if worker.requirements is None:
            yield self.finding(
                Place(worker.root), "missing", file=worker.contract.requirements_file, worker=worker.root.name
            )


class EmptyRequirements(Rule):
    """`requirements.txt` names no package, nor does a file that it includes with `-r`.

    ## Why

    The file must not be empty: at least the library of the interfaces is needed (contracts 1.5 and 1.8,
    `requirements.txt`).

    ## Example

    ```text worker_pub/requirements.txt
    # gerar com pip freeze antes de publicar
    ```

    ## Use instead

    ```text worker_pub/requirements.txt
    mllibprodest==1.5.0
    numpy==1.26.4
    scikit-learn==1.5.2
    ```

    ## In Portuguese

    O `requirements.txt` não cita nenhum pacote, nem um arquivo que ele inclui com `-r`.

    ### Why

    O arquivo não pode estar vazio: é preciso ao menos a biblioteca das interfaces (contratos 1.5 e 1.8,
    `requirements.txt`).
    """

    code = "MLP106"
    name = "empty-requirements"
    severity = Severity.ERROR
    summary = Text(en="requirements.txt names no package.", pt="O requirements.txt não cita nenhum pacote.")
    messages = {
        "empty": Message(
            Text(
                en="'{file}' names no package; the stack makes this worker's environment from it.",
                pt="'{file}' não cita nenhum pacote; a stack monta o ambiente deste worker a partir dele.",
            ),
            Text(
                en="Activate this worker's own virtual environment and run `pip freeze > {file}` in '{worker}'.",
                pt="Ative o ambiente virtual deste worker e execute `pip freeze > {file}` em '{worker}'.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        name, requirements = worker.contract.requirements_file, worker.requirements
        if requirements is not None and not isinstance(requirements, UnreadableError) and requirements.is_empty:
            yield self.finding(Place(worker.root / name), "empty", file=name, worker=worker.root.name)


class MissingTempArea(Rule):
    """The worker root has no folder `temp_area`.

    Not reported in what is published, an archive or a folder `publicar`, which must not hold one.

    ## Why

    Temporary files are written to and read from `temp_area`, and nowhere else (contracts 1.5 and 1.8). git keeps no
    empty folder: a file in it, such as a short README.txt, keeps it there.

    ## Example

    ```tree
    worker_pub/  # MLP107
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        test_pub.py
    ```

    ## Use instead

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## In Portuguese

    A raiz do worker não tem a pasta `temp_area`.

    Não é relatado no que é publicado, um arquivo zip ou uma pasta `publicar`, que não deve ter essa pasta.

    ### Why

    Os arquivos temporários são gravados e lidos em `temp_area`, e em nenhum outro lugar (contratos 1.5 e 1.8). O git
    não guarda pastas vazias: um arquivo nela, como um pequeno README.txt, a mantém.
    """

    code = "MLP107"
    name = "missing-temp-area"
    severity = Severity.WARNING
    summary = Text(en="The worker has no folder temp_area.", pt="O worker não tem a pasta temp_area.")
    messages = {
        "missing": Message(
            Text(
                en="The folder '{folder}' is missing; it is the only place for the worker's files.",
                pt="Falta a pasta '{folder}'; ela é o único lugar para os arquivos do worker.",
            ),
            Text(
                en="Create '{folder}' in '{worker}', with a small file in it so that git keeps it.",
                pt="Crie '{folder}' em '{worker}', com um pequeno arquivo dentro para que o git a guarde.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        folder = worker.contract.temp_folder
        if not worker.is_published and (folder,) not in worker.folders:
            yield self.finding(Place(worker.root), "missing", folder=folder, worker=worker.root.name)


class MissingWorker(Rule):
    """A project folder was given to lint, and it holds one of the two workers only.

    ## Why

    A publication holds both `worker_pub` and `worker_retrain` (contracts 1.5 and 1.8, `publicar/`).

    ## Example

    ```tree
    ./  # MLP108
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    ```

    ## Use instead

    ```tree
    worker_pub/
        __init__.py
        mytest_pub.py
        pub.py
        requirements.txt
        temp_area/
        test_pub.py
    worker_retrain/
        __init__.py
        mytest_retrain.py
        requirements.txt
        retrain.py
        temp_area/
        test_retrain.py
    ```

    ## In Portuguese

    A pasta de um projeto foi indicada para verificação e só contém um dos dois workers.

    ### Why

    Uma publicação contém `worker_pub` e `worker_retrain` (contratos 1.5 e 1.8, `publicar/`).
    """

    code = "MLP108"
    name = "missing-worker"
    severity = Severity.ERROR
    summary = Text(en="The project holds only one of the two workers.", pt="O projeto só tem um dos dois workers.")
    messages = {
        "missing": Message(
            Text(
                en="The project holds no '{missing}'; a publication needs both workers.",
                pt="O projeto não tem '{missing}'; uma publicação precisa dos dois workers.",
            ),
            Text(
                en="Add the folder '{missing}' beside the other worker, for instance from the template.",
                pt="Inclua a pasta '{missing}' ao lado do outro worker, por exemplo a partir do modelo.",
            ),
        ),
    }

    def check_project(self, project: Project) -> Iterator[Finding]:
        held = {worker.kind for worker in project.workers}
        for kind in KINDS:
            if kind not in held and not is_folder(project.root / kind):
                yield self.finding(Place(project.root), "missing", missing=kind)


class BadParamsConf(Rule):
    """`params.conf` doesn't parse, names no model, or a section is incomplete or names something that isn't there.

    Every section needs the keys `source_file` (a script in `models/`, without `.py`), `model_class` (this worker's
    class), `experiment_name`, `model_provider_name` and `dataset_provider_name`; keys of `[DEFAULT]` count, an empty
    value is none. One finding for each problem, at its section or key.

    ## Why

    Contract 1.8 loads the models that `params.conf` names, one for each section; a section that it can't use stops the
    worker.

    ## Example

    Contract 1.8.

    ```ini worker_pub/params.conf
    [EVASAO]
    source_file = modelo  # MLP109
    model_class = ModeloRETRAIN  # MLP109
    experiment_name = Evasão
    model_provider_name = mlflow
    dataset_provider_name = minio
    ```

    ## Use instead

    ```ini worker_pub/params.conf
    [EVASAO]
    source_file = pub_evasao
    model_class = ModeloCLF
    experiment_name = Evasão
    model_provider_name = mlflow
    dataset_provider_name = minio
    ```

    ## In Portuguese

    O `params.conf` não pode ser interpretado, não cita nenhum modelo, ou uma seção está incompleta ou cita algo que não
    existe.

    Cada seção precisa das chaves `source_file` (um script em `models/`, sem `.py`), `model_class` (a classe deste
    worker), `experiment_name`, `model_provider_name` e `dataset_provider_name`; as chaves de `[DEFAULT]` contam, um
    valor vazio não. Um resultado para cada problema, na sua seção ou chave.

    ### Why

    O contrato 1.8 carrega os modelos que o `params.conf` cita, um para cada seção; uma seção que ele não pode usar para
    o worker.
    """

    code = "MLP109"
    name = "bad-params-conf"
    severity = Severity.ERROR
    summary = Text(
        en="params.conf doesn't say which models there are.", pt="O params.conf não diz quais são os modelos."
    )
    messages = {
        "no-section": Message(
            Text(
                en="'{file}' has keys before its first section; each model needs a section of its own.",
                pt="'{file}' tem chaves antes da primeira seção; cada modelo precisa de uma seção própria.",
            ),
            Text(
                en="Begin each model with a line such as `[MODEL_NAME]`.",
                pt="Comece cada modelo com uma linha como `[NOME_DO_MODELO]`.",
            ),
        ),
        "duplicate-section": Message(
            Text(
                en="The section '[{name}]' is there twice; each model has one section.",
                pt="A seção '[{name}]' aparece duas vezes; cada modelo tem uma seção.",
            ),
            Text(en="Rename or remove one of the two.", pt="Renomeie ou remova uma das duas."),
        ),
        "duplicate-key": Message(
            Text(
                en="The key '{name}' is there twice in its section.",
                pt="A chave '{name}' aparece duas vezes na sua seção.",
            ),
            Text(en="Remove one of the two.", pt="Remova uma das duas."),
        ),
        "syntax": Message(
            Text(en="'{file}' can't be parsed: {name}", pt="'{file}' não pode ser interpretado: {name}"),
            Text(
                en="Write it as sections in brackets with lines `key = value`.",
                pt="Escreva-o como seções entre colchetes com linhas `chave = valor`.",
            ),
        ),
        "no-model": Message(
            Text(
                en="'{file}' names no model; contract 1.8 asks for a section for each.",
                pt="'{file}' não cita nenhum modelo; o contrato 1.8 exige uma seção para cada um.",
            ),
            Text(
                en="Add a section `[MODEL_NAME]` with the keys {keys}.",
                pt="Inclua uma seção `[NOME_DO_MODELO]` com as chaves {keys}.",
            ),
        ),
        "missing-key": Message(
            Text(
                en="The section '[{section}]' lacks the key '{key}', or its value is empty.",
                pt="Falta à seção '[{section}]' a chave '{key}', ou o valor dela está vazio.",
            ),
            Text(en="Add a line `{key} = ...`.", pt="Inclua uma linha `{key} = ...`."),
        ),
        "no-source-file": Message(
            Text(
                en="There is no '{folder}/{value}.py'; 'source_file' names a script of '{folder}', without '.py'.",
                pt="Não existe '{folder}/{value}.py'; 'source_file' cita um script de '{folder}', sem '.py'.",
            ),
            Text(
                en="Give the name of the script in '{folder}' that defines {class_name}.",
                pt="Informe o nome do script de '{folder}' que define {class_name}.",
            ),
        ),
        "wrong-class": Message(
            Text(
                en="'model_class' is '{value}'; in {kind} it must be '{class_name}'.",
                pt="'model_class' é '{value}'; em {kind} deve ser '{class_name}'.",
            ),
            Text(en="Write `model_class = {class_name}`.", pt="Escreva `model_class = {class_name}`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        content, name = worker.models_file, worker.contract.models_file
        if not isinstance(content, ModelsFile) or name is None:
            return
        path = worker.root / name
        keys = ", ".join(worker.contract.models_file_keys)
        for problem in content.problems:
            yield self.finding(_line(path, problem.line), problem.kind, file=name, name=problem.name)
        if not content.models and not content.problems:
            yield self.finding(Place(path), "no-model", file=name, keys=keys)
        for model in content.models:
            yield from self._judge(worker, path, model)

    def _judge(self, worker: Worker, path: Path, model: Model) -> Iterator[Finding]:
        terms = worker.terms
        for key in worker.contract.models_file_keys:
            value = model.values.get(key, "")
            place = _line(path, model.key_lines.get(key, model.line))
            if not value:
                yield self.finding(_line(path, model.line), "missing-key", section=model.name, key=key)
            elif key == "source_file" and (terms.main_folder, f"{value}.py") not in worker.files:
                yield self.finding(
                    place, "no-source-file", folder=terms.main_folder, value=value, class_name=terms.class_name
                )
            elif key == "model_class" and value != terms.class_name:
                yield self.finding(place, "wrong-class", value=value, kind=worker.kind, class_name=terms.class_name)


def _path(worker: Worker, name: str) -> Path:
    return worker.root.joinpath(*name.split("/"))


def _line(path: Path, line: int) -> Place:
    return Place(path, Span(line, 1, line, 1))
