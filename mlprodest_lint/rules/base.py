"""The base class of every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mlprodest_lint.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlprodest_lint.findings import Label, Message, Place
    from mlprodest_lint.texts import Language, Text
    from mlprodest_lint.workers import Project, Publication, Training, Worker

PAGE_SUFFIXES: Mapping[Language, str] = {"en": ".md", "pt-BR": ".pt-BR.md"}
DOCS_URL = "https://github.com/prodest/mlprodest-lint/blob/main/docs/rules"


class Rule:
    """One rule: its identity, its wording and its check.

    A subclass with a ``code`` is a rule; it registers itself. Its docstring is its documentation: what the rule finds,
    and the sections ``## Why``, ``## Example``, ``## Use instead`` and ``## In Portuguese``; the last says the prose of
    the others in Portuguese. The examples are fenced blocks that name their file
    (```` ```python worker_pub/pub.py ````), show the project (```` ```tree ````) or list an archive
    (```` ```zip publicar.zip ````); they are executed as tests.
    A check takes a worker, the training code, a whole project or a publication, and yields findings; the others stay
    as they are. A rule that is ``found_by_running`` has none: the dynamic checker makes its findings.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    messages: ClassVar[Mapping[str, Message]]
    summary: ClassVar[Text]
    on_by_default: ClassVar[bool] = True
    found_by_running: ClassVar[bool] = False

    registry: ClassVar[dict[str, type[Rule]]] = {}

    def __init_subclass__(cls) -> None:
        if not hasattr(cls, "code"):
            return
        missing = [name for name in ("name", "severity", "summary", "messages") if not hasattr(cls, name)]
        sections = [
            title
            for title in ("## Why", "## Example", "## Use instead", "## In Portuguese")
            if title not in (cls.__doc__ or "")
        ]
        if missing or sections or cls.code in cls.registry:
            raise TypeError(f"rule {cls.__name__} lacks {missing + sections}, or its code is taken")
        cls.registry[cls.code] = cls

    @classmethod
    def url(cls, language: Language = "en") -> str:
        """Return the address of the rule's page in a language."""
        return f"{DOCS_URL}/{cls.name}{PAGE_SUFFIXES[language]}"

    @classmethod
    def finding(cls, place: Place, variant: str = "", labels: tuple[Label, ...] = (), **fields: object) -> Finding:
        """Make a finding of this rule; ``variant`` names one of its messages."""
        return Finding(cls, variant, place, cls.severity, fields, labels)

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Judge a project folder that was given to lint."""
        del project
        yield from ()

    def check_publication(self, publication: Publication) -> Iterator[Finding]:
        """Judge what is sent to be published."""
        del publication
        yield from ()

    def check_worker(self, worker: Worker) -> Iterator[Finding]:
        """Judge one worker."""
        del worker
        yield from ()

    def check_training(self, training: Training) -> Iterator[Finding]:
        """Judge the training code of a project."""
        del training
        yield from ()
