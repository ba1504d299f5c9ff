"""What operators make of values."""

from __future__ import annotations

from dataclasses import replace
from operator import add, floordiv, mul, sub
from operator import pow as power
from typing import TYPE_CHECKING

from mlprodest_lint.values import functions as known
from mlprodest_lint.values.model import (
    NOTHING_KNOWN,
    UNKNOWN,
    Entries,
    External,
    Items,
    OwnClass,
    OwnFunction,
    OwnModule,
    Plain,
    Text,
    union,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlprodest_lint.values.model import Value, Values

_LARGEST, _LARGEST_EXPONENT = 10**9, 20
_ARITHMETIC: Mapping[str, Callable[[int, int], int]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "//": floordiv,
    "**": power,
}


def truthy(values: Values) -> Values:
    """Leave out what ``or`` never chooses."""
    return tuple(value for value in values if not _is_certainly(value, truth=False))


def falsy(values: Values) -> Values:
    """Leave out what ``and`` never chooses."""
    return tuple(value for value in values if not _is_certainly(value, truth=True))


def _is_certainly(value: Value, *, truth: bool) -> bool:
    if isinstance(value, Plain):
        return bool(value.value) is truth
    if isinstance(value, Text):
        return bool(value.head) is truth if value.exact or value.head else False
    return truth and isinstance(value, External | OwnFunction | OwnClass | OwnModule)


def combine(operator: str, left: Values, right: Values) -> Values:
    """Return what a binary operator gives."""
    if len(left) == len(right) == 1 and isinstance(left[0], Plain) and isinstance(right[0], Plain):
        return _computed(operator, left[0].value, right[0].value)
    if operator == "+":
        return _added(left, right)
    if operator == "/":
        return known.divided(left, right)
    if operator == "%" and any(isinstance(value, Text) for value in left):
        return union(known.percent(template, right) for template in known.texts(left))
    if operator == "|" and all(isinstance(value, Entries) for value in (*left, *right)):
        pairs = [value for value in (*left, *right) if isinstance(value, Entries)]
        complete = all(value.complete for value in pairs)
        return (Entries(tuple(pair for value in pairs for pair in value.pairs), complete),)
    return NOTHING_KNOWN


def _computed(operator: str, left: object, right: object) -> Values:
    """Return the result of arithmetic on small whole numbers."""
    compute = _ARITHMETIC.get(operator)
    if compute is None or not isinstance(left, int) or not isinstance(right, int):
        return NOTHING_KNOWN
    if max(abs(left), abs(right)) > _LARGEST:
        return NOTHING_KNOWN
    if (operator == "**" and not 0 <= right <= _LARGEST_EXPONENT) or (operator == "//" and right == 0):
        return NOTHING_KNOWN
    return (Plain(compute(left, right)),)


def _added(left: Values, right: Values) -> Values:
    if any(isinstance(value, Text) for value in (*left, *right)):
        return known.concatenated([left, right])
    first, second = (values[0] if len(values) == 1 else UNKNOWN for values in (left, right))
    if isinstance(first, Items) and isinstance(second, Items):
        return (Items(first.type, first.items + second.items, first.complete and second.complete),)
    if isinstance(first, Items):
        return (replace(first, complete=False),)
    return NOTHING_KNOWN
