"""What the estimators for treatment that begins at several waves have in common."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.models.honoured import refuse_unused
from studytool.models.spec import Comparison, Foretold, ModelSpec

ComparedWith = Literal["never", "not_yet"]
"""Who stands in for what would have been: people never treated, or all who are not treated yet."""

Base = Literal["varying", "universal"]
"""What a wave before treatment is compared with: the wave before it, or the last one untreated."""

ByCovariates = Literal["doubly_robust", "outcome_regression", "ipw"]
"""How treated and others are made alike in the controls."""

FEWEST_DRAWS = 99
DRAWS = 999


class StaggeredSpec(ModelSpec):
    """Options of every estimator for treatment that begins at several waves.

    Members that have them add ``comparison``, ``base`` and ``method`` as fields. What a member
    compares by nature is the class variable `comparison_is`, as on every model.
    """

    needs_in_words: ClassVar[str] = "waves before and after treatment began"
    assumes: ClassVar[str] = "equal paths without treatment"
    drawn_as: ClassVar[str] = "event_path"
    unused: ClassVar[frozenset[str]] = frozenset({"effects"})
    asked_first: ClassVar[tuple[str, ...]] = ("cohort",)
    comparison_is: ClassVar[Comparison] = "changes"
    foretold: ClassVar[Foretold] = "itself"
    own_effects: ClassVar[tuple[str, ...]] = ("person", "wave")

    treatment: str | tuple[str, ...] = Field(
        default=(), description="Column or exposure that is 1 from the first treated wave on."
    )
    cohort: str | None = Field(
        title="Column with the first treated wave",
        default=None,
        description="In its place: column or exposure with the first treated wave; empty or 0 is "
        "never.",
    )
    anticipation: int = Field(
        title="Waves of anticipation",
        default=0,
        ge=0,
        description="Waves before the start at which people may already have changed.",
    )
    window: tuple[int, int] | None = Field(
        title="First and last event wave",
        default=None,
        description="First and last event time shown and averaged; left out: all there are.",
    )
    bands: bool = Field(
        title="Intervals that hold together",
        default=False,
        description="Whether to add intervals that hold for all event times at once.",
    )
    draws: int = Field(
        title="Draws behind them",
        default=0,
        ge=0,
        le=1_000_000,
        description="Draws of the multiplier bootstrap behind these bands; left out: 999.",
    )

    @model_validator(mode="after")
    def _refuse_options(self) -> Self:
        words = f"the method of {self.in_words()}"
        refuse_unused(self, tuple(sorted(self.unused)), words, "Leave it out.")
        return self

    @model_validator(mode="after")
    def _refuse_two_starts(self) -> Self:
        given = (self.treatment,) if isinstance(self.treatment, str) else self.treatment
        if len(given) + (self.cohort is not None) != 1:
            raise PydanticCustomError(
                "event_start",
                "the model needs to know when treatment began, once",
                {"remedy": "Give one `treatment` that is 1 from then on, or `cohort`, not both."},
            )
        return self

    @model_validator(mode="after")
    def _refuse_reversed_window(self) -> Self:
        if self.window is not None and not self.window[0] <= 0 <= self.window[1]:
            raise PydanticCustomError(
                "event_window",
                "the window does not run from an earlier to a later time around the start",
                {"remedy": "Write it such as window = [-4, 4], with 0 inside."},
            )
        return self

    @model_validator(mode="after")
    def _refuse_few_draws(self) -> Self:
        if 0 < self.draws < FEWEST_DRAWS:
            raise PydanticCustomError(
                "few_draws",
                "bands need {fewest} draws or more",
                {"fewest": FEWEST_DRAWS, "remedy": f"Say draws = {DRAWS}, or leave it out."},
            )
        return self

    @property
    def treatments(self) -> tuple[str, ...]:
        """The one column that says when treatment began."""
        return super().treatments if self.cohort is None else (self.cohort,)

    @property
    def band_draws(self) -> int:
        """Draws of the bootstrap: 0 where no bands are asked for."""
        return self.draws or (DRAWS if self.bands else 0)
