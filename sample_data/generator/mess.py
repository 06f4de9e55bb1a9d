"""What fieldwork does to clean tables, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sample_data.generator import settings

if TYPE_CHECKING:
    import numpy as np

    from sample_data.generator.world import World

_SPSS_CODES = {settings.REFUSED: 9, settings.NOT_ASKED: 8}
_COMMENTS = (
    "Ouma sê alles gaan nou beter",
    "Caregiver asked about the crèche fees",
    "Came late, interview finished the next môre",
    "Gogo answered; mother at work",
    "Child naïve about road safety, talked it through",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a row or a cell.

    Attributes
    ----------
    wave : int
        The wave.
    source : str
        The file.
    row : dict of str to str
        Columns and the text that singles out the row.
    action : str
        ``merge``, ``drop``, ``rename``, ``set_missing`` or ``set_value``.
    reason : str
        Why.
    column, value : str
        What is changed, and to what; empty where the action needs none.
    """

    wave: int
    source: str
    row: dict[str, str]
    action: str
    reason: str
    column: str = ""
    value: str | float = ""


@dataclass(frozen=True, slots=True)
class Slips:
    """The children to whom a slip happens, by what happens to them; all are tracked.

    Attributes
    ----------
    doubled, differing, letter_o, swapped, prefix, lettered, younger : str
        Entered twice; entered twice with another answer; a letter O for a zero; two digits
        swapped; prefix mistyped; a letter in a number; an age that goes down.
    """

    doubled: str
    differing: str
    letter_o: str
    swapped: str
    prefix: str
    lettered: str
    younger: str


def choose(world: World, rng: np.random.Generator) -> Slips:
    """Choose seven tracked children with complete safety answers for the slips."""
    whole = (world.safety >= 0).all(axis=(1, 2)) & (world.reports.teacher_reading[:, 2] > 0)
    names = world.people.child_id[world.tracked & whole]
    swappable = [n for n in names if n[5] == "1" and n[4] != n[5]]
    swapped = swappable[int(rng.integers(len(swappable)))]
    others = rng.choice([n for n in names if n != swapped], size=6, replace=False)
    doubled, differing, letter_o, prefix, lettered, younger = (str(n) for n in others)
    return Slips(doubled, differing, letter_o, str(swapped), prefix, lettered, younger)


def wave_1(table: pd.DataFrame, slips: Slips) -> tuple[pd.DataFrame, list[Decision]]:
    """Return wave 1 with one child entered twice, alike, and the decision about it."""
    twice = table.index[table["child_id"] == slips.doubled][0]
    later = min(twice + 9, len(table) - 1)
    order = [*table.index[: later + 1], twice, *table.index[later + 1 :]]
    decision = Decision(
        wave=1,
        source="wave1_2020.xlsx",
        row={"child_id": slips.doubled},
        action="merge",
        reason="entered twice from the same form, every answer alike",
    )
    return table.loc[order].reset_index(drop=True), [decision]


def wave_2(table: pd.DataFrame, slips: Slips) -> tuple[pd.DataFrame, list[Decision]]:
    """Return wave 2 as SPSS had it: a renamed column, 1/2 for yes/no, own missing codes."""
    messy = spss_codes(table)
    asked = messy["violence_exposure"].isin([0, 1])
    messy["violence_exposure"] = messy["violence_exposure"].where(
        ~asked, 2 - messy["violence_exposure"]
    )
    wrong = slips.letter_o[:4] + "O" + slips.letter_o[5:]
    decision = _rename(2, "wave2_2021.sav", wrong, slips.letter_o, "a letter O typed for a zero")
    messy["child_id"] = messy["child_id"].replace({slips.letter_o: wrong})
    return messy.rename(columns={"went_hungry": "child_hungry"}), [decision]


def wave_3(
    table: pd.DataFrame, slips: Slips, rng: np.random.Generator
) -> tuple[pd.DataFrame, list[Decision]]:
    """Return wave 3 with a differing double, two mistyped names and two bad cells.

    Parameters
    ----------
    table : DataFrame
        Clean wave 3.
    slips : Slips
        To whom what happens.
    rng : Generator
        Source of chance.

    Returns
    -------
    tuple of DataFrame and list of Decision
        The messy table and what was decided.
    """
    source = "wave3_2022.csv"
    messy, decisions = _second_interview(table, slips, source)
    swapped = slips.swapped[:4] + slips.swapped[5] + slips.swapped[4] + slips.swapped[6:]
    prefix = "JBH" + slips.prefix[3:]
    messy["child_id"] = messy["child_id"].replace({slips.swapped: swapped, slips.prefix: prefix})
    decisions += [
        _rename(3, source, swapped, slips.swapped, "two digits swapped; name and school agree"),
        _rename(3, source, prefix, slips.prefix, "prefix mistyped; name and school agree"),
        Decision(3, source, {"child_id": slips.lettered}, "set_value",
                 "the form shows a mark of 3", column="teacher_reading", value=3),
        Decision(3, source, {"child_id": slips.younger}, "set_missing",
                 "age goes down", column="age"),
    ]  # fmt: skip
    reading = messy["teacher_reading"].astype(object)
    messy["teacher_reading"] = reading.where(messy["child_id"] != slips.lettered, "3a")
    messy["age"] = messy["age"].where(messy["child_id"] != slips.younger, 6.1)
    messy["comment"] = ""
    noted = rng.choice(len(messy), size=len(_COMMENTS), replace=False)
    messy.loc[noted, "comment"] = list(_COMMENTS)
    return messy.rename(columns={"caregiver_worry": "cg_worried"}), decisions


def _second_interview(
    table: pd.DataFrame, slips: Slips, source: str
) -> tuple[pd.DataFrame, list[Decision]]:
    """Add a second form of one child, by another fieldworker, with two answers that differ."""
    first = table[table["child_id"] == slips.differing]
    worker = "FW21"
    second = first.assign(
        fieldworker=worker,
        caregiver_worry=1 - first["caregiver_worry"],
        child_happy=first["child_happy"] % 5 + 1,
    )
    decision = Decision(
        wave=3,
        source=source,
        row={"child_id": slips.differing, "fieldworker": worker},
        action="drop",
        reason="a trainee's practice form; the first interview stands",
    )
    return pd.concat([table, second], ignore_index=True), [decision]


def _rename(wave: int, source: str, wrong: str, right: str, reason: str) -> Decision:
    """Return the decision that gives a row its right child."""
    return Decision(
        wave, source, {"child_id": wrong}, "rename", reason, column="child_id", value=right
    )


def one_digit(columns: list[str]) -> list[str]:
    """Return the columns whose answers have one digit, which SPSS codes 8 and 9 when missing."""
    named = {
        *settings.SAFETY_ITEMS, "abuse_teacher", "abuse_nurse", "teacher_reading", "child_happy",
        "went_hungry", "child_hungry", "csg", "harsh_discipline",
    }  # fmt: skip
    return [name for name in columns if name in named or name.startswith(("diff_", "ces_"))]


def spss_codes(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with 9 and 8 for refused and not asked in answers of one digit."""
    coded = table.copy()
    for name in one_digit(list(coded.columns)):
        coded[name] = coded[name].replace(_SPSS_CODES)
    return coded
