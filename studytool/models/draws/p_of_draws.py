"""The p-value of a test by drawing again: the share of draws as far from the hypothesis."""

from __future__ import annotations

TIE = 1 - 1e-10
"""A statistic of a draw of at least this share of the sample's is as large, but for rounding."""


def p_of_draws(far: int, draws: int, *, every: bool) -> float:
    """Return the p-value of a sample, given how many draws are as far from the hypothesis as it.

    Parameters
    ----------
    far : int
        Draws whose statistic is at least as large as the sample's.
    draws : int
        All draws.
    every : bool
        Whether they are all that there are, the sample among them.

    Returns
    -------
    float
        Between 0 and 1; where draws are made by chance the sample counts as one of them, so that
        p is never 0 and the test is never refused too often.

    References
    ----------
    Phipson and Smyth (2010), https://doi.org/10.2202/1544-6115.1585
    """
    return far / draws if every else (1 + far) / (1 + draws)
