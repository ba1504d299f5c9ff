"""Makes steps and findings, at the user's own files, of what the probe reports and of how it ended."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mlprodest_lint.facts.source import UnreadableError, lines_of, read_text
from mlprodest_lint.findings import Label, Place, Span
from mlprodest_lint.paths import is_file, normalized
from mlprodest_lint.rules import running
from mlprodest_lint.texts import Text
from mlprodest_lint.verify.model import Guard, State, Step
from mlprodest_lint.verify.running import process
from mlprodest_lint.verify.running.events import (
    Done,
    End,
    Excused,
    Forked,
    Guards,
    Import,
    Line,
    OfStep,
    Problem,
    Spawn,
    Start,
    Write,
    decoded,
)
from mlprodest_lint.verify.running.probeplan import models_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.rules.base import Rule
    from mlprodest_lint.verify.model import Watcher
    from mlprodest_lint.verify.running.process import Ending
    from mlprodest_lint.verify.running.scratch import Look, Stage
    from mlprodest_lint.verify.running.workerrun import Request
    from mlprodest_lint.workers import Worker

    Labels: TypeAlias = tuple[Label, ...]

_MEGABYTE = 1_000_000
MOST_OUTPUT = 64 * _MEGABYTE
_MOST_LABELS = 4
_MOST_TRACE = 400
_MOST_PRINTED = 200
_MOST_GARBAGE = 80
_MOST_UNSEEN = 20
_ARTIFACTS = "mlruns"
"""How the folder is shown that stands in for that of the artifacts."""
_OWN_TEST = "test"
_ABOUT_VALUE = ("type", "empty", "message")
_HANGING = "Timeout ("
_FRAME = re.compile(r'\s*File "(?P<file>.+)", line (?P<line>\d+) in ')
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
_THREAD = re.compile(r"(?:Current thread|Thread) 0x")

_RULES: Mapping[str, type[Rule]] = {
    "import": running.ImportFailed,
    "create": running.InstantiationFailed,
    "call": running.ReturnType,
    "test": running.CustomTestFailed,
}
_THROUGH = Text(en="reached through this line", pt="chegou por esta linha")
_MEMORY = Text(en="the memory limit is {most} MB", pt="o limite de memória é de {most} MB")
_PRINTED = Text(en="the last that the worker printed: {output}", pt="a última coisa que o worker imprimiu: {output}")
_TITLES: Mapping[str, Text] = {
    "import": Text(en="import {script}", pt="importar {script}"),
    "create": Text(en="create {class_name}", pt="criar {class_name}"),
    "create-one": Text(en="create {class_name} for {model}", pt="criar {class_name} para {model}"),
    "load": Text(en="load the production model {model}", pt="carregar o modelo em produção {model}"),
    "call": Text(en="call {method}", pt="chamar {method}"),
    "call-one": Text(en="call {method} of {model}", pt="chamar {method} de {model}"),
    "test": Text(en="run the test of {script}", pt="executar o teste de {script}"),
}


class Report:
    """Makes steps and findings of what the probe reports, and of what it can't report any more."""

    def __init__(self, worker: Worker, stage: Stage, request: Request, watcher: Watcher) -> None:
        self._worker, self._stage, self._request, self._watcher = worker, stage, request, watcher
        self._scripts = {str(model["name"]): str(model["script"]) for model in models_of(worker)}
        self._found: list[Finding] = []
        self._written: dict[tuple[Line, str], list[str]] = {}
        self._denied: set[str] = set()
        self._spawned: list[Spawn] = []
        self._known: set[Path] = set()
        self._known_below: set[Path] = set()
        self._imported: set[Line] = set()
        self._running: list[tuple[Start, float]] = []
        self._loaded: set[str] = set()
        self._active: dict[str, bool] = {}
        self._trace: list[str] = []
        self._is_done = False
        self.steps: list[Step] = []

    def take(self, line: bytes) -> bool:
        """Take one line of a report; say whether the last one has come."""
        event = decoded(line)
        if event is None or (isinstance(event, OfStep) and not self._is_possible(event)):
            # What crashed or hung is told by the interpreter itself, as text; other things may stand there too. What
            # comes before the probe begins is the environment's.
            if self._active and len(self._trace) < _MOST_TRACE:
                self._trace.append(line.decode(errors="replace"))
        elif isinstance(event, Guards | Start | End | Problem | Done):
            self._take_step(event)
        else:
            self._take_deed(event)
        return self._is_done

    def _is_possible(self, event: OfStep) -> bool:
        """Tell whether a step is one of this worker's."""
        if isinstance(event, Problem) and event.step != "load" and event.kind not in _RULES[event.step].messages:
            return False
        is_own = event.step in ("load", _OWN_TEST) or event.model in self._scripts
        return is_own and (
            event.step != "call" or any(event.method == each.name for each in self._worker.terms.methods)
        )

    def _take_step(self, event: Guards | Start | End | Problem | Done) -> None:
        match event:
            case Guards():
                self._active = event.active
            case Start():
                self._watcher.begun(self._worker.root, self._title(event), self._fields(event))
                self._running.append((event, time.monotonic()))
            case End():
                self._end_step(event)
            case Problem():
                self._found.append(self._problem(event))
            case Done():
                self._is_done = True

    def _take_deed(self, event: Write | Excused | Import | Spawn | Forked) -> None:
        """Take what the worker was seen to do besides what was asked of it."""
        match event:
            case Write():
                (self._known_below if event.how == "moved" else self._known).add(Path(event.path))
                how = "deleted" if event.how == "deleted" else "written"
                self._written.setdefault((event.line, how), []).append(event.path)
            case Excused():
                self._known_below.add(Path(event.path))
            case Import() if event.line not in self._imported:
                self._imported.add(event.line)
                shown = self._shown(Path(event.path))
                self._found.append(running.ImportedOutside.finding(self._place(event.line), path=shown))
            case Spawn():
                self._spawned.append(event)
            case Forked():
                place = self._main_place if event.line is None else self._place(event.line)
                self._found.append(running.WorkerTimeout.finding(place, "forked", step=self._code_of(event)))

    def _end_step(self, event: End) -> None:
        if self._running and self._running[-1][0].step == event.step:
            self._running.pop()
        if event.step == "load":
            # The user's own test may load it once more.
            if event.model in self._loaded and event.state == "passed":
                return
            self._loaded.add(event.model)
        self._add_step(event, State(event.state), event.seconds)

    def _add_step(self, event: OfStep, state: State, seconds: float) -> None:
        step = Step(self._worker.root, self._title(event), state, seconds, self._fields(event))
        self.steps.append(step)
        self._watcher.ended(step)

    def _title(self, event: OfStep) -> Text:
        is_one_of_several = len(self._scripts) > 1 and f"{event.step}-one" in _TITLES
        return _TITLES[f"{event.step}-one" if is_one_of_several else event.step]

    def _fields(self, event: OfStep) -> dict[str, Any]:
        return {
            "script": self._script(event),
            "class_name": self._worker.terms.class_name,
            "interface": self._worker.terms.interface.rpartition(".")[2],
            "model": event.model,
            "method": event.method,
            "function": self._worker.contract.own_test_function,
        }

    def _script(self, event: OfStep) -> str:
        if event.step == _OWN_TEST:
            return self._worker.terms.own_test
        return self._scripts.get(event.model, next(iter(self._scripts.values())))

    def _code_of(self, event: OfStep) -> str:
        """Return a step as it stands in code, which needs no translation."""
        script = self._script(event).removesuffix(".py").replace("/", ".")
        return {
            "import": f"import {script}",
            "create": f"{self._worker.terms.class_name}()",
            "load": f"load_model({event.model!r})",
            "call": f"{event.method}()",
            "test": f"{script}.{self._worker.contract.own_test_function}()",
        }[event.step]

    # Findings.

    def _problem(self, event: Problem) -> Finding:
        place, labels = self._places(event.lines, self._place_of_script(self._script(event)))
        fields = {**self._fields(event), "error": self._sentence(event.told)}
        if event.denied is not None:
            self._denied.add(event.denied)
            return running.WroteOutside.finding(place, "denied", labels, **self._path_fields(event.denied))
        if event.is_too_large:
            return self._took_too_much("disk", place, labels, self._code_of(event))
        if event.step == "load":
            named = self._request.model_names.get(event.model)
            return running.ModelNotLoadable.finding(named or place, "raised", labels, **fields)
        if event.step == "call":
            returns = next(each.returns for each in self._worker.terms.methods if each.name == event.method)
            if event.own is not None and event.kind in _ABOUT_VALUE:
                place, labels = self._place(event.own), ()
            return running.ReturnType.finding(place, event.kind, labels, wanted=returns or "", **fields)
        if "MemoryError" in event.told and self._request.memory is not None:
            labels = (*labels, Label(place, _MEMORY, {"most": self._request.memory // _MEGABYTE}))
        return _RULES[event.step].finding(place, event.kind, labels, **fields)

    def _took_too_much(self, what: Literal["disk", "output"], place: Place, labels: Labels, step: str) -> Finding:
        most = {"output": MOST_OUTPUT, "disk": self._request.most_on_disk}[what] // _MEGABYTE
        return running.WorkerTimeout.finding(place, what, labels, most=most, step=step)

    def _places(self, lines: Sequence[Line], default: Place) -> tuple[Place, Labels]:
        """Return the place of the innermost line, and the lines through which it was reached."""
        places = list(dict.fromkeys(map(self._place, lines)))
        if not places:
            return default, ()
        return places[-1], tuple(Label(place, _THROUGH) for place in places[:-1][-_MOST_LABELS:])

    def _place(self, line: Line) -> Place:
        path = normalized(self._worker.root / line.file)
        if not path.is_relative_to(self._worker.root):
            return Place(self._worker.root)
        number = max(line.number, 1)
        try:
            text = lines_of(read_text(path))[number - 1]
        except (UnreadableError, IndexError, ValueError):
            return Place(path if is_file(path) else self._worker.root)
        first = len(text) - len(text.lstrip()) + 1
        return Place(path, Span(number, first, number, max(len(text.rstrip()) + 1, first)))

    def _place_of_script(self, script: str) -> Place:
        path = self._worker.root / script
        return Place(path if is_file(path) else self._worker.root)

    @property
    def _main_place(self) -> Place:
        return self._place_of_script(next(iter(self._scripts.values())))

    # How it ended.

    def end(self, ending: Ending) -> None:
        """Say how the process ended, where that wasn't as it should be."""
        if ending.reason == "stopped":
            return
        finding = self._ending(ending)
        if finding is not None:
            self._found.append(finding)
        if not self._is_done:
            for started, since in reversed(self._running):
                self._add_step(started, State.FAILED, time.monotonic() - since)
            return
        if ending.left:
            left = ", ".join(dict.fromkeys(ending.left))
            self._found.append(running.WorkerTimeout.finding(self._spawning_place(left), "left", processes=left))
        if self._trace and not any(_HANGING in text for text in self._trace):
            text = self._trace[0][:_MOST_GARBAGE]
            self._found.append(running.WorkerTimeout.finding(self._main_place, "garbage", text=text))

    def _ending(self, ending: Ending) -> Finding | None:
        printed = self._as_known(ending.output).strip()[-_MOST_PRINTED:]
        if ending.reason == "unstartable" or not self._active:
            # Not even the probe has begun: the interpreter is at fault, and has said so, or the system.
            reason = self._sentence(printed.rpartition("\n")[2])
            return running.WorkerTimeout.finding(Place(self._worker.root), "unstartable", reason=reason)
        place = self._place_now()
        step = self._code_of(self._running[-1][0]) if self._running else "python"
        labels = (Label(place, _PRINTED, {"output": printed}),) if printed else ()
        if ending.reason == "time":
            return running.WorkerTimeout.finding(place, "time", labels, seconds=self._request.timeout, step=step)
        if ending.reason in ("output", "disk"):
            return self._took_too_much(ending.reason, place, labels, step)
        if self._is_done:
            return None
        if ending.code is not None and ending.code < 0:
            name = _signal_name(-ending.code)
            return running.WorkerTimeout.finding(place, "signal", labels, signal=name, step=step)
        status = "?" if ending.code is None else ending.code
        return running.WorkerTimeout.finding(place, "ended", labels, status=status, step=step)

    def _spawning_place(self, left: str) -> Place:
        """Return where the processes were started that are left: as well as can be told."""
        named = [each for each in self._spawned if Path(each.command.partition(" ")[0] or "python").name in left]
        spawned = named or self._spawned
        return self._place(spawned[-1].line) if spawned else self._main_place

    def _place_now(self) -> Place:
        """Return where the worker is at its current step."""
        traced = self._traced_line()
        lines = [started.line for started, _ in self._running if started.line is not None]
        if traced is not None or lines:
            return self._place(traced or lines[-1])
        return self._place_of_script(self._script(self._running[-1][0])) if self._running else self._main_place

    def _traced_line(self) -> Line | None:
        """Return the worker's innermost line of the last thread that the interpreter itself has told about."""
        found: Line | None = None
        is_first = True
        for text in self._trace:
            if _THREAD.match(text):
                is_first = True
            frame = _FRAME.match(text)
            if frame is None or not is_first:
                continue
            file = Path(_ESCAPE.sub(lambda escape: chr(int(escape[escape.lastindex or 0], 16)), frame["file"]))
            if file.is_relative_to(self._stage.worker):
                name = file.relative_to(self._stage.worker).as_posix()
                found, is_first = Line(name, int(frame["line"])), False
        return found

    # What was written.

    def compare(self, before: Mapping[str, Look], after: Mapping[str, Look]) -> None:
        """Report what has changed in and beside the worker's folder and was not seen to be done."""
        above = self._stage.worker.parent
        reported: list[Path] = []
        for name in sorted({*before, *after}):
            path = above / name
            if before.get(name) == after.get(name) or self._is_known(path, name in after):
                continue
            if any(folder in path.parents for folder in reported) or len(reported) == _MOST_UNSEEN:
                continue
            reported.append(path)
            variant = "created" if name not in before else "gone" if name not in after else "changed"
            self._found.append(running.WroteOutside.finding(self._main_place, variant, **self._path_fields(path)))

    def _is_known(self, path: Path, is_there: bool) -> bool:  # noqa: FBT001
        """Tell whether a line was seen to write there; what a deleted folder held has gone with it."""
        if path in self._known or path.with_name(path.name.removesuffix("-journal")) in self._known:
            return True
        above = self._known_below if is_there else self._known | self._known_below
        return any(folder in above for folder in (path, *path.parents))

    def _path_fields(self, written: str | Path) -> dict[str, Any]:
        path = Path(written)
        return {"path": self._shown(path), "name": path.name, "temp": self._worker.contract.temp_folder}

    def _shown(self, path: Path) -> str:
        """Return a path as its author knows it."""
        stage = self._stage
        for folder, name in (
            (stage.worker, ""),
            (stage.worker.parent, ".."),
            (stage.home, "~"),
            (stage.temp, "TMPDIR"),
            *((folder, _ARTIFACTS) for folder in self._request.writable),
        ):
            if path.is_relative_to(folder):
                return Path(name, path.relative_to(folder)).as_posix()
        return str(path)

    def _sentence(self, text: str) -> str:
        """Return a text as part of a sentence: on one line, without its full stop, paths as the author knows them."""
        return " ".join(self._as_known(text).split()).removesuffix(".")

    def _as_known(self, text: str) -> str:
        stage = self._stage
        for folder, name in (
            (f"{stage.worker}{os.sep}", ""),
            (stage.worker, "."),
            (stage.home, "~"),
            (stage.temp, "TMPDIR"),
            *((folder, _ARTIFACTS) for folder in self._request.writable),
            (stage.top.parent, "…"),
        ):
            text = text.replace(str(folder), name)
        return text

    # The outcome.

    def findings(self) -> Iterator[Finding]:
        """Yield all findings: what went wrong, then what was written."""
        yield from self._found
        created = {path for (_, how), paths in self._written.items() if how == "written" for path in paths}
        for (line, how), paths in self._written.items():
            # That it takes back what it shouldn't have written is no further mistake.
            told = self._denied | created if how == "deleted" else self._denied
            distinct = [path for path in dict.fromkeys(paths) if path not in told]
            if distinct:
                variant = how if len(distinct) == 1 else f"{how}-several"
                fields = self._path_fields(distinct[0])
                yield running.WroteOutside.finding(self._place(line), variant, more=len(distinct) - 1, **fields)

    def guards(self, ending: Ending) -> Iterator[Guard]:
        """Yield what held the process in."""
        is_kept = not process.IS_WINDOWS
        yield Guard(_GUARDS["time"], is_active=True)
        yield Guard(_GUARDS["group"], is_active=True)
        yield Guard(_GUARDS["adopted"], is_active=ending.can_adopt)
        yield Guard(_GUARDS["keeper"], is_active=is_kept)
        yield Guard(_GUARDS["environment"], is_active=True)
        for name in ("memory", "file", "writes", "signals"):
            yield Guard(_GUARDS[name], is_active=self._active.get(name, False))
        yield Guard(_GUARDS["listing"], is_active=True)
        yield Guard(_GUARDS["events"], is_active=bool(self._active))


_GUARDS: Mapping[str, Text] = {
    "time": Text(en="time limit", pt="tempo limite"),
    "group": Text(
        en="all processes of the worker are killed at the end", pt="todos os processos do worker são mortos no fim"
    ),
    "adopted": Text(
        en="processes that leave the worker's session are found and killed",
        pt="processos que saem da sessão do worker são encontrados e mortos",
    ),
    "keeper": Text(
        en="the worker ends with the checker, however that ends",
        pt="o worker termina junto com o verificador, como quer que este termine",
    ),
    "environment": Text(
        en="only the variables that Python, MLflow and S3 need; another home",
        pt="só as variáveis de que o Python, o MLflow e o S3 precisam; outra pasta pessoal",
    ),
    "memory": Text(en="memory limit of each process", pt="limite de memória de cada processo"),
    "file": Text(en="limit of a file's size", pt="limite do tamanho de um arquivo"),
    "writes": Text(
        en="writing is possible nowhere but in the copy (Landlock)",
        pt="só é possível gravar na cópia (Landlock)",
    ),
    "signals": Text(
        en="no signals to other processes (Landlock)",
        pt="nenhum sinal a outros processos (Landlock)",
    ),
    "listing": Text(
        en="the worker's folder is compared with what it was before",
        pt="a pasta do worker é comparada com o que era antes",
    ),
    "events": Text(
        en="writes and imports are seen with their line (audit events)",
        pt="gravações e importações são vistas com a linha (eventos de auditoria)",
    ),
}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
