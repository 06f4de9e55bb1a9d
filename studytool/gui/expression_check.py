"""Expression check: what a formula reads and gives, told while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.errors import StudyError
from studytool.core.expression import evaluate, parse
from studytool.core.spec import nearest

if TYPE_CHECKING:
    import pandas as pd

    from studytool.core.expression import Expression
    from studytool.survey.panel import Panel

MOST_ROWS = 50_000
"""Rows up to which a formula is computed at every letter."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a formula.

    Attributes
    ----------
    text : str
        One sentence or two.
    sound : bool
        Whether it can be computed as far as can be told.
    """

    text: str
    sound: bool


def told_of(text: str, panel: Panel | None, *, own: str = "") -> Told:
    """Return what a formula gives, or why it gives nothing.

    Parameters
    ----------
    text : str
        As typed so far.
    panel : Panel or None
        The data it would be computed from; without it only its form is checked.
    own : str
        Name of the variable it is the formula of: it cannot read itself.
    """
    try:
        expression = parse(text)
        names = expression.names()
        if own in names:
            return Told(f"“{own}” cannot be computed from itself.", sound=False)
        if panel is None:
            return Told(f"Reads {_listed(names)}.", sound=True)
        unknown = [name for name in names if name not in panel.frame]
        if unknown:
            near = nearest(unknown[0], list(map(str, panel.frame.columns)))
            return Told(f"There is no variable “{unknown[0]}”. {near}".strip(), sound=False)
        if len(panel.frame) > MOST_ROWS:
            return Told(f"Reads {_listed(names)}.", sound=True)
        return Told(_given(_values(expression, panel)), sound=True)
    except StudyError as error:
        return Told(f"{error.what} {error.remedy}".strip(), sound=False)


def _values(expression: Expression, panel: Panel) -> pd.Series:
    frame, design = panel.frame, panel.design
    return evaluate(
        expression,
        {name: frame[name] for name in expression.names()},
        n_rows=len(frame),
        person=None if design.person is None else frame[design.person],
        wave=frame[design.wave],
        waves=tuple(panel.waves),
    )


def _given(values: pd.Series) -> str:
    there = values.dropna()
    told = f"Gives a value in {len(there)} of {len(values)} rows"
    if there.empty or there.dtype.kind not in "fi":
        return f"{told}."
    lowest, highest = float(there.min()), float(there.max())
    if set(there.unique()) <= {0.0, 1.0}:
        return f"{told}: yes in {int(there.sum())}, no in {int((there == 0).sum())}."
    return f"{told}: from {_short(lowest)} to {_short(highest)}."


def _short(value: float) -> str:
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) if names else "no variable"
