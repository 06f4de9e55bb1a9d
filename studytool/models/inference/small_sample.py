"""The named small-sample conventions of clustered standard errors, all in one function.

One fit, one covariance, and five standard errors are in print for it, because programs count the
effects differently. Here each way has a name, which every table's note carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.errors import ModelError
from studytool.models.method import Method

if TYPE_CHECKING:
    from studytool.models.kernel.nesting import Nesting
    from studytool.models.spec import SmallSample

CONVENTIONS: dict[SmallSample, str] = {
    "nonnested": "nonnested: effects inside the clusters not counted",
    "no_k": "no_k: regressors and effects not counted",
    "all_effects": "all_effects: every effect counted",
    "linearmodels": "linearmodels: as its PanelOLS does by default",
}
"""What each convention is called in a table's note."""

METHODS = (
    Method(
        name="Small-sample conventions of CR1",
        about="standard errors",
        does=(
            "The factors in print for one covariance, each under its name, which every table's "
            "note carries."
        ),
        asked_by='small_sample = "nonnested"',
        equation=(
            "nonnested, all_effects: G/(G - 1) x (n - 1)/(n - K), K counting regressors and the "
            "effects not nested in the clusters, or every effect; no_k: G/(G - 1); linearmodels: "
            "as its PanelOLS does by default"
        ),
        sources=("Cameron and Miller (2015), https://doi.org/10.3368/jhr.50.2.317",),
        verified=(
            (
                "the castle doctrine: five standard errors in print, six decimals; pyfixest, "
                "linearmodels and statsmodels, each in its own convention, 1e-8; R clubSandwich, "
                "1e-9 (tests/models/inference/test_standard_errors.py)"
            ),
        ),
        edge_cases=(
            "Whether effects lie inside the clusters is looked up in the data, not assumed.",
        ),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


def small_sample_factor(
    convention: SmallSample,
    *,
    clusters: int,
    rows: int,
    regressors: int,
    rank_effects: int,
    nesting: Nesting,
) -> float:
    """Return the factor a convention puts on the raw clustered covariance.

    Parameters
    ----------
    convention : {"nonnested", "no_k", "all_effects", "linearmodels"}
        Its name.
    clusters : int
        Number of clusters, G.
    rows : int
        Number of rows, n.
    regressors : int
        Number of estimated regressors, k, the constant among them where it is one of them.
    rank_effects : int
        Degrees of freedom of all effects, redundant levels not counted.
    nesting : Nesting
        Which effects lie inside the clusters.

    Returns
    -------
    float
        The factor, at least 1.

    Raises
    ------
    ModelError
        If there are no degrees of freedom left.

    Notes
    -----
    - ``nonnested`` (fixest, pyfixest, Stata xtreg): G/(G-1) x (n-1)/(n-K), K = k + rank(effects)
      - rank(effects nested in the clusters) + 1 if any are nested.
    - ``no_k``: G/(G-1).
    - ``all_effects`` (Stata reg with dummies): as the first, K = k + rank(effects).
    - ``linearmodels``: n/(n-K), K = k if there is a single effect and it is nested in every
      cluster variable, k + rank(effects) otherwise; no factor for the number of clusters.

    Effects are counted by their rank. Other programs count levels less one for each further
    effect, which is the same unless the effects fall into parts that share no level.
    """
    groups = clusters / (clusters - 1)
    if convention == "no_k":
        return groups
    counted = regressors + rank_effects
    if convention == "nonnested" and any(nesting.nested):
        counted += 1 - nesting.rank_nested
    if convention == "linearmodels" and len(nesting.nested) == 1 and nesting.inside_all:
        counted = regressors
    if counted >= rows:
        raise ModelError(
            f"{counted} parameters leave no degrees of freedom in {rows} rows.",
            remedy="Use fewer controls or effects, or more rows.",
        )
    if convention == "linearmodels":
        return rows / (rows - counted)
    return groups * (rows - 1) / (rows - counted)
