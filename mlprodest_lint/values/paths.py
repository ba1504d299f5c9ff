"""Paths as values: they are put together and judged by their parts, never by the file system."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mlprodest_lint.values.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = "\0root"
"""The beginning of an absolute path at the worker root, wherever that lies on the stack's machine."""
HOME = "\0home"
"""The beginning of a path in somebody's home folder."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_DRIVE = re.compile(r"[A-Za-z]:|\\\\")
_DEVICES = frozenset(f"/dev/{name}" for name in ("null", "stdin", "stdout", "stderr", "tty", "urandom", "random"))
_WILDCARD = re.compile(r"[*?\[]")


# Putting together.


def join(left: Text, right: Text) -> Text:
    """Join as ``os.path.join`` and ``/`` do: an absolute right side stands for itself."""
    if is_anchored(right):
        return replace(right, is_path=left.is_path or right.is_path)
    ends_well = not left.head or left.head.endswith("/") if left.exact else left.tail.endswith("/")
    return left + replace(right, head=right.head if ends_well else f"/{right.head}")


def join_all(parts: Iterable[Text]) -> Text:
    """Join any number of parts; none make the empty text."""
    joined: Text | None = None
    for part in parts:
        joined = part if joined is None else join(joined, part)
    return Text("") if joined is None else joined


def parent(path: Text) -> Text:
    """Return the folder of a path, as ``os.path.dirname`` and ``Path.parent`` do."""
    if not path.exact:
        shorter, separator, _ = path.tail.rpartition("/")
        if separator:
            return replace(path, tail=shorter)
        # The part that isn't known may hold separators: its folder begins as the path does, as far as whole parts go.
        return replace(path, head=path.head[: path.head.rfind("/") + 1], tail="")
    trimmed = path.head.rstrip("/") or path.head[:1]
    if path.head.endswith("/") and not path.is_path:
        return replace(path, head=trimmed)
    if trimmed in {ROOT, HOME} or trimmed == ".." or trimmed.endswith("/.."):
        return replace(path, head=f"{trimmed}/..")
    folder, separator, _ = trimmed.rpartition("/")
    return replace(path, head=folder or separator or ("." if path.is_path else ""))


def name(path: Text) -> Text:
    """Return the last part of a path."""
    known = path.head.rstrip("/") if path.exact else path.tail
    _, separator, last = known.rpartition("/")
    is_known = path.exact or bool(separator)
    return replace(path, head=last if is_known else "", exact=is_known, tail="" if is_known else last, is_path=False)


def anchored(path: Text) -> Text:
    """Make a path absolute, as ``os.path.abspath`` and ``Path.resolve`` do from the worker root."""
    if is_anchored(path) or (not path.exact and not path.head):
        return path
    return replace(path, head=f"{ROOT}/{path.head}" if path.head else ROOT)


def normalized(path: Text) -> Text:
    """Take out ``.``, doubled separators and ``..``, as ``os.path.normpath`` does."""
    start = next((start for start in (ROOT, HOME, "/") if path.head.startswith(start)), "")
    *whole, last = path.head[len(start) :].split("/")
    kept: list[str] = []
    for part in [*whole, last] if path.exact else whole:
        if part == ".." and kept and kept[-1] != "..":
            kept.pop()
        elif part not in {"", "."}:
            kept.append(part)
    shown = "/".join(kept if path.exact else [*kept, last])
    separator = "/" if start in {ROOT, HOME} and shown else ""
    return replace(path, head=f"{start}{separator}{shown}" or ("." if path.exact else ""))


def expanded(path: Text) -> Text:
    """Replace a leading ``~``, as ``os.path.expanduser`` does."""
    if not path.head.startswith("~"):
        return path
    _, separator, rest = path.head.partition("/")
    return replace(path, head=f"{HOME}{separator}{rest}")


def below(folder: Text) -> Text:
    """Return any path below a folder."""
    return replace(join(folder, Text("")), exact=False, tail="") if folder.exact else replace(folder, tail="")


def before_wildcard(pattern: Text) -> Text:
    """Return what the paths that a pattern of ``glob`` finds begin with."""
    wildcard = _WILDCARD.search(pattern.head)
    if wildcard is None:
        return pattern
    return replace(pattern, head=pattern.head[: wildcard.start()], exact=False, tail="")


# Judging.


def is_anchored(path: Text) -> bool:
    """Tell whether a path is absolute, whatever folder it is used in."""
    return path.head.startswith(("/", ROOT, HOME)) or is_drive(path)


def is_drive(path: Text) -> bool:
    """Tell whether a path begins with a drive letter or a server's name."""
    return _DRIVE.match(path.head) is not None and not is_url(path)


def is_url(path: Text) -> bool:
    """Tell whether a text is the address of something that is no file."""
    return _URL.match(path.head) is not None


def writes_outside(path: Text, temp_folder: str) -> bool | None:
    """Tell whether a path lies outside the folder for temporary files; ``None`` where it can't be known.

    ``..`` that leaves the folder is outside, even if it comes back.
    """
    if is_url(path) or path.head in _DEVICES:
        return False
    if not path.head.startswith(ROOT) and is_anchored(path):
        return True
    parts = path.head.removeprefix(ROOT).split("/")
    partial = "" if path.exact else parts.pop()
    stack: list[str] = []
    for part in parts:
        if part == "..":
            left = stack.pop() if stack else None
            if left is None or (left == temp_folder and not stack):
                return True
        elif part not in {"", "."}:
            stack.append(part)
    if stack:
        return stack[0] != temp_folder
    if path.exact:
        return bool(path.head)
    may_be_inside = partial in {".", ".."} or temp_folder.startswith(partial)
    return None if may_be_inside else True


def reads_outside(path: Text) -> bool:
    """Tell whether a path certainly lies outside the worker: absolute, or ``..`` climbs above its root."""
    if is_url(path) or path.head in _DEVICES:
        return False
    if not path.head.startswith(ROOT) and is_anchored(path):
        return True
    parts = path.head.removeprefix(ROOT).split("/")
    depth = 0
    for part in parts if path.exact else parts[:-1]:
        if part == "..":
            depth -= 1
        elif part not in {"", "."}:
            depth += 1
        if depth < 0:
            return True
    return False


def shown(path: Text) -> str:
    """Return a path as a message shows it: what isn't known is an ellipsis."""
    head = path.head.replace(HOME, "~").removeprefix(f"{ROOT}/").replace(ROOT, ".")
    return head if path.exact else f"{head}…{path.tail}"
