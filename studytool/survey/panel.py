"""Panel: person by wave, its key proven unique."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from studytool.core.findings import Finding
    from studytool.survey.codebook import Variable
    from studytool.survey.design import PanelDesign


@dataclass(frozen=True, slots=True)
class AppliedDecision:
    """What one decision did.

    Attributes
    ----------
    action, source, column, reason : str
        From the decision; `source` names the file.
    wave : int or None
        Wave it concerns.
    rows : int
        Rows it changed.
    """

    action: str
    source: str
    column: str
    reason: str
    wave: int | None
    rows: int


@dataclass(frozen=True, slots=True)
class RowsLeft:
    """Rows of the files that are no rows of the panel, for one reason.

    Attributes
    ----------
    reason : str
        Why, in words that begin a sentence: "Dropped by a decision".
    rows : DataFrame, m rows
        Wave, person (as renamed) and levels of each, under the panel's names; those that the
        rows do not tell are left out. For the study's own team alone.
    """

    reason: str
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Panel:
    """The checked data: one row a person and wave (or a person, or a group and period).

    Attributes
    ----------
    frame : DataFrame, n rows, RangeIndex
        Sorted by person and wave. Numbers are float64, texts str, dates datetime64. The person
        column is str and the wave column int64 (float64 where waves are not whole numbers).
        Ordered bands are float codes 0, 1, 2 ... with their names in the codebook's `labels`.
    design : PanelDesign
        Names of the key columns and the levels.
    codebook : mapping of name to Variable
        Every column of `frame` has an entry, made up from the file's own labels if need be.
    reasons : DataFrame, n rows
        For columns with missing cells that have one: why the cell is missing ("refused",
        "not asked in wave 1", "unreadable"); missing where there is a value or no reason.
    waves : mapping of wave to label
        In order of the wave.
    date : str or None
        Column with the interview date.
    decisions : tuple of AppliedDecision
        What was decided and done.
    findings : tuple of Finding
        What was noticed on the way.
    sources : mapping of file to SHA-256
        The files it came from.
    left : tuple of RowsLeft
        Rows of the people's files that are no rows of the panel; with them the rows add up to
        the files'.
    """

    frame: pd.DataFrame
    design: PanelDesign
    codebook: Mapping[str, Variable]
    reasons: pd.DataFrame
    waves: Mapping[float, str] = field(default_factory=dict)
    date: str | None = None
    decisions: tuple[AppliedDecision, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    left: tuple[RowsLeft, ...] = ()


def with_column(
    panel: Panel,
    variable: Variable,
    values: pd.Series,
    *,
    reasons: pd.Series | None = None,
    findings: Sequence[Finding] = (),
) -> Panel:
    """Return the panel with one more column; the panel given is left as it is.

    Parameters
    ----------
    panel : Panel
        The columns so far.
    variable : Variable
        The codebook entry of the new one.
    values : Series, shape (n,)
        Its cells, by position.
    reasons : Series of str, shape (n,), optional
        Why cells are missing, by position.
    findings : sequence of Finding
        What was noticed while it was made.

    Returns
    -------
    Panel
        Same rows, same order.
    """
    kept = panel.reasons
    if reasons is not None and bool(reasons.notna().any()):
        kept = _beside(kept, variable.name, reasons)
    return replace(
        panel,
        frame=_beside(panel.frame, variable.name, values),
        codebook={**panel.codebook, variable.name: variable},
        reasons=kept,
        findings=(*panel.findings, *findings),
    )


def _beside(frame: pd.DataFrame, name: str, cells: pd.Series) -> pd.DataFrame:
    """Return the frame with a column at its end; it takes any number of them, one by one."""
    import pandas as pd

    column = cells.set_axis(frame.index).rename(name)
    others = frame.drop(columns=name) if name in frame else frame
    return pd.concat([others, column], axis=1)
