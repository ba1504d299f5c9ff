"""Writes the ordinary dicts of `tests/verify/ordinary.py`, pickled by the Python, numpy and pandas that run this.

One file, compressed JSON, holds one set of versions. Run it in a virtual environment of each set, with numpy, pandas
and scikit-learn:

    python tools/write_pickles.py tests/data/pickles
"""

from __future__ import annotations

import base64
import gzip
import json
import platform
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from verify import ordinary


def main(folder: Path) -> int:
    """Write the set of these versions into a folder."""
    versions = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "scikit-learn": sklearn.__version__,
    }
    cases = [
        {
            "name": case.name,
            "lines": case.lines,
            "pickles": [base64.b64encode(data).decode() for data in dict.fromkeys(ordinary.pickled(case.value))],
        }
        for case in ordinary.every()
    ]
    short = "-".join(f"{name}{version.rpartition('.')[0]}" for name, version in list(versions.items())[:3])
    rows = ",\n".join(json.dumps(case) for case in cases)
    text = f'{{"versions": {json.dumps(versions)},\n"cases": [\n{rows}\n]}}\n'
    (folder / f"{short}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
