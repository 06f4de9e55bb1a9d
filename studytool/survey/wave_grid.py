"""The grid of variables by waves: what each file calls and codes differently, in a word a cell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

import numpy as np

from studytool.survey.cell_formats import plain_number
from studytool.survey.codebook import wave_name
from studytool.survey.contents import Contents, contents_of
from studytool.survey.opening import date_column, open_files
from studytool.survey.sorts import sorts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.intake.raw import RawTable
    from studytool.survey.codebook import Variable
    from studytool.survey.design import PanelDesign
    from studytool.survey.harmonise import ColumnUse, OpenedFile
    from studytool.survey.typed import Sort
    from studytool.survey.wave import WaveFile

Difference = Literal["", "renamed", "recoded", "missing", "format", "not_asked"]
_WORDS = {"%d/%m/%Y": "day/month/year", "%m/%d/%Y": "month/day/year", "%d-%m-%Y": "day-month-year"}
_NAMED_CODES = 3


@dataclass(frozen=True, slots=True)
class OpenedWaves:
    """The files of all waves, each column with the variable it becomes.

    Attributes
    ----------
    design : PanelDesign
        Names of the keys.
    files : tuple of OpenedFile
        By wave, table and name.
    sorts : mapping of name to sort
        What each variable holds.
    variables : tuple of Variable
        The codebook as the document has it.
    """

    design: PanelDesign
    files: tuple[OpenedFile, ...]
    sorts: Mapping[str, Sort]
    variables: tuple[Variable, ...]

    @property
    def waves(self) -> tuple[float, ...]:
        """The waves there are, in order."""
        found = {float(w) for f in self.files if f.waves is not None for w in np.unique(f.waves)}
        return tuple(sorted(found))

    def served(self, name: str, wave: float) -> list[tuple[OpenedFile, ColumnUse]]:
        """Return the files and columns that hold a variable in a wave."""
        return [
            (opened, use)
            for opened in self.files
            if opened.waves is None or wave in opened.waves
            for use in opened.uses
            if use.name == name and (use.waves is None or wave in use.waves)
        ]

    @property
    def names(self) -> tuple[str, ...]:
        """Every variable: keys and dates first, then the codebook's, then the files' own."""
        found = dict.fromkeys(use.name for opened in self.files for use in opened.uses)
        keys = [self.design.person, *self.design.levels.values()]
        first = [name for name in keys if name in found]
        first += [name for name in found if self.sorts[name] == "date" and name not in first]
        return tuple(dict.fromkeys((*first, *found)))


@dataclass(frozen=True, slots=True)
class WaveHead:
    """Head of a wave's column: its number, its label, its children's rows and its files."""

    wave: float
    label: str
    rows: int
    sources: tuple[str, ...]

    @property
    def endings(self) -> str:
        """Kinds of its files, such as "xlsx, csv"."""
        found = (PurePath(source).suffix.lstrip(".").lower() for source in self.sources)
        return ", ".join(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class GridCell:
    """One variable in one wave.

    Attributes
    ----------
    column : str
        Its name in the file; empty where it was not asked.
    kind : {"", "renamed", "recoded", "missing", "format", "not_asked"}
        The difference that weighs most.
    words : str
        All differences in words; empty where there is none.
    """

    column: str
    kind: Difference = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One variable over all waves.

    Attributes
    ----------
    name, label : str
        Of the variable.
    cells : tuple of GridCell
        One a wave.
    done : str
        How the differences are evened out by the document, in words; empty where there are none.
    """

    name: str
    label: str
    cells: tuple[GridCell, ...]
    done: str = ""

    @property
    def differs(self) -> bool:
        """Whether any wave differs from the first."""
        return any(cell.kind for cell in self.cells)


@dataclass(frozen=True, slots=True)
class WaveGrid:
    """All variables over all waves, and how each file was read.

    Attributes
    ----------
    heads : tuple of WaveHead
        In the order of the waves.
    rows : tuple of GridRow
        In the order of the codebook, keys first.
    reading : tuple of str
        One sentence a wave that says how its numbers are written.
    """

    heads: tuple[WaveHead, ...]
    rows: tuple[GridRow, ...]
    reading: tuple[str, ...]


def opened_waves(
    design: PanelDesign,
    files: Sequence[tuple[WaveFile, RawTable]],
    variables: Sequence[Variable],
) -> OpenedWaves:
    """Open the files of all waves.

    Parameters
    ----------
    design : PanelDesign
        Names of the keys.
    files : sequence of (WaveFile, RawTable)
        In the order of the document.
    variables : sequence of Variable
        The codebook.

    Raises
    ------
    StudyError
        If a file's entry names a column that is not there, or a row's wave cannot be told.
    """
    opened = open_files(design, files, variables)
    sorts = sorts_of(opened, design, date_column(files, variables))
    return OpenedWaves(design, opened, sorts, tuple(variables))


def wave_grid(waves: OpenedWaves) -> WaveGrid:
    """Return the grid of variables by waves.

    Parameters
    ----------
    waves : OpenedWaves
        All files.

    Returns
    -------
    WaveGrid
        Each cell compared with the first wave the variable was asked in.
    """
    return WaveGrid(
        heads=tuple(_head(waves, wave) for wave in waves.waves),
        rows=tuple(_row(waves, name) for name in waves.names),
        reading=tuple(_reading(waves, wave) for wave in waves.waves),
    )


def label_of(waves: OpenedWaves, name: str) -> str:
    """Return what a reader sees for a variable: the codebook's label, else the files' own."""
    said = next((entry.label for entry in waves.variables if entry.name == name), "")
    if said:
        return said
    own = (
        opened.raw.labels.get(use.column, "").strip()
        for opened in waves.files
        for use in opened.uses
        if use.name == name
    )
    return next(filter(None, own), "")


def _head(waves: OpenedWaves, wave: float) -> WaveHead:
    files = [f for f in waves.files if f.waves is not None and wave in f.waves]
    children = [f for f in files if f.file.table == "child"]
    rows = sum(int((f.waves == wave).sum()) for f in children if f.waves is not None)
    label = next((f.file.label for f in files if f.file.label), wave_name(wave))
    return WaveHead(wave, label, rows, tuple(dict.fromkeys(f.source for f in files)))


def _row(waves: OpenedWaves, name: str) -> GridRow:
    cells: list[GridCell] = []
    done: list[str] = []
    first: Contents | None = None
    known: set[str] = set()
    for wave in waves.waves:
        found = contents_of(waves, name, wave)
        if found is None:
            cells.append(GridCell("", "not_asked", "not asked"))
            continue
        told = _differences(found, first, known)
        words = ", ".join(word for _, word in told)
        cells.append(GridCell(", ".join(found.columns), told[0][0] if told else "", words))
        done += [text for text in _done(found, told, name) if text not in done]
        first = first or found
        known |= set(found.missing)
    return GridRow(name, label_of(waves, name), tuple(cells), "; ".join(done))


def _differences(
    found: Contents, first: Contents | None, known: set[str]
) -> list[tuple[Difference, str]]:
    """Return how a wave differs from the first, what weighs most first."""
    told: list[tuple[Difference, str]] = []
    if found.recoded:
        told.append(("recoded", f"recoded {', '.join(found.recoded)}"))
    new = [code for code in found.missing if code not in known]
    if first is not None and new:
        told.append(("missing", f"new code {', '.join(_signed(c) for c in new[:_NAMED_CODES])}"))
    if found.date_format:
        told.append(("format", _WORDS.get(found.date_format, found.date_format)))
    if found.decimal_comma:
        told.append(("format", "decimal comma"))
    if first is not None and found.columns != first.columns:
        told.append(("renamed", "renamed"))
    return told


def _done(found: Contents, told: Sequence[tuple[Difference, str]], name: str) -> list[str]:
    """Return what is done about a wave's differences."""
    done = []
    for kind, word in told:
        if kind == "recoded":
            done.append(", ".join(f"{old} → {new}" for old, new in found.recoded.items()))
        elif kind == "missing":
            codes = [f"{_signed(code)} “{why}”" for code, why in found.missing.items()]
            done.append(f"{', '.join(codes[:_NAMED_CODES])} → missing")
        elif word == "decimal comma":
            done.append("Read 1240,50 as 1240.50")
        elif kind == "format":
            done.append(f"Read as {word}")
        else:
            done.append(f"Same field as {name}")
    return done


def _signed(code: str) -> str:
    return code.replace("-", "−") if plain_number(code) is not None else code


def _reading(waves: OpenedWaves, wave: float) -> str:
    """Return how the numbers of a wave's texts are written; workbooks and SPSS need no mark."""
    head = _head(waves, wave)
    texts = [f.raw for f in waves.files if f.waves is not None and wave in f.waves and _text(f)]
    if not texts:
        return f"{head.label}: numbers as the file keeps them."
    mark = "comma" if any(raw.decimal == "," for raw in texts) else "point"
    thousands = next((raw.thousands for raw in texts if raw.thousands), "")
    between = {"": "no thousands mark", " ": "space between thousands"}
    return f"{head.label}: decimal {mark}, {between.get(thousands, f'{thousands} for thousands')}."


def _text(opened: OpenedFile) -> bool:
    return PurePath(opened.source).suffix.lower() in {".csv", ".tsv", ".txt"}
