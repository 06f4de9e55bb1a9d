"""What a reader of a wave table must know, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.findings import Finding
from studytool.describe.answers import variable_of
from studytool.describe.intervals import STUDENT, WILSON
from studytool.describe.sample import Sample, column_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.describe.analysis import Value
    from studytool.describe.wave_rows import Statistic


def sample_notes(sample: Sample, *, where: str, tracked: bool) -> tuple[str, ...]:
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
    tuple of str
        Sentences.
    """
    waves = f"{len(sample.waves)} wave" if len(sample.waves) == 1 else f"{len(sample.waves)} waves"
    if tracked:
        who = (
            f"Sample: people with an interview in every one of {waves}, "
            f"{sample.people} of {sample.people_before}."
        )
    else:
        who = f"Sample: everyone interviewed, {sample.people} people in {waves}."
    return (who, f"Rows: {where}.") if where else (who,)


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


def missing_notes(sample: Sample, variables: Sequence[str]) -> tuple[str, ...]:
    """Return how many answers are missing, and why, for each variable that lacks some."""
    panel = sample.panel
    notes = []
    for name in variables:
        column = column_for(panel, name)
        missing = panel.frame[column].isna().to_numpy() & sample.rows
        if not missing.any():
            continue
        said = []
        if column in panel.reasons.columns:
            # how many refused is nobody's business where it is two: the reasons alone are told
            said = sorted(panel.reasons.loc[missing, column].dropna().unique())
        why = f" ({', '.join(said)})" if said else ""
        shown = variable_of(panel, column).shown
        notes.append(f"No valid answer: {shown}, {int(missing.sum())} of {sample.rows.sum()}{why}.")
    return tuple(notes)


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
    bases: dict[str, list[int]] = {}
    for row in rows:
        series = f"{row['label']} ({row['group']})" if row["group"] else str(row["label"])
        bases.setdefault(series, []).append(int(row["n"] or 0))
    told = [
        f"{', '.join(str(n) for n in counts)} for {series}"
        for series, counts in bases.items()
        if len(set(counts)) > 1
    ]
    if not told:
        return ()
    message = (
        f"Valid answers differ in number from wave to wave ({'; '.join(told)}), so that waves "
        "compare not quite the same people."
    )
    return (Finding("note", "denominators", message),)
