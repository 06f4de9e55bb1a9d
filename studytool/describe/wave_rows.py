"""Shares, means and counts by wave and group, one row a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.describe.answers import cases, measured, value_label, variable_of, yes_of
from studytool.describe.intervals import mean_of, wilson
from studytool.describe.sample import Sample, column_for
from studytool.describe.units import once_a_unit

if TYPE_CHECKING:
    from studytool.describe.analysis import Value

Statistic = Literal["percent", "mean", "count"]
COLUMNS = (
    *("variable", "label", "by", "group", "wave", "wave_label"),
    *("value", "count", "n", "missing", "low", "high", "reason"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one variable.

    Attributes
    ----------
    variable : str
        Its column.
    statistic : {"percent", "mean", "count"}
        What is counted.
    level : str, float or None
        Value that shares and counts are about.
    by : str
        Variable or level whose values are shown apart; empty for none.
    unit : str
        Who is counted once a wave: person, or a level.
    confidence : float
        Level of the intervals.
    """

    variable: str
    statistic: Statistic
    level: str | float | None
    by: str
    unit: str
    confidence: float


def rows_of(question: Question, sample: Sample) -> tuple[dict[str, Value], ...]:
    """Return the numbers of one variable: groups in order, waves within.

    Parameters
    ----------
    question : Question
        What is asked.
    sample : Sample
        Rows to rest on.

    Returns
    -------
    tuple of dict
        Columns of `COLUMNS`; a share is between 0 and 1.

    Raises
    ------
    DocumentError
        If the variable, its level or the group does not exist.
    DataError
        If an answer of a unit that counts once is not one.
    """
    panel = sample.panel
    column = column_for(panel, question.variable)
    variable = variable_of(panel, column)
    if question.statistic == "mean":
        answers, called = measured(panel, column), ""
    else:
        answers, called = cases(panel, column, question.level)
    label = f"{variable.shown}: {called}" if called else variable.shown
    frame = _frame(question, sample, answers)
    return tuple(
        {
            "variable": question.variable,
            "label": label,
            "by": question.by,
            "group": _group_label(question, sample, group),
            "wave": int(wave) if wave.is_integer() else wave,
            "wave_label": sample.wave_label(wave),
            **_number(_answers(frame, wave, group), question, frame["answer"]),
        }
        for group in _groups(frame)
        for wave in sample.waves
    )


def _answers(frame: pd.DataFrame, wave: float, group: str | float | None) -> pd.Series:
    rows = frame["wave"] == wave
    if group is not None:
        rows &= frame["group"] == group
    return frame.loc[rows, "answer"]


def _frame(question: Question, sample: Sample, answers: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Return wave, answer, and group where asked for, of each person or unit."""
    panel, rows = sample.panel, sample.rows
    frame = pd.DataFrame(
        {
            "wave": panel.frame.loc[rows, panel.design.wave].astype("float64"),
            "answer": answers[rows],
        }
    )
    constant = ["answer"]
    if question.by:
        frame["group"] = panel.frame.loc[rows, column_for(panel, question.by)]
        frame = frame[frame["group"].notna()]
        constant.append("group")
    if question.unit == "person":
        return frame
    frame["unit"] = panel.frame[column_for(panel, question.unit)]
    label = f'"{question.variable}"' + (f' or "{question.by}"' if question.by else "")
    return once_a_unit(
        frame, keys=("unit", "wave"), constant=constant, unit=question.unit, label=label
    )


def _groups(frame: pd.DataFrame) -> list[str | float | None]:
    return sorted(frame["group"].unique().tolist()) if "group" in frame else [None]


def _group_label(question: Question, sample: Sample, group: str | float | None) -> str:
    if group is None:
        return ""
    column = column_for(sample.panel, question.by)
    value = group if isinstance(group, str) else float(group)
    return value_label(variable_of(sample.panel, column), value)


def _number(answers: pd.Series, question: Question, everyone: pd.Series) -> dict[str, Value]:
    """Return one number with its base, its interval, and a reason where there is none.

    A mean of two answers, such as 0 and 1, is a share, and has the count behind it.
    """
    valid = answers.dropna().to_numpy(dtype=np.float64)
    n, missing = len(valid), int(answers.isna().sum())
    found: dict[str, Value] = dict.fromkeys(COLUMNS[6:])
    reason = ""
    if not n:
        reason = "no valid answers" if missing else "nobody in this wave"
    elif question.statistic == "mean":
        middle = mean_of(valid, question.confidence)
        found |= {"value": middle.value, "low": middle.low, "high": middle.high}
        found["count"] = yes_of(valid, everyone.to_numpy(dtype=np.float64))
        reason = "" if middle.low is not None else "one answer has no interval"
    else:
        count = int(valid.sum())
        found |= {"value": count, "count": count}
        if question.statistic == "percent":
            low, high = wilson(count, n, question.confidence)
            found |= {"value": count / n, "low": low, "high": high}
    return found | {"n": n, "missing": missing, "reason": reason}
