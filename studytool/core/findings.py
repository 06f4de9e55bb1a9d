"""Findings: what a careful analyst would write in a footnote."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from studytool.core.counted import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studytool.core.counted import Counted

Level = Literal["note", "warning", "error"]

_WORDS = {"note": "Note", "warning": "Caution", "error": "Serious"}
_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that changes how a number is to be read.

    Attributes
    ----------
    level : {"note", "warning", "error"}
        A note can be ignored, a warning changes the reading, an error must be answered or
        defended before the number is used in a brief.
    code : str
        Stable name, such as ``few_clusters``.
    message : str
        Plain sentences with the figure they rest on, without respondents' values.
    where : str
        Place in the document or the file, row and column it concerns; may be empty.
    remedy : str
        What can be done about it; may be empty.
    cells : tuple of str
        File, row and column of each cell concerned, where there are any.
    values : tuple of str
        Respondents' IDs or answers concerned, for the window and a terminal that asks for them;
        left out of every text, comparison and file.
    counts : tuple of Counted
        Numbers of people that `message` tells: in full to the team, guarded in what leaves it.
    """

    level: Level
    code: str
    message: str
    where: str = ""
    remedy: str = ""
    cells: tuple[str, ...] = ()
    values: tuple[str, ...] = field(default=(), repr=False, compare=False)
    counts: tuple[Counted, ...] = ()

    @property
    def word(self) -> str:
        """Level in the words of the window: Note, Caution or Serious."""
        return _WORDS[self.level]

    def placed(self, where: str) -> Finding:
        """Return the same finding, placed at `where` unless it has a place already."""
        return replace(self, where=self.where or where)

    def told(self, minimum: int) -> Finding:
        """Return the finding as it may leave the team, without counts below `minimum` people."""
        if not self.counts:
            return self
        return replace(
            self,
            message=guarded(self.message, self.counts, minimum),
            remedy=guarded(self.remedy, self.counts, minimum),
            counts=(),
        )


def by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the serious first, otherwise in the order given, repeats left out.

    Parameters
    ----------
    findings : iterable of Finding
        Findings in any order.

    Returns
    -------
    tuple of Finding
        Each distinct finding once.
    """
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: _ORDER[finding.level]))
