"""A declared grid of specifications, each fitted by itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from studytool.core.errors import ModelError
from studytool.sensitivity.subject import refit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.result import Estimate, ModelResult, NotAvailable
    from studytool.sensitivity.subject import Subject

MOST = 2000
"""Most specifications of one curve."""


@dataclass(frozen=True, slots=True)
class Specification:
    """One combination of choices.

    Attributes
    ----------
    choices : tuple of (str, str)
        Name of each choice, and what was chosen, as the document writes it.
    options : dict
        The options of the model that follow.
    """

    choices: tuple[tuple[str, str], ...]
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A specification with its estimate.

    Attributes
    ----------
    specification : Specification
        The choices.
    estimate : Estimate, NotAvailable or None
        What it gives; None with a `reason`.
    people : int or None
        People it rests on.
    result : ModelResult or None
        The model, where it was fitted by itself.
    reason : str
        Why it could not be fitted.
    """

    specification: Specification
    estimate: Estimate | NotAvailable | None
    people: int | None
    result: ModelResult | None
    reason: str = ""


def list_specifications(grid: dict[str, tuple[str, ...]]) -> list[Specification]:
    """Return every combination of a grid, the last choice changing first.

    Parameters
    ----------
    grid : dict of str to tuple of str
        What each choice may be; choices of nothing are left out. Several names are joined by
        " + ".

    Raises
    ------
    ModelError
        If there are too many.
    """
    asked = {name: values for name, values in grid.items() if values}
    count = 1
    for values in asked.values():
        count *= len(values)
    if count > MOST:
        raise ModelError(
            f"The grid has {count} specifications: more than {MOST}.",
            remedy="Leave out choices that nobody would make.",
        )
    return [
        Specification(
            tuple(zip(asked, values, strict=True)),
            {name: _option(name, value) for name, value in zip(asked, values, strict=True)},
        )
        for values in product(*asked.values())
    ]


def _option(name: str, value: str) -> Any:  # noqa: ANN401  # an option of a model
    if name not in {"controls", "effects"}:
        return value
    return tuple(part.strip() for part in value.split(" + ") if part.strip())


def fit_each(
    subject: Subject, term: str, specifications: Sequence[Specification], name: str
) -> list[Fitted]:
    """Fit every specification.

    Parameters
    ----------
    subject : Subject
        The model.
    term : str
        The estimate.
    specifications : sequence of Specification
        From `list_specifications`.
    name : str
        Name of the analysis, for progress.

    Returns
    -------
    list of Fitted
        In their order; one that cannot be fitted says why.

    Raises
    ------
    Cancelled
        If the person asked to stop.
    """
    found = []
    for place, specification in enumerate(specifications):
        subject.progress.step(f"{name}: specifications", place, len(specifications))
        found.append(fit_one(subject, term, specification))
    return found


def fit_one(subject: Subject, term: str, specification: Specification) -> Fitted:
    """Fit one specification by itself.

    Parameters
    ----------
    subject : Subject
        The model.
    term : str
        The estimate.
    specification : Specification
        The choices.
    """
    try:
        result = refit(subject, **options_of(subject, specification.options))
    except ModelError as error:
        return Fitted(specification, None, None, None, error.reason)
    estimate = result.estimates.get(term)
    reason = "" if estimate is not None else f"there is no {term} in it"
    return Fitted(specification, estimate, result.n_people, result, reason)


def options_of(subject: Subject, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a specification, a baseline value following the outcome.

    Parameters
    ----------
    subject : Subject
        The model.
    options : dict
        Those of a `Specification`.
    """
    outcome, was = options.get("outcome"), subject.model.outcome
    baseline = getattr(subject.model, "baseline", ())
    if outcome is None or was not in baseline:
        return options
    return options | {"baseline": tuple(outcome if one == was else one for one in baseline)}
