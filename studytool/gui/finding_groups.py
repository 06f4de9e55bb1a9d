"""Groups of findings: those that say the same of several models, tables or files are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.findings import Finding, by_weight
from studytool.gui.gathered import file_of
from studytool.gui.help_text import title_of
from studytool.report.notes import finding_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.study import Study

_PLACE = re.compile(r"(?P<group>[a-z]+)\[(?P<number>\d+)\]")
_NAMED = 4
_MONEY = {"roi": "value for money", "costs": "costs", "brief": "the brief"}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one sort and one level.

    Attributes
    ----------
    findings : tuple of Finding
        One or several.
    places : tuple of str
        What they are about, in the words of the study, each once; may be empty.
    """

    findings: tuple[Finding, ...]
    places: tuple[str, ...]

    @property
    def told(self) -> Finding:
        """The one finding there is, or one that tells of all: how often, and of what."""
        first = self.findings[0]
        if len(self.findings) == 1:
            return first
        title = title_of(first.code) or finding_name(first.code)
        fact = f"{title[:1].upper()}{title[1:]}: {len(self.findings)} times"
        named = [*self.places[:_NAMED], *_more(len(self.places) - _NAMED)]
        about = f" {'; '.join(named)}." if named else ""
        remedies = {found.remedy for found in self.findings}
        remedy = first.remedy if len(remedies) == 1 else ""
        return Finding(first.level, first.code, f"{fact}.{about}", first.where, remedy)


def grouped(findings: Iterable[Finding], study: Study) -> tuple[FindingGroup, ...]:
    """Return findings by what they say, the serious first.

    Parameters
    ----------
    findings : iterable of Finding
        In any order.
    study : Study
        Gives models, analyses and tables their titles.
    """
    alike: dict[tuple[str, str], list[Finding]] = {}
    for found in by_weight(findings):
        alike.setdefault((found.level, found.code), []).append(found)
    return tuple(
        FindingGroup(tuple(group), _places([found.where for found in group], study))
        for group in alike.values()
    )


def to_mind(groups: Iterable[FindingGroup]) -> int:
    """Return how many of the groups change how a number is read: notes do not."""
    return sum(group.findings[0].level != "note" for group in groups)


def place_title(where: str, study: Study) -> str:
    """Return what a place of the document is called: a model's title, a file; empty for others.

    Parameters
    ----------
    where : str
        Such as ``models[1].cluster``, ``t_flow`` or ``visits.csv, row 3``.
    study : Study
        The study.
    """
    found = _PLACE.match(where)
    if found is not None:
        entries = getattr(study, found["group"], ())
        at = int(found["number"])
        return _titled(entries[at]) if isinstance(entries, tuple) and at < len(entries) else ""
    shown = {table.name: _titled(table) for table in study.tables}
    shown |= {chart.name: _titled(chart) for chart in study.charts}
    if where in shown:
        return shown[where]
    return _MONEY.get(where.split(".", 1)[0], "") or file_of(where)


def _more(number: int) -> list[str]:
    return [f"and {number} more"] if number > 0 else []


def _titled(entry: object) -> str:
    return str(getattr(entry, "title", "") or getattr(entry, "name", ""))


def _places(places: Sequence[str], study: Study) -> tuple[str, ...]:
    titles = (place_title(where, study) for where in places)
    return tuple(dict.fromkeys(title for title in titles if title))
