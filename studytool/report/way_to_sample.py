"""Why this N, told in full: every stage and every reason, wave by wave, and who it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.report.labels import level_label, people_label
from studytool.survey.conditions import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from studytool.models.result import Leaving, ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

    Mask = npt.NDArray[np.bool_]

_TRACKED = "not present in every wave"


@dataclass(frozen=True, slots=True)
class Part:
    """A stage of the way, or a reason for which rows leave it.

    Attributes
    ----------
    head : str
        What it is.
    leaves : bool
        Whether these rows leave; otherwise they are what is there at this stage.
    by_wave : tuple of int
        Rows of each wave.
    rows, people, groups : int
        Rows; people, those who leave with their last row where rows leave; clusters likewise.
    gone, staying : tuple of str
        Who left altogether, and who left with some rows: for the study's own team alone.
    """

    head: str
    leaves: bool
    by_wave: tuple[int, ...]
    rows: int
    people: int
    groups: int
    gone: tuple[str, ...] = ()
    staying: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """The way from all rows to the estimation sample of a model.

    Attributes
    ----------
    heads : tuple of str
        Heads of the columns: waves, rows, people and, where there are clusters, those.
    parts : tuple of Part
        From first to last.
    grouped : bool
        Whether clusters are counted.
    """

    heads: tuple[str, ...]
    parts: tuple[Part, ...]
    grouped: bool

    def sum_in_words(self) -> str:
        """Return the rows of the way as a sum that adds up in sight."""
        losses = "".join(f" \N{MINUS SIGN} {part.rows:,}" for part in self.parts if part.leaves)
        return f"{self.parts[0].rows:,}{losses} = {self.parts[-1].rows:,}"


def way_to_sample(spec: ModelSpec, result: ModelResult, panel: Panel) -> Way:
    """Tell how the rows of the panel became those of a model.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its answer; the flow of its sample is told.
    panel : Panel
        The linked panel it was fitted on.

    Returns
    -------
    Way
        Stages and reasons in order.
    """
    level = next((name for name in spec.cluster if name in panel.design.levels), "")
    counts = _Counts(panel, level)
    waves = tuple(str(label or f"wave {wave:g}") for wave, label in panel.waves.items())
    groups = (level_label(panel, level),) if level else ()
    chosen = in_words(spec.where, panel)
    parts = tuple(_parts(spec, result, counts, chosen))
    return Way((*waves, "Rows", people_label(panel), *groups), parts, bool(level))


class _Counts:
    """Counts rows, people and clusters of a panel."""

    def __init__(self, panel: Panel, level: str) -> None:
        frame, design = panel.frame, panel.design
        self.size = len(frame)
        self._waves = tuple(panel.waves)
        self._wave = frame[design.wave].to_numpy() if design.wave in frame else None
        person = design.person
        self._people = frame[person].to_numpy(dtype=object) if person else np.arange(self.size)
        self._groups = frame[design.levels[level]].to_numpy(dtype=object) if level else None

    def stage(self, head: str, kept: Mask) -> Part:
        """Return what is there."""
        people = len(set(self._people[kept]))
        return Part(head, False, self._by_wave(kept), int(kept.sum()), people, self._in(kept))

    def reason(self, head: str, leaving: Mask, kept: Mask) -> Part:
        """Return what leaves; `kept` is what is left afterwards."""
        there = set(self._people[kept])
        who = sorted({str(person) for person in self._people[leaving] if person not in there})
        some = sorted({str(person) for person in self._people[leaving] if person in there})
        groups = self._in(leaving | kept) - self._in(kept)
        rows = int(leaving.sum())
        return Part(
            head, True, self._by_wave(leaving), rows, len(who), groups, tuple(who), tuple(some)
        )

    def _by_wave(self, rows: Mask) -> tuple[int, ...]:
        if self._wave is None:
            return tuple(0 for _ in self._waves)
        return tuple(int((rows & (self._wave == wave)).sum()) for wave in self._waves)

    def _in(self, rows: Mask) -> int:
        if self._groups is None:
            return 0
        return len({group for group in self._groups[rows] if isinstance(group, str)})


def _parts(spec: ModelSpec, result: ModelResult, counts: _Counts, chosen: str) -> Iterator[Part]:
    kept = np.ones(counts.size, dtype=bool)
    yield counts.stage("Rows in the data", kept)
    for place, step in enumerate(result.flow.steps, start=1):
        leaving = np.zeros(counts.size, dtype=bool)
        leaving[list(step.index)] = True
        kept = kept & ~leaving
        yield counts.reason(_reason(step, chosen), leaving, kept)
        stage = _stage_after(step, chosen)
        if stage and place < len(result.flow.steps):
            yield counts.stage(stage, kept)
    yield counts.stage(f"Used in {spec.title or spec.name}", kept)


def _reason(step: Leaving, chosen: str) -> str:
    if step.reason == "where":
        return f"Others than: {chosen}"
    return step.reason[:1].upper() + step.reason[1:]


def _stage_after(step: Leaving, chosen: str) -> str:
    if step.reason == "where":
        return f"Rows chosen: {chosen}"
    return "Present in every wave" if step.reason == _TRACKED else ""
