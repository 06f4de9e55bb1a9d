"""Analysis of covariance: later waves compared between people who were alike at the baseline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import ModelError
from studytool.models.spec import (
    LINEAR_ERRORS,
    LINEAR_PROPERTIES,
    Comparison,
    ModelSpec,
    Treatments,
)
from studytool.models.terms import Part, columns_of, factors_of_product, parse_term

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.core.progress import Progress
    from studytool.models.arrays.sample import Aside
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel


class Ancova(ModelSpec):
    """The outcome after the baseline wave, given what was measured at the baseline wave.

    Notes
    -----
    y_it = b D_it + a + k'y_i0 + g'x_it + wave_t + e_it over the waves t after the baseline wave
    0; wave effects where there are several such waves. Where the offer followed scores measured
    at the baseline, and these are among the baseline terms, b is the effect of the offer; the
    effect of what people chose to take up is not identified this way. Where the offer followed a
    lasting level that the scores measure with error, b is biased towards harm.

    References
    ----------
    Van Breukelen (2013), https://doi.org/10.1080/00273171.2013.831743
    Ding and Li (2019), https://doi.org/10.1017/pan.2019.25
    """

    called: ClassVar[str] = "ANCOVA"
    order: ClassVar[int] = 3
    question: ClassVar[str] = (
        "Among people who were alike at the start, did those offered help end better?"
    )
    compares: ClassVar[str] = (
        "Later results of the treated with later results of others who had the same baseline."
    )
    right_when: ClassVar[str] = (
        "Treatment was random, or followed scores measured at the baseline that are held fixed."
    )
    wrong_when: ClassVar[str] = (
        "Treatment followed a lasting level that the baseline measures with error, or take-up was "
        "a choice."
    )
    needs_in_words: ClassVar[str] = "a wave before treatment"
    assumes: ClassVar[str] = "that the start holds what decided who was treated"
    equation: ClassVar[str] = "y_it = b D_it + a + k'y_i0 + g'x_it + wave_t + e_it, t after 0"
    sources: ClassVar[tuple[str, ...]] = (
        "Van Breukelen (2013), https://doi.org/10.1080/00273171.2013.831743",
        "Ding and Li (2019), https://doi.org/10.1017/pan.2019.25",
    )
    standard_errors: ClassVar[tuple[str, ...]] = LINEAR_ERRORS
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "People without a baseline value leave, and are counted.",
        "Person effects are refused: baseline values are the same at every wave of a person.",
        "One wave is refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "by hand; statsmodels OLS on the last wave, estimates and errors, 1e-9 "
            "(tests/models/estimators/test_ancova.py)"
        ),
    )
    resamples: ClassVar[bool] = True
    takes_moderator: ClassVar[bool] = True
    asked_first: ClassVar[tuple[str, ...]] = ("baseline",)
    comparison_is: ClassVar[Comparison] = "baseline"

    kind: Literal["ancova"] = "ancova"
    treatment: Treatments = Field(
        description="What may have changed it: the offer, or an exposure, at the later waves."
    )
    baseline: tuple[str, ...] = Field(
        default=(),
        description="What is held fixed as it was at the baseline wave: the outcome, and what "
        "treatment was assigned on. Left out: the outcome.",
    )
    baseline_wave: float | None = Field(
        default=None, description="Wave of the baseline; the first of the study where absent."
    )

    @field_validator("effects")
    @classmethod
    def _refuse_person_effects(cls, effects: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if any("person" in factors_of_product(text) for text in effects or ()):
            raise PydanticCustomError(
                "person_effects",
                "person effects cannot stand beside baseline values",
                {
                    "remedy": "Baseline values are the same at every wave of a person. Leave "
                    'the effects out, or use kind = "fixed_effects" without a baseline.'
                },
            )
        return effects

    @property
    def baselines(self) -> tuple[str, ...]:
        """Terms held fixed at the baseline wave; the outcome where none is named."""
        return self.baseline or (self.outcome,)

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads, levels and key words not yet resolved."""
        return tuple(dict.fromkeys((*super().needs(), *columns_of(self.baselines))))

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If the panel names no people, there is no later wave, a treatment does not vary or
            repeats the controls, or no row is left.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.design import Formula
        from studytool.models.fitting.regression import Request, regress

        later = _find_later_rows(self, panel)
        names = columns_of(self.baselines)
        formula = Formula(
            outcome=self.outcome,
            treatments=self.treatments,
            controls=(*map(_at_baseline, self.baselines), *self.controls),
            effects=later.effects if self.effects is None else self.effects,
            clusters=self.cluster or later.clusters,
            weights=self.weights,
        )
        request = Request(
            formula,
            asides=later.asides,
            words={_column(name): f"baseline missing: {name}" for name in names},
            rows=f"at the waves after {later.wave:g}",
        )
        carried = _with_baseline(panel, names, later.wave)
        return regress(self, carried, request, seed=seed, progress=progress)


@dataclass(frozen=True, slots=True)
class _Later:
    """The baseline wave, the rows that are not after it, and what later rows ask for."""

    wave: float
    asides: tuple[Aside, ...]
    effects: tuple[str, ...]
    clusters: tuple[str, ...]


def _find_later_rows(spec: Ancova, panel: Panel) -> _Later:
    import numpy as np

    from studytool.models.arrays.columns import people_of, waves_of
    from studytool.models.arrays.sample import Aside, kept_by_where

    _refuse_nameless(panel)
    kept, waves = kept_by_where(panel, spec), waves_of(panel)
    wave = float(waves.min()) if spec.baseline_wave is None else spec.baseline_wave
    after = kept & (waves > wave)
    _refuse_unknown_wave(waves, wave, after)
    asides = (
        Aside(f"wave {wave:g} is the baseline", waves == wave),
        Aside("before the baseline wave", waves < wave),
    )
    people = people_of(panel)[after]
    several = people.size > np.unique(people).size
    clustered = spec.covariance is None or spec.covariance.startswith("cr")
    return _Later(
        wave=wave,
        asides=asides,
        effects=("wave",) if np.unique(waves[after]).size > 1 else (),
        clusters=("person",) if several and clustered else (),
    )


def _refuse_nameless(panel: Panel) -> None:
    if panel.design.person is None:
        raise ModelError(
            "The panel does not say who is who, so nobody has a baseline.",
            remedy="Name the person column in [panel].",
        )


def _refuse_unknown_wave(
    waves: npt.NDArray[np.float64], wave: float, after: npt.NDArray[np.bool_]
) -> None:
    if wave not in waves:
        raise ModelError(
            f"There is no wave {wave:g} in the data to be the baseline.",
            remedy=f"Waves there: {', '.join(f'{w:g}' for w in sorted(set(waves.tolist())))}.",
        )
    if not after.any():
        raise ModelError(
            f"No row is left after the baseline wave {wave:g}.",
            remedy="Check `where` and baseline_wave.",
        )


def _with_baseline(panel: Panel, names: tuple[str, ...], wave: float) -> Panel:
    """Return the panel with each named column as it was at the baseline wave of the person."""
    from studytool.models.arrays.columns import find_column

    frame, person = panel.frame, panel.design.person
    first = frame[frame[panel.design.wave] == wave].set_index(person)
    columns = {_column(name): frame[person].map(first[find_column(name, panel)]) for name in names}
    return replace(panel, frame=frame.assign(**columns))


def _column(name: str) -> str:
    return f"baseline({name})"


def _at_baseline(term: str) -> str:
    """Write a term with each of its columns at the baseline."""
    return ":".join(_part(part) for part in parse_term(term))


def _part(part: Part) -> str:
    return f"C({_column(part.column)})" if part.factor else _column(part.column)
