"""Dose and response: how the outcome changes with the amount of treatment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.models.spec import LINEAR_ERRORS, LINEAR_PROPERTIES, Comparison, ModelSpec

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Formula
    from studytool.models.methods.doses import Doses
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel


class DoseResponse(ModelSpec):
    """Two-way fixed effects with an amount: a straight line, a line that bends, or steps.

    Notes
    -----
    y_it = f(D_it) + g'x_it + person_i + wave_t + e_it for an amount D, with f(D) = b D (linear),
    b D + c D^2 (quadratic: terms ``x`` and ``x^2``), or a step for each bin (bins: ``x[1 to <4]``,
    ``x[4+]`` against amounts below the first limit). b is how much more the outcome changed for
    one unit more. It is an effect of more only if people with more would, at any amount, have
    changed as people with less (stronger than what treated and untreated need): a finding says
    so. ``joint`` tests that all terms are 0, ``curvature`` that the line does not bend. With more
    than two amounts a straight line weighs effects by how far amounts lie from the mean, and can
    differ from the average effect of one more; bins show whether it does.

    References
    ----------
    Callaway, Goodman-Bacon and Sant'Anna (2024), https://doi.org/10.3386/w32117
    """

    called: ClassVar[str] = "Dose and response"
    order: ClassVar[int] = 5
    question: ClassVar[str] = "Did people who got more change more?"
    compares: ClassVar[str] = (
        "Changes of people whose amount changed much with changes of people whose amount changed "
        "little or not at all."
    )
    right_when: ClassVar[str] = (
        "How much each got was chance, or those with more would at any amount have changed as "
        "those with less."
    )
    wrong_when: ClassVar[str] = (
        "Need, or the first results, decided how much each got; or a straight line is drawn "
        "through effects that level off."
    )
    needs_in_words: ClassVar[str] = "two waves or more, and several amounts"
    assumes: ClassVar[str] = "equal paths at every amount"
    equation: ClassVar[str] = (
        "y_it = f(D_it) + g'x_it + person_i + wave_t + e_it, f(D) = b D | b D + c D^2 | steps"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Callaway, Goodman-Bacon and Sant'Anna (2024), https://doi.org/10.3386/w32117",
    )
    standard_errors: ClassVar[tuple[str, ...]] = LINEAR_ERRORS
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Two amounts are refused: then there are treated and untreated.",
        "A bin that no row is in is refused; people by bin are a finding.",
        "Where nobody has none, a finding says that more is compared with less.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; pyfixest, linear, quadratic and bins, clustered, estimates and errors, "
            "1e-8 (tests/models/estimators/test_dose_response.py)"
        ),
    )
    resamples: ClassVar[bool] = True
    treatment_is: ClassVar[Literal["any", "amount"]] = "amount"
    asked_first: ClassVar[tuple[str, ...]] = ("shape", "bins")
    comparison_is: ClassVar[Comparison] = "effects"
    own_effects: ClassVar[tuple[str, ...]] = ("person", "wave")

    kind: Literal["dose_response"] = "dose_response"
    treatment: str = Field(description="Amount: a column, or an exposure of kind dose.")
    shape: Literal["linear", "quadratic", "bins"] = Field(
        title="Shape of the effect",
        default="linear",
        description="A straight line, a line that bends, or a step for each bin.",
    )
    bins: tuple[float, ...] = Field(
        title="Where bins begin",
        default=(),
        description="With shape = bins: amounts from which each bin goes, ascending.",
    )

    @model_validator(mode="after")
    def _refuse_bins(self) -> Self:
        ascending = all(low < high for low, high in zip(self.bins, self.bins[1:], strict=False))
        if (self.shape == "bins") != bool(self.bins) or not ascending:
            raise PydanticCustomError(
                "dose_bins",
                'shape = "bins" and bins in ascending order belong together',
                {"remedy": 'Write shape = "bins" with bins = [1, 4], or leave both out.'},
            )
        return self

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the treatment is no amount, does not vary within people, or a bin is empty.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.columns import numbers, people_of
        from studytool.models.arrays.sample import draw_sample, kept_by_where
        from studytool.models.fitting.regression import Request, list_needs, regress
        from studytool.models.methods.doses import (
            describe_doses,
            dose_findings,
            refuse_empty_steps,
            spread_dose,
        )

        kept = kept_by_where(panel, self)
        values = numbers(panel.frame, self.treatment)
        spread_dose(self.treatment, values[kept], self.shape, self.bins)
        doses = spread_dose(self.treatment, values, self.shape, self.bins)
        added = {name: column for name, column in doses.columns.items() if name != self.treatment}
        wider = replace(panel, frame=panel.frame.assign(**added))
        request = Request(
            _formula(self, doses), words=_words(self, doses), joint=_joint(self, doses)
        )
        rows = draw_sample(wider, self, list_needs(wider, request)).index
        refuse_empty_steps(self.treatment, doses, rows)
        result = regress(self, wider, request, seed=seed, progress=progress)
        people = people_of(panel)
        told = describe_doses(values, doses, people, rows)
        minded = dose_findings(self.treatment, values, doses, people, rows)
        return replace(
            result,
            statistics={**result.statistics, **told},
            findings=(*result.findings, *minded),
        )


def _formula(spec: DoseResponse, doses: Doses) -> Formula:
    from studytool.models.arrays.design import Formula

    return Formula(
        outcome=spec.outcome,
        treatments=tuple(doses.columns),
        controls=spec.controls,
        effects=("person", "wave") if spec.effects is None else spec.effects,
        clusters=spec.cluster,
        weights=spec.weights,
    )


def _words(spec: DoseResponse, doses: Doses) -> dict[str, str]:
    """Say of every column of the amount that it is the amount which is missing."""
    return dict.fromkeys(doses.columns, f"treatment missing ({spec.treatment})")


def _joint(spec: DoseResponse, doses: Doses) -> dict[str, tuple[str, ...]]:
    names = tuple(doses.columns)
    return {"curvature": names[1:]} if spec.shape == "quadratic" else {}
