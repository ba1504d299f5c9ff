"""What the dynamic checker tried, what held it in, and what the artifacts hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.page.html import address, element, prose
from mlprodest_lint.report.figures import seconds, size
from mlprodest_lint.report.words import counted
from mlprodest_lint.texts import Text
from mlprodest_lint.verify.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from mlprodest_lint.page.html import Content, Markup
    from mlprodest_lint.page.report import Report
    from mlprodest_lint.texts import Language
    from mlprodest_lint.verify.model import Artifact, Entry, Guard, Step, Verification

_TITLE = Text(en="Dynamic check", pt="Verificação dinâmica")
_STATES = {
    State.PASSED: Text(en="passed", pt="passou"),
    State.FAILED: Text(en="failed", pt="falhou"),
    State.SKIPPED: Text(en="skipped", pt="não foi feito"),
}
_STEPS = Text(en="What was tried", pt="O que foi tentado")
_STEP = Text(en="Step", pt="Passo")
_STATE = Text(en="Result", pt="Resultado")
_TIME = Text(en="Time", pt="Tempo")
_GUARDS = Text(en="What held the worker's process in", pt="O que conteve o processo do worker")
_ACTIVE = Text(en="active", pt="ativo")
_INACTIVE = Text(en="not active", pt="inativo")

_ARTIFACTS = Text(en="Artifacts", pt="Artefatos")
_NOT_EXECUTED = Text(en="Read without executing anything of them.", pt="Lidos sem executar nada do que há neles.")
_MODEL = Text(en="Model {model}, version {version}", pt="Modelo {model}, versão {version}")
_REFUSED = Text(
    en="Refused; what it holds isn't shown. The errors on this page say why.",
    pt="Recusado; o conteúdo não é mostrado. Os erros desta página dizem por quê.",
)
_KEY = Text(en="Key", pt="Chave")
_VALUE = Text(en="Value", pt="Valor")
_EMPTY = Text(en="It is empty.", pt="Está vazio.")
_OMITTED = (
    Text(en="1 more isn't shown", pt="Mais 1 não mostrado"),
    Text(en="{number} more aren't shown", pt="Mais {number} não mostrados"),
)
_OPEN_UP_TO = 8
# Browsers stop nesting elements at some hundreds; each level takes six.
_DEEPEST = 32


def dynamic(report: Report) -> Iterator[Markup]:
    """Yield the sections about the dynamic check; none if it didn't run."""
    found = report.verification
    if found is None:
        return
    workers = dict.fromkeys([*(step.worker for step in found.steps), *found.guards])
    if workers:
        yield element(
            "section",
            element("h2", _TITLE.render(report.language)),
            (_worker(worker, found, report) for worker in workers),
        )
    if found.artifacts:
        yield element(
            "section",
            element("h2", _ARTIFACTS.render(report.language)),
            element("p", _NOT_EXECUTED.render(report.language)),
            (_artifact(artifact, report) for artifact in found.artifacts),
        )


def _worker(worker: Path, found: Verification, report: Report) -> Content:
    language = report.language
    steps = [step for step in found.steps if step.worker == worker]
    guards = found.guards.get(worker, ())
    return (
        element("h3", element("span", address(report.view.path(worker)), class_="path")),
        _steps(steps, language) if steps else None,
        _guards(guards, language) if guards else None,
    )


def _steps(steps: Sequence[Step], language: Language) -> Markup:
    return element(
        "table",
        element("caption", _STEPS.render(language)),
        element(
            "thead",
            element(
                "tr",
                element("th", _STATE.render(language), scope="col"),
                element("th", _STEP.render(language), scope="col"),
                element("th", _TIME.render(language), scope="col", class_="figure"),
            ),
        ),
        element("tbody", (_step(step, language) for step in steps)),
        class_="steps",
    )


def _step(step: Step, language: Language) -> Markup:
    took = None if step.state is State.SKIPPED else seconds(step.seconds, language)
    return element(
        "tr",
        element("td", element("span", _STATES[step.state].render(language), class_=f"tag {step.state.value}")),
        element("td", prose(step.told(language))),
        element("td", took, class_="figure"),
    )


def _guards(guards: Iterable[Guard], language: Language) -> Content:
    return (
        element("h4", _GUARDS.render(language)),
        element("ul", (_guard(guard, language) for guard in guards), class_="guards"),
    )


def _guard(guard: Guard, language: Language) -> Markup:
    state, kind = (_ACTIVE, State.PASSED) if guard.is_active else (_INACTIVE, State.SKIPPED)
    return element(
        "li", element("span", state.render(language), class_=f"tag {kind.value}"), prose(guard.name.render(language))
    )


def _artifact(artifact: Artifact, report: Report) -> Markup:
    language = report.language
    model = _MODEL.render(language, {"model": artifact.model, "version": artifact.version})
    return element(
        "article",
        element("h3", element("bdi", artifact.name)),
        element(
            "p",
            element("span", address(report.view.path(artifact.worker)), class_="path"),
            element("span", model),
            element("span", size(artifact.size, language)),
            class_="facts",
        ),
        element("p", element("span", _REFUSED.render(language), class_="refusal"))
        if artifact.contents is None
        else _Contents(language).of(artifact.contents),
        class_="artifact",
    )


class _Contents:
    def __init__(self, language: Language) -> None:
        self._language = language

    def of(self, root: Entry) -> Markup:
        if not root.entries and not root.omitted:
            return element("p", _EMPTY.render(self._language))
        head = element(
            "thead",
            element(
                "tr",
                element("th", _KEY.render(self._language), scope="col"),
                element("th", _VALUE.render(self._language), scope="col"),
            ),
        )
        return self._table(root, head, depth=1)

    def _table(self, holder: Entry, head: Markup | None, depth: int) -> Markup:
        rows = [self._row(entry, depth) for entry in holder.entries]
        if holder.omitted:
            rows.append(_wide(element("span", counted(holder.omitted, _OMITTED, self._language), class_="note")))
        return element("table", head, element("tbody", rows), class_="contents")

    def _row(self, entry: Entry, depth: int) -> Markup:
        if (entry.entries or entry.omitted) and depth < _DEEPEST:
            is_open = depth == 1 and len(entry.entries) <= _OPEN_UP_TO
            summary = element("summary", element("bdi", entry.key, class_="key"), " ", _value(entry))
            return _wide(element("details", summary, self._table(entry, None, depth + 1), open=is_open))
        return element("tr", element("th", element("bdi", entry.key), scope="row"), element("td", _value(entry)))


def _wide(content: Markup) -> Markup:
    return element("tr", element("td", content, colspan=2, class_="wide"))


def _value(entry: Entry) -> Content:
    return element("bdi", entry.value, class_="value"), " ", element("span", entry.type, class_="type")
