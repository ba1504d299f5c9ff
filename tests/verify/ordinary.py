"""Ordinary dicts, as data scientists pickle them, and the lines that show each of them.

Each set has the environment's own numpy, pandas and scikit-learn; `tools/write_pickles.py` runs it with several
versions. What a metric gives depends on the version: there the lines are made of its value.
"""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import fractions
import pathlib
import pickle
import uuid
import zoneinfo
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn import datasets, linear_model, metrics, model_selection

UTC = dt.timezone.utc
NOON = dt.datetime(2024, 5, 1, 12, 30, 15, 250)  # noqa: DTZ001 - most moments in artifacts have no zone
BRAZIL = zoneinfo.ZoneInfo("America/Sao_Paulo")


@dataclass(frozen=True)
class Ordinary:
    """A dict, and the lines below its first that show it."""

    name: str
    value: dict[Any, Any]
    lines: list[str]


def one(name: str, value: object, shown: str) -> Ordinary:
    """Return a dict with one value, and the line that shows it."""
    return Ordinary(name, {"x": value}, [f"x: {shown}"])


PLAIN = [
    one("text", "regressão logística", "str = 'regressão logística'"),
    one("empty text", "", "str = ''"),
    one("text with lines", "a\nb\tc", r"str = 'a\nb\tc'"),
    one("quotes", """it's "so" """, """str = 'it\\'s "so" '"""),
    one("emoji", "modelo 🚀", "str = 'modelo 🚀'"),
    one("lone surrogate", "\ud800", r"str = '\ud800'"),
    one("backslash u", r"C:\users\u0041", r"str = 'C:\\users\\u0041'"),
    one("long text", "abc" * 100, f"str = '{'abc' * 52}ab…"),
    one("integer", 42, "int = 42"),
    one("negative", -7, "int = -7"),
    one("byte", 255, "int = 255"),
    one("two bytes", 65535, "int = 65535"),
    one("four bytes", -(2**31), "int = -2147483648"),
    one("large", 2**64, "int = 18446744073709551616"),
    one("large negative", -(2**200), f"int = {-(2**200)}"),
    one("very large", 2**2100, f"int = {str(2**2100)[:159]}…"),
    one("zero", 0, "int = 0"),
    one("float", 0.93, "float = 0.93"),
    one("tiny", 5e-324, "float = 5e-324"),
    one("infinite", float("-inf"), "float = -inf"),
    one("not a number", float("nan"), "float = nan"),
    one("true", value=True, shown="bool = True"),
    one("false", value=False, shown="bool = False"),
    one("none", None, "None = None"),
    one("bytes", b"a\xff\n", r"bytes = b'a\xff\n'"),
    one("no bytes", b"", "bytes = b''"),
    one("bytearray", bytearray(b"ab\xe9"), r"bytearray = b'ab\xe9'"),
    one("empty bytearray", bytearray(), "bytearray = b''"),
    one("complex", 1.5 - 2j, "complex = (1.5-2j)"),
    one("range", range(0, 10, 2), "range = range(0, 10, 2)"),
    one("slice", slice(1, None, 2), "slice = slice(1, None, 2)"),
    one("ellipsis", ..., "Ellipsis = Ellipsis"),
    one("class", float, "class = float"),
    one("class of integers", int, "class = int"),
    one("class of texts", str, "class = str"),
    Ordinary("list", {"x": [1, "a", None]}, ["x: list", "  0: int = 1", "  1: str = 'a'", "  2: None = None"]),
    Ordinary("empty list", {"x": []}, ["x: list"]),
    Ordinary("one in a tuple", {"x": (1,)}, ["x: tuple", "  0: int = 1"]),
    Ordinary("two in a tuple", {"x": (1, 2)}, ["x: tuple", "  0: int = 1", "  1: int = 2"]),
    Ordinary("three in a tuple", {"x": (1, 2, 3)}, ["x: tuple", "  0: int = 1", "  1: int = 2", "  2: int = 3"]),
    Ordinary("four in a tuple", {"x": (4,) * 4}, ["x: tuple", *(f"  {index}: int = 4" for index in range(4))]),
    Ordinary("empty tuple", {"x": ()}, ["x: tuple"]),
    Ordinary("set", {"x": {"a"}}, ["x: set", "  0: str = 'a'"]),
    Ordinary("empty set", {"x": set()}, ["x: set"]),
    Ordinary("frozenset", {"x": frozenset([3])}, ["x: frozenset", "  0: int = 3"]),
    Ordinary("nested", {"a": {"b": {"c": [1.5]}}}, ["a: dict", "  b: dict", "    c: list", "      0: float = 1.5"]),
    Ordinary("shared", {"a": (shared := [1]), "b": shared}, ["a: list", "  0: int = 1", "b: list", "  0: int = 1"]),
    Ordinary(
        "other keys", {1: "a", None: "b", (1, "c"): "d"}, ["1: str = 'a'", "None: str = 'b'", "(1, c): str = 'd'"]
    ),
    Ordinary("accents in keys", {"precisão": 0.5}, ["precisão: float = 0.5"]),
    Ordinary("odd keys", {"a\nb": 1, "": 2, "\u202e": 3}, [r"'a\nb': int = 1", "'': int = 2", r"'\u202e': int = 3"]),
    Ordinary("long list", {"x": list(range(60))}, ["x: list", *(f"  {i}: int = {i}" for i in range(50)), "  … (+10)"]),
    Ordinary("ordered", {"x": collections.OrderedDict(a=1)}, ["x: OrderedDict", "  a: int = 1"]),
    Ordinary("default", {"x": collections.defaultdict(list, a=[])}, ["x: defaultdict", "  a: list"]),
    Ordinary("default of int", {"x": collections.defaultdict(int, a=2)}, ["x: defaultdict", "  a: int = 2"]),
    Ordinary("default of none", {"x": collections.defaultdict(None, a=2)}, ["x: defaultdict", "  a: int = 2"]),
    Ordinary("counter", {"x": collections.Counter("aab")}, ["x: Counter", "  a: int = 2", "  b: int = 1"]),
    Ordinary("deque", {"x": collections.deque([1])}, ["x: deque", "  0: int = 1"]),
    Ordinary("bounded deque", {"x": collections.deque([1], 3)}, ["x: deque", "  0: int = 1"]),
    one("date", dt.date(2024, 2, 29), "datetime.date = 2024-02-29"),
    one("moment", NOON, "datetime.datetime = 2024-05-01T12:30:15.000250"),
    one("moment in UTC", dt.datetime(2024, 5, 1, tzinfo=UTC), "datetime.datetime = 2024-05-01T00:00:00+00:00"),
    one(
        "moment with an offset",
        dt.datetime(2024, 5, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=-3), "Brasília")),
        "datetime.datetime = 2024-05-01T08:00:00-03:00",
    ),
    one(
        "moment in a zone",
        dt.datetime(2024, 5, 1, 8, tzinfo=BRAZIL),
        "datetime.datetime = 2024-05-01T08:00:00 [America/Sao_Paulo]",
    ),
    one("second of two", NOON.replace(fold=1), "datetime.datetime = 2024-05-01T12:30:15.000250"),
    one("time", dt.time(23, 59, 1), "datetime.time = 23:59:01"),
    one("time with an offset", dt.time(1, 2, tzinfo=UTC), "datetime.time = 01:02:00+00:00"),
    one("duration", dt.timedelta(days=-1, seconds=3, microseconds=5), "datetime.timedelta = -1 day, 0:00:03.000005"),
    one("offset", dt.timezone(dt.timedelta(hours=-3)), "datetime.timezone = UTC-03:00"),
    one("zone", BRAZIL, "zoneinfo.ZoneInfo = America/Sao_Paulo"),
    one("decimal", decimal.Decimal("1.50"), "decimal.Decimal = 1.50"),
    one("decimal exponent", decimal.Decimal("-1E+9"), "decimal.Decimal = -1E+9"),
    one("decimal not a number", decimal.Decimal("NaN"), "decimal.Decimal = NaN"),
    one("fraction", fractions.Fraction(-1, 3), "fractions.Fraction = -1/3"),
    one("whole fraction", fractions.Fraction(4), "fractions.Fraction = 4"),
    one("identifier", uuid.UUID(int=2**127 + 5), "uuid.UUID = 80000000-0000-0000-0000-000000000005"),
    one("path", pathlib.PurePosixPath("/dados/2024/a.csv"), "pathlib.PurePosixPath = /dados/2024/a.csv"),
    one("relative path", pathlib.PurePosixPath("a/ação.csv"), "pathlib.PurePosixPath = a/ação.csv"),
    one("path of Windows", pathlib.PureWindowsPath("C:/dados/a.csv"), r"pathlib.PureWindowsPath = C:\dados\a.csv"),
]
NUMPY = [
    one("float64", np.float64(0.1), "numpy.float64 = 0.1"),
    one("float32", np.float32(0.1), "numpy.float32 = 0.1"),
    one("float16", np.float16(0.1), "numpy.float16 = 0.1"),
    one("large float32", np.float32(3.4028235e38), "numpy.float32 = 3.4028235e+38"),
    one("numpy nan", np.float64("nan"), "numpy.float64 = nan"),
    one("numpy inf", np.float32("inf"), "numpy.float32 = inf"),
    one("int64", np.int64(-5), "numpy.int64 = -5"),
    one("int8", np.int8(-128), "numpy.int8 = -128"),
    one("int16", np.int16(300), "numpy.int16 = 300"),
    one("int32", np.int32(-70000), "numpy.int32 = -70000"),
    one("uint8", np.uint8(200), "numpy.uint8 = 200"),
    one("uint64", np.uint64(2**64 - 1), "numpy.uint64 = 18446744073709551615"),
    one("numpy bool", np.bool_(True), "numpy.bool = True"),  # noqa: FBT003 - it is no flag
    one("complex128", np.complex128(1 + 2j), "numpy.complex128 = (1+2j)"),
    one("numpy text", np.str_("ação"), "numpy.str_ = 'ação'"),
    one("numpy bytes", np.bytes_(b"ab"), "numpy.bytes_ = b'ab'"),
    one("day", np.datetime64("2024-05-01"), "numpy.datetime64 = 2024-05-01"),
    one("second", np.datetime64("2024-05-01T10:20:30"), "numpy.datetime64 = 2024-05-01T10:20:30"),
    one(
        "nanosecond", np.datetime64("1969-12-31T23:59:59.999999999"), "numpy.datetime64 = 1969-12-31T23:59:59.999999999"
    ),
    one("month", np.datetime64("1969-12"), "numpy.datetime64 = 1969-12"),
    one("year", np.datetime64("2024"), "numpy.datetime64 = 2024"),
    one("no time", np.datetime64("NaT", "ns"), "numpy.datetime64 = NaT"),
    one("numpy duration", np.timedelta64(90, "m"), "numpy.timedelta64 = 90 m"),
    one("vector", np.array([1.5, -2.0]), "numpy.ndarray = (2,) float64 [1.5, -2.0]"),
    one("matrix", np.array([[50, 3], [2, 45]]), "numpy.ndarray = (2, 2) int64 [[50, 3], [2, 45]]"),
    one(
        "by columns", np.array([[1, 2, 3], [4, 5, 6]], order="F"), "numpy.ndarray = (2, 3) int64 [[1, 2, 3], [4, 5, 6]]"
    ),
    one("a view", np.arange(6).reshape(2, 3)[:, ::2], "numpy.ndarray = (2, 2) int64 [[0, 2], [3, 5]]"),
    one("transposed", np.arange(6).reshape(2, 3).T, "numpy.ndarray = (3, 2) int64 [[0, 3], [1, 4], [2, 5]]"),
    one(
        "moved axes",
        np.arange(8).reshape(2, 2, 2).transpose(1, 0, 2),
        "numpy.ndarray = (2, 2, 2) int64 [[[0, 1], [4, 5]], [[2, 3], [6, 7]]]",
    ),
    one(
        "turned axes",
        np.arange(12).reshape(2, 3, 2).transpose(2, 0, 1),
        "numpy.ndarray = (2, 2, 3) int64 [[[0, 2, 4], [6, 8, 10]], [[1, 3, 5], [7, 9, 11]]]",
    ),
    one("long array", np.arange(1000), "numpy.ndarray = (1000,) int64 [0, 1, 2, 3, 4, 5, …]"),
    one(
        "large by columns",
        np.asfortranarray(np.arange(20).reshape(4, 5)),
        "numpy.ndarray = (4, 5) int64 [0, 1, 2, 3, 4, 5, …]",
    ),
    one("without dimensions", np.array(7), "numpy.ndarray = () int64 7"),
    one("array of nothing", np.array([]), "numpy.ndarray = (0,) float64"),
    one("no rows", np.zeros((0, 3), dtype=np.int8), "numpy.ndarray = (0, 3) int8"),
    one("texts", np.array(["sim", "não"]), "numpy.ndarray = (2,) U3 ['sim', 'não']"),
    one("bools", np.array([True, False]), "numpy.ndarray = (2,) bool [True, False]"),
    one("days", np.array(["2024-05-01"], dtype="M8[D]"), "numpy.ndarray = (1,) datetime64[D] [2024-05-01]"),
    one("big-endian", np.array([1, 2], dtype=">i4"), "numpy.ndarray = (2,) int32 [1, 2]"),
    one("float32 array", np.array([0.1], dtype=np.float32), "numpy.ndarray = (1,) float32 [0.1]"),
    one(
        "record",
        np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")]),
        "numpy.ndarray = (1,) (a: int32, b: float64) [(1, 2.5)]",
    ),
    one(
        "aligned record",
        np.array([(1, 2.5)], dtype=np.dtype([("a", "i1"), ("b", "f8")], align=True)),
        "numpy.ndarray = (1,) (a: int8, b: float64) [(1, 2.5)]",
    ),
    one("masked", np.ma.array([1, 2], mask=[False, True]), "numpy.ma.MaskedArray = (2,) int64 [1, --]"),
    one("type", np.dtype("f4"), "numpy.dtype = float32"),
    one("numpy class", np.float32, "class = numpy.float32"),
    Ordinary(
        "objects",
        {"x": np.array(["a", None], dtype=object)},
        ["x: numpy.ndarray = (2,) object", "  0: str = 'a'", "  1: None = None"],
    ),
    Ordinary("scalars in a list", {"x": list(np.array([0.25]))}, ["x: list", "  0: numpy.float64 = 0.25"]),
    Ordinary("scalar as a key", {np.int64(3): 1}, ["3: int = 1"]),
]
PANDAS = [
    one("timestamp", pd.Timestamp("2024-05-01 12:30:15.25"), "pandas.Timestamp = 2024-05-01T12:30:15.250000"),
    one("to the nanosecond", pd.Timestamp(1), "pandas.Timestamp = 1970-01-01T00:00:00.000000001"),
    one("before 1970", pd.Timestamp("1960-01-01"), "pandas.Timestamp = 1960-01-01T00:00:00"),
    one("timestamp in UTC", pd.Timestamp("2024-05-01", tz="UTC"), "pandas.Timestamp = 2024-05-01T00:00:00+00:00"),
    one(
        "timestamp in a zone",
        pd.Timestamp("2024-05-01 08:00", tz="America/Sao_Paulo"),
        "pandas.Timestamp = 2024-05-01T11:00:00+00:00 [America/Sao_Paulo]",
    ),
    one(
        "timestamp with an offset",
        pd.Timestamp("2024-05-01 08:00", tz=dt.timezone(dt.timedelta(hours=-3))),
        "pandas.Timestamp = 2024-05-01T08:00:00-03:00",
    ),
    one("timedelta", pd.Timedelta("1 days 02:03:04.5"), "pandas.Timedelta = 1 days 02:03:04.500000"),
    one("negative timedelta", pd.Timedelta(-1, "s"), "pandas.Timedelta = -1 days 23:59:59"),
    one("not a time", pd.NaT, "pandas.NaT = NaT"),
    one("missing", pd.NA, "pandas.NA = NA"),
    one("interval", pd.Interval(0.5, 1.5, closed="left"), "pandas.Interval = [0.5, 1.5)"),
    Ordinary(
        "interval of times",
        {"x": pd.Interval(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01"))},
        ["x: pandas.Interval = (2024-01-01T00:00:00, 2024-02-01T00:00:00]"],
    ),
    Ordinary("mean of a column", {"x": pd.Series([1, 2]).mean()}, ["x: numpy.float64 = 1.5"])
    if isinstance(pd.Series([1, 2]).mean(), np.float64)
    else Ordinary("mean of a column", {"x": pd.Series([1, 2]).mean()}, ["x: float = 1.5"]),
    Ordinary(
        "a table as a dict", {"x": pd.DataFrame({"a": [1.5]}).to_dict()}, ["x: dict", "  a: dict", "    0: float = 1.5"]
    ),
]


def of_sklearn() -> list[Ordinary]:
    """Return what scikit-learn's metrics give for a small model; their types differ from version to version."""
    x, y = datasets.load_iris(return_X_y=True)
    x, y = x[:100], y[:100]
    model = linear_model.LogisticRegression(C=0.5).fit(x, y)
    given, scores = model.predict(x), model.predict_proba(x)[:, 1]
    numbers = {
        "accuracy": metrics.accuracy_score(y, given),
        "f1": metrics.f1_score(y, given),
        "precision": metrics.precision_score(y, given),
        "recall": metrics.recall_score(y, given),
        "auc": metrics.roc_auc_score(y, scores),
        "log loss": metrics.log_loss(y, scores),
        "mse": metrics.mean_squared_error(y, scores),
        "mae": metrics.mean_absolute_error(y, scores),
        "r2": metrics.r2_score(y, scores),
        "kappa": metrics.cohen_kappa_score(y, given),
        "matthews": metrics.matthews_corrcoef(y, given),
        "balanced": metrics.balanced_accuracy_score(y, given),
    }
    matrix = metrics.confusion_matrix(y, given)
    report = metrics.classification_report(y, given, output_dict=True)
    scored = model_selection.cross_val_score(model, x, y, cv=2)
    curve = metrics.roc_curve(y, scores)
    return [
        *(one(name, value, number(value)) for name, value in numbers.items()),
        one("confusion", matrix, f"numpy.ndarray = (2, 2) int64 {matrix.tolist()}"),
        one("cross-validated", scored, f"numpy.ndarray = (2,) float64 {scored.tolist()}"),
        one("coefficients", model.coef_, f"numpy.ndarray = (1, 4) float64 {model.coef_.tolist()}"),
        Ordinary(
            "parameters", model.get_params(), [f"{key}: {number(value)}" for key, value in model.get_params().items()]
        ),
        Ordinary(
            "curve", {"x": curve}, ["x: tuple", *(f"  {index}: {array(part)}" for index, part in enumerate(curve))]
        ),
        Ordinary(
            "report",
            {"x": report["0"]},
            ["x: dict", *(f"  {key}: {number(value)}" for key, value in report["0"].items())],
        ),
    ]


def number(value: object) -> str:
    """Return how a plain value or a scalar is shown, by numpy's own account."""
    if isinstance(value, np.generic):
        return f"numpy.{value.dtype.name} = {value.item()!r}"
    return f"{type(value).__name__.replace('NoneType', 'None')} = {value!r}"


def array(value: np.ndarray[Any, Any]) -> str:
    """Return how an array of one dimension is shown, by numpy's own account."""
    assert value.size <= 12
    return f"numpy.ndarray = {value.shape} {value.dtype.name} {value.tolist()}"


def every() -> list[Ordinary]:
    """Return all dicts."""
    return [*PLAIN, *NUMPY, *PANDAS, *of_sklearn()]


def pickled(value: object) -> list[bytes]:
    """Return the pickle of a value in each protocol."""
    return [pickle.dumps(value, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
