"""Why this N, told in full: every stage and every reason, wave by wave, and who it was.

The way begins with the rows of the files, so that it meets what the files themselves count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.report.labels import level_label, people_label
from studytool.survey.conditions import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt
    import pandas as pd

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
    """The way from the rows of the files to the estimation sample of a model.

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
    """Tell how the rows of the files became those of the panel, and these those of a model.

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
    """Counts rows, people and clusters of the files: those of the panel, then those that left."""

    def __init__(self, panel: Panel, level: str) -> None:
        frame, design = panel.frame, panel.design
        self.size = len(frame)
        self._waves = tuple(panel.waves)
        parts = [frame, *(left.rows for left in panel.left)]
        sizes = [len(part) for part in parts]
        self.left = [
            (left.reason, np.repeat(np.arange(len(parts)), sizes) == place)
            for place, left in enumerate(panel.left, start=1)
        ]
        self.all = sum(sizes)
        told = design.wave in frame
        self._wave = np.concatenate([part[design.wave] for part in parts]) if told else None
        self._people = _cells(parts, design.person)
        self._groups = _cells(parts, design.levels[level]) if level else None

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


def _cells(parts: Sequence[pd.DataFrame], name: str | None) -> npt.NDArray[np.object_]:
    """Return a column of all parts; rows are their own people where nothing names them."""
    if name is None:
        return np.arange(sum(len(part) for part in parts)).astype(object)
    cells = [
        part[name].to_numpy(dtype=object) if name in part else np.full(len(part), None)
        for part in parts
    ]
    return np.concatenate(cells)


def _parts(spec: ModelSpec, result: ModelResult, counts: _Counts, chosen: str) -> Iterator[Part]:
    kept = np.ones(counts.all, dtype=bool)
    yield counts.stage("Rows in the files", kept)
    for reason, leaving in counts.left:
        kept = kept & ~leaving
        yield counts.reason(reason, leaving, kept)
    if counts.left:
        yield counts.stage("Rows in the panel", kept)
    for place, step in enumerate(result.flow.steps, start=1):
        leaving = np.zeros(counts.all, dtype=bool)
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
