"""Runs a worker step by step and reports what happens. A script of its own: it needs the standard library alone.

``python probe.py PLAN`` is started in a worker's folder, by the worker's interpreter (3.8 or newer), with the worker's
version of ``mllibprodest``, so it must not import anything of this package. PLAN is a JSON file, which ``workerrun.py``
writes. What it reports goes to what was the standard output as lines of JSON; what the worker prints there goes to the
standard error.

Before the worker's code runs, this process limits itself: memory, the size of a file, core dumps, and, where a Linux
kernel has Landlock, where it may write. An audit hook then sees which line of the worker writes outside `temp_area` or
imports code from outside. All this holds mistakes in, and says where they are made. Code that is meant to get around an
audit hook can do so; Landlock and the limits it can't take off. Neither exists on macOS (but the limits) and Windows.
"""

from __future__ import annotations

import sys

_PLAN, _FILE = sys.argv[1], __file__
del sys.path[0]  # the folder of this script: its neighbours must not be importable, and not stand in for others

import builtins  # noqa: E402
import ctypes  # noqa: E402
import errno  # noqa: E402
import faulthandler  # noqa: E402
import functools  # noqa: E402
import importlib.util  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import re  # noqa: E402
import signal  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
import types  # noqa: E402
from contextlib import suppress  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    AnyPath = str | bytes | os.PathLike[str]
    Frame = types.FrameType
    Line = dict[str, Any]
    Plan = dict[str, Any]

_MOST_EVENTS = 5000
_MOST_TEXT = 400
_MOST_DEPTH = 5000
_LIBRARY = "mllibprodest"
_SERVED_BY = frozenset({_LIBRARY, "mlflow"})
_WRITING_BY_THEMSELVES = (_LIBRARY, "tempfile")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/stdout", "/dev/stderr")
_QUOTED = re.compile("['\"](/[^'\"]+)['\"]")
_CODE = (".py", ".pyw", ".pyc", ".so", ".pyd")


class Channel:
    """What reports go to."""

    def __init__(self) -> None:
        self.descriptor = os.dup(1)
        os.dup2(2, 1)

    def send(self, event: str, **facts: Any) -> None:
        """Write one report in one go, on a line of its own whatever else may have been written there."""
        text = json.dumps(dict(facts, event=event), ensure_ascii=False)
        # The worker may have closed it; that the last report is missing tells.
        with suppress(OSError):
            os.write(self.descriptor, f"\n{text}\n".encode("utf-8", "replace"))


def bounded(text: object) -> str:
    """Return the beginning of a text."""
    text = str(text)
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…"


# What this process may do.


class Guards:
    """Limits this process and all that it starts."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.active: dict[str, bool] = {}
        self.keeps_writes_in = False

    def raise_all(self) -> None:
        """Set every limit that the system knows."""
        self._limit_resources()
        if sys.platform == "linux":
            self._die_with_parent()
            if self._plan["landlock"] is not None:
                self._restrict_writes()
        self.active.setdefault("writes", False)
        self.active.setdefault("signals", False)

    def _limit_resources(self) -> None:
        try:
            import resource  # noqa: PLC0415 - Windows has none
        except ImportError:
            self.active.update(memory=False, file=False)
            return
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for name, kind in (("memory", resource.RLIMIT_AS), ("file", resource.RLIMIT_FSIZE)):
            self.active[name] = self._plan[name] is not None and _limit(resource, kind, self._plan[name])

    @staticmethod
    def _die_with_parent() -> None:
        set_parent_death_signal = 1
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)

    def _restrict_writes(self) -> None:
        landlock = _loaded("_mlprodest_landlock", self._plan["landlock"])
        version = landlock.restrict_writes_to((*self._plan["writable"], *_DEVICES))
        self.keeps_writes_in = version > 0
        self.active.update(writes=self.keeps_writes_in, signals=version >= 6)


def _limit(resource: Any, kind: int, most: int) -> bool:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(kind, (most, most))
    except (OSError, ValueError):
        return False
    return True


# What this process is seen to do.


class Watch:
    """Sees writes outside `temp_area` and imports from outside, with the line of the worker that does it.

    A write is the worker's doing where its own code calls what writes (`open`, `os.mkdir`, `tempfile`), or gives the
    path, or a folder above it, to the function of a library that does (`df.to_csv(path)`), or lets a library write
    something into the worker's folder. It is not where a library chooses a place outside of it by itself (caches,
    temporary files, shared memory), nor where mllibprodest or MLflow write what they were not told where to: the log
    of `make_log`, and the run of a retraining.
    """

    def __init__(self, plan: Plan, channel: Channel) -> None:
        self._root: str = plan["root"]
        self._temp = os.path.join(self._root, plan["temp"])
        self._log_folders = (self._root, os.path.join(self._root, "logs"))
        self._scratch = tuple(plan["scratch"])
        self._channel = channel
        self._environment = _environment_folders()
        self._inside = threading.local()
        self._seen: set[tuple[object, ...]] = set()
        self._excused: set[str] = set()
        self._log_files: set[str] = set()
        self._own_files: dict[str, bool] = {}
        self.forking_line: Line | None = None
        self._handlers: dict[str, Callable[..., None]] = {
            "open": self._opened,
            "os.mkdir": lambda path, _mode, folder: self._made(path, folder),
            "os.link": lambda _source, path, _from, folder: self._made(path, folder),
            "os.symlink": lambda _source, path, folder: self._made(path, folder),
            "os.remove": lambda path, folder: self._changed(path, folder, "deleted"),
            "os.rmdir": lambda path, folder: self._changed(path, folder, "deleted"),
            "os.truncate": lambda path, _length: self._changed(path),
            "os.chmod": lambda path, _mode, folder: self._changed(path, folder),
            "os.chown": lambda path, _user, _group, folder: self._changed(path, folder),
            "os.utime": lambda path, _times, _ns, folder: self._changed(path, folder),
            "os.rename": self._moved,
            "sqlite3.connect": self._connected,
            "os.fork": self._started,
            "os.system": self._started,
            "os.posix_spawn": lambda program, *_: self._started(program),
            "subprocess.Popen": lambda program, *_: self._started(program),
            "exec": self._executed,
            "import": lambda _name, file, *_: self._imported(file or ""),
        }

    def begin(self) -> None:
        """See everything from now on."""
        sys.addaudithook(self._hook)

    def is_own(self, filename: str) -> bool:
        """Tell whether a file is the worker's own code."""
        known = self._own_files.get(filename)
        if known is None:
            path = os.path.join(self._root, filename)
            # Compiled packages name their own sources by relative paths.
            is_file = os.path.isabs(filename) or (filename[:1] != "<" and os.path.isfile(path))
            known = is_file and _is_below(path, self._root) and not _is_below(path, self._temp)
            self._own_files[filename] = known
        return known

    def own_line(self) -> tuple[Line | None, list[Frame]]:
        """Return the innermost line of the worker's own code that runs now, and the frames that it has called."""
        frame: Frame | None = sys._getframe(1)  # noqa: SLF001 - there is no other way to it
        called: list[Frame] = []
        while frame is not None and len(called) < _MOST_DEPTH:
            if self.is_own(frame.f_code.co_filename):
                line = {"file": os.path.relpath(os.path.join(self._root, frame.f_code.co_filename), self._root)}
                return dict(line, number=frame.f_lineno), called
            if frame.f_code.co_filename != _FILE:
                called.append(frame)
            frame = frame.f_back
        return None, called

    def located(self, path: AnyPath, folder: int | None = -1) -> str:
        """Return the absolute path that a path means now, links in the folders above it followed."""
        text = os.fsdecode(path)
        base = self._folder_now() if folder in (-1, None) else os.readlink(f"/proc/self/fd/{folder}")
        above, name = os.path.split(os.path.normpath(os.path.join(base, text)))
        return os.path.join(os.path.realpath(above), name)

    def _folder_now(self) -> str:
        try:
            return os.getcwd()
        except OSError:
            return self._root  # it was deleted

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        handler = self._handlers.get(event)
        if handler is None or getattr(self._inside, "is_so", False):
            return
        self._inside.is_so = True
        try:
            # What this can't tell must not become the worker's error.
            with suppress(Exception):
                handler(*arguments)
        finally:
            self._inside.is_so = False

    def _opened(self, path: AnyPath | int, mode: str | None, flags: int) -> None:
        changing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        writes = flags & changing if mode is None else any(letter in mode for letter in "wax+")
        if writes and not isinstance(path, int):
            located = self.located(path)
            # `tempfile` names the folder, and has the file in it opened by a function of its own.
            if not os.path.isdir(located):
                self._judge(os.path.realpath(located) if os.path.islink(located) else located)

    def _started(self, command: AnyPath = "") -> None:
        line, _ = self.own_line()
        if line is not None:
            self.forking_line = line
            command = bounded(os.fsdecode(command))
            self._send(("spawn", line["file"], line["number"], command), "spawn", line=line, command=command)

    def _moved(self, source: AnyPath, target: AnyPath, source_folder: int, target_folder: int) -> None:
        if os.path.lexists(self.located(source, source_folder)):
            self._changed(source, source_folder, "deleted")
            self._judge(self.located(target, target_folder), "moved")

    def _connected(self, database: AnyPath) -> None:
        if os.fsdecode(database) not in ("", ":memory:") and not os.fsdecode(database).startswith("file:"):
            self._made(database)

    # These are told before it is tried: `os.makedirs(..., exist_ok=True)` tries to make what is there already.

    def _made(self, path: AnyPath, folder: int = -1) -> None:
        located = self.located(path, folder)
        if not os.path.lexists(located):
            self._judge(located)

    def _changed(self, path: AnyPath | int, folder: int = -1, how: str = "written") -> None:
        if not isinstance(path, int) and os.path.lexists(self.located(path, folder)):
            self._judge(self.located(path, folder), how)

    def _judge(self, path: str, how: str = "written") -> None:
        if _is_below(path, self._temp) or path in _DEVICES or _is_below(path, "/proc"):
            return
        line, called = self.own_line()
        if line is None:
            if _is_below(path, self._root) and self._is_served(called):
                self._excuse(path)
        elif self._is_its_doing(path, called):
            self._send((how, path, line["file"], line["number"]), "write", path=path, line=line, how=how)
        else:
            self._excuse(path)

    def _is_its_doing(self, path: str, called: list[Frame]) -> bool:
        names = {frame.f_code.co_name for frame in called if _package_of(frame) in _WRITING_BY_THEMSELVES}
        if "_get_default_tempdir" in names or any(path.startswith(log) for log in self._log_files):
            return False
        if "make_log" in names:
            is_in_place = os.path.dirname(path) in self._log_folders
            if is_in_place and path not in self._log_folders:
                self._log_files.add(path)
            return not is_in_place
        is_named = not called or _package_of(called[-1]) == "tempfile" or self._is_named(path, called[-1])
        return is_named or (_is_below(path, self._root) and not self._is_served(called))

    @staticmethod
    def _is_served(called: list[Frame]) -> bool:
        return any(_package_of(frame) in _SERVED_BY for frame in called)

    def _is_named(self, path: str, frame: Frame) -> bool:
        """Tell whether a function was given this path, its beginning or a folder above it."""
        code = frame.f_code
        number = code.co_argcount + code.co_kwonlyargcount
        number += bool(code.co_flags & 0x04) + bool(code.co_flags & 0x08)
        values = [frame.f_locals.get(name) for name in code.co_varnames[:number]]
        for value in values:
            # No more than plain containers: others may do anything when they are walked through.
            inner: list[Any] = [value]
            if type(value) in (tuple, list, dict):
                inner = list(value.values()) if isinstance(value, dict) else list(value or ())
            for each in inner[:50]:
                if isinstance(each, (str, bytes, os.PathLike)) and len(os.fspath(each)) < 4096:
                    named = self.located(each)
                    if len(named) > 1 and path.startswith(named):
                        return True
        return False

    def _excuse(self, path: str) -> None:
        if path not in self._excused:
            self._excused.add(path)
            self._send(("excused", path), "excused", path=path)

    def _executed(self, code: object) -> None:
        if isinstance(code, types.CodeType) and code.co_name == "<module>":
            self._imported(code.co_filename)

    def _imported(self, filename: str) -> None:
        if not os.path.isabs(filename) or not filename.endswith(_CODE) or not self._is_outside(filename):
            return
        line, _ = self.own_line()
        if line is not None and os.path.isfile(filename):
            self._send(("import", filename), "import", path=filename, line=line)

    def _is_outside(self, filename: str) -> bool:
        inside = (self._root, *self._scratch, *self._environment)
        paths = {os.path.normpath(filename), os.path.realpath(filename)}
        return not any(_is_below(path, folder) for path in paths for folder in inside)

    def _send(self, key: tuple[object, ...], event: str, **facts: Any) -> None:
        if key not in self._seen and len(self._seen) < _MOST_EVENTS:
            self._seen.add(key)
            self._channel.send(event, **facts)


def _is_below(path: str, folder: str) -> bool:
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _package_of(frame: Frame) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _environment_folders() -> tuple[str, ...]:
    """Return the folders whose code belongs to this interpreter, with those of packages that are edited in place."""
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *sys.path}
    for name, module in list(sys.modules.items()):
        mapping = getattr(module, "MAPPING", None)
        if name.startswith("__editable__") and isinstance(mapping, dict):
            folders.update(map(str, mapping.values()))
    folders |= {os.path.realpath(folder) for folder in folders if folder}
    return tuple(sorted(folder for folder in folders if os.path.isabs(folder)))


# What is tried.


class Run:
    """Tries one thing after the other; what needs a thing that failed is skipped."""

    def __init__(self, plan: Plan, channel: Channel, watch: Watch, guards: Guards, steps: Any) -> None:
        self._plan, self._channel, self._watch, self._guards, self._steps = plan, channel, watch, guards, steps
        self._root: str = plan["root"]
        self._process = os.getpid()
        self._not_loaded: list[BaseException] = []

    def go(self) -> None:
        """Try everything."""
        interfaces = self._interfaces()
        instances = {}
        for model in self._plan["models"]:
            instance = self._model(model, interfaces)
            if instance is not None:
                instances[model["name"]] = instance
        test = self._plan["test"]
        if test is not None:
            self._test(test, instances)

    def _interfaces(self) -> Any:
        """Import the library, where it is there, and follow what becomes of `load_model`."""
        try:
            interfaces = importlib.import_module(_LIBRARY + ".interfaces")
        except BaseException:  # noqa: BLE001 - the worker's own import of it is what tells
            return None
        for name in dir(interfaces):
            for owner in getattr(getattr(interfaces, name), "__mro__", ()):
                if owner.__module__.partition(".")[0] == _LIBRARY and "load_model" in vars(owner):
                    self._follow(owner)
        return interfaces

    def _follow(self, owner: type) -> None:
        defined = vars(owner)["load_model"]
        function = getattr(defined, "__func__", defined)
        if getattr(function, "is_followed", False):
            return

        @functools.wraps(function)
        def load_model(*arguments: Any, **named: Any) -> Any:
            started = time.monotonic()
            name = self._name_of_model(arguments if isinstance(defined, staticmethod) else arguments[1:], named)
            self._channel.send("start", step="load", model=name, line=self._watch.own_line()[0])
            _leave_out_note()
            try:
                loaded = function(*arguments, **named)
            except BaseException as error:
                self._not_loaded.append(error)
                self._end("load", name, started, "failed")
                self._blame("load", name, "raised", error)
                raise
            self._end("load", name, started, "passed")
            return loaded

        vars(load_model)["is_followed"] = True
        # Not all are static methods: the worker's own library decides.
        setattr(owner, function.__name__, type(defined)(load_model) if function is not defined else load_model)

    @staticmethod
    def _name_of_model(arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
        name = named.get("model_name", arguments[0] if arguments else "")
        return bounded(name) if isinstance(name, str) else ""

    def _model(self, model: Plan, interfaces: Any) -> Any:
        name, script, class_name = model["name"], model["script"], model["class"]
        module = self._try("import", name, lambda: self._steps.import_script(self._root, model["module"]))
        if module is None:
            self._skip("create", name)
            return None
        interface = getattr(interfaces, model["interface"], None)
        interface = interface if isinstance(interface, type) else None

        def create() -> Any:
            found = self._steps.class_of(module, script, class_name, interface)
            return self._steps.instantiate(self._root, found, *model["arguments"])

        constructor = getattr(getattr(module, class_name, None), "__init__", None)
        instance = self._try("create", name, create, constructor)
        for method, types_ in model["getters"]:
            expected = [getattr(builtins, each) for each in types_]
            if instance is None:
                self._skip("call", name, method=method)
            else:
                check = functools.partial(self._steps.check_returned, self._root, instance, method, expected)
                self._try("call", name, check, getattr(type(instance), method, None), method=method)
        if instance is not None and model["loads"]:
            self._load(instance)
        return instance

    def _load(self, instance: Any) -> None:
        """Load the model that a worker names, as the stack does; `load_model` itself is followed."""
        try:
            wanted, provider = instance.get_model_name(), instance.get_model_provider_name()
        except BaseException:  # noqa: BLE001 - that step has told
            return
        if not (isinstance(wanted, str) and isinstance(provider, str)):
            return
        try:
            instance.load_model(wanted, provider, self._plan["temp"])
        except BaseException as error:  # noqa: BLE001 - a worker may raise anything
            if not self._comes_from_loading(error):
                self._blame("load", wanted, "raised", error)

    def _test(self, test: Plan, instances: dict[str, Any]) -> None:
        if len(instances) < len(self._plan["models"]):
            self._skip("test", "")
            return

        def run() -> None:
            module = self._steps.import_script(self._root, test["module"])
            function = self._steps.own_test(module, test["script"], test["function"])
            with self._steps.blaming(self._root, test["function"]):
                function(*([instances] if test["takes_models"] else []))

        self._try("test", "", run)

    def _try(self, step: str, model: str, action: Callable[[], Any], function: Any = None, **facts: Any) -> Any:
        started, own = time.monotonic(), self._line_of(function)
        self._channel.send("start", step=step, model=model, line=own, **facts)
        state, result = "failed", None
        try:
            result = action()
            state = "passed"
        except self._steps.CheckFailedError as failure:
            error = failure.__cause__ or failure
            self._leave_if_forked(step, model, facts)
            self._end(step, model, started, state, **facts)
            if not self._comes_from_loading(error):
                self._blame(step, model, failure.kind, error, failure, own=own, **facts)
            return None
        except BaseException as error:  # noqa: BLE001 - KeyboardInterrupt, and whatever else the worker may raise
            self._leave_if_forked(step, model, facts)
            self._end(step, model, started, state, **facts)
            if not self._comes_from_loading(error):
                self._blame(step, model, "raised", error, own=own, **facts)
            return None
        self._leave_if_forked(step, model, facts)
        self._end(step, model, started, state, **facts)
        return result

    def _leave_if_forked(self, step: str, model: str, facts: dict[str, Any]) -> None:
        """End a copy of this process that the worker has made and that goes on with what isn't its business."""
        if os.getpid() != self._process:
            self._channel.send("forked", step=step, model=model, line=self._watch.forking_line, **facts)
            os._exit(0)

    def _skip(self, step: str, model: str, **facts: Any) -> None:
        self._channel.send("end", step=step, model=model, state="skipped", seconds=0, **facts)

    def _end(self, step: str, model: str, started: float, state: str, **facts: Any) -> None:
        seconds = time.monotonic() - started
        self._channel.send("end", step=step, model=model, state=state, seconds=seconds, **facts)

    def _blame(self, step: str, model: str, kind: str, error: BaseException, failure: Any = None, **facts: Any) -> None:
        """Report what went wrong."""
        told = self._steps.told(error) if failure is None else failure.told
        lines = self._steps.own_lines(self._root, error) if failure is None else failure.lines
        line, _ = self._watch.own_line()
        self._channel.send(
            "problem",
            step=step,
            model=model,
            kind=kind,
            told=bounded(self._with_cause(told, error) if kind == "raised" else told),
            lines=([] if line is None else [line])
            + [{"file": each.file, "number": each.number} for each in lines[-5:]],
            denied=self._denied(error),
            is_too_large=any(isinstance(each, OSError) and each.errno == errno.EFBIG for each in _chain(error)),
            **facts,
        )

    def _with_cause(self, told: str, error: BaseException) -> str:
        """Return an error with the one at the bottom of it, where that says something else."""
        first = list(_chain(error))[-1]
        cause = "" if first is error else self._steps.told(first)
        return told if not cause or cause in told or str(first) in told else f"{told} ({cause})"

    def _comes_from_loading(self, error: BaseException) -> bool:
        return any(each is known for each in _chain(error) for known in self._not_loaded)

    def _denied(self, error: BaseException) -> str | None:
        """Return the path that the system's guard has kept from being written, if that is what went wrong."""
        if not self._guards.keeps_writes_in:
            return None
        for each in _chain(error):
            if isinstance(each, OSError) and each.errno in (errno.EACCES, errno.EPERM, errno.EXDEV):
                # Compiled packages name the file in the message alone.
                for path in (each.filename, each.filename2, *_QUOTED.findall(str(each))):
                    if isinstance(path, (str, bytes)) and self._is_kept_from(self._watch.located(path)):
                        return self._watch.located(path)
        return None

    def _is_kept_from(self, path: str) -> bool:
        if any(_is_below(path, folder) for folder in self._plan["writable"]):
            return False
        # This asks for the mode bits alone: where they allow it, the guard has refused.
        return os.access(path if os.path.exists(path) else os.path.dirname(path), os.W_OK)

    def _line_of(self, function: Any) -> Line | None:
        code = getattr(function, "__code__", None)
        if code is None or not self._watch.is_own(code.co_filename):
            return None
        file = os.path.relpath(os.path.join(self._root, code.co_filename), self._root)
        return {"file": file, "number": code.co_firstlineno}


def _leave_out_note() -> None:
    """Keep MLflow from noting a model's name in the folder that it loads the model from.

    With a server on this machine that folder is the user's own; kept from writing there, MLflow would load no model.
    """
    if "mlflow" not in sys.modules:
        return
    with suppress(Exception):
        store = importlib.import_module("mlflow.store.artifact.models_artifact_repo")
        store.ModelsArtifactRepository._add_registered_model_meta_file = lambda *_: None  # noqa: SLF001


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that it was raised from."""
    seen: list[BaseException] = []
    while error is not None and not any(error is each for each in seen):
        seen.append(error)
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _loaded(name: str, path: str) -> Any:
    """Load a script of ours that needs the standard library alone, under a name that nothing of the worker has."""
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None and specification.loader is not None  # noqa: S101, PT018 - it is a file of ours
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


def main() -> None:
    """Run the worker that the plan describes."""
    with open(_PLAN, encoding="utf-8") as file:
        plan = json.load(file)
    channel = Channel()
    steps = _loaded("_mlprodest_steps", plan["steps"])
    guards = Guards(plan)
    guards.raise_all()
    # When it crashes, or shortly before its time is up, the line where it is comes from here.
    faulthandler.enable(channel.descriptor, all_threads=False)
    faulthandler.dump_traceback_later(plan["seconds"], exit=False, file=channel.descriptor)
    watch = Watch(plan, channel)
    channel.send("guards", active=guards.active)
    sys.path.insert(0, plan["root"])
    sys.argv[:] = [""]
    # Processes that `multiprocessing` starts would run this file once more, to have its names.
    del globals()["__file__"]
    watch.begin()
    Run(plan, channel, watch, guards, steps).go()
    faulthandler.cancel_dump_traceback_later()
    channel.send("done")


main()
