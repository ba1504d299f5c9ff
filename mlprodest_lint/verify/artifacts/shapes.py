"""What readings of objects share: the outcome, and the shapes in which pickles spell texts and bytes."""

from __future__ import annotations

from dataclasses import dataclass

from mlprodest_lint.verify.artifacts.pickles import Made, Node
from mlprodest_lint.verify.artifacts.plainnames import plain_names


class OddShapeError(Exception):
    """An object isn't made as its library makes it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a person reads it.

    Attributes:
        type: The name of its type.
        value: The value in full; empty where its parts say all.
        parts: What it holds, by key or index.
        is_dict: Whether it is a dict.
    """

    type: str
    value: str
    parts: tuple[tuple[Node, Node], ...] = ()
    is_dict: bool = False

    @classmethod
    def of_items(cls, name: str, items: tuple[Node, ...]) -> Shown:
        """Return what holds items in an order, or in none."""
        return cls(name, "", tuple(enumerate(items)))


def read_as(node: Node) -> str | None:
    """Return what the call that makes an object is read as; nothing where it is no object of plain data."""
    return plain_names().get((node.callee.module, node.callee.name)) if isinstance(node, Made) else None


def is_number(node: Node) -> bool:
    """Tell whether a value is a plain number."""
    return isinstance(node, (int, float))


def text_of(node: Node) -> str:
    """Return a value that has to be a text.

    Raises:
        OddShapeError: It isn't.
    """
    if not isinstance(node, str):
        raise OddShapeError
    return node


def octets(node: Node) -> bytes:
    """Return bytes, in any of the ways in which the protocols spell them.

    Raises:
        OddShapeError: It is something else.
    """
    if isinstance(node, bytes):
        return node
    match read_as(node), node:
        case "latin1", Made(arguments=(str(text), "latin1" | "latin-1"), state=(), items=(), pairs=()):
            return text.encode("latin-1")
        case "bytes" | "bytearray", Made(arguments=(), state=(), items=(), pairs=()):
            return b""
        case "bytearray", Made(arguments=(str(text), "latin1" | "latin-1"), state=(), items=(), pairs=()):
            return text.encode("latin-1")
        case "bytearray", Made(arguments=(bytes() | Made() as held,), state=(), items=(), pairs=()):
            return octets(held)
    raise OddShapeError
