"""What holds of the decoder for any value and any bytes."""

from __future__ import annotations

import pickle
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlprodest_lint.findings import Place
from mlprodest_lint.rules.production import artifact_finding
from mlprodest_lint.verify.artifacts.contents import contents, render
from mlprodest_lint.verify.artifacts.pickles import Made, Name, Pairs, Sequence, decode
from mlprodest_lint.verify.artifacts.plainnames import accepted
from mlprodest_lint.verify.artifacts.refusals import RefusalError
from mlprodest_lint.verify.artifacts.shapes import octets

from . import hostile, ordinary

if TYPE_CHECKING:
    from mlprodest_lint.verify.artifacts.pickles import Node
    from mlprodest_lint.verify.model import Entry

PLAIN_NAMES = accepted(())
HERE = Place(Path("pub.py"))
SEEDS = [data for case in ordinary.every() for data in ordinary.pickled(case.value)] + [
    case.data("marker") for case in hostile.every() if "read_pickle" not in case.name and "joblib" not in case.name
]
# Control, format and surrogate characters, and separators of lines.
DOES_SOMETHING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
ATOMS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
few = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def loaded(node: Node) -> object:
    """Return the value that a tree without objects, or with bytes alone, stands for."""
    match node:
        case Sequence("list", items):
            return [loaded(item) for item in items]
        case Sequence("tuple", items):
            return tuple(loaded(item) for item in items)
        case Pairs(items):
            return {loaded(key): loaded(value) for key, value in items}
        case Made():
            return octets(node)
        case Name() | Sequence():
            raise AssertionError(node)
    return node


@few
@given(value=VALUES, protocol=st.integers(0, 5))
def test_what_is_read_is_what_was_pickled(value: object, protocol: int) -> None:
    # The texts tell 1 from True and from 1.0.
    assert repr(loaded(decode(pickle.dumps(value, protocol), PLAIN_NAMES).value)) == repr(value)


@few
@given(value=st.dictionaries(st.text(min_size=1), VALUES, min_size=1, max_size=4), protocol=st.integers(0, 5))
def test_what_is_shown_fits_one_line_each_and_does_nothing_to_a_terminal(value: object, protocol: int) -> None:
    entry = contents(decode(pickle.dumps(value, protocol), PLAIN_NAMES))
    lines = render(entry)
    assert len(lines) >= 2
    assert {unicodedata.category(character) for line in lines for character in line} & DOES_SOMETHING == set()
    assert count(entry) <= 501


def count(entry: Entry) -> int:
    return 1 + sum(map(count, entry.entries))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a pickle with some bytes changed, cut out, repeated or put in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 8)))
        other = draw(st.binary(max_size=4) | st.sampled_from(SEEDS).map(lambda seed: seed[5:15]))
        data[start:end] = draw(st.sampled_from([other, bytes(data[start:end]) * 2, b""]))
    return bytes(data)


@settings(few, max_examples=1500)
@given(data=mutated() | st.binary(max_size=60))
def test_no_bytes_crash_the_decoder(data: bytes) -> None:
    start = time.perf_counter()
    told = told_of(data)
    assert time.perf_counter() - start < 1
    assert told


def told_of(data: bytes) -> list[str]:
    """Return what is shown of a file, or the message that refuses it."""
    try:
        return render(contents(decode(data, PLAIN_NAMES)))
    except RefusalError as refusal:
        return [artifact_finding(refusal.problem, HERE, model="m", artifact="a.pkl").message("pt-BR")]
