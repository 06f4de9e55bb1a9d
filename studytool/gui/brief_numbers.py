"""How the references of a brief read now: as on its pages, small numbers hidden."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from studytool.core.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studytool.outcome import Run
    from studytool.report.table import Cell


def teller(run: Run, further: Mapping[str, Cell], minimum: int) -> Callable[[str], str]:
    """Return what tells how a reference reads on the page.

    Parameters
    ----------
    run : Run
        The latest run.
    further : mapping of name to Cell
        Numbers of the returns.
    minimum : int
        Numbers that tell of fewer people are not shown.

    Returns
    -------
    callable
        Takes a reference as a text writes it, such as ``{visits.visited.estimate|abs 1}``; what
        names no number is told by its name, with a question mark.
    """
    from studytool.roi.references import Lookup, paragraph_of  # loaded once there is a run

    lookup = Lookup(run.material, further, run.output.tables, minimum)

    @cache
    def told(source: str) -> str:
        try:
            return "".join(part.text for part in paragraph_of(source, lookup))
        except StudyError:
            return f"{source.strip('{}').partition('|')[0].strip()}?"

    return told
