"""What new files would be to a study: their wave, what a row is, ID and date, by their names."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studytool.intake.glance import Glance
    from studytool.survey.design import PanelDesign

_WAVE = re.compile(r"(?:wave|round|w|t)[ _-]?([0-9]{1,2})(?![0-9])", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_UNITS = ("household", "school", "caregiver")


def proposed_entries(
    found: Sequence[Glance], design: PanelDesign, taken: Sequence[int]
) -> list[dict[str, Any]]:
    """Return an entry of ``[[waves]]`` for each table, to be shown and corrected.

    Parameters
    ----------
    found : sequence of Glance
        Tables as they were read.
    design : PanelDesign
        Names of the keys so far.
    taken : sequence of int
        Waves there are already.

    Returns
    -------
    list of dict
        Source, options and what names of files and columns suggest.
    """
    person = design.person or _person(found)
    numbers = _numbers(found, taken)
    return [_entry(one, numbers[one.path], person) for one in found]


def _entry(glance: Glance, number: int, person: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"source": glance.path.name, "number": number, **glance.options}
    year = _YEAR.search(glance.path.stem)
    entry["label"] = year.group(1) if year else f"Wave {number}"
    if glance.table is None:
        return entry
    columns = [str(name) for name in glance.table.frame.columns]
    unit = _unit(glance, columns, person)
    if unit != "child":
        entry |= {"table": unit, "join": _join(columns, unit)}
        return entry
    if person in columns:
        entry["person"] = person
    date = next((name for name in columns if "date" in name.lower()), None)
    if date is not None:
        entry["date"] = date
    return entry


def _unit(glance: Glance, columns: Sequence[str], person: str | None) -> str:
    words = f"{glance.path.stem} {glance.options.get('sheet', '')}".lower()
    if person is not None and person in columns:
        return "child"
    return next((unit for unit in _UNITS if unit in words), "child")


def _join(columns: Sequence[str], unit: str) -> str:
    short = {"household": "hh", "school": "school", "caregiver": "caregiver"}[unit]
    ids = [name for name in columns if name.lower().endswith("id")]
    return next((name for name in ids if short in name.lower()), (ids or columns)[0])


def _person(found: Sequence[Glance]) -> str | None:
    """Return the column that looks most like an ID of people: filled, without repeats, named so."""
    for glance in found:
        if glance.table is None:
            continue
        frame = glance.table.frame
        for name in map(str, frame.columns):
            cells = frame[name].dropna()
            unique = len(cells) > 0 and cells.nunique() >= 0.95 * len(frame)
            words = name.lower()
            if unique and words.endswith("id") and not words.startswith(("hh", "school")):
                return name
    return None


def _numbers(found: Sequence[Glance], taken: Sequence[int]) -> dict[Path, int]:
    """Return the wave of each file: as its name says, else by year, else the next free one."""
    said: dict[Path, int] = {}
    paths = list(dict.fromkeys(glance.path for glance in found))
    years = {path: match.group(1) for path in paths if (match := _YEAR.search(path.stem))}
    first = max(taken, default=0) + 1
    order = {year: first + at for at, year in enumerate(sorted(set(years.values())))}
    for path in paths:
        match = _WAVE.search(path.stem)
        if match:
            said[path] = int(match.group(1))
        else:
            said[path] = order.get(years.get(path, ""), first)
    return said


def root_for(root: Path, paths: Sequence[Path], *, empty: bool) -> Path:
    """Return the folder that holds all sources of a study once files are added.

    Parameters
    ----------
    root : Path
        The study's folder of sources so far.
    paths : sequence of Path
        Files to add.
    empty : bool
        Whether the study has no sources yet.
    """
    folders = [path.resolve().parent for path in paths]
    if not folders or (not empty and all(folder.is_relative_to(root) for folder in folders)):
        return root
    common = os.path.commonpath([*folders, *([] if empty else [root])])
    return type(root)(common)
