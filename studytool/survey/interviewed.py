"""Who was interviewed: rows, people and those in every wave, before or after decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from studytool.survey.cell_formats import ids

if TYPE_CHECKING:
    from studytool.survey.panel import Panel
    from studytool.survey.wave_grid import OpenedWaves


@dataclass(frozen=True, slots=True)
class Place:
    """People whose files say one constant, such as a site, that not every wave has.

    Attributes
    ----------
    name : str
        The constant: "Moutse".
    people : int
        People there.
    waves : tuple of str
        Labels of the waves it was visited in.
    """

    name: str
    people: int
    waves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interviewed:
    """Rows and people by wave.

    Attributes
    ----------
    labels : tuple of str
        One a wave.
    rows : tuple of int
        Rows of the children's files.
    left_out : tuple of int
        Rows that are no person of their own: an ID that occurs twice, or left out as decided.
    people : tuple of int
        People; `rows` less `left_out`.
    in_all : int
        People in every wave.
    in_any : int
        People in any wave, of the places that were visited in every wave.
    decided : bool
        Whether decisions have been carried out.
    apart : tuple of Place
        Places that were not visited in every wave; their people are not in `in_any`.
    """

    labels: tuple[str, ...]
    rows: tuple[int, ...]
    left_out: tuple[int, ...]
    people: tuple[int, ...]
    in_all: int
    in_any: int
    decided: bool
    apart: tuple[Place, ...] = ()


def interviewed(waves: OpenedWaves, panel: Panel | None = None) -> Interviewed | None:
    """Count rows and people.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    panel : Panel, optional
        Made from the same files; without it IDs count as the files write them.

    Returns
    -------
    Interviewed or None
        None where nobody has said which column names the person.
    """
    keys = _keys(waves)
    if keys is None:
        return None
    decided = panel is not None and panel.design.person == waves.design.person
    people = keys.dropna(subset=["id"])
    if panel is not None and decided:
        people = _of_panel(panel, _constants(waves))
    rows = [int((keys["wave"] == wave).sum()) for wave in waves.waves]
    once = people.drop_duplicates(["id", "wave"])
    counts = [int((once["wave"] == wave).sum()) for wave in waves.waves]
    apart = _apart(waves, people)
    elsewhere = people["place"].isin([place.name for place in apart])
    followed = once["id"].isin(people.loc[~elsewhere, "id"])
    times = once.loc[followed, "id"].value_counts()
    return Interviewed(
        labels=tuple(_label(waves, wave) for wave in waves.waves),
        rows=tuple(rows),
        left_out=tuple(all_ - one for all_, one in zip(rows, counts, strict=True)),
        people=tuple(counts),
        in_all=int((times == len(waves.waves)).sum()),
        in_any=len(times),
        decided=decided,
        apart=apart,
    )


def _apart(waves: OpenedWaves, people: pd.DataFrame) -> tuple[Place, ...]:
    """Return the places that were not visited in every wave; none where no place was."""
    visited = {
        str(name): sorted(set(rows["wave"].tolist())) for name, rows in people.groupby("place")
    }
    partly = {name: seen for name, seen in visited.items() if len(seen) < len(waves.waves)}
    if len(partly) == len(visited):
        return ()
    counts = people.groupby("place")["id"].nunique()
    return tuple(
        Place(name, int(counts[name]), tuple(_label(waves, wave) for wave in seen))
        for name, seen in partly.items()
    )


def _constants(waves: OpenedWaves) -> list[str]:
    """Return the names of the constants that all children's files set, such as a site."""
    named = [set(opened.file.set) for opened in waves.files if opened.file.table == "child"]
    return sorted(set.intersection(*named)) if named else []


def _of_panel(panel: Panel, constants: list[str]) -> pd.DataFrame:
    """Return person, wave and place of every row of a panel."""
    frame = panel.frame
    place = pd.Series("", index=frame.index, dtype="str")
    for name in (name for name in constants if name in frame):
        place = place + frame[name].astype("str").fillna("") + ", "
    return pd.DataFrame(
        {
            "id": frame[panel.design.person],
            "wave": frame[panel.design.wave].astype("float64"),
            "place": place.str.removesuffix(", "),
        }
    )


def _keys(waves: OpenedWaves) -> pd.DataFrame | None:
    """Return ID, wave and place of every row of the children's files."""
    parts, constants = [], _constants(waves)
    for opened in waves.files:
        if opened.file.table != "child" or opened.waves is None:
            continue
        column = next((u.column for u in opened.uses if u.name == waves.design.person), None)
        if column is None:
            return None
        names = ids(opened.raw.frame[column])
        place = ", ".join(str(opened.file.set[name]) for name in constants)
        parts.append(pd.DataFrame({"id": names.array, "wave": opened.waves, "place": place}))
    return pd.concat(parts, ignore_index=True) if parts else None


def _label(waves: OpenedWaves, wave: float) -> str:
    named = (
        f.file.label
        for f in waves.files
        if f.waves is not None and wave in f.waves and f.file.label
    )
    return next(named, f"{wave:g}")
