"""Family 2: the contract's class, its methods, their signatures and what they return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlprodest_lint.contract.model import NO_DEFAULT
from mlprodest_lint.facts.records import Attribute, Constant, Name
from mlprodest_lint.findings import Message, Place, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text
from mlprodest_lint.values.interface import bases_from_outside, definitions_of
from mlprodest_lint.values.model import UNKNOWN, Entries, Items, OwnClass, OwnInstance, Plain
from mlprodest_lint.values.model import Text as TextValue
from mlprodest_lint.values.places import At
from mlprodest_lint.values.program import last_name
from mlprodest_lint.values.types import agrees, annotated, contracted, evident, may_be

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlprodest_lint.contract import Method, Parameter
    from mlprodest_lint.facts import records as r
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.values.evaluation import Evaluator
    from mlprodest_lint.values.interface import Definition
    from mlprodest_lint.values.model import Value
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Worker

_NOT_PLAIN = {
    "staticmethod": "staticmethod",
    "abc.abstractstaticmethod": "staticmethod",
    "classmethod": "classmethod",
    "abc.abstractclassmethod": "classmethod",
    "property": "property",
    "abc.abstractproperty": "property",
    "functools.cached_property": "property",
}
_PARTS_OF_PROPERTY = frozenset({"getter", "setter", "deleter"})
_POSITIONAL = frozenset({"positional-only", "positional"})
_VARIADIC = frozenset({"var-positional", "var-keyword"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A contracted method and where the worker defines it."""

    method: Method
    definition: Definition

    @property
    def function(self) -> r.Function:
        """The record of the function."""
        return self.definition.function

    @property
    def at(self) -> At:
        """Where its annotations and defaults stand."""
        return At.of(self.definition.code, self.function)

    def place(self, parameter: r.Parameter) -> Place:
        """Return the place of a parameter's name."""
        return self.definition.code.place(parameter.span)


def _classes(worker: Worker) -> Iterable[OwnClass]:
    """Return each class of the contract once."""
    return dict.fromkeys(owner for script in worker.main_scripts for owner in script.owners)


def _methods(worker: Worker) -> Iterator[Judged]:
    """Yield each definition of each contracted method once."""
    seen = set()
    for owner in _classes(worker):
        for method in worker.terms.methods:
            for definition in definitions_of(worker.evaluator, owner, method.name) or ():
                if definition not in seen:
                    seen.add(definition)
                    yield Judged(method, definition)


def _plain_methods(worker: Worker) -> Iterator[Judged]:
    return (judged for judged in _methods(worker) if _kind_problem(worker.evaluator, judged) is None)


def _kind_problem(evaluator: Evaluator, judged: Judged) -> str | None:
    """Say why a method is no plain method that can be called on an instance."""
    function = judged.function
    for decorator in function.decorators:
        for value in evaluator.values(judged.at, decorator):
            if (name := getattr(value, "name", "")) in _NOT_PLAIN:
                return _NOT_PLAIN[name]
        if isinstance(decorator, Attribute) and decorator.name in _PARTS_OF_PROPERTY:
            return "property"
    if not function.parameters or function.parameters[0].kind not in _POSITIONAL:
        return "no-self"
    if function.is_async:
        return "async"
    return "generator" if function.is_generator else None


def _own_parameters(function: r.Function) -> Sequence[r.Parameter]:
    """Return the parameters without ``self``."""
    parameters = function.parameters
    return parameters[1:] if parameters and parameters[0].kind in _POSITIONAL else parameters


def _in_place(judged: Judged) -> Iterator[tuple[r.Parameter, Parameter]]:
    """Yield the parameters that are in their place and have the right name, with the contract's."""
    for found, wanted in zip(_own_parameters(judged.function), judged.method.parameters, strict=False):
        if found.name == wanted.name and found.kind not in _VARIADIC:
            yield found, wanted


def _signature(parameters: Sequence[Parameter]) -> str:
    return ", ".join(["self", *(parameter.spelled for parameter in parameters)])


def _annotation_problem(evaluator: Evaluator, at: At, found: r.Expression | None, wanted: str) -> str | None:
    """Say what is wrong with an annotation: it is ``missing``, or ``other`` than the contract's."""
    if found is None:
        return "missing"
    types = annotated(evaluator, at, found)
    return None if types is None or agrees(types, contracted(wanted)) else "other"


class MissingClass(Rule):
    """A main script doesn't hold the class that the contract names.

    The class may be defined there, assigned, or imported from the worker's own code.

    ## Why

    The stack imports the class by its name: `from pub import ModeloCLF`, `from retrain import ModeloRETRAIN`, in
    contract 1.8 from the modules that `params.conf` names (contracts 1.5 and 1.8, class of each worker).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloEvasao(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    Um script principal não tem a classe que o contrato cita.

    A classe pode ser definida ali, atribuída, ou importada do código do próprio worker.

    ### Why

    A stack importa a classe pelo nome: `from pub import ModeloCLF`, `from retrain import ModeloRETRAIN`; no contrato
    1.8, dos módulos que o `params.conf` cita (contratos 1.5 e 1.8, classe de cada worker).
    """

    code = "MLP201"
    name = "missing-class"
    severity = Severity.ERROR
    summary = Text(
        en="The main script lacks the contract's class.", pt="Falta a classe do contrato no script principal."
    )
    messages = {
        "missing": Message(
            Text(
                en="This script doesn't define the class '{class_name}', which the stack imports from it.",
                pt="Este script não define a classe '{class_name}', que a stack importa dele.",
            ),
            Text(
                en="Name the class `{class_name}` and derive it from `{interface}`.",
                pt="Dê à classe o nome `{class_name}` e derive-a de `{interface}`.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        terms = worker.terms
        for script in worker.main_scripts:
            if not script.is_named:
                yield self.finding(
                    Place(script.source.path),
                    "missing",
                    class_name=terms.class_name,
                    interface=terms.interface.rpartition(".")[2],
                )


class MissingBase(Rule):
    """The contract's class doesn't derive from the interface of its worker.

    It may derive through classes of the worker's own.

    ## Why

    The interface brings the methods that the stack and the worker rely on, such as `load_model` and `make_log`
    (contracts 1.5 and 1.8, interface of each worker).

    ## Example

    ```python worker_pub/pub.py
    class ModeloCLF:  # MLP202
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    A classe do contrato não deriva da interface do seu worker.

    Ela pode derivar por meio de classes do próprio worker.

    ### Why

    A interface traz os métodos de que a stack e o worker dependem, como `load_model` e `make_log` (contratos 1.5 e 1.8,
    interface de cada worker).
    """

    code = "MLP202"
    name = "missing-base"
    severity = Severity.ERROR
    summary = Text(
        en="The class doesn't derive from the interface.", pt="A classe não deriva da interface do contrato."
    )
    messages = {
        "missing": Message(
            Text(
                en="'{class_name}' doesn't derive from '{interface}', the interface that the contract asks for.",
                pt="'{class_name}' não deriva de '{interface}', a interface que o contrato exige.",
            ),
            Text(
                en="Write `class {class_name}({short}):`, with `from {module} import {short}`.",
                pt="Escreva `class {class_name}({short}):`, com `from {module} import {short}`.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        module, _, short = worker.terms.interface.rpartition(".")
        for owner in _classes(worker):
            bases = bases_from_outside(worker.evaluator, owner)
            if worker.terms.interface not in bases and "?" not in bases:
                yield self.finding(
                    owner.code.place(owner.definition.name_span),
                    "missing",
                    class_name=owner.definition.name,
                    interface=worker.terms.interface,
                    module=module,
                    short=short,
                )


class MissingMethod(Rule):
    """A method that the contract asks for isn't there.

    It may be inherited from a base class of the worker's own code. One finding for each method.

    ## Why

    The stack calls all methods of the interface; without one of them the class can't even be instantiated (contracts
    1.5 and 1.8, methods of the interfaces).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):  # MLP203
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    Falta um método que o contrato exige.

    Ele pode ser herdado de uma classe base do código do próprio worker. Um resultado para cada método.

    ### Why

    A stack chama todos os métodos da interface; sem um deles a classe nem pode ser instanciada (contratos 1.5 e 1.8,
    métodos das interfaces).
    """

    code = "MLP203"
    name = "missing-method"
    severity = Severity.ERROR
    summary = Text(en="A contracted method is missing.", pt="Falta um método do contrato.")
    messages = {
        "missing": Message(
            Text(
                en="'{class_name}' lacks the method '{method}', which contract {contract} asks for.",
                pt="A classe '{class_name}' não tem o método '{method}', que o contrato {contract} exige.",
            ),
            Text(en="Add `def {method}({signature}){returns}:`.", pt="Inclua `def {method}({signature}){returns}:`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for owner in _classes(worker):
            for method in worker.terms.methods:
                if definitions_of(worker.evaluator, owner, method.name) is None:
                    yield self.finding(
                        owner.code.place(owner.definition.name_span),
                        "missing",
                        class_name=owner.definition.name,
                        method=method.name,
                        contract=worker.contract.version,
                        signature=_signature(method.parameters),
                        returns=f" -> {method.returns}" if method.returns else "",
                    )


class ParameterName(Rule):
    """The parameters of a contracted method differ from the contract in name, order, number or kind.

    They are compared position by position. The finding stands at each parameter that has another name or kind
    (keyword-only, positional-only, `*args`, `**kwargs`) or shouldn't be there; for each that is missing at the end, at
    the method's name.

    ## Why

    The stack passes the arguments by these names; the names of the parameters must not be changed (contracts 1.5 and
    1.8, methods of the interfaces).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dados: list) -> list:  # MLP204
            return [len(linha) for linha in dados]

        def evaluate(self, data_features: list) -> dict:  # MLP204
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    Os parâmetros de um método do contrato diferem dele no nome, na ordem, no número ou na espécie.

    São comparados posição por posição. O resultado fica em cada parâmetro que tem outro nome ou outra espécie (só por
    nome, só por posição, `*args`, `**kwargs`) ou que não deveria existir; para cada um que falta no fim, no nome do
    método.

    ### Why

    A stack passa os argumentos por esses nomes; os nomes dos parâmetros não podem ser alterados (contratos 1.5 e 1.8,
    métodos das interfaces).
    """

    code = "MLP204"
    name = "parameter-name"
    severity = Severity.ERROR
    summary = Text(
        en="A method's parameters differ from the contract's.", pt="Os parâmetros de um método diferem do contrato."
    )
    messages = {
        "name": Message(
            Text(
                en="'{method}' has the parameter '{found}' where the contract has '{wanted}'.",
                pt="'{method}' tem o parâmetro '{found}' onde o contrato tem '{wanted}'.",
            ),
            Text(
                en="Write `def {method}({signature})`; the stack passes arguments by these names.",
                pt="Escreva `def {method}({signature})`; a stack passa os argumentos por esses nomes.",
            ),
        ),
        "kind": Message(
            Text(
                en="'{wanted}' of '{method}' must be an ordinary parameter, neither keyword-only nor positional-only"
                " nor one that collects others (`*args`, `**kwargs`).",
                pt="'{wanted}' de '{method}' deve ser um parâmetro comum: nem só por nome, nem só por posição, nem um"
                " que junta os demais (`*args`, `**kwargs`).",
            ),
            Text(
                en="Write `def {method}({signature})`, without `*` and `/`.",
                pt="Escreva `def {method}({signature})`, sem `*` e `/`.",
            ),
        ),
        "further": Message(
            Text(
                en="'{method}' has the parameter '{found}', which the contract doesn't have.",
                pt="'{method}' tem o parâmetro '{found}', que o contrato não tem.",
            ),
            Text(
                en="Remove it: `def {method}({signature})`. What the method needs besides can be set in `__init__`.",
                pt="Remova-o: `def {method}({signature})`. O que mais o método precisar pode ficar no `__init__`.",
            ),
        ),
        "missing": Message(
            Text(
                en="'{method}' lacks the parameter '{wanted}', which the contract asks for.",
                pt="O método '{method}' não tem o parâmetro '{wanted}', que o contrato exige.",
            ),
            Text(en="Write `def {method}({signature})`.", pt="Escreva `def {method}({signature})`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for judged in _plain_methods(worker):
            method, function = judged.method, judged.function
            for place, variant, fields in _differences(judged.definition, function, method.parameters):
                yield self.finding(
                    place, variant, method=method.name, signature=_signature(method.parameters), **fields
                )


def _differences(
    definition: Definition, function: r.Function, wanted: Sequence[Parameter]
) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Compare parameters position by position; yield where one differs, how, and its names."""
    found = _own_parameters(function)
    for position, parameter in enumerate(found):
        place = definition.code.place(parameter.span)
        if position >= len(wanted):
            yield place, "further", {"found": parameter.name}
        elif parameter.kind in _VARIADIC or (
            parameter.kind != "positional" and parameter.name == wanted[position].name
        ):
            yield place, "kind", {"wanted": wanted[position].name}
        elif parameter.name != wanted[position].name:
            yield place, "name", {"found": parameter.name, "wanted": wanted[position].name}
    if not any(parameter.kind in _VARIADIC for parameter in found):
        for missing in wanted[len(found) :]:
            yield definition.name_place, "missing", {"wanted": missing.name}


class ParameterAnnotation(Rule):
    """A parameter of a contracted method lacks the contracted annotation, or has another.

    Other spellings of the same type are fine: quotes, `typing.List`, `list[str]` for `list`, an alias. A narrower or
    wider type is another one. Where the contract has no annotation, any passes.

    ## Why

    The types of the parameters are part of the contract, and the standard tests check them (contracts 1.5 and 1.8,
    methods of the interfaces).

    ## Example

    ```python worker_pub/pub.py
    import numpy as np
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset) -> list:  # MLP205
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: np.ndarray, data_targets: list) -> dict:  # MLP205
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list[list[float]], data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    Um parâmetro de um método do contrato não tem a anotação do contrato, ou tem outra.

    Outras grafias do mesmo tipo são aceitas: aspas, `typing.List`, `list[str]` para `list`, um apelido. Um tipo mais
    restrito ou mais amplo é outro. Onde o contrato não tem anotação, qualquer uma passa.

    ### Why

    Os tipos dos parâmetros fazem parte do contrato, e os testes padrão os verificam (contratos 1.5 e 1.8, métodos das
    interfaces).
    """

    code = "MLP205"
    name = "parameter-annotation"
    severity = Severity.ERROR
    summary = Text(
        en="A parameter has another annotation than the contract's.",
        pt="A anotação de um parâmetro difere da do contrato.",
    )
    messages = {
        "missing": Message(
            Text(
                en="'{parameter}' of '{method}' has no annotation; the contract asks for '{wanted}'.",
                pt="'{parameter}' de '{method}' não tem anotação; o contrato exige '{wanted}'.",
            ),
            Text(en="Write `{spelled}`.", pt="Escreva `{spelled}`."),
        ),
        "other": Message(
            Text(
                en="'{parameter}' of '{method}' is annotated with another type than '{wanted}', the contract's.",
                pt="'{parameter}' de '{method}' tem anotação de outro tipo; o contrato exige '{wanted}'.",
            ),
            Text(
                en="Write `{spelled}`; convert the value inside the method if you need another type.",
                pt="Escreva `{spelled}`; converta o valor dentro do método se precisar de outro tipo.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for judged in _plain_methods(worker):
            for found, wanted in _in_place(judged):
                if wanted.annotation is None:
                    continue
                problem = _annotation_problem(worker.evaluator, judged.at, found.annotation, wanted.annotation)
                if problem is not None:
                    yield self.finding(
                        judged.place(found),
                        problem,
                        parameter=found.name,
                        method=judged.method.name,
                        wanted=wanted.annotation,
                        spelled=wanted.spelled,
                    )


class ReturnAnnotation(Rule):
    """A contracted method lacks the contracted return annotation, or has another.

    Other spellings of the same type are fine, as for parameters: `(bool, dict)`, `tuple[bool, dict]` and
    `Tuple[bool, dict]` are the same. A narrower type, such as `-> dict` for `dict | str`, is another one.

    ## Why

    The types that the methods return are part of the contract (contracts 1.5 and 1.8, methods of the interfaces).

    ## Example

    ```python worker_pub/pub.py
    import numpy as np
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> np.ndarray:  # MLP206
            return np.asarray(dataset).sum(axis=1)

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self):  # MLP206
            return {"nome": "evasao"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    import numpy as np
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return np.asarray(dataset).sum(axis=1).tolist()

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    Um método do contrato não tem a anotação de retorno do contrato, ou tem outra.

    Outras grafias do mesmo tipo são aceitas, como nos parâmetros: `(bool, dict)`, `tuple[bool, dict]` e `Tuple[bool,
    dict]` são o mesmo. Um tipo mais restrito, como `-> dict` para `dict | str`, é outro.

    ### Why

    Os tipos que os métodos devolvem fazem parte do contrato (contratos 1.5 e 1.8, métodos das interfaces).
    """

    code = "MLP206"
    name = "return-annotation"
    severity = Severity.ERROR
    summary = Text(
        en="A method has another return annotation than the contract's.",
        pt="A anotação de retorno de um método difere da do contrato.",
    )
    messages = {
        "missing": Message(
            Text(
                en="'{method}' has no return annotation; the contract asks for '-> {wanted}'.",
                pt="'{method}' não tem anotação de retorno; o contrato exige '-> {wanted}'.",
            ),
            Text(
                en="Write `def {method}({signature}) -> {wanted}:`.",
                pt="Escreva `def {method}({signature}) -> {wanted}:`.",
            ),
        ),
        "other": Message(
            Text(
                en="'{method}' is annotated to return another type; the contract asks for '-> {wanted}'.",
                pt="'{method}' tem anotação de outro tipo de retorno; o contrato exige '-> {wanted}'.",
            ),
            Text(
                en="Write `def {method}({signature}) -> {wanted}:`, and return that type.",
                pt="Escreva `def {method}({signature}) -> {wanted}:` e devolva esse tipo.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for judged in _plain_methods(worker):
            method, function = judged.method, judged.function
            if method.returns is None:
                continue
            problem = _annotation_problem(worker.evaluator, judged.at, function.returns, method.returns)
            if problem is not None:
                yield self.finding(
                    judged.definition.code.place(function.returns_span),
                    problem,
                    method=method.name,
                    wanted=method.returns,
                    signature=_signature(method.parameters),
                )


class ParameterDefault(Rule):
    """A parameter of a contracted method lacks the contracted default value, or has another.

    A default that can't be known passes, and so does one where the contract has none.

    ## Why

    The stack leaves out arguments that have a default in the contract, and expects files in `temp_area` (contracts 1.5
    and 1.8, `evaluate` of the retraining interface).

    ## Example

    ```python worker_retrain/retrain.py
    from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


    class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
        def get_model_name(self) -> str:
            return "evasao"

        def get_model_provider_name(self) -> str:
            return "mlflow"

        def get_experiment_name(self) -> str:
            return "Evasão"

        def get_dataset_provider_name(self) -> str:
            return "minio"

        def evaluate(
            self,
            model,
            datasets: dict,
            baseline_metrics: dict,
            training_params: dict,
            artifacts_path: str = "saida",  # MLP207
            batch_size: int = 5000,  # MLP207
        ) -> (bool, dict):
            return True, {"lote": batch_size}

        def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                    reasons: dict):
            model = production_params
            return model
    ```

    ## Use instead

    ```python worker_retrain/retrain.py
    from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


    class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
        def get_model_name(self) -> str:
            return "evasao"

        def get_model_provider_name(self) -> str:
            return "mlflow"

        def get_experiment_name(self) -> str:
            return "Evasão"

        def get_dataset_provider_name(self) -> str:
            return "minio"

        def evaluate(
            self,
            model,
            datasets: dict,
            baseline_metrics: dict,
            training_params: dict,
            artifacts_path: str = "temp_area",
            batch_size: int = 100000,
        ) -> (bool, dict):
            return True, {"lote": batch_size}

        def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                    reasons: dict):
            model = production_params
            return model
    ```

    ## In Portuguese

    Um parâmetro de um método do contrato não tem o valor padrão do contrato, ou tem outro.

    Um valor padrão que não pode ser conhecido passa, e também um onde o contrato não tem nenhum.

    ### Why

    A stack omite os argumentos que têm valor padrão no contrato, e espera arquivos em `temp_area` (contratos 1.5 e 1.8,
    `evaluate` da interface de retreino).
    """

    code = "MLP207"
    name = "parameter-default"
    severity = Severity.ERROR
    summary = Text(
        en="A parameter has another default value than the contract's.",
        pt="O valor padrão de um parâmetro difere do contrato.",
    )
    messages = {
        "missing": Message(
            Text(
                en="'{parameter}' of '{method}' has no default value; the contract asks for {wanted}.",
                pt="'{parameter}' de '{method}' não tem valor padrão; o contrato exige {wanted}.",
            ),
            Text(en="Write `{spelled}`.", pt="Escreva `{spelled}`."),
        ),
        "other": Message(
            Text(
                en="'{parameter}' of '{method}' has another default value; the contract asks for {wanted}.",
                pt="'{parameter}' de '{method}' tem outro valor padrão; o contrato exige {wanted}.",
            ),
            Text(en="Write `{spelled}`.", pt="Escreva `{spelled}`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for judged in _plain_methods(worker):
            for found, wanted in _in_place(judged):
                if wanted.default is NO_DEFAULT:
                    continue
                if found.default is None:
                    problem = "missing"
                elif all(_is_other(value, wanted) for value in worker.evaluator.values(judged.at, found.default)):
                    problem = "other"
                else:
                    continue
                yield self.finding(
                    judged.place(found),
                    problem,
                    parameter=found.name,
                    method=judged.method.name,
                    wanted=wanted.spelled_default,
                    spelled=wanted.spelled,
                )


def _is_other(value: Value, wanted: Parameter) -> bool:
    """Tell whether a value certainly isn't the contracted default."""
    if isinstance(value, TextValue):
        return value.is_path or (value.exact and value.head != wanted.default)
    if isinstance(value, Items | Entries):
        return True
    if isinstance(value, Plain):
        return type(value.value) is not type(wanted.default) or value.value != wanted.default
    return False


class MethodKind(Rule):
    """A contracted method is no plain method.

    It is `async`, a generator, a `staticmethod`, a `classmethod` or a `property`, or it lacks its first positional
    parameter. The signature of such a method isn't judged further.

    ## Why

    The stack calls the methods on an instance, and uses what they return at once (contracts 1.5 and 1.8, methods of
    the interfaces).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        async def predict(self, dataset: list) -> list:  # MLP208
            return [len(linha) for linha in dataset]

        @staticmethod
        def evaluate(data_features: list, data_targets: list) -> dict:  # MLP208
            return {"linhas": len(data_features)}

        @property
        def get_model_info(self) -> dict:  # MLP208
            return {"nome": "evasao"}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    Um método do contrato não é um método comum.

    Ele é `async`, um gerador, um `staticmethod`, um `classmethod` ou uma `property`, ou não tem o primeiro parâmetro
    posicional. A assinatura de um método assim não é mais avaliada.

    ### Why

    A stack chama os métodos em uma instância e usa logo o que devolvem (contratos 1.5 e 1.8, métodos das interfaces).
    """

    code = "MLP208"
    name = "method-kind"
    severity = Severity.ERROR
    summary = Text(en="A contracted method is no plain method.", pt="Um método do contrato não é um método comum.")
    messages = {
        "async": Message(
            Text(
                en="'{method}' is asynchronous; the stack calls it without waiting for it.",
                pt="'{method}' é assíncrono; a stack o chama sem esperar por ele.",
            ),
            Text(en="Write `def` instead of `async def`.", pt="Escreva `def` no lugar de `async def`."),
        ),
        "generator": Message(
            Text(
                en="'{method}' is a generator: it has a `yield`, so that a call only returns an iterator.",
                pt="'{method}' é um gerador: tem um `yield`, e a chamada só devolve um iterador.",
            ),
            Text(
                en="Collect the values in a list and return them, or move the `yield` to a function of its own.",
                pt="Junte os valores em uma lista e devolva-a, ou leve o `yield` para uma função à parte.",
            ),
        ),
        "staticmethod": Message(
            Text(
                en="'{method}' is a static method; the contract asks for a plain method with `self`.",
                pt="'{method}' é um método estático; o contrato exige um método comum, com `self`.",
            ),
            Text(
                en="Remove `@staticmethod` and add `self` as the first parameter.",
                pt="Remova `@staticmethod` e inclua `self` como primeiro parâmetro.",
            ),
        ),
        "classmethod": Message(
            Text(
                en="'{method}' is a class method; the contract asks for a plain method with `self`.",
                pt="'{method}' é um método de classe; o contrato exige um método comum, com `self`.",
            ),
            Text(
                en="Remove `@classmethod` and write `self` for the first parameter.",
                pt="Remova `@classmethod` e escreva `self` no primeiro parâmetro.",
            ),
        ),
        "property": Message(
            Text(
                en="'{method}' is a property; the stack calls it as a method.",
                pt="'{method}' é uma propriedade; a stack o chama como método.",
            ),
            Text(en="Remove the decorator.", pt="Remova o decorador."),
        ),
        "no-self": Message(
            Text(
                en="'{method}' has no `self`; it fails when it is called on an instance.",
                pt="'{method}' não tem `self`; a chamada em uma instância falha.",
            ),
            Text(en="Write `def {method}({signature})`.", pt="Escreva `def {method}({signature})`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for judged in _methods(worker):
            problem = _kind_problem(worker.evaluator, judged)
            if problem is not None:
                yield self.finding(
                    judged.definition.name_place,
                    problem,
                    method=judged.method.name,
                    signature=_signature(judged.method.parameters),
                )


class ConstructorParameters(Rule):
    """`__init__` takes other parameters than the contract's.

    In contract 1.5 it takes none but `self`, in contract 1.8 the names of the model and its providers. A further
    parameter with a default passes, and so does a class without `__init__`.

    ## Why

    The stack makes the instance itself, with exactly these arguments (contracts 1.5 and 1.8, constructor).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self, nome_modelo):  # MLP209
            self.nome = nome_modelo

        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": self.nome}
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def __init__(self):
            self.nome = "evasao"

        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": self.nome}
    ```

    ## In Portuguese

    O `__init__` recebe outros parâmetros que não os do contrato.

    No contrato 1.5 ele não recebe nenhum além de `self`; no contrato 1.8, os nomes do modelo e dos provedores. Um
    parâmetro a mais com valor padrão passa, e também uma classe sem `__init__`.

    ### Why

    A própria stack cria a instância, exatamente com esses argumentos (contratos 1.5 e 1.8, construtor).
    """

    code = "MLP209"
    name = "constructor-parameters"
    severity = Severity.ERROR
    summary = Text(
        en="The constructor takes other parameters than the contract's.",
        pt="O construtor recebe outros parâmetros que não os do contrato.",
    )
    messages = {
        "name": Message(
            Text(
                en="`__init__` has the parameter '{found}' where the contract has '{wanted}'.",
                pt="`__init__` tem o parâmetro '{found}' onde o contrato tem '{wanted}'.",
            ),
            Text(en="Write `def __init__({signature})`.", pt="Escreva `def __init__({signature})`."),
        ),
        "kind": Message(
            Text(
                en="'{wanted}' of `__init__` must be an ordinary parameter.",
                pt="'{wanted}' de `__init__` deve ser um parâmetro comum.",
            ),
            Text(en="Write `def __init__({signature})`.", pt="Escreva `def __init__({signature})`."),
        ),
        "further": Message(
            Text(
                en="`__init__` has the parameter '{found}', which the stack doesn't pass.",
                pt="`__init__` tem o parâmetro '{found}', que a stack não passa.",
            ),
            Text(
                en="Write `def __init__({signature})`, or give '{found}' a default value.",
                pt="Escreva `def __init__({signature})`, ou dê um valor padrão a '{found}'.",
            ),
        ),
        "missing": Message(
            Text(
                en="`__init__` lacks the parameter '{wanted}', which the stack passes.",
                pt="`__init__` não tem o parâmetro '{wanted}', que a stack passa.",
            ),
            Text(en="Write `def __init__({signature})`.", pt="Escreva `def __init__({signature})`."),
        ),
        "annotation": Message(
            Text(
                en="'{found}' of `__init__` must be annotated with '{annotation}', as in the contract.",
                pt="'{found}' de `__init__` deve ter a anotação '{annotation}', como no contrato.",
            ),
            Text(en="Write `def __init__({signature})`.", pt="Escreva `def __init__({signature})`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        wanted = worker.terms.constructor
        seen = set()
        for owner in _classes(worker):
            for definition in definitions_of(worker.evaluator, owner, "__init__") or ():
                if definition in seen:
                    continue
                seen.add(definition)
                for place, variant, fields in self._problems(worker.evaluator, definition, wanted):
                    yield self.finding(place, variant, signature=_signature(wanted), **fields)

    def _problems(
        self, evaluator: Evaluator, definition: Definition, wanted: Sequence[Parameter]
    ) -> Iterator[tuple[Place, str, dict[str, Any]]]:
        function = definition.function
        optional = {definition.code.place(each.span) for each in function.parameters if each.default is not None}
        for place, variant, fields in _differences(definition, function, wanted):
            if variant != "further" or place not in optional:
                yield place, variant, fields
        at = At.of(definition.code, function)
        for found, parameter in zip(_own_parameters(function), wanted, strict=False):
            if found.name != parameter.name or found.kind in _VARIADIC or parameter.annotation is None:
                continue
            if _annotation_problem(evaluator, at, found.annotation, parameter.annotation) is not None:
                place = definition.code.place(found.span)
                yield place, "annotation", {"found": found.name, "annotation": parameter.annotation}


class ReturnValue(Rule):
    """A contracted method returns a value of a type that the contract doesn't allow.

    Only what is evident is reported: a literal, an f-string, a comprehension, a call of a builtin type, a bare
    `return`, or a local name that is only ever assigned such values.

    ## Why

    The stack takes the returned value as the contract describes it, and hands it on to the client (contracts 1.5 and
    1.8, methods of the interfaces). In contract 1.8 a returned text is an error message for the client.

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            if not dataset:
                return None  # MLP210
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return [len(data_features)]  # MLP210

        def get_model_info(self) -> dict:
            return f"evasao de {len('2024')} anos"  # MLP210
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            if not dataset:
                return []
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": f"evasao de {len('2024')} anos"}
    ```

    ## In Portuguese

    Um método do contrato devolve um valor de um tipo que o contrato não permite.

    Só é relatado o que é evidente: um literal, uma f-string, uma compreensão, a chamada de um tipo embutido, um
    `return` sem valor, ou um nome local que só recebe valores assim.

    ### Why

    A stack usa o valor devolvido como o contrato o descreve e o repassa ao cliente (contratos 1.5 e 1.8, métodos das
    interfaces). No contrato 1.8 um texto devolvido é uma mensagem de erro para o cliente.
    """

    code = "MLP210"
    name = "return-value"
    severity = Severity.ERROR
    summary = Text(
        en="A method returns a value of a type that the contract doesn't allow.",
        pt="Um método devolve um valor de tipo que o contrato não permite.",
    )
    messages = {
        "other": Message(
            Text(
                en="'{method}' returns '{found}' here; the contract asks for '{wanted}'.",
                pt="'{method}' devolve '{found}' aqui; o contrato exige '{wanted}'.",
            ),
            Text(en="Return a value of the type '{wanted}'.", pt="Devolva um valor do tipo '{wanted}'."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        evaluator = worker.evaluator
        for judged in _methods(worker):
            method, function, code = judged.method, judged.function, judged.definition.code
            if method.returns is None or function.is_generator:
                continue
            wanted = contracted(method.returns)
            for returned in code.returns_of(function):
                found = evident(evaluator, At.of(code, returned), returned.value)
                if found and not any(may_be(type_, wanted) for type_ in found):
                    yield self.finding(
                        code.statement_place(returned.statement),
                        "other",
                        method=method.name,
                        found=" | ".join(sorted(map(str, found))),
                        wanted=method.returns,
                    )


class TemplatePlaceholder(Rule):
    """A getter returns an attribute that still holds what the template put there: `None` or `"model_name"`.

    Only in contract 1.5. The finding stands at the assignment.

    ## Why

    The stack asks the getters for the names under which it loads the model and the data sets (contract 1.5, getters of
    the retraining interface).

    ## Example

    ```python worker_retrain/retrain.py
    from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


    class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
        def __init__(self):
            self.nome = "model_name"  # MLP211
            self.experimento = None  # MLP211

        def get_model_name(self) -> str:
            return self.nome

        def get_model_provider_name(self) -> str:
            return "mlflow"

        def get_experiment_name(self) -> str:
            return self.experimento

        def get_dataset_provider_name(self) -> str:
            return "minio"

        def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                     artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
            return True, {"lote": batch_size}

        def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                    reasons: dict):
            model = production_params
            return model
    ```

    ## Use instead

    ```python worker_retrain/retrain.py
    from mllibprodest.interfaces import ModelPublicationInterfaceRETRAIN


    class ModeloRETRAIN(ModelPublicationInterfaceRETRAIN):
        def __init__(self):
            self.nome = "evasao"
            self.experimento = "Evasão escolar"

        def get_model_name(self) -> str:
            return self.nome

        def get_model_provider_name(self) -> str:
            return "mlflow"

        def get_experiment_name(self) -> str:
            return self.experimento

        def get_dataset_provider_name(self) -> str:
            return "minio"

        def evaluate(self, model, datasets: dict, baseline_metrics: dict, training_params: dict,
                     artifacts_path: str = "temp_area", batch_size: int = 100000) -> (bool, dict):
            return True, {"lote": batch_size}

        def retrain(self, production_model_name: str, production_params: dict, experiment_name: str, datasets: dict,
                    reasons: dict):
            model = production_params
            return model
    ```

    ## In Portuguese

    Um método `get_...` devolve um atributo que ainda tem o que o template colocou ali: `None` ou `"model_name"`.

    Só no contrato 1.5. O resultado fica na atribuição.

    ### Why

    A stack pergunta a esses métodos os nomes pelos quais carrega o modelo e os datasets (contrato 1.5, métodos
    `get_...` da interface de retreino).
    """

    code = "MLP211"
    name = "template-placeholder"
    severity = Severity.WARNING
    summary = Text(en="A getter returns what the template put there.", pt="Um getter devolve o que veio no template.")
    messages = {
        "placeholder": Message(
            Text(
                en="'{method}' returns this attribute, which still holds the template's {value}.",
                pt="'{method}' devolve este atributo, que ainda tem o {value} do template.",
            ),
            Text(en="Assign the real value here.", pt="Atribua aqui o valor verdadeiro."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        if not worker.contract.placeholders:
            return
        seen = set()
        for owner in _classes(worker):
            for method, attribute in _returned_attributes(worker, owner):
                for place, shown in _placeholders(worker, owner, attribute):
                    if (place, attribute) not in seen:
                        seen.add((place, attribute))
                        yield self.finding(place, "placeholder", method=method, value=shown)


def _returned_attributes(worker: Worker, owner: OwnClass) -> Iterator[tuple[str, str]]:
    """Yield the attributes of its instance, or of its class, that each getter returns as they are."""
    for method in worker.terms.methods:
        for definition in (method.is_getter and definitions_of(worker.evaluator, owner, method.name)) or ():
            for returned in definition.code.returns_of(definition.function):
                at = At.of(definition.code, returned)
                if isinstance(returned.value, Attribute) and _is_of(worker.evaluator, owner, at, returned.value.value):
                    yield method.name, returned.value.name


def _is_of(evaluator: Evaluator, owner: OwnClass, at: At, expression: r.Expression) -> bool:
    """Tell whether an expression is a class, one of its bases, or an instance of one."""
    holders = evaluator.values(at, expression)
    classes = [holder.of if isinstance(holder, OwnInstance) else holder for holder in holders]
    return any(each in evaluator.class_chain(owner) for each in classes)


def _placeholders(worker: Worker, owner: OwnClass, name: str) -> Iterator[tuple[Place, str]]:
    """Yield where an attribute is given a placeholder, and which, if it is never given anything else."""
    assigned = list(_assignments(worker.evaluator, owner, name))
    placeholders = [
        (place, "None" if expression.value is None else f'"{expression.value}"')
        for place, expression in assigned
        if isinstance(expression, Constant) and expression.value in worker.contract.placeholders
    ]
    if len(placeholders) < len(assigned) or _is_set_elsewhere(worker.evaluator, owner, name):
        return
    if not _sets_attributes_by_name(worker.evaluator, owner):
        yield from placeholders


def _assignments(evaluator: Evaluator, owner: OwnClass, name: str) -> Iterator[tuple[Place, r.Expression]]:
    """Yield where an attribute of the instances of the worker's own classes is assigned, and what."""
    for each in evaluator.class_chain(owner):
        if isinstance(each, OwnClass):
            code, body = each.code, each.definition.body
            for binding in code.bindings.get((body, name), ()):
                yield code.statement_place(binding.statement), binding.value
            for stores in code.attribute_stores.get((body, name), {}).values():
                for store in stores:
                    yield code.statement_place(store.statement), store.value


def _is_set_elsewhere(evaluator: Evaluator, owner: OwnClass, name: str) -> bool:
    """Tell whether code outside the methods may set an attribute: on the class, or on what may be an instance."""
    for code in evaluator.program.modules.values():
        for store in code.module.stores:
            if isinstance(store.target, Attribute) and store.target.name == name and not _is_own_store(code, store):
                at = At.of(code, store)
                if UNKNOWN in evaluator.values(at, store.target.value) or _is_of(
                    evaluator, owner, at, store.target.value
                ):
                    return True
    return False


def _is_own_store(code: Code, store: r.Store) -> bool:
    """Tell whether a method assigns to an attribute of its first parameter."""
    function = code.function_of(code.frame(store.scope))
    is_method = function is not None and code.scopes[function.scope].kind == "class" and bool(function.parameters)
    return is_method and function is not None and store.target.value == Name(function.parameters[0].name)


def _sets_attributes_by_name(evaluator: Evaluator, owner: OwnClass) -> bool:
    """Tell whether the module of one of its own classes calls ``setattr``, or changes a ``__dict__``."""
    codes = {each.code for each in evaluator.class_chain(owner) if isinstance(each, OwnClass)}
    return any(
        last_name(call.function) == "setattr" or last_name(getattr(call.function, "value", call.function)) == "__dict__"
        for code in codes
        for call in code.module.calls
    )


class NotImplementedMethod(Rule):
    """The body of a contracted method is only a docstring, `pass`, `...` or `raise NotImplementedError`.

    ## Why

    The stack calls all methods of the interface (contracts 1.5 and 1.8: implement all methods that are asked for).

    ## Example

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:  # MLP212
            raise NotImplementedError

        def get_model_info(self) -> dict:  # MLP212
            pass
    ```

    ## Use instead

    ```python worker_pub/pub.py
    from mllibprodest.interfaces import ModelPublicationInterfaceCLF


    class ModeloCLF(ModelPublicationInterfaceCLF):
        def predict(self, dataset: list) -> list:
            return [len(linha) for linha in dataset]

        def evaluate(self, data_features: list, data_targets: list) -> dict:
            return {"linhas": len(data_features)}

        def get_model_info(self) -> dict:
            return {"nome": "evasao"}
    ```

    ## In Portuguese

    O corpo de um método do contrato é só uma docstring, `pass`, `...` ou `raise NotImplementedError`.

    ### Why

    A stack chama todos os métodos da interface (contratos 1.5 e 1.8: implemente todos os métodos exigidos).
    """

    code = "MLP212"
    name = "not-implemented"
    severity = Severity.ERROR
    summary = Text(en="A contracted method has no body.", pt="Um método do contrato está sem implementação.")
    messages = {
        "empty": Message(
            Text(
                en="'{method}' isn't implemented; the stack calls it.",
                pt="'{method}' não está implementado; a stack o chama.",
            ),
            Text(
                en="Write its body, or inherit the method from a class of your own that has one.",
                pt="Escreva o corpo dele, ou herde o método de uma classe sua que o tenha.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for judged in _methods(worker):
            if judged.function.stub:
                yield self.finding(judged.definition.name_place, "empty", method=judged.method.name)
