"""What is asked of resampling: tests that need few assumptions about the errors."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.spec import Spec

Weights = Literal["rademacher", "webb", "mammen"]
Variant = Literal["11", "31", "13", "33"]


class Resampling(Spec):
    """One way of judging an estimate by drawing again: a wild cluster bootstrap or permutations."""

    kind: Literal["wild_cluster", "permutation"] = Field(
        default="wild_cluster",
        description="New errors for whole clusters, or treatment dealt out anew.",
    )
    draws: int = Field(
        default=9999,
        ge=99,
        le=1_000_000,
        description="Draws; where all that could be drawn are fewer, each is taken once.",
    )
    weights: Weights | None = Field(
        default=None,
        description="Weights of the wild bootstrap; left out: webb below 12 clusters, "
        "rademacher from there on.",
    )
    cluster: str | None = Field(
        default=None,
        description="Level whose errors are drawn as one, or whose treatment is dealt out as one; "
        "left out: the model's own cluster, or the unit of allocation.",
    )
    variant: Variant = Field(
        default="11",
        description="Wild bootstrap: scores and variance as they are (1) or with each cluster "
        "left out in turn (3).",
    )
    subcluster: str | None = Field(
        default=None,
        description="Finer level at which errors are drawn where few clusters are treated.",
    )

    @model_validator(mode="after")
    def _refuse_what_does_not_belong(self) -> Self:
        given = [n for n in ("weights", "variant", "subcluster") if n in self.model_fields_set]
        if self.kind == "permutation" and given:
            message = '"{name}" is for kind = "wild_cluster"; permutations do not have it'
            raise PydanticCustomError("not_of_permutation", message, {"name": given[0]})
        if self.subcluster is not None and self.variant != "11":
            message = 'subcluster goes with variant = "11"'
            raise PydanticCustomError("subcluster_variant", message)
        return self
