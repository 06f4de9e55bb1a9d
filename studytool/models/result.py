"""What a model makes: estimates, tests, the sample they rest on and what to mind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import numpy.typing as npt

    from studytool.core.findings import Finding
    from studytool.models.arrays.design import Design
    from studytool.models.by_cohort import Bands, CohortCells
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """A number that does not exist, with the reason.

    Attributes
    ----------
    reason : str
        Why, in one plain sentence.
    estimate : float or None
        The estimate alone, where there is one and nothing that says how sure it is.
    """

    reason: str
    estimate: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """One coefficient.

    Attributes
    ----------
    estimate, std_error : float
        In units of the outcome per unit of the regressor.
    df : float
        Degrees of freedom of the t distribution behind `p` and the interval; inf for normal.
    p : float
        Two-sided p-value of no effect.
    low, high : float
        Interval at the model's level.
    """

    estimate: float
    std_error: float
    df: float
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test: `p` and `statistic`, or None with a `reason`.

    Attributes
    ----------
    statistic : float or None
        What is judged.
    df : float or None
        Degrees of freedom; those of the denominator where there are two.
    p : float or None
        p-value.
    draws : int or None
        Draws it rests on.
    low, high : float or None
        Interval of the values it does not refuse; None where it has no end or none was made.
    reason : str
        Why there is no test.
    method : str
        Which test, in words.
    restrictions : int or None
        Coefficients tested together, where they are several.
    every : bool
        Whether the draws are all that there are, so that no seed plays a part.
    """

    __test__ = False

    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    draws: int | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    method: str = ""
    restrictions: int | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class Regression:
    """What a least-squares fit was made of, so that it can be judged by drawing again.

    Attributes
    ----------
    panel : Panel
        The linked panel, with whatever columns the estimator added.
    index : ndarray of int, shape (n,)
        Position in the panel of the row that each row of the design stands for.
    design : callable
        Builds the arrays of the model again: they are not kept, for they may be large.
    of_means : bool
        Whether means of people are in its rows, so that they are not those of the panel.
    """

    panel: Panel
    index: npt.NDArray[np.intp]
    design: Callable[[], Design]
    of_means: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """One step of the way from all rows to the estimation sample.

    Attributes
    ----------
    reason : str
        Why rows left, such as "outcome missing: refused".
    rows, people : int
        Rows that left at this step, and people who have no row left after it.
    index : tuple of int
        Their positions in the panel's frame, so that the rows can be shown.
    serves : bool
        Whether what they hold has a part in the estimate all the same, as the wave that a
        difference starts from.
    by_method : bool
        Whether they were asked and answered, and the method has no use for them.
    """

    reason: str
    rows: int
    people: int
    index: tuple[int, ...] = ()
    serves: bool = False
    by_method: bool = False


@dataclass(frozen=True, slots=True)
class SampleFlow:
    """Why this N: all rows, each step's leavers, and the rows that stayed.

    Attributes
    ----------
    rows, people : int
        Before anything left.
    steps : tuple of Leaving
        In order; rows - sum of leavers = rows used.
    used_rows, used_people : int
        In the estimation sample.
    singletons : int
        Rows kept that carry no information because they are alone in an effect.
    """

    rows: int
    people: int
    steps: tuple[Leaving, ...]
    used_rows: int
    used_people: int
    singletons: int = 0


@dataclass(frozen=True, slots=True)
class EventPath:
    """The points of an event study, in order; their estimates are under the names in `terms`.

    Attributes
    ----------
    times : tuple of int
        Event times: 0 is the first treated wave, -1 the one before.
    terms : tuple of str
        Name of each in the estimates, such as "event[-3]".
    references : tuple of int
        Those that are 0 by definition.
    people : tuple of int
        Treated people with a row at each.
    binned : tuple of int
        Those that hold the rows further out too.
    """

    times: tuple[int, ...]
    terms: tuple[str, ...]
    references: tuple[int, ...]
    people: tuple[int, ...]
    binned: tuple[int, ...] = ()

    @property
    def leads(self) -> tuple[int, ...]:
        """Event times before the start that have an estimate: what shows how both moved before."""
        return tuple(
            time
            for time, people in zip(self.times, self.people, strict=True)
            if time < 0 and people and time not in self.references
        )


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of like scores on one side of a cut-off.

    Attributes
    ----------
    score, mean : float
        Means of score and outcome over its rows.
    people : int
        People in it.
    fewer : int
        People on the side of a 0/1 outcome that has fewer, if it has some; else all of them.
    """

    score: float
    mean: float
    people: int
    fewer: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a cut-off.

    Attributes
    ----------
    treated : bool
        Whether these are the treated.
    bins : tuple of Bin
        In the order of the score.
    line : tuple of (float, float)
        Score and fitted outcome at both ends of its line, in the order of the score.
    """

    treated: bool
    bins: tuple[Bin, ...]
    line: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class AroundCutoff:
    """What lies on both sides of a cut-off, to be drawn.

    Attributes
    ----------
    running : str
        The score that decided.
    cutoff : float
        The cut-off.
    below, above : Side
        Its sides; scores at the cut-off lie above.
    adjusted : bool
        Whether the estimate holds something fixed that the lines do not.
    """

    running: str
    cutoff: float
    below: Side
    above: Side
    adjusted: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """One comparison of two groups before and after, of those that two-way fixed effects average.

    Attributes
    ----------
    sort : {"treated_vs_untreated", "earlier_vs_later", "later_vs_earlier"}
        Whether the others are never treated, not treated yet, or already treated.
    cohort : float
        First treated wave of those whose treatment begins.
    other : float or None
        First treated wave of those they are compared with; None for never.
    weight : float
        Share in the whole.
    estimate : float
        Difference of the two changes, in units of the outcome.
    people, others : int
        People on each side.
    """

    sort: str
    cohort: float | None
    other: float | None
    weight: float
    estimate: float
    people: int
    others: int


@dataclass(frozen=True, slots=True)
class ModelResult:
    """The answer of one model.

    Attributes
    ----------
    name, kind, outcome : str
        As asked.
    estimates : mapping of term to Estimate or NotAvailable
        In the order of the design; a dropped collinear term is NotAvailable.
    covariance : ndarray, shape (k, k)
        Covariance of the estimated terms, in the order of `terms`.
    terms : tuple of str
        Names of the k estimated terms.
    shown : tuple of str
        Terms a table leads with: treatments first.
    level : float
        Level of the intervals, such as 0.95.
    convention : str
        Standard error in words ("CR2, Satterthwaite degrees of freedom, clusters: household").
    equation : str
        The model as fitted, in words and symbols, for "how?".
    n_rows, n_people : int
        Rows and people in the estimation sample.
    n_clusters : mapping of str to int
        Clusters by level.
    flow : SampleFlow
        Why this N.
    tests : mapping of str to TestResult
        Tests by name.
    statistics : mapping of str to float
        Other numbers: r_squared, outcome_mean, outcome_sd, n_treated ...
    findings : tuple of Finding
        What to mind.
    seed : int
        Seed behind anything random in it.
    regression : Regression or None
        What was fitted by least squares, for resampling; None for other estimators.
    path : EventPath or None
        The points of an event study; None for other estimators.
    behind : mapping of str to int
        People behind each term that has two values, on the side that has fewer.
    cohorts : CohortCells or None
        Effects by cohort and wave; None for other estimators.
    bands : Bands or None
        Intervals that hold together; None where none were asked for.
    weights : mapping of str to mapping of str to float
        Weights beside the estimates, by sort ("unit", "time") and name.
    pairs : tuple of Pair
        What a decomposition takes two-way fixed effects apart into; empty for other estimators.
    around : AroundCutoff or None
        Both sides of the cut-off of a discontinuity; None for other estimators.
    """

    name: str
    kind: str
    outcome: str
    estimates: Mapping[str, Estimate | NotAvailable]
    covariance: npt.NDArray[np.float64]
    terms: tuple[str, ...]
    shown: tuple[str, ...]
    level: float
    convention: str
    equation: str
    n_rows: int
    n_people: int
    n_clusters: Mapping[str, int]
    flow: SampleFlow
    tests: Mapping[str, TestResult] = field(default_factory=dict)
    statistics: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    seed: int = 0
    regression: Regression | None = None
    path: EventPath | None = None
    behind: Mapping[str, int] = field(default_factory=dict)
    cohorts: CohortCells | None = None
    bands: Bands | None = None
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    around: AroundCutoff | None = None
