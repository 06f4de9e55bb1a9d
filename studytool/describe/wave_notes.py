"""What a reader of a wave table must know, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from studytool.core.counted import Counted, portion, several
from studytool.core.findings import Finding
from studytool.describe.answers import variable_of
from studytool.describe.intervals import STUDENT, WILSON
from studytool.describe.sample import Sample, column_for, people_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.describe.analysis import Value
    from studytool.describe.wave_rows import Statistic

    Told = tuple[tuple[str, ...], tuple[Counted, ...]]


def sample_notes(sample: Sample, *, where: str, tracked: bool) -> Told:
    """Return who is described.

    Parameters
    ----------
    sample : Sample
        Rows described.
    where : str
        Their condition.
    tracked : bool
        Whether people absent from a wave were left out.

    Returns
    -------
    notes : tuple of str
        Sentences.
    counts : tuple of Counted
        Numbers of people they tell.
    """
    grouped = sample.panel.design.design == "groups"
    waves = several(len(sample.waves), "wave")
    if tracked:
        part, counts = portion(sample.people, sample.people_before, "")
        who = (
            f"Sample: groups seen in every one of {waves}, {part}."
            if grouped
            else f"Sample: people with an interview in every one of {waves}, {part}."
        )
    else:
        noun = "groups" if grouped else "people"
        part = f"{sample.people} {noun} in {waves}"
        counts = (Counted(part, (sample.people,), f"{{few}} {noun} in {waves}"),)
        who = f"Sample: {'every group' if grouped else 'everyone interviewed'}, {part}."
    return ((who, f"Rows: {where}.") if where else (who,)), counts


def number_notes(statistic: Statistic, *, unit: str, confidence: float) -> tuple[str, ...]:
    """Return what the numbers are of, and how their intervals are made."""
    counted = "people" if unit == "person" else f"{unit}s"
    base = {
        "percent": f"Percentages are of {counted} with a valid answer; each has its own n.",
        "mean": f"Means are over {counted} with a valid answer; each has its own n.",
        "count": f"Counts are of {counted} with a valid answer.",
    }[statistic]
    once = () if unit == "person" else (f"Each {unit} counts once a wave.",)
    if statistic == "count":
        return (base, *once)
    method = WILSON if statistic == "percent" else STUDENT
    return (
        base,
        *once,
        f"{confidence * 100:.3g} % intervals: {method}; {counted} are taken as independent.",
    )


def missing_notes(sample: Sample, variables: Sequence[str], *, unit: str = "person") -> Told:
    """Return how many answers are missing, and why, for each variable that lacks some.

    Parameters
    ----------
    sample : Sample
        Rows described.
    variables : sequence of str
        Variables, or levels by their name.
    unit : str
        Who counts once a wave: person, or a level, which lacks an answer where nobody in it gave
        one.

    Returns
    -------
    notes : tuple of str
        Sentences.
    counts : tuple of Counted
        Numbers of people, or units, they tell.
    """
    notes: list[str] = []
    counts: list[Counted] = []
    for name in variables:
        column = column_for(sample.panel, name)
        answers = _answers(sample, column, unit)
        missing = answers["missing"].to_numpy()
        if not missing.any():
            continue
        shown = variable_of(sample.panel, column).shown
        words, told = _how_many(answers, "people" if unit == "person" else f"{unit}s", shown)
        counts.append(told)
        # how many refused is nobody's business where it is two: the reasons alone are told
        said = _reasons(sample, column)
        why = f" ({', '.join(said)})" if said else ""
        notes.append(f"No valid answer: {words}{why}.")
    return tuple(notes), tuple(counts)


def _answers(sample: Sample, column: str, unit: str) -> pd.DataFrame:
    """Return who answers and whether the answer is missing, one row a unit and wave."""
    panel, rows = sample.panel, sample.rows
    who = people_of(panel) if unit == "person" else panel.frame[column_for(panel, unit)]
    frame = pd.DataFrame(
        {
            "who": who.to_numpy()[rows],
            "wave": panel.frame[panel.design.wave].to_numpy()[rows],
            "missing": panel.frame[column].isna().to_numpy()[rows],
        }
    )
    if unit == "person":
        return frame
    return frame.groupby(["who", "wave"], as_index=False)["missing"].all()


def _how_many(answers: pd.DataFrame, units: str, shown: str) -> tuple[str, Counted]:
    missing = answers["missing"].to_numpy()
    without, having = (int(answers["who"][rows].nunique()) for rows in (missing, ~missing))
    words = f"{shown}, {missing.sum()} of {missing.size}"
    few = "{few}" if without <= having else "all but {few}"
    return words, Counted(words, (without, having), f"{shown}, {few} {units}")


def _reasons(sample: Sample, column: str) -> list[str]:
    reasons = sample.panel.reasons
    if column not in reasons.columns:
        return []
    missing = sample.panel.frame[column].isna().to_numpy() & sample.rows
    return sorted(reasons.loc[missing, column].dropna().unique())


def changing_bases(rows: Sequence[dict[str, Value]]) -> tuple[Finding, ...]:
    """Return a finding where the number of valid answers changes between waves.

    Parameters
    ----------
    rows : sequence of dict
        Rows of a wave table of tracked people.

    Returns
    -------
    tuple of Finding
        One that names every series concerned, or none.
    """
    bases: dict[str, set[int]] = {}
    for row in rows:
        series = f"{row['label']} ({row['group']})" if row["group"] else str(row["label"])
        bases.setdefault(series, set()).add(int(row["n"] or 0))
    # the series alone: a base may be hidden where the numbers are shown
    told = [series for series, counts in bases.items() if len(counts) > 1]
    if not told:
        return ()
    message = (
        f"Valid answers differ in number from wave to wave ({'; '.join(told)}), so that waves "
        "compare not quite the same people."
    )
    return (Finding("note", "denominators", message),)
