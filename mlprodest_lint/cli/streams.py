"""What is printed where: encodings that lack a character, closed pipes, colours."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

import click

from mlprodest_lint.replacing import replacing
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

Color = Literal["auto", "always", "never"]

_WIDTH_WITHOUT_TERMINAL = 120
_CANT_PRINT = Text(en="The output can't be written: {reason}.", pt="Não é possível escrever a saída: {reason}.")
_CANT_READ = Text(en="Standard input can't be read: {reason}.", pt="Não é possível ler a entrada padrão: {reason}.")
_CANT_WRITE = Text(
    en="{file}: the output can't be written: {reason}. Give another file with {option}.",
    pt="{file}: não é possível escrever a saída: {reason}. Indique outro arquivo com {option}.",
)


def prepare() -> None:
    """Let the standard streams show as an escape what their encoding lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_out(text: str) -> None:
    """Write to standard output. A reader that has gone away, such as ``head``, is no error.

    Raises:
        UserError: The output can't be written, such as on a full disk.
    """
    try:
        _write(sys.stdout, text)
    except OSError as error:
        _silence(sys.stdout)
        if not _reader_is_gone(error):
            raise UserError(_CANT_PRINT, reason=error.strerror or error) from error


def read_in() -> bytes:
    """Return all that standard input holds.

    Raises:
        UserError: It can't be read.
    """
    if sys.stdin is None:
        raise UserError(_CANT_READ, reason=os.strerror(errno.EBADF))
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise UserError(_CANT_READ, reason=error.strerror or error) from error


def write_error(text: str) -> None:
    """Write to standard error, as far as that is possible."""
    try:
        _write(sys.stderr, text)
    except OSError:
        _silence(sys.stderr)


def write_file(file: Path, text: str, option: str) -> None:
    """Write a file, which an option of the command line named, whole or not at all.

    Raises:
        UserError: It can't be written.
    """
    try:
        if file.exists() and not file.is_file():
            # A device or a named pipe can't be replaced, and must not be.
            file.write_text(text, encoding="utf-8", errors="backslashreplace")
        else:
            with replacing(file) as stream:
                stream.write(text.encode("utf-8", errors="backslashreplace"))
    except OSError as error:
        raise UserError(_CANT_WRITE, file=file, option=option, reason=error.strerror or error) from error


def wants_color(choice: Color, *, to_file: bool) -> bool:
    """Whether to print colours: as ``--color`` says, else as ``NO_COLOR`` and ``FORCE_COLOR``, else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return not to_file and is_terminal() and os.environ.get("TERM") != "dumb"


def wants_links(environment: Mapping[str, str]) -> bool:
    """Whether standard output is a terminal that is known to understand links (OSC 8)."""
    if not is_terminal() or "CI" in environment:
        return False
    version_of_vte = environment.get("VTE_VERSION", "")
    return (
        any(name in environment for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "KITTY_WINDOW_ID"))
        or environment.get("TERM_PROGRAM") in {"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby"}
        or environment.get("TERM") in {"xterm-kitty", "xterm-ghostty", "alacritty", "foot"}
        or (version_of_vte.isdigit() and int(version_of_vte) >= 5000)
    )


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    # A program without a console (pythonw on Windows) has no streams.
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int:
    """Return how many columns a line may take."""
    if not is_terminal():
        return _WIDTH_WITHOUT_TERMINAL
    from shutil import get_terminal_size  # noqa: PLC0415 - costs start-up time

    return get_terminal_size().columns


def _write(stream: TextIO | None, text: str) -> None:
    # click knows the consoles of Windows. Colours are in the text only where they are wanted: it must leave them.
    click.echo(text, file=stream, nl=False, color=True)


def _reader_is_gone(error: OSError) -> bool:
    # Windows says EINVAL where others say EPIPE.
    return error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL)


def _silence(stream: TextIO) -> None:
    """Send the rest nowhere, or the interpreter would fail once more when it flushes the stream at its end."""
    with suppress(OSError, ValueError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
