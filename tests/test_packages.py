"""Which distributions provide an import: the table, and the metadata of real environments."""

from __future__ import annotations

import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from conftest import ROOT, write
from packaging.utils import canonicalize_name

from mlprodest_lint.packages import PackageMap, distributions_of, installed_distributions

TABLE = (ROOT / "mlprodest_lint" / "data" / "packages.txt").read_text(encoding="utf-8").splitlines()
ROWS = [line for line in TABLE if not line.startswith("#")]


def test_the_table_is_sane() -> None:
    names = []
    for row in ROWS:
        name, separator, distributions = row.partition(" = ")
        assert separator
        assert all(part.isidentifier() for part in name.split("."))
        assert distributions.split()
        for distribution in distributions.split():
            assert canonicalize_name(distribution) == distribution
        assert len(set(distributions.split())) == len(distributions.split())
        names.append(name)
    assert len(set(names)) == len(names)
    assert names == sorted(names)
    assert not {name.partition(".")[0] for name in names} & (sys.stdlib_module_names - {"distutils"})


@pytest.mark.parametrize(
    ("import_name", "distribution"),
    [
        ("sklearn", "scikit-learn"),
        ("sklearn.svm", "scikit-learn"),
        ("cv2", "opencv-python"),
        ("PIL", "pillow"),
        ("yaml", "pyyaml"),
        ("dotenv", "python-dotenv"),
        ("bs4", "beautifulsoup4"),
        ("numpy", "numpy"),
        ("google.cloud.storage.Client", "google-cloud-storage"),
        ("mllibprodest", "mllibprodest"),
    ],
)
def test_the_likeliest_distribution(import_name: str, distribution: str) -> None:
    assert distributions_of(import_name)[0] == distribution


@pytest.mark.parametrize(
    ("import_name", "names", "declared"),
    [
        ("cv2", {"opencv-python-headless"}, True),
        ("cv2", {"pandas"}, False),
        ("zope.interface", {"zope-interface"}, True),
        ("google", {"google-cloud-storage"}, True),
        ("docx", {"python-docx"}, True),
        ("minha_lib", {"minha-lib"}, True),
        ("minhalib", {"minha-lib"}, True),
        ("interno", {"pacote-da-casa"}, True),
        ("interno.sub", {"pacote-da-casa"}, True),
        ("internos", {"pacote-da-casa"}, False),
    ],
)
def test_what_explains_an_import(tmp_path: Path, import_name: str, names: set[str], *, declared: bool) -> None:
    found = PackageMap({"interno": "Pacote_da.Casa"}, tmp_path)
    assert found.declared_by(import_name, frozenset(names)) is declared


@pytest.mark.parametrize("name", ["env", "venv", ".venv"])
@pytest.mark.parametrize("layout", ["lib/python3.11/site-packages", "Lib/site-packages"])
def test_the_metadata_of_an_environment(tmp_path: Path, name: str, layout: str) -> None:
    site = tmp_path / name / layout
    write(site / "Pacote_X-1.0.dist-info" / "METADATA", "Metadata-Version: 2.1\nName: Pacote_X\nVersion: 1.0\n")
    write(
        site / "Pacote_X-1.0.dist-info" / "RECORD",
        "modulo_x/__init__.py,,\nmodulo_x/a/b.py,,\nsolto.py,,\nbinario.cpython-311-x86_64-linux-gnu.so,,\n"
        "espaco/parte/__init__.py,,\n../../bin/x.py,,\n",
    )
    write(site / "velho-0.1.egg-info" / "PKG-INFO", "Name: velho\n")
    write(site / "velho-0.1.egg-info" / "top_level.txt", "modulo_velho\n_interno\n")
    write(site / "quebrado-1.dist-info" / "METADATA", b"\xff\xfe")
    assert dict(installed_distributions(tmp_path)) == {
        "modulo_x": {"pacote-x"},
        "solto": {"pacote-x"},
        "binario": {"pacote-x"},
        "espaco.parte": {"pacote-x"},
        "modulo_velho": {"velho"},
        "_interno": {"velho"},
    }
    assert PackageMap({}, tmp_path).declared_by("solto", frozenset({"pacote-x"}))


def test_a_real_environment(tmp_path: Path) -> None:
    venv.create(tmp_path / ".venv", with_pip=False, symlinks=True)
    site = next((tmp_path / ".venv").glob("lib/python3.*/site-packages"), tmp_path / ".venv" / "Lib" / "site-packages")
    own = Path(sysconfig.get_path("purelib"))
    for metadata in own.glob("*.dist-info"):
        (site / metadata.name).symlink_to(metadata, target_is_directory=True)
    found = installed_distributions(tmp_path)
    assert found["pytest"] == {"pytest"}
    assert found["xdist"] == {"pytest-xdist"}
    assert found["libcst"] == {"libcst"}


def test_no_environment(tmp_path: Path) -> None:
    write(tmp_path / "env")
    assert installed_distributions(tmp_path) == {}
