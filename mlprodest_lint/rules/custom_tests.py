"""Family 6: the user's own tests, and the standard ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlprodest_lint.facts.records import Constant, FunctionOf
from mlprodest_lint.findings import Message, Place, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text
from mlprodest_lint.values.model import External, Partial
from mlprodest_lint.values.places import At
from mlprodest_lint.values.types import agrees, annotated, contracted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlprodest_lint.contract import Parameter
    from mlprodest_lint.facts import records as r
    from mlprodest_lint.findings import Finding
    from mlprodest_lint.values.program import Code
    from mlprodest_lint.workers import Source, Worker


def _code(worker: Worker, source: Source | None) -> Code | None:
    return None if source is None else worker.program.code_of(source)


def _own_tests(worker: Worker) -> Iterator[tuple[Code, r.Function]]:
    """Yield the user's function as the script itself defines it; several where a condition chooses one."""
    code = _code(worker, worker.scripts.own_test)
    if code is not None:
        for binding in worker.evaluator.module_bindings(code, worker.contract.own_test_function):
            if isinstance(binding.value, FunctionOf):
                yield code, code.module.functions[binding.value.index]


def _signature(parameters: tuple[Parameter, ...]) -> str:
    return ", ".join(parameter.spelled for parameter in parameters)


class MissingCustomTest(Rule):
    """`mytest_pub.py` or `mytest_retrain.py` has no function `test`.

    One that the script imports, or a name `test` that it assigns, counts.

    ## Why

    The standard tests run the user's own test by this name (contracts 1.5 and 1.8, `mytest_*.py`).

    ## Example

    ```python worker_pub/mytest_pub.py
    def testar():
        print("nada a testar")
    ```

    ## Use instead

    ```python worker_pub/mytest_pub.py
    def test():
        print("nada a testar")
    ```

    ## In Portuguese

    `mytest_pub.py` ou `mytest_retrain.py` não tem uma função `test`.

    Uma que o script importa, ou um nome `test` que ele atribui, conta.

    ### Why

    Os testes padrão executam o teste do autor por esse nome (contratos 1.5 e 1.8, `mytest_*.py`).
    """

    code = "MLP601"
    name = "missing-custom-test"
    severity = Severity.WARNING
    summary = Text(
        en="The script of the user's test has no function test.",
        pt="O script do teste do usuário não tem a função test.",
    )
    messages = {
        "missing": Message(
            Text(
                en="This script defines no function '{function}', which the standard tests run.",
                pt="Este script não define a função '{function}', que os testes padrão executam.",
            ),
            Text(
                en="Add `def {function}({signature}):`; a body that does nothing will do.",
                pt="Inclua `def {function}({signature}):`; pode ter um corpo que não faz nada.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        code, contract = _code(worker, worker.scripts.own_test), worker.contract
        if code is None or worker.program.has_name(tuple(code.name.split(".")), contract.own_test_function):
            return
        yield self.finding(
            Place(code.source.path),
            "missing",
            function=contract.own_test_function,
            signature=_signature(contract.own_test_parameters),
        )


class CustomTestSignature(Rule):
    """The user's function `test` has other parameters than the contract's.

    In contract 1.5 it has none, in contract 1.8 exactly `modelos: dict`.

    ## Why

    The standard tests call it with exactly these arguments (contracts 1.5 and 1.8, `mytest_*.py`).

    ## Example

    ```python worker_pub/mytest_pub.py
    def test(detalhado: bool = False):  # MLP602
        print("detalhes" if detalhado else "resumo")
    ```

    ## Use instead

    ```python worker_pub/mytest_pub.py
    def test():
        print("resumo")
    ```

    ## In Portuguese

    A função `test` do autor tem outros parâmetros que não os do contrato.

    No contrato 1.5 ela não tem nenhum; no contrato 1.8, exatamente `modelos: dict`.

    ### Why

    Os testes padrão a chamam exatamente com esses argumentos (contratos 1.5 e 1.8, `mytest_*.py`).
    """

    code = "MLP602"
    name = "custom-test-signature"
    severity = Severity.ERROR
    summary = Text(
        en="The user's test has other parameters than the contract's.",
        pt="O teste do usuário tem parâmetros diferentes do contrato.",
    )
    messages = {
        "other": Message(
            Text(
                en="'{function}' has the parameter '{found}' here; contract {contract} asks for `def {wanted}`.",
                pt="'{function}' tem o parâmetro '{found}' aqui; o contrato {contract} exige `def {wanted}`.",
            ),
            Text(en="Write `def {wanted}:`.", pt="Escreva `def {wanted}:`."),
        ),
        "annotation": Message(
            Text(
                en="'{found}' of '{function}' lacks the annotation that contract {contract} asks for: `def {wanted}`.",
                pt="'{found}' de '{function}' não tem a anotação que o contrato {contract} exige: `def {wanted}`.",
            ),
            Text(en="Write `def {wanted}:`.", pt="Escreva `def {wanted}:`."),
        ),
        "missing": Message(
            Text(
                en="'{function}' lacks the parameter '{found}'; contract {contract} asks for `def {wanted}`.",
                pt="'{function}' não tem o parâmetro '{found}'; o contrato {contract} exige `def {wanted}`.",
            ),
            Text(en="Write `def {wanted}:`.", pt="Escreva `def {wanted}:`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        contract = worker.contract
        fields: dict[str, Any] = {
            "function": contract.own_test_function,
            "contract": contract.version,
            "wanted": f"{contract.own_test_function}({_signature(contract.own_test_parameters)})",
        }
        for code, function in _own_tests(worker):
            for place, variant, name in self._problems(worker, code, function):
                yield self.finding(place, variant, found=name, **fields)

    def _problems(self, worker: Worker, code: Code, function: r.Function) -> Iterator[tuple[Place, str, str]]:
        wanted = worker.contract.own_test_parameters
        at = At.of(code, function)
        for position, parameter in enumerate(function.parameters):
            place = code.place(parameter.span)
            contracted_one = wanted[position] if position < len(wanted) else None
            if contracted_one is None or parameter.kind != "positional" or parameter.name != contracted_one.name:
                yield place, "other", parameter.name
                continue
            types = None if parameter.annotation is None else annotated(worker.evaluator, at, parameter.annotation)
            is_right = parameter.annotation is not None and (
                types is None or agrees(types, contracted(contracted_one.annotation or ""))
            )
            if not is_right:
                yield place, "annotation", parameter.name
        for missing in wanted[len(function.parameters) :]:
            yield code.place(function.name_span), "missing", missing.name


class CustomTestReturn(Rule):
    """The user's function `test` returns a value, or is a generator.

    ## Why

    The test has no return value: it fails by raising an exception, such as that of an `assert` (contracts 1.5 and 1.8,
    `mytest_*.py`).

    ## Example

    ```python worker_pub/mytest_pub.py
    def test():
        return 1 + 1 == 2  # MLP603
    ```

    ## Use instead

    ```python worker_pub/mytest_pub.py
    def test():
        assert 1 + 1 == 2
    ```

    ## In Portuguese

    A função `test` do autor devolve um valor, ou é um gerador.

    ### Why

    O teste não tem valor de retorno: ele falha ao levantar uma exceção, como a de um `assert` (contratos 1.5 e 1.8,
    `mytest_*.py`).
    """

    code = "MLP603"
    name = "custom-test-return"
    severity = Severity.WARNING
    summary = Text(en="The user's test returns a value.", pt="O teste do usuário devolve um valor.")
    messages = {
        "value": Message(
            Text(
                en="'{function}' returns a value here; the contract's has none, and what it returns is ignored.",
                pt="'{function}' devolve um valor aqui; no contrato não há retorno, e o valor é ignorado.",
            ),
            Text(
                en="Use `assert` so that a failure is noticed, and return nothing.",
                pt="Use `assert` para que uma falha seja notada, e não devolva nada.",
            ),
        ),
        "generator": Message(
            Text(
                en="'{function}' has a `yield`: a call only makes an iterator and tests nothing.",
                pt="'{function}' tem um `yield`: a chamada só cria um iterador e não testa nada.",
            ),
            Text(en="Remove the `yield`.", pt="Remova o `yield`."),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        for code, function in _own_tests(worker):
            if function.is_generator:
                yield self.finding(code.place(function.name_span), "generator", function=function.name)
                continue
            for returned in code.returns_of(function):
                if returned.value not in (None, Constant(None)):
                    yield self.finding(code.statement_place(returned.statement), "value", function=function.name)


class ChangedStandardTest(Rule):
    """`test_pub.py` or `test_retrain.py` no longer calls the library's standard tests.

    ## Why

    The standard scripts run `Test().validate(...)` of `mllibprodest.validators.test`, before the publication as well
    (contracts 1.5 and 1.8, `test_*.py`).

    ## Example

    ```python worker_pub/test_pub.py
    from mytest_pub import test

    if __name__ == "__main__":
        test()
    ```

    ## Use instead

    ```python worker_pub/test_pub.py
    import sys

    from mllibprodest.utils import validate_params
    from mllibprodest.validators.test import Test

    if __name__ == "__main__":
        valid, result = validate_params(sys.argv, {"--mlruns_path": str})
        if not valid:
            sys.exit(result)
        Test().validate(mlruns_path=result["--mlruns_path"])
    ```

    ## In Portuguese

    `test_pub.py` ou `test_retrain.py` não chama mais os testes padrão da biblioteca.

    ### Why

    Os scripts padrão executam `Test().validate(...)` de `mllibprodest.validators.test`, também antes da publicação
    (contratos 1.5 e 1.8, `test_*.py`).
    """

    code = "MLP604"
    name = "changed-standard-test"
    severity = Severity.WARNING
    summary = Text(
        en="The standard test no longer runs the library's tests.",
        pt="O teste padrão não executa mais os testes da biblioteca.",
    )
    messages = {
        "changed": Message(
            Text(
                en="This script doesn't call `{short}().{method}(...)` of '{module}', the standard tests.",
                pt="Este script não chama `{short}().{method}(...)` de '{module}', os testes padrão.",
            ),
            Text(
                en="Take the script from the template again; tests of your own belong into '{own_test}'.",
                pt="Volte ao script do template; os seus próprios testes ficam em '{own_test}'.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        code, contract = _code(worker, worker.scripts.standard_test), worker.contract
        if code is None or _calls_standard_tests(worker, code):
            return
        module, _, short = contract.standard_test_class.rpartition(".")
        yield self.finding(
            Place(code.source.path),
            "changed",
            module=module,
            short=short,
            method=contract.standard_test_method,
            own_test=worker.terms.own_test,
        )


def _calls_standard_tests(worker: Worker, code: Code) -> bool:
    contract = worker.contract
    wanted = External(f"{contract.standard_test_class}().{contract.standard_test_method}")
    return any(
        (called.function if isinstance(called, Partial) else called) == wanted
        for call in code.module.calls
        for called in worker.evaluator.callee(code, call)
    )
