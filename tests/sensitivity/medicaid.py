"""An event study in print, with the intervals that its authors print for it.

Insurance coverage by year from Medicaid's expansion, reference 2013, the example of the README of
the R package HonestDiD (Rambachan and Roth 2023, https://github.com/asheshrambachan/HonestDiD).
Estimates and covariance are those of the vignette's fixest regression.
"""

from __future__ import annotations

import numpy as np

from studytool.models.result import Estimate, EventPath, ModelResult, NotAvailable, SampleFlow

ESTIMATES = np.array([
    -0.005285354526623527, -0.011297324645238247, -0.0026759918194806495, -0.0014193122655845978,
    0.00033966351926390507, 0.04644685414350625, 0.06920617547337632,
])  # fmt: skip
"""2008 to 2012, then 2014 and 2015."""

_UPPER = [
    [7.488483634251567e-05, 6.0398740924208116e-05, 4.44461981447566e-05, 3.3857647035013524e-05,
     4.3280112519806426e-05, 4.76588047765355e-05, 2.4251287012254694e-05],
    [7.266500612656587e-05, 3.789330217220045e-05, 2.8665780232987235e-05, 4.54332062560671e-05,
     4.4288501193345716e-05, 2.824655042507196e-05],
    [5.052051935053418e-05, 2.6736794303460387e-05, 2.7781935658199764e-05, 3.060644107925959e-05,
     9.63753387624549e-06],
    [4.0032220263215055e-05, 2.412859973673182e-05, 2.3808682068395693e-05, 2.923878120577118e-06],
    [5.4626622036010864e-05, 3.682531050155998e-05, 9.722947491432187e-06],
    [8.375668821653192e-05, 6.321397961619668e-05],
    [0.00010712352300507155],
]  # fmt: skip

ORIGINAL = (0.029, 0.064)
RELATIVE = {0.5: (0.024, 0.067), 1.0: (0.017, 0.072), 1.5: (0.008, 0.080), 2.0: (-0.001, 0.088)}
SMOOTH = {0.0: (0.026, 0.061), 0.01: (0.013, 0.079), 0.02: (0.003, 0.091)}
"""Intervals in print at the level 0.95, to three decimals."""


def covariance():
    """Return the covariance of `ESTIMATES`."""
    matrix = np.zeros((7, 7))
    for row, values in enumerate(_UPPER):
        matrix[row, row:] = values
        matrix[row:, row] = values
    return matrix


def result():
    """Return the event study as a result of ours."""
    times = tuple(range(-6, 2))
    names = tuple(f"event[{time}]" for time in times)
    terms = tuple(name for name in names if name != "event[-1]")
    errors = np.sqrt(covariance().diagonal())
    estimates = {
        term: Estimate(float(b), float(s), np.inf, 0.0, float(b - 1.96 * s), float(b + 1.96 * s))
        for term, b, s in zip(terms, ESTIMATES, errors, strict=True)
    }
    placed = {name: estimates.get(name, NotAvailable("the reference")) for name in names}
    return ModelResult(
        name="m", kind="event_study", outcome="y", estimates=placed, covariance=covariance(),
        terms=terms, shown=terms, level=0.95, convention="", equation="y", n_rows=344,
        n_people=43, n_clusters={}, flow=SampleFlow(344, 43, (), 344, 43),
        path=EventPath(times, names, (-1,), (22,) * 8),
    )  # fmt: skip
