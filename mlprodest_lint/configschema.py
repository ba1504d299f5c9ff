"""The JSON Schema of the configuration, for editors: made from the declaration of its keys."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlprodest_lint.config import KEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

URL = "https://raw.githubusercontent.com/prodest/mlprodest-lint/main/docs/configuration-schema.json"


def schema() -> dict[str, Any]:
    """Return the schema of ``mlprodest-lint.toml``, and of the table ``[tool.mlprodest-lint]``."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": URL,
        "title": "Configuration of mlprodest-lint",
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: {"description": key.about.en, **key.kind.schema()} for key in KEYS},
    }


def main(arguments: Sequence[str]) -> int:
    """Write the schema to a file, or check the file, and return the exit status."""
    parser = argparse.ArgumentParser(description="Write the JSON Schema of the configuration.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="only tell whether the file is current")
    options = parser.parse_args(arguments)
    text = json.dumps(schema(), indent=2) + "\n"
    if not options.check:
        options.file.write_bytes(text.encode())
    elif not options.file.is_file() or options.file.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{options.file} is not current: python3 dev.py docs writes it anew\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
