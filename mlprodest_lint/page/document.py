"""The page as a whole."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from mlprodest_lint.page.dynamic import dynamic
from mlprodest_lint.page.html import Markup, element
from mlprodest_lint.page.overview import overview, title, verdict
from mlprodest_lint.page.remedies import remedies
from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from mlprodest_lint.page.report import Report

_STYLE = Path(__file__).with_name("style.css")
_SKIP = Text(en="Skip to the findings", pt="Ir para os resultados")
_KIND = Text(en="Report of a check before publication", pt="Relatório de verificação antes da publicação")
_FOOT = Text(
    en="Made by mlprodest-lint. This page runs no script and loads nothing; it can be kept, sent and printed.",
    pt="Feito pelo mlprodest-lint. Esta página não executa scripts e não carrega nada; pode ser guardada, enviada e"
    " impressa.",
)


def render(report: Report) -> str:
    """Return a page of HTML that needs no other file, no network and no script. The same report gives the same page."""
    language = report.language
    style = _STYLE.read_text(encoding="utf-8")
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", title(report)),
            element("style", Markup(style)),
        ),
        element(
            "body",
            element("a", _SKIP.render(language), href="#findings", class_="skip"),
            element("p", _KIND.render(language), class_="kind"),
            element(
                "main",
                verdict(report),
                overview(report),
                element("div", remedies(report), id="findings", tabindex=-1),
                dynamic(report),
            ),
            element("footer", element("p", _FOOT.render(language))),
        ),
        lang=language,
    )
    return f"<!DOCTYPE html>\n{page.html}\n"


def _policy(style: str) -> str:
    """Return what a browser is told to allow: this style sheet, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
