"""Figure: what is drawn is in its data, and its data travel with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure as Canvas

    from studytool.core.counted import Counted
    from studytool.core.findings import Finding
    from studytool.report.table import Cell

    Data = tuple[Mapping[str, Cell], ...]


_DPI = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart before it is painted.

    Attributes
    ----------
    name, kind : str
        As asked in the document.
    caption : str
        What is seen, without "Figure 1.".
    unit_line : str
        Small line under the title.
    alt_text : str
        What a reader who cannot see it needs: form, series, first and last values.
    columns : tuple of str
        Columns of the data.
    data : tuple of mapping from column to Cell
        One row a point, suppressed cells without value.
    notes : tuple of str
        Under the chart.
    findings : tuple of Finding
        Findings of the shown results.
    counts : tuple of Counted
        Numbers of people that `notes` tell beside the findings.
    paint : callable
        Paints `data`, and nothing else, on a matplotlib figure.
    tell : callable
        Says `data`, and nothing else, in words: `caption` and `alt_text`. Called again when
        data are hidden, so that no word outlives the number it came from.
    """

    name: str
    kind: str
    caption: str
    alt_text: str
    columns: tuple[str, ...]
    data: Data
    paint: Callable[[Data, Canvas], None]
    tell: Callable[[Data], tuple[str, str]]
    unit_line: str = ""
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[Counted, ...] = ()

    def draw(self, *, width: float, height: float) -> Canvas:
        """Return a matplotlib figure of `width` by `height` inches, painted from the data."""
        from matplotlib.figure import Figure as NewCanvas  # keeps start-up light

        canvas = NewCanvas(figsize=(width, height), dpi=_DPI, layout="constrained")
        canvas.set_facecolor("#FFFFFF")
        self.paint(self.data, canvas)
        return canvas
