"""O que cada passo de um teste verifica em um worker, e como o que está errado é dito.

Além do teste padrão, o verificador dinâmico do linter executa este módulo, no interpretador do worker, com a versão da
biblioteca que houver lá: por isso ele só precisa da biblioteca padrão e vale para qualquer Python a partir do 3.8.
"""

from __future__ import annotations

import importlib
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LIBRARY = "mllibprodest"
_MOST_CHARACTERS = 300


class Line(NamedTuple):
    """Uma linha do worker por que um erro passou; o arquivo é relativo à pasta do worker."""

    file: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, linha {self.number}: {self.text}"


class CheckFailedError(Exception):
    """O que está errado no worker, e o que fazer.

    Args:
        kind: O que aconteceu, em uma palavra.
        text: O que está errado, em português.
        told: O erro do código do worker, como o Python o diz, ou o valor que ele devolveu.
        lines: As linhas do worker por que o erro passou, da mais externa à mais interna.
    """

    def __init__(self, kind: str, text: str, told: str = "", lines: Sequence[Line] = ()) -> None:
        super().__init__("\n".join([text, *map(str, lines)]))
        self.kind = kind
        self.told = told
        self.lines = tuple(lines)


def import_script(root: str, name: str) -> Any:
    """Importa um script do worker.

    Args:
        root: A pasta do worker.
        name: O nome do módulo, por exemplo ``pub`` ou ``models.pub1``.

    Returns:
        O módulo.

    Raises:
        CheckFailedError: Se não puder ser importado (``raised``, ``exit``), ou se o nome for o de outro módulo
            (``foreign``).
    """
    parts = name.split(".")
    script = f"{'/'.join(parts)}.py"
    with blaming(root, f"O script '{script}' não pôde ser importado"):
        module = importlib.import_module(name)
    origin = getattr(module, "__file__", None)
    if origin is None or Path(origin).resolve().parent != Path(root, *parts[:-1]).resolve():
        raise CheckFailedError(
            "foreign",
            f"Foi importado '{origin or name}' em vez do script '{script}' desta pasta. Execute o teste de dentro da "
            "pasta do worker, e confira se o script está nela.",
            str(origin or name),
        )
    return module


def class_of(module: Any, script: str, name: str, interface: type | None) -> type:
    """Devolve a classe do worker que o script define.

    Args:
        module: O script, já importado.
        script: O nome do arquivo.
        name: O nome da classe.
        interface: A interface de que ela deriva; sem ela, isso não é verificado.

    Returns:
        A classe.

    Raises:
        CheckFailedError: Se a classe não existir (``no-class``) ou não derivar da interface (``no-interface``).
    """
    found = getattr(module, name, None)
    if not isinstance(found, type):
        raise CheckFailedError("no-class", f"O script '{script}' não define a classe '{name}'.")
    if interface is not None and not issubclass(found, interface):
        raise CheckFailedError(
            "no-interface",
            f"A classe '{name}' do script '{script}' não deriva da interface '{interface.__name__}'. Importe-a de "
            "mllibprodest.interfaces e escreva-a entre os parênteses da classe.",
        )
    return found


def instantiate(root: str, found: type, *arguments: Any) -> Any:
    """Cria um objeto da classe do worker.

    Args:
        root: A pasta do worker.
        found: A classe.
        arguments: O que a stack informa ao construtor.

    Returns:
        O objeto.

    Raises:
        CheckFailedError: Se o construtor falhar (``raised``, ``exit``).
    """
    with blaming(root, f"A classe '{found.__name__}' não pôde ser instanciada"):
        return found(*arguments)


def check_returned(root: str, instance: Any, method: str, expected: Sequence[type]) -> None:
    """Verifica o que devolve um método sem parâmetros.

    Onde o contrato aceita ``dict`` ou ``str``, um ``str`` é uma mensagem de erro para o cliente: quem só pergunta o que
    o worker sabe não deve receber uma.

    Args:
        root: A pasta do worker.
        instance: O objeto do worker.
        method: O nome do método.
        expected: Os tipos que ele pode devolver.

    Raises:
        CheckFailedError: Se o método falhar (``raised``, ``exit``) ou devolver outro tipo (``type``), um texto
            vazio (``empty``) ou uma mensagem de erro (``message``).
    """
    with blaming(root, f"O método '{method}' falhou"):
        value = getattr(instance, method)()
        told = shortened(repr(value))
    names = "' ou '".join(each.__name__ for each in expected)
    kind = type(value).__name__
    if not isinstance(value, tuple(expected)):
        raise CheckFailedError(
            "type",
            f"O método '{method}' deve devolver um valor do tipo '{names}', mas devolveu {told}, do tipo '{kind}'.",
            f"{told} ({kind})",
        )
    if value == "":
        raise CheckFailedError("empty", f"O método '{method}' devolveu um texto vazio: {told}.", told)
    if isinstance(value, str) and len(expected) > 1:
        raise CheckFailedError(
            "message",
            f"O método '{method}' devolveu um texto, que é uma mensagem de erro para o cliente: {told}.",
            told,
        )


def own_test(module: Any, script: str, name: str) -> Callable[..., Any]:
    """Devolve a função de teste que o usuário escreveu.

    Args:
        module: O script, já importado.
        script: O nome do arquivo.
        name: O nome da função.

    Returns:
        A função.

    Raises:
        CheckFailedError: Se ela não existir (``no-test``).
    """
    function = getattr(module, name, None)
    if not callable(function):
        raise CheckFailedError("no-test", f"O script '{script}' não define a função '{name}'.")
    checked: Callable[..., Any] = function
    return checked


@contextmanager
def blaming(root: str, what: str) -> Iterator[None]:
    """Transforma qualquer erro do código do usuário em uma falha que mostra em que linhas dele aconteceu.

    Uma interrupção (``KeyboardInterrupt``) passa: é de quem está diante do terminal.

    Args:
        root: A pasta do worker.
        what: O que estava sendo feito e falhou.

    Raises:
        CheckFailedError: Se o código do usuário falhar (``raised``) ou quiser encerrar o programa (``exit``).
    """
    try:
        yield
    except SystemExit as ending:
        text = f"{what}: o código do worker chama 'exit', que encerraria a stack."
        raise CheckFailedError("exit", text, told(ending), own_lines(root, ending)) from ending
    except Exception as error:
        message = told(error)
        raise CheckFailedError("raised", f"{what}. {message}", message, own_lines(root, error)) from error


def told(error: BaseException) -> str:
    """Diz um erro em uma linha; as mensagens da própria biblioteca dispensam o nome do tipo.

    Args:
        error: O erro.

    Returns:
        A mensagem.
    """
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - the worker's own classes may fail even here
        message = ""
    name = type(error).__name__
    is_ours = type(error).__module__.partition(".")[0] == _LIBRARY
    if not message:
        return name
    return message if is_ours else f"{name}: {message}"


def own_lines(root: str, error: BaseException) -> list[Line]:
    """Diz por que linhas do worker um erro passou; as dos pacotes instalados não interessam ao usuário.

    Args:
        root: A pasta do worker.
        error: O erro.

    Returns:
        As linhas, da mais externa à mais interna.
    """
    found = []
    # Not `extract_tb(...)` on its own: an error of the worker's syntax has its line in itself, not in a frame.
    frames = [(frame.filename, frame.lineno, frame.line) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        frames.append((error.filename or "", error.lineno or 1, (error.text or "").strip()))
    for filename, number, text in frames:
        file = Path(root, filename)
        # Compiled packages name their own sources by relative paths.
        is_named_fully = Path(filename).is_absolute() or (not filename.startswith("<") and file.is_file())
        if is_named_fully and Path(root) in file.parents and "site-packages" not in file.parts:
            found.append(Line(file.relative_to(root).as_posix(), number or 1, shortened(text or "")))
    return found


def shortened(text: str) -> str:
    """Corta um texto longo.

    Args:
        text: O texto.

    Returns:
        O começo dele.
    """
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
