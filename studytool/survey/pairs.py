"""Rows of one ID and wave beside each other: where they differ, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from studytool.survey.cell_formats import texts
from studytool.survey.codebook import wave_name
from studytool.survey.deciding import CELLS, ROWS, concerns, decide, rows_meant
from studytool.survey.identity_check import double, keys_of
from studytool.survey.stack import stack_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from studytool.survey.deciding import Decided
    from studytool.survey.decisions import Decision
    from studytool.survey.harmonise import ColumnUse, OpenedFile
    from studytool.survey.stack import Stack
    from studytool.survey.wave_grid import OpenedWaves

Choice = Literal["keep", "merge", "apart"]


@dataclass(frozen=True, slots=True)
class PairRow:
    """One of the rows.

    Attributes
    ----------
    source : str
        Its file.
    row : int
        Its row there, counted from 1.
    cells : tuple of str
        As the file writes them, one a name of the pair; empty where nothing is written.
    means : tuple of str
        What each is called by the file or the codebook; empty where neither says.
    stays : bool
        Whether its answers are used once decisions are carried out: it stays, or is merged.
    """

    source: str
    row: int
    cells: tuple[str, ...]
    means: tuple[str, ...]
    stays: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two or more rows of a table with the same ID in the same wave.

    Attributes
    ----------
    key, person : str
        Column of the ID, and the ID: for the study's own team alone.
    wave : float or None
        The wave; None for a table that holds in all.
    label : str
        Of the wave.
    table : str
        What a row is: child, caregiver, household or school.
    names, labels : tuple of str
        The variables the rows tell, and what they are called.
    rows : tuple of PairRow
        In the order of files and rows.
    decided : tuple of int
        Places of the decisions that say which of the rows stay.
    settled : bool
        Whether no two rows of the ID are left once decisions are carried out.
    """

    key: str
    person: str
    wave: float | None
    label: str
    table: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[PairRow, ...]
    decided: tuple[int, ...]
    settled: bool

    @property
    def differing(self) -> tuple[int, ...]:
        """Places of the variables that the rows do not tell alike."""
        return tuple(at for at in range(len(self.names)) if len(set(self._told(at))) > 1)

    @property
    def contradicting(self) -> tuple[int, ...]:
        """Places of the variables of which two rows tell different things."""
        return tuple(at for at in self.differing if len({*self._told(at)} - {""}) > 1)

    @property
    def proposal(self) -> tuple[Choice, int]:
        """What is proposed, and for which row: merge what agrees, else keep the fuller row."""
        if not self.contradicting:
            return "merge", 0
        filled = [sum(map(bool, row.cells)) for row in self.rows]
        return "keep", filled.index(max(filled))

    def _told(self, at: int) -> tuple[str, ...]:
        return tuple(row.cells[at] for row in self.rows)


def pairs_of(waves: OpenedWaves, decisions: Sequence[Decision]) -> tuple[Pair, ...]:
    """Find rows that share their ID with another row of the same wave.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    decisions : sequence of Decision
        What was decided; IDs count as renamed.

    Returns
    -------
    tuple of Pair
        Those nobody has decided about first, then in the order of the files.

    Raises
    ------
    StudyError
        If a decision gives a value that does not fit its column.
    """
    found: list[Pair] = []
    for stack, key in tables_with_ids(waves, decisions, ()):
        found += _pairs_in(waves, stack, key, list(enumerate(decisions)))
    return tuple(sorted(found, key=lambda pair: pair.settled))


def tables_with_ids(
    waves: OpenedWaves, decisions: Sequence[Decision], also: Iterable[str]
) -> Iterator[tuple[Stack, str]]:
    """Yield the tables that have an ID, with the columns that decisions need alone.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    decisions : sequence of Decision
        What was decided.
    also : iterable of str
        More columns to have.

    Yields
    ------
    stack : Stack
        All rows, as read.
    key : str
        Column of the ID.
    """
    person = waves.design.person
    wanted = {person, *(opened.file.join for opened in waves.files), *also}
    for decision in decisions:
        wanted |= {*decision.row, decision.column}
    files = [
        replace(opened, uses=tuple(use for use in opened.uses if use.name in wanted))
        for opened in waves.files
    ]
    if not any(opened.file.table == "child" for opened in files):
        return
    for stack in stack_tables(files, waves.sorts, waves.design):
        key = stack.join or person
        if key is not None and key in stack.frame:
            yield stack, key


def of_actions(decisions: Sequence[Decision], actions: Sequence[str]) -> list[tuple[int, Decision]]:
    """Return the decisions of some actions with their places; those about odd cells left out.

    Parameters
    ----------
    decisions : sequence of Decision
        In the order of the document.
    actions : sequence of str
        `CELLS` or `ROWS`.
    """
    return [
        (number, decision)
        for number, decision in enumerate(decisions)
        if decision.action in actions and (decision.action in CELLS or decision.column is None)
    ]


def _pairs_in(
    waves: OpenedWaves, stack: Stack, key: str, numbered: list[tuple[int, Decision]]
) -> Iterator[Pair]:
    decisions = [decision for _, decision in numbered]
    stack = decide(stack, of_actions(decisions, CELLS), key).stack
    twice = double(stack.frame[key], stack.waves)
    if not twice.any():
        return
    decided = decide(stack, of_actions(decisions, ROWS), key)
    after = decided.stack
    open_ = set(_keys(after, double(after.frame[key], after.waves), key))
    out = _left_out(decided)
    meant = {
        number: rows_meant(stack, decision)
        for number, decision in of_actions(decisions, ROWS)
        if concerns(stack, decision, key)
    }
    at = np.flatnonzero(twice)
    at = at[np.lexsort((stack.row[at], stack.file[at]))]
    groups: dict[tuple[str, float], list[int]] = {}
    for position, name in zip(at.tolist(), _keys(stack, at, key), strict=True):
        groups.setdefault(name, []).append(position)
    every = _names(waves, stack, at.tolist(), key)
    cells = cells_written(waves, stack, at, every)
    for (person, number), positions in groups.items():
        names = _names(waves, stack, positions, key)
        own = [every.index(name) for name in names]
        wave = None if stack.waves is None else number
        yield Pair(
            key=key,
            person=person,
            wave=wave,
            label=_label(stack, wave),
            table=stack.table,
            names=names,
            labels=tuple(_called(waves, stack, one) for one in names),
            rows=tuple(
                _row(
                    waves,
                    stack,
                    one,
                    names,
                    tuple(cells[one][place] for place in own),
                    stays=_place(stack, one) not in out,
                )
                for one in positions
            ),
            decided=tuple(place for place, rows in meant.items() if rows[positions].any()),
            settled=(person, number) not in open_,
        )


def _left_out(decided: Decided) -> set[tuple[int, int]]:
    """Return file and row of every row whose answers are not used."""
    return {
        place
        for why in ("drop", "keep")
        if (left := decided.left.get(why)) is not None
        for place in zip(left.file.tolist(), left.row.tolist(), strict=True)
    }


def _place(stack: Stack, position: int) -> tuple[int, int]:
    """Return file and row of a row."""
    return int(stack.file[position]), int(stack.row[position])


def _row(
    waves: OpenedWaves,
    stack: Stack,
    position: int,
    names: Sequence[str],
    cells: tuple[str, ...],
    *,
    stays: bool,
) -> PairRow:
    """Return a row with its cells and what they are called."""
    narrow = file_of(stack, position)
    opened = next(one for one in waves.files if one.place == narrow.place)
    called = {use.name: _value_labels(opened, use) for use in opened.uses}
    means = (called.get(name, {}).get(text, "") for name, text in zip(names, cells, strict=True))
    return PairRow(narrow.source, int(stack.row[position]), cells, tuple(means), stays)


def _value_labels(opened: OpenedFile, use: ColumnUse) -> Mapping[str, str]:
    """Return what the file calls its codes, else the codebook where it does not recode them."""
    own = opened.raw.value_labels.get(use.column, {})
    if own or use.variable is None or use.variable.recodes(use.wave):
        return own
    return use.variable.labels


def _keys(stack: Stack, rows: npt.NDArray[np.generic], key: str) -> list[tuple[str, float]]:
    found = keys_of(stack.frame[key], stack.waves)[["id", "wave"]].to_numpy(dtype=object)[rows]
    return [(str(person), float(wave)) for person, wave in found]


def file_of(stack: Stack, position: int) -> OpenedFile:
    """Return the file that a row of a stack comes from."""
    return stack.files[int(stack.file[position])]


def _label(stack: Stack, wave: float | None) -> str:
    if wave is None:
        return ""
    named = (
        opened.file.label
        for opened in stack.files
        if opened.file.label and opened.waves is not None and wave in opened.waves
    )
    return next(named, wave_name(wave))


def _names(waves: OpenedWaves, stack: Stack, positions: Sequence[int], key: str) -> tuple[str, ...]:
    """Return what the files of some rows tell: not the ID, and no constant of a file."""
    places = {file_of(stack, one).place for one in positions}
    told = {
        use.name
        for opened in waves.files
        if opened.place in places
        for use in opened.uses
        if use.column not in opened.file.set
    }
    return tuple(name for name in waves.names if name in told and name != key)


def _called(waves: OpenedWaves, stack: Stack, name: str) -> str:
    """Return the label of a variable: the codebook's, else that of the first file that has one."""
    said = next((one.label for one in waves.variables if one.name == name and one.label), "")
    places = {opened.place for opened in stack.files}
    of_files = (
        opened.raw.labels.get(use.column, "").strip()
        for opened in waves.files
        if opened.place in places
        for use in opened.uses
        if use.name == name
    )
    return said or next(filter(None, of_files), "")


def cells_written(
    waves: OpenedWaves, stack: Stack, at: npt.NDArray[np.intp], names: Sequence[str]
) -> dict[int, tuple[str, ...]]:
    """Return the cells of some rows as their files write them.

    Parameters
    ----------
    waves : OpenedWaves
        All files.
    stack : Stack
        The rows of one table, none left out.
    at : ndarray of int
        Positions in the stack.
    names : sequence of str
        Variables to return.

    Returns
    -------
    dict of int to tuple of str
        By position; empty where nothing is written.
    """
    whole = {opened.place: opened for opened in waves.files}
    starts = np.cumsum([0, *(len(opened.raw.frame) for opened in stack.files)])
    found: dict[int, dict[str, str]] = {int(one): {} for one in at}
    for place, narrow in enumerate(stack.files):
        mine = at[stack.file[at] == place]
        opened = whole[narrow.place]
        for use in opened.uses if len(mine) else ():
            served = opened.rows_of(use)
            inside = mine - starts[place]
            cells = texts(opened.raw.frame[use.column].iloc[inside]).fillna("").tolist()
            for one, row, text in zip(mine.tolist(), inside.tolist(), cells, strict=True):
                if served is None or served[row]:
                    found[one][use.name] = text
    return {one: tuple(cells.get(name, "") for name in names) for one, cells in found.items()}
