"""Where the nodes of a tree stand in its source.

libcst keeps no positions; its own provider finds them by generating the code again and costs twice the parsing. This
one generates the code too, but notes no more than how many tokens came before the nodes that matter, and turns token
counts into lines and columns at the end.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

import libcst
from libcst._nodes.internal import CodegenState

from mlprodest_lint.facts.source import line_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager
    from types import TracebackType

Position = tuple[int, int, int, int]


class _Untracked:
    """Nothing is noted for a node that doesn't matter."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exception: object) -> None:
        pass


_UNTRACKED = _Untracked()


class _Tracked:
    __slots__ = ("_key", "_start", "_state")

    def __init__(self, state: TokenCounter, key: int) -> None:
        self._state = state
        self._key = key

    def __enter__(self) -> None:
        self._start = len(self._state.tokens)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._state.found[self._key] = (self._start, len(self._state.tokens))


class TokenCounter(CodegenState):
    """Generates the code of a tree and notes the first and the last token of each wanted node."""

    def __init__(self, module: libcst.Module, wanted: Mapping[int, object]) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.wanted = wanted
        self.found: dict[int, tuple[int, int]] = {}

    # libcst makes a generator for each node; this is a tenth of the cost.
    def record_syntactic_position(  # type: ignore[override]
        self,
        node: libcst.CSTNode,
        *,
        start_node: libcst.CSTNode | None = None,
        end_node: libcst.CSTNode | None = None,
    ) -> AbstractContextManager[None]:
        del start_node, end_node
        key = id(node)
        return _Tracked(self, key) if key in self.wanted else _UNTRACKED


class CommentCounter(TokenCounter):
    """Notes the tokens of comments and the ends of headers as well."""

    def __init__(self, module: libcst.Module, wanted: Mapping[int, object]) -> None:
        super().__init__(module, wanted)
        self.comments: list[tuple[int, str]] = []

    def before_codegen(self, node: libcst.CSTNode) -> None:
        if isinstance(node, libcst.Comment):
            self.comments.append((len(self.tokens), node.value))
        elif isinstance(node, libcst.TrailingWhitespace):
            self.found[id(node)] = (len(self.tokens), len(self.tokens))


class Locator:
    """Turns token counts into lines and columns, both from 1."""

    def __init__(self, tokens: Iterable[str], text: str) -> None:
        tokens = list(tokens)
        self._offsets = [0, *accumulate(map(len, tokens))]
        self._starts = line_starts(text)
        self._dropped = [] if self._offsets[-1] == len(text) else _dropped("".join(tokens), text)

    def point(self, token: int) -> tuple[int, int]:
        """Return the line and column at which the token with this number begins."""
        # libcst takes the last newline back where the file has none.
        offset = self._offsets[min(token, len(self._offsets) - 1)]
        offset += bisect_right(self._dropped, offset)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def position(self, tokens: tuple[int, int]) -> Position:
        """Return the line, column, end line and end column of a stretch of tokens."""
        return (*self.point(tokens[0]), *self.point(tokens[1]))


def _dropped(code: str, text: str) -> list[int]:
    """Return where in the generated code each character is missing that libcst drops from the source.

    Those are form feeds, and backslashes at the end of empty lines, where they stand before a statement.
    """
    missing: list[int] = []
    position = 0
    for offset, character in enumerate(code):
        while position < len(text) and text[position] != character:
            missing.append(offset)
            position += 1
        position += 1
    return missing
