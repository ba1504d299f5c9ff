"""The command line, as users type it: options, errors, languages, exit statuses, pipes and signals."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, write

from mlprodest_lint import __version__
from mlprodest_lint.cli.commands import PROGRAM
from mlprodest_lint.rules import RULES

if TYPE_CHECKING:
    from conftest import Linter

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "pt-BR")
FOUND = [
    "worker_pub/utils.py:1:7: MLP001 ",
    "worker_retrain:1:1: MLP107 ",
]


def codes(output: str) -> list[str]:
    return [line.split()[1] for line in output.splitlines()]


# Paths and exit statuses.


def test_findings_are_printed_and_counted(faulty: Path, linter: Linter) -> None:
    run = linter(folder=faulty)
    assert run.returncode == 1
    for line, beginning in zip(run.stdout.splitlines(), FOUND, strict=True):
        assert line.startswith(beginning)
    assert run.stderr == "Found 1 error and 1 warning in 2 workers.\n"


@pytest.mark.parametrize("arguments", [["."], ["lint"], ["lint", "."], ["--", "."], ["worker_pub", "worker_retrain"]])
def test_ways_to_say_the_same(faulty: Path, linter: Linter, arguments: list[str]) -> None:
    assert linter(*arguments, folder=faulty).stdout == linter(folder=faulty).stdout


def test_a_clean_project(project: Path, linter: Linter) -> None:
    run = linter(folder=project)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr.startswith("No problems found in 2 workers (")
    assert linter("--quiet", folder=project).stderr == ""


def test_a_folder_called_like_a_command(project: Path, linter: Linter) -> None:
    project.rename(project.with_name("rules"))
    assert linter("lint", "rules", folder=project.parent).returncode == 0
    assert linter("./rules", folder=project.parent).returncode == 0
    assert linter("rules", folder=project.parent).stdout.count("\n") >= len(RULES)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 1),
        (["--exit-zero"], 0),
        (["--ignore", "MLP001"], 0),
        (["--ignore", "MLP001", "--strict"], 1),
        (["--ignore", "syntax-error,MLP107", "--strict"], 0),
        (["--select", "MLP107"], 0),
        (["--select=mlp107,MLP001"], 1),
        (["--select", "MLP107", "--extend-select", "MLP001"], 1),
        (["--select", "MLP1", "--select", "MLP0"], 1),
        (["--select", "ALL", "--ignore", "MLP001"], 0),
        (["--strict", "--exit-zero"], 0),
    ],
)
def test_exit_statuses(faulty: Path, linter: Linter, arguments: list[str], status: int) -> None:
    assert linter(*arguments, folder=faulty).returncode == status


def test_selected_rules_alone_are_reported(faulty: Path, linter: Linter) -> None:
    assert codes(linter("--select", "MLP1", folder=faulty).stdout) == ["MLP107"]
    assert codes(linter("--ignore", "missing-temp-area", folder=faulty).stdout) == ["MLP001"]
    assert codes(linter("--select", "MLP1,MLP0", "--ignore=MLP107", folder=faulty).stdout) == ["MLP001"]


WRONG = [
    (["--selct", "MLP1"], "There is no option --selct. Did you mean --select?"),
    (["--no-nqa"], "There is no option --no-nqa. Did you mean --no-noqa?"),
    (["--select"], "The option --select needs a value: --select RULES."),
    (["--select", "MLP99"], "--select: no rule is called 'MLP99'. Did you mean "),
    (["--select", ","], "--select: name at least one rule"),
    (["--ignore", "missing-scrpt"], "--ignore: no rule is called 'missing-scrpt'. Did you mean 'missing-script'?"),
    (["--ignore", "ALL"], "leaves no rule"),
    (["--contract", "1.6"], "--contract: '1.6' is none of 1.5, 1.8. Did you mean '1."),
    (["--language", "pt"], "--language: 'pt' is none of en, pt-BR. Did you mean 'pt-BR'?"),
    (["--output-format", "jsn"], "--output-format: 'jsn' is none of full, flake8, json"),
    (["--color", "yes"], "--color: 'yes' is none of auto, always, never."),
    (["--strict=1"], "The option --strict takes no value."),
    (["--config", "nada.toml"], "nada.toml: the configuration can't be read: No such file or directory."),
    (["--config", ""], "--config: name a file, for example --config mlprodest-lint.toml."),
    (["--output-file", " "], "--output-file: name a file"),
    (["--statistics", "--output-format", "json"], "--statistics is a text for people"),
    (["nada"], "nada: there is no such file or folder."),
    (["docs"], "docs: no worker here."),
    (["a" * 5000], "there is no such file or folder."),
    (["explian"], "'explian' is neither a command nor a path that exists. Did you mean the command 'explain'?"),
    (["explain"], "`mlprodest-lint explain` needs RULE."),
    (["explain", "MLP999"], "No rule is called 'MLP999'. Did you mean "),
    (["explain", "sintax-error"], "No rule is called 'sintax-error'. Did you mean 'syntax-error'?"),
    (["explain", "MLP001", "MLP002"], "`mlprodest-lint explain` can't take MLP002 as well."),
    (["rules", "x"], "`mlprodest-lint rules` can't take x as well."),
    (["rules", "--strict"], "There is no option --strict."),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[" ".join(each)[:30] for each, _ in WRONG])
def test_wrong_usage(project: Path, linter: Linter, arguments: list[str], message: str) -> None:
    (project / "docs").mkdir()
    run = linter(*arguments, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert run.stderr.startswith("mlprodest-lint: ")
    assert run.stderr.count("\n") == 1


def test_wrong_usage_in_portuguese(project: Path, linter: Linter) -> None:
    run = linter("--selct", folder=project, LC_ALL="pt_BR.UTF-8")
    assert run.stderr.startswith("mlprodest-lint: A opção --selct não existe. Você quis dizer --select?")
    write(project / "mlprodest-lint.toml", 'language = "pt-BR"\nselekt = []\n')
    run = linter(folder=project)
    assert run.returncode == 2
    assert "a chave selekt não existe. Você quis dizer select?" in run.stderr


# Languages.


@pytest.mark.parametrize(
    ("arguments", "variables", "word"),
    [
        ([], {}, "Found"),
        ([], {"LC_ALL": "pt_BR.UTF-8"}, "Encontrado"),
        ([], {"LC_ALL": "", "LANG": "pt_PT.UTF-8"}, "Encontrado"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "pt_BR", "LANG": "en_US.UTF-8"}, "Encontrado"),
        ([], {"LC_ALL": "de_DE.UTF-8"}, "Found"),
        (["--language", "pt-BR"], {}, "Encontrado"),
        (["--language=PT-br"], {}, "Encontrado"),
        (["--language", "en"], {"LC_ALL": "pt_BR.UTF-8"}, "Found"),
    ],
)
def test_the_language(faulty: Path, linter: Linter, arguments: list[str], variables: dict[str, str], word: str) -> None:
    assert linter(*arguments, folder=faulty, **variables).stderr.startswith(word)


def test_the_language_of_the_configuration(faulty: Path, linter: Linter) -> None:
    write(faulty / "mlprodest-lint.toml", 'language = "pt-BR"\n')
    assert linter(folder=faulty).stderr.startswith("Encontrado")
    assert linter(faulty / "worker_pub" / "utils.py", folder=faulty.parent).stderr.startswith("Encontrado")
    assert linter("--language", "en", folder=faulty).stderr.startswith("Found")
    assert "recusa este arquivo" in linter(folder=faulty).stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "command",
    ["", "lint", "explain", "rules", "init", "verify", "publish", "requirements", "report", "completion", "clean"],
)
def test_help(linter: Linter, tmp_path: Path, command: str, language: str) -> None:
    run = linter(*command.split(), "--help", "--language", language, folder=tmp_path)
    golden = DATA / f"help{'-' if command else ''}{command}.{language}.txt"
    if os.environ.get("WRITE_GOLDEN_FILES"):
        write(golden, run.stdout)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == golden.read_text(encoding="utf-8")
    assert linter(*command.split(), "-h", "--language", language, folder=tmp_path).stdout == run.stdout


def test_the_help_names_every_option(linter: Linter, tmp_path: Path) -> None:
    text = linter("--help", folder=tmp_path).stdout
    assert all(name in text for option in PROGRAM.default.options for name in option.opts)
    assert all(name in text for name in PROGRAM.commands)


def test_version(linter: Linter, tmp_path: Path) -> None:
    write(tmp_path / "mlprodest-lint.toml", "broken")
    run = linter("--version", folder=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"mlprodest-lint {__version__}\n", "")


# Explain and rules.


@pytest.mark.parametrize("word", ["MLP102", "mlp102", "missing-script", "Missing-Script"])
def test_explain(linter: Linter, tmp_path: Path, word: str) -> None:
    run = linter("explain", word, folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("# missing-script (MLP102)")
    assert "# noqa: MLP102" in run.stdout
    portuguese = linter("explain", word, "--language", "pt-BR", folder=tmp_path)
    assert "Por quê" in portuguese.stdout
    colored = linter("explain", word, "--color", "always", folder=tmp_path)
    assert "\x1b[" in colored.stdout


def test_rules_as_text(linter: Linter, tmp_path: Path) -> None:
    run = linter("rules", folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    for code, rule in RULES.items():
        (line,) = [line for line in run.stdout.splitlines() if code in line]
        assert rule.name in line
    assert linter("rules", "--language", "pt-BR", folder=tmp_path).stdout != run.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_as_json(linter: Linter, tmp_path: Path, language: str) -> None:
    run = linter("rules", "--output-format", "json", "--language", language, folder=tmp_path)
    listed = json.loads(run.stdout)
    assert [entry["code"] for entry in listed] == sorted(RULES)
    for entry in listed:
        rule = RULES[entry["code"]]
        assert entry["name"] == rule.name
        assert entry["severity"] == rule.severity.value
        assert entry["summary"] == (rule.summary.pt if language == "pt-BR" else rule.summary.en)


# What else can be shown.


def test_show_files(faulty: Path, linter: Linter) -> None:
    run = linter("--show-files", folder=faulty)
    assert (run.returncode, run.stderr) == (0, "")
    files = run.stdout.splitlines()
    assert files == sorted(files)
    assert {"worker_pub/pub.py", "worker_pub/utils.py", "worker_pub/requirements.txt", "treino/treina.py"} <= set(files)
    assert not any("temp_area" in file for file in files)


def test_show_settings_can_be_read_back(faulty: Path, linter: Linter) -> None:
    write(
        faulty / "mlprodest-lint.toml",
        'contract = "1.5"\nignore = ["MLP001"]\nexclude = ["a b/"]\nlanguage = "en"\ntraining = ["treino"]\n'
        '[severity]\nMLP107 = "error"\n[packages]\ncv2 = "opencv-python"\n[per-file-ignores]\n"*.py" = ["MLP1"]\n',
    )
    first = linter("--show-settings", "worker_pub", folder=faulty)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("# Settings of worker_pub: mlprodest-lint.toml\n")
    write(faulty / "mlprodest-lint.toml", first.stdout)
    assert linter("--show-settings", "worker_pub", folder=faulty).stdout == first.stdout


def test_show_settings_without_a_configuration(faulty: Path, linter: Linter) -> None:
    shown = linter("--show-settings", folder=faulty).stdout
    assert shown.startswith("# Settings of worker_pub: no configuration file, the defaults\n")
    write(faulty / "worker_pub" / "mlprodest-lint.toml", shown.partition("\n\n")[0])
    assert linter("--quiet", folder=faulty).returncode == 1


def test_verbose(faulty: Path, linter: Linter) -> None:
    lines = linter("--verbose", folder=faulty).stderr.splitlines()
    assert "Settings of worker_pub: no configuration file, the defaults" in lines
    assert "Read: worker_pub/utils.py" in lines
    assert lines[-1] == "Found 1 error and 1 warning in 2 workers."
    assert lines[-2].endswith(" s.")


def test_statistics(faulty: Path, linter: Linter) -> None:
    write(faulty / "worker_pub" / "outro.py", "def f(:\n")
    run = linter("--statistics", folder=faulty)
    assert run.returncode == 1
    assert run.stdout == "2  MLP001  error    syntax-error\n1  MLP107  warning  missing-temp-area\n"
    assert "MLP107  aviso    missing-temp-area" in linter("--statistics", "--language=pt-BR", folder=faulty).stdout


def test_no_noqa(project: Path, linter: Linter) -> None:
    write(project / "worker_pub" / "outro.py", "import os\nos.chdir('a')  # noqa: MLP403\n")
    assert linter(folder=project).returncode == 0
    assert codes(linter("--no-noqa", folder=project).stdout) == ["MLP403"]


def test_contract(project: Path, linter: Linter) -> None:
    run = linter("--contract", "1.8", "--select", "MLP102", "worker_pub", folder=project)
    assert "params.conf" in run.stdout
    assert run.returncode == 1


def test_config(faulty: Path, linter: Linter) -> None:
    write(faulty / "mlprodest-lint.toml", "broken")
    write(faulty / "ci" / "lint.toml", 'ignore = ["MLP001"]\n')
    assert linter(folder=faulty).returncode == 2
    assert codes(linter("--config", "ci/lint.toml", folder=faulty).stdout) == ["MLP107"]
    assert codes(linter("--config=ci/lint.toml", "--select=MLP001", folder=faulty).stdout) == ["MLP001"]


def test_per_file_ignores_and_severities(faulty: Path, linter: Linter) -> None:
    write(
        faulty / "mlprodest-lint.toml", 'per-file-ignores = { "worker_pub/*" = ["MLP0"] }\nseverity.MLP107 = "error"\n'
    )
    run = linter(folder=faulty)
    assert codes(run.stdout) == ["MLP107"]
    assert run.returncode == 1


# Colours.


@pytest.mark.parametrize(
    ("arguments", "variables", "colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color=ALWAYS"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(faulty: Path, linter: Linter, arguments: list[str], variables: dict[str, str], *, colored: bool) -> None:
    run = linter("--output-format", "full", *arguments, folder=faulty, **variables)
    assert ("\x1b[" in run.stdout) is colored
    assert "\x1b]8" not in run.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of POSIX")
def test_on_a_terminal(faulty: Path, environment: dict[str, str]) -> None:
    import pty  # noqa: PLC0415 (Windows has none)

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "mlprodest_lint"]
    variables = {**environment, "TERM": "xterm-kitty"}
    with subprocess.Popen(command, cwd=faulty, env=variables, stdout=slave, stderr=subprocess.DEVNULL) as process:
        os.close(slave)
        shown = b""
        while chunk := _read(master):
            shown += chunk
    os.close(master)
    assert process.returncode == 1
    text = shown.decode()
    assert "\x1b[1;31merror" in text
    assert "\x1b]8;;https://" in text
    assert "worker_pub/utils.py:1:7" in text


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


# Output files, pipes and signals.


def test_output_file(faulty: Path, linter: Linter) -> None:
    printed = linter(folder=faulty).stdout
    run = linter("--output-file", "achados.txt", folder=faulty)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("Found")
    assert (faulty / "achados.txt").read_text(encoding="utf-8") == printed
    assert not list(faulty.glob(".achados*"))


def test_output_file_replaces_the_old_one_and_keeps_its_mode_and_link(faulty: Path, linter: Linter) -> None:
    real = write(faulty / "real.txt", "velho")
    real.chmod(0o640)
    (faulty / "link.txt").symlink_to(real)
    assert linter("--output-format=json", "--output-file", "link.txt", folder=faulty).returncode == 1
    assert (faulty / "link.txt").is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))
    if os.name == "posix":
        assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["nada/achados.txt", "worker_pub", "a" * 300])
def test_output_file_that_cannot_be_written(faulty: Path, linter: Linter, name: str) -> None:
    before = sorted(faulty.rglob("*"))
    run = linter("--output-file", name, folder=faulty)
    assert (run.returncode, run.stdout) == (2, "")
    assert "the output can't be written" in run.stderr
    assert run.stderr.count("\n") == 1
    assert sorted(faulty.rglob("*")) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk(faulty: Path, environment: dict[str, str]) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "mlprodest_lint"],
            cwd=faulty,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
            timeout=60,
        )
    assert run.returncode == 2
    assert run.stderr == "mlprodest-lint: The output can't be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no head")
@pytest.mark.parametrize("arguments", [["--quiet"], ["--help"], ["rules"], ["explain", "MLP001"], ["--verbose"]])
def test_a_closed_pipe(faulty: Path, environment: dict[str, str], arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mlprodest_lint", *arguments],
        cwd=faulty,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        errors = process.stderr.read()
    assert process.returncode in {0, 1}
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_interrupt(project: Path, environment: dict[str, str]) -> None:
    body = "".join(f"x{number} = f({number}, [g(a) for a in b])\n" for number in range(3000))
    for number in range(60):
        write(project / "worker_pub" / f"a{number}.py", body)
    with subprocess.Popen(
        [sys.executable, "-m", "mlprodest_lint"],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        time.sleep(2)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (130, "", "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_an_output_encoding_that_lacks_a_character(project: Path, environment: dict[str, str], encoding: str) -> None:
    write(project / "worker_pub" / "日本.py", "def f(:\n")
    run = subprocess.run(
        [sys.executable, "-m", "mlprodest_lint", "--language", "pt-BR"],
        cwd=project,
        env={**environment, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 1
    assert rb"worker_pub/\u65e5\u672c.py:1:7: MLP001" in run.stdout
    assert b"Traceback" not in run.stderr


# Defects of ours.


def test_a_defect_ends_with_a_report_and_no_traceback(project: Path, environment: dict[str, str]) -> None:
    breaking = (
        "import sys; import mlprodest_lint.facts.library as library\n"
        "def fail(*_, **__): raise ZeroDivisionError('a defect')\n"
        "library.read = fail\n"
        "from mlprodest_lint.cli import main; main()\n"
    )
    for arguments, traces in (([], 0), (["--verbose"], 1)):
        run = subprocess.run(
            [sys.executable, "-c", breaking, *arguments],
            cwd=project,
            env=environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=60,
        )
        assert (run.returncode, run.stdout) == (3, "")
        assert run.stderr.count("Traceback") == traces
        last = run.stderr.splitlines()[-1]
        assert last.startswith(f"mlprodest-lint: This is a defect of mlprodest-lint {__version__}, not of your code: ")
        assert "ZeroDivisionError: a defect" in last
        assert "/issues/new" in last


# Start-up.


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["explain", "MLP001"], ["rules"], ["rules", "--output-format=json"]]
)
def test_what_is_not_imported_at_start_up(tmp_path: Path, environment: dict[str, str], arguments: list[str]) -> None:
    program = (
        "import sys\nfrom mlprodest_lint.cli import run\nstatus = run(sys.argv[1:])\n"
        "heavy = {'libcst', 'packaging', 'pathspec', 'asyncio', 'multiprocessing'}\n"
        "loaded = heavy & {name.partition('.')[0] for name in sys.modules}\n"
        "sys.exit(f'imported: {sorted(loaded)}' if loaded else status)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_it_runs_where_the_home_folder_and_the_locale_are_missing(project: Path) -> None:
    variables = {"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}
    if os.name == "nt":
        variables["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    run = subprocess.run(
        [sys.executable, "-m", "mlprodest_lint"],
        cwd=project,
        env=variables,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0


def test_it_writes_nothing_into_what_it_lints(faulty: Path, linter: Linter) -> None:
    before = {path: path.stat().st_mtime_ns for path in faulty.rglob("*")}
    linter(folder=faulty)
    linter("worker_pub", folder=faulty)
    assert {path: path.stat().st_mtime_ns for path in faulty.rglob("*")} == before


def test_an_empty_worker(tmp_path: Path, linter: Linter) -> None:
    (tmp_path / "worker_pub").mkdir()
    run = linter("worker_pub", folder=tmp_path)
    assert run.returncode == 1
    assert codes(run.stdout) == ["MLP102"] * 4 + ["MLP105", "MLP107"]
    assert len(set(run.stdout.splitlines())) == 6


def test_findings_are_the_same_from_run_to_run(faulty: Path, linter: Linter) -> None:
    shutil.copytree(ROOT / "examples" / "mistakes", faulty / "mais")
    outputs = {linter(folder=faulty, PYTHONHASHSEED=str(seed)).stdout for seed in range(4)}
    assert len(outputs) == 1


def test_the_summary_names_no_workers_where_there_are_none(project: Path, linter: Linter) -> None:
    assert linter("treino/treina.py", folder=project).stderr == "No problems found (2 files).\n"
    write(project / "treino" / "outro.py", "import mlflow\nmlflow.set_tracking_uri('http://a')\n")
    assert linter("treino", folder=project).stderr == "Found 1 error.\n"
