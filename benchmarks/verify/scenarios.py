"""What is given to both: mistakes in a worker, hostile artifacts, artifacts that aren't valid, and what is in order."""

from __future__ import annotations

import base64
import gzip
import io
import json
import pickle
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import joblib
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
from verify import hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PICKLER = Path(__file__).resolve().parents[2] / "tools" / "write_pickles.py"
VALID = pickle.dumps({"revocacao_minima": 0.65, "acuracia_balanceada_minima": 0.7})
SCRIPT = "models/pub_evasao.py"
LOADS = "        self.__modelo = self.load_model(model_name, model_provider_name)\n"
INFO = '        return {"nome": self.__model_name, "parametros": self.__parametros, "baseline": self.__baseline}\n'
ONE_ORDINARY_IN = 6


@dataclass(frozen=True)
class Scenario:
    """A worker and an artifact that is read when the worker is instantiated.

    Attributes:
        kind: The row of the table that it is counted in.
        name: What is the case.
        is_wrong: Whether something is wrong.
        edits: For files of the worker, the code to replace and what by.
        artifact: Returns the artifact; what is hostile makes the marker that it is given. ``None`` if it is missing.
    """

    kind: str
    name: str
    is_wrong: bool = True
    edits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    artifact: Callable[[str], bytes | None] = lambda _: VALID

    @property
    def is_of_artifact(self) -> bool:
        """Whether it lies in the artifact what is the case."""
        return not self.edits


def every(python: Path) -> Iterator[Scenario]:
    """Yield all of them.

    Args:
        python: The interpreter that pickles what is in order: that of the worker's environment.
    """
    yield from mistakes()
    yield from hostile_artifacts()
    yield from invalid_artifacts()
    yield from ordinary(python)


def mistakes() -> Iterator[Scenario]:
    """Yield the mistakes in a worker that only running it shows."""
    constructors = {
        "an error": "1 / 0",
        "exit(0)": "import sys; sys.exit(0)",
        "exit(1)": "import sys; sys.exit(1)",
        "os._exit(0)": "import os; os._exit(0)",
        "killed by a signal": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "KeyboardInterrupt": "raise KeyboardInterrupt",
        "it never ends": "import time; time.sleep(10_000)",
        "a file beside the script": "open('fora.txt', 'w').close()",
        "a deleted file of the worker": "import os; os.remove('requirements.txt')",
        "code from outside the worker": "import sys; sys.path.insert(0, '..'); import de_fora",
        "a process left behind": "import subprocess; subprocess.Popen(['sleep', '30'], start_new_session=True)",
    }
    edits = {f"in the constructor: {name}": (LOADS, f"        {line}\n{LOADS}") for name, line in constructors.items()}
    edits |= {
        "a package that isn't installed": ("from sklearn.metrics", "import nao_existe\nfrom sklearn.metrics"),
        "get_model_info returns a list": (INFO, "        return [self.__parametros]\n"),
        "get_model_info returns None": (INFO, "        return None\n"),
        "a model that isn't registered": (LOADS, LOADS.replace("(model_name,", "('NAO_REGISTRADO',")),
    }
    for name, edit in edits.items():
        yield Scenario("mistakes in a worker", name, edits={SCRIPT: edit})


def hostile_artifacts() -> Iterator[Scenario]:
    """Yield artifacts that run something or crash the process when they are loaded on this system."""
    for case in hostile.every():
        if case.effect is not hostile.Effect.UNSEEN:
            yield Scenario("hostile artifacts", case.name, artifact=case.data)


def invalid_artifacts() -> Iterator[Scenario]:
    """Yield what is no pickle of a dict that has something in it."""
    with_array = io.BytesIO()
    joblib.dump({"x": np.arange(5)}, with_array)
    artifacts = {
        "truncated": VALID[:-5],
        "gzip": gzip.compress(VALID),
        "joblib": with_array.getvalue(),
        "an empty dict": pickle.dumps({}),
        "a list": pickle.dumps([1]),
        "not a pickle": b"acuracia = 0.9\n",
        "missing": None,
    }
    for name, data in artifacts.items():
        yield Scenario("invalid artifacts", name, artifact=lambda _, data=data: data)  # type: ignore[misc]


def ordinary(python: Path) -> Iterator[Scenario]:
    """Yield the example as it is, and with some ordinary dicts in the protocols of pickle in turn."""
    kind = "nothing wrong"
    yield Scenario(kind, "the example", is_wrong=False)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, PICKLER, folder], check=True)
        (file,) = Path(folder).iterdir()
        cases = json.loads(gzip.decompress(file.read_bytes()))["cases"]
    for number, case in enumerate(cases[::ONE_ORDINARY_IN]):
        data = base64.b64decode(case["pickles"][number % len(case["pickles"])])
        yield Scenario(kind, case["name"], is_wrong=False, artifact=lambda _, data=data: data)  # type: ignore[misc]
