"""Family 0: files that can't be read as Python, and suppressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.facts.source import InvalidError, TooDeepError, UnreadableError
from mlprodest_lint.findings import Message, Place, Severity, Span
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.workers import Source, Training, Worker


class InvalidSource(Rule):
    """The file is not valid Python: the parser refuses it, or the compiler does (a `return` outside a function).

    The finding stands at the line that Python's own parser names. Rules that need the code of this file stay silent
    about it; all others still run. The training code is checked too.

    ## Why

    The stack imports the worker's scripts. A file that Python refuses can't be imported, and the publication fails
    before a single method is called (contracts 1.5 and 1.8, standard scripts).

    ## Example

    ```python worker_pub/utils.py
    def faixa(idade: int) -> str:
        if idade < 12:
            return "criança"
        else if idade < 18:  # MLP001
            return "adolescente"
        return "adulto"
    ```

    ## Use instead

    ```python worker_pub/utils.py
    def faixa(idade: int) -> str:
        if idade < 12:
            return "criança"
        elif idade < 18:
            return "adolescente"
        return "adulto"
    ```

    ## In Portuguese

    O arquivo não é Python válido: o analisador o recusa, ou o compilador (um `return` fora de uma função).

    O resultado fica na linha que o próprio Python indica. As regras que precisam do código desse arquivo não dizem nada
    sobre ele; todas as outras continuam valendo. O código de treino também é verificado.

    ### Why

    A stack importa os scripts do worker. Um arquivo que o Python recusa não pode ser importado, e a publicação falha
    antes de um único método ser chamado (contratos 1.5 e 1.8, scripts padrão).
    """

    code = "MLP001"
    name = "syntax-error"
    severity = Severity.ERROR
    summary = Text(en="The file is not valid Python.", pt="O arquivo não é Python válido.")
    messages = {
        "invalid": Message(
            Text(en="Python refuses this file: {reason}", pt="O Python recusa este arquivo: {reason}"),
            Text(
                en="Mend the code at this line or just above it; nothing else in this file was judged.",
                pt="Corrija o código nesta linha ou logo acima dela; nada mais deste arquivo foi avaliado.",
            ),
        ),
        "too-deep": Message(
            Text(
                en="An expression or a block of this file is nested too deeply for Python to read it.",
                pt="Uma expressão ou um bloco deste arquivo tem níveis demais para que o Python o leia.",
            ),
            Text(
                en="Split it into several statements or functions; nothing else in this file was judged.",
                pt="Divida em vários comandos ou funções; nada mais deste arquivo foi avaliado.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        yield from self._judge(worker.sources)

    def check_training(self, training: Training) -> Iterator[Finding]:
        yield from self._judge(training.sources)

    def _judge(self, sources: Iterable[Source]) -> Iterator[Finding]:
        for source in sources:
            problem = source.problem
            if isinstance(problem, InvalidError):
                span = Span(problem.line, problem.column, problem.line, problem.column)
                yield self.finding(Place(source.path, span), "invalid", reason=problem.reason)
            elif isinstance(problem, TooDeepError):
                yield self.finding(Place(source.path), "too-deep")


class UnreadableFile(Rule):
    """The file can't be read, or not be decoded.

    A Python file is decoded by the encoding that it declares in its first two lines, else as UTF-8; `requirements.txt`
    and `params.conf` are UTF-8. A byte order mark is fine; UTF-16, which Windows PowerShell writes with `>`, is not.
    Applies to the training code too.

    ## Why

    The stack runs on Linux, where text is UTF-8. A file in another encoding stops the import, the installation of the
    requirements or the reading of the models (contracts 1.5 and 1.8, standard scripts and `requirements.txt`).

    ## Example

    ```python worker_pub/utils.py
    # -*- coding: ascii -*-
    SITUACAO = "concluída"
    ```

    ## Use instead

    ```python worker_pub/utils.py
    SITUACAO = "concluída"
    ```

    ## In Portuguese

    O arquivo não pode ser lido ou decodificado.

    Um arquivo Python é decodificado pela codificação que declara nas duas primeiras linhas, senão como UTF-8;
    `requirements.txt` e `params.conf` são UTF-8. Uma marca de ordem de bytes (BOM) é aceita; UTF-16, que o Windows
    PowerShell grava com `>`, não. Vale também para o código de treino.

    ### Why

    A stack roda em Linux, onde texto é UTF-8. Um arquivo em outra codificação impede a importação, a instalação dos
    requisitos ou a leitura dos modelos (contratos 1.5 e 1.8, scripts padrão e `requirements.txt`).
    """

    code = "MLP002"
    name = "unreadable-file"
    severity = Severity.ERROR
    summary = Text(
        en="The file can't be read or decoded.", pt="O arquivo não pode ser lido, ou não pode ser decodificado."
    )
    messages = {
        "unreadable": Message(
            Text(
                en="This file can't be read as text: {reason}", pt="Este arquivo não pode ser lido como texto: {reason}"
            ),
            Text(
                en="Save it as UTF-8 and declare no other encoding; check that it exists and may be read.",
                pt="Salve-o em UTF-8 e não declare outra codificação; confira se ele existe e se pode ser lido.",
            ),
        ),
    }

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        yield from self._judge(worker.sources)
        contract = worker.contract
        for name, content in (
            (contract.requirements_file, worker.requirements),
            (contract.models_file, worker.models_file),
        ):
            if name is not None and isinstance(content, UnreadableError):
                yield self.finding(Place(worker.root / name), "unreadable", reason=content.reason)

    def check_training(self, training: Training) -> Iterator[Finding]:
        yield from self._judge(training.sources)

    def _judge(self, sources: Iterable[Source]) -> Iterator[Finding]:
        for source in sources:
            if isinstance(source.problem, UnreadableError):
                yield self.finding(Place(source.path), "unreadable", reason=source.problem.reason)


class UnusedSuppression(Rule):
    """A suppression comment names rules of this linter, and none of them has anything to suppress there.

    A bare `# noqa`, a comment that names only other tools' codes, and rules that aren't active are not judged.
    Applies to the training code too.

    ## Why

    A comment that suppresses nothing today hides the mistake of tomorrow: it usually outlived the code that it was
    written for, or stands on the wrong line. The contract does not ask for this; it keeps the other findings honest.

    ## Example

    ```python worker_pub/utils.py
    import math  # noqa: MLP303  # MLP003


    def raiz(valor: float) -> float:
        return math.sqrt(valor)
    ```

    ## Use instead

    ```python worker_pub/utils.py
    import math


    def raiz(valor: float) -> float:
        return math.sqrt(valor)
    ```

    ## In Portuguese

    Um comentário de supressão cita regras deste linter, e nenhuma delas tem ali algo a suprimir.

    Um simples `# noqa`, um comentário que só cita códigos de outras ferramentas e regras que não estão ativas não são
    avaliados. Vale também para o código de treino.

    ### Why

    Um comentário que hoje não suprime nada esconde o erro de amanhã: em geral sobrou de um código que já não existe, ou
    está na linha errada. O contrato não pede isto; a regra mantém honestos os outros resultados.
    """

    code = "MLP003"
    name = "unused-suppression"
    severity = Severity.WARNING
    summary = Text(en="A suppression comment suppresses nothing.", pt="Um comentário de supressão não suprime nada.")
    messages = {
        "unused": Message(
            Text(
                en="This comment suppresses nothing: {codes} reports nothing here.",
                pt="Este comentário não suprime nada: {codes} não acusa nada aqui.",
            ),
            Text(
                en="Remove the comment, or move it to the statement that it is meant for.",
                pt="Remova o comentário, ou leve-o para o comando a que ele se destina.",
            ),
        ),
    }
    # Judged by the suppressions themselves, once all other rules have run.
