"""The ``requirements.txt`` that ``requirements`` prints and writes, from real virtual environments."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import venv
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

import pytest
from conftest import findings_in, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conftest import Linter

posix = pytest.mark.skipif(os.name == "nt", reason="needs a folder as other systems have it")


class Installed(NamedTuple):
    """A distribution to put into an environment."""

    name: str
    version: str
    modules: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    origin: Mapping[str, object] | None = None


SKLEARN = Installed("scikit-learn", "1.6.1", ("sklearn",), ("numpy>=1.19", "joblib"))
NUMPY = Installed("numpy", "2.1.3", ("numpy",))
JOBLIB = Installed("joblib", "1.4.2", ("joblib",))
MLLIB = Installed("mllibprodest", "1.5.0", ("mllibprodest",))
USUAL = (SKLEARN, NUMPY, JOBLIB, MLLIB)


@pytest.fixture
def worker(tmp_path: Path) -> Path:
    """Return a worker that imports mllibprodest and sklearn."""
    folder = tmp_path / "projeto ação" / "worker_pub"
    write(folder / "pub.py", "import os\n\nimport mllibprodest.interfaces\nfrom sklearn import tree\n\nimport utils\n")
    write(folder / "utils.py", "import json\n")
    return folder


def environment_in(folder: Path, *installed: Installed, name: str = "env") -> Path:
    """Make a real virtual environment and put distributions into it, as an installer records them."""
    environment = folder / name
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    install(site_of(environment), installed)
    return environment


def site_of(environment: Path) -> Path:
    return next(environment.glob("lib/python3.*/site-packages"), environment / "Lib" / "site-packages")


def install(site: Path, installed: Sequence[Installed]) -> None:
    for each in installed:
        for module in each.modules:
            write(site / module / "__init__.py")
        metadata = site / f"{each.name.replace('-', '_')}-{each.version}.dist-info"
        needs = "".join(f"Requires-Dist: {need}\n" for need in each.needs)
        write(metadata / "METADATA", f"Metadata-Version: 2.1\nName: {each.name}\nVersion: {each.version}\n{needs}")
        write(metadata / "RECORD", "".join(f"{module}/__init__.py,,\n" for module in each.modules))
        if each.origin is not None:
            write(metadata / "direct_url.json", json.dumps(each.origin))


def printed(linter: Linter, worker: Path, *arguments: str | Path, status: int = 0) -> list[str]:
    run = linter("requirements", *arguments, folder=worker)
    assert run.returncode == status, run.stdout + run.stderr
    return run.stdout.splitlines()


def remarks(linter: Linter, worker: Path, *arguments: str | Path) -> str:
    return linter("requirements", *arguments, folder=worker).stderr


# What is pinned.


@pytest.mark.parametrize("name", ["env", "venv", ".venv", "meu ambiente"])
def test_imports_and_what_they_need_are_pinned_as_installed(name: str, worker: Path, linter: Linter) -> None:
    environment_in(
        worker, *USUAL, Installed("pip", "24.0", ("pip",)), Installed("black", "24.1", ("black",)), name=name
    )
    lines = ["joblib==1.4.2", "mllibprodest==1.5.0", "numpy==2.1.3", "scikit-learn==1.6.1"]
    assert printed(linter, worker) == lines
    assert printed(linter, worker.parent, worker) == lines
    assert not (worker / "requirements.txt").exists()


def test_training_code_has_its_own(tmp_path: Path, linter: Linter) -> None:
    write(tmp_path / "treino" / "train.py", "import mlflow.sklearn\nimport sklearn\nimport ausente\n")
    environment_in(tmp_path / "treino", *USUAL, Installed("mlflow", "2.9.2", ("mlflow",), ("numpy<3",)))
    lines = printed(linter, tmp_path, "treino", status=1)
    assert lines == ["ausente", "joblib==1.4.2", "mlflow==2.9.2", "numpy==2.1.3", "scikit-learn==1.6.1"]
    assert "ausente is imported and not installed in treino/env" in remarks(linter, tmp_path, "treino")


def test_what_is_written_satisfies_the_linter(project: Path, linter: Linter) -> None:
    for name in ("worker_pub", "worker_retrain"):
        (project / name / "requirements.txt").unlink()
        others = [Installed("mlflow", "2.9.2", ("mlflow",)), Installed("pandas", "2.2.3", ("pandas",))]
        environment_in(project / name, *USUAL, *others)
        assert linter("requirements", name, "--write", folder=project).returncode == 0
    assert findings_in(project) == []


def test_markers_are_those_of_the_environment(worker: Path, linter: Linter) -> None:
    needs = (
        'old; python_version < "3.9"',
        'new; python_version >= "3.9"',
        'alternative; implementation_name == "pypy"',
        'further; extra == "more"',
        "other[more]",
    )
    others = [Installed(name, "1.0") for name in ("old", "new", "alternative", "further", "deep")]
    other = Installed("other", "2.0", needs=('deep; extra == "more"',))
    environment = environment_in(worker, MLLIB, Installed("scikit-learn", "1.6.1", ("sklearn",), needs), other, *others)
    assert printed(linter, worker)[:2] == ["deep==1.0", "mllibprodest==1.5.0"]
    assert printed(linter, worker)[2:] == ["new==1.0", "other==2.0", "scikit-learn==1.6.1"]
    settings = (environment / "pyvenv.cfg").read_text("utf-8").splitlines()
    kept = [line for line in settings if not line.startswith("version")]
    write(environment / "pyvenv.cfg", "\n".join([*kept, "version = 3.8.10", "implementation = PyPy"]))
    assert [line for line in printed(linter, worker) if line.endswith("==1.0")] == [
        "alternative==1.0",
        "deep==1.0",
        "old==1.0",
    ]


def test_extras_of_a_line_that_is_there_count(worker: Path, linter: Linter) -> None:
    write(worker / "requirements.txt", "scikit-learn[plots]\n")
    sklearn = Installed("scikit-learn", "1.6.1", ("sklearn",), ('matplotlib; extra == "plots"',))
    environment_in(worker, MLLIB, sklearn, Installed("matplotlib", "3.9.0", ("matplotlib",)))
    assert printed(linter, worker) == ["scikit-learn[plots]", "matplotlib==3.9.0", "mllibprodest==1.5.0"]


def test_requirements_that_need_each_other(worker: Path, linter: Linter) -> None:
    sklearn = Installed("scikit-learn", "1.6.1", ("sklearn",), ("a",))
    environment_in(worker, MLLIB, sklearn, Installed("a", "1", needs=("b",)), Installed("b", "2", needs=("a",)))
    assert printed(linter, worker) == ["a==1", "b==2", "mllibprodest==1.5.0", "scikit-learn==1.6.1"]


@posix
def test_an_environment_of_windows_pins_for_windows_what_linux_lacks(worker: Path, linter: Linter) -> None:
    environment = worker / "env"
    write(environment / "pyvenv.cfg", "home = C:\\Python311\nversion = 3.11.4\n")
    write(environment / "Scripts" / "activate.bat")
    needs = ("colorama; platform_system == 'Windows'", "uvloop; sys_platform != 'win32'", "numpy")
    sklearn = Installed("scikit-learn", "1.6.1", ("sklearn",), needs)
    install(environment / "Lib" / "site-packages", [MLLIB, NUMPY, sklearn, Installed("colorama", "0.4.6")])
    assert printed(linter, worker) == [
        'colorama==0.4.6 ; sys_platform == "win32"',
        "mllibprodest==1.5.0",
        "numpy==2.1.3",
        "scikit-learn==1.6.1",
    ]
    assert "On Linux, as at Prodest, scikit-learn also needs uvloop" in remarks(linter, worker)


def test_the_environment_and_the_configuration_say_who_provides_an_import(worker: Path, linter: Linter) -> None:
    write(worker / "pub.py", "import cv2\nfrom google.cloud import storage\nimport interno\n")
    environment_in(
        worker,
        Installed("opencv-python-headless", "4.10", ("cv2",)),
        Installed("opencv-contrib-python", "4.10", ("cv2",)),
        Installed("google-cloud-storage", "2.1", ("google/cloud/storage",)),
        Installed("lib-da-casa", "3.0"),
    )
    write(worker.parent / "mlprodest-lint.toml", 'packages = { "interno" = "lib-da-casa" }\n')
    write(worker / "requirements.txt", "opencv-python-headless\n")
    assert printed(linter, worker) == ["opencv-python-headless", "google-cloud-storage==2.1", "lib-da-casa==3.0"]


def test_what_may_fail_is_pinned_where_it_is_installed(worker: Path, linter: Linter) -> None:
    write(worker / "pub.py", "try:\n    import ujson\n    import joblib\nexcept ImportError:\n    ujson = None\n")
    environment_in(worker, JOBLIB)
    assert printed(linter, worker) == ["joblib==1.4.2"]


# What can't be installed elsewhere, or doesn't fit.


def test_where_distributions_came_from(worker: Path, linter: Linter, tmp_path: Path) -> None:
    write(worker / "pub.py", "import a, b, c, d, e\n")
    repository = {"url": "https://example.org/b.git", "vcs_info": {"vcs": "git", "commit_id": "abc123"}}
    environment_in(
        worker,
        Installed("a", "1", ("a",), origin={"url": (tmp_path / "a").as_uri(), "dir_info": {"editable": True}}),
        Installed("b", "1", ("b",), origin={**repository, "subdirectory": "python"}),
        Installed("c", "1", ("c",), origin={"url": (worker / "pacotes" / "c-1.whl").as_uri(), "archive_info": {}}),
        Installed("d", "1", ("d",), origin={"url": "https://example.org/d-1.whl", "archive_info": {}}),
        Installed("e", "1+cpu", ("e",)),
    )
    run = linter("requirements", folder=worker)
    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        "./pacotes/c-1.whl",
        "b @ git+https://example.org/b.git@abc123#subdirectory=python",
        "d @ https://example.org/d-1.whl",
        "e==1",
    ]
    assert f"a 1 was installed from {(tmp_path / 'a').as_uri()}, which only this machine has" in run.stderr
    assert "b 1 comes from https://example.org/b.git: Prodest must be able to reach it." in run.stderr
    assert "e 1+cpu is a build that the usual index doesn't have: 1 is pinned." in run.stderr
    write(worker / "requirements.txt", "--extra-index-url https://example.org/cpu\n")
    assert "e==1+cpu" in printed(linter, worker, status=1)


def test_what_does_not_fit_together_is_said(worker: Path, linter: Linter) -> None:
    sklearn = Installed("scikit-learn", "1.6.1", ("sklearn",), ("numpy<2", "scipy>=1"))
    environment_in(worker, MLLIB, NUMPY, sklearn)
    run = linter("requirements", folder=worker)
    assert run.returncode == 1
    assert "scikit-learn needs numpy<2, but env has 2.1.3: pip will refuse the two together." in run.stderr
    assert "scikit-learn needs scipy>=1, which isn't installed in env." in run.stderr


def test_a_broken_environment_is_read_as_far_as_it_goes(worker: Path, linter: Linter) -> None:
    site = site_of(environment_in(worker, *USUAL))
    write(site / "leer-1.0.dist-info" / "METADATA", "")
    (site / "nada-1.0.dist-info").mkdir()
    write(site / "~umpy-1.0.dist-info" / "METADATA", "Metadata-Version: 2.1\nName: ~umpy\nVersion: broken!\n")
    write(site / "x.pth", "import sys; sys.exit(7)\nnowhere\n\n# comment\n")
    with (site / "scikit_learn-1.6.1.dist-info" / "METADATA").open("a", encoding="utf-8") as file:
        file.write("Requires-Dist: not ! a requirement\n")
    assert len(printed(linter, worker)) == 4


# Without an environment.


def test_without_an_environment_the_missing_ones_are_named(worker: Path, linter: Linter) -> None:
    run = linter("requirements", folder=worker)
    assert (run.returncode, run.stdout) == (1, "mllibprodest\nscikit-learn\n")
    assert "No virtual environment was found in ." in run.stderr
    assert "scikit-learn is imported: add the version that you use." in run.stderr
    write(worker / "requirements.txt", "mllibprodest==1.5.0\nscikit-learn==1.6.1\n")
    run = linter("requirements", folder=worker)
    assert (run.returncode, run.stdout) == (0, "mllibprodest==1.5.0\nscikit-learn==1.6.1\n")


def test_own_code_and_code_beside_is_no_package(worker: Path, linter: Linter) -> None:
    write(worker.parent / "ferramentas.py")
    write(worker / "apoio" / "textos.py")
    write(worker / "pub.py", "import apoio.textos\nimport ferramentas\nimport worker_retrain\nfrom . import utils\n")
    run = linter("requirements", folder=worker)
    assert (run.returncode, run.stdout) == (0, "")


# Which environment.


def test_several_environments_are_asked_about(worker: Path, linter: Linter) -> None:
    environment_in(worker, *USUAL)
    other = environment_in(worker, MLLIB, Installed("scikit-learn", "1.0", ("sklearn",)), name=".venv")
    run = linter("requirements", folder=worker)
    assert (run.returncode, run.stdout) == (2, "")
    assert ".venv, env" in run.stderr
    program = other / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for named in (other, program):
        assert printed(linter, worker, "--python", named) == ["mllibprodest==1.5.0", "scikit-learn==1.0"]


def test_an_interpreter_without_environment_is_asked(worker: Path, linter: Linter) -> None:
    write(worker / "pub.py", "import click\n")
    run = linter("requirements", "--python", sys.executable, folder=worker)
    assert run.returncode == 0, run.stderr
    base = getattr(sys, "_base_executable", sys.executable)
    assert linter("requirements", "--python", base, folder=worker).returncode in (0, 1)


@posix
def test_an_environment_that_sees_others_is_asked(worker: Path, linter: Linter, tmp_path: Path) -> None:
    environment = environment_in(worker, SKLEARN, NUMPY, JOBLIB)
    linked = tmp_path / "outros"
    install(linked, [MLLIB])
    write(site_of(environment) / "outros.pth", f"{linked}\n")
    expected = ["joblib==1.4.2", "mllibprodest==1.5.0", "numpy==2.1.3", "scikit-learn==1.6.1"]
    assert printed(linter, worker) == expected
    settings = (environment / "pyvenv.cfg").read_text("utf-8")
    write(environment / "pyvenv.cfg", settings.replace("packages = false", "packages = true"))
    assert printed(linter, worker) == expected


@posix
@pytest.mark.parametrize(
    ("name", "content"),
    [("nenhum", None), ("pasta/", None), ("falha", "#!/bin/sh\nexit 3\n"), ("outro", "#!/bin/sh\necho oi\n")],
)
def test_what_is_no_interpreter(name: str, content: str | None, worker: Path, linter: Linter) -> None:
    if content is not None:
        write(worker / name, content).chmod(0o755)
    elif name.endswith("/"):
        (worker / name).mkdir()
    run = linter("requirements", "--python", name, folder=worker)
    assert (run.returncode, run.stdout) == (2, "")
    assert "--python" in run.stderr
    assert "Traceback" not in run.stderr


# What stands in the file stays.


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_stands_there_stays(ending: str, mark: bytes, worker: Path, linter: Linter) -> None:
    environment_in(worker, *USUAL, Installed("pandas", "2.2.3", ("pandas",)))
    before = ending.join(
        ["# versões, não mexer", "", "pandas   # usado à mão", "scikit-learn>=1.0,<2", "sem-uso==9", ""]
    )
    file = write(worker / "requirements.txt", mark + before.encode())
    file.chmod(0o640)
    run = linter("requirements", "--write", folder=worker)
    assert (run.returncode, run.stdout) == (0, "")
    assert "sem-uso stands in requirements.txt and isn't installed in env" in run.stderr
    added = ending.join(["joblib==1.4.2", "mllibprodest==1.5.0", "numpy==2.1.3", ""])
    assert file.read_bytes() == mark + (before + added).encode()
    assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o640
    written = file.stat()
    again = linter("requirements", "--write", folder=worker)
    assert "requirements.txt lacks nothing." in again.stderr
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (written.st_mtime_ns, written.st_ino)
    assert sorted(path.name for path in worker.iterdir() if path.name != "env") == [
        "pub.py",
        "requirements.txt",
        "utils.py",
    ]


def test_another_encoding_stays(worker: Path, linter: Linter) -> None:
    environment_in(worker, *USUAL)
    before = "# -*- coding: latin-1 -*-\n# versão\nscikit-learn\n".encode("latin-1")
    file = write(worker / "requirements.txt", before)
    assert linter("requirements", "--write", folder=worker).returncode == 0
    assert file.read_bytes() == before + b"joblib==1.4.2\nmllibprodest==1.5.0\nnumpy==2.1.3\n"


@pytest.mark.parametrize("end", ["numpy", "numpy \\", "numpy \\\n", "# fim \\"])
def test_the_last_line_is_not_continued(end: str, worker: Path, linter: Linter) -> None:
    environment_in(worker, *USUAL)
    file = write(worker / "requirements.txt", f"joblib\nscikit-learn\n{end}")
    linter("requirements", "--write", folder=worker)
    content = file.read_text("utf-8")
    assert content.startswith(f"joblib\nscikit-learn\n{end}")
    assert content.endswith("\nmllibprodest==1.5.0\n" if "numpy" in end else "\nmllibprodest==1.5.0\nnumpy==2.1.3\n")
    assert "lacks nothing" in remarks(linter, worker, "--write")


def test_a_line_that_refuses_what_is_installed_is_corrected(worker: Path, linter: Linter) -> None:
    lines = [
        "scikit-learn[plots] == 1.2 ; python_version >= '3'  # do notebook",
        "  numpy<2",
        "joblib==0.1; python_version < '3'",
        "mllibprodest \\",
        "  ==1.4",
    ]
    environment_in(worker, *USUAL)
    write(worker / "requirements.txt", "\n".join([*lines, ""]))
    run = linter("requirements", folder=worker)
    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        'scikit-learn[plots]==1.6.1; python_version >= "3"  # do notebook',
        "  numpy==2.1.3",
        *lines[2:],
    ]
    assert "requirements.txt, line 2: numpy<2 becomes numpy==2.1.3, the version in env." in run.stderr
    assert "requirements.txt, line 4: mllibprodest   ==1.4 doesn't allow the version in env, 1.5.0." in run.stderr


def test_included_files_count_and_are_left_alone(worker: Path, linter: Linter) -> None:
    environment_in(worker, *USUAL)
    included = write(worker / "base.txt", "numpy<2\nscikit-learn==1.6.1\n")
    write(worker / "requirements.txt", "-r base.txt\n")
    run = linter("requirements", "--write", folder=worker)
    assert run.returncode == 1
    assert "base.txt, line 1: numpy<2 doesn't allow the version in env, 2.1.3." in run.stderr
    assert (worker / "requirements.txt").read_text("utf-8") == "-r base.txt\njoblib==1.4.2\nmllibprodest==1.5.0\n"
    assert included.read_text("utf-8") == "numpy<2\nscikit-learn==1.6.1\n"


def test_hashes_are_not_mixed_with_lines_without(worker: Path, linter: Linter) -> None:
    environment_in(worker, *USUAL)
    content = f"numpy==2.1.3 --hash=sha256:{'0' * 64}\n"
    file = write(worker / "requirements.txt", content)
    run = linter("requirements", "--write", folder=worker)
    assert (run.returncode, run.stdout) == (2, "")
    assert file.read_text("utf-8") == content


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"# coding: nenhuma\nnumpy\n"])
def test_a_file_that_can_not_be_decoded(content: bytes, worker: Path, linter: Linter) -> None:
    file = write(worker / "requirements.txt", content)
    run = linter("requirements", "--write", folder=worker)
    assert (run.returncode, run.stdout) == (2, "")
    assert file.read_bytes() == content


# Which folder.


def test_a_project_has_several(project: Path, linter: Linter) -> None:
    run = linter("requirements", folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert "worker_pub, worker_retrain, treino" in run.stderr


@pytest.mark.parametrize("name", ["nenhuma", "vazia", "worker_pub/pub.py"])
def test_what_is_no_folder_of_code(name: str, project: Path, linter: Linter) -> None:
    (project / "vazia").mkdir()
    run = linter("requirements", name, folder=project)
    assert (run.returncode, run.stdout) == (2, "")
    assert name in run.stderr


def test_it_speaks_portuguese(worker: Path, linter: Linter) -> None:
    text = remarks(linter, worker, "--language", "pt-BR")
    assert "Nenhum ambiente virtual foi encontrado" in text
    assert "Acrescentado: scikit-learn" in text


@pytest.mark.slow
def test_what_a_real_installer_installs(worker: Path, linter: Linter, tmp_path: Path) -> None:
    if importlib.util.find_spec("pip") is None:
        pytest.skip("pip is not installed beside this Python")
    wheels = tmp_path / "wheels"
    for each in USUAL:
        wheel(wheels, each)
    local = tmp_path / "local"
    wheel(local, Installed("da-casa", "0.1", ("da_casa",)))
    environment = environment_in(worker)
    command = [sys.executable, "-m", "pip", "--python", str(environment), "install", "--no-index", "-q"]
    variables = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    packages = ["--find-links", str(wheels), "scikit-learn", "mllibprodest", *map(str, local.iterdir())]
    subprocess.run([*command, *packages], env=variables, check=True, timeout=120)
    write(worker / "outra.py", "import da_casa\n")
    lines = ["joblib==1.4.2", "mllibprodest==1.5.0", "numpy==2.1.3", "scikit-learn==1.6.1"]
    assert printed(linter, worker, status=1) == lines
    assert "da-casa 0.1 was installed from file://" in remarks(linter, worker)
    shutil.rmtree(environment)
    write(worker / "requirements.txt", "\n".join(lines))
    environment_in(worker)
    file = str(worker / "requirements.txt")
    subprocess.run([*command, "--find-links", str(wheels), "-r", file], env=variables, check=True, timeout=120)


def wheel(folder: Path, each: Installed) -> None:
    """Write a wheel, as small as pip takes them."""
    folder.mkdir(exist_ok=True)
    name = each.name.replace("-", "_")
    info = f"{name}-{each.version}.dist-info"
    needs = "".join(f"Requires-Dist: {need}\n" for need in each.needs)
    files = {f"{module}/__init__.py": "" for module in each.modules}
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {each.name}\nVersion: {each.version}\n{needs}"
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    with ZipFile(folder / f"{name}-{each.version}-py3-none-any.whl", "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
