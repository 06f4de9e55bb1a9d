"""Between: how people who were treated more differ from people who were treated less."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import ModelError
from studytool.models.spec import (
    LINEAR_ERRORS,
    LINEAR_PROPERTIES,
    Comparison,
    Foretold,
    ModelSpec,
    Treatments,
)

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Design, Formula
    from studytool.models.arrays.sample import Sample
    from studytool.models.fitting.reshaping import Drawn
    from studytool.models.kernel.absorption import Codes
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

STEPS = 2


class Between(ModelSpec):
    """Least squares on the means of people over their waves, one row a person.

    Notes
    -----
    mean(y_i) = a + b mean(D_i) + g'mean(x_i) + e_i, means over the rows a person has in the
    sample, each person counted once whatever the number of rows (the mean of the weights where
    there are weights). It shows what fixed effects leave out: b is what goes with being another
    person, not what treatment does, unless treatment was random.

    References
    ----------
    Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section 10.2.2,
    ISBN 9780262232586
    """

    called: ClassVar[str] = "Between people"
    order: ClassVar[int] = 16
    question: ClassVar[str] = "How do people who were served more differ from people served less?"
    compares: ClassVar[str] = "The averages of people over all waves with those of other people."
    right_when: ClassVar[str] = (
        "Treatment was random between people, or the question is who was served, not what it did."
    )
    wrong_when: ClassVar[str] = "It is read as an effect where the served differ for good."
    needs_in_words: ClassVar[str] = "one wave or more"
    assumes: ClassVar[str] = "that people served more and less are otherwise alike"
    equation: ClassVar[str] = "mean(y_i) = a + b mean(D_i) + g'mean(x_i) + e_i"
    sources: ClassVar[tuple[str, ...]] = (
        (
            "Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section "
            "10.2.2, ISBN 9780262232586"
        ),
    )
    standard_errors: ClassVar[tuple[str, ...]] = LINEAR_ERRORS
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "One wave is enough: it is then pooled least squares.",
        "Clusters that people move between are refused: a mean has one cluster.",
        "Effects are refused: a mean has no wave.",
        "Permutations of a treatment that changes within people are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; R plm, model between, balanced and unbalanced, estimates and errors, 1e-9 "
            "(tests/reference/panel_models)"
        ),
        (
            "linearmodels BetweenOLS, clustered, 1e-9; Baltagi's table for Grunfeld as printed "
            "(tests/models/estimators/test_between.py)"
        ),
    )
    unused: ClassVar[frozenset[str]] = frozenset({"effects"})
    resamples: ClassVar[bool] = True
    comparison_is: ClassVar[Comparison] = "people"
    foretold: ClassVar[Foretold] = "means"

    kind: Literal["between"] = "between"
    treatment: Treatments = Field(
        description="What may have changed it: a column, an exposure, or several."
    )

    @field_validator("effects")
    @classmethod
    def _refuse_effects(cls, effects: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if effects:
            raise PydanticCustomError(
                "unused_option",
                '"effects" has no place in a regression of means',
                {"remedy": "A mean over the waves has no wave and one row: leave them out."},
            )
        return effects

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the panel names no people, a treatment does not vary between people or repeats the
            controls, people move between clusters, or no row is left.
        Cancelled
            If the person asked to stop.
        """
        import numpy as np

        from studytool.models.arrays.design import Formula
        from studytool.models.fitting.regression import Request
        from studytool.models.fitting.reshaping import Conclusion, conclude, fit_design
        from studytool.models.methods.weighed_people import draw_people
        from studytool.models.result import Regression

        progress.step(f"{self.name}: sample", 0, STEPS)
        formula = Formula(
            outcome=self.outcome,
            treatments=self.treatments,
            controls=self.controls,
            clusters=self.cluster,
            weights=self.weights,
        )
        request = Request(formula)
        drawn = draw_people(self, panel, request)
        _refuse_drawing(self, panel, drawn)
        _refuse_dealing(self, drawn)
        progress.step(f"{self.name}: estimates", 1, STEPS)
        means = _means(drawn.design, drawn.people)
        fitted = fit_design(self, means, np.arange(means.outcome.size))
        first = np.unique(drawn.people, return_index=True)[1]
        said = Conclusion(
            equation="each the mean over the rows of a person",
            tests={},
            statistics={"n_means": float(means.outcome.size)},
            regression=Regression(
                *(panel, drawn.sample.index[first]),
                partial(_again, panel, drawn.sample, formula, drawn.people),
                of_means=True,
            ),
        )
        return conclude(self, request, drawn, fitted, said, seed=seed)


def _refuse_moving(name: str, codes: Codes, people: Codes) -> None:
    from studytool.models.kernel.nesting import is_nested

    if not is_nested(people, codes):
        raise ModelError(
            f'Some people are in several clusters of "{name}".',
            why="The mean of a person over the waves belongs to one cluster.",
            remedy='Cluster at a level that people stay in, or use kind = "pooled".',
        )


def _refuse_drawing(spec: Between, panel: Panel, drawn: Drawn) -> None:
    """Refuse draws by a level that people move between."""
    from studytool.models.arrays.columns import codes_of, find_columns

    named = (name for asked in spec.resamplings for name in (asked.cluster, asked.subcluster))
    for level in dict.fromkeys(name for name in named if name):
        rows = [panel.frame[name].iloc[drawn.sample.index] for name in find_columns(level, panel)]
        if not any(column.isna().any() for column in rows):
            _refuse_moving(level, codes_of(rows), drawn.people)


def _refuse_dealing(spec: Between, drawn: Drawn) -> None:
    """Refuse permutations of a treatment whose mean depends on the waves people were seen at."""
    import numpy as np

    from studytool.models.methods.quasi_demeaning import varies_within

    if all(asked.kind != "permutation" for asked in spec.resamplings):
        return
    names = drawn.design.named("treatment")
    columns = np.column_stack([drawn.design.column(name) for name in names])
    changing = np.flatnonzero(varies_within(columns, drawn.people))
    if changing.size:
        raise ModelError(
            f'"{names[changing[0]]}" changes within people, so its mean depends on the waves at '
            "which somebody was seen, and cannot be dealt out anew among them.",
            remedy="Use a treatment that is the same at every wave, such as the offer, or "
            'kind = "fixed_effects".',
        )


def _again(panel: Panel, sample: Sample, formula: Formula, people: Codes) -> Design:
    """Build the arrays of the means once more."""
    from studytool.models.arrays.design import build_design

    return _means(build_design(panel, sample.index, formula), people)


def _means(design: Design, people: Codes) -> Design:
    """Return the design of the means of people, one row a person."""
    import numpy as np

    from studytool.models.arrays.columns import means_by_code
    from studytool.models.fitting.reshaping import take_rows

    for name, codes in zip(design.cluster_names, design.clusters, strict=True):
        _refuse_moving(name, codes, people)
    weights = design.weights
    columns = np.column_stack([design.regressors, design.outcome])
    means = means_by_code(columns, people, weights)
    first = np.unique(people, return_index=True)[1]
    return replace(
        take_rows(design, first),
        outcome=means[:, -1],
        regressors=means[:, :-1],
        weights=None if weights is None else means_by_code(weights[:, None], people)[:, 0],
    )
