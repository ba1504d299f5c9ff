"""Requirements files, read as pip reads them.

For every line: what it asks for, which distribution it names, whether that lies outside the worker, and whether pip
would refuse its form.
"""

from __future__ import annotations

import codecs
import os
import posixpath
import re
import shlex
import sys
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from packaging.markers import InvalidMarker, Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from mlprodest_lint.facts.source import UnreadableError, read_bytes
from mlprodest_lint.packages import distributions_of
from mlprodest_lint.paths import archive_of, is_file
from mlprodest_lint.requirements import Kind, RequirementLine, Requirements

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlprodest_lint.requirements import Problem


def read_requirements(path: Path, root: Path) -> Requirements:
    """Read a requirements file and the files that it includes.

    Args:
        path: The requirements file.
        root: The worker's root, to which pip, run there, takes the paths of requirements as relative.

    Raises:
        UnreadableError: The file can't be read. An included file that can't be read names nothing.
        UnicodeDecodeError: The file is neither in UTF-8 nor in the encoding that it declares.
        LookupError: The file declares an encoding that isn't known.
    """
    pending = [_read_lines(path, read_bytes(path), root)]
    seen = {os.path.normpath(path)}
    lines: list[RequirementLine] = []
    complete = True
    while pending:
        found = next(pending[-1], None)
        if found is None:
            pending.pop()
            continue
        line, included = found
        lines.append(line)
        complete &= line.kind is not Kind.PACKAGE or line.name is not None or line.problem is not None
        if included is None:
            continue
        if _URL_INCLUDE.match(included) or _VARIABLE.search(included):
            complete = False
            continue
        target = Path(os.path.normpath(line.path.parent / included))
        if str(target) in seen or not is_file(target):
            continue
        if archive_of(target) != archive_of(path):
            continue  # what was sent doesn't show what lies on this machine
        seen.add(str(target))
        try:
            pending.append(_read_lines(target, read_bytes(target), root))
        except (UnreadableError, UnicodeDecodeError, LookupError):
            complete = False
    return Requirements(tuple(lines), complete)


_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")
_URL_INCLUDE = re.compile(r"(?:https?|file):", re.IGNORECASE)
_CODING = re.compile(rb"coding[:=]\s*([-\w.]+)")
_COMMENT = re.compile(r"(?:^|\s)#")


def _read_lines(path: Path, data: bytes, root: Path) -> Iterator[tuple[RequirementLine, str | None]]:
    # Not a generator itself: what can't be decoded is to be refused at once.
    text = decode(data)
    return (
        (
            RequirementLine(
                path, first, last, logical, said.kind, said.name, said.problem, said.suggestion, said.outside
            ),
            said.included,
        )
        for first, last, logical in _logical_lines(text)
        for said in [_judge(logical, root)]
    )


def decode(data: bytes) -> str:
    """Return the text of a requirements file.

    Raises:
        UnicodeDecodeError: It is neither in UTF-8 nor in the encoding that it declares.
        LookupError: It declares an encoding that isn't known.
    """
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :].decode("utf-8")
    for line in data.split(b"\n", 2)[:2]:
        declared = _CODING.search(line) if line.startswith(b"#") else None
        if declared is None:
            continue
        encoding = declared[1].decode("ascii")
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            raise
        except UnicodeError as error:  # some codecs, such as idna, refuse with the base class
            raise LookupError(f"encoding can't be used here: {encoding}") from error
    return data.decode("utf-8")


def _logical_lines(text: str) -> Iterator[tuple[int, int, str]]:
    parts: list[str] = []
    first = number = 1
    for ended in text.splitlines(keepends=True):
        line = ended.splitlines()[0]
        if not parts:
            first = number
        last = number
        # pip also breaks lines at form feeds and the like, which an editor doesn't count.
        number += ended.endswith(("\n", "\r"))
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            parts.append(line.strip("\\"))
            continue
        # A comment that ends a continuation is one even if nothing stands before it.
        parts.append(f" {line}" if is_comment else line)
        yield from _without_comment(first, last, "".join(parts))
        parts.clear()
    yield from _without_comment(first, number, "".join(parts))


def _without_comment(first: int, last: int, text: str) -> Iterator[tuple[int, int, str]]:
    comment = _COMMENT.search(text)
    stripped = text[: comment.start() if comment else None].strip()
    if stripped:
        yield first, last, stripped


@dataclass(frozen=True, slots=True)
class _Said:
    kind: Kind
    name: str | None = None
    problem: Problem | None = None
    suggestion: str | None = None
    outside: str | None = None
    included: str | None = None


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


def _judge(text: str, root: Path) -> _Said:
    tokens = text.split(" ")
    start = next((index for index, token in enumerate(tokens) if token.startswith("-")), len(tokens))
    package, options = " ".join(tokens[:start]), " ".join(tokens[start:])
    problem: Problem | None = None
    given: list[tuple[str, str]] = []
    try:
        given = list(_options(options))
    except _RefusedError as refusal:
        problem = refusal.problem
    said = _judge_package(package.strip(), root) if package.strip() else _judge_options(given, options, root)
    if said.problem is None and problem is not None:
        said = replace(said, problem=problem, suggestion=None)
    if _VARIABLE.search(text):
        # The value of the variable decides whether pip takes the line.
        return replace(said, problem=None, suggestion=None)
    return said


# Options ------------------------------------------------------------------------------------------------------------

_SHORT_OPTIONS = {
    "-C": "--config-settings",
    "-c": "--constraint",
    "-e": "--editable",
    "-f": "--find-links",
    "-i": "--index-url",
    "-r": "--requirement",
}
_VALUED_OPTIONS = frozenset(
    {
        *_SHORT_OPTIONS.values(),
        "--all-releases",
        "--extra-index-url",
        "--hash",
        "--no-binary",
        "--only-binary",
        "--only-final",
        "--pypi-url",
        "--trusted-host",
        "--use-feature",
    },
)
_FLAGS = frozenset({"--no-index", "--no-require-hashes", "--pre", "--prefer-binary", "--require-hashes"})
_LONG_OPTIONS = _VALUED_OPTIONS | _FLAGS
_PACKAGE_LISTS = frozenset({"--all-releases", "--no-binary", "--only-binary", "--only-final"})
_HASHES = frozenset({"sha256", "sha384", "sha512"})
_FEATURES = frozenset(
    {
        "build-constraint",
        "fast-deps",
        "inprocess-build-deps",
        "no-binary-enable-wheel-cache",
        "truststore",
        "venv-isolation",
    },
)


def _options(text: str) -> Iterator[tuple[str, str]]:
    """Yield the options of a line with their values; what stands loose between them means nothing to pip."""
    try:
        words = iter(shlex.split(text))
    except ValueError:
        raise _RefusedError("stray-backslash" if text.endswith("\\") else "option-value") from None
    for word in words:
        if word == "--":
            return
        if word == "-" or not word.startswith("-"):
            continue
        option, value = _option(word)
        if option in _VALUED_OPTIONS and value is None:
            value = next(words, None)
        if (value is None) is (option in _VALUED_OPTIONS):
            raise _RefusedError("option-value")
        _check_value(option, value or "")
        yield option, value or ""


def _option(word: str) -> tuple[str, str | None]:
    if not word.startswith("--"):
        if word[:2] not in _SHORT_OPTIONS:
            raise _RefusedError("unknown-option")
        return _SHORT_OPTIONS[word[:2]], word[2:] or None
    typed, equals, value = word.partition("=")
    meant = [typed] if typed in _LONG_OPTIONS else [option for option in _LONG_OPTIONS if option.startswith(typed)]
    if len(meant) != 1:
        raise _RefusedError("unknown-option")
    return meant[0], value if equals else None


def _check_value(option: str, value: str) -> None:
    if option == "--hash":
        algorithm, colon, _ = value.partition(":")
        if not colon or algorithm not in _HASHES:
            raise _RefusedError("bad-hash")
    elif (
        (option == "--config-settings" and "=" not in value)
        or (option == "--use-feature" and value not in _FEATURES)
        or (option in _PACKAGE_LISTS and value.startswith("-"))
    ):
        raise _RefusedError("option-value")


def _judge_options(given: list[tuple[str, str]], text: str, root: Path) -> _Said:
    # Of several editables or included files in one line, pip takes the first.
    values = dict(reversed(given))
    if "--editable" in values:
        return _judge_editable(values["--editable"], text, root)
    if "--requirement" in values:
        return _Said(Kind.INCLUDE, included=values["--requirement"])
    if "--constraint" in values:
        return _Said(Kind.CONSTRAINT)
    return _Said(Kind.OPTION)


# Editables ----------------------------------------------------------------------------------------------------------

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_EXTRAS = r"\[[^\]]*\]"
_LEADING_NAME = re.compile(rf"[\s'\"]*({_NAME})")
_VCS_SCHEMES = frozenset(
    [
        *(f"bzr+{scheme}" for scheme in ("file", "ftp", "http", "https", "lp", "sftp", "ssh")),
        *(f"git+{scheme}" for scheme in ("file", "git", "http", "https", "ssh")),
        *(f"hg+{scheme}" for scheme in ("file", "http", "https", "ssh", "static-http")),
        *(f"svn+{scheme}" for scheme in ("file", "http", "https", "ssh", "svn")),
    ],
)
_URL_SCHEMES = _VCS_SCHEMES | {"file", "ftp", "http", "https"}
_BARE_VCS = re.compile(r"(git|hg|bzr|svn):", re.IGNORECASE)
_SCP = re.compile(r"(?:git\+)?(?:ssh:)?(git@[^:/\s]+):(?!//)(\S+)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_NAMED_EDITABLE = re.compile(rf"(?:-e\s*|--editable[\s=]\s*)({_NAME}\s*(?:{_EXTRAS})?\s*@\s+\S+|{_NAME}\s+@\s*\S+)$")
_WINDOWS_ESCAPE = re.compile(r"\\(?=\S)")


def _judge_editable(value: str, text: str, root: Path) -> _Said:
    if _WINDOWS_ESCAPE.search(text):
        # pip takes the backslashes for escapes and loses them.
        meant = dict(reversed(list(_options(_WINDOWS_ESCAPE.sub("/", text)))))["--editable"]
        return _refuse(_local(meant, root), "backslash-path", f"-e {meant}")
    unquoted = _NAMED_EDITABLE.match(text)
    if unquoted:
        said = _judge_editable(unquoted[1], "", root)
        return _refuse(said, "bad-editable", f'-e "{unquoted[1]}"')
    try:
        requirement = Requirement(value)
    except InvalidRequirement:
        return _judge_path_or_url(value, root)
    name = canonicalize_name(requirement.name)
    if requirement.url:
        return replace(_editable_url(requirement.url, root, named=True), name=name)
    if requirement.specifier:
        return _Said(Kind.PACKAGE, name, "bad-editable", value)
    return _local(_without_extras(value)[0], root)


def _judge_path_or_url(value: str, root: Path) -> _Said:
    """Judge an editable that bears no name of its own."""
    scp = _SCP.fullmatch(value)
    if scp:
        suggestion = f"-e git+ssh://{scp[1]}/{scp[2]}"
        return _Said(Kind.PACKAGE, _last_part(scp[2]), "bad-editable", suggestion)
    if _BARE_VCS.match(value):
        value = f"{value.partition(':')[0]}+{value}"
    path = _without_extras(value)[0]
    if _SCHEME.match(value) or _is_url(value):
        return _editable_url(path, root, named=False)
    return _local(path, root)


def _editable_url(url: str, root: Path, *, named: bool) -> _Said:
    said = _url(url, root)
    scheme = url.partition(":")[0].lower()
    if scheme not in _VCS_SCHEMES | {"file"}:
        return _refuse(said, "bad-editable", f"-e git+{url}" if _is_git(url) else None)
    if not named and scheme != "file" and not _EGG.search(url) and said.name is not None:
        mark = "&" if "#" in url else "#"
        return _refuse(said, "unnamed-editable", f"-e {url}{mark}egg={said.name}")
    return said


def _is_git(url: str) -> bool:
    return url.partition("#")[0].endswith(".git") or "://github.com/" in url


def _refuse(said: _Said, problem: Problem, suggestion: str | None = None) -> _Said:
    """Add a problem to what a line says, unless it leads out of the worker: typing it otherwise wouldn't help."""
    if said.problem is not None or said.outside is not None:
        return said
    return replace(said, problem=problem, suggestion=suggestion)


# Packages by name, path and URL -------------------------------------------------------------------------------------

_ABSOLUTE_ON_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\]")
_PATH_BEFORE_SLASH = re.compile(r"[^\s=<>!;,@:'\"()\[\]]+/")
_ARCHIVES = (".whl", ".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".xz", ".txz", ".tlz", ".lz", ".lzma")
_DOUBLE_ARCHIVES = ("gz", "bz2", "xz", "lz", "lzma")


def _judge_package(text: str, root: Path) -> _Said:
    separator = "; " if _is_url(text) else ";"
    package, _, marker = (part.strip() for part in text.partition(separator))
    said = _judge_unmarked(package, root)
    if not marker:
        return said
    try:
        Marker(marker)
    except InvalidMarker:
        return _refuse(replace(said, problem=None), "several-packages" if _is_requirement(marker) else "bad-marker")
    if said.suggestion:
        return replace(said, suggestion=f"{said.suggestion}{separator.rstrip()} {marker}")
    return said


def _judge_unmarked(package: str, root: Path) -> _Said:
    if _is_url(package):
        return _url(package, root)
    path, extras = _without_extras(package)
    before_at, at, _ = path.partition("@")
    named = bool(at) and not _looks_like_path(before_at)
    if _ABSOLUTE_ON_WINDOWS.match(path) or (_is_archive(path) and not named):
        is_taken = _is_requirement(f"name{extras}")
        return _local(path, root) if is_taken else _Said(Kind.PACKAGE, problem="not-a-requirement")
    if path.startswith((".", "/")) or _PATH_BEFORE_SLASH.match(path):
        return _local(path, root)
    try:
        requirement = Requirement(package)
    except InvalidRequirement:
        return _diagnose(package)
    name = canonicalize_name(requirement.name)
    return _Said(Kind.PACKAGE, name) if requirement.url is None else _named_url(name, requirement.url, package, root)


def _named_url(name: str, url: str, text: str, root: Path) -> _Said:
    if _is_url(url):
        return replace(_url(url, root), name=name)
    scp = _SCP.fullmatch(re.sub(r"\s*@\s*", "@", text))
    if scp:
        suggestion = f"git+ssh://{scp[1]}/{scp[2]}"
        return _Said(Kind.PACKAGE, _last_part(scp[2]), problem="bad-url", suggestion=suggestion)
    if _SCHEME.match(url):
        return _Said(Kind.PACKAGE, name, problem="bad-url", suggestion=f"{name} @ git+{url}" if _is_git(url) else None)
    said = replace(_local(url, root), name=name, problem=None)
    return _refuse(said, "bad-url", url if _looks_like_path(url) else None)


def _is_url(text: str) -> bool:
    try:
        return urlsplit(text).scheme in _URL_SCHEMES
    except ValueError:  # a bracket that isn't closed
        return text.partition(":")[0] in _URL_SCHEMES


def _is_requirement(text: str) -> bool:
    try:
        Requirement(text)
    except InvalidRequirement:
        return False
    return True


def _without_extras(text: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+)(\[[^\[\]]+\])", text)
    return (found[1].rstrip(), found[2]) if found else (text, "")


def _looks_like_path(text: str) -> bool:
    return "/" in text or text.startswith(".")


def _is_archive(path: str) -> bool:
    stem, extension = posixpath.splitext(posixpath.normpath(path).lower())
    if extension[1:] in _DOUBLE_ARCHIVES:
        return stem.endswith(".tar")
    return extension in _ARCHIVES


_EGG = re.compile(r"[#&]egg=([^&]*)")
_SUBDIRECTORY = re.compile(r"[#&]subdirectory=([^&]+)")
_STARTS_WITH_VARIABLE = re.compile(r"/*\$\{[A-Z0-9_]+\}")


def _url(url: str, root: Path) -> _Said:
    try:
        parts = urlsplit(url)
    except ValueError:
        return _Said(Kind.PACKAGE, problem="bad-url")
    path = unquote(parts.path)
    if parts.scheme == "file" or parts.scheme.endswith("+file"):
        said = _file_url(url, parts, path, root)
    else:
        said = replace(_wheel(path), name=_name_in_url(parts.scheme, path, url))
    egg = _EGG.search(url)
    if egg is None:
        return said
    said = replace(said, name=_leading_name(egg[1]))
    if re.fullmatch(_NAME, egg[1]) is None:
        return _refuse(said, "bad-egg", url.replace(egg[0], f"{egg[0][0]}egg={said.name}") if said.name else None)
    return said


def _file_url(url: str, parts: SplitResult, path: str, root: Path) -> _Said:
    said = _local(path, root)
    if _STARTS_WITH_VARIABLE.match(parts.netloc + path):
        return replace(said, outside=None)
    elsewhere = parts.netloc not in {"", "localhost"}
    return replace(said, outside=url, problem=None) if elsewhere or said.outside is not None else said


def _local(path: str, root: Path) -> _Said:
    """Judge a local archive or folder, which pip takes as relative to the folder where it runs."""
    meant = posixpath.normpath(path.replace("\\", "/"))
    is_absolute = meant.startswith("/") or _ABSOLUTE_ON_WINDOWS.match(path) is not None
    outside = path if is_absolute or meant.split("/", 1)[0] == ".." else None
    if not _is_archive(meant):
        return _Said(Kind.PACKAGE, _folder_name(root, meant), outside=outside)
    if outside is not None:
        return _Said(Kind.PACKAGE, _archive_name(meant), outside=outside)
    return replace(_wheel(path), name=_archive_name(meant))


def _wheel(path: str) -> _Said:
    file_name = posixpath.basename(path.rstrip("/"))
    said = _Said(Kind.PACKAGE)
    if not file_name.endswith(".whl"):
        return said
    try:
        parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        if "\\" in file_name:
            return replace(said, problem="backslash-path", suggestion=path.replace("\\", "/"))
        return replace(said, problem="bad-wheel-name")
    return said


def _folder_name(root: Path, path: str) -> str | None:
    folder = Path(os.path.normpath(root / path))
    project = folder / "pyproject.toml"
    try:
        found = tomllib.loads(read_bytes(project).decode()) if is_file(project) else {}
    except (UnreadableError, ValueError, RecursionError):
        found = {}
    table = found.get("project")
    name = table.get("name") if isinstance(table, dict) else None
    return _leading_name(name if isinstance(name, str) else folder.name)


def _archive_name(path: str) -> str | None:
    """Return the distribution that the name of a wheel or source archive tells, as in ``scikit-learn-1.5.0.tar.gz``."""
    stem = posixpath.basename(path)
    for _ in pairwise(stem.lower().rsplit(".", 2)):
        shorter, extension = posixpath.splitext(stem)
        if extension.lower() not in _ARCHIVES:
            break
        stem = shorter
    if path.lower().endswith(".whl"):
        return _leading_name(stem.partition("-")[0])
    versioned = re.match(r"(.+?)-v?\d", stem)
    return _leading_name(versioned[1] if versioned else stem)


def _name_in_url(scheme: str, path: str, url: str) -> str | None:
    subdirectory = _SUBDIRECTORY.search(url)
    if subdirectory:
        return _last_part(unquote(subdirectory[1]))
    if scheme in _VCS_SCHEMES:
        return _last_part(re.sub(r"@[^/]*$|@[^@]*$", "", path).removesuffix("/trunk"))
    # What a forge packs on demand bears the name of the tag: …/TEAM/NAME/archive/refs/tags/v1.zip
    packed = re.search(r"/([^/]+)(?:/-)?/(?:archive|tarball|zipball)/", path)
    return _leading_name(packed[1]) if packed else _archive_name(path.rstrip("/"))


def _last_part(path: str) -> str | None:
    return _leading_name(posixpath.basename(path.rstrip("/")).removesuffix(".git"))


def _leading_name(text: str) -> str | None:
    found = _LEADING_NAME.match(text)
    return canonicalize_name(found[1]) if found else None


# Refused packages ---------------------------------------------------------------------------------------------------

_OPERATORS = {"==", "!=", "<=", ">=", "<", ">", "~=", "==="}
_RIGHT_OPERATORS = {
    "=>": ">=",
    "==>": ">=",
    ">==": ">=",
    "=<": "<=",
    "==<": "<=",
    "<==": "<=",
    "=~": "~=",
    "~": "~=",
    "~==": "~=",
    "~>": "~=",
    "^": "~=",
    "=!": "!=",
    "!==": "!=",
    "!": "!=",
    "<>": "!=",
    ":": "==",
    ":=": "==",
}


def _diagnose(text: str) -> _Said:
    """Say why a line that is neither path nor URL is no requirement."""
    text = " ".join(text.split())  # the searches would take long over thousands of spaces
    name = _leading_name(text)
    for problem, look in _DIAGNOSES:
        suggestion = look(text)
        if suggestion is not None:
            return _Said(Kind.PACKAGE, name, problem, suggestion or None)
    return _Said(Kind.PACKAGE, name, "not-a-requirement")


def _corrected(text: str) -> str:
    """Return the correction if pip takes it, else nothing."""
    return text if _is_requirement(text) else ""


def _look_for_url(text: str) -> str | None:
    scp = _SCP.fullmatch(text)
    if scp:
        return f"git+ssh://{scp[1]}/{scp[2]}"
    if _SCHEME.match(text):
        return f"git+{text}" if text.startswith(("git://", "ssh://")) else ""
    return "" if re.match(rf"{_NAME}\s*(?:{_EXTRAS})?\s*@", text) else None


def _look_for_import(text: str) -> str | None:
    found = re.match(r"(?:import|from)\s+([^\W\d][\w.]*)(?=$|[\s,])", text)
    if not found or not (text.startswith("import") or " import " in text):
        return None
    return distributions_of(found[1])[0]


def _look_for_command(text: str) -> str | None:
    found = re.match(r"[!%$]?\s*(?:pip3?|conda|mamba|poetry|uv)\s+(?:pip\s+)?(?:install|add)\b\s*(.*)", text)
    return _corrected(found[1]) if found else None


def _look_for_quotes(text: str) -> str | None:
    return _corrected(text.strip("'\", ")) if text.startswith(("'", '"')) else None


def _look_for_backslash(text: str) -> str | None:
    return "" if text.endswith("\\") else None


def _look_for_windows_path(text: str) -> str | None:
    return f"./{text}".replace("\\", "/") if re.fullmatch(r"[\w.-]+(?:\\[\w.-]+)+", text) else None


def _look_for_comment(text: str) -> str | None:
    before, mark, comment = text.partition("#")
    return f"{before}  #{comment}" if mark and _is_requirement(before) else None


def _look_for_late_extras(text: str) -> str | None:
    found = re.fullmatch(rf"({_NAME})\s*([=<>!~].*?)\s*({_EXTRAS})", text)
    return _corrected(f"{found[1]}{found[3]}{found[2]}") if found else None


def _look_for_single_equals(text: str) -> str | None:
    # A second one stands before the build in what conda exports.
    found = re.fullmatch(rf"({_NAME})\s*({_EXTRAS})?\s*=\s*([^=<>!~,;\s]+)(?:\s*=\s*[^=\s]+)?", text)
    return _corrected(f"{found[1]}{found[2] or ''}=={found[3]}") if found else None


def _look_for_operator(text: str) -> str | None:
    together = re.sub(r"(?<=[=<>!~])\s+(?=[=<>!~])", "", text)
    if together != text and _is_requirement(together):
        return together
    typed = re.findall(r"[=<>!~^:]+", together)
    if all(operator in _OPERATORS for operator in typed) or not re.match(rf"{_NAME}\s*(?:{_EXTRAS})?\s*\W", together):
        return None
    if not all(operator in _OPERATORS or operator in _RIGHT_OPERATORS for operator in typed):
        return None
    right = re.sub(r"[=<>!~^:]+", lambda found: _RIGHT_OPERATORS.get(found[0], found[0]), together)
    return re.sub(r"\s+(?==)|(?<==)\s+", "", right) if _is_requirement(right) else None


def _look_for_comma(text: str) -> str | None:
    shorter = text.rstrip(", ")
    if shorter != text and _is_requirement(shorter):
        return shorter
    joined = re.sub(r"(?<=[\w*])\s*(?:[,\s&]|and|e)?\s*(?=[=<>!~]+\s*v?\d)", ",", text)
    found = re.fullmatch(rf"({_NAME}(?:{_EXTRAS})?),(.*)", joined)
    if not found:
        return None
    return _corrected(found[1] + found[2]) or None


def _look_for_missing_operator(text: str) -> str | None:
    found = re.fullmatch(rf"({_NAME})\s*({_EXTRAS})?\s+(?:version\s+)?\(?v?([^\s()]+)\)?", text)
    if not found:
        return None
    try:
        Version(found[3])
    except InvalidVersion:
        return None
    return f"{found[1]}{found[2] or ''}=={found[3]}"


def _look_for_more_packages(text: str) -> str | None:
    packages = re.split(r"[,\s]+", text)
    return "" if len(packages) > 1 and all(map(_is_requirement, packages)) else None


def _look_for_version(text: str) -> str | None:
    return "" if re.match(rf"{_NAME}\s*(?:{_EXTRAS})?\s*\(?\s*(?:[=!~<>]=|===|[<>])", text) else None


_DIAGNOSES: tuple[tuple[Problem, Callable[[str], str | None]], ...] = (
    ("import-statement", _look_for_import),
    ("shell-command", _look_for_command),
    ("quoted", _look_for_quotes),
    ("stray-backslash", _look_for_backslash),
    ("bad-url", _look_for_url),
    ("backslash-path", _look_for_windows_path),
    ("glued-comment", _look_for_comment),
    ("extras-after-version", _look_for_late_extras),
    ("single-equals", _look_for_single_equals),
    ("missing-operator", _look_for_missing_operator),
    ("bad-comma", _look_for_comma),
    ("wrong-operator", _look_for_operator),
    ("several-packages", _look_for_more_packages),
    ("bad-version", _look_for_version),
)
