"""The model that is judged, with everything needed to fit it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.spec import nearest
from studytool.models.result import Estimate
from studytool.sensitivity.result import line_of

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.sensitivity.result import Line
    from studytool.survey.panel import Panel

ORIGINAL = "As estimated"


@dataclass(frozen=True, slots=True)
class Subject:
    """A fitted model and what it was fitted on.

    Attributes
    ----------
    model : ModelSpec
        The model.
    result : ModelResult
        What it found.
    panel : Panel
        The linked panel.
    assignments : tuple of Assignment
        How people came to be treated.
    seed : int
        Seed of anything drawn.
    progress : Progress
        Told of each step.
    """

    model: ModelSpec
    result: ModelResult
    panel: Panel
    assignments: tuple[Assignment, ...]
    seed: int
    progress: Progress


def lead_term(subject: Subject, asked: str = "") -> str:
    """Return the estimate that is judged: the one asked for, else the first of the treatments.

    Parameters
    ----------
    subject : Subject
        The model.
    asked : str
        Term that the document names; may be empty.

    Raises
    ------
    ModelError
        If the model has no such estimate.
    """
    estimates = subject.result.estimates
    found = [term for term, made in estimates.items() if isinstance(made, Estimate)]
    if asked and asked not in found:
        raise ModelError(
            f'The model "{subject.model.name}" has no estimate "{asked}".',
            where="term",
            remedy=nearest(asked, found),
        )
    term = asked or next((term for term in subject.result.shown if term in found), "")
    if not term:
        raise ModelError(f'The model "{subject.model.name}" has no estimate to be judged.')
    return term


def original_line(subject: Subject, term: str) -> Line:
    """Return the model as it was asked for, as the first line."""
    found = subject.result.estimates[term]
    return line_of("original", ORIGINAL, found, role="original", people=subject.result.n_people)


def changed(model: ModelSpec, **changes: Any) -> ModelSpec:  # noqa: ANN401  # options of any model
    """Return the model with other options, checked anew.

    Parameters
    ----------
    model : ModelSpec
        The model.
    **changes
        Options by name.

    Raises
    ------
    ModelError
        If its kind does not take them.
    """
    asked = model.model_dump(by_alias=True, exclude_defaults=True) | {"resampling": None} | changes
    try:
        return type(model).model_validate(asked)
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise ModelError(
            f'The model "{model.name}" cannot be fitted in that way.',
            why=f"{why[:1].upper()}{why[1:]}.",
        ) from None


def refit(
    subject: Subject,
    panel: Panel | None = None,
    **changes: Any,  # noqa: ANN401  # options of any model
) -> ModelResult:
    """Fit the model again on other data or with other options; nothing is drawn again.

    Parameters
    ----------
    subject : Subject
        The model.
    panel : Panel, optional
        Other data; its own where absent.
    **changes
        Options by name.

    Raises
    ------
    ModelError
        If it cannot be estimated.
    Cancelled
        If the person asked to stop.
    """
    model = changed(subject.model, **changes)
    data = subject.panel if panel is None else panel
    return model.fit(data, seed=subject.result.seed, progress=subject.progress)
