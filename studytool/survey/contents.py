"""What the cells of one variable hold in one wave: as written, counted, and what they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.survey.cell_formats import numbers, plain_number, texts
from studytool.survey.harmonise import reading_of
from studytool.survey.typed import read_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studytool.survey.harmonise import ColumnUse, OpenedFile
    from studytool.survey.wave_grid import OpenedWaves


@dataclass(frozen=True, slots=True)
class Contents:
    """The cells of one variable in one wave.

    Attributes
    ----------
    columns : tuple of str
        Its names in the files of the wave.
    counts : mapping of content to int
        Rows by content as the file writes it; empty cells left out.
    empty : int
        Rows with nothing in the cell.
    labels : mapping of content to label
        As files or codebook label them.
    missing : mapping of code to reason
        Missing codes that occur.
    recoded : mapping of old to new value
        Recodes of the document that hold in this wave.
    becomes : mapping of content to value
        As text; a reason in place of the value where `missing`, the content itself otherwise.
    decimal_comma : bool
        Whether numbers are written with a comma.
    date_format : str
        How dates are written, where not as ISO 8601.
    """

    columns: tuple[str, ...]
    counts: Mapping[str, int]
    empty: int
    labels: Mapping[str, str]
    missing: Mapping[str, str]
    recoded: Mapping[str, str]
    becomes: Mapping[str, str]
    decimal_comma: bool
    date_format: str

    @property
    def rows(self) -> int:
        """Rows of the wave that have the column."""
        return sum(self.counts.values()) + self.empty


def contents_of(waves: OpenedWaves, name: str, wave: float) -> Contents | None:
    """Return what a variable holds in a wave.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    name : str
        The variable.
    wave : float
        The wave.

    Returns
    -------
    Contents or None
        None where it was not asked in that wave.
    """
    served = waves.served(name, wave)
    if not served:
        return None
    parts = [_part(waves, opened, use, wave) for opened, use in served]
    return Contents(
        columns=tuple(dict.fromkeys(use.column for _, use in served)),
        counts=_added(part.counts for part in parts),
        empty=sum(part.empty for part in parts),
        labels=_joined(part.labels for part in parts),
        missing=_joined(part.missing for part in parts),
        recoded=_joined(part.recoded for part in parts),
        becomes=_joined(part.becomes for part in parts),
        decimal_comma=any(part.decimal_comma for part in parts),
        date_format=next((part.date_format for part in parts if part.date_format), ""),
    )


def _part(waves: OpenedWaves, opened: OpenedFile, use: ColumnUse, wave: float) -> Contents:
    raw, sort = opened.raw, waves.sorts[use.name]
    cells = raw.frame[use.column]
    if opened.waves is not None:
        cells = cells[opened.waves == wave]
    codes, found = pd.factorize(cells)
    distinct = pd.Series(found, dtype=cells.dtype)
    written = texts(distinct).fillna("")
    times = np.bincount(codes[codes >= 0], minlength=len(distinct))
    reading = reading_of(use, raw, sort=sort, file=opened.file, design=waves.design)
    read = read_column(distinct, reading, decimal=raw.decimal, thousands=raw.thousands)
    values = texts(read.cells).fillna("")
    reasons = [None] * len(distinct) if read.reasons is None else read.reasons.tolist()
    becomes = {
        text: str(why) if isinstance(why, str) else value
        for text, value, why in zip(written, values, reasons, strict=True)
    }
    counts = dict(zip(written.tolist(), times.tolist(), strict=True))
    empty = int((codes < 0).sum()) + counts.pop("", 0)
    becomes.pop("", None)
    labels = raw.value_labels.get(use.column, {}) or _own_labels(use)
    codes_found = {_plain(text) for text in counts}
    return Contents(
        columns=(use.column,),
        counts=counts,
        empty=empty,
        labels={_plain(code): label for code, label in labels.items()},
        missing={c: why for c, why in reading.missing.items() if c in codes_found},
        recoded={old: _written(new) for old, new in reading.recode.items()},
        becomes=becomes,
        decimal_comma=sort == "number" and _has_comma(distinct, raw.decimal, raw.thousands),
        date_format=opened.file.date_format if sort == "date" else "",
    )


def _own_labels(use: ColumnUse) -> Mapping[str, str]:
    return {} if use.variable is None else use.variable.labels


def _has_comma(distinct: pd.Series, decimal: str, thousands: str) -> bool:
    """Whether a number among the contents has a decimal comma."""
    if decimal != "," or distinct.dtype.kind in "fM":
        return False
    commas: npt.NDArray[np.bool_] = distinct.str.contains(",", regex=False).to_numpy(
        dtype=bool, na_value=False
    )
    shaped = ~np.isnan(numbers(distinct, decimal=decimal, thousands=thousands))
    return bool((commas & shaped).any())


def _plain(text: str) -> str:
    """Return a code in one way of writing, so that ``-99`` and ``-99.0`` are the same."""
    number = plain_number(text)
    return text if number is None else f"{number:.15g}"


def _written(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"


def _joined(parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for part in parts:
        joined |= {key: text for key, text in part.items() if key not in joined}
    return joined


def _added(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    added: dict[str, int] = {}
    for part in parts:
        for content, rows in part.items():
            added[content] = added.get(content, 0) + rows
    return added
