"""Families: outcomes that are judged together, so that one of many is not found by chance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from studytool.core.spec import Spec
from studytool.models.resampling import Weights

Adjustment = Literal["romano_wolf", "holm", "bh", "sharpened_q"]


class Family(Spec):
    """One entry of ``[[families]]``: models whose p-values are adjusted together."""

    name: str = Field(description="Name of the family, such as the domains of wellbeing.")
    members: Annotated[tuple[str, ...], Field(min_length=2)] = Field(
        description="Models, one an outcome."
    )
    adjust: Adjustment = Field(
        default="romano_wolf",
        description="Chance of any false finding held (romano_wolf uses how outcomes go together, "
        "holm does not), or the share of false findings (bh, sharpened_q).",
    )
    cluster: str | None = Field(
        default=None,
        description="Level whose errors are drawn as one by romano_wolf; left out: the models' "
        "own cluster.",
    )
    draws: int = Field(default=9999, ge=99, le=1_000_000, description="Draws of romano_wolf.")
    weights: Weights | None = Field(
        default=None,
        description="Weights of romano_wolf; left out: webb below 12 clusters, rademacher from "
        "there on.",
    )
