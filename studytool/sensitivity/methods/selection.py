"""Selection on unobservables in proportion to that on observables (Oster)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.method import Method
from studytool.sensitivity.methods.taken_out import residuals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.sensitivity.methods.taken_out import TakenOut

TIMES = 1.3
"""R2 that is taken to be within reach, in times the R2 with controls."""

_REAL = 1e-9

METHODS = (
    Method(
        name="Proportional selection (delta and b*)",
        about="size of effects",
        does="How much stronger selection on what is unobserved must be than on the controls.",
        asked_by='[[sensitivity]] kind = "oster"',
        equation="roots of N(b~ - b) = delta D(b~ - b), cubic in the bias, at R_max",
        sources=("Oster (2019), https://doi.org/10.1080/07350015.2016.1227711",),
        verified=(
            (
                "worlds made with a known delta, 1e-8, and a bias in closed form "
                "(tests/sensitivity/methods/test_selection.py)"
            ),
        ),
    ),
)
"""What is computed here."""


@dataclass(frozen=True, slots=True)
class Movement:
    """How an estimate moves with controls, and how much these explain.

    Attributes
    ----------
    short, full : float
        Estimate without and with the controls.
    r_short, r_full : float
        R2 of either, of what is left once effects and what always stays are taken out.
    outcome, treatment : float
        Variances of the outcome and of treatment.
    left : float
        Variance of treatment that the controls leave.
    """

    short: float
    full: float
    r_short: float
    r_full: float
    outcome: float
    treatment: float
    left: float


def movement(columns: TakenOut, always: Sequence[str] = ()) -> Movement:
    """Return how the estimate moves when the controls are added.

    Parameters
    ----------
    columns : TakenOut
        The model.
    always : sequence of str
        Controls that stand in both.

    Raises
    ------
    ModelError
        If no control is left to be added.
    """
    stay = columns.of_terms(always)
    added = [place for place in range(len(columns.terms)) if place not in stay]
    if not added:
        raise ModelError(
            "The model has no controls that could be left out.",
            why="How the estimate moves with controls is the measure of what was not observed.",
            remedy="Add controls to the model, or name fewer that always stay.",
        )
    base = columns.others[:, stay]
    outcome, treatment = residuals(columns.outcome, base), residuals(columns.treatment, base)
    controls = residuals(columns.others[:, added], base)
    left = residuals(treatment, controls)
    rest = residuals(outcome, controls)
    short = float(treatment @ outcome / (treatment @ treatment))
    full = float(left @ rest / (left @ left))
    whole, count = float(outcome @ outcome), len(outcome)
    bare, after = outcome - short * treatment, rest - full * left
    return Movement(
        short=short,
        full=full,
        r_short=float(1 - bare @ bare / whole),
        r_full=float(1 - after @ after / whole),
        outcome=whole / count,
        treatment=float(treatment @ treatment) / count,
        left=float(left @ left) / count,
    )


def delta_of(moved: Movement, r_max: float, beta: float = 0.0) -> float:
    """Return how strong selection on unobservables, relative to observables, gives `beta`.

    Parameters
    ----------
    moved : Movement
        How the estimate moves.
    r_max : float
        R2 if everything were observed.
    beta : float
        Effect that it would leave.

    Returns
    -------
    float
        1 where both are as strong; inf where nothing could.
    """
    bias = moved.full - beta
    top, bottom = _parts(moved, r_max)
    below = float(np.polyval(bottom, bias))
    return float(np.polyval(top, bias)) / below if below else float("inf")


def beta_of(moved: Movement, r_max: float, delta: float = 1.0) -> float | None:
    """Return the effect that is left if selection on unobservables is `delta` times as strong.

    Parameters
    ----------
    moved, r_max
        As in `delta_of`.
    delta : float
        Relative strength.

    Returns
    -------
    float or None
        Of the roots on the side to which selection leads, where there are any, the one nearest
        to the estimate with controls; None where there is none.
    """
    top, bottom = _parts(moved, r_max)
    roots = np.roots(np.trim_zeros(top - delta * bottom, "f"))
    real = roots.real[np.abs(roots.imag) <= _REAL * (1 + np.abs(roots.real))]
    # what the controls took off went one way; as much selection again leads on that way
    ahead = real[real * (moved.short - moved.full) * delta > 0]
    fitting = ahead if ahead.size else real
    return float(moved.full - min(fitting, key=abs)) if fitting.size else None


def _parts(moved: Movement, r_max: float) -> tuple[np.ndarray, np.ndarray]:
    """Return numerator and denominator of delta, as polynomials of the bias, cubic first."""
    gap = moved.short - moved.full
    s, t = moved.treatment, moved.left
    reach = (r_max - moved.r_full) * moved.outcome
    gained = (moved.r_full - moved.r_short) * moved.outcome
    cubic = t * (s - t)
    top = np.array([cubic, 2 * t * gap * s, gained * t + s * t * gap**2, 0.0])
    bottom = np.array([cubic, t * gap * s, reach * (s - t), reach * gap * s])
    return top, bottom
