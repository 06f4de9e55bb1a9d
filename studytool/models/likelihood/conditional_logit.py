"""Conditional logit: yes and no within groups, given how many of the group's answers are yes.

Arrays in, arrays out. The number of ways in which k of a group's T rows could have been the ones
with a yes is summed by recursion over rows, not by listing them, for all groups of one size at
once: T x k steps a group instead of T over k, with first and second derivatives along.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.likelihood.newton import climb
from studytool.models.likelihood.separation import (
    contrasts_within,
    find_separation,
    refuse_separation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.models.kernel.absorption import Array, Codes

FAR = 12.0
"""Difference of the linear predictor within a group from which separation is looked for."""

HIGHEST = 600.0
"""Log odds beyond which a row is as good as certain, and its exponential too large to add up."""

CELLS = 2_000_000
"""Cells of second derivatives that are held at once (16 MB)."""


@dataclass(frozen=True, slots=True)
class ConditionalLogit:
    """A fitted conditional logit.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Log odds ratios.
    information : ndarray, shape (k, k)
        Less the second derivatives of the log-likelihood.
    scores : ndarray, shape (highest code + 1, k)
        Each group's first derivatives; they sum to 0.
    log_likelihood, log_likelihood_null : float
        At the estimates, and with every coefficient 0.
    """

    coefficients: Array
    information: Array
    scores: Array
    log_likelihood: float
    log_likelihood_null: float

    def derivatives(self) -> tuple[Array, Array]:
        """Return the gradient, shape (k,), and the information, shape (k, k)."""
        return self.scores.sum(axis=0), self.information


def fit_conditional_logit(
    outcome: Array, regressors: Array, groups: Codes, names: Sequence[str]
) -> ConditionalLogit:
    """Fit a conditional logit by Newton's method.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        0 or 1, both in each group.
    regressors : ndarray, shape (n, k)
        Regressors that are independent once group means are taken out.
    groups : ndarray of int, shape (n,)
        Group of each row, coded 0, 1, 2, ...
    names : sequence of str
        Names of the regressors, for messages.

    Returns
    -------
    ConditionalLogit
        The fit.

    Raises
    ------
    ModelError
        If the outcome is predicted perfectly, or the estimates do not converge.

    Notes
    -----
    log L = sum_g [sum_t y_gt x_gt'b - log sum_{d: sum d = k_g} exp(sum_t d_t x_gt'b)].

    References
    ----------
    Chamberlain (1980), https://doi.org/10.2307/2297110
    Gail, Lubin and Rubinstein (1981), https://doi.org/10.1093/biomet/68.3.703 (the recursion)
    """
    means = np.stack([np.bincount(groups, column) for column in regressors.T], axis=1)
    centred = regressors - (means / np.maximum(np.bincount(groups), 1)[:, None])[groups]
    scale = np.sqrt((centred**2).mean(axis=0))
    centred /= scale
    blocks = list(_blocks(outcome, centred, groups))
    evaluate = partial(_evaluate, blocks, groups=means.shape[0])
    null = evaluate(np.zeros(centred.shape[1]))
    fit = climb(evaluate, null)
    if fit is None or np.abs(centred @ fit.coefficients).max() > FAR:
        contrasts = contrasts_within(centred, groups, outcome == 1, outcome == 0)
        if fit is None or find_separation(contrasts):
            refuse_separation(contrasts, names)
    return ConditionalLogit(
        coefficients=fit.coefficients / scale,
        information=fit.information * np.outer(scale, scale),
        scores=fit.scores * scale,
        log_likelihood=fit.log_likelihood,
        log_likelihood_null=null.log_likelihood,
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Groups of one size: their codes, answers (g, t) and regressors (g, t, k)."""

    groups: Codes
    answers: Array
    regressors: Array


def _blocks(outcome: Array, regressors: Array, groups: Codes) -> Iterator[_Block]:
    """Yield the groups by size, so many at once that their second derivatives have room."""
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    starts = np.cumsum(sizes) - sizes
    width = regressors.shape[1]
    for size in np.unique(sizes[sizes > 0]):
        alike = np.flatnonzero(sizes == size)
        room = max(1, CELLS // (int(size) * width * width))
        for first in range(0, alike.size, room):
            some = alike[first : first + room]
            rows = order[starts[some][:, None] + np.arange(size)]
            yield _Block(some, outcome[rows], regressors[rows])


def _evaluate(blocks: Sequence[_Block], coefficients: Array, groups: int) -> ConditionalLogit:
    """Return the log-likelihood at some coefficients with its derivatives."""
    width = coefficients.size
    scores, information, total = np.zeros((groups, width)), np.zeros((width, width)), 0.0
    for block in blocks:
        seen = np.einsum("gt,gtk->gk", block.answers, block.regressors)
        log_ways, mean, spread = _ways(block, coefficients)
        total += float((seen @ coefficients - log_ways).sum())
        scores[block.groups] = seen - mean
        information += spread
    return ConditionalLogit(coefficients, information, scores, total, total)


def _ways(block: _Block, coefficients: Array) -> tuple[Array, Array, Array]:
    """Sum over every way in which as many rows of each group could have had a yes.

    Returns
    -------
    log_ways : ndarray, shape (g,)
        Log of the sum of exp(sum of x'b over the rows with a yes).
    mean : ndarray, shape (g, k)
        Its first derivative: the regressors expected over the rows with a yes.
    spread : ndarray, shape (k, k)
        Its second derivative, summed over groups.
    """
    yes = block.answers.sum(axis=1).astype(np.intp)
    count, size, width = block.regressors.shape
    each = np.arange(count)
    linear = block.regressors @ coefficients
    # around the k-th largest, so that the number of yes wanted is about the likeliest
    middle = np.sort(linear, axis=1)[each, size - yes]
    odds = np.exp(np.minimum(linear - middle[:, None], HIGHEST))
    ways = np.zeros((count, int(yes.max()) + 1))
    ways[:, 0] = 1
    first = np.zeros((*ways.shape, width))
    second = np.zeros((*ways.shape, width, width))
    log_scale = np.zeros(count)
    for t in range(size):
        x = block.regressors[:, t]
        one = odds[:, t, None, None]
        both = first[:, :-1, :, None] * x[:, None, None, :]
        square = ways[:, :-1, None, None] * (x[:, None, :, None] * x[:, None, None, :])
        second[:, 1:] += one[..., None] * (second[:, :-1] + both + both.swapaxes(2, 3) + square)
        first[:, 1:] += one * (first[:, :-1] + ways[:, :-1, None] * x[:, None, :])
        ways[:, 1:] += one[..., 0] * ways[:, :-1]
        scale = ways.max(axis=1)
        log_scale += np.log(scale)
        ways /= scale[:, None]
        first /= scale[:, None, None]
        second /= scale[:, None, None, None]
    some = ways[each, yes]
    mean = first[each, yes] / some[:, None]
    spread = second[each, yes] / some[:, None, None] - mean[:, :, None] * mean[:, None, :]
    return np.log(some) + log_scale + yes * middle, mean, spread.sum(axis=0)
