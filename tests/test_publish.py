"""The archive that ``publish`` writes: what is in it, what isn't, and what stands at its place when writing fails."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unicodedata
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from conftest import EXAMPLES, findings_in, without_privileges, write

from mlprodest_lint.contractversions import CONTRACT_VERSIONS
from mlprodest_lint.report.characters import shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Linter

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions, signals or limits")
PRIVATE_KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{'QUJD' * 16}\n-----END RSA PRIVATE KEY-----\n"


def publish(linter: Linter, *arguments: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return linter("publish", *arguments, folder=folder, **variables)


def published(linter: Linter, folder: Path, *arguments: str | Path) -> bytes:
    run = publish(linter, *arguments, folder=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    return (folder / "publicar.zip").read_bytes()


def published_names(linter: Linter, folder: Path, *arguments: str | Path) -> set[str]:
    published(linter, folder, *arguments)
    return names_in(folder / "publicar.zip")


def names_in(archive: Path) -> set[str]:
    with ZipFile(archive) as opened:
        assert opened.testzip() is None
        return set(opened.namelist())


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leftovers_of(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]


def left_out(stdout: str) -> dict[str, str]:
    """Return what the table says was left out, and why."""
    lines = stdout.partition("Left out:\n")[2].splitlines()
    rows = [line.split("  ") for line in lines if line.startswith("  ") and not line.startswith("  in all")]
    return {row[1]: row[-1].strip() for row in rows}


@pytest.mark.parametrize("name", ["classifier-1.5", "classifier-1.8"])
def test_an_example_unpacks_to_what_lints_clean(name: str, tmp_path: Path, linter: Linter) -> None:
    project = shutil.copytree(EXAMPLES / name, tmp_path / "minha publicação")
    published(linter, project)
    with ZipFile(project / "publicar.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    there = files_in(tmp_path / "unpacked" / "publicar")
    assert there == {
        path: content
        for path, content in files_in(project).items()
        if "/" in path and path.split("/")[1] != "temp_area"
    }
    assert findings_in(tmp_path / "unpacked", tmp_path / "unpacked" / "publicar") == []


@pytest.mark.parametrize("contract", CONTRACT_VERSIONS)
def test_the_project_that_init_writes_needs_force_until_it_is_written(
    contract: str, tmp_path: Path, linter: Linter
) -> None:
    assert linter("init", "p", "--contract", contract, "--model", "evasao", folder=tmp_path).returncode == 0
    run = publish(linter, "p", folder=tmp_path)
    assert run.returncode == 1
    assert "MLP212" in run.stdout
    assert "publicar.zip was not written" in run.stderr
    assert not (tmp_path / "publicar.zip").exists()
    forced = publish(linter, "p", "--force", folder=tmp_path)
    assert forced.returncode == 0
    assert "publicar.zip is written in spite of the errors above (--force)" in forced.stderr
    assert {"publicar/worker_pub/test_pub.py", "publicar/worker_retrain/requirements.txt"} <= names_in(
        tmp_path / "publicar.zip"
    )


def test_info_zip_takes_it(project: Path, tmp_path: Path, linter: Linter) -> None:
    unzip = shutil.which("unzip")
    if unzip is None:
        pytest.skip("the program unzip is not installed")
    write(project / "worker_pub" / "dados é ü" / "ação.csv", "a;b\n")
    published(linter, project)
    test = subprocess.run([unzip, "-tq", project / "publicar.zip"], capture_output=True, text=True, check=False)
    assert (test.returncode, test.stderr) == (0, "")
    subprocess.run([unzip, "-q", project / "publicar.zip", "-d", tmp_path / "out"], check=True)
    assert (tmp_path / "out/publicar/worker_pub/dados é ü/ação.csv").read_bytes() == b"a;b\n"


def test_the_same_content_gives_the_same_bytes(project: Path, tmp_path: Path, linter: Linter) -> None:
    for number in range(20):
        write(project / "treino" / "dados" / f"{number}.csv", str(number) * 1000)
    first = published(linter, project)
    again = tmp_path / "again"
    files = list(files_in(project).items())
    random.Random(7).shuffle(files)
    for path, content in files:
        if path != "publicar.zip":
            file = write(again / path, content)
            os.utime(file, (1_000_000_000, 1_000_000_000))
            file.chmod(0o755)
    for folder in project.rglob("temp_area"):
        (again / folder.relative_to(project)).mkdir(exist_ok=True)
    assert published(linter, again) == first
    with ZipFile(again / "publicar.zip") as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.create_system, info.external_attr >> 16) for info in infos} == {(3, 0o100644)}
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)


def test_times_are_those_of_source_date_epoch(project: Path, linter: Linter) -> None:
    assert publish(linter, folder=project, SOURCE_DATE_EPOCH="1700000000").returncode == 0
    with ZipFile(project / "publicar.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}
    for wrong in ("yesterday", "5", "99999999999"):
        run = publish(linter, folder=project, SOURCE_DATE_EPOCH=wrong)
        assert run.returncode == 2
        assert "SOURCE_DATE_EPOCH" in run.stderr


def test_what_must_stay_out_stays_out_by_what_it_is(project: Path, linter: Linter) -> None:
    before = published_names(linter, project)
    worker, training = project / "worker_pub", project / "treino"
    write(worker / "meu_ambiente" / "pyvenv.cfg", "home = /usr\n")
    write(worker / "meu_ambiente" / "lib" / "x.py", "x" * 5000)
    write(worker / "__pycache__" / "pub.cpython-311.pyc", b"\0")
    write(worker / ".env", "SECRET_KEY=abcdef123456\n")
    write(worker / "chave.pem", PRIVATE_KEY)
    write(worker / ".vscode" / "settings.json", "{}")
    write(worker / "temp_area" / "big.bin", b"\0" * 100)
    write(project / "worker_retrain" / ".git" / "config", "")
    write(training / "mlruns" / "0" / "meta.yaml", "artifact_location: a\nexperiment_id: '0'\n")
    with sqlite3.connect(training / "experimentos.db") as database:
        for table in ("experiments", "runs", "experiment_tags"):
            database.execute(f"CREATE TABLE {table} (id TEXT)")
    database.close()
    write(project / ".gitignore", "*.log\n")
    write(training / "treino.log", "log")
    write(project / "mlprodest-lint.toml", 'exclude = ["treino/notebooks/"]\n')
    write(training / "notebooks" / "a.ipynb", "{}")
    run = publish(linter, folder=project)
    assert run.returncode == 0, run.stdout + run.stderr
    assert names_in(project / "publicar.zip") == before
    assert left_out(run.stdout) == {
        "treino/experimentos.db": "MLflow's tracking database",
        "treino/mlruns/": "a store of MLflow's runs",
        "treino/notebooks/": "excluded by the configuration",
        "treino/treino.log": "ignored by .gitignore",
        "worker_pub/.env": "a file with a secret (SECRET_KEY)",
        "worker_pub/.vscode/": "an editor's settings",
        "worker_pub/__pycache__/": "a cache",
        "worker_pub/chave.pem": "a private key",
        "worker_pub/meu_ambiente/": "a virtual environment",
        "worker_pub/temp_area/": "the folder of temporary files",
        "worker_retrain/.git/": "the history of version control",
        "worker_retrain/temp_area/": "the folder of temporary files",
    }
    row = next(line for line in run.stdout.splitlines() if "meu_ambiente" in line)
    assert row.split()[1:5] == ["2", "files", "5.0", "kB"]
    content = (project / "publicar.zip").read_bytes()
    assert b"abcdef123456" not in content


def test_what_is_like_it_in_name_alone_goes_in(project: Path, linter: Linter) -> None:
    write(project / "worker_pub" / "env" / "__init__.py", "")
    write(project / "treino" / "temp_area.csv", "")
    write(project / "treino" / ".env.example", "SECRET_KEY=\n")
    write(project / "worker_pub" / "vazia" / "x")
    (project / "worker_pub" / "vazia" / "x").unlink()
    published(linter, project)
    assert {
        "publicar/worker_pub/env/__init__.py",
        "publicar/treino/temp_area.csv",
        "publicar/treino/.env.example",
        "publicar/worker_pub/vazia/",
    } <= names_in(project / "publicar.zip")


def test_a_dry_run_says_the_same_and_writes_nothing(project: Path, linter: Linter) -> None:
    before = files_in(project)
    dry = publish(linter, "--dry-run", folder=project)
    assert dry.returncode == 0
    assert dry.stderr.endswith("Nothing was written (--dry-run).\n")
    assert files_in(project) == before
    run = publish(linter, folder=project)
    assert run.stdout.startswith(dry.stdout)
    assert run.stdout[len(dry.stdout) :].startswith("Written: publicar.zip (")


def test_it_speaks_the_language_of_the_project(project: Path, tmp_path: Path, linter: Linter) -> None:
    write(project / "mlprodest-lint.toml", 'language = "pt-BR"\n')
    assert publish(linter, project, "--dry-run", folder=tmp_path).stdout.startswith("Entra:")


def test_it_speaks_portuguese(project: Path, linter: Linter) -> None:
    run = publish(linter, "--language", "pt-BR", folder=project)
    assert run.stdout.startswith("Entra:\n")
    assert "Fica de fora:\n" in run.stdout
    assert "a pasta de arquivos temporários" in run.stdout
    assert " kB\n" in run.stdout
    assert ",3 kB" in run.stdout
    assert "Gravado: publicar.zip (" in run.stdout


def test_errors_refuse_and_leave_the_old_archive(faulty: Path, linter: Linter) -> None:
    write(faulty / "publicar.zip", "old")
    run = publish(linter, folder=faulty)
    assert run.returncode == 1
    assert "worker_pub/utils.py:1:7: MLP001" in run.stdout
    assert "Found 1 error and 1 warning" in run.stderr
    assert (faulty / "publicar.zip").read_bytes() == b"old"


# Which training code.


def test_the_training_code_is_the_one_that_is_named(project: Path, linter: Linter) -> None:
    shutil.copytree(project / "treino", project / "treino antigo")
    run = publish(linter, folder=project)
    assert run.returncode == 2
    assert "treino, treino antigo" in run.stderr
    assert "--training" in run.stderr
    tops = {name.split("/")[1] for name in published_names(linter, project, "--training", "treino antigo")}
    assert tops == {"worker_pub", "worker_retrain", "treino antigo"}
    write(project / "mlprodest-lint.toml", 'training = ["treino"]\n')
    published(linter, project)
    assert {name.split("/")[1] for name in names_in(project / "publicar.zip")} == {
        "worker_pub",
        "worker_retrain",
        "treino",
    }


def test_training_code_may_stand_elsewhere(project: Path, tmp_path: Path, linter: Linter) -> None:
    (project / "treino").rename(tmp_path / "outro")
    published(linter, project, "--training", tmp_path / "outro")
    assert "publicar/outro/treina.py" in names_in(project / "publicar.zip")


def test_without_training_code_it_is_asked_for(project: Path, linter: Linter) -> None:
    (project / "treino").rename(project / "worker_pub" / "treino")
    run = publish(linter, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert "--training" in run.stderr


@pytest.mark.parametrize("name", ["worker_pub", "worker_pub/temp_area", ".", "nenhuma", ""])
def test_what_can_not_be_training_code(name: str, project: Path, linter: Linter) -> None:
    run = publish(linter, "--training", name, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert "training" in run.stderr
    assert "Traceback" not in run.stderr


def test_scripts_beside_the_workers_are_no_folder_to_send(project: Path, linter: Linter) -> None:
    for file in (project / "treino").iterdir():
        file.rename(project / file.name)
    run = publish(linter, folder=project)
    assert run.returncode == 2
    assert "Move it" in run.stderr


@pytest.mark.parametrize("content", [None, "# nada\n"])
def test_training_code_says_which_packages_it_needs(content: str | None, project: Path, linter: Linter) -> None:
    file = project / "treino" / "requirements.txt"
    file.unlink()
    if content is not None:
        write(file, content)
    run = publish(linter, folder=project)
    assert run.returncode == 1
    assert "mlprodest-lint requirements treino --write" in run.stderr
    assert not (project / "publicar.zip").exists()
    assert publish(linter, "--force", folder=project).returncode == 0


@pytest.mark.parametrize("folder", ["worker_pub", "treino", "nenhuma", "worker_pub/pub.py"])
def test_only_a_project_is_published(folder: str, project: Path, linter: Linter) -> None:
    run = publish(linter, folder, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert "worker_pub" in run.stderr
    assert not (project / "publicar.zip").exists()


# The file to write.


@pytest.mark.parametrize("output", ["treino", "treino/", "nenhuma/publicar.zip", "", "novo/", "worker_pub/pub.py"])
def test_what_can_not_be_the_output(output: str, project: Path, linter: Linter) -> None:
    run = publish(linter, "--output", output, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("mlprodest-lint: --output: ")


@posix
def test_a_device_is_not_replaced(project: Path, tmp_path: Path, linter: Linter) -> None:
    os.mkfifo(tmp_path / "fila")
    run = publish(linter, "--output", tmp_path / "fila", folder=project)
    assert run.returncode == 2
    assert (tmp_path / "fila").is_fifo()


def test_the_archive_is_not_packed_into_itself(project: Path, linter: Linter) -> None:
    output = project / "treino" / "publicar.zip"
    runs = [publish(linter, "--output", "treino/publicar.zip", folder=project) for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 0]
    assert left_out(runs[1].stdout)["treino/publicar.zip"] == "the archive itself"
    assert not [name for name in names_in(output) if name.endswith(".zip")]


@posix
def test_the_archive_is_known_behind_links(project: Path, tmp_path: Path, linter: Linter) -> None:
    (tmp_path / "atalho").symlink_to(project, target_is_directory=True)
    output = project / "treino" / "publicar.zip"
    for _ in range(2):
        assert publish(linter, "atalho", "--output", output, folder=tmp_path).returncode == 0
    assert "publicar/treino/publicar.zip" not in names_in(output)


@posix
def test_a_link_to_the_output_is_followed(project: Path, tmp_path: Path, linter: Linter) -> None:
    target = write(tmp_path / "envio.zip", "old")
    (project / "publicar.zip").symlink_to(target)
    published(linter, project)
    assert (project / "publicar.zip").is_symlink()
    assert "publicar/worker_pub/pub.py" in names_in(target)


# What can't be packed.


@pytest.mark.parametrize("name", ["aux.csv", "NUL", "COM1.txt", "fim.", "fim ", "que?.txt", "a:b", "a\\b", "tab\t"])
@posix
def test_names_that_windows_or_zip_readers_refuse(name: str, project: Path, linter: Linter) -> None:
    write(project / "treino" / name, "x")
    run = publish(linter, folder=project)
    assert run.returncode == 2
    assert f"treino/{shown_text(name)}: its name" in run.stderr
    assert not (project / "publicar.zip").exists()


@pytest.mark.parametrize("name", ["auxiliar.csv", "CONSULTA.sql", "com10", "lpt", ".oculto", "a b.csv", "çã.csv"])
def test_names_that_are_like_those(name: str, project: Path, linter: Linter) -> None:
    write(project / "treino" / name, "x")
    published(linter, project)
    assert f"publicar/treino/{name}" in names_in(project / "publicar.zip")


@posix
@posix
def test_no_name_steers_the_terminal(project: Path, linter: Linter) -> None:
    write(project / "treino" / "a\x1b[2J\u202eb\nc.csv")
    write(project / "treino" / "__pycache__" / "x")
    (project / "treino" / "__pycache__").rename(project / "treino" / "\x9b\u200f")
    write(project / "treino" / "\x9b\u200f" / "pyvenv.cfg")
    run = publish(linter, folder=project)
    assert run.returncode == 2
    assert "  treino/a\\x1b[2J\\u202eb c.csv  " in run.stdout
    assert "  treino/\\x9b\\u200f/  " in run.stdout
    assert "  treino/a\\x1b[2J\\u202eb c.csv: its name has a character that" in run.stderr
    named = linter("publish", "\x1b[2J", folder=project)
    assert named.stderr.startswith("mlprodest-lint: \\x1b[2J: ")
    assert not {"\x1b", "\u202e", "\x9b", "\u200f"} & set(run.stdout + run.stderr + named.stderr)


def test_a_name_that_is_no_text(project: Path, linter: Linter) -> None:
    write(project / "treino" / os.fsdecode(b"\xff.csv"), "x")
    run = publish(linter, folder=project)
    assert run.returncode == 2
    assert "its name is not valid in the encoding" in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the file system takes these names for one")
@pytest.mark.parametrize(
    "names",
    [
        ("Dados.csv", "dados.csv"),
        (unicodedata.normalize("NFC", "ação"), unicodedata.normalize("NFD", "ação")),
        ("pasta/a.csv", "Pasta/b.csv"),
    ],
)
def test_names_that_are_one_elsewhere(names: tuple[str, str], project: Path, linter: Linter) -> None:
    for name in names:
        write(project / "treino" / name, "x")
    run = publish(linter, folder=project)
    assert run.returncode == 2
    assert "it has the same name as" in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the file system may store names in one form")
def test_accents_are_stored_as_code_writes_them(project: Path, linter: Linter) -> None:
    write(project / "treino" / unicodedata.normalize("NFD", "ação.csv"), "x")
    run = publish(linter, folder=project)
    assert run.returncode == 0
    assert "(NFC)" in run.stderr
    assert "publicar/treino/ação.csv" in names_in(project / "publicar.zip")


@posix
def test_links_in_the_project_are_stored_as_their_content(project: Path, linter: Linter) -> None:
    write(project / "comum" / "textos.py", "X = 1\n")
    (project / "worker_pub" / "comum").symlink_to("../comum")
    (project / "worker_retrain" / "textos.py").symlink_to("../comum/textos.py")
    published(linter, project)
    with ZipFile(project / "publicar.zip") as archive:
        for name in ("worker_pub/comum/textos.py", "worker_retrain/textos.py"):
            assert archive.read(f"publicar/{name}") == b"X = 1\n"


@posix
def test_links_that_lead_elsewhere_are_refused(project: Path, tmp_path: Path, linter: Linter) -> None:
    write(tmp_path / "segredo.csv", "secret")
    training = project / "treino"
    (training / "fora.csv").symlink_to(tmp_path / "segredo.csv")
    (training / "nada.csv").symlink_to("nenhum")
    (training / "volta").symlink_to(".")
    write(training / "a" / "x")
    write(training / "b" / "x")
    (training / "a" / "b").symlink_to("../b")
    (training / "b" / "a").symlink_to("../a")
    os.mkfifo(training / "fila")
    run = publish(linter, folder=project)
    assert run.returncode == 2
    for expected in (
        f"treino/fora.csv: it is a link to {tmp_path / 'segredo.csv'}, outside the project",
        "treino/nada.csv: it is a link that leads nowhere",
        "treino/volta: it is a link to a folder that holds it",
        "treino/a/b/a: it is a link to a folder that holds it",
        "treino/fila: it is neither a file nor a folder",
    ):
        assert expected in run.stderr
    write(project / "mlprodest-lint.toml", 'exclude = ["fora.csv", "nada.csv", "volta", "b", "fila"]\n')
    published(linter, project)


@posix
def test_a_link_to_a_secret_is_one(project: Path, linter: Linter) -> None:
    write(project / "senhas" / "chave", PRIVATE_KEY)
    (project / "treino" / "dados.txt").symlink_to("../senhas/chave")
    run = publish(linter, folder=project)
    assert left_out(run.stdout)["treino/dados.txt"] == "a private key"


@posix
def test_what_can_not_be_read_is_said_before_anything_is_written(project: Path, environment: dict[str, str]) -> None:
    file = write(project / "treino" / "dados.csv", "x")
    folder = project / "treino" / "fechada"
    write(folder / "x")
    write(project / "publicar.zip", "old")
    file.chmod(0)
    folder.chmod(0)
    run = subprocess.run(
        [*without_privileges(), sys.executable, "-m", "mlprodest_lint", "publish"],
        cwd=project,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    folder.chmod(0o755)
    assert run.returncode == 2, run.stderr
    assert "treino/dados.csv: it can't be read: Permission denied" in run.stderr
    assert "treino/fechada: it can't be read: Permission denied" in run.stderr
    assert (project / "publicar.zip").read_bytes() == b"old"


def test_what_the_contract_asks_for_is_not_left_out_unnoticed(project: Path, linter: Linter) -> None:
    write(project / ".gitignore", "requirements.txt\n")
    run = publish(linter, folder=project)
    assert run.returncode == 2
    said = "treino/requirements.txt: the contract asks for it, but it would be left out (ignored by .gitignore)\n"
    assert said in run.stderr


# Writing that fails or is stopped.


def big(project: Path, number: int = 300) -> Path:
    """Make a project large enough that its archive takes a while to write."""
    noise = random.Random(3)
    for name in range(number):
        write(project / "treino" / "dados" / f"{name}.bin", noise.randbytes(60_000))
    return project


@posix
def test_a_kill_at_any_moment_leaves_the_old_archive_or_the_new_one(project: Path, environment: dict[str, str]) -> None:
    big(project)
    output = write(project / "publicar.zip", "old")
    command = [sys.executable, "-m", "mlprodest_lint", "publish"]
    start = time.monotonic()
    subprocess.run(command, cwd=project, env=environment, capture_output=True, check=True)
    takes = time.monotonic() - start
    new = output.read_bytes()
    moments = random.Random(11)
    seen = set()
    for number in range(12):
        output.write_bytes(b"old")
        process = subprocess.Popen(
            command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        # Half of the kills come after writing has begun, as its temporary file tells.
        deadline = time.monotonic() + 2 * takes
        while number % 2 and process.poll() is None and not leftovers_of(project) and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(moments.uniform(0, takes / 2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        content = output.read_bytes()
        assert content in (b"old", new)
        seen.add((content == new, bool(leftovers_of(project))))
    assert any(remains for _, remains in seen), "no kill came while the archive was written"
    subprocess.run(command, cwd=project, env=environment, capture_output=True, check=True)
    assert output.read_bytes() == new
    assert leftovers_of(project) == []


@posix
def test_stopping_leaves_nothing_behind(project: Path, environment: dict[str, str]) -> None:
    big(project)
    command = [sys.executable, "-m", "mlprodest_lint", "publish"]
    process = subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not leftovers_of(project) and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, b"Traceback" in errors) == (130, False)
    assert leftovers_of(project) == []
    assert not (project / "publicar.zip").exists()


def test_only_what_killed_runs_left_is_deleted(project: Path, linter: Linter) -> None:
    left = write(project / ".publicar.zip.4711.tmp", "left")
    others = [write(project / name, "kept") for name in (".publicar.zip.bak.tmp", ".publicar.zip.tmp", ".x.4711.tmp")]
    published(linter, project)
    assert not left.exists()
    assert all(other.exists() for other in others)


@posix
def test_two_at_once_both_write_a_whole_archive(project: Path, environment: dict[str, str]) -> None:
    big(project, 60)
    command = [sys.executable, "-m", "mlprodest_lint", "publish"]
    runs: list[subprocess.CompletedProcess[bytes]] = []

    def run() -> None:
        runs.append(subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.returncode for each in runs] == [0, 0, 0], [each.stderr for each in runs]
    assert len(names_in(project / "publicar.zip")) == 75
    assert leftovers_of(project) == []


@posix
def test_a_full_disk_leaves_the_old_archive(project: Path, environment: dict[str, str]) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    big(project, 40)
    output = write(project / "publicar.zip", "old")
    environment["XDG_CACHE_HOME"] = "/dev/null"  # the cache would meet the limit too
    for limit in (1_000, 500_000, 2_300_000):
        run = subprocess.run(
            [sys.executable, "-m", "mlprodest_lint", "publish", "--language", "en"],
            cwd=project,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),  # noqa: B023
        )
        assert run.returncode == 2, run.stderr
        assert "the archive can't be written: File too large. What stood there before is as it was." in run.stderr
        assert "Traceback" not in run.stderr
        assert output.read_bytes() == b"old"
        assert leftovers_of(project) == []


@posix
def test_a_folder_that_may_not_be_written(project: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    locked = tmp_path / "fechada"
    locked.mkdir()
    locked.chmod(0o555)
    run = subprocess.run(
        [*without_privileges(), sys.executable, "-m", "mlprodest_lint", "publish", "--output", locked / "publicar.zip"],
        cwd=project,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 2, run.stderr
    assert "can't be written: Permission denied" in run.stderr


def test_a_large_file_is_said(project: Path, linter: Linter) -> None:
    with (project / "worker_pub" / "modelo.bin").open("wb") as file:
        file.truncate(100_000_001)
    run = publish(linter, "--dry-run", folder=project)
    assert run.returncode == 0
    assert "worker_pub/modelo.bin: this file is large (100 MB)" in run.stderr


def test_an_archive_that_would_be_refused_does_not_take_its_place(project: Path, linter: Linter) -> None:
    output = write(project / "publicar.zip", b"old")
    with (project / "worker_pub" / "zeros.bin").open("wb") as file:
        file.truncate(40 << 20)
    run = publish(linter, folder=project)
    assert run.returncode == 1
    assert "publicar.zip:1:1: MLP704 'publicar/worker_pub/zeros.bin' was not unpacked: the archive" in run.stdout
    assert "publicar.zip was not written: the archive itself would be refused" in run.stderr
    assert (output.read_bytes(), leftovers_of(project)) == (b"old", [])
    assert publish(linter, "--force", folder=project).returncode == 0
    assert "publicar/worker_pub/zeros.bin" in names_in(output)


@pytest.mark.parametrize(
    ("folder", "ignoring"),
    [
        (".", 'ignore = ["MLP001"]'),
        (".", 'per-file-ignores = {"worker_pub/*.py" = ["MLP001"]}'),
        ("worker_pub", 'per-file-ignores = {"/extra.py" = ["MLP001"]}'),
    ],
)
def test_the_archive_is_judged_by_the_configuration_of_the_project(
    folder: str, ignoring: str, project: Path, tmp_path: Path, linter: Linter
) -> None:
    write(project / "worker_pub" / "extra.py", "x = (\n")
    write(project / folder / "mlprodest-lint.toml", f"{ignoring}\n")
    output = tmp_path / "saída" / "publicar.zip"
    output.parent.mkdir()
    run = publish(linter, "--output", output, folder=project)
    assert run.returncode == 0, run.stdout
    assert "publicar/worker_pub/extra.py" in names_in(output)


def test_what_is_left_out_may_be_missed_by_the_code(project: Path, linter: Linter) -> None:
    write(project / "worker_pub" / "apoio.py", "LIMITE = 3\n")
    write(project / "worker_pub" / "mytest_pub.py", "from apoio import LIMITE\n\n\ndef test():\n    print(LIMITE)\n")
    write(project / "mlprodest-lint.toml", 'exclude = ["apoio.py"]\n')
    assert linter("lint", folder=project).returncode == 0
    run = publish(linter, folder=project)
    assert run.returncode == 1
    assert "publicar.zip/publicar/worker_pub/mytest_pub.py:1:1: MLP303" in run.stdout


def test_many_entries_are_summed_up(project: Path, linter: Linter) -> None:
    for number in range(80):
        write(project / "treino" / f"dados{number}.csv", "x" * 1000)
    lines = publish(linter, "--dry-run", folder=project).stdout.splitlines()
    table = lines[: lines.index("Left out:")]
    assert len(table) == 42
    assert table[-2].split()[:3] == ["and", "56", "more"]
    assert table[-1].split()[:4] == ["in", "all", "95", "files"]
