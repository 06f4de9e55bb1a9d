"""The numbers of an attrition analysis: the flow, and who stayed against who left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from studytool.describe.answers import measured, value_label, variable_of, yes_of
from studytool.describe.following import Step, presence, steps
from studytool.describe.intervals import difference_of, standardised, wilson
from studytool.describe.sample import Sample, column_for, people_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.describe.analysis import Value

COLUMNS = (
    *("section", "variable", "label", "by", "group", "wave", "wave_label"),
    *("count", "n", "share", "stayers", "n_stayers", "leavers", "n_leavers"),
    *("yes_stayers", "yes_leavers"),
    *("difference", "standardised", "low", "high", "reason"),
)


def flow_rows(sample: Sample, *, by: str, confidence: float) -> tuple[dict[str, Value], ...]:
    """Return the flow of everyone, then of each group.

    Parameters
    ----------
    sample : Sample
        Rows described, at least one.
    by : str
        Variable or level; a person belongs to the value of their first row. Empty for none.
    confidence : float
        Level of the intervals of shares.

    Returns
    -------
    tuple of dict
        Columns of `COLUMNS`.
    """
    frame, panel = sample.frame, sample.panel
    person, wave = people_of(panel).loc[sample.rows], frame[panel.design.wave]
    met = presence(person, wave, sample.waves)
    rows = [_flow(step, sample, by, "all" if by else "", confidence) for step in steps(met)]
    if not by:
        return tuple(rows)
    column = column_for(panel, by)
    order = np.lexsort((wave.to_numpy(), pd.factorize(person)[0]))
    initial = frame[column].iloc[order].groupby(person.iloc[order].to_numpy()).nth(0)
    group = pd.Series(initial.to_numpy(), index=person.loc[initial.index].to_numpy())
    for value in sorted(group.dropna().unique().tolist()):
        called = value_label(variable_of(panel, column), value)
        inside = met.loc[met.index.isin(group.index[group == value])]
        rows += [_flow(step, sample, by, called, confidence) for step in steps(inside)]
    return tuple(rows)


def _row(**values: Value) -> dict[str, Value]:
    """Return a row with all columns, those not given empty."""
    texts = dict.fromkeys(COLUMNS[:5], "") | {"wave_label": "", "reason": ""}
    return {column: values.get(column, texts.get(column)) for column in COLUMNS}


def _flow(step: Step, sample: Sample, by: str, group: str, confidence: float) -> dict[str, Value]:
    share: dict[str, Value] = {}
    if step.base:
        low, high = wilson(step.count, step.base, confidence)
        share = {"share": step.count / step.base, "low": low, "high": high}
    wave = step.wave
    return _row(
        section="flow",
        variable=step.code,
        label=step.label,
        by=by,
        group=group,
        wave=None if wave is None else int(wave) if wave.is_integer() else wave,
        wave_label="" if wave is None else sample.wave_label(wave),
        count=step.count,
        n=step.base,
        reason="" if step.base else "nobody to be a share of",
        **share,
    )


def baseline_rows(
    sample: Sample, variables: Sequence[str], *, confidence: float
) -> tuple[dict[str, Value], ...]:
    """Compare those met at every wave with those lost, as they were at the first wave.

    Parameters
    ----------
    sample : Sample
        Rows described, at least one.
    variables : sequence of str
        Numeric variables.
    confidence : float
        Level of the interval of the difference.

    Returns
    -------
    tuple of dict
        Columns of `COLUMNS`; the difference is leavers less stayers.

    Raises
    ------
    DocumentError
        If a variable does not exist or holds no numbers.
    """
    panel, wave = sample.panel, sample.panel.frame[sample.panel.design.wave]
    who = people_of(panel)
    met = presence(who[sample.rows], wave[sample.rows], sample.waves)
    everywhere = who.isin(met.index[met.all(axis=1)]).to_numpy()
    first = sample.rows & (wave == sample.waves[0]).to_numpy()
    rows = []
    for name in variables:
        column = column_for(panel, name)
        answers = measured(panel, column)
        valid = first & ~np.isnan(answers)
        stayers, leavers = answers[valid & everywhere], answers[valid & ~everywhere]
        rows.append(
            _row(
                section="baseline",
                variable=name,
                label=variable_of(panel, column).shown,
                wave=int(sample.waves[0]) if sample.waves[0].is_integer() else sample.waves[0],
                wave_label=sample.wave_label(sample.waves[0]),
                n=len(stayers) + len(leavers),
                **_compared(stayers, leavers, confidence),
                yes_stayers=yes_of(stayers, answers),
                yes_leavers=yes_of(leavers, answers),
            )
        )
    return tuple(rows)


def _compared(
    stayers: npt.NDArray[np.float64], leavers: npt.NDArray[np.float64], confidence: float
) -> dict[str, Value]:
    found: dict[str, Value] = {
        "stayers": float(np.mean(stayers)) if len(stayers) else None,
        "n_stayers": len(stayers),
        "leavers": float(np.mean(leavers)) if len(leavers) else None,
        "n_leavers": len(leavers),
    }
    if not len(stayers) or not len(leavers):
        empty = "stayed" if not len(stayers) else "left"
        return found | {"reason": f"nobody who {empty} has a valid answer"}
    difference = difference_of(leavers, stayers, confidence)
    apart = standardised(leavers, stayers)
    return found | {
        "difference": difference.value,
        "low": difference.low,
        "high": difference.high,
        "standardised": apart,
        "reason": "" if apart is not None else "too few answers, or no spread, for a comparison",
    }
