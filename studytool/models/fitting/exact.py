"""A fit that takes as many numbers as there are rows: it has estimates and no error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.findings import Finding
from studytool.models.result import ModelResult, NotAvailable

if TYPE_CHECKING:
    from studytool.models.arrays.design import Design
    from studytool.models.arrays.sample import Sample
    from studytool.models.kernel.linear import Fit
    from studytool.models.spec import ModelSpec

_WHY = (
    "as many numbers are estimated as there are rows, so that no row is left over to judge them by"
)


def takes_every_row(fit: Fit) -> bool:
    """Say whether a fit takes as many numbers, those of its effects included, as it has rows.

    Parameters
    ----------
    fit : Fit
        A least-squares fit.
    """
    return fit.rows == fit.rank


def state_exact(
    spec: ModelSpec, design: Design, fit: Fit, sample: Sample, *, equation: str, seed: int
) -> ModelResult:
    """Return what such a fit says: each number, and why none is judged.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    design : Design
        Its arrays.
    fit : Fit
        Their fit.
    sample : Sample
        Rows it is about, and how the others left.
    equation : str
        What was estimated.
    seed : int
        Passed on.

    Returns
    -------
    ModelResult
        Estimates alone, each with the reason why nothing says how sure it is.
    """
    found = {
        design.names[place]: float(value)
        for place, value in zip(fit.kept, fit.coefficients, strict=True)
    }
    told = f"{_WHY[0].upper()}{_WHY[1:]}; there is no standard error, interval or p-value."
    return ModelResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        outcome=spec.outcome,
        estimates={
            name: NotAvailable(f"{_WHY}; the estimate itself is {value:.6g}", value)
            for name, value in found.items()
        },
        covariance=np.empty((0, 0)),
        terms=(),
        shown=design.named("treatment"),
        level=spec.level,
        convention="no standard error: as many numbers as rows",
        equation=equation,
        n_rows=sample.flow.used_rows,
        n_people=sample.flow.used_people,
        n_clusters={},
        flow=sample.flow,
        findings=(*sample.findings, Finding("warning", "no_error_left", told)),
        seed=seed,
    )
