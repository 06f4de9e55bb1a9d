"""Who began treatment at which wave, and the rows of those with whom something can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted
from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.arrays.columns import people_of, waves_of
from studytool.models.arrays.design import Formula
from studytool.models.arrays.sample import Aside, kept_by_where
from studytool.models.fitting.identification import name_repeated, refuse_dropped
from studytool.models.fitting.regression import Request
from studytool.models.fitting.reshaping import draw, refuse_nameless
from studytool.models.kernel.linear import least_squares
from studytool.models.methods.event_times import starts_by_cohort, starts_by_treatment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.arrays.design import Design
    from studytool.models.arrays.sample import Sample
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.methods.event_times import Starts
    from studytool.models.staggered_spec import StaggeredSpec
    from studytool.survey.panel import Panel

TREATED = "(treated)"
"""Column that says who is treated now, where the document gives the first treated wave."""

FIRST = "treated at the first wave: there is nothing before to compare with"


@dataclass(frozen=True, slots=True)
class Paths:
    """Rows of a sample with the person, wave and start of treatment of each.

    Attributes
    ----------
    panel : Panel
        The linked panel, with the column that says who is treated now.
    sample : Sample
        n rows, sorted by person and wave.
    design : Design
        Their arrays: const, controls, and who is treated now, last; clusters and weights.
    people : ndarray of int, shape (n,)
        Person of each; every row its own where nobody is followed.
    at : ndarray of int, shape (n,)
        Place of the row's wave among `waves`.
    start : ndarray, shape (n,)
        Place of the first treated wave among `waves`; inf for those not treated at any of them.
    waves : ndarray, shape (w,)
        The waves of the data, in order; event time counts them.
    follows : bool
        Whether the same people are seen at several waves.
    dropped : mapping of str to str
        Controls that are left out, and what each repeats.
    findings : tuple of Finding
        What the paths and the sample give reason to mind.
    """

    panel: Panel
    sample: Sample
    design: Design
    people: Codes
    at: NDArray[np.intp]
    start: Array
    waves: Array
    follows: bool
    dropped: dict[str, str]
    findings: tuple[Finding, ...]

    @property
    def time(self) -> Array:
        """Waves since the first treated one, shape (n,); -inf for those never treated."""
        return np.asarray(self.at - self.start, dtype=float)

    @property
    def controls(self) -> Array:
        """The constant and the controls that are kept, shape (n, k)."""
        return np.asarray(self.design.regressors[:, self._kept])

    @property
    def control_names(self) -> tuple[str, ...]:
        """Names of the columns of `controls`."""
        return tuple(self.design.names[place] for place in self._kept)

    @property
    def cohorts(self) -> tuple[int, ...]:
        """Places of the first treated waves that occur, in order."""
        return tuple(int(p) for p in np.unique(self.start[np.isfinite(self.start)]))

    @property
    def _kept(self) -> list[int]:
        roles = zip(self.design.names, self.design.roles, strict=True)
        held = {"constant", "control"}
        return [n for n, (name, r) in enumerate(roles) if r in held and name not in self.dropped]

    def wave(self, place: float) -> float:
        """Return the wave at a place, as the document names it."""
        return float(self.waves[int(place)])

    def people_at(self, start: float) -> int:
        """Return how many people began at a place, or, at inf, never."""
        return count_people(self.people[self.start == start])

    def controls_of(self, rows: NDArray[np.intp]) -> Array:
        """Return the constant and the controls that are kept of some rows, shape (m, k)."""
        return np.asarray(self.design.regressors[rows[:, None], self._kept])

    def take(self, rows: NDArray[np.bool_], sample: Sample) -> Paths:
        """Return some of the rows, which are those of `sample`."""
        from studytool.models.fitting.reshaping import take_rows

        return replace(
            self,
            sample=sample,
            design=take_rows(self.design, rows),
            people=self.people[rows],
            at=self.at[rows],
            start=self.start[rows],
        )


def find_paths(spec: StaggeredSpec, panel: Panel) -> Paths:
    """Draw the rows of a model of treatment that begins at several waves.

    Parameters
    ----------
    spec : StaggeredSpec
        Its treatment or cohort, controls, clusters, weights and options of the sample.
    panel : Panel
        The linked panel.

    Returns
    -------
    Paths
        Without those treated before anything is known of them.

    Raises
    ------
    ModelError
        If treatment ends again, is an amount or changes its start within people; nobody or
        everybody is treated throughout; a person has two rows at a wave; a control repeats the
        treatment; nobody is followed and no cohort is given; or no row is left.
    """
    kept_by_where(panel, spec)
    follows = panel.design.person is not None and panel.design.design != "cross_sections"
    starts, lead = _starts(spec, panel, follows=follows)
    if spec.cohort is not None:
        now = (starts.time >= 0).astype(float)
        panel = replace(panel, frame=panel.frame.assign(**{TREATED: now}))
    request = Request(_formula(spec, lead), asides=_asides(starts))
    drawn = draw(spec, panel, request)
    if follows:
        refuse_twice(drawn.people, drawn.waves)
    index = drawn.sample.index
    start = starts.place[index]
    _refuse_one_sided(start)
    return Paths(
        panel=panel,
        sample=drawn.sample,
        design=drawn.design,
        people=drawn.people if follows else np.arange(index.size, dtype=np.intp),
        at=np.searchsorted(starts.waves, drawn.waves),
        start=np.asarray(start),
        waves=starts.waves,
        follows=follows,
        dropped=_dropped(drawn.design),
        findings=(*drawn.sample.findings, *_gaps(spec, panel, starts, index)),
    )


def count_people(codes: Codes) -> int:
    """Return how many different codes there are, each at least 0."""
    return int(np.count_nonzero(np.bincount(codes)))


def refuse_twice(people: Codes, waves: Array) -> None:
    """Refuse people with two rows at a wave.

    Parameters
    ----------
    people : ndarray of int, shape (n,)
        Person of each row, sorted.
    waves : ndarray, shape (n,)
        Wave of each row, sorted within people.

    Raises
    ------
    ModelError
        With how many rows.
    """
    twice = int(((people[1:] == people[:-1]) & (waves[1:] == waves[:-1])).sum())
    if twice:
        raise ModelError(
            f"{twice} rows repeat a person and wave that there is a row of already.",
            why="Each person has one path through the waves.",
            remedy="Decide which row counts in [[decisions]].",
        )


def _starts(spec: StaggeredSpec, panel: Panel, *, follows: bool) -> tuple[Starts, str]:
    if spec.cohort is not None:
        return starts_by_cohort(panel, spec.cohort), TREATED
    if not follows:
        refuse_nameless(panel)
    return starts_by_treatment(panel, spec.treatments[0]), spec.treatments[0]


def _asides(starts: Starts) -> tuple[Aside, ...]:
    return (*starts.asides, Aside(FIRST, np.asarray(starts.place == 0)))


def _formula(spec: StaggeredSpec, lead: str) -> Formula:
    return Formula(
        outcome=spec.outcome,
        treatments=(lead,),
        controls=spec.controls,
        clusters=spec.cluster,
        weights=spec.weights,
    )


def _refuse_one_sided(start: Array) -> None:
    dated = np.isfinite(start)
    if not dated.any():
        raise ModelError(
            "Nobody in the sample begins treatment at a wave after the first.",
            why="So there is no before and after.",
            remedy="Check `where`, the waves, and how the treatment was linked.",
        )
    if dated.all() and np.unique(start).size == 1:
        raise ModelError(
            "Everyone in the sample begins treatment at the same wave, so there is no one to "
            "compare with.",
            remedy="Check `where` and how the treatment was linked, or add people never treated.",
        )


def _dropped(design: Design) -> dict[str, str]:
    """Return the controls that repeat others, or refuse one that repeats the treatment."""
    fit = least_squares(design.outcome, design.regressors, weights=design.weights)
    refuse_dropped(design, fit)
    return {
        design.names[place]: f"collinear with {name_repeated(design, fit, int(place))}"
        for place in map(int, fit.collinear)
    }


def _gaps(
    spec: StaggeredSpec, panel: Panel, starts: Starts, index: NDArray[np.intp]
) -> list[Finding]:
    """Tell of people not seen at the wave before they were first seen treated."""
    if spec.cohort is not None or not index.size:
        return []
    people, waves = people_of(panel)[index], waves_of(panel)[index]
    at, start = np.searchsorted(starts.waves, waves), starts.place[index]
    begun = np.unique(people[np.isfinite(start)])
    seen = np.unique(people[at == start - 1])
    count = int(np.setdiff1d(begun, seen).size)
    if not count:
        return []
    words = f"{count} people"
    return [
        Finding(
            "warning",
            "start_in_a_gap",
            f"{words} were not seen at the wave before they were first seen treated: they may "
            "have begun then, and count as beginning when seen.",
            remedy='Give the first treated wave as `cohort`, such as an exposure of kind "first".',
            counts=(Counted(words, (count,), "{few} people"),),
        )
    ]
