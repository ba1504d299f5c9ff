"""Texts that users read, in English and in Brazilian Portuguese.

A text stands where it is used, in both languages side by side, so that neither can be forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "pt-BR"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Text(NamedTuple):
    """One text in both languages; ``{name}`` stands for a field."""

    en: str
    pt: str

    def render(self, language: Language, fields: Mapping[str, object] | None = None) -> str:
        """Return the text in a language, its fields filled in.

        Raises:
            KeyError: A field that the text uses isn't given.
        """
        template = self.pt if language == "pt-BR" else self.en
        return template.format_map(fields or {})

    def around(self, **inner: Text) -> Text:
        """Return the text with other texts in the place of some of its fields."""
        en, pt = self
        for name, text in inner.items():
            en, pt = en.replace(f"{{{name}}}", text.en), pt.replace(f"{{{name}}}", text.pt)
        return Text._make((en, pt))

    @property
    def fields(self) -> tuple[frozenset[str], frozenset[str]]:
        """The names of the fields in English and in Portuguese."""
        return _fields(self.en), _fields(self.pt)


class UserError(Exception):
    """Wrong usage or configuration: ends the program with exit status 2 and one message.

    Args:
        text: What is wrong, where, and what to do.
        fields: The values of the text's fields.
    """

    def __init__(self, text: Text, **fields: object) -> None:
        super().__init__(text.en.format_map(fields))
        self.text = text
        self.fields = fields


def _fields(template: str) -> frozenset[str]:
    from string import Formatter  # noqa: PLC0415 - costs start-up time; only tests ask for the names of fields

    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)
