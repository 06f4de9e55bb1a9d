"""What paired answers say: a change with its standard error, tests, and other numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.methods.paired_numbers import mcnemar, paired_difference
from studytool.models.methods.paired_tests import cochran_q, paired_means
from studytool.models.result import Estimate, TestResult

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array
    from studytool.models.methods.paired_numbers import McNemar
    from studytool.models.methods.paired_tests import PairedMeans

TWO = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """What the answers say.

    Attributes
    ----------
    change : Estimate
        Later less earlier.
    tests : dict of str to TestResult
        Tests of no change.
    statistics : dict of str to float
        Other numbers.
    convention, equation : str
        How they were made, in words.
    findings : tuple of Finding
        What to mind.
    """

    change: Estimate
    tests: dict[str, TestResult]
    statistics: dict[str, float]
    convention: str
    equation: str
    findings: tuple[Finding, ...] = ()


def compare_shares(
    answers: Array, waves: tuple[float, ...], *, outcome: str, level: float, correction: bool
) -> Compared:
    """Compare shares of yes: first and last wave, and all of them where there are more.

    Parameters
    ----------
    answers : ndarray, shape (n, k)
        One person a row, one wave a column; 0 and 1.
    waves : tuple of float
        The k waves.
    outcome : str
        What was asked.
    level : float
        Level of the interval.
    correction : bool
        Whether McNemar's chi-squared is corrected for continuity.

    Returns
    -------
    Compared
        Change in the share, with McNemar's tests, Cochran's Q and the paired t.
    """
    first, last = answers[:, 0], answers[:, -1]
    to_yes, to_no = int((last > first).sum()), int((last < first).sum())
    change = paired_difference(to_yes, to_no, len(answers), level=level)
    found = mcnemar(to_yes, to_no)
    several = {
        f"share[{wave:g}]": float(share)
        for wave, share in zip(waves, answers.mean(axis=0), strict=True)
        if len(waves) > TWO
    }
    return Compared(
        Estimate(
            change.difference, change.std_error, math.inf, found.p_exact, change.low, change.high
        ),
        _tests(answers, found, min(to_yes, to_no), level=level, correction=correction),
        {
            "share_earlier": float(first.mean()),
            "share_later": float(last.mean()),
            "to_yes": float(to_yes),
            "to_no": float(to_no),
            "outcome_mean": float(answers.mean()),
            "outcome_sd": float(answers.std(ddof=1)),
            "n_yes_people": float(answers.any(axis=1).sum()),
            "n_no_people": float((answers == 0).any(axis=1).sum()),
            **several,
        },
        convention="adjusted Wald interval (Bonett and Price); p exact (binomial)",
        equation=f"change = share of {outcome} later - share earlier, the same people"
        + _between(waves),
    )


def _between(waves: tuple[float, ...]) -> str:
    return f", from wave {waves[0]:g} to wave {waves[-1]:g}" if len(waves) > TWO else ""


def _tests(
    answers: Array, found: McNemar, fewer: int, *, level: float, correction: bool
) -> dict[str, TestResult]:
    plain = (found.chi2, found.p)
    statistic, p = (found.chi2_corrected, found.p_corrected) if correction else plain
    q = cochran_q(answers)
    t = paired_means(answers[:, -1] - answers[:, 0], level=level)
    none = TestResult(reason="nobody changed, or all by the same amount")
    return {
        "mcnemar": TestResult(statistic=statistic, df=1.0, p=p),
        "mcnemar_exact": TestResult(statistic=float(fewer), p=found.p_exact),
        "mcnemar_mid_p": TestResult(statistic=float(fewer), p=found.p_mid),
        "cochran_q": none if q is None else TestResult(q.statistic, float(q.df), q.p),
        "paired_t": none if t is None else _t(t),
    }


def _t(found: PairedMeans) -> TestResult:
    return TestResult(found.statistic, float(found.df), found.p, low=found.low, high=found.high)


def compare_means(
    answers: Array, waves: tuple[float, ...], *, outcome: str, level: float
) -> Compared:
    """Compare the means of two waves.

    Parameters
    ----------
    answers : ndarray, shape (n, k)
        One person a row, one wave a column.
    waves : tuple of float
        The k waves.
    outcome : str
        What was asked.
    level : float
        Level of the interval.

    Returns
    -------
    Compared
        Change in the mean, with the paired t.

    Raises
    ------
    ModelError
        If there are more waves, or everybody changed by the same amount.
    """
    if len(waves) > TWO:
        raise ModelError(
            f'"{outcome}" is not yes/no, and there are {len(waves)} waves.',
            why="Cochran's Q compares shares of yes; means are compared two at a time.",
            remedy="Name two waves, such as waves = [1, 3], or use "
            'kind = "fixed_effects" with the wave as treatment.',
        )
    first, last = answers[:, 0], answers[:, -1]
    found = paired_means(last - first, level=level)
    if found is None:
        raise ModelError(
            f'"{outcome}" changed by the same amount in everybody.',
            why="Nothing varies around the change to judge it by.",
            remedy="Check the outcome, or report the change as it is.",
        )
    change = Estimate(
        found.difference, found.std_error, float(found.df), found.p, found.low, found.high
    )
    return Compared(
        change,
        {"paired_t": _t(found)},
        {
            "mean_earlier": float(first.mean()),
            "mean_later": float(last.mean()),
            "outcome_mean": float(answers.mean()),
            "outcome_sd": float(answers.std(ddof=1)),
        },
        convention="standard error of the differences, t(n-1)",
        equation=f"change = mean of {outcome} later - earlier, the same people",
        findings=_two_codes(outcome, answers),
    )


def _two_codes(outcome: str, answers: Array) -> tuple[Finding, ...]:
    """Warn where an outcome with two values, such as 1 and 2, is taken as a number."""
    if np.unique(answers).size != TWO:
        return ()
    return (
        Finding(
            "warning",
            "two_codes",
            f'"{outcome}" has two values that are not 0 and 1, and was compared by its mean.',
            remedy="If they are no and yes, recode them to 0 and 1 in the codebook.",
        ),
    )
