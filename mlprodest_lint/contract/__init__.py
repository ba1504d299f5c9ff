"""The publication contract, as data: every rule reads it from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.contract.model import Contract, Kind, Method, Parameter, WorkerContract
from mlprodest_lint.contract.v1_5 import CONTRACT as V1_5
from mlprodest_lint.contract.v1_8 import CONTRACT as V1_8
from mlprodest_lint.contractversions import CONTRACT_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONTRACTS", "KINDS", "V1_5", "V1_8", "Contract", "Kind", "Method", "Parameter", "WorkerContract"]

CONTRACTS: Mapping[str, Contract] = dict(zip(CONTRACT_VERSIONS, (V1_5, V1_8), strict=True))
KINDS: tuple[Kind, ...] = ("worker_pub", "worker_retrain")
