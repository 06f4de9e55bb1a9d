"""Event study: how the treated differ from the others wave by wave, before and after the start."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import ModelError
from studytool.models.spec import LINEAR_ERRORS, LINEAR_PROPERTIES, Comparison, Foretold, ModelSpec

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.core.progress import Progress
    from studytool.models.arrays.sample import Aside, Need
    from studytool.models.fitting.regression import Request
    from studytool.models.methods.event_times import Starts
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel


class EventStudy(ModelSpec):
    """Two-way fixed effects with a term for each wave before and after treatment began.

    Notes
    -----
    y_it = sum over k, but not the reference, of event[k] 1(wave_t - start_i = k) + g'x_it +
    person_i + wave_t + e_it. Event time counts waves of the study: 0 is the first treated wave,
    -1 the one before, which is the reference unless another is named. event[k] is how much more
    the treated differ from the others at k than they did at the reference: before the start it
    shows whether both moved alike, after it the effect if they would have gone on to. Those never
    treated stand in for what would have been; without them a second reference has to be named.
    What lies outside `window` counts as its first or last wave (`ends` = binned) or leaves
    (trimmed). ``pre_trends`` tests that all terms before the start are 0: that it does not refuse
    proves little where there are few people; ``joint`` that all from the start on are. With
    several starting waves the terms compare late starters with people treated earlier too, and
    mix effects of other waves where these differ between starters: a finding says so.

    References
    ----------
    Schmidheiny and Siegloch (2023), https://doi.org/10.1002/jae.2971
    Sun and Abraham (2021), https://doi.org/10.1016/j.jeconom.2020.09.006
    Roth (2022), https://doi.org/10.1257/aeri.20210236
    """

    called: ClassVar[str] = "Event study"
    order: ClassVar[int] = 4
    question: ClassVar[str] = (
        "Were the served on the same path as the others before, and how far off it after?"
    )
    compares: ClassVar[str] = (
        "Treated with untreated people at each wave before and after treatment began, against how "
        "they differed at the wave before."
    )
    right_when: ClassVar[str] = (
        "Without treatment the treated would have moved as the others did, nobody changed in "
        "expectation of it, and all started at one wave or have the same effects."
    )
    wrong_when: ClassVar[str] = (
        "Treatment began at several waves with effects that differ, or people were chosen by an "
        "earlier score, which also bends the path before."
    )
    needs_in_words: ClassVar[str] = "waves before and after treatment began"
    assumes: ClassVar[str] = "equal paths without treatment"
    equation: ClassVar[str] = (
        "y_it = sum_k event[k] 1(wave_t - start_i = k) + g'x_it + person_i + wave_t + e_it"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Schmidheiny and Siegloch (2023), https://doi.org/10.1002/jae.2971",
        "Sun and Abraham (2021), https://doi.org/10.1016/j.jeconom.2020.09.006",
        "Roth (2022), https://doi.org/10.1257/aeri.20210236",
    )
    standard_errors: ClassVar[tuple[str, ...]] = LINEAR_ERRORS
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People treated when first seen, whose start is not known, are set aside and counted.",
        "A treatment that ends again is refused, unless the first treated wave is given.",
        "Without people never treated, one reference is refused.",
        "Waves of a window that no row reaches have no estimate and a finding.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; pyfixest with the dummies written out, staggered and unbalanced, "
            "estimates 1e-9, errors 1e-8 (tests/models/estimators/test_event_study.py)"
        ),
        (
            "organ donor registration (Kessler and Roth 2014) as printed by Huntington-Klein, "
            "to three decimals (tests/reference/event_study)"
        ),
        (
            "difference-in-differences with one start and two waves, 1e-10 "
            "(tests/models/estimators/test_event_study.py)"
        ),
    )
    resamples: ClassVar[bool] = True
    drawn_as: ClassVar[str] = "event_path"
    asked_first: ClassVar[tuple[str, ...]] = ("window",)
    comparison_is: ClassVar[Comparison] = "effects"
    own_effects: ClassVar[tuple[str, ...]] = ("person", "wave")
    foretold: ClassVar[Foretold] = "events"

    kind: Literal["event_study"] = "event_study"
    treatment: str | tuple[str, ...] = Field(
        default=(), description="Column or exposure that is 1 from the first treated wave on."
    )
    cohort: str | None = Field(
        title="Column with the first treated wave",
        default=None,
        description="In its place: column or exposure with the first treated wave; empty or 0 is "
        "never.",
    )
    reference: int | tuple[int, ...] = Field(
        title="Compared with event wave",
        default=-1,
        description="Event time that the others are compared with; or two of them.",
    )
    window: tuple[int, int] | None = Field(
        title="First and last event wave",
        default=None,
        description="First and last event time; left out: all there are.",
    )
    ends: Literal["binned", "trimmed"] = Field(
        title="Rows outside these",
        default="binned",
        description="Whether rows outside the window count as its first or last wave, or leave.",
    )

    @model_validator(mode="after")
    def _refuse_two_starts(self) -> Self:
        given = (self.treatment,) if isinstance(self.treatment, str) else self.treatment
        if len(given) + (self.cohort is not None) != 1:
            raise PydanticCustomError(
                "event_start",
                "an event study needs to know when treatment began, once",
                {"remedy": "Give one `treatment` that is 1 from then on, or `cohort`, not both."},
            )
        return self

    @model_validator(mode="after")
    def _refuse_window(self) -> Self:
        low, high = self.window or (min(self.references), max(self.references) + 1)
        inside = all(low <= time <= high for time in self.references)
        if low >= high or not inside or len(set(self.references)) != len(self.references):
            raise PydanticCustomError(
                "event_window",
                "the window does not run from an earlier to a later time around the reference",
                {"remedy": "Write it such as window = [-4, 4], with reference = -1 inside."},
            )
        return self

    @property
    def treatments(self) -> tuple[str, ...]:
        """The one column that says when treatment began."""
        return super().treatments if self.cohort is None else (self.cohort,)

    @property
    def references(self) -> tuple[int, ...]:
        """Reference event times as a tuple, also where one was given."""
        return (self.reference,) if isinstance(self.reference, int) else self.reference

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If nobody begins treatment within the data, nobody is left to compare with, the
            reference is not in the data, or treatment ends again.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.fitting.regression import regress

        events = _events(self, panel)
        result = regress(self, events.panel, events.request, seed=seed, progress=progress)
        return _with_path(self, events, result)


@dataclass(frozen=True, slots=True)
class _Events:
    """The event times of a panel: what is asked of the regression, and what is told of it."""

    starts: Starts
    time: npt.NDArray[np.float64]
    outside: npt.NDArray[np.bool_]
    panel: Panel
    request: Request
    rows: npt.NDArray[np.intp]


def _events(spec: EventStudy, panel: Panel) -> _Events:
    from studytool.models.arrays.sample import Aside, draw_sample, kept_by_where
    from studytool.models.methods.event_times import (
        starts_by_cohort,
        starts_by_treatment,
        within_window,
    )

    kept_by_where(panel, spec)
    if spec.cohort is not None:
        starts = starts_by_cohort(panel, spec.cohort)
    else:
        _refuse_nameless(panel)
        starts = starts_by_treatment(panel, spec.treatments[0])
    time, outside = within_window(starts.time, spec.window, spec.ends)
    asides: tuple[Aside, ...] = starts.asides
    if spec.ends == "trimmed":
        asides = (*asides, Aside("outside the window of event times", outside))
    rows = draw_sample(panel, spec, _needs(spec, panel), asides=asides).index
    found = _refuse_unidentified(spec, starts, time, rows)
    columns = _columns(panel, time, found)
    wider = replace(panel, frame=panel.frame.assign(**columns))
    return _Events(starts, time, outside, wider, _request(spec, found, asides), rows)


def _refuse_nameless(panel: Panel) -> None:
    if panel.design.person is None or panel.design.design == "cross_sections":
        raise ModelError(
            "The panel does not say who is who, so nobody's start of treatment can be found.",
            remedy="Name the person column in [panel], or give the first treated wave as `cohort`.",
        )


def _columns(
    panel: Panel, time: npt.NDArray[np.float64], found: list[int]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return an indicator of each event time; 0 throughout for those never treated."""
    from studytool.models.methods.event_times import term_of

    for place in found:
        if term_of(place) in panel.frame:
            raise ModelError(
                f'A column is called "{term_of(place)}", as a term of the event study.',
                remedy="Rename the column in the codebook.",
            )
    return {term_of(place): (time == place).astype(float) for place in found}


def _request(spec: EventStudy, found: list[int], asides: tuple[Aside, ...]) -> Request:
    from studytool.models.arrays.design import Formula
    from studytool.models.fitting.regression import Request
    from studytool.models.methods.event_times import term_of

    times = [time for time in found if time not in spec.references]
    before = tuple(term_of(time) for time in times if time < 0)
    after = tuple(term_of(time) for time in times if time >= 0)
    formula = Formula(
        outcome=spec.outcome,
        treatments=before + after,
        controls=spec.controls,
        effects=("person", "wave") if spec.effects is None else spec.effects,
        clusters=spec.cluster,
        weights=spec.weights,
    )
    words = "event time counts waves from the first treated one"
    joint = {"pre_trends": before, "joint": after}
    return Request(formula, asides=asides, rows=words, joint=joint)


def _needs(spec: EventStudy, panel: Panel) -> list[Need]:
    """Return what a row must have beside a known start."""
    from studytool.models.fitting.regression import list_needs

    return list_needs(panel, _request(spec, [], ()))


def _refuse_unidentified(
    spec: EventStudy,
    starts: Starts,
    time: npt.NDArray[np.float64],
    rows: npt.NDArray[np.intp],
) -> list[int]:
    """Return the event times that rows are at, in order, or refuse to go on."""
    import numpy as np

    dated = np.isfinite(starts.place[rows])
    if not dated.any():
        raise ModelError(
            "Nobody in the sample begins treatment at a wave of the data.",
            why="So there is no before and after.",
            remedy="Check `where`, the waves, and how the treatment was linked.",
        )
    if dated.all() and len(spec.references) == 1:
        raise ModelError(
            "Everyone in the sample is treated at some wave, so there is no one to compare with.",
            why="Then waves and waves since the start cannot be told apart by one reference.",
            remedy="Name a second reference, such as reference = [-1, -3], which takes the treated "
            "not to have moved between the two, or add people never treated.",
        )
    found = sorted({int(value) for value in time[rows][dated].tolist()})
    there = f"Event times there: {', '.join(str(value) for value in found)}."
    for reference in spec.references:
        if reference not in found:
            raise ModelError(f"No row is at the reference event time {reference}.", remedy=there)
    if len(found) == len(spec.references):
        raise ModelError(
            "No row of the treated is at another event time than the reference.",
            remedy=f"Name another reference, or check `where`. {there}",
        )
    return found


def _with_path(spec: EventStudy, events: _Events, result: ModelResult) -> ModelResult:
    """Return the result with all event times in order, and what describes them."""
    from studytool.models.methods.event_path import (
        describe_events,
        find_path,
        list_event_findings,
        place_estimates,
    )
    from studytool.models.result import TestResult

    path = find_path(spec, events.time, events.outside, events.panel, events.rows)
    tests = dict(result.tests)
    if not path.leads:
        tests["pre_trends"] = TestResult(reason="There is no wave before the reference to test.")
    return replace(
        result,
        estimates=place_estimates(path, result),
        tests=tests,
        statistics={
            **result.statistics,
            **describe_events(result, events.starts, events.rows, events.panel),
        },
        findings=(
            *result.findings,
            *list_event_findings(path, events.starts, events.outside, events.rows, events.panel),
        ),
        path=path,
    )
