"""Raw tables become the panel: opened, read, decided, joined, sorted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.errors import DataError, DocumentError
from studytool.core.findings import Finding
from studytool.core.spec import nearest
from studytool.survey.cell_checks import cell_findings
from studytool.survey.cell_formats import plain_number
from studytool.survey.checks import panel_findings
from studytool.survey.codebook import wave_name
from studytool.survey.deciding import (
    LEFT,
    ROWS,
    applied,
    decide,
    decision_findings,
    refuse_unmatched,
)
from studytool.survey.differences import differences
from studytool.survey.duplicates import differing_findings
from studytool.survey.entries import codebook_of
from studytool.survey.harmonise import refuse_unknown_columns
from studytool.survey.identity_check import blank_rows, refuse_duplicates, refuse_missing_ids
from studytool.survey.joining import joined
from studytool.survey.opening import date_column, open_files, refuse_case_clashes
from studytool.survey.panel import Panel, RowsLeft
from studytool.survey.sorts import sorts_of
from studytool.survey.stack import Stack, stack_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.intake.raw import RawTable
    from studytool.survey.codebook import Variable
    from studytool.survey.decisions import Decision
    from studytool.survey.design import PanelDesign
    from studytool.survey.harmonise import OpenedFile
    from studytool.survey.wave import WaveFile

_BLANK = "No answer at all"


@dataclass(frozen=True, slots=True)
class _Decided:
    """All tables, decisions carried out: rows, counts by decision, what was noticed, who left."""

    stacks: list[Stack]
    counts: dict[int, int]
    findings: tuple[Finding, ...]
    left: list[RowsLeft]


def assemble(
    design: PanelDesign,
    files: Sequence[tuple[WaveFile, RawTable]],
    variables: Sequence[Variable],
    decisions: Sequence[Decision],
) -> Panel:
    """Make the checked panel of a study.

    Parameters
    ----------
    design : PanelDesign
        What the rows are.
    files : sequence of (WaveFile, RawTable)
        Every file of every wave, in the order of the document.
    variables : sequence of Variable
        The codebook; other columns come under their own names.
    decisions : sequence of Decision
        What a person decided about rows and cells.

    Returns
    -------
    Panel
        The same whatever the order of files and of rows in them.

    Raises
    ------
    DocumentError
        If the document names what the files do not have.
    DataError
        If rows have no ID or share one and nobody decided, or the data contradict the document.
    """
    design = _with_key(design)
    opened = open_files(design, files, variables)
    refuse_unknown_columns(opened, variables, wave=design.wave)
    _refuse_unknown_levels(design, opened)
    date = date_column(files, variables)
    raw_stacks = stack_tables(opened, sorts_of(opened, design, date), design)
    notes = differences(raw_stacks, design)
    decided = _decided(raw_stacks, design, variables, decisions)
    done = applied(decisions, decided.counts)
    children, blank = _checked(decided.stacks[0], design)
    children, unmatched = _joined(children, decided.stacks[1:], design)
    frame, reasons = _sorted(children, design)
    panel = Panel(
        frame=frame,
        design=design,
        codebook=codebook_of(frame, opened, children.sorts, variables, design),
        reasons=reasons,
        waves=_waves(opened, frame, variables, design),
        date=date if date in frame else None,
        decisions=done,
        findings=(
            *(finding for place in opened for finding in place.raw.findings),
            *decided.findings,
            *unmatched,
            *_blank_noted(blank),
            *decision_findings(done),
            *notes,
        ),
        sources={place.source: place.raw.digest for place in opened},
        left=tuple(left for left in (*decided.left, blank) if len(left.rows)),
    )
    return replace(panel, findings=(*panel.findings, *panel_findings(panel)))


def _with_key(design: PanelDesign) -> PanelDesign:
    """Return the design; groups without a person are told apart by their only level."""
    if design.design != "groups" or design.person is not None:
        return design
    if len(design.levels) != 1:
        raise DocumentError(
            "The panel does not say which column names the group.",
            where="panel.person",
            remedy='Say person = "state", or whatever the column is called.',
        )
    return design.model_copy(update={"person": next(iter(design.levels.values()))})


def _refuse_unknown_levels(design: PanelDesign, files: Sequence[OpenedFile]) -> None:
    known = sorted({use.name for opened in files for use in opened.uses})
    for level, column in design.levels.items():
        if column not in known:
            raise DocumentError(
                f'No file has the column "{column}" of the level "{level}".',
                where=f"panel.levels.{level}",
                remedy=nearest(column, known),
            )


def _decided(
    stacks: Sequence[Stack],
    design: PanelDesign,
    variables: Sequence[Variable],
    decisions: Sequence[Decision],
) -> _Decided:
    """Carry out the decisions; a row is looked for among children first."""
    counts: dict[int, int] = {}
    done, kept, left = [], [], []
    keys = [stack.join or design.person for stack in stacks]
    for place, (stack, key) in enumerate(zip(stacks, keys, strict=True)):
        mine = [
            (number, decision)
            for number, decision in enumerate(decisions)
            if number not in counts or decision.action not in ROWS
        ]
        decided = decide(stack, mine, key if key in stack.frame else None)
        for number, rows in decided.counts.items():
            counts[number] = counts.get(number, 0) + rows
        done.append(decided.stack)
        kept.append(decided.kept)
        if place == 0:  # the people's own rows
            left = [_left(LEFT[why], rows, design) for why, rows in decided.left.items()]
    refuse_unmatched(decisions, counts, stacks, keys)
    findings = (*cell_findings(done, variables, kept), *differing_findings(done))
    return _Decided(done, counts, findings, left)


def _left(reason: str, stack: Stack, design: PanelDesign) -> RowsLeft:
    """Return rows that leave, with their keys."""
    names = [name for name in (design.person, *design.levels.values()) if name in stack.frame]
    rows = stack.frame[list(dict.fromkeys(names))]
    return RowsLeft(reason, rows.assign(**{design.wave: stack.waves}))


def _checked(children: Stack, design: PanelDesign) -> tuple[Stack, RowsLeft]:
    """Return the children's rows, each with a key of its own, and those that say nothing."""
    blank = np.zeros(len(children.frame), dtype=bool)
    unit = "group" if design.design == "groups" else "person"
    whole = children
    if design.person is not None:
        blank = blank_rows(children, design.person)
        children = children.taken(np.flatnonzero(~blank)) if blank.any() else children
        refuse_missing_ids(children, design.person, unit=unit)
        refuse_duplicates(children, design.person, unit=unit)
    if not len(children.frame):
        raise DataError(
            "The files hold no rows of data.",
            where=", ".join(dict.fromkeys(opened.source for opened in children.files)),
            remedy="Check header_row, rows and skip_footer, and the decisions that drop rows.",
        )
    return children, _left(_BLANK, whole.taken(np.flatnonzero(blank)), design)


def _blank_noted(blank: RowsLeft) -> tuple[Finding, ...]:
    if blank.rows.empty:
        return ()
    message = f"Rows without any answer, left out: {len(blank.rows)}."
    return (Finding("note", "blank_rows", message),)


def _joined(
    children: Stack, tables: Sequence[Stack], design: PanelDesign
) -> tuple[Stack, tuple[Finding, ...]]:
    joins = {table.join for table in tables if table.join}
    shared = {*design.levels.values(), *joins, *([design.person] if design.person else [])}
    findings: list[Finding] = []
    for table in tables:
        children, found = joined(children, table, shared=shared)
        findings.extend(found)
    refuse_case_clashes([*children.frame, design.wave], where="the columns of all files")
    return children, tuple(findings)


def _sorted(children: Stack, design: PanelDesign) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return values and reasons by person and wave, keys first."""
    waves = pd.Series(children.waves, index=children.frame.index)
    if (waves == np.floor(waves)).all():
        waves = waves.astype("int64")
    keys = pd.DataFrame({"wave": waves, "file": children.file, "row": children.row})
    by = ["wave", "file", "row"]
    if design.person is not None:
        keys["person"] = children.frame[design.person]
        by = ["person", *by]
    order = keys.sort_values(by, kind="stable").index.to_numpy()
    first = [] if design.person is None else [design.person]
    rest = [name for name in children.frame if name not in first]
    columns = {name: children.frame[name] for name in first}
    columns[design.wave] = waves
    columns |= {name: children.frame[name] for name in rest}
    frame = pd.DataFrame(columns).take(order).reset_index(drop=True)
    told = [name for name in columns if name in children.reasons]
    reasons = pd.DataFrame(
        {name: children.reasons[name] for name in told}, index=children.frame.index
    )
    return frame, reasons.take(order).reset_index(drop=True)


def _waves(
    files: Sequence[OpenedFile],
    frame: pd.DataFrame,
    variables: Sequence[Variable],
    design: PanelDesign,
) -> Mapping[float, str]:
    """Return the label of each wave in the panel, its number where none is given."""
    labels: dict[float, str] = {}
    for opened in sorted(files, key=lambda opened: opened.place):
        if opened.file.number is not None and opened.file.label:
            labels.setdefault(float(opened.file.number), opened.file.label)
    for variable in variables:
        if variable.name == design.wave:
            labels |= {plain_number(code) or 0.0: text for code, text in variable.labels.items()}
    occurring = sorted(frame[design.wave].unique().tolist())
    return {wave: labels.get(float(wave), wave_name(wave)) for wave in occurring}
