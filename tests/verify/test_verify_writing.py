"""What a worker writes and imports while it is run, and what of it is its own doing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from conftest import EXAMPLES, write

from mlprodest_lint.scaffold import plan
from mlprodest_lint.scaffold import write as write_templates

from .workers import run, told, worker_pub

if TYPE_CHECKING:
    from pathlib import Path

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has Landlock")


@pytest.mark.parametrize(
    ("code", "variant"),
    [
        ("open('saida.txt', 'w').close()", "written"),
        ("open(b'saida.txt', 'ab').close()", "written"),
        ("__import__('pathlib').Path('saida.txt').write_text('x')", "written"),
        ("__import__('os').mkdir('saida')", "written"),
        ("__import__('os').makedirs('saida/dentro')", "written-several"),
        ("__import__('os').remove('utils.py')", "deleted"),
        ("__import__('os').rename('utils.py', 'temp_area/utils.py')", "deleted"),
        ("__import__('os').chmod('utils.py', 0o600)", "written"),
        ("__import__('os').truncate('utils.py', 0)", "written"),
        ("__import__('os').symlink('utils.py', 'saida.py')", "written"),
        ("__import__('shutil').copy('utils.py', 'saida.py')", "written"),
        ("__import__('sqlite3').connect('saida.db').close()", "written"),
        ("__import__('logging').FileHandler('saida.log').close()", "written"),
        ("__import__('tempfile').mkdtemp()", "written"),
        ("__import__('tempfile').NamedTemporaryFile().close()", "written"),
        ("open(__import__('os').path.expanduser('~/saida.txt'), 'w').close()", "written"),
        ("open('../saida.txt', 'w').close()", "written"),
        ("__import__('os').chdir('temp_area') or open('../saida.txt', 'w').close()", "written"),
        ("__import__('os').symlink('../utils.py', 'temp_area/s') or open('temp_area/s', 'w').close()", "written"),
        ("self.make_log('../fora.log')", "written"),
        ("self.make_log('registros.d.log') or __import__('os').mkdir('saida')", "written"),
        ("self.convert_artifact_to_pickle({'a': 1}, 'saida.pkl', 'saida')", "written-several"),
        ("__import__('numpy').save('saida.npy', [1])", "written"),
        ("__import__('joblib').dump([1], 'saida.joblib')", "written"),
        ("__import__('pandas').DataFrame({'a': [1]}).to_csv('saida.csv')", "written"),
    ],
)
def test_writing_outside_is_told_at_its_line(home: Path, scratch: Path, code: str, variant: str) -> None:
    needed = code.partition("__import__('")[2].partition("'")[0]
    if needed in ("numpy", "joblib", "pandas"):
        pytest.importorskip(needed)
    root = worker_pub(home, constructor=code, utils="x = 1\n")
    outcome = run(root, scratch)
    assert {finding.place.span.line for finding in outcome.findings} == {6}
    assert {finding.rule.code for finding in outcome.findings} == {"MLP810"}
    assert {finding.variant for finding in outcome.findings} >= {variant}


@pytest.mark.parametrize(
    "code",
    [
        "open('temp_area/saida.txt', 'w').close()",
        "__import__('os').makedirs('temp_area/a/b')",
        "__import__('shutil').rmtree('temp_area') or __import__('os').mkdir('temp_area')",
        "__import__('tempfile').mkdtemp(dir='temp_area')",
        "__import__('tempfile').gettempdir()",
        "self.make_log('log_pub.log')",
        "self.make_log('log_pub.log') or __import__('logging').info('oi')",
        "self.convert_artifact_to_pickle({'a': 1}, 'saida.pkl')",
        "open(__import__('os').devnull, 'w').close()",
        "open('utils.py').read()",
        "__import__('os').makedirs('dados', exist_ok=True)",
        "__import__('pathlib').Path('nada').unlink(missing_ok=True)",
        "__import__('shutil').rmtree('nada', ignore_errors=True)",
        "__import__('os').open('utils.py', 0)",
        "__import__('sqlite3').connect(':memory:').close()",
        "__import__('multiprocessing.util').util.get_temp_dir()",
        "__import__('multiprocessing').Lock()",
        "__import__('ctypes.util').util.find_library('c')",
        "__import__('matplotlib.pyplot').get_cachedir()",
        "__import__('joblib').Parallel(2)(__import__('joblib').delayed(abs)(n) for n in [1, 2])",
        "__import__('pandas').DataFrame({'a': [1]}).to_csv('temp_area/saida.csv')",
    ],
)
def test_what_is_not_its_doing_or_in_its_place_is_no_finding(home: Path, scratch: Path, code: str) -> None:
    needed = code.partition("__import__('")[2].partition("'")[0].partition(".")[0]
    if needed in ("matplotlib", "joblib", "pandas"):
        pytest.importorskip(needed)
    root = worker_pub(home, constructor=code, utils="x = 1\n")
    write(root / "dados" / "linhas.csv")
    assert told(run(root, scratch), root) == []


def test_every_line_that_writes_is_told_once(home: Path, scratch: Path) -> None:
    utils = "def f(n):\n    open(f'{n}.txt', 'w').close()\n    open(f'{n}.txt', 'w').close()\n"
    root = worker_pub(home, top="from utils import f", constructor="[f(n) for n in range(3)]", utils=utils)
    outcome = run(root, scratch)
    assert told(outcome, root) == ["utils.py:2 MLP810 written-several", "utils.py:3 MLP810 written-several"]
    assert "'0.txt' and 2 more" in outcome.findings[0].message("en")


def test_what_only_the_folder_tells_has_no_line(home: Path, scratch: Path) -> None:
    pytest.importorskip("pyarrow")
    frame = "import pandas as pd; pd.DataFrame({'a': [1]})"
    root = worker_pub(home, constructor=f"{frame}.to_parquet('saida.parquet')")
    outcome = run(root, scratch)
    assert told(outcome, root) == ["pub.py:1 MLP810 created"]
    assert "'saida.parquet' appeared" in outcome.findings[0].message("en")


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of other systems")
@pytest.mark.parametrize(
    ("command", "variant"),
    [("echo y > utils.py", "changed"), ("rm utils.py", "gone"), ("mkdir -p a/b && touch a/b/c", "created")],
)
def test_what_another_program_does_is_seen_in_the_folder(home: Path, scratch: Path, command: str, variant: str) -> None:
    root = worker_pub(home, constructor=f"import os; os.system({command!r})", utils="x = 1\n")
    assert told(run(root, scratch), root) == [f"pub.py:1 MLP810 {variant}"]


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of other systems")
def test_a_thousand_files_are_not_a_thousand_findings(home: Path, scratch: Path) -> None:
    command = "for n in $(seq 1000); do echo > f$n; done"
    root = worker_pub(home, constructor=f"import os; os.system({command!r})")
    assert len(run(root, scratch).findings) == 20


@ON_LINUX
@pytest.mark.parametrize(
    "code",
    [
        "open('{path}', 'w').close()",
        "__import__('os').mkdir('{path}')",
        "__import__('os').rename('utils.py', '{path}')",
        "__import__('pandas').DataFrame({'a': [1]}).to_csv('{path}')",
        "__import__('pandas').DataFrame({'a': [1]}).to_parquet('{path}')",
    ],
)
def test_writing_elsewhere_is_refused(home: Path, scratch: Path, tmp_path: Path, code: str) -> None:
    if "pandas" in code:
        pytest.importorskip("pyarrow")
    elsewhere = tmp_path / "em outro lugar"
    root = worker_pub(home, constructor=code.replace("{path}", str(elsewhere)), utils="x = 1\n")
    outcome = run(root, scratch)
    assert "pub.py:6 MLP810 denied" in told(outcome, root)
    assert {finding.rule.code for finding in outcome.findings} == {"MLP810"}
    assert str(elsewhere) in outcome.findings[0].message("en")
    assert not elsewhere.exists()


@ON_LINUX
def test_a_refusal_that_the_worker_catches_is_told_too(home: Path, scratch: Path, tmp_path: Path) -> None:
    code = f"try: open({str(tmp_path / 'fora')!r}, 'w')\n        except OSError: pass"
    root = worker_pub(home, constructor=code)
    assert told(run(root, scratch), root) == ["pub.py:6 MLP810 written"]


def test_a_trusted_worker_is_not_kept_from_writing_but_seen(home: Path, scratch: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "fora"
    root = worker_pub(home, constructor=f"open({str(elsewhere)!r}, 'w').close()")
    outcome = run(root, scratch, is_trusted=True)
    assert told(outcome, root) == ["pub.py:6 MLP810 written"]
    assert elsewhere.exists()
    inactive = [guard.name.en for guard in outcome.guards if not guard.is_active]
    assert [name for name in inactive if "Landlock" in name or "memory" in name] != []


def test_links_to_outside_are_seen_through(home: Path, scratch: Path, tmp_path: Path) -> None:
    data = tmp_path / "dados"
    write(data / "linhas.csv", "1\n")
    code = "assert open('dados/linhas.csv').read(); open('dados/novo.csv', 'w').close()"
    root = worker_pub(home, constructor=code)
    try:
        (root / "dados").symlink_to(data, target_is_directory=True)
    except OSError:
        pytest.skip("links can't be made here")
    assert {finding.rule.code for finding in run(root, scratch).findings} == {"MLP810"}


# Imports.


def test_importing_from_outside_is_told_at_its_line(home: Path, scratch: Path) -> None:
    write(home / "treino" / "limpeza.py", "import colunas\n")
    write(home / "treino" / "colunas.py", "")
    top = f"import sys; sys.path.append({str(home / 'treino')!r})\nimport limpeza"
    root = worker_pub(home, top=top)
    outcome = run(root, scratch)
    assert told(outcome, root) == ["pub.py:3 MLP812"]
    assert "limpeza.py" in outcome.findings[0].message("en")


def test_code_that_is_loaded_by_its_path_is_an_import(home: Path, scratch: Path) -> None:
    file = write(home / "treino" / "limpeza.py", "x = 1\n")
    code = f"import runpy; runpy.run_path({str(file)!r})"
    root = worker_pub(home, constructor=code)
    assert told(run(root, scratch), root) == ["pub.py:6 MLP812"]


def test_what_belongs_to_the_worker_or_its_environment_may_be_imported(home: Path, scratch: Path) -> None:
    pytest.importorskip("numpy")
    top = "import colorsys, numpy, sys\nfrom pacote.dentro import x\nsys.path.append('extra')\nimport e"
    root = worker_pub(home, top=top)
    write(root / "pacote" / "dentro.py", "x = 1\n")
    write(root / "extra" / "e.py", "x = 1\n")
    assert told(run(root, scratch), root) == []


def test_nothing_beside_the_worker_or_the_checker_can_be_imported(home: Path, scratch: Path) -> None:
    write(home / "vizinho.py")
    for name in ("vizinho", "worker_pub", "keeper", "probe"):
        root = worker_pub(home / name, top=f"import {name}")
        assert told(run(root, scratch), root) == ["pub.py:2 MLP801 raised"]


# The templates and examples, as they are.


def test_the_examples_write_nothing_outside(tmp_path: Path, scratch: Path) -> None:
    planned = plan(tmp_path / "novo", "1.5", "triagem")
    write_templates(planned)
    for root in (tmp_path / "novo" / "worker_pub", EXAMPLES / "classifier-1.5" / "worker_pub"):
        outcome = run(root, scratch)
        assert [finding.rule.code for finding in outcome.findings] == ["MLP805"]
