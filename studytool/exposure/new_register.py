"""What a new register would be to a study: its key, its dates, guessed from names and cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studytool.core.errors import DataError
from studytool.survey.cell_formats import dates, ids

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from studytool.intake.glance import Glance
    from studytool.survey.design import PanelDesign
    from studytool.survey.panel import Panel

_FORMS = ("", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%d %B %Y")
_ENOUGH = 0.6


def proposed_exposure(
    glance: Glance,
    panel: Panel | None,
    taken: Collection[str],
    *,
    design: PanelDesign | None = None,
) -> dict[str, Any]:
    """Return an entry of ``[[exposures]]`` for a register, to be shown and corrected.

    Parameters
    ----------
    glance : Glance
        The register as it was read.
    panel : Panel or None
        The panel whose IDs it may hold, where there is one.
    taken : collection of str
        Names that columns have already.
    design : PanelDesign, optional
        What the rows of the study are: its names are known before there is a panel.

    Returns
    -------
    dict
        Name, label, key, date and how dates are written; the source is its file's name.

    Raises
    ------
    SourceError
        If the file cannot be read.
    DataError
        If no column of it holds dates.
    """
    if glance.error is not None or glance.table is None:
        raise glance.error or DataError("The register holds no rows.", where=glance.title)
    frame = glance.table.frame
    day, form = _date(frame, glance.title)
    level, key, own = _key(frame, panel) if panel is not None else _named(frame, design)
    words = re.sub(r"[\W_]+", " ", glance.path.stem).strip()
    options = {name: value for name, value in glance.options.items() if name != "kind"}
    entry: dict[str, Any] = {
        "kind": "ever",
        "name": _name(words, taken),
        "label": words[:1].upper() + words[1:],
        "source": glance.path.name,
        "level": level,
        "date": day,
        "before_first": "zero",
    }
    entry |= {"file": options} if options else {}
    entry |= {"key": key} if key and key != own else {}
    return entry | ({"date_format": form} if form else {})


def _date(frame: pd.DataFrame, title: str) -> tuple[str, str]:
    """Return the column with the dates of contacts and how they are written."""
    columns = [str(name) for name in frame.columns]
    columns.sort(key=lambda name: not re.search(r"date|day|datum|_at$", name.lower()))
    for name in columns:
        cells = frame[name]
        filled = int(cells.notna().sum())
        for form in _FORMS:
            if filled and dates(cells, form).notna().sum() >= _ENOUGH * filled:
                return name, form
    raise DataError(
        f"No column of {title} holds dates.",
        where=title,
        remedy="A register needs the date of every contact, such as 2021-03-31.",
    )


def _named(frame: pd.DataFrame, design: PanelDesign | None) -> tuple[str, str, str]:
    """Return level, column and the panel's column by their names alone."""
    names = [str(name) for name in frame.columns]
    known = {} if design is None else {"person": design.person} | dict(design.levels)
    for level, own in known.items():
        if own in names:
            return level, str(own), str(own)
    found = next((name for name in names if name.lower().endswith("id")), names[0])
    return "person", found, ""


def _key(frame: pd.DataFrame, panel: Panel) -> tuple[str, str, str]:
    """Return the level whose IDs the register holds, its column there, and the panel's column."""
    columns = {"person": panel.design.person} | dict(panel.design.levels)
    best, share = ("person", "", panel.design.person or ""), 0.0
    for level, own in columns.items():
        if own is None or own not in panel.frame.columns:
            continue
        known = set(ids(panel.frame[own]).dropna())
        for name, met in _shares(frame, known, own):
            if met > share:
                best, share = (level, name, own), met
    return best


def _shares(frame: pd.DataFrame, known: Collection[str], own: str) -> Sequence[tuple[str, float]]:
    """Return for each column of the register the share of its cells that are known IDs."""
    found = []
    for name in map(str, frame.columns):
        cells = ids(frame[name]).dropna()
        share = float(cells.isin(known).mean()) if len(cells) else 0.0
        found.append((name, share + 0.01 * (name == own and share > 0)))
    return found


def _name(words: str, taken: Collection[str]) -> str:
    stem = "_".join(words.lower().split()) or "service"
    stem = stem if not stem[0].isdigit() else f"service_{stem}"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}_{number}", number + 1
    return name
