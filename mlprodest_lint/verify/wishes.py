"""How workers are to be verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Part = Literal["artifacts", "worker"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How workers are to be verified.

    Attributes:
        tracking_uri: The address of MLflow, where it is given.
        mlruns: Where the artifacts lie, where it is given.
        model: The name of the registered model, in place of what the workers say.
        python: The interpreter that runs the workers, in place of their own.
        timeout: How many seconds MLflow gets for an answer, and each worker for its run.
        with_tests: Whether the users' own tests are run.
        only: The one part to verify, where it isn't both.
        is_trusted: Whether workers run without the limits that could hinder them, and with unsafe artifacts.
    """

    tracking_uri: str | None = None
    mlruns: Path | None = None
    model: str | None = None
    python: Path | None = None
    timeout: float = 600.0
    with_tests: bool = True
    only: Part | None = None
    is_trusted: bool = False
