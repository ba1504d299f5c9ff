"""Family 1: folders and files where the contract wants them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import findings_in, write

if TYPE_CHECKING:
    from pathlib import Path

IMPORT = "from mllibprodest.interfaces import ModelPublicationInterfaceCLF\n"
CLF = f"{IMPORT}\n\nclass ModeloCLF(ModelPublicationInterfaceCLF):\n    pass\n"


def layout(project: Path, *paths: Path) -> list[str]:
    return findings_in(project, *paths, rules="MLP1")


# MLP101 and MLP108: the workers' folders.


@pytest.mark.parametrize("name", ["Worker_pub", "worker-pub", "pub", "WORKER_PUB", "publicação final"])
def test_a_renamed_worker_is_found_and_linted_all_the_same(project: Path, name: str) -> None:
    (project / "worker_pub").rename(project / name)
    (project / name / "test_pub.py").unlink()
    expected = [f"{name}:1 MLP101", f"{name}:1 MLP102"]
    assert layout(project) == expected
    assert layout(project, project / name) == expected


@pytest.mark.parametrize(
    ("script", "source"),
    [
        ("modelo.py", CLF),
        ("models/modelo.py", CLF),
        ("m.py", "import mllibprodest.interfaces as i\nclass ModeloCLF(i.ModelPublicationInterfaceCLF): pass\n"),
        (
            "m.py",
            "from mllibprodest.interfaces import ModelPublicationInterfaceCLF as Base\nclass ModeloCLF(Base): pass\n",
        ),
        (
            "m.py",
            f"{CLF.replace('ModeloCLF', 'Comum')}\nclass ModeloCLF(\n    Comum,\n):\n    pass\n",
        ),
    ],
)
def test_a_script_with_the_class_makes_a_worker(project: Path, script: str, source: str) -> None:
    write(project / "outro" / script, source)
    assert "outro:1 MLP101" in layout(project)
    assert "outro:1 MLP101" in layout(project, project / "outro")


@pytest.mark.parametrize(
    "source",
    [
        "class ModeloCLF:\n    pass\n",
        f'"""Um exemplo:\n\n{CLF}"""\n',
        f"# {CLF.replace(chr(10), chr(10) + '# ')}",
        f"{IMPORT}class ModeloCLFX(ModelPublicationInterfaceCLF): pass",
        "from pub import ModeloCLF\nfrom mllibprodest.interfaces import ModelPublicationInterfaceCLF\n",
        f"{CLF}print 'não é Python'\n",
        CLF.encode("utf-16").decode("latin-1"),
    ],
)
def test_what_makes_no_worker(project: Path, source: str) -> None:
    write(project / "outro" / "modelo.py", source)
    write(project / "outro" / "pub.py", "x = 1\n")
    assert layout(project) == []


def test_a_worker_that_is_deeper_is_linted_and_no_more(project: Path) -> None:
    shutil.copytree(project / "worker_pub", project / "antigo" / "2023" / "worker_pub")
    shutil.copytree(project / "worker_pub", project / "antigo" / "pub")
    (project / "antigo" / "2023" / "worker_pub" / "pub.py").unlink()
    assert layout(project) == ["antigo/2023/worker_pub:1 MLP102"]
    shutil.rmtree(project / "worker_retrain")
    assert layout(project) == [".:1 MLP108", "antigo/2023/worker_pub:1 MLP102"]


def test_only_a_project_lacks_a_worker(project: Path) -> None:
    shutil.rmtree(project / "worker_pub")
    assert layout(project) == [".:1 MLP108"]
    assert layout(project, project / "worker_retrain") == []
    assert layout(project, project / "worker_retrain", project) == [".:1 MLP108"]


def test_a_renamed_worker_is_not_missing(project: Path) -> None:
    (project / "worker_retrain").rename(project / "retrain")
    assert layout(project) == ["retrain:1 MLP101"]


def test_deeper_workers_alone_are_no_project(project: Path) -> None:
    (project / "src").mkdir()
    for worker in ("worker_pub", "worker_retrain"):
        (project / worker).rename(project / "src" / worker)
    shutil.rmtree(project / "src" / "worker_pub")
    assert layout(project) == []
    assert layout(project, project / "src") == ["src:1 MLP108"]


# MLP102, MLP103 and MLP104: the standard files.


@pytest.mark.parametrize("name", ["__init__.py", "pub.py", "mytest_pub.py", "test_pub.py"])
def test_a_missing_script(project: Path, name: str) -> None:
    (project / "worker_pub" / name).unlink()
    assert layout(project) == ["worker_pub:1 MLP102"]


@pytest.mark.parametrize("name", ["__init__.py", "models/__init__.py", "mytest_pub.py", "test_pub.py", "params.conf"])
def test_a_missing_file_of_contract_18(project18: Path, name: str) -> None:
    (project18 / "worker_pub" / name).unlink()
    assert layout(project18) == ["worker_pub:1 MLP102"]


def test_the_optional_files_may_be_missing_or_elsewhere(project: Path, project18: Path) -> None:
    (project / "worker_pub" / "utils.py").rename(project / "worker_pub" / "Utils.py")
    write(project / "worker_pub" / "apoio" / "utils.py")
    (project18 / "worker_pub" / "models" / "utils.py").unlink()
    assert layout(project) == []
    assert layout(project18) == []


def test_a_folder_is_no_script(project: Path) -> None:
    (project / "worker_pub" / "test_pub.py").unlink()
    (project / "worker_pub" / "test_pub.py").mkdir()
    (project / "worker_pub" / "requirements.txt").unlink()
    (project / "worker_pub" / "requirements.txt").mkdir()
    shutil.rmtree(project / "worker_pub" / "temp_area")
    write(project / "worker_pub" / "temp_area")
    assert layout(project) == ["worker_pub:1 MLP102", "worker_pub:1 MLP105", "worker_pub:1 MLP107"]


@pytest.mark.parametrize("name", ["Pub.py", "PUB.PY", "pub.Py"])
def test_another_letter_case(project: Path, name: str) -> None:
    (project / "worker_pub" / "pub.py").rename(project / "worker_pub" / name)
    assert layout(project) == [f"worker_pub/{name}:1 MLP103"]


def test_another_letter_case_is_nothing_where_the_right_file_is_there(project: Path) -> None:
    write(project / "worker_pub" / "Pub.py")
    write(project / "worker_pub" / "Test_pub.py")
    assert layout(project) == []


def test_the_main_script_under_another_name(project: Path) -> None:
    (project / "worker_pub" / "pub.py").rename(project / "worker_pub" / "publica.py")
    assert layout(project) == ["worker_pub/publica.py:1 MLP103"]
    write(project / "worker_pub" / "apoio" / "pub.py")
    assert layout(project) == ["worker_pub/publica.py:1 MLP103"]
    write(project / "worker_pub" / "antigo.py", "class ModeloCLF:\n    pass\n")
    assert layout(project) == ["worker_pub/apoio/pub.py:1 MLP104"]
    shutil.rmtree(project / "worker_pub" / "apoio")
    assert layout(project) == ["worker_pub:1 MLP102"]


def test_a_main_script_of_contract_18_under_another_name(project18: Path) -> None:
    models = project18 / "worker_pub" / "models"
    (models / "pub_evasao.py").rename(models / "publica.py")
    expected = ["worker_pub/models/publica.py:1 MLP103", "worker_pub/params.conf:2 MLP109"]
    assert layout(project18) == expected
    # One that another section names is not it.
    write(project18 / "worker_pub" / "params.conf", section() + section("OUTRO", source_file="publica"))
    assert layout(project18) == expected[1:]


def test_a_misplaced_script_at_each_place(project: Path) -> None:
    worker = project / "worker_pub"
    (worker / "mytest_pub.py").unlink()
    for folder in ("testes", "testes/antigos", "temp_area", "env/lib", ".git"):
        write(worker / folder / "mytest_pub.py")
    write(worker / "env" / "pyvenv.cfg")
    assert layout(project) == [
        "worker_pub/testes/antigos/mytest_pub.py:1 MLP104",
        "worker_pub/testes/mytest_pub.py:1 MLP104",
    ]


def test_an_init_elsewhere_explains_nothing(project: Path) -> None:
    (project / "worker_pub" / "__init__.py").unlink()
    write(project / "worker_pub" / "apoio" / "__init__.py")
    assert layout(project) == ["worker_pub:1 MLP102"]


def test_a_misplaced_params_conf(project18: Path) -> None:
    (project18 / "worker_pub" / "params.conf").rename(project18 / "worker_pub" / "models" / "params.conf")
    assert layout(project18) == ["worker_pub/models/params.conf:1 MLP104"]


# MLP105, MLP106 and MLP107.


def test_no_requirements(project: Path) -> None:
    (project / "worker_pub" / "requirements.txt").rename(project / "worker_pub" / "Requirements.txt")
    assert layout(project) == ["worker_pub:1 MLP105"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n  \n",
        "# numpy\n",
        "--index-url https://pypi.org/simple\n",
        "-r outro.txt\n",
        "-c limites.txt\n",
        "\\\n",
    ],
)
def test_empty_requirements(project: Path, text: str) -> None:
    write(project / "worker_pub" / "requirements.txt", text)
    write(project / "worker_pub" / "outro.txt", "# nada\n-r outro.txt\n")
    write(project / "worker_pub" / "limites.txt", "numpy\n")
    assert layout(project) == ["worker_pub/requirements.txt:1 MLP106"]


@pytest.mark.parametrize(
    "text", ["numpy\n", "-r outro.txt\n", "./lib.whl\n", "https://x.org/a.zip\n", "-r https://x.org/r.txt\n", "numpy=1"]
)
def test_requirements_that_name_something(project: Path, text: str) -> None:
    write(project / "worker_pub" / "requirements.txt", text)
    write(project / "worker_pub" / "outro.txt", "-r mais/um.txt\n")
    write(project / "worker_pub" / "mais" / "um.txt", "numpy\n")
    assert layout(project) == []


def test_no_temp_area(project: Path) -> None:
    (project / "worker_pub" / "temp_area").rename(project / "worker_pub" / "Temp_Area")
    assert layout(project) == ["worker_pub:1 MLP107"]


def test_a_temp_area_that_git_ignores_is_there(project: Path) -> None:
    write(project / ".git" / "HEAD")
    write(project / ".gitignore", "temp_area/\nrequirements.txt\n")
    assert layout(project) == []


# MLP109: params.conf.

SECTION = {
    "source_file": "pub_evasao",
    "model_class": "ModeloCLF",
    "experiment_name": "Evasão",
    "model_provider_name": "mlflow",
    "dataset_provider_name": "minio",
}


def section(name: str = "EVASAO", **changed: str | None) -> str:
    keys = {**SECTION, **changed}
    return "".join([f"[{name}]\n", *(f"{key} = {value}\n" for key, value in keys.items() if value is not None)])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (section(), []),
        (f"; a\n# b\n\n{section()}", []),
        (section(responsavel="equipe"), []),
        (section().replace(" = ", ": "), []),
        (section().replace("source_file", "SOURCE_FILE"), []),
        (section(experiment_name="a\n  b = c\n\n  d"), []),
        (section().replace("\n", "\r"), []),
        (section(experiment_name="100%"), []),
        (f"[DEFAULT]\nmodel_provider_name = mlflow\n{section(model_provider_name=None)}", []),
        (section(source_file="nada"), [2]),
        (section(source_file="pub_evasao.py"), [2]),
        (section(source_file="Pub_evasao"), [2]),
        (section(model_class="ModeloRETRAIN"), [3]),
        (section(model_class="modeloclf"), [3]),
        (section(experiment_name=None), [1]),
        (section(experiment_name=""), [1]),
        (section(experiment_name=None, model_provider_name=" "), [1, 1]),
        (f"[DEFAULT]\nmodel_class = X\n{section(model_class=None)}", [2]),
        (f"[DEFAULT]\nexperiment_name =\n{section(experiment_name=None)}", [3]),
        (f"{section()}\n{section('B', source_file='b', model_class='C')}", [9, 10]),
        (f"{section()}\n{section()}", [8]),
        (f"{section()}source_file = pub_evasao\n", [7]),
        (f"{section()}Source_File: pub_evasao\n", [7]),
        ("", [1]),
        ("# nada\n", [1]),
        ("[DEFAULT]\nsource_file = x\n", [1]),
        (section().partition("\n")[2], [1]),
        (f"{section()}isto não é uma chave\n", [1]),
    ],
)
def test_params_conf(project18: Path, text: str, lines: list[int]) -> None:
    write(project18 / "worker_pub" / "params.conf", text)
    assert findings_in(project18, rules="MLP109") == [f"worker_pub/params.conf:{line} MLP109" for line in lines]


def test_two_alike_beside_other_problems(project18: Path) -> None:
    text = section() + section("B", model_class="X") + section() + "experiment_name = y\n"
    write(project18 / "worker_pub" / "params.conf", text)
    found = findings_in(project18, rules="MLP109")
    assert found == [f"worker_pub/params.conf:{line} MLP109" for line in (9, 13, 19)]


def test_only_the_params_conf_of_contract_18_in_the_root_counts(project: Path, project18: Path) -> None:
    write(project / "worker_pub" / "apoio" / "params.conf", "x")
    write(project18 / "worker_pub" / "models" / "params.conf", "x")
    assert layout(project) == []
    assert layout(project18) == []


# Which contract applies.


@pytest.mark.parametrize(
    ("added", "contract"),
    [
        ("apoio.py", "1.5"),
        ("models/arvore.py", "1.5"),
        ("Params.conf", "1.5"),
        ("Models/__init__.py", "1.5"),
        ("models/__init__.py", "1.8"),
        ("params.conf", "1.8"),
    ],
)
def test_the_contract_is_told_by_the_workers_own_files(project: Path, added: str, contract: str) -> None:
    write(project / "worker_pub" / added)
    assert ("worker_pub:1 MLP102" in findings_in(project, rules="MLP102")) is (contract == "1.8")
