"""Summary rows: what a variable holds, wave by wave, as rows of a small table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.survey.summary import WaveSummary


def summary_rows(waves: Sequence[WaveSummary]) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows: one column a wave; values counted by name, or mean and limits.

    Parameters
    ----------
    waves : sequence of WaveSummary
        One at least.
    """
    rows = [
        ["Rows", *(str(wave.rows) for wave in waves)],
        ["With a value", *(str(wave.filled) for wave in waves)],
    ]
    if waves[0].counts:
        for place, (name, _) in enumerate(waves[0].counts):
            rows.append([name, *(str(wave.counts[place][1]) for wave in waves)])
    elif any(wave.mean is not None for wave in waves):
        ends = [end for wave in waves for end in (wave.lowest, wave.highest) if end is not None]
        decimals = 0 if all(end.is_integer() for end in ends) else 2
        rows.append(["Mean", *(_number(wave.mean, 2) for wave in waves)])
        rows.append(["Lowest", *(_number(wave.lowest, decimals) for wave in waves)])
        rows.append(["Highest", *(_number(wave.highest, decimals) for wave in waves)])
    return ["", *(wave.label for wave in waves)], rows


def _number(value: float | None, decimals: int) -> str:
    if value is None:
        return "\N{EN DASH}"
    return f"{value:.{decimals}f}".replace("-", "\N{MINUS SIGN}")
