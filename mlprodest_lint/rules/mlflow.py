"""Family 5: how MLflow is used, and the mandatory artifacts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlprodest_lint.contract import V1_5, V1_8
from mlprodest_lint.facts import records as r
from mlprodest_lint.findings import Message, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.spelling import distance
from mlprodest_lint.texts import Text
from mlprodest_lint.values.dicts import stays_empty
from mlprodest_lint.values.environment import statements_that_write
from mlprodest_lint.values.experiments import (
    CLIENT,
    START_RUN,
    Runs,
    called_names,
    calls_of,
    logged_by,
    may_log,
    name_of_file,
)
from mlprodest_lint.values.functions import is_variable
from mlprodest_lint.values.guards import Guards
from mlprodest_lint.values.interface import bases_from_outside
from mlprodest_lint.values.model import (
    UNKNOWN,
    Entries,
    Items,
    Made,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Plain,
)
from mlprodest_lint.values.model import Text as TextValue
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import last_name
from mlprodest_lint.values.scripts import Scripts
from mlprodest_lint.values.types import evident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.contract import Contract
    from mlprodest_lint.findings import Finding, Place
    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.interface import MainScript
    from mlprodest_lint.values.model import Arguments, Value, Values
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.values.scripts import Step
    from mlprodest_lint.workers import Training, Worker

_SET_URI = "mlflow.set_tracking_uri"
_PICKLES, _UNPICKLES = "convert_artifact_to_pickle", "convert_artifact_to_object"
_MOST_EDITS = 2
_CLIENT_METHOD = f"{CLIENT}()."
_READS_REGISTRY = frozenset(
    {
        "get_latest_versions",
        "get_model_version",
        "get_model_version_by_alias",
        "get_model_version_download_uri",
        "get_model_version_stages",
        "get_registered_model",
        "list_registered_models",
        "search_model_versions",
        "search_registered_models",
    }
)
_DOWNLOADS = frozenset({"_download_artifact_from_uri", "download_artifacts"})
_LOADS = frozenset({"load_checkpoint", "load_model", "load_pyfunc", "load_state_dict", "spark_udf"})
_LOADS_ARTIFACTS = frozenset(
    {"mlflow.artifacts.load_dict", "mlflow.artifacts.load_image", "mlflow.artifacts.load_text"}
)


def _of_library(code: Code, call: r.Call, evaluator: Evaluator, method: str) -> bool:
    """Tell whether a call is of a method that the library hands to the worker."""
    if last_name(call.function) != method:
        return False
    called = evaluator.callee(code, call)
    names = called_names(evaluator, code, call)
    return UNKNOWN in called or any(name.startswith("mllibprodest.") for name in names)


class TrackingUri(Rule):
    """The tracking URI is set other than under the contract's guard.

    `mlflow.set_tracking_uri` may only run where `MLFLOW_TRACKING_URI` isn't set; any equivalent test will do, and any
    URI passes there. A fixed URI given to a client, and a write to the variable itself, are reported in any case.
    Applies to the workers and the training code.

    ## Why

    In production the URI comes from the environment variable; code that sets another one registers the model where
    nobody finds it (contracts 1.5 and 1.8, tracking URI).

    ## Example

    ```python worker_retrain/registro.py
    import os

    import mlflow


    def configura():
        mlflow.set_tracking_uri("http://localhost:5000")  # MLP501


    def configura_pelo_ambiente():
        os.environ["MLFLOW_TRACKING_URI"] = "http://localhost:5000"  # MLP501
    ```

    ## Use instead

    ```python worker_retrain/registro.py
    import os

    import mlflow


    def configura():
        if os.environ.get('MLFLOW_TRACKING_URI') is None:
            mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
    ```

    ## In Portuguese

    O tracking URI é definido fora da condição do contrato.

    `mlflow.set_tracking_uri` só pode ser executado quando `MLFLOW_TRACKING_URI` não está definida; qualquer teste
    equivalente serve, e ali passa qualquer URI. Um URI fixo dado a um cliente, e a gravação da própria variável, são
    relatados em todo caso. Vale para os workers e para o código de treino.

    ### Why

    Em produção o URI vem da variável de ambiente; o código que define outro registra o modelo onde ninguém o encontra
    (contratos 1.5 e 1.8, tracking URI).
    """

    code = "MLP501"
    name = "tracking-uri"
    severity = Severity.ERROR
    summary = Text(
        en="The tracking URI is set other than under the contract's guard.",
        pt="O tracking URI é definido fora da condição do contrato.",
    )
    _help = Text(
        en="Write exactly: `if os.environ.get('{variable}') is None:` and in it"
        " `mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')`.",
        pt="Escreva exatamente: `if os.environ.get('{variable}') is None:` e, dentro,"
        " `mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')`.",
    )
    messages = {
        "unguarded": Message(
            Text(
                en="This sets the tracking URI even where {variable} is set, which production relies on.",
                pt="Isto define o tracking URI mesmo quando {variable} está definida, e a produção depende dela.",
            ),
            _help,
        ),
        "client": Message(
            Text(
                en="This client gets a fixed tracking URI, whatever the value of {variable}.",
                pt="Este cliente recebe um tracking URI fixo, seja qual for o valor de {variable}.",
            ),
            Text(
                en="Leave out the URI; the client takes that of `mlflow.set_tracking_uri` or of {variable}.",
                pt="Omita o URI; o cliente usa o de `mlflow.set_tracking_uri` ou o de {variable}.",
            ),
        ),
        "variable": Message(
            Text(
                en="This writes {variable}, which belongs to the environment of the stack.",
                pt="Isto grava {variable}, que pertence ao ambiente da stack.",
            ),
            _help,
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        yield from self._judge(worker.evaluator, worker.contract.tracking_variable)

    def check_training(self, training: Training) -> Iterator[Finding]:
        yield from self._judge(training.evaluator, V1_5.tracking_variable)

    def _judge(self, evaluator: Evaluator, variable: str) -> Iterator[Finding]:
        guards = Guards(evaluator, variable)
        for code in evaluator.program.modules.values():
            for call in calls_of(evaluator, code, _SET_URI):
                if not guards.guards(code, call):
                    yield self.finding(code.place(call.span), "unguarded", variable=variable)
            for call in calls_of(evaluator, code, CLIENT):
                if _is_known_uri(evaluator.arguments(code, call).get(0, "tracking_uri") or ()):
                    yield self.finding(code.place(call.span), "client", variable=variable)
            for statement in dict.fromkeys(statements_that_write(code, evaluator, variable)):
                yield self.finding(code.statement_place(statement), "variable", variable=variable)


def _is_known_uri(values: Values) -> bool:
    """Tell whether a URI is known; one that stands in for a missing environment variable isn't."""
    if any(map(is_variable, values)):
        return False
    return any(isinstance(value, TextValue) and value.exact and bool(value.head) for value in values)


class ArtifactNotLogged(Rule):
    """Code starts an MLflow run, and a mandatory artifact is never logged.

    A script counts together with the functions and modules of its own worker or training code that it calls. A name
    that can't be known counts as logged, and so does `log_artifacts`. In a worker only the main script of
    `worker_retrain` is judged; the training code always is.

    ## Why

    The three artifacts must be logged into the run that logs the model, by the training code and by `retrain`
    (contracts 1.5 and 1.8, mandatory artifacts).

    ## Example

    ```python treino/treina.py
    import os
    import pickle

    import mlflow

    if os.environ.get('MLFLOW_TRACKING_URI') is None:
        mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
    with mlflow.start_run(run_name="t1"):  # MLP502 MLP502
        with open("TrainingParams.pkl", "wb") as arquivo:
            pickle.dump({"max_depth": 3}, arquivo)
        mlflow.log_artifact("TrainingParams.pkl")
    ```

    ## Use instead

    ```python treino/treina.py
    import os
    import pickle

    import mlflow

    ARTEFATOS = {
        "TrainingParams.pkl": {"max_depth": 3},
        "TrainingDatasetsNames.pkl": {"features": "textos.csv", "targets": "setores.csv"},
        "BaselineMetrics.pkl": {"acuracia_minima": 0.9},
    }

    if os.environ.get('MLFLOW_TRACKING_URI') is None:
        mlflow.set_tracking_uri('sqlite:///teste_mlflow.db')
    with mlflow.start_run(run_name="t1"):
        for nome, conteudo in ARTEFATOS.items():
            with open(nome, "wb") as arquivo:
                pickle.dump(conteudo, arquivo)
            mlflow.log_artifact(nome)
    ```

    ## In Portuguese

    O código inicia uma execução no MLflow, e um artefato obrigatório nunca é registrado.

    Um script conta junto com as funções e os módulos do seu worker ou código de treino que ele chama. Um nome que não
    pode ser conhecido conta como registrado, e também `log_artifacts`. Em um worker só é avaliado o script principal do
    `worker_retrain`; o código de treino, sempre.

    ### Why

    Os três artefatos precisam ser registrados na execução que registra o modelo, pelo código de treino e por `retrain`
    (contratos 1.5 e 1.8, artefatos obrigatórios).
    """

    code = "MLP502"
    name = "artifact-not-logged"
    severity = Severity.ERROR
    summary = Text(en="A mandatory artifact is never logged.", pt="Um artefato obrigatório nunca é registrado.")
    messages = {
        "missing": Message(
            Text(
                en="This starts a run, but '{artifact}' is never logged; the contract asks for it in the model's run.",
                pt="Isto inicia uma execução, mas '{artifact}' nunca é registrado; o contrato o exige na execução do"
                " modelo.",
            ),
            Text(
                en="Pickle a dict as '{artifact}' and call `mlflow.log_artifact` with that file inside the run.",
                pt="Salve um dict com o pickle em '{artifact}' e chame `mlflow.log_artifact` com esse arquivo dentro da"
                " execução.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        if worker.kind == "worker_retrain":
            scripts = [(script.code, _called_by_stack(worker, script)) for script in worker.main_scripts]
            yield from self._judge(worker.evaluator, scripts, worker.contract.artifacts)

    def check_training(self, training: Training) -> Iterator[Finding]:
        evaluator = training.evaluator
        yield from self._judge(evaluator, [(root, []) for root in Scripts(evaluator).roots()], V1_5.artifacts)

    def _judge(
        self, evaluator: Evaluator, scripts: list[tuple[Code, list[OwnFunction]]], artifacts: tuple[str, ...]
    ) -> Iterator[Finding]:
        together = Scripts(evaluator)
        seen: set[tuple[Place, str]] = set()
        for script, entries in scripts:
            steps, is_complete = together.steps(script, entries)
            place = _first_start(evaluator, script, steps)
            if place is None or not is_complete:
                continue
            logged = [logged_by(evaluator, step.code, step.call, step.context) for step in steps]
            for artifact in artifacts:
                if (place, artifact) not in seen and not any(may_log(each, artifact) for each in logged if each):
                    seen.add((place, artifact))
                    yield self.finding(place, "missing", artifact=artifact)


def _called_by_stack(worker: Worker, script: MainScript) -> list[OwnFunction]:
    """Return the constructor and the contracted methods of a main script's class, inherited ones too."""
    names = ["__init__", *(method.name for method in worker.terms.methods)]
    found = (worker.evaluator.method(owner, name) for owner in script.owners for name in names)
    return [method for method in found if method is not None]


def _first_start(evaluator: Evaluator, script: Code, steps: list[Step]) -> Place | None:
    """Return the place of the first ``start_run``: in the script itself, else in what it calls."""
    starts = [
        (step.code is not script, step.code.source.parts, step.code.module.spans[step.call.span], step)
        for step in steps
        if START_RUN in called_names(evaluator, step.code, step.call)
    ]
    if not starts:
        return None
    first = min(starts, key=lambda start: start[:3])[3]
    return first.code.place(first.call.span)


class _FileNames:
    """The file names that the code of one worker, or the training code, gives to artifacts."""

    def __init__(self, evaluator: Evaluator, contracts: tuple[Contract, ...]) -> None:
        self._evaluator = evaluator
        self._contracts = contracts

    def given(self) -> Iterator[tuple[Code, r.Call, str]]:
        """Yield the names that are known, with the calls that they are given to."""
        for code in self._evaluator.program.modules.values():
            for call in code.module.calls:
                for value in self._values(code, call):
                    name = name_of_file(value)
                    if name is not None:
                        yield code, call, name

    def _values(self, code: Code, call: r.Call) -> Values:
        logged = logged_by(self._evaluator, code, call) if "log_artifact" in last_name(call.function) else None
        if logged is not None:
            return logged.paths or ()
        for method in (_PICKLES, _UNPICKLES):
            if _of_library(code, call, self._evaluator, method):
                arguments = self._evaluator.arguments(code, call)
                return tuple(value for contract in self._contracts for value in _file_name(contract, method, arguments))
        return ()

    @cached_property
    def written(self) -> frozenset[str]:
        """The last parts of all texts in the code."""
        return frozenset(
            part.value.rpartition("/")[2]
            for code in self._evaluator.program.modules.values()
            for expression in _expressions(code)
            for part in r.parts(expression)
            if isinstance(part, r.Constant) and isinstance(part.value, str)
        )


def _expressions(code: Code) -> Iterator[r.Expression]:
    module = code.module
    for call in module.calls:
        yield from call.arguments
        yield from (keyword.value for keyword in call.keywords)
    yield from (binding.value for binding in module.bindings)
    yield from (store.value for store in module.stores)
    yield from (returned.value for returned in module.returns if returned.value is not None)
    for function in module.functions:
        yield from (parameter.default for parameter in function.parameters if parameter.default is not None)


def _file_name(contract: Contract, method: str, arguments: Arguments) -> Values:
    return _library_argument(contract, method, "file_name", arguments) or ()


def _library_argument(contract: Contract, method: str, parameter: str, arguments: Arguments) -> Values | None:
    declared = contract.library_method(method)
    return None if declared is None else arguments.get(declared.position(parameter), parameter)


class ArtifactName(Rule):
    """A file's name is nearly that of a mandatory artifact.

    Judged are the names given to `convert_artifact_to_pickle`, `convert_artifact_to_object` and `log_artifact`. Nearly
    the same is a name in which up to two letters are missing, added or others, or letter case or the extension differ.
    Another extension alone passes where the same code also uses the right name.

    ## Why

    The names of the mandatory artifacts are fixed, letter case included (contracts 1.5 and 1.8, mandatory artifacts).

    ## Example

    ```python worker_pub/artefatos.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    def parametros() -> dict:
        return ModelPublicationInterfaceCLF.convert_artifact_to_object("TrainingParam.pkl")  # MLP503
    ```

    ## Use instead

    ```python worker_pub/artefatos.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    def parametros() -> dict:
        return ModelPublicationInterfaceCLF.convert_artifact_to_object("TrainingParams.pkl")
    ```

    ## In Portuguese

    O nome de um arquivo é quase o de um artefato obrigatório.

    São avaliados os nomes dados a `convert_artifact_to_pickle`, `convert_artifact_to_object` e `log_artifact`. Quase o
    mesmo é um nome em que até duas letras faltam, sobram ou são outras, ou em que maiúsculas e minúsculas ou a extensão
    diferem. Só outra extensão passa onde o mesmo código também usa o nome certo.

    ### Why

    Os nomes dos artefatos obrigatórios são fixos, maiúsculas e minúsculas incluídas (contratos 1.5 e 1.8, artefatos
    obrigatórios).
    """

    code = "MLP503"
    name = "artifact-name"
    severity = Severity.ERROR
    summary = Text(
        en="The name of a mandatory artifact is misspelled.", pt="O nome de um artefato obrigatório está errado."
    )
    messages = {
        "misspelled": Message(
            Text(
                en="'{found}' is nearly the name of a mandatory artifact; the contract's is '{wanted}'.",
                pt="'{found}' é quase o nome de um artefato obrigatório; o do contrato é '{wanted}'.",
            ),
            Text(
                en="Write '{wanted}', letter case included; a file of your own needs a name that can't be mistaken.",
                pt="Escreva '{wanted}', com as mesmas maiúsculas; dê aos seus arquivos nomes que não se confundam.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        yield from self._judge(_FileNames(worker.evaluator, (worker.contract,)), worker.contract.artifacts)

    def check_training(self, training: Training) -> Iterator[Finding]:
        yield from self._judge(_FileNames(training.evaluator, (V1_5, V1_8)), V1_5.artifacts)

    def _judge(self, names: _FileNames, artifacts: tuple[str, ...]) -> Iterator[Finding]:
        given = list(names.given())
        exact = {name for _, _, name in given}
        seen: set[int] = set()
        for code, call, found in given:
            wanted = _meant(found, artifacts)
            if wanted is None or id(call) in seen:
                continue
            is_own_file = _stem(found) == _stem(wanted) and (wanted in exact or wanted in names.written)
            if not is_own_file:
                seen.add(id(call))
                yield self.finding(code.place(call.span), "misspelled", found=found, wanted=wanted)


def _meant(found: str, artifacts: tuple[str, ...]) -> str | None:
    """Return the artifact whose name a file's nearly is."""
    if found in artifacts:
        return None
    stem = _stem(found).casefold()
    return next(
        (artifact for artifact in artifacts if distance(stem, _stem(artifact).casefold(), _MOST_EDITS) <= _MOST_EDITS),
        None,
    )


def _stem(name: str) -> str:
    return name.partition(".")[0]


class ArtifactNotDict(Rule):
    """A mandatory artifact isn't a dict, or is an empty one.

    Judged is the value that `convert_artifact_to_pickle` is given, where it is evident what it is.

    ## Why

    The mandatory artifacts are dicts that aren't empty (contracts 1.5 and 1.8, mandatory artifacts).

    ## Example

    ```python worker_retrain/artefatos.py
    from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


    def gera(acuracia: float):
        ModelPublicationInterfaceRETRAIN.convert_artifact_to_pickle([0.9], "BaselineMetrics.pkl")  # MLP504
        ModelPublicationInterfaceRETRAIN.convert_artifact_to_pickle({}, "TrainingParams.pkl")  # MLP504
    ```

    ## Use instead

    ```python worker_retrain/artefatos.py
    from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


    def gera(acuracia: float):
        ModelPublicationInterfaceRETRAIN.convert_artifact_to_pickle({"acuracia_minima": 0.9}, "BaselineMetrics.pkl")
        ModelPublicationInterfaceRETRAIN.convert_artifact_to_pickle({"max_depth": 3}, "TrainingParams.pkl")
    ```

    ## In Portuguese

    Um artefato obrigatório não é um dict, ou é um dict vazio.

    É avaliado o valor que `convert_artifact_to_pickle` recebe, onde é evidente qual é.

    ### Why

    Os artefatos obrigatórios são dicts que não estão vazios (contratos 1.5 e 1.8, artefatos obrigatórios).
    """

    code = "MLP504"
    name = "artifact-not-dict"
    severity = Severity.ERROR
    summary = Text(
        en="A mandatory artifact isn't a dict, or is an empty one.",
        pt="Um artefato obrigatório não é um dict, ou está vazio.",
    )
    messages = {
        "other": Message(
            Text(
                en="'{artifact}' is made from a value that is no dict; the contract asks for one that isn't empty.",
                pt="'{artifact}' é gerado de um valor que não é um dict; o contrato exige um que não esteja vazio.",
            ),
            Text(
                en='Give it a dict, for instance `{{"name": value}}`.',
                pt='Passe um dict, por exemplo `{{"nome": valor}}`.',
            ),
        ),
        "empty": Message(
            Text(
                en="'{artifact}' is made from an empty dict; the contract asks for one that isn't empty.",
                pt="'{artifact}' é gerado de um dict vazio; o contrato exige um que não esteja vazio.",
            ),
            Text(
                en="Put the values into it before this call.",
                pt="Coloque os valores nele antes desta chamada.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        yield from self._judge(worker.evaluator, (worker.contract,))

    def check_training(self, training: Training) -> Iterator[Finding]:
        yield from self._judge(training.evaluator, (V1_5, V1_8))

    def _judge(self, evaluator: Evaluator, contracts: tuple[Contract, ...]) -> Iterator[Finding]:
        for code in evaluator.program.modules.values():
            for call in code.module.calls:
                if _of_library(code, call, evaluator, _PICKLES):
                    yield from self._of_call(evaluator, contracts, code, call)

    def _of_call(
        self, evaluator: Evaluator, contracts: tuple[Contract, ...], code: Code, call: r.Call
    ) -> Iterator[Finding]:
        for contract in contracts:
            for context in evaluator.contexts_around(code, call.scope):
                arguments = evaluator.arguments(code, call, context)
                names = [name_of_file(value) for value in _file_name(contract, _PICKLES, arguments)]
                artifact = next((name for name in names if name in contract.artifacts), None)
                made = _library_argument(contract, _PICKLES, "artifact", arguments)
                if artifact is None or not made:
                    continue
                problem = self._problem(evaluator, code, call, contract, made)
                if problem is not None:
                    yield self.finding(code.place(call.span), problem, artifact=artifact)
                    return

    def _problem(
        self,
        evaluator: Evaluator,
        code: Code,
        call: r.Call,
        contract: Contract,
        made: Values,
    ) -> str | None:
        known = [value for value in made if value != Plain(None)]
        if known and all(_is_no_dict(evaluator, value) for value in known):
            return "other"
        expression = _argument_expression(call, contract)
        if expression is None:
            return None
        at = At.of(code, call)
        types = evident(evaluator, at, expression)
        if types and all(type_.name != "dict" for type_ in types):
            return "other"
        is_empty = all(isinstance(value, Entries) and value.complete and not value.pairs for value in made)
        return "empty" if is_empty and stays_empty(evaluator, at, expression) else None


def _argument_expression(call: r.Call, contract: Contract) -> r.Expression | None:
    declared = contract.library_method(_PICKLES)
    position = 0 if declared is None else declared.position("artifact")
    given = [keyword.value for keyword in call.keywords if keyword.name == "artifact"]
    return given[0] if given else call.arguments[position] if position < len(call.arguments) else None


def _is_no_dict(evaluator: Evaluator, value: Value) -> bool:
    if isinstance(value, Made):
        return value.by in _OTHER_TYPES
    if isinstance(value, OwnInstance):
        return bases_from_outside(evaluator, value.of) <= {"object", "abc.ABC"}
    return isinstance(value, TextValue | Items | Plain | OwnFunction | OwnClass | OwnModule)


_OTHER_TYPES = frozenset(
    {
        *("bool", "bytes", "complex", "float", "frozenset", "int", "list", "set", "str", "tuple"),
        *("json.dumps", "numpy.array", "numpy.ndarray", "pandas.DataFrame", "pandas.Series", "pickle.dumps"),
    }
)


class DirectMlflow(Rule):
    """A worker goes round the library and talks to MLflow itself.

    In `worker_pub` any call of MLflow is reported; in `worker_retrain` those that load models, read the model registry
    or download artifacts. Registering runs is the business of `retrain`. The user's own test may do as it likes.

    ## Why

    The library loads the production model and its artifacts; direct use of MLflow is for registering experiments only
    (contracts 1.5 and 1.8, common methods).

    ## Example

    ```python worker_pub/modelo.py
    import mlflow


    def carrega():
        return mlflow.sklearn.load_model("models:/triagem/Production")  # MLP505
    ```

    ## Use instead

    ```python worker_pub/modelo.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    def carrega():
        return ModelPublicationInterfaceCLF.load_model("triagem")
    ```

    ## In Portuguese

    Um worker contorna a biblioteca e fala ele mesmo com o MLflow.

    No `worker_pub` é relatada toda chamada do MLflow; no `worker_retrain`, as que carregam modelos, leem o registro de
    modelos ou baixam artefatos. Registrar execuções é tarefa de `retrain`. O teste do próprio autor pode fazer o que
    quiser.

    ### Why

    A biblioteca carrega o modelo em produção e os artefatos dele; o uso direto do MLflow é só para registrar
    experimentos (contratos 1.5 e 1.8, métodos comuns).
    """

    code = "MLP505"
    name = "direct-mlflow"
    severity = Severity.ERROR
    summary = Text(en="A worker talks to MLflow itself.", pt="Um worker fala diretamente com o MLflow.")
    messages = {
        "pub": Message(
            Text(
                en="worker_pub calls `{call}` itself; it gets the model and its artifacts from the library only.",
                pt="O worker_pub chama `{call}` diretamente; ele só obtém o modelo e os artefatos pela biblioteca.",
            ),
            Text(
                en="Use `self.load_model`, `self.load_production_params` and their kin instead.",
                pt="Use `self.load_model`, `self.load_production_params` e similares.",
            ),
        ),
        "retrain": Message(
            Text(
                en="worker_retrain calls `{call}` itself; models and artifacts in production come from the library.",
                pt="O worker_retrain chama `{call}` diretamente; modelos e artefatos em produção vêm da biblioteca.",
            ),
            Text(
                en="Use `self.load_model`, `self.load_production_params` and their kin; in `retrain` and `evaluate` the"
                " stack already hands them over.",
                pt="Use `self.load_model`, `self.load_production_params` e similares; em `retrain` e `evaluate` a stack"
                " já os entrega.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        is_pub = worker.kind == "worker_pub"
        codes = worker.program.modules.values()
        if not any(map(_imports_mlflow, codes)):
            return
        for code in codes:
            if code.name == worker.own_test_module:
                continue
            found = [
                (call, name)
                for call in code.module.calls
                for name in sorted(called_names(worker.evaluator, code, call))
                if _is_mlflow_call(name) and (is_pub or _goes_round_library(name))
            ]
            inner = {id(each) for call, _ in found for each in _chained(code, call)}
            for call, name in {id(call): (call, name) for call, name in reversed(found)}.values():
                if id(call) not in inner:
                    yield self.finding(code.place(call.span), "pub" if is_pub else "retrain", call=name)


def _imports_mlflow(code: Code) -> bool:
    return any(
        (record.module or alias.name).partition(".")[0] == "mlflow"
        for record in code.module.imports
        for alias in record.names
    )


def _is_mlflow_call(name: str) -> bool:
    """Tell whether a name is MLflow's own, and not a method of something that MLflow made, such as a model."""
    return name.startswith("mlflow.") and ("()" not in name or _is_client_method(name))


def _is_client_method(name: str) -> bool:
    return name.startswith(_CLIENT_METHOD) and "()" not in name.removeprefix(_CLIENT_METHOD)


def _goes_round_library(name: str) -> bool:
    last = name.rpartition(".")[2]
    if _is_client_method(name):
        return last in _READS_REGISTRY | _DOWNLOADS
    return last in _LOADS | _DOWNLOADS | _READS_REGISTRY or name in _LOADS_ARTIFACTS


def _chained(code: Code, call: r.Call) -> Iterator[r.Call]:
    """Yield the calls that a call is chained to: the receivers in ``a().b().c()``."""
    expression = call.function
    while isinstance(expression, r.Attribute | r.CallOf):
        if isinstance(expression, r.Attribute):
            expression = expression.value
        else:
            inner = code.module.calls[expression.index]
            yield inner
            expression = inner.function


class OpenRun(Rule):
    """A run is started and never ended.

    `mlflow.start_run` must be a context manager, or `mlflow.end_run` must follow it in the same function or module
    body. Two starts in a row need two ends. Applies to the workers and the training code.

    ## Why

    A run that stays open keeps collecting what the next calls log, and remains "running" in the registry (contracts 1.5
    and 1.8, registering experiments).

    ## Example

    ```python worker_retrain/registro.py
    import mlflow


    def registra(metricas: dict):
        mlflow.start_run(run_name="avaliacao")  # MLP506
        mlflow.log_metrics(metricas)
    ```

    ## Use instead

    ```python worker_retrain/registro.py
    import mlflow


    def registra(metricas: dict):
        with mlflow.start_run(run_name="avaliacao"):
            mlflow.log_metrics(metricas)
    ```

    ## In Portuguese

    Uma execução é iniciada e nunca encerrada.

    `mlflow.start_run` precisa ser um gerenciador de contexto, ou `mlflow.end_run` precisa vir depois dele na mesma
    função ou no corpo do módulo. Dois inícios seguidos precisam de dois fins. Vale para os workers e para o código de
    treino.

    ### Why

    Uma execução que fica aberta continua juntando o que as próximas chamadas registram, e permanece "em execução" no
    registro (contratos 1.5 e 1.8, registro de experimentos).
    """

    code = "MLP506"
    name = "open-run"
    severity = Severity.WARNING
    summary = Text(en="An MLflow run is never ended.", pt="Uma execução do MLflow nunca é finalizada.")
    messages = {
        "open": Message(
            Text(
                en="This run is never ended in the function that starts it.",
                pt="Esta execução nunca é finalizada na função que a inicia.",
            ),
            Text(
                en="Write `with mlflow.start_run(...):`, or call `mlflow.end_run()` afterwards.",
                pt="Escreva `with mlflow.start_run(...):`, ou chame `mlflow.end_run()` depois.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        yield from self._judge(worker.evaluator)

    def check_training(self, training: Training) -> Iterator[Finding]:
        yield from self._judge(training.evaluator)

    def _judge(self, evaluator: Evaluator) -> Iterator[Finding]:
        runs = Runs(evaluator)
        for code in evaluator.program.modules.values():
            for call in runs.left_open(code):
                yield self.finding(code.place(call.span), "open")
