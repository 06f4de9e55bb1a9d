"""How comparisons are painted: weight across, estimate up, one mark for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report import style
from studytool.report.numbers import fixed
from studytool.report.pair_words import SORTS_IN_WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data


def paint_pairs(data: Data, canvas: Canvas) -> None:
    """Paint each comparison, and a line at the whole.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        Columns sort, pair, weight and estimate; the whole last.
    canvas : matplotlib Figure
        Empty.
    """
    axes = canvas.subplots()
    style.quiet(axes)
    axes.axhline(0, color=style.EDGE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    *points, whole = data
    numbers = [0.0]
    shares = [0.0]
    for place, words in enumerate(SORTS_IN_WORDS.values()):
        look = style.series(place)
        found = [
            (row["weight"].value, row["estimate"].value)
            for row in points
            if row["sort"].value == words
        ]
        known = [(w, e) for w, e in found if isinstance(w, float) and isinstance(e, float)]
        if not known:
            continue
        across, up = zip(*known, strict=True)
        axes.plot(across, up, linestyle="none", marker=look.marker, color=look.colour, label=words)
        numbers += up
        shares += across
    value = whole["estimate"].value
    if isinstance(value, float):
        axes.axhline(value, color=style.INK, linewidth=1.2, label="Two-way fixed effects")
        numbers.append(value)
    places = style.ticks(min(numbers), max(numbers))
    axes.set_yticks(places, [fixed(place, style.tick_decimals(places)) for place in places])
    across_places = style.ticks(0.0, max(shares) or 1.0)
    axes.set_xticks(across_places, [f"{100 * place:g} %" for place in across_places])
    axes.set_xlabel("Weight")
    axes.set_ylabel("Estimate")
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False, loc="best")
