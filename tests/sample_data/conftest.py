"""The sample study as a careful reader without the program would read it: pandas and no more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

FOLDER = Path(__file__).parents[2] / "sample_data" / "cop_synthetic"
DIFFICULTIES = [f"diff_{k:02d}" for k in range(1, 21)]
DEPRESSION = [f"ces_{k:02d}" for k in range(1, 11)]
SAFETY = [
    "violence_exposure", "caregiver_worry", "abuse_victim",
    "unsafe_route", "unsafe_area", "left_alone",
]  # fmt: skip
SOUTH_AFRICA = {"sep": ";", "decimal": ",", "encoding": "cp1252", "skiprows": 1}


@pytest.fixture(scope="session")
def folder():
    return FOLDER


@pytest.fixture(scope="session")
def raw():
    """Every table of the waves as the file has it, by wave or site."""
    sheets = {"sheet_name": ["children", "households"], "skiprows": 1, "engine": "openpyxl"}
    first = pd.read_excel(FOLDER / "wave1_2020.xlsx", **sheets)
    moutse = pd.read_excel(FOLDER / "moutse_2020.xlsx", **sheets)
    second = [
        pyreadstat.read_sav(FOLDER / name, user_missing=True)[0]
        for name in ("wave2_2021.sav", "wave2_2021_households.sav")
    ]
    third = [
        pd.read_csv(FOLDER / name, **SOUTH_AFRICA)
        for name in ("wave3_2022.csv", "wave3_2022_households.csv")
    ]
    return {
        1: (first["children"], first["households"]),
        2: tuple(second),
        3: tuple(third),
        "Moutse": (moutse["children"], moutse["households"]),
    }


@pytest.fixture(scope="session")
def decisions():
    return tomllib.loads((FOLDER / "decisions.toml").read_text(encoding="utf-8"))["decisions"]


@pytest.fixture(scope="session")
def panel(raw, decisions):
    """Children of Johannesburg by wave, scored, with their households: 427 rows."""
    waves = [_wave(raw, wave, decisions) for wave in (1, 2, 3)]
    joined = pd.concat(waves, ignore_index=True)
    seen = joined.groupby("child_id")["wave"].transform("nunique")
    return joined.assign(tracked=seen == 3)


@pytest.fixture(scope="session")
def moutse(raw):
    children, homes = raw["Moutse"]
    return _scored(children.merge(homes, on="hh_id", how="left", validate="many_to_one"), 1)


@pytest.fixture(scope="session")
def log(folder):
    def read(name):
        return pd.read_csv(folder / f"{name}.csv", skiprows=1)

    return read


def _wave(raw, wave, decisions):
    children, homes = raw[wave]
    children = children.rename(
        columns={"cg_worried": "caregiver_worry", "child_hungry": "went_hungry"}
    ).astype({"teacher_reading": object})
    for made in decisions:
        if made["wave"] == wave:
            children = _apply(children, made)
    assert children["child_id"].is_unique
    both = children.merge(homes, on="hh_id", how="left", validate="many_to_one")
    dates = pd.to_datetime(both["interview_date"])
    return _scored(both, wave).assign(wave=wave, interview_date=dates)


def _apply(table, made):
    hit = np.logical_and.reduce([table[name] == text for name, text in made["row"].items()])
    assert hit.sum() == (2 if made["action"] == "merge" else 1)
    if made["action"] == "drop":
        return table[~hit]
    if made["action"] == "merge":
        assert table[hit].drop_duplicates().shape[0] == 1
        return table.drop_duplicates()
    changed = table.copy()
    changed.loc[hit, made["column"]] = made.get("value", np.nan)
    return changed


def _scored(table, wave):
    numbers = table.select_dtypes("number").columns.union(["teacher_reading"])
    clean = table.copy()
    for name in numbers:
        values = pd.to_numeric(clean[name])
        codes = [-99, -88]
        if wave == 2 and name not in {"hh_size", "teacher_difficulties"}:
            codes += [8, 9]
        clean[name] = values.mask(values.isin(codes))
    if wave == 2:
        clean["violence_exposure"] = 2 - clean["violence_exposure"]
    clean["difficulties"] = _sum(
        clean[DIFFICULTIES], top=2, reverse=["diff_07", "diff_11", "diff_14"], minimum=16
    )
    clean["depression"] = _sum(clean[DEPRESSION], top=3, reverse=["ces_05", "ces_08"], minimum=8)
    clean["dangers"] = clean[SAFETY].sum(axis=1).where(clean[SAFETY].notna().sum(axis=1) >= 4)
    return clean


def _sum(items, *, top, reverse, minimum):
    turned = items.copy()
    turned[reverse] = top - turned[reverse]
    return turned.mean(axis=1).where(turned.notna().sum(axis=1) >= minimum) * items.shape[1]
