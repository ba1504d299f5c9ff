"""What the child processes that import MLflow have in common, and what their parents tell them."""

from __future__ import annotations

import json
import os
import sys
import warnings
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, TextIO

from mlprodest_lint.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SETTINGS: Mapping[str, str] = {
    "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "PYTHONUTF8": "1",
}
INSTALL = Text(
    en="{package} is missing, which verification needs to ask MLflow. Install it beside the linter: pip install "
    '"mlprodest-lint[verify]"',
    pt="Falta o pacote {package}, de que a verificação precisa para consultar o MLflow. Instale-o junto com o linter: "
    'pip install "mlprodest-lint[verify]"',
)
_DATABASE_PACKAGES = ("mlflow", "sqlalchemy", "alembic")
_OUT_OF_DATE = "out-of-date database schema"
_MEMORY = 4 << 30
_LONGEST_CAUSE = 300


class FailureError(Exception):
    """What keeps a child from doing its work.

    Args:
        kind: What it is; ``package`` where one is missing.
        cause: The missing package, or what MLflow or a store of artifacts says.
    """

    def __init__(self, kind: str, cause: str = "") -> None:
        super().__init__(cause)
        self.kind = kind
        self.cause = cause

    @property
    def is_out_of_date(self) -> bool:
        """Whether MLflow asks for an upgrade of the database."""
        return _OUT_OF_DATE in self.cause


@contextmanager
def failing(kind: str) -> Iterator[None]:
    """Tell of whatever is raised in the block as a failure of this kind.

    Raises:
        FailureError: Something was raised.
    """
    try:
        yield
    except FailureError:
        raise
    except Exception as error:
        raise FailureError(kind, _cause(error)) from error


def require(*packages: str) -> None:
    """Make sure that packages are installed.

    Raises:
        FailureError: One is missing.
    """
    for package in packages:
        if find_spec(package) is None:
            raise FailureError("package", package)


def require_mlflow(uri: str) -> None:
    """Make sure that MLflow is installed, with what an address needs.

    Raises:
        FailureError: Something is missing.
    """
    require(*(_DATABASE_PACKAGES if is_database(uri) else _DATABASE_PACKAGES[:1]))


def is_database(uri: str) -> bool:
    """Tell whether an address is that of a copy of a database."""
    return uri.startswith("sqlite")


def upgrade(uri: str) -> None:
    """Bring a database to what this MLflow needs; MLflow does so itself only where a whole table is missing."""
    from mlflow.store.db.utils import _upgrade_db, create_sqlalchemy_engine  # noqa: PLC0415

    _upgrade_db(create_sqlalchemy_engine(uri))


def begin() -> TextIO:
    """Limit the memory of this process, silence it, and return where its answer is to be written."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    warnings.simplefilter("ignore")
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    return answers


def write(answers: TextIO, answer: Mapping[str, object]) -> None:
    """Write an answer, one line of JSON."""
    answers.write(f"{json.dumps(answer)}\n")
    answers.flush()


def _cause(error: BaseException) -> str:
    """Return what went wrong, and the reason behind it where MLflow hides that."""
    deepest = error
    while (behind := deepest.__cause__ or deepest.__context__) is not None:
        deepest = behind
    told = (" ".join(str(each).split())[:_LONGEST_CAUSE] or type(each).__name__ for each in (error, deepest))
    return "; ".join(dict.fromkeys(told))
