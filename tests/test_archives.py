"""An archive is judged as what it would unpack to, and nothing that it says is trusted."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from conftest import without_privileges, write
from hostile import CONTENT, REFUSED, SOUND, UNREADABLE, Entry, archive, deflated, followed, unicode_name, write_all

from mlprodest_lint.archive.directory import DirectoryError
from mlprodest_lint.archive.refusal import MOST_NAMED, Reason
from mlprodest_lint.archive.unpacking import unpack
from mlprodest_lint.cli.status import CLEAN, FINDINGS, INTERRUPTED, WRONG_USAGE
from mlprodest_lint.report import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Linter

KEPT = {
    "same-bytes": set(),
    "quoted-header": {"a"},
    "no-header": {"a" * 60},
    "nested-overlap": set(),
    "a-million-members": set(),
    "accents": {SOUND, "publicar/\u00e9"},
    "sharp-s": {SOUND, "a/stra\u00dfe"},
}


def files_in(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir() or file.is_symlink()}


def zipped(folder: Path, method: int = ZIP_DEFLATED) -> Path:
    """Return an archive that holds a folder, made by Python's own module."""
    with ZipFile(folder.parent / f"{folder.name}.zip", "w", method) as target:
        for file in sorted(folder.rglob("*")):
            target.write(file, file.relative_to(folder.parent))
    return folder.parent / f"{folder.name}.zip"


# Hostile archives.


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("hostis"), {name: make for name, (_, make) in REFUSED.items()})


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_never_kept(hostile: dict[str, Path], tmp_path: Path, name: str) -> None:
    inside = tmp_path / "a" / "dentro"
    inside.mkdir(parents=True)
    with hostile[name].open("rb") as stream:
        refusals = unpack(stream, inside)
    assert REFUSED[name][0] in {refusal.reason for refusal in refusals}
    assert files_in(tmp_path / "a") == {f"dentro/{file}" for file in KEPT.get(name, {SOUND})}
    if SOUND in KEPT.get(name, {SOUND}):
        assert (inside / SOUND).read_bytes() == CONTENT
    assert all(len(refusal.member) < 200 for refusal in refusals)


# The system counts for a process what the one that started it had taken: a small one stands between.
MEASURED = """
import resource, subprocess, sys
status = subprocess.call([sys.executable, "-m", "mlprodest_lint", *sys.argv[1:]])
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10, file=sys.stderr)
"""


def test_a_hostile_archive_costs_little_and_is_reported(
    hostile: dict[str, Path], tmp_path: Path, environment: dict[str, str]
) -> None:
    private = tmp_path / "privada"
    private.mkdir()
    work = write(tmp_path / "trabalho" / "x").parent
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "lint", "--output-format", "json", "--quiet", *hostile.values()],
        cwd=work,
        env={**environment, "TMPDIR": str(private), "TEMP": str(private)},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    assert time.monotonic() - start < 60
    status, mebibytes = map(int, done.stderr.split()[-2:])
    assert status == FINDINGS
    assert mebibytes < 500
    found = {(finding["path"].rpartition("/")[2], finding["code"]) for finding in json.loads(done.stdout)}
    assert {(file.name, "MLP704") for file in hostile.values()} <= found
    assert str(private) not in done.stdout + done.stderr
    assert files_in(tmp_path) == {"trabalho/x"}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_whole_archive_is_wrong_usage(tmp_path: Path, linter: Linter, name: str) -> None:
    write(tmp_path / "publicar.zip", UNREADABLE[name]())
    done = linter("publicar.zip", folder=tmp_path)
    assert done.returncode == WRONG_USAGE
    assert done.stdout == ""
    assert done.stderr.startswith("mlprodest-lint: publicar.zip: ")
    assert len(done.stderr.splitlines()) == 1


def test_members_beyond_a_number_are_counted(tmp_path: Path) -> None:
    refusals = unpack(BytesIO(archive(*(Entry(b"../%d" % number) for number in range(MOST_NAMED + 5)))), tmp_path)
    assert len(refusals) == MOST_NAMED + 1
    assert (refusals[-1].reason, refusals[-1].member) == (Reason.MORE, "5")


def test_damaged_bytes_do_no_harm(tmp_path: Path) -> None:
    rng = random.Random(8)
    whole = archive(*(deflated(b"publicar/%d.txt" % number, b"x" * 400 * number) for number in range(4)))
    for round_ in range(400):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.choice((0, 1, 46, 47, 127, 255, rng.randrange(256)))
        inside = tmp_path / str(round_) / "dentro"
        inside.mkdir(parents=True)
        with suppress(DirectoryError):
            unpack(BytesIO(data), inside)
        assert [entry.name for entry in inside.parent.iterdir()] == ["dentro"]


def test_the_message_names_the_member(tmp_path: Path, linter: Linter) -> None:
    write(tmp_path / "x.zip", archive(Entry(b"../fora.txt")))
    done = linter("x.zip", "--language", "pt-BR", folder=tmp_path)
    assert done.returncode == FINDINGS
    assert "x.zip:1:1: MLP704 '../fora.txt' não foi descompactado" in done.stdout
    assert "workers" not in done.stderr
    assert linter("x.zip", "--exit-zero", folder=tmp_path).returncode == CLEAN


# Archives of ordinary programs.


def test_an_archive_is_what_it_would_unpack_to(publication: Path, linter: Linter) -> None:
    write(publication / "worker_pub" / "análise de dados.py", "x = (\n")
    expected = linter("publicar", "--output-format", "json", folder=publication.parent)
    for method in (ZIP_DEFLATED, ZIP_STORED):
        zipped(publication, method)
        done = linter("publicar.zip", "--output-format", "json", folder=publication.parent)
        assert done.returncode == expected.returncode == FINDINGS
        assert done.stdout.replace("publicar.zip/", "") == expected.stdout


def test_archives_and_folders_are_mixed(publication: Path, project: Path, linter: Linter) -> None:
    write(publication / "worker_pub" / "utils.py", "x = (\n")
    write(project / "worker_pub" / "utils.py", "x = (\n")
    whole = zipped(publication)
    shutil.copy(whole, whole.with_name("Outro.ZIP"))
    shutil.copy(whole, whole.with_name("sem sufixo"))
    done = linter("publicar.zip", "projeto", "Outro.ZIP", "sem sufixo", "publicar.zip", folder=project.parent)
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "Outro.ZIP/publicar/worker_pub/utils.py",
        "projeto/worker_pub/utils.py",
        "publicar.zip/publicar/worker_pub/utils.py",
        "sem sufixo/publicar/worker_pub/utils.py",
    ]


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("given", ["relative", "absolute"])
def test_every_format_names_the_path_inside(
    publication: Path, tmp_path: Path, linter: Linter, output_format: str, given: str
) -> None:
    write(publication / "worker_pub" / "utils.py", "from worker_retrain import a\n\n\ndef f(:\n    pass\n")
    write(publication / "worker_retrain" / "utils.py", "import worker_pub.utils\nopen('/srv/x', 'w')\n")
    write(publication / "worker_retrain" / "temp_area" / "x")
    private, elsewhere = tmp_path / "privada", tmp_path / "outra"
    private.mkdir()
    elsewhere.mkdir()
    path = zipped(publication) if given == "absolute" else zipped(publication).relative_to(tmp_path)
    work = tmp_path if given == "relative" else elsewhere
    arguments = ("--output-format", output_format, "--verbose", "--color", "never")
    done = linter(path, *arguments, folder=work, TMPDIR=str(private), TEMP=str(private))
    assert done.returncode == FINDINGS
    assert "publicar.zip/publicar/worker_pub/utils.py" in done.stdout
    assert str(private) not in done.stdout + done.stderr
    assert "mlprodest-lint-" not in done.stdout + done.stderr
    if output_format == "full":
        assert "def f(:" in done.stdout
    assert files_in(private) == set()


def test_names_of_other_systems(tmp_path: Path) -> None:
    names = {"cp437": "cedilha ç.txt".encode("cp437"), "utf-8": "decomposto e\u0301.txt".encode()}
    stream = BytesIO(archive(*(Entry(b"./" + name) for name in names.values())))
    assert unpack(stream, tmp_path) == ()
    assert files_in(tmp_path) == {"cedilha ç.txt", "decomposto e\u0301.txt"}


def test_names_that_the_code_page_lacks(tmp_path: Path) -> None:
    names = {b"publicar/a\x87\xc6o.csv": "ação", b"publicar/pao.csv": "pão", b"publicar/#U00e9.csv": "é"}
    entries = (Entry(name, extra=unicode_name(name, f"publicar/{real}.csv")) for name, real in names.items())
    assert unpack(BytesIO(archive(*entries)), tmp_path) == ()
    assert files_in(tmp_path) == {f"publicar/{real}.csv" for real in names.values()}


@pytest.mark.parametrize("signature", [b"", b"PK\7\x08"])
def test_sizes_that_follow(tmp_path: Path, signature: bytes) -> None:
    assert unpack(BytesIO(archive(followed(Entry(b"a"), signature), Entry(b"b"))), tmp_path) == ()
    assert files_in(tmp_path) == {"a", "b"}


def test_archives_that_are_written_to_a_pipe(tmp_path: Path) -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as target:
        target.writestr("a/x.txt", b"x" * 999)
        with target.open(ZipInfo("a/y.txt"), "w", force_zip64=True) as member:
            member.write(b"y" * 999)
    assert unpack(BytesIO(pipe.getvalue()), tmp_path) == ()
    assert files_in(tmp_path) == {"a/x.txt", "a/y.txt"}


def test_an_archive_with_a_comment_and_empty_folders(tmp_path: Path) -> None:
    data = BytesIO()
    with ZipFile(data, "w") as target:
        target.comment = b"feito por alguem"
        target.writestr("publicar/vazia/", b"")
    assert unpack(data, tmp_path) == ()
    assert (tmp_path / "publicar" / "vazia").is_dir()


@pytest.fixture
def zip_program() -> str:
    program = shutil.which("zip")
    if program is None:
        pytest.skip("Info-ZIP's zip is not installed")
    return program


@pytest.mark.parametrize("options", [("-r",), ("-r0",), ("-rD",), ("-r", "-fd"), ("-r", "-UN=n"), ("-r", "-UN=e")])
def test_info_zip(publication: Path, linter: Linter, zip_program: str, options: tuple[str, ...]) -> None:
    write(publication / "worker_pub" / "análise.py", "x = (\n")
    command = [zip_program, "-q", *options, "x.zip", "publicar"]
    subprocess.run(command, cwd=publication.parent, check=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"})
    done = linter("x.zip", folder=publication.parent)
    assert [line.partition(" ")[0] for line in done.stdout.splitlines()] == [
        "x.zip/publicar/worker_pub/análise.py:1:5:"
    ]


@pytest.mark.parametrize(
    ("options", "reason"), [(("-P", "senha"), "encrypted"), (("-y",), "link"), (("-Z", "bzip2"), "deflate")]
)
def test_what_info_zip_does_that_is_refused(
    publication: Path, linter: Linter, zip_program: str, options: tuple[str, ...], reason: str
) -> None:
    if os.name == "nt":
        pytest.skip("Windows makes no such links")
    write(publication / "worker_pub" / "dados.txt", "x" * 999)
    (publication / "worker_pub" / "link").symlink_to("/etc/passwd")
    command = [zip_program, "-q", "-r", *options, "x.zip", "publicar"]
    subprocess.run(command, cwd=publication.parent, check=True, timeout=60)
    done = linter("x.zip", folder=publication.parent)
    assert done.returncode == FINDINGS
    assert reason in done.stdout
    assert "root:" not in done.stdout


def test_a_part_of_a_split_archive(publication: Path, linter: Linter, zip_program: str) -> None:
    write(publication / "dados.bin", zlib.compress(os.urandom(200_000)))
    subprocess.run([zip_program, "-qrs", "64k", "x.zip", "publicar"], cwd=publication.parent, check=True, timeout=60)
    done = linter("x.zip", folder=publication.parent)
    assert done.returncode == WRONG_USAGE
    assert "several parts" in done.stderr


def test_info_zip_unpacks_the_same(publication: Path, tmp_path: Path) -> None:
    program = shutil.which("unzip")
    if program is None:
        pytest.skip("Info-ZIP's unzip is not installed")
    write(publication / "vazia" / "é.txt", "x")
    whole = zipped(publication)
    subprocess.run([program, "-q", whole, "-d", tmp_path / "deles"], check=True, timeout=60)
    (tmp_path / "nosso").mkdir()
    with whole.open("rb") as stream:
        assert unpack(stream, tmp_path / "nosso") == ()
    assert files_in(tmp_path / "nosso") == files_in(tmp_path / "deles")
    for file in files_in(tmp_path / "deles"):
        assert (tmp_path / "nosso" / file).read_bytes() == (tmp_path / "deles" / file).read_bytes()


# What is no publication.


def test_an_archive_without_a_worker(tmp_path: Path, linter: Linter) -> None:
    write(tmp_path / "x.zip", archive(Entry(b"leia-me.txt")))
    done = linter("x.zip", folder=tmp_path)
    assert done.returncode == WRONG_USAGE
    assert "x.zip: no worker in this archive" in done.stderr


def test_a_folder_called_like_an_archive(publication: Path, tmp_path: Path, linter: Linter) -> None:
    (tmp_path / "vazia.zip").mkdir()
    assert linter("vazia.zip", folder=tmp_path).returncode == WRONG_USAGE
    publication.rename(tmp_path / "modelo.zip")
    assert "modelo.zip/worker_pub:1:1: MLP107" in linter("modelo.zip", folder=tmp_path).stdout


def test_an_archive_that_can_not_be_read(publication: Path, environment: dict[str, str]) -> None:
    file = zipped(publication)
    file.chmod(0)
    command: list[str | Path] = [*without_privileges(), sys.executable, "-m", "mlprodest_lint", file]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (WRONG_USAGE, "")
    assert "publicar.zip: this archive can't be read: Permission denied." in done.stderr


def test_another_kind_of_archive(tmp_path: Path, linter: Linter) -> None:
    write(tmp_path / "publicar.tar.gz", b"\x1f\x8b")
    done = linter("publicar.tar.gz", folder=tmp_path)
    assert done.returncode == WRONG_USAGE
    assert "another kind of archive" in done.stderr


def test_an_archive_that_changed_is_passed_over(publication: Path, linter: Linter) -> None:
    write(publication / "worker_pub" / "utils.py", "x = (\n")
    zipped(publication)
    done = linter("publicar.zip", "--changed-files", folder=publication.parent)
    assert (done.returncode, done.stdout) == (CLEAN, "")


# What was sent doesn't say how it is judged.


def test_a_configuration_inside_is_not_honoured(publication: Path, linter: Linter) -> None:
    write(publication / "worker_pub" / "utils.py", "x = (\n")
    ignoring = 'ignore = ["ALL"]\nexclude = ["*.py"]\n'
    write(publication / "mlprodest-lint.toml", ignoring)
    write(publication / "worker_pub" / "pyproject.toml", f"[tool.mlprodest-lint]\n{ignoring}")
    write(publication / ".gitignore", "*.py\n")
    zipped(publication)
    assert "MLP001" in linter("publicar.zip", folder=publication.parent).stdout
    shown = linter("publicar.zip", "--show-settings", folder=publication.parent).stdout
    assert "no configuration file" in shown


def test_the_configuration_near_the_archive_is(publication: Path, linter: Linter) -> None:
    write(publication / "worker_pub" / "utils.py", "x = (\n")
    zipped(publication)
    shutil.rmtree(publication)
    write(publication.parent / "mlprodest-lint.toml", 'ignore = ["MLP001"]\nlanguage = "pt-BR"\n')
    done = linter("publicar.zip", folder=publication.parent)
    assert done.stdout == ""
    assert "Nenhum problema" in done.stderr


def test_what_git_ignores_around_it_is_judged(publication: Path, linter: Linter) -> None:
    write(publication / "worker_pub" / "utils.py", "x = (\n")
    zipped(publication)
    write(publication.parent / ".gitignore", "*.zip\nutils.py\npublicar/\n")
    write(publication.parent / ".git" / "HEAD")
    assert "MLP001" in linter("publicar.zip", folder=publication.parent).stdout


def test_comments_suppress_as_everywhere(publication: Path, linter: Linter) -> None:
    write(publication / "worker_pub" / "apoio.py", "open('/srv/x', 'w')  # noqa: MLP401\n")
    zipped(publication)
    assert linter("publicar.zip", folder=publication.parent).returncode == CLEAN
    assert "MLP401" in linter("publicar.zip", "--no-noqa", folder=publication.parent).stdout


def test_requirements_are_not_read_from_this_machine(publication: Path, linter: Linter) -> None:
    worker = publication / "worker_pub"
    write(publication.parent / "fora.txt", (worker / "requirements.txt").read_bytes())
    write(worker / "requirements.txt", "requests\n-r ../../fora.txt\n-r ../../../fora.txt\n")
    zipped(publication)
    assert "MLP303" not in linter("publicar", folder=publication.parent).stdout
    assert "MLP303" in linter("publicar.zip", folder=publication.parent).stdout


# Between runs.


def test_another_archive_of_the_same_name_is_judged_anew(publication: Path, linter: Linter) -> None:
    zipped(publication)
    assert linter("publicar.zip", folder=publication.parent).returncode == CLEAN
    assert linter("publicar.zip", folder=publication.parent).returncode == CLEAN
    write(publication / "worker_pub" / "utils.py", "x = (\n")
    zipped(publication)
    assert linter("publicar.zip", folder=publication.parent).returncode == FINDINGS
    write(publication.parent / "publicar.zip", archive(Entry(b"../x")))
    assert "MLP704" in linter("publicar.zip", folder=publication.parent).stdout
    (publication.parent / "publicar.zip").unlink()
    assert linter("publicar.zip", folder=publication.parent).returncode == WRONG_USAGE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_nothing_is_left_behind_after_an_interruption(
    publication: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    for number in range(1500):
        write(publication / "worker_pub" / "apoio" / f"m{number}.py", f"def f(x):\n    return x + {number}\n" * 40)
    private = tmp_path / "privada"
    private.mkdir()
    zipped(publication)
    with subprocess.Popen(
        [sys.executable, "-m", "mlprodest_lint", "publicar.zip", "--no-cache"],
        cwd=tmp_path,
        env={**environment, "TMPDIR": str(private)},
        stderr=subprocess.PIPE,
    ) as running:
        while running.poll() is None and len(files_in(private)) < 1000:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == INTERRUPTED
    assert list(private.iterdir()) == []
