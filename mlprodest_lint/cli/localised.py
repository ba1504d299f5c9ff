"""click in the user's language: help, headings and errors."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mlprodest_lint.cli.streams import write_out
from mlprodest_lint.spelling import nearest
from mlprodest_lint.texts import Text, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlprodest_lint.texts import Language

HELP = ("-h", "--help")
_NAMES_WIDTH = 24

_USAGE = Text(en="Usage: ", pt="Uso: ")
_COMMANDS = Text(en="Commands", pt="Comandos")
_OPTIONS = Text(en="[OPTIONS]", pt="[OPÇÕES]")
_NO_SUCH_OPTION = Text(
    en="There is no option {option}. Did you mean {nearest}? `{command} --help` lists the options.",
    pt="A opção {option} não existe. Você quis dizer {nearest}? `{command} --help` lista as opções.",
)
_NEEDS_VALUE = Text(
    en="The option {option} needs a value: {option} {metavar}.",
    pt="A opção {option} precisa de um valor: {option} {metavar}.",
)
_TAKES_NO_VALUE = Text(en="The option {option} takes no value.", pt="A opção {option} não aceita valor.")
_NO_SUCH_CHOICE = Text(
    en="{option}: {value!r} is none of {choices}. Did you mean {nearest!r}?",
    pt="{option}: {value!r} não é um destes valores: {choices}. Você quis dizer {nearest!r}?",
)
_NEEDS_ARGUMENT = Text(
    en="`{command}` needs {metavar}. `{command} --help` says more.",
    pt="`{command}` precisa de {metavar}. `{command} --help` explica.",
)
_TOO_MANY_ARGUMENTS = Text(
    en="`{command}` can't take {arguments} as well. `{command} --help` says what it takes.",
    pt="`{command}` não aceita também {arguments}. `{command} --help` diz o que aceita.",
)
_NO_SUCH_COMMAND = Text(
    en="{name!r} is neither a command nor a path that exists. Did you mean the command {nearest!r}?",
    pt="{name!r} não é um comando nem um caminho que exista. Você quis dizer o comando {nearest!r}?",
)


class OneOf(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.2 only
    """One of some words, in either letter case."""

    name = "choice"

    def __init__(self, choices: Sequence[str]) -> None:
        self.choices = choices

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word as it is spelled among the choices.

        Raises:
            UserError: It is none of them.
        """
        del ctx
        for choice in self.choices:
            if value.lower() == choice.lower():
                return choice
        raise UserError(
            _NO_SUCH_CHOICE,
            option=param.opts[0] if param else "",
            value=value,
            choices=", ".join(self.choices),
            nearest=nearest(value, self.choices),
        )


class Option(click.Option):
    """An option whose help exists in each language, and the heading that the help shows it under.

    ``names_rules`` says that its values are codes and names of rules.
    """

    def __init__(
        self,
        *names: str,
        about: Text,
        heading: Text,
        metavar: Text | str = "",
        names_rules: bool = False,
        **attributes: Any,
    ) -> None:
        super().__init__(names, **attributes)
        self.names_rules = names_rules
        self.about = about
        self.heading = heading
        self.value = metavar

    def help_row(self, language: Language) -> tuple[str, str]:
        """Return what the help says: the names with the value that they take, and what the option is for."""
        return f"{', '.join(self.opts)} {_rendered(self.value, language)}".rstrip(), self.about.render(language)


class Command(click.Command):
    """A command whose help and errors are in the user's language, which is the object of the context."""

    def __init__(self, name: str, *, about: Text, arguments: Text | str = "", **attributes: Any) -> None:
        super().__init__(name, add_help_option=False, context_settings={"allow_extra_args": True}, **attributes)
        self.about = about
        self.arguments = arguments

    @property
    def options(self) -> tuple[Option, ...]:
        """The options, in the order in which the help shows them."""
        return tuple(parameter for parameter in self.params if isinstance(parameter, Option))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises:
            UserError: They are wrong.
        """
        try:
            rest = super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            names = [name for option in self.options for name in option.opts]
            raise UserError(
                _NO_SUCH_OPTION,
                option=error.option_name,
                nearest=nearest(error.option_name, names),
                command=ctx.command_path,
            ) from error
        except click.BadOptionUsage as error:
            option = next(option for option in self.options if error.option_name in option.opts)
            raise UserError(
                _TAKES_NO_VALUE if option.is_flag else _NEEDS_VALUE,
                option=error.option_name,
                metavar=_rendered(option.value, ctx.obj),
            ) from error
        except click.MissingParameter as error:
            metavar = _rendered(self.arguments, ctx.obj)
            raise UserError(_NEEDS_ARGUMENT, command=ctx.command_path, metavar=metavar) from error
        if rest:
            raise UserError(_TOO_MANY_ARGUMENTS, command=ctx.command_path, arguments=" ".join(rest))
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help."""
        formatter.write_usage(ctx.command_path, self.usage(ctx.obj), _USAGE.render(ctx.obj))
        _write_paragraphs(formatter, self.about.render(ctx.obj))
        self.write_options(formatter, ctx.obj)

    def usage(self, language: Language) -> str:
        """Return the arguments as the usage line shows them."""
        return f"{_OPTIONS.render(language)} {_rendered(self.arguments, language)}".rstrip()

    def summary(self, language: Language) -> str:
        """Return the first paragraph of the help."""
        return self.about.render(language).partition("\n\n")[0]

    def write_options(self, formatter: click.HelpFormatter, language: Language) -> None:
        """Write the options under their headings."""
        for heading in dict.fromkeys(option.heading for option in self.options):
            rows = [option.help_row(language) for option in self.options if option.heading == heading]
            with formatter.section(heading.render(language)):
                # Padded alike, the options of all headings are explained in one column.
                formatter.write_dl([(names.ljust(_NAMES_WIDTH), about) for names, about in rows], _NAMES_WIDTH)


class Program(click.Group):
    """The commands; without the name of one, the first command is meant. Options may stand before the name."""

    def __init__(self, *commands: Command, about: Text) -> None:
        super().__init__(add_help_option=False, commands={str(command.name): command for command in commands})
        self.about = about
        self.default = commands[0]

    def glance(self, arguments: Sequence[str]) -> Glance:
        """Look at arguments that click hasn't read yet."""
        takes_value = {
            name
            for command in self.commands.values()
            for option in command.params
            for name in option.opts
            if isinstance(option, Option) and not option.is_flag
        }
        words: list[int] = []
        values: dict[str, str] = {}
        position = 0
        while position < len(arguments) and arguments[position] != "--":
            name, equals, value = arguments[position].partition("=")
            if name in takes_value:
                position += not equals
                values[name] = value if equals else "".join(arguments[position : position + 1])
            elif not name.startswith("-") or name == "-":
                words.append(position)
            position += 1
        return Glance(tuple(arguments), tuple(words), values, frozenset(self.commands))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command first.

        Raises:
            UserError: The first word is a misspelled command.
        """
        seen = self.glance(args)
        if seen.command is None and not seen.paths and set(HELP) & set(args):
            write_out(self.get_help(ctx) + "\n")
            ctx.exit()
        if seen.command is None and seen.paths:
            self._refuse_misspelled(seen.paths[0])
        return super().parse_args(ctx, [seen.command or str(self.default.name), *seen.without_command])

    def _refuse_misspelled(self, word: str) -> None:
        if os.path.lexists(word):
            return
        import difflib  # noqa: PLC0415 - costs start-up time, and most words are spelled well

        meant = difflib.get_close_matches(word.lower(), self.commands, n=1)
        if meant:
            raise UserError(_NO_SUCH_COMMAND, name=word, nearest=meant[0])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help: all commands, and the options of the first."""
        language = ctx.obj
        usage = f"[{self.default.name}] {self.default.usage(language)}"
        formatter.write_usage(ctx.command_path, usage, _USAGE.render(language))
        _write_paragraphs(formatter, self.about.render(language))
        commands = [command for command in self.commands.values() if isinstance(command, Command)]
        with formatter.section(_COMMANDS.render(language)):
            formatter.write_dl([(str(command.name), command.summary(language)) for command in commands])
        self.default.write_options(formatter, language)


class Glance(NamedTuple):
    """What the arguments say before click reads them: errors need a language, and a command may follow options.

    Attributes:
        arguments: All of them.
        words: The position of each that is neither an option nor an option's value, up to ``--``.
        values: The last value of each option that takes one.
        commands: The names of the commands.
    """

    arguments: tuple[str, ...]
    words: tuple[int, ...]
    values: Mapping[str, str]
    commands: frozenset[str]

    @property
    def command(self) -> str | None:
        """The command that is named, if there is one."""
        return self.arguments[self.words[0]] if self.words and self.arguments[self.words[0]] in self.commands else None

    @property
    def paths(self) -> tuple[str, ...]:
        """The words that don't name the command, up to ``--``."""
        return tuple(self.arguments[position] for position in self.words[self.command is not None :])

    @property
    def without_command(self) -> tuple[str, ...]:
        """All arguments but the name of the command."""
        if self.command is None:
            return self.arguments
        return self.arguments[: self.words[0]] + self.arguments[self.words[0] + 1 :]


def help_option(about: Text, heading: Text) -> Option:
    """Make the option that shows a command's help."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 (as click calls it)
        del param
        if value and not ctx.resilient_parsing:
            write_out(ctx.get_help() + "\n")
            ctx.exit()

    return Option(*HELP, about=about, heading=heading, is_flag=True, is_eager=True, expose_value=False, callback=show)


def _rendered(text: Text | str, language: Language) -> str:
    return text if isinstance(text, str) else text.render(language)


def _write_paragraphs(formatter: click.HelpFormatter, text: str) -> None:
    for paragraph in text.split("\n\n"):
        formatter.write_paragraph()
        formatter.write_text(paragraph)
