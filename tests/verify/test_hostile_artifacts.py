"""Nothing of a hostile pickle runs, whatever the technique; and each is real: loading it does what it is made for."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import pickle
import random
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import joblib
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, write
from sklearn.linear_model import LogisticRegression

from mlprodest_lint.verify.artifacts.contents import contents
from mlprodest_lint.verify.artifacts.decoding import MOST_MEMORY, examine
from mlprodest_lint.verify.artifacts.pickles import decode
from mlprodest_lint.verify.artifacts.plainnames import accepted
from mlprodest_lint.verify.artifacts.refusals import Kind, Problem, RefusalError

from . import hostile
from .hostile import Effect, Hostile, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = hostile.every()
REAL = [case for case in HOSTILE if case.effect is not Effect.UNSEEN]

# Loads each file that standard input names in a fork of its own, and says how each ended.
LOADER = """
import json, os, pickle, signal, sys, warnings
import numpy, pandas, joblib
warnings.simplefilter("ignore")
ends = {}
for path in json.load(sys.stdin):
    child = os.fork()
    if not child:
        signal.alarm(20)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        try:
            with open(path, "rb") as file:
                print(repr(pickle.load(file)))
        finally:
            os._exit(0)
    ends[path] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
json.dump(ends, sys.stdout)
"""

# Decodes what standard input holds, and says which audit events that raised.
WATCHED = """
import json, sys
from mlprodest_lint.verify.artifacts.contents import contents
from mlprodest_lint.verify.artifacts.pickles import decode
from mlprodest_lint.verify.artifacts.plainnames import accepted
from mlprodest_lint.verify.artifacts.refusals import RefusalError
names, files, seen, watching = accepted(()), json.load(sys.stdin), [], False
sys.addaudithook(lambda event, arguments: seen.append([event, str(arguments)[:80]]) if watching else None)
refused = 0
for data in map(bytes.fromhex, files):
    watching = True
    try:
        contents(decode(data, names))
    except RefusalError:
        refused += 1
    watching = False
json.dump([refused, seen], sys.stdout)
"""


def test_there_are_many_and_they_differ() -> None:
    assert len(HOSTILE) >= 100
    assert len(REAL) >= 75
    assert len({case.name for case in HOSTILE}) == len(HOSTILE)
    assert len({case.data("m") for case in HOSTILE if "read_pickle" not in case.name}) >= len(HOSTILE) - 2


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_a_hostile_pickle_is_refused_and_nothing_runs(case: Hostile, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    file = write(tmp_path / "BaselineMetrics.pkl", case.data(str(marker)))
    problem = refusal(file)
    assert problem.kind is case.kind
    if case.names:
        assert problem.fields["name"] == case.names
    position = problem.fields["position"]
    assert isinstance(position, int)
    assert 0 <= position < file.stat().st_size
    assert not marker.exists()


def refusal(file: Path) -> Problem:
    examined = examine(file)
    assert examined.contents is None
    assert examined.problem is not None
    assert not examined.problem.is_harmless
    return examined.problem


@pytest.mark.skipif(sys.platform != "linux", reason="the payloads are written for Linux")
def test_the_payloads_are_real(tmp_path: Path) -> None:
    files = {case.name: tmp_path / f"{number}" / "a.pkl" for number, case in enumerate(REAL)}
    for case in REAL:
        files[case.name].parent.mkdir()
        write(files[case.name], case.data(str(files[case.name].with_name("marker"))))
    done = subprocess.run(
        [sys.executable, "-c", LOADER],
        input=json.dumps(list(map(str, files.values()))).encode(),
        stdout=subprocess.PIPE,
        timeout=200,
        check=True,
    )
    ends = json.loads(done.stdout)
    harmless = [
        case.name
        for case in REAL
        if not (ends[str(files[case.name])] < 0 if case.effect is Effect.CRASHES else _is_marked(files[case.name]))
    ]
    assert harmless == []


def _is_marked(file: Path) -> bool:
    return file.with_name("marker").exists()


def test_decoding_raises_no_audit_event(tmp_path: Path, environment: dict[str, str]) -> None:
    files = [case.data(str(tmp_path / "marker")).hex() for case in HOSTILE]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        input=json.dumps(files).encode(),
        stdout=subprocess.PIPE,
        env=environment,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == [len(HOSTILE), []]


LOAD_ALL = """
import json, pickle, sys
import numpy, pandas
for data in map(bytes.fromhex, json.load(sys.stdin)):
    try:
        repr(pickle.loads(data))
    except Exception:
        pass
"""


def test_what_is_accepted_does_not_crash_the_process_that_loads_it() -> None:
    chance = random.Random(9)
    made = {hostile.of_numpy(chance) for _ in range(20_000)}
    loadable = [data.hex() for data in sorted(made) if is_accepted(data)]
    assert 30 < len(loadable) < len(made) / 2
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOAD_ALL],
        input=json.dumps(loadable).encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=True,
    )


def is_accepted(data: bytes) -> bool:
    try:
        contents(decode(data, accepted(())))
    except RefusalError:
        return False
    return True


# Bombs.

MEASURE = """
import json, resource, sys, time
from pathlib import Path
from mlprodest_lint.verify.artifacts.decoding import examine
start = time.perf_counter()
problem = examine(Path(sys.argv[1])).problem
seconds = time.perf_counter() - start
json.dump([problem.kind.value, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss], sys.stdout)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't tell the memory of a child")
@pytest.mark.parametrize("case", list(hostile.bombs()), ids=lambda case: case.name)
def test_a_bomb_is_refused_in_bounded_time_and_memory(
    case: Unreadable, tmp_path: Path, environment: dict[str, str]
) -> None:
    file = write(tmp_path / "TrainingParams.pkl", case.data())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, file], stdout=subprocess.PIPE, env=environment, timeout=60, check=True
    )
    kind, seconds, peak = json.loads(done.stdout)
    assert kind == case.kind.value
    assert seconds < 10
    assert peak * (1 if sys.platform == "darwin" else 1024) < MOST_MEMORY


def test_keys_of_one_hash_take_no_time(tmp_path: Path) -> None:
    # Each is equal to no other, and all have the same hash.
    keys = b"".join(b"\x8a\x0a" + (factor * (2**61 - 1)).to_bytes(10, "little") + b"N" for factor in range(30_000))
    file = write(tmp_path / "a.pkl", b"\x80\x04}(" + keys + b"u.")
    examined = examine(file)
    assert examined.contents is not None
    assert examined.contents.omitted == 30_000 - len(examined.contents.entries)


# What is no plain dict.


def test_a_number_of_too_many_digits_in_any_spelling(tmp_path: Path) -> None:
    digits = b"1" * 4301
    for spelled in (b"I" + digits, b"L" + digits + b"L", b"F" + digits):
        assert refusal(write(tmp_path / "a.pkl", b"}I1\n" + spelled + b"\ns.")).kind is Kind.TOO_MANY_DIGITS
    for protocol in (2, 4):
        data = pickle.dumps({"x": 10**4301}, protocol)
        assert refusal(write(tmp_path / "a.pkl", data)).kind is Kind.TOO_MANY_DIGITS


PLAIN = pickle.dumps({"accuracy": 0.93, "matrix": np.arange(4)})
FILES: dict[str, tuple[bytes, Kind]] = {
    "nothing": (b"", Kind.NO_BYTES),
    "json": (b'{"accuracy": 0.93}', Kind.NOT_A_PICKLE),
    "a json list": (b"[1, 2]", Kind.NOT_A_PICKLE),
    "csv": (b"accuracy,f1\n0.9,0.8\n", Kind.NOT_A_PICKLE),
    "text that begins like an instruction": (b"Parametros: 3\n", Kind.NOT_A_PICKLE),
    "a byte order mark": (b"\xef\xbb\xbf{}", Kind.NOT_A_PICKLE),
    "parquet": (b"PAR1\x15\x04\x15\x00", Kind.NOT_A_PICKLE),
    "hdf5": (b"\x89HDF\r\n\x1a\n", Kind.NOT_A_PICKLE),
    "npy": (b"\x93NUMPY\x01\x00v\x00{'descr': '<f8'}", Kind.NOT_A_PICKLE),
    "cut off in the middle": (PLAIN[: len(PLAIN) // 2], Kind.TRUNCATED),
    "without the last byte": (PLAIN[:-1], Kind.TRUNCATED),
    "gzip": (gzip.compress(PLAIN), Kind.COMPRESSED),
    "bz2": (bz2.compress(PLAIN), Kind.COMPRESSED),
    "xz": (lzma.compress(PLAIN), Kind.COMPRESSED),
    "zlib": (zlib.compress(PLAIN), Kind.COMPRESSED),
    "two pickles": (PLAIN + PLAIN, Kind.TRAILING),
    "a line's end behind": (PLAIN + b"\n", Kind.TRAILING),
    "a newer protocol": (b"\x80\x06}.", Kind.BROKEN),
    "a missing memo entry": (b"\x80\x04h\x07.", Kind.BROKEN),
    "nothing on the stack": (b"\x80\x04.", Kind.BROKEN),
    "an open mark": (b"\x80\x04}(N.", Kind.BROKEN),
    "a key without a value": (b"\x80\x04}(Nu.", Kind.BROKEN),
    "an unknown instruction": (b"\x80\x04\xff.", Kind.BROKEN),
    "text that isn't UTF-8": (b"\x80\x04\x8c\x01\xff.", Kind.BROKEN),
    "an item for a dict": (b"\x80\x04}Na.", Kind.BROKEN),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_whole_pickle(name: str, tmp_path: Path) -> None:
    data, kind = FILES[name]
    assert refusal(write(tmp_path / "a.pkl", data)).kind is kind


def test_files_of_joblib(tmp_path: Path) -> None:
    file = tmp_path / "a.pkl"
    joblib.dump({"matrix": np.arange(4)}, file)
    assert refusal(file).kind is Kind.JOBLIB
    for method in ("zlib", "gzip", "bz2", "lzma", "xz"):
        joblib.dump({"accuracy": 0.9}, file, compress=(method, 3))
        assert refusal(file).kind is Kind.COMPRESSED
    joblib.dump({"accuracy": 0.9}, file)
    assert examine(file).problem is None


def test_an_archive(tmp_path: Path) -> None:
    file = tmp_path / "a.pkl"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.pkl", PLAIN)
    assert refusal(file).kind is Kind.COMPRESSED


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing.pkl").kind is Kind.UNREADABLE
    assert refusal(tmp_path).kind is Kind.UNREADABLE


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ([1], "list"),
        ("text", "str"),
        (None, "None"),
        (0.93, "float"),
        (np.float64(0.93), "numpy.float64"),
        (np.arange(3), "numpy.ndarray"),
        ({1}, "set"),
    ],
)
def test_another_value_than_a_dict(value: object, shown: str, tmp_path: Path) -> None:
    problem = examine(write(tmp_path / "a.pkl", pickle.dumps(value))).problem
    assert problem == Problem(Kind.NOT_A_DICT, {"type": shown})
    assert problem.is_harmless


def test_an_empty_dict(tmp_path: Path) -> None:
    problem = examine(write(tmp_path / "a.pkl", pickle.dumps({}))).problem
    assert problem == Problem(Kind.EMPTY)
    assert problem.is_harmless


TABLES: dict[str, tuple[Callable[[], object], Kind, str]] = {
    "table": (lambda: pd.DataFrame({"a": [1]}), Kind.TABLE, "pandas.DataFrame"),
    "column": (lambda: pd.Series([1]), Kind.TABLE, "pandas.Series"),
    "index": (lambda: pd.date_range("2024-01-01", periods=2), Kind.TABLE, "pandas"),
    "period": (lambda: pd.Period("2024-01"), Kind.TABLE, "pandas.Period"),
    "model": (LogisticRegression, Kind.ESTIMATOR, "sklearn.linear_model._logistic.LogisticRegression"),
    "error": (lambda: ValueError("x"), Kind.NAME, "builtins.ValueError"),
    "function": (lambda: os.getcwd, Kind.NAME, "posix.getcwd"),
}


@pytest.mark.parametrize("name", TABLES)
def test_what_data_scientists_put_in_by_mistake(name: str, tmp_path: Path) -> None:
    make, kind, named = TABLES[name]
    problem = refusal(write(tmp_path / "a.pkl", pickle.dumps({"x": make()})))
    assert problem.kind is kind
    assert str(problem.fields["name"]).startswith(named)


def test_a_name_that_the_user_accepts(tmp_path: Path) -> None:
    file = write(tmp_path / "a.pkl", pickle.dumps({"x": ValueError("no rows")}))
    examined = examine(file, ["builtins:ValueError"])
    assert examined.contents is not None
    (entry,) = examined.contents.entries
    assert (entry.key, entry.type) == ("x", "builtins.ValueError")
    assert [(part.key, part.value) for part in entry.entries] == [("0", "'no rows'")]
    assert refusal(file).fields["name"] == "builtins.ValueError"


def test_what_happens_to_the_process_becomes_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.pkl", PLAIN)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert refusal(file).kind is Kind.EXHAUSTING


def test_the_decoder_needs_neither_numpy_nor_the_rest_of_the_linter() -> None:
    code = (
        "import sys, mlprodest_lint.verify.artifacts.decoding\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, check=True, encoding="utf-8"
    ).stdout
    assert not {"numpy", "pandas", "libcst", "click", "mlflow"} & set(eval(shown))  # noqa: S307 - our own list
