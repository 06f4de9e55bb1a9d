"""First differences: how much changed from one wave to the next, with and without treatment."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from studytool.models.spec import (
    LINEAR_ERRORS,
    LINEAR_PROPERTIES,
    Comparison,
    Foretold,
    ModelSpec,
    Treatments,
)
from studytool.models.terms import factors_of_product

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Design, Formula
    from studytool.models.fitting.reshaping import Drawn
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

TWO = 2
STARTS = "a difference starts from this row: nothing before it"
ALONE = "no row of the same person at the wave before or after"
AFTER_A_GAP = "no row of the same person at the wave before"


class FirstDifference(ModelSpec):
    """Changes of the outcome between neighbouring waves on changes of the treatment.

    Notes
    -----
    y_it - y_i,t-1 = b (D_it - D_i,t-1) + g'(x_it - x_i,t-1) + wave_t + e_it - e_i,t-1, over people
    with a row at wave t and at the wave before it; with one such wave the constant stands in the
    place of wave_t. Waves are those that `where` leaves. A wave somebody missed makes a gap, and
    nothing is taken across it. Effects are taken out of the changes, so that those of a school
    are its trend, and a weight is that of the later row. Successive changes of a person share an
    error, so errors are clustered by person where nothing else is said. With two waves the
    estimate is that of fixed effects; with more it is the better one where errors last.

    References
    ----------
    Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section 10.6,
    ISBN 9780262232586
    """

    called: ClassVar[str] = "First differences"
    order: ClassVar[int] = 11
    question: ClassVar[str] = "From one wave to the next, did those who began change more?"
    compares: ClassVar[str] = (
        "Changes between neighbouring waves in which treatment changed with changes in which it "
        "did not."
    )
    right_when: ClassVar[str] = (
        "Without treatment all would have changed alike from wave to wave; lasting differences "
        "between people do no harm."
    )
    wrong_when: ClassVar[str] = (
        "Effects take longer than one wave to show, people were chosen by an earlier score, or "
        "treatment is measured with much error."
    )
    needs_in_words: ClassVar[str] = "two waves in a row or more"
    assumes: ClassVar[str] = "equal steps from wave to wave without treatment"
    equation: ClassVar[str] = (
        "y_it - y_i,t-1 = b (D_it - D_i,t-1) + g'(x_it - x_i,t-1) + wave_t + e_it - e_i,t-1"
    )
    sources: ClassVar[tuple[str, ...]] = (
        (
            "Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section "
            "10.6, ISBN 9780262232586"
        ),
    )
    standard_errors: ClassVar[tuple[str, ...]] = LINEAR_ERRORS
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        (
            "A wave that a person missed is a gap: no difference is taken across it, and the row "
            "after it leaves, counted."
        ),
        "The first row of a person is used as a start and counted as no row of the model.",
        "A treatment that never changes within a person, and one wave, are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; R plm, model fd, with and without gaps, estimates and errors, 1e-9 "
            "(tests/reference/panel_models)"
        ),
        (
            "linearmodels FirstDifferenceOLS, clustered, 1e-9 "
            "(tests/models/estimators/test_first_difference.py)"
        ),
        (
            "fixed effects and the four means with two waves and one switch, 1e-10 "
            "(tests/models/estimators/test_first_difference.py)"
        ),
    )
    resamples: ClassVar[bool] = True
    takes_intercept: ClassVar[bool] = True
    comparison_is: ClassVar[Comparison] = "changes"
    foretold: ClassVar[Foretold] = "differences"

    kind: Literal["first_difference"] = "first_difference"
    treatment: Treatments = Field(
        description="What may have changed it: a column, an exposure, or several."
    )

    @field_validator("effects")
    @classmethod
    def _refuse_person_effects(cls, effects: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if any("person" in factors_of_product(text) for text in effects or ()):
            raise PydanticCustomError(
                "person_effects",
                "taking differences has taken person effects out already",
                {"remedy": 'Leave "person" out of the effects.'},
            )
        return effects

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If a treatment does not vary within people, repeats the controls or effects, or nobody
            is seen at two neighbouring waves.
        Cancelled
            If the person asked to stop.
        """
        import numpy as np

        from studytool.models.arrays.columns import waves_of
        from studytool.models.arrays.sample import kept_by_where
        from studytool.models.fitting.identification import refuse_unidentified
        from studytool.models.fitting.regression import Request
        from studytool.models.fitting.reshaping import (
            Conclusion,
            conclude,
            draw,
            fit_design,
            refuse_nameless,
            set_aside,
            take_rows,
        )
        from studytool.models.result import Regression

        refuse_nameless(panel)
        progress.step(f"{self.name}: sample", 0, TWO)
        waves = np.unique(waves_of(panel)[kept_by_where(panel, self)])
        request = Request(_formula(self, waves.size))
        drawn = draw(self, panel, request)
        ends = _ends(drawn, waves)
        part = ends | np.append(ends[1:], False)
        sample = set_aside(drawn, _reasons(drawn, ends, part), serving=STARTS)
        levels = take_rows(drawn.design, part)
        refuse_unidentified(replace(levels, effect_names=("person",)), drawn.people[part])
        progress.step(f"{self.name}: estimates", 1, TWO)
        fitted = fit_design(self, _differences(drawn.design, ends), drawn.people[ends])
        described = replace(drawn, sample=sample, design=levels, people=drawn.people[part])
        again = partial(_differences, drawn.design, ends)
        said = Conclusion(
            equation="all of it differences from the wave before",
            tests={},
            statistics={"n_differences": float(ends.sum())},
            regression=Regression(panel, drawn.sample.index[ends], again),
        )
        return conclude(self, request, described, fitted, said, seed=seed)


def _formula(spec: FirstDifference, waves: int) -> Formula:
    from studytool.models.arrays.design import Formula

    default = ("wave",) if waves > TWO and spec.intercept else ()
    clustered = spec.covariance is None or spec.covariance.startswith("cr")
    by_person = ("person",) if waves > TWO and clustered else ()
    return Formula(
        outcome=spec.outcome,
        treatments=spec.treatments,
        controls=spec.controls,
        effects=default if spec.effects is None else spec.effects,
        clusters=spec.cluster or by_person,
        weights=spec.weights,
        intercept=spec.intercept,
    )


def _ends(drawn: Drawn, waves: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Mark the rows whose person has a row at the wave before; rows come by person and wave."""
    import numpy as np

    place = np.searchsorted(waves, drawn.waves)
    same = drawn.people[1:] == drawn.people[:-1]
    return np.append(False, same & (place[1:] - place[:-1] == 1))


def _reasons(
    drawn: Drawn, ends: npt.NDArray[np.bool_], part: npt.NDArray[np.bool_]
) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    import numpy as np

    first = np.append(True, drawn.people[1:] != drawn.people[:-1])
    return [
        (STARTS, first & part),
        (AFTER_A_GAP, ~first & ~ends & part),
        (ALONE, ~part),
    ]


def _differences(design: Design, ends: npt.NDArray[np.bool_]) -> Design:
    """Return the changes that end in the marked rows; the constant stays one."""
    import numpy as np

    from studytool.models.fitting.reshaping import take_rows

    places = np.flatnonzero(ends)
    changes = design.regressors[places] - design.regressors[places - 1]
    changes[:, [role == "constant" for role in design.roles]] = 1.0
    return replace(
        take_rows(design, places),
        outcome=design.outcome[places] - design.outcome[places - 1],
        regressors=changes,
    )
