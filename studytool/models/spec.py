"""The family of models: the options every model has."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.spec import Kind, Spec
from studytool.models.resampling import Resampling
from studytool.models.terms import columns_of, factors_of_product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

Covariance = Literal["cr0", "cr1", "cr2", "cr3", "classical", "hc0", "hc1", "hc2", "hc3"]
SmallSample = Literal["nonnested", "no_k", "all_effects", "linearmodels"]

Comparison = Literal["changes", "effects", "people", "both", "baseline", "cutoff", "itself"]
"""What a method compares: changes; what its effects leave; people; people and changes together;
later results given a baseline; both sides of a cut-off; people with themselves and nobody else."""

Foretold = Literal["", "rows", "within", "weighed", "differences", "means", "events", "itself"]
"""What regression to the mean is worked out on: rows with the effects of the model, within people,
rows less part of the mean of the person, differences, means of people, events; by the estimator
itself, on outcomes that follow the score; or not at all."""

LINEAR_ERRORS = (
    "classical",
    "HC0, HC1, HC2, HC3",
    "CR0, CR1 in four named small-sample conventions, one cluster level or two",
    "CR2 and CR3 with Satterthwaite degrees of freedom",
    "wild cluster bootstrap and permutations beside them (resampling)",
)
"""Standard errors of every estimator that ends in least squares."""

LINEAR_PROPERTIES = frozenset({"scale", "shift", "row_order", "relabelling", "uniform_p"})
"""What holds for every estimator that ends in least squares."""

UnbalancedVariant = Annotated[
    Literal["harmonic_mean", "swamy_arora"],
    Field(
        title="Variance between people",
        description="Variance between people on unbalanced panels: as Stata and linearmodels by "
        "default (harmonic_mean), or as R plm and Stata's sa (swamy_arora).",
    ),
]
"""How people with different numbers of rows are taken together in random effects."""

Treatments = str | Annotated[tuple[str, ...], Field(min_length=1)]
"""One treatment, or several that are estimated together."""


class Assignment(Spec):
    """One entry of ``[[assignment]]``: how people came to be treated. The guard reads it."""

    exposure: str = Field(description="Exposure it is about: what was offered or given.")
    also: tuple[str, ...] = Field(
        default=(),
        description="Exposures and columns that follow from it, such as visits after an offer.",
    )
    rule: Literal["random", "score", "level", "area", "self", "other"] = Field(
        description="Chance, an earlier score, a lasting level, the place, the person, or other."
    )
    variables: tuple[str, ...] = Field(default=(), description="What the decision looked at.")
    combine: Literal["any", "all"] = Field(
        default="any", description="Whether one of several variables over its cut-off was enough."
    )
    cutoff: dict[str, float | str] = Field(
        default={}, description="Value of each variable from which people were treated."
    )
    wave: float | None = Field(default=None, description="Wave whose values decided.")
    allocation_unit: Literal["person", "household", "group", "school"] = Field(
        default="person", description="Who was assigned as one."
    )
    strata: tuple[str, ...] = Field(
        default=(),
        description="Levels within which assignment was made: permutations keep to them.",
    )


class ModelSpec(Kind):
    """Options every model has. Members add theirs and the verb `fit`.

    Attributes
    ----------
    order : int
        Place among the methods a person chooses from: the common ones first.
    question : str
        What the method answers, as somebody would ask it.
    compares : str
        What is compared with what, in one sentence.
    right_when, wrong_when : str
        When its answer is an effect and when it is not, one sentence each.
    needs_in_words : str
        What the data must hold, to stand after "Needs", such as "two waves or more".
    assumes : str
        What is taken for granted, to stand after "Assumes".
    equation : str
        What is estimated, in symbols.
    sources : tuple of str
        Papers and books, with DOI or ISBN.
    standard_errors : tuple of str
        Standard errors it offers, in words.
    properties : frozenset of str
        What holds for its estimates, and is tested of every method that says so: "scale" (ten
        times the outcome, ten times the estimate), "shift" (the origin of the outcome does not
        matter), "row_order", "relabelling" (names of people do not matter), "uniform_p" (p-values
        are uniform where there is no effect and there are enough clusters).
    edge_cases : tuple of str
        What happens on data it was not made for, one sentence each.
    verified : tuple of str
        What it was checked against and to what tolerance.
    outcome_is : {"any", "yes_no"}
        What outcome it is for: the first one offered for a new model.
    treatment_is : {"any", "amount"}
        What treatment it is for, likewise.
    shown_in : str
        Kind of the table that shows it.
    drawn_as : str
        Kind of the chart that draws it by itself; empty for none.
    asked_first : tuple of str
        Options of its own that a form asks beside the question; the others are folded away.
    unused : frozenset of str
        Options of every model that it has no place for.
    resamples : bool
        Whether its estimates can be judged by `resampling`.
    no_permutation : str
        Why its treatment cannot be dealt out anew, where it is otherwise judged by drawing again.
    takes_trends : bool
        Whether it takes out `trends` next to the effects.
    takes_moderator : bool
        Whether its effect can differ by a `moderator`.
    takes_intercept : bool
        Whether it can do without its constant.
    comparison_is : Comparison
        What it compares, for what the guard says of how people came to be treated.
    own_effects : tuple of str
        Effects it takes out where none are named and people are followed.
    foretold : Foretold
        What the bias that regression to the mean alone makes is worked out on; empty where it
        cannot be.
    random_levels : bool
        Whether its clusters are levels with a random intercept each.
    """

    family: ClassVar[str] = "models"
    order: ClassVar[int] = 100
    question: ClassVar[str] = ""
    compares: ClassVar[str] = ""
    right_when: ClassVar[str] = ""
    wrong_when: ClassVar[str] = ""
    needs_in_words: ClassVar[str] = ""
    assumes: ClassVar[str] = ""
    equation: ClassVar[str] = ""
    sources: ClassVar[tuple[str, ...]] = ()
    standard_errors: ClassVar[tuple[str, ...]] = ()
    properties: ClassVar[frozenset[str]] = frozenset()
    edge_cases: ClassVar[tuple[str, ...]] = ()
    verified: ClassVar[tuple[str, ...]] = ()
    outcome_is: ClassVar[Literal["any", "yes_no"]] = "any"
    treatment_is: ClassVar[Literal["any", "amount"]] = "any"
    shown_in: ClassVar[str] = "regression"
    drawn_as: ClassVar[str] = ""
    asked_first: ClassVar[tuple[str, ...]] = ()
    unused: ClassVar[frozenset[str]] = frozenset()
    resamples: ClassVar[bool] = False
    no_permutation: ClassVar[str] = ""
    takes_trends: ClassVar[bool] = False
    takes_moderator: ClassVar[bool] = False
    takes_intercept: ClassVar[bool] = False
    comparison_is: ClassVar[Comparison] = "people"
    own_effects: ClassVar[tuple[str, ...]] = ()
    foretold: ClassVar[Foretold] = ""
    random_levels: ClassVar[bool] = False

    name: str = Field(description="Name by which tables, charts and the brief ask for it.")
    title: str = Field(default="", description="What a reader sees.")
    outcome: str = Field(description="What may have changed.")
    treatment: str | tuple[str, ...] = Field(
        default=(), description="What may have changed it: a column, an exposure, or several."
    )
    controls: tuple[str, ...] = Field(
        default=(),
        description="What is held fixed: names, C(x) for a factor, a:b for an interaction.",
    )
    effects: tuple[str, ...] | None = Field(
        default=None,
        description="Effects taken out: person, wave, a level, a column, or school*wave; "
        "left out: those the kind of model takes out by itself.",
    )
    trends: tuple[str, ...] = Field(
        default=(),
        description="Levels that have a straight line over the waves each, next to the effects.",
    )
    moderator: str | None = Field(
        default=None,
        description="Column by which the effect may differ: groups, or an amount.",
    )
    intercept: bool = Field(
        default=True, description="Whether there is a constant where no effects are taken out."
    )
    cluster: tuple[str, ...] = Field(
        default=(),
        description="Levels within which errors may be alike: person, a level, or a column.",
    )
    covariance: Covariance | None = Field(
        default=None, description="Standard error; left out: cr1 with a cluster, classical without."
    )
    small_sample: SmallSample = Field(
        default="nonnested", description="Named small-sample convention of cr1."
    )
    cluster_g: Literal["min", "own"] = Field(
        default="min", description="Number of clusters used with two cluster levels."
    )
    weights: str | None = Field(default=None, description="Column with sampling weights.")
    where: str = Field(default="", description="Rows to use.")
    sample: Literal["all", "tracked"] = Field(
        default="all", description="Everyone, or those present in every wave."
    )
    unbalanced: Literal["keep", "drop"] = Field(
        default="keep", description="Keep or drop people without a row in every wave of the sample."
    )
    level: float = Field(default=0.95, gt=0.5, lt=1.0, description="Level of the intervals.")
    seed: int | None = Field(
        default=None, description="Seed for this model alone; the study's where absent."
    )

    resampling: Resampling | Annotated[tuple[Resampling, ...], Field(min_length=1)] | None = Field(
        default=None,
        description="Tests by drawing again: a wild cluster bootstrap, permutations, or both.",
    )

    @model_validator(mode="after")
    def _refuse_resampling(self) -> Self:
        if self.resampling is not None and not self.resamples:
            message = 'kind = "{kind}" has no resampling: {remedy}'
            remedy = "it draws the errors of least squares again, by which this is not estimated"
            context = {"kind": self.kind_name() or "", "remedy": remedy}
            raise PydanticCustomError("no_resampling", message, context)
        if self.resampling is not None and self.moderator:
            message = "resampling does not go with a moderator: {remedy}"
            context = {
                "remedy": "the effect in a group is a sum of coefficients, which is not drawn "
                "again; leave one of them out, or fit each group in `where`"
            }
            raise PydanticCustomError("moderator_resampled", message, context)
        kinds = [asked.kind for asked in self.resamplings]
        if "permutation" in kinds and self.no_permutation:
            message = 'kind = "{kind}" has no permutations: {remedy}'
            remedy = f'{self.no_permutation}; use kind = "wild_cluster", or fixed_effects'
            context = {"kind": self.kind_name() or "", "remedy": remedy}
            raise PydanticCustomError("no_permutations", message, context)
        if len(set(kinds)) < len(kinds):
            message = 'resampling asks twice for kind = "{kind}"'
            raise PydanticCustomError("resampling_twice", message, {"kind": kinds[0]})
        return self

    @field_validator("trends")
    @classmethod
    def _refuse_trends(cls, trends: tuple[str, ...]) -> tuple[str, ...]:
        if trends and not cls.takes_trends:
            message = 'kind = "{kind}" has no trends: {remedy}'
            context = {"kind": cls.kind_name() or "", "remedy": 'use kind = "fixed_effects"'}
            raise PydanticCustomError("no_trends", message, context)
        return trends

    @field_validator("moderator")
    @classmethod
    def _refuse_moderator(cls, moderator: str | None) -> str | None:
        if moderator and not cls.takes_moderator:
            message = 'kind = "{kind}" has no moderator: {remedy}'
            context = {"kind": cls.kind_name() or "", "remedy": 'use kind = "fixed_effects"'}
            raise PydanticCustomError("no_moderator", message, context)
        return moderator

    @model_validator(mode="after")
    def _refuse_intercept(self) -> Self:
        if not self.intercept and (self.effects or not self.takes_intercept):
            message = 'kind = "{kind}" cannot do without its constant here: {remedy}'
            remedy = "effects hold one; leave them out" if self.effects else "leave intercept out"
            context = {"kind": self.kind_name() or "", "remedy": remedy}
            raise PydanticCustomError("no_intercept", message, context)
        return self

    @classmethod
    def options(cls) -> tuple[str, ...]:
        """Return the names of the options that it takes, in the order of the fields."""
        taken = {
            "resampling": cls.resamples,
            "trends": cls.takes_trends,
            "moderator": cls.takes_moderator,
            "intercept": cls.takes_intercept,
        }
        names = (name for name in cls.model_fields if taken.get(name, True))
        return tuple(name for name in names if name not in {*cls.unused, "kind"})

    @classmethod
    def first_values(
        cls,
        assignments: Sequence[Assignment],  # noqa: ARG003  # for members that read it
    ) -> dict[str, Any]:
        """Return values that a new model starts with, by how people came to be treated."""
        return {}

    @property
    def resamplings(self) -> tuple[Resampling, ...]:
        """What is asked of resampling, also where it is one request or none."""
        if self.resampling is None:
            return ()
        return (self.resampling,) if isinstance(self.resampling, Resampling) else self.resampling

    @property
    def treatments(self) -> tuple[str, ...]:
        """Treatments as a tuple, also where one name was given."""
        return (self.treatment,) if isinstance(self.treatment, str) else self.treatment

    @property
    def scale(self) -> Literal["", "log odds", "log rate"]:
        """Scale of its coefficients; empty for the units of the outcome."""
        return ""

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads, levels and key words not yet resolved.

        Columns in `where` are not among them.
        """
        by = (self.moderator,) if self.moderator else ()
        names = (self.outcome, *columns_of((*self.treatments, *self.controls, *by)))
        products = (*(self.effects or ()), *self.trends, *self.cluster)
        levels = tuple(name for text in products for name in factors_of_product(text))
        return tuple(dict.fromkeys((*names, *levels, *((self.weights,) if self.weights else ()))))

    @abstractmethod
    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If it cannot be identified on these data.
        """
