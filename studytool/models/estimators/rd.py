"""Regression discontinuity: people just above a cut-off with people just below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import ModelError
from studytool.models.spec import LINEAR_ERRORS, LINEAR_PROPERTIES, Comparison, ModelSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from studytool.core.progress import Progress
    from studytool.models.arrays.sample import Aside
    from studytool.models.fitting.regression import Request
    from studytool.models.result import Estimate, ModelResult, NotAvailable
    from studytool.models.spec import Assignment
    from studytool.survey.panel import Panel

    Array = npt.NDArray[np.float64]


class Rd(ModelSpec):
    """Sharp regression discontinuity: local linear on each side of a cut-off.

    Notes
    -----
    y_i = b above_i + a + k (s_i - c) + l above_i (s_i - c) + g'x_i + e_i by least squares on rows
    within the bandwidth h of the cut-off c, weighted by the kernel: triangular, 1 - |s_i - c|/h.
    b is the jump at the cut-off: the effect of being over it, for people at it, if everything
    else is continuous there. The bandwidth is given, or the one of Imbens and Kalyanaraman that
    makes the mean squared error small, which leaves some bias: the test ``bias_corrected`` is the
    jump of a local square at the same bandwidth, which is what the robust bias-corrected estimate
    of Calonico, Cattaneo and Titiunik is where both its bandwidths are equal. Its number is the
    statistic ``bias_corrected_jump``. ``density`` tests whether as many people lie just below the
    cut-off as just above. Standard errors: cr1 with a cluster, hc1 without, or any other named.

    References
    ----------
    Imbens and Kalyanaraman (2012), https://doi.org/10.1093/restud/rdr043
    Calonico, Cattaneo and Titiunik (2014), https://doi.org/10.3982/ECTA11757
    Cattaneo, Idrobo and Titiunik (2019), https://doi.org/10.1017/9781108684606
    """

    called: ClassVar[str] = "Regression discontinuity"
    order: ClassVar[int] = 10
    question: ClassVar[str] = "Did those just over the cut-off end better than those just under it?"
    compares: ClassVar[str] = "People just over a cut-off with people just under it."
    right_when: ClassVar[str] = (
        "The score alone decided who was treated, nobody could place themselves on one side, and "
        "nothing else changes at the cut-off."
    )
    wrong_when: ClassVar[str] = (
        "Scores were nudged over the line, the rule was not kept, or the answer is wanted for "
        "people far from the cut-off."
    )
    needs_in_words: ClassVar[str] = "a score with a cut-off that decided"
    assumes: ClassVar[str] = "that nothing else changes at the cut-off"
    equation: ClassVar[str] = (
        "y_i = b above_i + a + k (s_i - c) + l above_i (s_i - c) + g'x_i + e_i"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Imbens and Kalyanaraman (2012), https://doi.org/10.1093/restud/rdr043",
        "Calonico, Cattaneo and Titiunik (2014), https://doi.org/10.3982/ECTA11757",
        "Cattaneo, Idrobo and Titiunik (2019), https://doi.org/10.1017/9781108684606",
    )
    standard_errors: ClassVar[tuple[str, ...]] = ("HC1 without a cluster", *LINEAR_ERRORS)
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "A cut-off outside the data, or with one value on a side in the bandwidth, is refused.",
        "A treatment that does not follow the cut-off is refused.",
        "Few distinct values, and uneven counts at the cut-off, are said.",
        "Rows outside the bandwidth and inside the donut leave, and are counted.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; rdrobust 2.1.1, three kernels, HC0 and HC2, conventional and "
            "bias-corrected, 1e-8 (tests/reference/rd)"
        ),
        (
            "the bandwidth against the Python package rdd 0.0.3, 1e-8, its penalty set as "
            "published (tests/models/methods/test_discontinuity.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("running", "cutoff", "running_wave")
    comparison_is: ClassVar[Comparison] = "cutoff"
    drawn_as: ClassVar[str] = "cutoff"

    kind: Literal["rd"] = "rd"
    running: str = Field(
        title="Score that decided", description="Score that decided: the running variable."
    )
    cutoff: float = Field(description="Value of the score from which on people were treated.")
    treated: Literal["above", "below"] = Field(
        title="Who was treated",
        default="above",
        description="Who was treated: those at the cut-off and above, or those below it.",
    )
    treatment: str | tuple[str, ...] = Field(
        default=(),
        description="Column of who was treated, to check the rule; left out: the side itself.",
    )
    running_wave: float | None = Field(
        title="Wave that decided",
        default=None,
        description="Wave at which the score decided; left out: the score of each row.",
    )
    bandwidth: float | None = Field(
        title="How far from the cut-off",
        default=None,
        gt=0,
        description="How far from the cut-off rows count; left out: by Imbens and Kalyanaraman.",
    )
    kernel: Literal["triangular", "uniform", "epanechnikov"] = Field(
        title="Weights by distance",
        default="triangular",
        description="How weights fall with the distance from the cut-off.",
    )
    donut: float = Field(
        title="Left out around the cut-off",
        default=0.0,
        ge=0,
        description="Rows nearer the cut-off than this are left out.",
    )

    @model_validator(mode="after")
    def _refuse_impossible(self) -> Self:
        if len(self.treatments) > 1:
            raise PydanticCustomError(
                "several_treatments",
                "a discontinuity has one treatment, and {count} are named",
                {"count": len(self.treatments), "remedy": "Name the one the score decided on."},
            )
        if self.bandwidth is not None and self.donut >= self.bandwidth:
            raise PydanticCustomError(
                "donut",
                "the donut of {donut} leaves nothing of the bandwidth of {bandwidth}",
                {
                    "donut": f"{self.donut:g}",
                    "bandwidth": f"{self.bandwidth:g}",
                    "remedy": "Make the donut smaller or the bandwidth larger.",
                },
            )
        return self

    @property
    def term(self) -> str:
        """Name of the jump: the treatment, or ``jump`` where none is named."""
        return self.treatments[0] if self.treatments else "jump"

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads, levels and key words not yet resolved."""
        return tuple(dict.fromkeys((*super().needs(), self.running)))

    @classmethod
    def first_values(cls, assignments: Sequence[Assignment]) -> dict[str, Any]:
        """Return the score, the cut-off and the wave that decided; the side is the treatment."""
        for entry in assignments:
            for name, value in entry.cutoff.items():
                if not isinstance(value, str):
                    decided = {"running": name, "cutoff": value, "running_wave": entry.wave}
                    return {"treatment": ()} | decided
        return {}

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the cut-off lies outside the data, the treatment does not follow it, or too few
            values lie near it.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.fitting.regression import regress
        from studytool.models.result import NotAvailable

        progress.step(f"{self.name}: bandwidth", 0, 2)
        local = _localise(self, panel)
        wanted = self.covariance or ("cr1" if self.cluster else "hc1")
        spec = self.model_copy(update={"covariance": wanted})
        result = regress(spec, local.panel, _request(spec, local), seed=seed, progress=progress)
        try:
            bent = _request(spec, local, square=True)
            square = regress(spec, local.panel, bent, seed=seed, progress=progress)
            corrected = square.estimates[self.term]
        except ModelError as refused:
            corrected = NotAvailable(refused.what)
        return _complete(self, local, result, corrected)


@dataclass(frozen=True, slots=True)
class _Local:
    """The panel with the distance from the cut-off, and what of it counts.

    `distance` has shape (n,), of all rows; `used` are the places of rows with every value.
    """

    panel: Panel
    distance: Array
    used: npt.NDArray[np.intp]
    bandwidth: float
    asides: tuple[Aside, ...]

    @property
    def near(self) -> Array:
        """Distances of rows with every value, one row a person."""
        import numpy as np

        from studytool.models.arrays.columns import people_of

        first = np.unique(people_of(self.panel)[self.used], return_index=True)[1]
        return self.distance[self.used[first]]


def _localise(spec: Rd, panel: Panel) -> _Local:
    import numpy as np

    from studytool.models.arrays.columns import numbers
    from studytool.models.arrays.sample import Aside, draw_sample
    from studytool.models.fitting.regression import list_needs
    from studytool.models.methods.discontinuity import (
        kernel_weights,
        optimal_bandwidth,
        refuse_few_values,
        refuse_fuzzy,
        refuse_outside,
    )

    _refuse_taken(spec, panel)
    distance = _distance(spec, panel)
    above = np.where(np.isnan(distance), np.nan, (distance >= 0).astype(float))
    side = above if spec.treated == "above" else 1 - above
    columns = {_named(spec, "distance"): distance, _named(spec, "square"): distance**2}
    if not spec.treatments:
        columns[spec.term] = side
    wider = replace(panel, frame=panel.frame.assign(**columns))
    start = _Local(wider, distance, np.empty(0, dtype=np.intp), 1.0, ())
    used = draw_sample(wider, spec, list_needs(wider, _request(spec, start, plain=True))).index
    refuse_outside(distance[used], spec.running, spec.cutoff)
    if spec.treatments:
        refuse_fuzzy(numbers(panel.frame, spec.term)[used], side[used], spec.term)
    outcome = numbers(panel.frame, spec.outcome)
    outer = used[np.abs(distance[used]) >= spec.donut]
    h = spec.bandwidth or optimal_bandwidth(distance[outer], outcome[outer], spec.kernel)
    weights = kernel_weights(np.nan_to_num(distance, nan=np.inf), h, spec.kernel)
    refuse_few_values(distance[outer[weights[outer] > 0]], spec.running, h)
    asides = (
        Aside(f"further than {h:.6g} from the cut-off", ~np.isnan(distance) & (weights <= 0)),
        Aside(f"nearer than {spec.donut:g} to the cut-off", np.abs(distance) < spec.donut),
    )
    if spec.weights:
        weights = weights * numbers(panel.frame, spec.weights)
    weighted = wider.frame.assign(**{_named(spec, "kernel"): weights})
    return _Local(replace(wider, frame=weighted), distance, used, h, asides)


def _named(spec: Rd, what: str) -> str:
    return f"{what}({spec.running})"


def _distance(spec: Rd, panel: Panel) -> Array:
    """Return the score less the cut-off, at the wave that decided where one is named."""
    import numpy as np

    from studytool.models.arrays.columns import numbers, waves_of

    values = numbers(panel.frame, spec.running) - spec.cutoff
    if spec.running_wave is None:
        return values
    person, deciding = panel.design.person, waves_of(panel) == spec.running_wave
    if person is None or not deciding.any():
        raise ModelError(
            f"There is no wave {spec.running_wave:g} at which the score decided."
            if person is not None
            else "The panel does not say who is who, so nobody has an earlier score.",
            remedy="Check running_wave, and name the person column in [panel].",
        )
    names = panel.frame[person]
    found = dict(zip(names[deciding], values[deciding], strict=True))
    return np.asarray([found.get(name, np.nan) for name in names], dtype=float)


def _request(spec: Rd, local: _Local, *, square: bool = False, plain: bool = False) -> Request:
    """Return the model: slopes on both sides, squares too for the bias-corrected one."""
    from studytool.models.arrays.design import Formula
    from studytool.models.fitting.regression import Request

    bends = ["distance", "square"] if square else ["distance"]
    terms = [_named(spec, bend) for bend in bends]
    missing = f"running variable missing: {spec.running}"
    formula = Formula(
        outcome=spec.outcome,
        treatments=(spec.term,),
        controls=(
            *terms,
            *(f"{spec.term}:{term}" for term in terms),
            *spec.controls,
        ),
        effects=spec.effects or (),
        clusters=spec.cluster,
        weights=spec.weights if plain else _named(spec, "kernel"),
    )
    words = dict.fromkeys((*terms, *(() if spec.treatments else (spec.term,))), missing)
    rows = f"within {local.bandwidth:.6g} of {spec.running} = {spec.cutoff:g}"
    return Request(formula, asides=local.asides, words=words, rows=rows)


def _refuse_taken(spec: Rd, panel: Panel) -> None:
    if not spec.treatments and "jump" in (*spec.needs(), *panel.frame.columns):
        raise ModelError(
            'There is a column "jump", which is what the jump at the cut-off is called.',
            remedy="Name the column of who was treated as treatment, or rename the column.",
        )


def _inside(local: _Local, result: ModelResult) -> npt.NDArray[np.bool_]:
    """Mark the rows of the sample."""
    import numpy as np

    kept = np.ones(local.distance.size, dtype=bool)
    kept[[place for step in result.flow.steps for place in step.index]] = False
    return kept


def _columns(
    spec: Rd, local: _Local, rows: npt.NDArray[np.bool_]
) -> tuple[Array, Array, npt.NDArray[np.intp], Array]:
    """Return distance, outcome, person and weight by the kernel of some rows."""
    from studytool.models.arrays.columns import numbers, people_of

    outcome = numbers(local.panel.frame, spec.outcome)
    weights = numbers(local.panel.frame, _named(spec, "kernel"))
    return local.distance[rows], outcome[rows], people_of(local.panel)[rows], weights[rows]


def _complete(
    spec: Rd, local: _Local, result: ModelResult, corrected: Estimate | NotAvailable
) -> ModelResult:
    """Return the result with its bandwidth, counts, tests and findings."""
    import numpy as np

    from studytool.models.methods.around_cutoff import look_around
    from studytool.models.methods.discontinuity import (
        count_nearby,
        find_doubts,
        judge_bias_corrected,
    )
    from studytool.models.result import Estimate, TestResult

    rows = _inside(local, result)
    distance = local.distance[rows]
    nearby = count_nearby(local.near)
    statistics = {
        "bandwidth": local.bandwidth,
        "n_below": float((distance < 0).sum()),
        "n_above": float((distance >= 0).sum()),
        "values_below": float(np.unique(distance[distance < 0]).size),
        "values_above": float(np.unique(distance[distance >= 0]).size),
        "n_nearest_below": float(nearby.below),
        "n_nearest_above": float(nearby.above),
    }
    tests = {
        "density": TestResult(
            statistic=float(min(nearby.below, nearby.above)),
            p=nearby.p,
            method="exact test of even counts at the values nearest the cut-off",
        ),
        "bias_corrected": judge_bias_corrected(corrected),
    }
    if isinstance(corrected, Estimate):
        statistics["bias_corrected_jump"] = corrected.estimate
    reasons = {aside.reason for aside in local.asides}
    steps = tuple(replace(s, by_method=s.reason in reasons) for s in result.flow.steps)
    chosen = "given" if spec.bandwidth else "Imbens and Kalyanaraman"
    return replace(
        result,
        flow=replace(result.flow, steps=steps),
        convention=f"{result.convention}; local linear, {spec.kernel} kernel, bandwidth "
        f"{local.bandwidth:.6g} ({chosen})",
        statistics={**result.statistics, **statistics},
        tests={**result.tests, **tests},
        findings=(*result.findings, *find_doubts(spec.running, statistics, nearby.p)),
        regression=None,
        around=look_around(
            *_columns(spec, local, rows),
            cutoff=spec.cutoff,
            running=spec.running,
            treated=spec.treated,
            adjusted=bool(spec.controls or spec.effects),
        ),
    )
