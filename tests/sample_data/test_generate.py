"""The generator makes the committed files again, marked SYNTHETIC and messy as promised."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

SCRIPT = Path(__file__).parents[2] / "sample_data" / "generate.py"


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    """The study made anew, under another hash seed than the usual one."""
    made = tmp_path_factory.mktemp("again")
    command = [sys.executable, str(SCRIPT), "--out", str(made)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "4"})
    return made


def test_making_it_again_gives_the_same_files(again, folder):
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    for name in names:
        if not name.endswith((".xlsx", ".sav")):
            assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_making_it_again_gives_the_same_workbooks(again, folder):
    for name in ("wave1_2020.xlsx", "moutse_2020.xlsx"):
        left, right = (openpyxl.load_workbook(at / name) for at in (again, folder))
        assert left.sheetnames == right.sheetnames == ["children", "households"]
        for sheet in left.sheetnames:
            assert list(left[sheet].values) == list(right[sheet].values)


def test_making_it_again_gives_the_same_spss_files(again, folder):
    for name in ("wave2_2021.sav", "wave2_2021_households.sav"):
        left, left_meta = pyreadstat.read_sav(again / name, user_missing=True)
        right, right_meta = pyreadstat.read_sav(folder / name, user_missing=True)
        pd.testing.assert_frame_equal(left, right)
        assert left_meta.variable_value_labels == right_meta.variable_value_labels
        assert left_meta.missing_ranges == right_meta.missing_ranges


def test_every_file_says_that_it_is_synthetic(folder):
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            assert all(sheet["A1"].value.startswith("SYNTHETIC") for sheet in book.worksheets)
        elif path.suffix == ".sav":
            meta = pyreadstat.read_sav(path, metadataonly=True)[1]
            assert meta.file_label.startswith("SYNTHETIC")
            assert meta.notes[0].startswith("SYNTHETIC")
        elif path.suffix == ".json":
            assert next(iter(json.loads(path.read_text(encoding="utf-8")))) == "SYNTHETIC"
        else:
            assert "SYNTHETIC" in path.read_bytes().splitlines()[0].decode("ascii"), path.name


def test_the_children_are_as_many_as_published(panel, moutse):
    assert panel.groupby("wave")["child_id"].nunique().tolist() == [162, 136, 129]
    assert panel.loc[panel["tracked"], "child_id"].nunique() == 123
    first = panel[panel["wave"] == 1]
    assert sorted(first.groupby("school_id").size()) == [27, 30, 32, 35, 38]
    assert first["hh_id"].nunique() == 130
    assert len(moutse) == 50
    assert set(moutse["school_id"]) == {"S6"}


def test_a_child_keeps_its_family_school_and_sex(panel):
    kept = panel.groupby("child_id")[["hh_id", "school_id", "sex"]].nunique()
    assert (kept == 1).all(axis=None)


def test_wave_1_holds_one_child_twice_alike(raw):
    children = raw[1][0]
    assert len(children) == 163
    assert children.duplicated().sum() == 1


def test_wave_3_holds_one_child_twice_with_other_answers(raw):
    children = raw[3][0]
    double = children[children["child_id"].duplicated(keep=False)]
    assert len(double) == 2
    differs = [name for name in double if len(set(double[name].astype(str))) > 1]
    assert set(differs) >= {"fieldworker", "cg_worried"}


def test_three_children_have_mistyped_ids(raw, decisions):
    known = set(raw[1][0]["child_id"])
    strange = [name for w in (2, 3) for name in raw[w][0]["child_id"] if name not in known]
    assert len(strange) == 3
    renamed = {d["row"]["child_id"]: d["value"] for d in decisions if d["action"] == "rename"}
    assert set(renamed) == set(strange)
    assert set(renamed.values()) <= known


def test_one_cell_of_wave_3_says_3a(folder):
    text = (folder / "wave3_2022.csv").read_text(encoding="cp1252")
    assert text.count(";3a;") == 1


def test_wave_3_is_written_as_in_south_africa_and_is_no_utf8(folder):
    content = (folder / "wave3_2022.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert "ê" in content.decode("cp1252")


def test_wave_2_codes_violence_1_and_2_and_has_spss_missing_values(raw, folder):
    codes = raw[2][0]["violence_exposure"].value_counts()
    assert codes[1] > codes[2] > 40
    assert set(codes.index) - {1, 2} <= {8, 9}
    assert codes.sum() > codes[1] + codes[2]
    meta = pyreadstat.read_sav(folder / "wave2_2021.sav", user_missing=True)[1]
    assert meta.variable_value_labels["violence_exposure"][2] == "No"
    assert [part["lo"] for part in meta.missing_ranges["violence_exposure"]] == [8, 9]
    assert "child_hungry" in meta.column_names


@pytest.mark.parametrize("wave", [1, 3])
def test_excel_and_csv_hold_both_missing_codes(raw, wave):
    children, homes = raw[wave]
    for table in (children, homes):
        numbers = table.select_dtypes("number")
        assert (numbers == -99).any(axis=None)
        assert (numbers == -88).any(axis=None)


def test_the_visit_log_has_the_slips_of_a_visit_log(log, panel):
    visits = log("home_visits")
    assert 300 < len(visits) < 500
    assert (~visits["child_id"].isin(panel["child_id"])).sum() == 3
    dates = pd.to_datetime(visits["visit_date"], errors="coerce")
    assert dates.isna().sum() == 1
    assert (dates.dt.year == 2091).sum() == 1
    last = panel.groupby("child_id")["interview_date"].max()
    assert (dates > visits["child_id"].map(last)).sum() > 10


def test_the_two_referral_ledgers_do_not_agree(log):
    issued = log("referrals_issued")["ticket_id"]
    received = log("referrals_received")["ticket_id"]
    assert (~issued.isin(received)).sum() == 12
    assert (~received.isin(issued)).sum() == 3


def test_offering_visits_costs_a_plausible_sum_a_child(log, folder):
    sheet = log("costs")
    charged = sheet["quantity"] * sheet["unit_price"] * sheet["shared"] / 100
    total = charged[sheet["phase"] != "research-only"].sum()
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert 3000 < total / truth["home_visits"]["offered_children"] < 4500
