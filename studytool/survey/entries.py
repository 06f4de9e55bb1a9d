"""Codebook entries for every column of the panel, made up from the files' labels if need be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.survey.cell_formats import plain_number
from studytool.survey.codebook import Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from studytool.survey.design import PanelDesign
    from studytool.survey.harmonise import ColumnUse, OpenedFile
    from studytool.survey.typed import Sort

_TYPES = {"number": "number", "text": "text", "date": "date", "id": "text"}


def codebook_of(
    frame: pd.DataFrame,
    files: Sequence[OpenedFile],
    sorts: Mapping[str, Sort],
    variables: Sequence[Variable],
    design: PanelDesign,
) -> dict[str, Variable]:
    """Return an entry for every column.

    Parameters
    ----------
    frame : DataFrame
        The panel's columns.
    files : sequence of OpenedFile
        With labels, in an order that does not depend on the document's.
    sorts : mapping of name to sort
        What each column holds.
    variables : sequence of Variable
        The document's entries; what they say comes before what files say.
    design : PanelDesign
        Names of the keys.

    Returns
    -------
    dict of name to Variable
        In the order of the frame.
    """
    said = {variable.name: variable for variable in variables}
    uses: dict[str, list[tuple[OpenedFile, ColumnUse]]] = {}
    for opened in files:
        for use in opened.uses:
            uses.setdefault(use.name, []).append((opened, use))
    entries = {}
    for name in map(str, frame.columns):
        entry = said.get(name, Variable(name=name))
        told: dict[str, object] = {"type": _TYPES[sorts.get(name, "number")]}
        if not entry.label:
            told["label"] = _label(uses.get(name, ()))
        if not entry.labels:
            told["labels"] = _labels(uses.get(name, ()), design)
        entries[name] = entry.model_copy(update=told)
    return entries


def _label(served: Iterable[tuple[OpenedFile, ColumnUse]]) -> str:
    """Return the variable label of the first file that has one."""
    labels = (opened.raw.labels.get(use.column, "").strip() for opened, use in served)
    return next(filter(None, labels), "")


def _labels(served: Iterable[tuple[OpenedFile, ColumnUse]], design: PanelDesign) -> dict[str, str]:
    """Return value labels by value after recoding; missing codes are left out."""
    found: dict[str, str] = {}
    for opened, use in served:
        recode = {} if use.variable is None else use.variable.recodes(use.wave)
        missing = {*design.missing, *opened.raw.missing.get(use.column, {})}
        if use.variable is not None:
            missing |= set(use.variable.missing_codes(use.wave))
        ranges = opened.raw.missing_ranges.get(use.column, [])
        for code, label in opened.raw.value_labels.get(use.column, {}).items():
            number = plain_number(code)
            inside = number is not None and any(low <= number <= high for low, high in ranges)
            if code not in missing and not inside:
                found.setdefault(_written(recode.get(code, code)), label)
    return found


def _written(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"
