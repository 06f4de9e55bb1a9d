"""Paired: how an answer of the same people changed between waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import ModelError
from studytool.core.spec import Spec
from studytool.models.spec import Comparison, ModelSpec

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.core.progress import Progress
    from studytool.models.arrays.sample import Sample
    from studytool.models.methods.paired_answers import Compared
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

UNUSED = ("treatment", "controls", "effects", "cluster", "covariance", "weights")
TWO = 2


class Margins(Spec):
    """What a report prints of two waves when it does not print who changed."""

    people: int = Field(ge=1, description="People who were asked at both waves.")
    earlier: float = Field(ge=0, description="Those of them who said yes at the earlier wave.")
    later: float = Field(ge=0, description="Those of them who said yes at the later wave.")
    unit: Literal["people", "percent"] = Field(
        default="people", description="What the two are counted in."
    )
    decimals: int = Field(
        default=0, ge=0, le=6, description="Decimals that percentages are printed with."
    )

    @model_validator(mode="after")
    def _refuse_impossible(self) -> Self:
        for value in (self.earlier, self.later):
            if not self.counts(value):
                raise PydanticCustomError(
                    "margins",
                    "no number of {people} people can be {value} {unit}",
                    {
                        "people": self.people,
                        "value": f"{value:g}",
                        "unit": "%" if self.unit == "percent" else "people",
                        "remedy": "Check the base: a percentage may be of fewer people, and "
                        'unit = "percent" is needed for percentages.',
                    },
                )
        return self

    def counts(self, value: float) -> tuple[int, ...]:
        """Return the numbers of people that a margin may stand for."""
        if self.unit == "people":
            return (int(value),) if value.is_integer() and value <= self.people else ()
        reach = 0.5 * 10.0**-self.decimals + 1e-9
        return tuple(
            count
            for count in range(self.people + 1)
            if abs(100 * count / self.people - value) <= reach
        )


class Paired(ModelSpec):
    """Change among people asked at each of two waves or more: shares of yes, or means.

    Notes
    -----
    Of n people b changed from no (0) to yes (1) and c from yes to no. The estimate ``change`` is
    (b - c) / n, with an adjusted Wald interval and the exact binomial p-value; the test
    ``mcnemar`` is (b - c)^2 / (b + c), with `correction` (|b - c| - 1)^2 / (b + c), and
    ``cochran_q`` compares all waves where there are three or more: ``change`` is then from the
    first to the last. Of an outcome that is not yes/no ``change`` is the mean of later less
    earlier, judged by the paired t test, ``paired_t``. With `margins` no data are read: the tests
    then give the least and the greatest p over every pairing those margins allow. There is no
    comparison group: what changed for everyone, and regression to the mean, are in the change.

    References
    ----------
    McNemar (1947), https://doi.org/10.1007/BF02295996
    Cochran (1950), https://doi.org/10.1093/biomet/37.3-4.256
    Bonett and Price (2012), https://doi.org/10.3102/1076998611411915
    Fagerland, Lydersen and Laake (2013), https://doi.org/10.1186/1471-2288-13-91
    """

    called: ClassVar[str] = "Paired comparison"
    order: ClassVar[int] = 7
    question: ClassVar[str] = (
        "Did the share who said yes, or the mean, change among the same people?"
    )
    compares: ClassVar[str] = (
        "Each person's answer at a later wave with their own at an earlier one."
    )
    right_when: ClassVar[str] = "A change over time is the question, not what caused it."
    wrong_when: ClassVar[str] = (
        "It is read as an effect: there is no comparison group, and high scores fall by themselves."
    )
    needs_in_words: ClassVar[str] = "the same people at two waves"
    assumes: ClassVar[str] = "nothing, but shows no cause: nobody is compared with"
    equation: ClassVar[str] = (
        "change = (b - c) / n, b from no to yes, c from yes to no, of n people; of a score "
        "the mean of later less earlier"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "McNemar (1947), https://doi.org/10.1007/BF02295996",
        "Cochran (1950), https://doi.org/10.1093/biomet/37.3-4.256",
        "Bonett and Price (2012), https://doi.org/10.3102/1076998611411915",
        "Fagerland, Lydersen and Laake (2013), https://doi.org/10.1186/1471-2288-13-91",
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        "shares: Wald, with the adjusted Wald interval",
        "means: of the differences, t(n-1)",
    )
    properties: ClassVar[frozenset[str]] = frozenset({"row_order", "relabelling"})
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People without an answer at each wave leave, and are counted.",
        "Where nobody changed, p is 1, and there is no Cochran's Q.",
        "An outcome with other values than 0 and 1 is compared by its mean, and it is said.",
        "Margins alone give the range of p over every pairing.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; statsmodels mcnemar in its four versions, 1e-12; the interval of R "
            "statpsych, 5e-8 (tests/models/methods/test_paired_numbers.py)"
        ),
        (
            "statsmodels cochrans_q and scipy ttest_rel, 1e-12; the sleepers of Student (1908) "
            "as R prints them (tests/models/methods/test_paired_tests.py)"
        ),
        "the approval ratings in Agresti as printed (tests/models/estimators/test_paired.py)",
    )
    outcome_is: ClassVar[Literal["any", "yes_no"]] = "yes_no"
    shown_in: ClassVar[str] = "paired"
    asked_first: ClassVar[tuple[str, ...]] = ("waves",)
    unused: ClassVar[frozenset[str]] = frozenset({*UNUSED, "small_sample", "cluster_g"})
    comparison_is: ClassVar[Comparison] = "itself"

    kind: Literal["paired"] = "paired"
    waves: tuple[float, ...] | None = Field(
        default=None,
        min_length=2,
        description="The waves to compare, in order; left out: all of them.",
    )
    margins: Margins | None = Field(
        title="Counts printed elsewhere",
        default=None,
        description="Counts printed elsewhere, in place of data.",
    )
    correction: bool = Field(
        default=False, description="Continuity correction of the McNemar chi-squared."
    )

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        for name in UNUSED:
            if getattr(self, name):
                raise PydanticCustomError(
                    "unused_option",
                    '"{option}" has no place in a paired comparison',
                    {
                        "option": name,
                        "remedy": 'Leave it out, or use kind = "fixed_effects" or "did".',
                    },
                )
        return self

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads; none with margins."""
        return () if self.margins else super().needs()

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Count who changed on the linked panel.

        Raises
        ------
        ModelError
            If there are not two waves, or nobody answered at each of them.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.columns import is_yes_no, numbers
        from studytool.models.methods.paired_answers import compare_means, compare_shares

        progress.step(f"{self.name}: sample", 0, 2)
        if self.margins is not None:
            progress.step(f"{self.name}: pairings", 1, 2)
            return _of_margins(self, self.margins, panel, seed=seed)
        sample, waves = _draw(self, panel)
        answers = numbers(panel.frame, self.outcome)[sample.index].reshape(-1, len(waves))
        progress.step(f"{self.name}: estimates", 1, 2)
        if is_yes_no(answers):
            found = compare_shares(
                answers,
                waves,
                outcome=self.outcome,
                level=self.level,
                correction=self.correction,
            )
        else:
            found = compare_means(answers, waves, outcome=self.outcome, level=self.level)
        return _result(self, sample, found, seed=seed)


def _draw(spec: Paired, panel: Panel) -> tuple[Sample, tuple[float, ...]]:
    """Draw the people with an answer at each wave; the rows of one follow each other in time."""
    import numpy as np

    from studytool.models.arrays.columns import waves_of
    from studytool.models.arrays.sample import Aside, Need, draw_sample, kept_by_where

    if panel.design.person is None:
        raise ModelError(
            "The panel does not say who is who, so nobody can be compared with themselves.",
            remedy="Name the person column in [panel].",
        )
    there = waves_of(panel)
    chosen = _choose(spec, np.unique(there[kept_by_where(panel, spec)]))
    named = " nor ".join(f"{wave:g}" for wave in chosen)
    aside = Aside(f"wave is neither {named}", ~np.isin(there, chosen))
    need = Need(spec.outcome, "outcome missing", by_reason=True)
    balanced = spec.model_copy(update={"unbalanced": "drop"})
    sample = draw_sample(panel, balanced, [need], asides=[aside])
    if np.unique(there[sample.index]).size != len(chosen):
        raise ModelError(
            f"Nobody answered at wave {' and at wave '.join(f'{wave:g}' for wave in chosen)}.",
            remedy="Choose other waves, or check the outcome.",
        )
    return sample, chosen


def _choose(spec: Paired, found: npt.NDArray[np.float64]) -> tuple[float, ...]:
    there = f"Waves there: {', '.join(f'{wave:g}' for wave in found)}."
    if spec.waves is None:
        if found.size < TWO:
            raise ModelError(
                "A paired comparison needs two waves, and there is one.", remedy=f"{there}"
            )
        return tuple(float(wave) for wave in found)
    missing = [wave for wave in spec.waves if wave not in found]
    if missing or list(spec.waves) != sorted(set(spec.waves)):
        named = " and ".join(f"{wave:g}" for wave in spec.waves)
        raise ModelError(
            f"The waves {named} cannot be compared.",
            why=f"Wave {missing[0]:g} is not in the sample." if missing else "",
            remedy=f"Name different waves, the earlier first. {there}",
        )
    return spec.waves


def _of_margins(spec: Paired, margins: Margins, panel: Panel, *, seed: int) -> ModelResult:
    """Return the range of p over every pairing; no row of the panel is used."""
    import numpy as np

    from studytool.models.methods.paired_tests import pairing_range
    from studytool.models.result import (
        Leaving,
        ModelResult,
        NotAvailable,
        SampleFlow,
        TestResult,
    )

    earlier, later = margins.counts(margins.earlier), margins.counts(margins.later)
    found = pairing_range(margins.people, earlier, later)
    whole = 100 if margins.unit == "percent" else margins.people
    change = (margins.later - margins.earlier) / whole
    rows = len(panel.frame)
    step = Leaving("only margins are used", rows, 0, tuple(range(rows)))
    why = f"who changed is not known: {found.pairings} pairings have these margins"
    return ModelResult(
        name=spec.name,
        kind="paired",
        outcome=spec.outcome,
        estimates={"change": NotAvailable(f"{why}; the change itself is {change:.6g}", change)},
        covariance=np.empty((0, 0)),
        terms=(),
        shown=("change",),
        level=spec.level,
        convention="least and greatest p over every pairing of the margins",
        equation=f"change = share of {spec.outcome} later - share earlier, the same people",
        n_rows=0,
        n_people=margins.people,
        n_clusters={},
        flow=SampleFlow(rows, 0, (step,), 0, 0),
        tests={
            name: TestResult(
                low=found.lowest[name],
                high=found.highest[name],
                reason=why,
                method="least and greatest p over every pairing",
            )
            for name in found.lowest
        },
        statistics={
            "share_earlier": margins.earlier / whole,
            "share_later": margins.later / whole,
            "change": change,
            "pairings": float(found.pairings),
        },
        seed=seed,
    )


def _result(spec: Paired, sample: Sample, found: Compared, *, seed: int) -> ModelResult:
    import numpy as np

    from studytool.models.result import ModelResult

    return ModelResult(
        name=spec.name,
        kind="paired",
        outcome=spec.outcome,
        estimates={"change": found.change},
        covariance=np.array([[found.change.std_error**2]]),
        terms=("change",),
        shown=("change",),
        level=spec.level,
        convention=found.convention,
        equation=found.equation,
        n_rows=sample.flow.used_rows,
        n_people=sample.flow.used_people,
        n_clusters={},
        flow=sample.flow,
        tests=found.tests,
        statistics=found.statistics,
        findings=(*sample.findings, *found.findings),
        seed=seed,
    )
