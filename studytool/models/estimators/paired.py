"""Paired: how a yes/no answer of the same people changed between two waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import ModelError
from studytool.models.spec import ModelSpec

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.core.progress import Progress
    from studytool.models.paired_numbers import McNemar, PairedDifference
    from studytool.models.result import Estimate, ModelResult, TestResult
    from studytool.models.sample import Sample
    from studytool.survey.panel import Panel

UNUSED = ("treatment", "controls", "effects", "cluster", "covariance", "weights")


class Paired(ModelSpec):
    """Change in the share of yes among people asked at both of two waves (McNemar).

    Notes
    -----
    Of n people b changed from no (0) to yes (1) and c from yes to no. The estimate ``change`` is
    (b - c) / n, with an adjusted Wald interval and the exact binomial p-value; the test
    ``mcnemar`` is (b - c)^2 / (b + c), with `correction` (|b - c| - 1)^2 / (b + c). There is no
    comparison group: what changed for everyone, and regression to the mean, are in the change.

    References
    ----------
    McNemar (1947), https://doi.org/10.1007/BF02295996
    Bonett and Price (2012), https://doi.org/10.3102/1076998611411915
    Fagerland, Lydersen and Laake (2013), https://doi.org/10.1186/1471-2288-13-91
    """

    question: ClassVar[str] = "Did the share who said yes change among the same people?"
    compares: ClassVar[str] = (
        "Each person's answer at a later wave with their own at an earlier one."
    )
    right_when: ClassVar[str] = "A change over time is the question, not what caused it."
    wrong_when: ClassVar[str] = (
        "It is read as an effect: there is no comparison group, and high scores fall by themselves."
    )
    equation: ClassVar[str] = (
        "change = (b - c) / n, b from no to yes, c from yes to no, of n people"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "McNemar (1947), https://doi.org/10.1007/BF02295996",
        "Bonett and Price (2012), https://doi.org/10.3102/1076998611411915",
        "Fagerland, Lydersen and Laake (2013), https://doi.org/10.1186/1471-2288-13-91",
    )
    standard_errors: ClassVar[tuple[str, ...]] = ("Wald, with the adjusted Wald interval",)
    properties: ClassVar[frozenset[str]] = frozenset({"row_order", "relabelling"})
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Answers other than 0 and 1 are refused; people with one answer leave, and are counted.",
        "Where nobody changed, p is 1.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        "statsmodels mcnemar, 1e-12; the interval that Bonett and Price print, 5e-8",
    )

    kind: Literal["paired"] = "paired"
    waves: tuple[float, float] | None = Field(
        default=None, description="The earlier and the later wave; needed where there are others."
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

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Count who changed on the linked panel.

        Raises
        ------
        ModelError
            If the outcome has other values than 0 and 1, the waves are not two, or nobody
            answered at both.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.columns import numbers
        from studytool.models.paired_numbers import mcnemar, paired_difference

        progress.step(f"{self.name}: sample", 0, 2)
        sample = _draw(self, panel)
        answers = numbers(panel.frame, self.outcome)[sample.index].reshape(-1, 2)
        _refuse_other_answers(self.outcome, answers)
        progress.step(f"{self.name}: estimates", 1, 2)
        to_yes = int((answers[:, 1] > answers[:, 0]).sum())
        to_no = int((answers[:, 1] < answers[:, 0]).sum())
        change = paired_difference(to_yes, to_no, len(answers), level=self.level)
        return _result(self, sample, answers, change, mcnemar(to_yes, to_no), seed=seed)


def _draw(spec: Paired, panel: Panel) -> Sample:
    """Draw the people with an answer at both waves; rows come in pairs, the earlier first."""
    import numpy as np

    from studytool.models.columns import waves_of
    from studytool.models.sample import Aside, Need, draw_sample, kept_by_where

    if panel.design.person is None:
        raise ModelError(
            "The panel does not say who is who, so nobody can be compared with themselves.",
            remedy="Name the person column in [panel].",
        )
    waves = waves_of(panel)
    found = np.unique(waves[kept_by_where(panel, spec)])
    pair = _pair(spec, found)
    aside = Aside(f"wave is neither {pair[0]:g} nor {pair[1]:g}", ~np.isin(waves, pair))
    need = Need(spec.outcome, "outcome missing", by_reason=True)
    balanced = spec.model_copy(update={"unbalanced": "drop"})
    sample = draw_sample(panel, balanced, [need], asides=[aside])
    if np.unique(waves[sample.index]).size != len(pair):
        raise ModelError(
            f"Nobody answered at wave {pair[0]:g} and at wave {pair[1]:g}.",
            remedy="Choose other waves, or check the outcome.",
        )
    return sample


def _pair(spec: Paired, found: npt.NDArray[np.float64]) -> tuple[float, float]:
    there = f"Waves there: {', '.join(f'{wave:g}' for wave in found)}."
    if spec.waves is None:
        if found.size != 2:  # noqa: PLR2004  # a pair
            raise ModelError(
                f"A paired comparison needs two waves, and there are {found.size}.",
                remedy=f"Name them, such as waves = [1, 3]. {there}",
            )
        return float(found[0]), float(found[1])
    missing = [wave for wave in spec.waves if wave not in found]
    if missing or spec.waves[0] >= spec.waves[1]:
        raise ModelError(
            f"The waves {spec.waves[0]:g} and {spec.waves[1]:g} cannot be compared.",
            why=f"Wave {missing[0]:g} is not in the sample." if missing else "",
            remedy=f"Name two different waves, the earlier first. {there}",
        )
    return spec.waves


def _refuse_other_answers(outcome: str, answers: npt.NDArray[np.float64]) -> None:
    if not ((answers == 0) | (answers == 1)).all():
        raise ModelError(
            f'"{outcome}" has other values than 0 (no) and 1 (yes).',
            why="McNemar's test compares shares of yes.",
            remedy="Derive a yes/no variable, such as a band at or above its cut-off, or use "
            'kind = "fixed_effects" with the wave as treatment.',
        )


def _result(
    spec: Paired,
    sample: Sample,
    answers: npt.NDArray[np.float64],
    change: PairedDifference,
    tests: McNemar,
    *,
    seed: int,
) -> ModelResult:
    import numpy as np

    from studytool.models.result import ModelResult

    return ModelResult(
        name=spec.name,
        kind="paired",
        outcome=spec.outcome,
        estimates={"change": _change(change, tests)},
        covariance=np.array([[change.std_error**2]]),
        terms=("change",),
        shown=("change",),
        level=spec.level,
        convention="adjusted Wald interval (Bonett and Price); p exact (binomial)",
        equation=f"change = share of {spec.outcome} later - share earlier, the same people",
        n_rows=sample.flow.used_rows,
        n_people=sample.flow.used_people,
        n_clusters={},
        flow=sample.flow,
        tests=_tests(spec, answers, tests),
        statistics=_statistics(answers),
        findings=sample.findings,
        seed=seed,
    )


def _change(change: PairedDifference, tests: McNemar) -> Estimate:
    import math

    from studytool.models.result import Estimate

    return Estimate(
        change.difference, change.std_error, math.inf, tests.p_exact, change.low, change.high
    )


def _tests(spec: Paired, answers: npt.NDArray[np.float64], tests: McNemar) -> dict[str, TestResult]:
    from studytool.models.result import TestResult

    moves = answers[:, 1] - answers[:, 0]
    fewer = float(min((moves > 0).sum(), (moves < 0).sum()))
    plain = (tests.chi2, tests.p)
    statistic, p = (tests.chi2_corrected, tests.p_corrected) if spec.correction else plain
    return {
        "mcnemar": TestResult(statistic=statistic, df=1.0, p=p),
        "mcnemar_exact": TestResult(statistic=fewer, p=tests.p_exact),
        "mcnemar_mid_p": TestResult(statistic=fewer, p=tests.p_mid),
    }


def _statistics(answers: npt.NDArray[np.float64]) -> dict[str, float]:
    first, later = answers[:, 0], answers[:, 1]
    return {
        "share_earlier": float(first.mean()),
        "share_later": float(later.mean()),
        "to_yes": float((later > first).sum()),
        "to_no": float((later < first).sum()),
        "outcome_mean": float(answers.mean()),
        "outcome_sd": float(answers.std(ddof=1)),
        "n_yes_people": float(answers.any(axis=1).sum()),
        "n_no_people": float((answers == 0).any(axis=1).sum()),
    }
