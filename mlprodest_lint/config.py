"""The configuration: which keys there are, and what holds for a folder.

A folder's settings come from the nearest configuration file. Files aren't merged; the command line stands above the
file, and the file above the defaults.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from mlprodest_lint.configfiles import source_given, source_in
from mlprodest_lint.contract import CONTRACTS
from mlprodest_lint.findings import Severity
from mlprodest_lint.ignoring import is_pattern
from mlprodest_lint.paths import archive_of, normalized
from mlprodest_lint.rules import RULES
from mlprodest_lint.selectors import resolve, selectors
from mlprodest_lint.spelling import nearest
from mlprodest_lint.texts import LANGUAGES, Language, Text, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlprodest_lint.configfiles import Source
    from mlprodest_lint.selectors import Selector

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DISTRIBUTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_PICKLED_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*:[A-Za-z_][A-Za-z0-9_.]*")
_LONGEST_SHOWN = 60

_UNKNOWN_KEY = Text(
    en="{file}: there is no key {key}. Did you mean {nearest}? The keys are: {keys}.",
    pt="{file}: a chave {key} não existe. Você quis dizer {nearest}? As chaves são: {keys}.",
)
_NOT_A_TABLE = Text(
    en="{file}: {key} must be a table, for example `{example}`; it is {value}.",
    pt="{file}: {key} deve ser uma tabela, por exemplo `{example}`; é {value}.",
)
_NOT_A_LIST = Text(
    en="{file}: {key} must be a list of texts, for example `{example}`; it is {value}.",
    pt="{file}: {key} deve ser uma lista de textos, por exemplo `{example}`; é {value}.",
)
_NOT_A_TEXT = Text(
    en="{file}: {key} must be a text in quotes, for example `{example}`; it is {value}.",
    pt="{file}: {key} deve ser um texto entre aspas, por exemplo `{example}`; é {value}.",
)
_NOT_A_CHOICE = Text(
    en="{file}: {key} must be one of {choices}; it is {value}. Did you mean {nearest}?",
    pt="{file}: {key} deve ser um destes valores: {choices}; é {value}. Você quis dizer {nearest}?",
)
_BAD_PATTERN = Text(
    en="{file}: {key}: {value} is not a pattern in the manner of .gitignore, such as `{example}`.",
    pt="{file}: {key}: {value} não é um padrão como os do .gitignore, por exemplo `{example}`.",
)
_BAD_NAME = Text(
    en="{file}: {key}: {value} is not a name that can stand here. Write for example `{example}`.",
    pt="{file}: {key}: {value} não é um nome possível aqui. Escreva, por exemplo, `{example}`.",
)
_NO_RULE_LEFT = Text(
    en="{where}: what is selected and ignored leaves no rule to check. Ignore less, or select more.",
    pt="{where}: o que foi selecionado e ignorado não deixa regra a verificar. Ignore menos ou selecione mais.",
)


@dataclass(frozen=True, slots=True)
class PerFileIgnore:
    """Rules that aren't reported for the files that a pattern names."""

    pattern: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one folder.

    Attributes:
        file: The configuration file that it comes from, if there is one.
        folder: What patterns and folders are relative to.
        contract: The contract's version, where it is fixed.
        active: The codes of the rules that run.
        per_file_ignores: Rules that aren't reported for some files.
        exclude: Patterns, as in ``.gitignore``, of what isn't read.
        severity: Code to severity, for the rules whose severity is overridden.
        training: Folders of training code, relative to ``folder``.
        packages: Import name to the distribution that provides it.
        artifact_names: What may be named in the mandatory artifacts besides plain data, each ``module:name``.
        language: The language of what is printed, where it is fixed.
        keys: The keys that the file gives.
    """

    file: Path | None
    folder: Path
    contract: str | None
    active: frozenset[str]
    per_file_ignores: tuple[PerFileIgnore, ...]
    exclude: tuple[str, ...]
    severity: Mapping[str, Severity]
    training: tuple[str, ...]
    packages: Mapping[str, str]
    artifact_names: tuple[str, ...]
    language: Language | None
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules that one source, a file or the command line, turns on and off; ``select`` is ``None`` if absent."""

    select: tuple[Selector, ...] | None = None
    extend_select: tuple[Selector, ...] = ()
    ignore: tuple[Selector, ...] = ()

    def applied_to(self, active: frozenset[str]) -> frozenset[str]:
        """Return the active rules after this choice.

        ``select`` replaces what was active. Of two words that disagree about a rule, the one that names it more
        closely decides (``ignore = ["MLP2"]`` and ``extend-select = ["MLP204"]`` leave MLP204 on), else ``ignore``.
        """
        result = set(active if self.select is None else ())
        selected = [(selector.weight, False, selector) for selector in (*(self.select or ()), *self.extend_select)]
        ignored = [(selector.weight, True, selector) for selector in self.ignore]
        for _, turns_off, selector in sorted(selected + ignored, key=lambda item: item[:2]):
            if turns_off:
                result -= selector.codes
            else:
                result |= selector.by_default
        return frozenset(result)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says about the configuration."""

    contract: str | None = None
    choice: Choice = Choice()
    language: Language | None = None
    training: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class At:
    """Where in a configuration file a value stands."""

    file: Path
    key: tuple[str, ...]
    example: str

    def __truediv__(self, name: str) -> At:
        return replace(self, key=(*self.key, name))

    @property
    def dotted(self) -> str:
        """The key as TOML writes it."""
        return ".".join(name if _BARE_KEY.fullmatch(name) else f'"{name}"' for name in self.key)

    def error(self, text: Text, value: object = None, **fields: object) -> UserError:
        """Make the error that says what is wrong with the value."""
        fields.update(file=self.file, key=self.dotted, example=self.example, value=_as_toml(value))
        return UserError(text, **fields)


class Kind(Protocol):
    """What a value of the configuration may be."""

    def read(self, value: object, at: At) -> Any:
        """Return the value as the program uses it.

        Raises:
            UserError: It isn't of this kind.
        """

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some texts."""

    choices: tuple[str, ...]

    def read(self, value: object, at: At) -> str:
        for choice in self.choices:
            if isinstance(value, str) and value.lower() == choice.lower():
                return choice
        meant = _as_toml(nearest(str(value), self.choices))
        raise at.error(_NOT_A_CHOICE, value, choices=", ".join(map(_as_toml, self.choices)), nearest=meant)

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.choices)}


@dataclass(frozen=True, slots=True)
class RuleName:
    """A word that names rules."""

    def read(self, value: object, at: At) -> Selector:
        return resolve(_text(value, at), f"{at.file}: {at.dotted}")

    def schema(self) -> dict[str, Any]:
        return {"enum": selectors()}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern in the manner of ``.gitignore``."""

    def read(self, value: object, at: At) -> str:
        pattern = _text(value, at)
        if not is_pattern(pattern) or not pattern.isprintable():
            raise at.error(_BAD_PATTERN, value)
        return pattern

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class Folder:
    """The path of a folder, with ``/`` between its parts."""

    def read(self, value: object, at: At) -> str:
        folder = _text(value, at)
        if not folder.strip() or not folder.isprintable():
            raise at.error(_BAD_NAME, value)
        return folder

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class ImportName:
    """The name that a package is imported by."""

    def read(self, value: object, at: At) -> str:
        name = _text(value, at)
        if not all(part.isidentifier() for part in name.split(".")):
            raise at.error(_BAD_NAME, value)
        return name

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class PickledName:
    """The name of a class or function as a pickle spells it: ``module:name``."""

    def read(self, value: object, at: At) -> str:
        name = _text(value, at)
        if not _PICKLED_NAME.fullmatch(name):
            raise at.error(_BAD_NAME, value)
        return name

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_PICKLED_NAME.pattern}$"}


@dataclass(frozen=True, slots=True)
class Distribution:
    """The name that a package is installed by."""

    def read(self, value: object, at: At) -> str:
        name = _text(value, at)
        if not _DISTRIBUTION.fullmatch(name):
            raise at.error(_BAD_NAME, value)
        return name

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_DISTRIBUTION.pattern}$"}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind."""

    item: Kind

    def read(self, value: object, at: At) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise at.error(_NOT_A_LIST, value)
        return tuple(self.item.read(item, at) for item in value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table whose keys are of one kind and whose values are of another."""

    key: Kind
    value: Kind

    def read(self, value: object, at: At) -> tuple[tuple[Any, Any], ...]:
        if not isinstance(value, dict):
            raise at.error(_NOT_A_TABLE, value)
        return tuple((self.key.read(name, at), self.value.read(item, at / name)) for name, item in value.items())

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "propertyNames": self.key.schema(), "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the configuration."""

    name: str
    kind: Kind
    example: str
    about: Text


KEYS = (
    Key(
        "contract",
        OneOf(tuple(CONTRACTS)),
        'contract = "1.8"',
        Text(
            en="The version of the publication contract. Without it, each worker's own files tell: a `params.conf` or"
            " a `models/` package means 1.8, anything else 1.5.",
            pt="A versão do contrato de publicação. Sem ela, os arquivos de cada worker dizem: um `params.conf` ou um"
            " pacote `models/` significa 1.8; o resto, 1.5.",
        ),
    ),
    Key(
        "select",
        ListOf(RuleName()),
        'select = ["MLP2", "missing-script"]',
        Text(
            en="The rules that run, in place of those that are on by default.",
            pt="As regras que valem, no lugar das que valem por padrão.",
        ),
    ),
    Key(
        "extend-select",
        ListOf(RuleName()),
        'extend-select = ["unresolved-path"]',
        Text(en="Rules that run in addition.", pt="Regras que valem além das outras."),
    ),
    Key(
        "ignore",
        ListOf(RuleName()),
        'ignore = ["MLP107"]',
        Text(en="Rules that don't run.", pt="Regras que não valem."),
    ),
    Key(
        "per-file-ignores",
        TableOf(Pattern(), ListOf(RuleName())),
        'per-file-ignores = { "worker_pub/legacy/**" = ["MLP3"] }',
        Text(
            en="Rules that aren't reported for the files and folders that a pattern (as in `.gitignore`) names.",
            pt="Regras que não são relatadas nos arquivos e pastas que um padrão (como no `.gitignore`) indica.",
        ),
    ),
    Key(
        "exclude",
        ListOf(Pattern()),
        'exclude = ["notebooks/", "worker_pub/old_*.py"]',
        Text(
            en="Patterns (as in `.gitignore`) of files and folders that aren't read.",
            pt="Padrões (como no `.gitignore`) dos arquivos e pastas que não são lidos.",
        ),
    ),
    Key(
        "severity",
        TableOf(RuleName(), OneOf(tuple(severity.value for severity in Severity))),
        'severity = { "missing-temp-area" = "error" }',
        Text(
            en="Rules that weigh otherwise than by default: `error` or `warning`.",
            pt="Regras com peso diferente do padrão: `error` (erro) ou `warning` (aviso).",
        ),
    ),
    Key(
        "training",
        ListOf(Folder()),
        'training = ["treino"]',
        Text(
            en="The folders of the training code. Without it, they are found beside the workers.",
            pt="As pastas do código de treino. Sem ela, são procuradas ao lado dos workers.",
        ),
    ),
    Key(
        "packages",
        TableOf(ImportName(), Distribution()),
        'packages = { "cv2" = "opencv-python-headless" }',
        Text(
            en="Names of imports and the packages that `requirements.txt` installs them by, where they differ.",
            pt="Nomes de importação e os pacotes do `requirements.txt` que os instalam, quando são diferentes.",
        ),
    ),
    Key(
        "artifact-names",
        ListOf(PickledName()),
        'artifact-names = ["sklearn.utils._bunch:Bunch"]',
        Text(
            en="Classes and functions, each `module:name`, that the mandatory artifacts may name besides plain data."
            " Unpickling calls them: name what you know and trust.",
            pt="Classes e funções, cada uma `módulo:nome`, que os artefatos obrigatórios podem indicar além de dados"
            " simples. Carregar o pickle as chama: indique o que você conhece e em que confia.",
        ),
    ),
    Key(
        "language",
        OneOf(LANGUAGES),
        'language = "pt-BR"',
        Text(en="The language of all messages.", pt="O idioma de todas as mensagens."),
    ),
)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Finds the settings of folders; each file is read once.

    Args:
        overrides: What the command line says.
        file: The one file to use wherever a folder lies, in place of the nearest. Its patterns and folders are then
            relative to the working directory.
    """

    overrides: Overrides = Overrides()
    file: Path | None = None
    _settings: dict[Path, Settings] = field(default_factory=dict, init=False, repr=False)

    def for_folder(self, folder: Path) -> Settings:
        """Return what holds for a folder and for all below it that has no nearer configuration.

        Raises:
            UserError: The configuration is wrong.
        """
        base = normalized(folder) if self.file is None else Path.cwd()
        if base not in self._settings:
            self._settings[base] = self._found_from(base)
        return self._settings[base]

    def moved(self, places: Mapping[Path, Path]) -> Configuration:
        """Return a configuration by which the same holds for folders in other places as for themselves here.

        Args:
            places: Folders, and where each lies there.
        """
        there = Configuration(self.overrides, self.file)
        for folder, place in places.items():
            settings = self.for_folder(folder)
            there._settings[place] = replace(settings, folder=place if settings.folder == folder else place.parent)
        return there

    def _found_from(self, folder: Path) -> Settings:
        source = self._source_for(folder)
        if source is not None:
            return self._settings_of(source.file, _values(source), folder)
        if folder.parent == folder:
            return self._settings_of(None, {}, folder)
        above = self.for_folder(folder.parent)
        return above if above.file else replace(above, folder=folder)

    def _source_for(self, folder: Path) -> Source | None:
        if self.file is not None:
            return source_given(self.file)
        # What was sent doesn't say how it is judged.
        return None if archive_of(folder) else source_in(folder)

    def _settings_of(self, file: Path | None, values: Mapping[str, Any], folder: Path) -> Settings:
        choice = Choice(values.get("select"), values.get("extend-select", ()), values.get("ignore", ()))
        active = self.overrides.choice.applied_to(choice.applied_to(_on_by_default()))
        if not active:
            raise UserError(_NO_RULE_LEFT, where=file or "mlprodest-lint")
        return Settings(
            file=file,
            folder=folder,
            contract=self.overrides.contract or values.get("contract"),
            active=active,
            per_file_ignores=_per_file_ignores(values.get("per-file-ignores", ())),
            exclude=values.get("exclude", ()),
            severity=_severities(values.get("severity", ())),
            training=self.overrides.training or values.get("training", ()),
            packages=MappingProxyType(dict(values.get("packages", ()))),
            artifact_names=values.get("artifact-names", ()),
            language=self.overrides.language or values.get("language"),
            keys=frozenset(values),
        )


def _values(source: Source) -> Mapping[str, Any]:
    """Return the value of each key that is there, as the program uses it."""
    at = At(source.file, source.key, f"[{'.'.join(source.key)}]")
    if not isinstance(source.table, dict):
        raise at.error(_NOT_A_TABLE, source.table)
    keys = {key.name: key for key in KEYS}
    for name in source.table:
        if name not in keys:
            meant = at / nearest(name, keys)
            raise (at / name).error(_UNKNOWN_KEY, nearest=meant.dotted, keys=", ".join(keys))
    return {
        name: keys[name].kind.read(value, replace(at / name, example=keys[name].example))
        for name, value in source.table.items()
    }


def _per_file_ignores(entries: Iterable[tuple[str, tuple[Selector, ...]]]) -> tuple[PerFileIgnore, ...]:
    return tuple(
        PerFileIgnore(pattern, frozenset(code for selector in selectors for code in selector.codes))
        for pattern, selectors in entries
    )


def _severities(entries: Iterable[tuple[Selector, str]]) -> Mapping[str, Severity]:
    loosest_first = sorted(entries, key=lambda entry: entry[0].weight)
    return MappingProxyType({code: Severity(value) for selector, value in loosest_first for code in selector.codes})


def _on_by_default() -> frozenset[str]:
    return frozenset(code for code, rule in RULES.items() if rule.on_by_default)


def _text(value: object, at: At) -> str:
    if not isinstance(value, str):
        raise at.error(_NOT_A_TEXT, value)
    return value


def _as_toml(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}..."
