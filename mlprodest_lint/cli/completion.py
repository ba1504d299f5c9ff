"""What a shell completes: the scripts that it reads, and the words that they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mlprodest_lint.cli.localised import Command, OneOf, Option
from mlprodest_lint.rules import RULES
from mlprodest_lint.selectors import ALL
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlprodest_lint.cli.localised import Program
    from mlprodest_lint.texts import Language

_FAMILY = Text(en="all rules of the family", pt="todas as regras da família")
_EVERY_RULE = Text(en="all rules", pt="todas as regras")

# Each hands over the words up to the cursor; where nothing comes back, the shell completes names of files.
SCRIPTS = {
    "bash": """\
_mlprodest_lint() {
    local IFS=$'\\n'
    COMPREPLY=($(mlprodest-lint completion bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _mlprodest_lint mlprodest-lint
""",
    "zsh": """\
#compdef mlprodest-lint
_mlprodest_lint() {
    local -a found
    found=("${(@f)$(mlprodest-lint completion zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n $found[1] ]]; then
        _describe mlprodest-lint found
    else
        _files
    fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _mlprodest_lint "$@"
else
    compdef _mlprodest_lint mlprodest-lint
fi
""",
    "fish": """\
function _mlprodest_lint
    set -l words (commandline --tokenize --cut-at-cursor --current-process)[2..]
    set -l last (commandline --current-token --cut-at-cursor)
    set -l found (mlprodest-lint completion fish -- $words "$last" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path "$last"
    end
end
complete --command mlprodest-lint --no-files --arguments '(_mlprodest_lint)'
""",
}
# What stands between a word and what it means, where the shell shows that.
_BETWEEN = {"zsh": ":", "fish": "\t"}


def candidates(program: Program, words: Sequence[str], shell: str, language: Language) -> str:
    """Return, one on a line, the words that the last of some words may become.

    Args:
        program: The commands and their options.
        words: What stands behind the program's name, up to the cursor.
        shell: The shell that asks.
        language: The language of what the words mean.
    """
    found = _completed(program, words, language)
    between = _BETWEEN.get(shell)
    lines = (word if between is None or not meaning else f"{word}{between}{meaning}" for word, meaning in found)
    return "".join(f"{line}\n" for line in lines)


def _completed(program: Program, words: Sequence[str], language: Language) -> Iterator[tuple[str, str]]:
    # bash hands over the equals sign of `--option=value` as a word of its own.
    *before, last = [word for word in words[:-1] if word != "="] + list(words[-1:] or [""])
    last = "" if last == "=" else last
    seen = program.glance(before)
    command = program.commands[seen.command] if seen.command else program.default
    assert isinstance(command, Command)  # noqa: S101 (the program holds no others)
    option = _option_named(command, before[-1] if before else "")
    inside, equals, value = last.partition("=")
    if option is not None and not option.is_flag:
        yield from _starting_with(last, _values(option, last, language))
    elif equals and (option := _option_named(command, inside)) is not None:
        found = _starting_with(value, _values(option, value, language))
        yield from ((f"{inside}={word}", meaning) for word, meaning in found)
    elif last.startswith("-"):
        yield from _starting_with(last, _options(command, language))
    else:
        yield from _starting_with(last, _words(program, command, language, is_first=not seen.words))


def _option_named(command: Command, name: str) -> Option | None:
    return next((option for option in command.options if name in option.opts), None)


def _starting_with(word: str, found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (each for each in found if each[0].startswith(word))


def _options(command: Command, language: Language) -> Iterator[tuple[str, str]]:
    return ((option.opts[-1], option.about.render(language)) for option in command.options)


def _values(option: Option, value: str, language: Language) -> Iterator[tuple[str, str]]:
    if isinstance(option.type, OneOf):
        yield from ((choice, "") for choice in option.type.choices)
    elif option.names_rules:
        # The rules of a list are separated by commas: the last one is completed.
        given = value[: value.rfind(",") + 1]
        families = dict.fromkeys(code[:4] for code in RULES)
        named = [(ALL, _EVERY_RULE.render(language)), *((family, _FAMILY.render(language)) for family in families)]
        yield from ((f"{given}{word}", meaning) for word, meaning in [*named, *_rules(language)])


def _words(program: Program, command: Command, language: Language, *, is_first: bool) -> Iterator[tuple[str, str]]:
    if is_first and command is program.default:
        for name, each in program.commands.items():
            if isinstance(each, Command):
                yield name, each.summary(language)
    elif command.name == "explain":
        yield from _rules(language)
    else:
        choices = (each.type for each in command.params if isinstance(each, click.Argument))
        yield from ((word, "") for type_ in choices if isinstance(type_, OneOf) for word in type_.choices)


def _rules(language: Language) -> Iterator[tuple[str, str]]:
    for code, rule in RULES.items():
        summary = rule.summary.render(language)
        yield code, summary
        yield rule.name, summary
