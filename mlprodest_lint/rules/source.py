"""Family 0: files that can't be read as Python, and suppressions."""

from __future__ import annotations

from mlprodest_lint.findings import Message, Severity
from mlprodest_lint.rules.base import Rule
from mlprodest_lint.texts import Text


class SyntaxErrorFound(Rule):
    """The file is not valid Python: the interpreter would refuse it.

    The finding stands at the line that Python's own parser names. Rules that need the code of this file stay silent
    about it; all others still run. The training code is checked too.

    ## Why

    The stack imports the worker's scripts. A file that Python refuses can't be imported, and the publication fails
    before a single method is called (contract 1.5 and 1.8, scripts of the worker).

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
    """

    code = "MLP001"
    name = "syntax-error"
    severity = Severity.ERROR
    summary = Text(en="The file is not valid Python.", pt="O arquivo não é Python válido.")
    messages = {
        "parser": Message(
            Text(en="Python can't read this file: {reason}.", pt="O Python não consegue ler este arquivo: {reason}."),
            Text(
                en="Mend the syntax at this line or just above it; `python -m py_compile {file}` shows the same error.",
                pt="Corrija a sintaxe nesta linha ou logo acima; `python -m py_compile {file}` mostra o mesmo erro.",
            ),
        ),
    }
