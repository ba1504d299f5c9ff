"""The top of the page: the verdict, what was checked and with what, and how the findings lie."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlprodest_lint import __version__
from mlprodest_lint.findings import Severity
from mlprodest_lint.page.html import address, element, prose
from mlprodest_lint.page.report import Verdict
from mlprodest_lint.paths import normalized
from mlprodest_lint.report.figures import moment
from mlprodest_lint.report.words import ERRORS, FILES, WARNINGS, counted
from mlprodest_lint.texts import Text
from mlprodest_lint.verify.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlprodest_lint.page.html import Content, Markup
    from mlprodest_lint.page.report import Report

_VERDICTS = {
    Verdict.REFUSED: Text(en="Would be refused", pt="Seria recusado"),
    Verdict.INCOMPLETE: Text(en="Not everything could be checked", pt="Nem tudo pôde ser verificado"),
    Verdict.WARNED: Text(en="No errors, but warnings", pt="Sem erros, mas com avisos"),
    Verdict.CLEAN: Text(en="Nothing found", pt="Nada encontrado"),
}
_MEANINGS = {
    Verdict.REFUSED: Text(
        en="The contract is broken, or the publication would fail. Every error has to be corrected first.",
        pt="O contrato não é cumprido, ou a publicação falharia. Todo erro precisa ser corrigido.",
    ),
    Verdict.INCOMPLETE: Text(
        en="No error was found in what could be checked. What could not be needs a person's eye.",
        pt="Nenhum erro foi encontrado no que pôde ser verificado. O restante precisa ser visto por uma pessoa.",
    ),
    Verdict.WARNED: Text(
        en="Nothing that was checked keeps this from being published. Each warning deserves a look.",
        pt="Nada do que foi verificado impede a publicação. Cada aviso merece atenção.",
    ),
    Verdict.CLEAN: Text(
        en="Nothing that was checked keeps this from being published.",
        pt="Nada do que foi verificado impede a publicação.",
    ),
}
_SIGNS = {
    Verdict.REFUSED: "M6 6L18 18M18 6L6 18",
    Verdict.INCOMPLETE: "M8.5 9a3.5 3.5 0 1 1 5.3 3c-1.2.7-1.8 1.4-1.8 2.6M12 18.4v.1",
    Verdict.WARNED: "M12 5v9M12 18.4v.1",
    Verdict.CLEAN: "M5 12.5L10 17.5L19 7",
}
_FAILED_STEPS = (
    Text(en="1 step failed", pt="1 passo falhou"),
    Text(en="{number} steps failed", pt="{number} passos falharam"),
)
_SKIPPED_STEPS = (
    Text(en="1 step skipped", pt="1 passo não feito"),
    Text(en="{number} steps skipped", pt="{number} passos não feitos"),
)
_NOT_JUDGED = Text(en="What could not be judged", pt="O que não pôde ser avaliado")

_CHECKED = Text(en="What was checked", pt="O que foi verificado")
_GIVEN = Text(en="Given", pt="Recebido")
_DATE = Text(en="Date", pt="Data")
_PROGRAM = Text(en="Checked with", pt="Verificado com")
_DYNAMIC = Text(en="Dynamic check", pt="Verificação dinâmica")
_RAN = Text(en="done", pt="feita")
_DID_NOT_RUN = Text(
    en="not done: this page doesn't say whether the model loads and answers",
    pt="não foi feita: esta página não diz se o modelo carrega e responde",
)
_BY_FOLDER = Text(en="Errors and warnings in each folder", pt="Erros e avisos em cada pasta")
_FOLDER = Text(en="Folder", pt="Pasta")
_ERROR_COLUMN = Text(en="Errors", pt="Erros")
_WARNING_COLUMN = Text(en="Warnings", pt="Avisos")
_CONTRACT = Text(en="contract {version}, {files}", pt="contrato {version}, {files}")
_TRAINING = Text(en="training code, {files}", pt="código de treino, {files}")
_REST = Text(en="The project as a whole", pt="O projeto como um todo")


def title(report: Report) -> str:
    """Return what a browser shows for the page."""
    return f"{_VERDICTS[report.verdict].render(report.language)} · {', '.join(_subjects(report))}"


def verdict(report: Report) -> Markup:
    """Return what all of it comes to, first of all."""
    language = report.language
    numbers = list(_numbers(report))
    return element(
        "header",
        element("div", _sign(report.verdict), class_="sign"),
        element(
            "div",
            element("p", address(", ".join(_subjects(report))), class_="subject"),
            element("h1", _VERDICTS[report.verdict].render(language)),
            element("ul", (element("li", each) for each in numbers), class_="numbers") if numbers else None,
            element("p", _MEANINGS[report.verdict].render(language)),
        ),
        class_=f"verdict {report.verdict.value}",
    )


def overview(report: Report) -> Markup:
    """Return what was checked and with what, and how many findings there are in each folder."""
    language = report.language
    has_run = _RAN if report.verification else _DID_NOT_RUN
    facts: list[tuple[Text, Content]] = [
        (_GIVEN, [element("p", address(subject), class_="path") for subject in _subjects(report)]),
        (_DATE, element("time", moment(report.made, language), datetime=report.made.isoformat())),
        (_PROGRAM, f"mlprodest-lint {__version__}"),
        (_DYNAMIC, has_run.render(language)),
    ]
    return element(
        "section",
        element("h2", _CHECKED.render(language)),
        element(
            "dl",
            (element("div", element("dt", name.render(language)), element("dd", value)) for name, value in facts),
        ),
        _table(report),
        _notices(report),
    )


def _subjects(report: Report) -> list[str]:
    """Return what was given; the working directory by its name, for "." says nothing elsewhere."""
    shown = (report.view.path(normalized(path)) for path in report.paths)
    return [report.view.folder.name if path == "." else path for path in shown]


def _sign(kind: Verdict) -> Markup:
    return element("svg", element("path", d=_SIGNS[kind]), viewBox="0 0 24 24", aria_hidden="true")


def _numbers(report: Report) -> Iterator[str]:
    counted_words = (
        (report.counts[Severity.ERROR], ERRORS),
        (report.counts[Severity.WARNING], WARNINGS),
        (report.steps[State.FAILED], _FAILED_STEPS),
        (report.steps[State.SKIPPED], _SKIPPED_STEPS),
    )
    return (counted(number, words, report.language) for number, words in counted_words if number)


def _notices(report: Report) -> Content:
    if not report.outcome.notices:
        return None
    lines = (
        notice.text.render(report.language, {"path": report.view.path(notice.path)})
        for notice in report.outcome.notices
    )
    return (
        element("h3", _NOT_JUDGED.render(report.language)),
        element("ul", (element("li", prose(line)) for line in lines)),
    )


def _table(report: Report) -> Markup:
    language = report.language
    return element(
        "table",
        element("caption", _BY_FOLDER.render(language)),
        element(
            "thead",
            element(
                "tr",
                element("th", _FOLDER.render(language), scope="col"),
                element("th", _ERROR_COLUMN.render(language), scope="col", class_="figure"),
                element("th", _WARNING_COLUMN.render(language), scope="col", class_="figure"),
            ),
        ),
        element("tbody", _rows(report)),
        class_="folders",
    )


def _rows(report: Report) -> Iterator[Markup]:
    language = report.language
    folders = {
        **{worker.root: (_CONTRACT, worker.contract.version) for worker in report.outcome.workers},
        **{training.root: (_TRAINING, "") for training in report.outcome.trainings},
    }
    counts = Counter((_folder_of(finding.place.path, folders), finding.severity) for finding in report.findings)
    files = Counter(_folder_of(file, folders) for file in report.outcome.files)
    for root, (what, version) in folders.items():
        fields = {"version": version, "files": counted(files[root], FILES, language)}
        yield _row(report.view.path(root), what.render(language, fields), root, counts)
    if counts[None, Severity.ERROR] or counts[None, Severity.WARNING]:
        yield _row(_REST.render(language), None, None, counts)


def _row(name: str, what: str | None, root: Path | None, counts: Counter[tuple[Path | None, Severity]]) -> Markup:
    return element(
        "tr",
        element(
            "th",
            element("span", address(name), class_="path"),
            element("span", what, class_="note") if what else None,
            scope="row",
        ),
        element("td", str(counts[root, Severity.ERROR]), class_="figure"),
        element("td", str(counts[root, Severity.WARNING]), class_="figure"),
    )


def _folder_of(path: Path, folders: dict[Path, tuple[Text, str]]) -> Path | None:
    """Return the innermost of the folders that a path lies in, if any."""
    return next((folder for folder in (path, *path.parents) if folder in folders), None)
