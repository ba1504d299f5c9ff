"""The publication contract, as data: every rule reads it from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlprodest_lint.contract.model import Contract, Kind, Method, Parameter, WorkerContract
from mlprodest_lint.contract.v1_5 import CONTRACT as V1_5
from mlprodest_lint.contract.v1_8 import CONTRACT as V1_8

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONTRACTS", "KINDS", "V1_5", "V1_8", "Contract", "Kind", "Method", "Parameter", "WorkerContract"]

CONTRACTS: Mapping[str, Contract] = {contract.version: contract for contract in (V1_5, V1_8)}
KINDS: tuple[Kind, ...] = ("worker_pub", "worker_retrain")
