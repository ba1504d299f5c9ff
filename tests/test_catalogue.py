"""The catalogue of file operations is well-formed, and right about the Python that runs this."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import pytest
from check_catalogue import Result, Verdict, check_alias, check_instance, check_operations, main

import mlprodest_lint
from mlprodest_lint.catalogue import (
    CATALOGUE,
    Argument,
    Catalogue,
    CatalogueError,
    Condition,
    Operation,
    PathUse,
    Role,
    can_write,
    canonical,
    instance_of,
    last_names,
    operations_of,
)

DATA = Path(mlprodest_lint.__file__).parent / "data"
TABLES = [DATA / f"{table}.txt" for table in ("operations", "instances", "aliases")]
FILE = Argument(0, ("file",))


def all_operations() -> list[tuple[str, Operation]]:
    return [(name, operation) for name in CATALOGUE.names() for operation in operations_of(name)]


def is_standard(name: str) -> bool:
    return "." not in name or name.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_sorted_and_repeats_nothing(table: Path) -> None:
    lines = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 100
    assert lines == sorted(set(lines), key=lambda line: (line.split(" ")[0], line))


def test_every_line_is_understood() -> None:
    assert len(all_operations()) > 1000


def test_names_are_the_canonical_ones() -> None:
    assert [name for name in CATALOGUE.names() if canonical(name) != name] == []


def test_an_alias_leads_to_something_that_is_no_alias() -> None:
    targets = set(CATALOGUE.aliases.values())
    assert {target for target in targets if canonical(target) != target} == set()
    known = {*CATALOGUE.names(), *CATALOGUE.instances}
    begins = {name for full_name in known for name in _beginnings(full_name)}
    assert targets - begins == set()


def test_an_instance_has_methods_in_the_catalogue_or_leads_to_one_that_has() -> None:
    known = {*CATALOGUE.names(), *CATALOGUE.instances}
    receivers = {name.rpartition("()")[0] or name.partition("().")[0] for name in known if "()." in name}
    owners = set(chain.from_iterable(operation.owners for _, operation in all_operations()))
    assert set(CATALOGUE.instances.values()) - receivers - owners == set()


def test_whether_it_reads_or_writes_is_said_where_both_are_possible() -> None:
    for name, operation in all_operations():
        opens = any(use.role is Role.OPEN for use in operation.uses)
        assert opens == (operation.mode is not None or operation.flags is not None), name


def test_only_stores_can_be_in_memory() -> None:
    for name, operation in all_operations():
        if operation.memory:
            assert {use.role for use in operation.uses} <= {Role.STORE, Role.STORE_URL}, name


def test_the_standard_library_is_as_the_catalogue_says() -> None:
    results: list[Result] = [
        *chain.from_iterable(
            check_operations(name, operations_of(name)) for name in CATALOGUE.names() if is_standard(name)
        ),
        *chain.from_iterable(check_alias(alias) for alias in CATALOGUE.aliases if is_standard(alias)),
        *(check_instance(name) for name in CATALOGUE.instances if is_standard(name)),
    ]
    assert [result for result in results if result.verdict is Verdict.WRONG] == []
    assert sum(result.verdict is Verdict.CHECKED for result in results) > 150


def test_the_checker_sums_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shutil"]) == 0
    assert "standard library (8)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("shutil.no_such_thing read=0:src", "there is no no_such_thing"),
        ("shutil.copy read=1:src", "has dst at position 1"),
        ("shutil.copy read=0:source", "has src at position 0"),
        ("shutil.copy read=7:src", "takes nothing at position 7"),
        ("shutil.copy read=:src", "can also be given by position"),
        ("shutil.copy read=0:src=.", "src has no default"),
        ("gzip.open open=0:filename mode=1:mode=w", "mode is 'rb' where it is left out"),
        (".write_text write=0:x", "no class is named"),
    ],
)
def test_the_checker_finds_what_is_wrong(line: str, complaint: str, tmp_path: Path) -> None:
    catalogue = made(tmp_path, operations=line)
    (name,) = catalogue.names()
    (result,) = check_operations(name, catalogue.operations_of(name))
    assert result.verdict is Verdict.WRONG
    assert complaint in result.reason


def test_a_name_is_known_by_its_aliases() -> None:
    assert canonical("tensorflow.keras.callbacks.TensorBoard") == "keras.callbacks.TensorBoard"
    assert operations_of("io.open") == operations_of("open") != ()
    assert operations_of("pathlib.PosixPath().write_text") == operations_of("pathlib.Path().write_text")
    assert canonical("posixpath.join") == "posixpath.join"


def test_what_a_call_gives() -> None:
    assert instance_of("PIL.Image.open") == "PIL.Image.Image"
    assert instance_of("tensorflow.keras.Sequential") == "keras.Model"
    assert instance_of("collections.Counter") == "collections.Counter"


def test_last_names_include_those_of_aliases() -> None:
    assert {"to_csv", "open", "copy", "Workbook", "PdfFileReader"} <= last_names()
    assert "groupby" not in last_names()


@pytest.mark.parametrize(
    ("fields", "operation"),
    [
        ("read=0:file", Operation((PathUse(Role.READ, FILE, None),))),
        ("write=self", Operation((PathUse(Role.WRITE, Argument(None, (), is_receiver=True), None),))),
        ("write=:a/b=logs", Operation((PathUse(Role.WRITE, Argument(None, ("a", "b")), "logs"),))),
        ("write=:=~/x", Operation((PathUse(Role.WRITE, Argument(None, ()), "~/x"),))),
        ("open=0:file mode=1:mode=r", Operation((PathUse(Role.OPEN, FILE, None),), Argument(1, ("mode",)), "r")),
        ("store=0:file memory=<empty>,:m*", Operation((PathUse(Role.STORE, FILE, None),), memory=("<empty>", ":m*"))),
        (
            "read=0:file unless=:x=True expands=~",
            Operation(
                (PathUse(Role.READ, FILE, None),),
                conditions=(Condition(Argument(None, ("x",)), "True", holds=False),),
                expands_home=True,
            ),
        ),
    ],
)
def test_a_line_says(fields: str, operation: Operation, tmp_path: Path) -> None:
    assert made(tmp_path, operations=f"# comment\n\na.b {fields}").operations_of("a.b") == (operation,)


@pytest.mark.parametrize(
    "fields",
    ["", "mode=1:mode=r", "reads=0:file", "read=file", "read=0:a-b", "read=0:a if=:x", "read=0:a of=b of=c", "read"],
)
def test_a_line_that_is_not_understood_is_named(fields: str, tmp_path: Path) -> None:
    catalogue = made(tmp_path, operations=f"a.c read=0:file\na.b {fields}")
    assert catalogue.operations_of("a.c") != ()
    with pytest.raises(CatalogueError, match=r"operations\.txt:2: "):
        catalogue.operations_of("a.b")


@pytest.mark.parametrize("line", ["a.b", "a.b = c d", "a = b\na = c", "a  = b"])
def test_an_alias_that_is_not_understood_is_named(line: str, tmp_path: Path) -> None:
    catalogue = made(tmp_path, aliases=line)
    with pytest.raises(CatalogueError, match=rf"aliases\.txt:{len(line.splitlines())}: "):
        catalogue.canonical("x")


@pytest.mark.parametrize("mode", ["w", "bw", "a+", "r+", "rb+", "x", "w:gz", "w|", "readwrite"])
def test_a_mode_that_can_write(mode: str) -> None:
    assert can_write(mode)


@pytest.mark.parametrize("mode", ["r", "rb", "rt", "r:xz", "r|xz", "r:*", "c", "readonly", "copyonwrite", ""])
def test_a_mode_that_only_reads(mode: str) -> None:
    assert not can_write(mode)


def test_a_store_in_memory() -> None:
    (connect,) = operations_of("sqlite3.connect")
    assert all(map(connect.is_in_memory, [":memory:", "", "file::memory:?cache=shared", "file:a?mode=memory"]))
    assert not any(map(connect.is_in_memory, ["a.db", "file:a.db?mode=ro", None]))
    (memory,) = operations_of("joblib.Memory")
    assert memory.is_in_memory(None)
    assert not memory.is_in_memory("cache")


def made(folder: Path, **tables: str) -> Catalogue:
    """Make a catalogue of the given tables."""
    for table, text in tables.items():
        (folder / f"{table}.txt").write_text(text + "\n", encoding="utf-8")
    for table in {"operations", "instances", "aliases"} - tables.keys():
        (folder / f"{table}.txt").touch()
    return Catalogue(folder)


def _beginnings(name: str) -> list[str]:
    return [name[:end] for end in range(1, len(name) + 1) if name[end : end + 1] in {"", ".", "("}]
