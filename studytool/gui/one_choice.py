"""One choice of a model that can be changed to see what moves: which there are, and their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import ValidationError

from studytool.core.errors import DocumentError
from studytool.gui.edits import with_item
from studytool.gui.model_words import errors_words
from studytool.gui.own_errors import own_errors, takes, with_fields
from studytool.gui.words import choice_words, field_label
from studytool.models.spec import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.result import ModelResult
    from studytool.study import Study

ERRORS = "errors"
"""Key of the choice of a covariance together with its clusters."""

_NOT_A_CHOICE = frozenset({"kind", "covariance"})
_OF_THE_SAMPLE = frozenset({"sample", "unbalanced"})
_ALONE = ("classical", "hc1", "hc3")
_CLUSTERED = ("cr0", "cr1", "cr2")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One value a choice may take.

    Attributes
    ----------
    words : str
        What a person reads.
    fields : mapping of str to value
        Fields of the model, and what they would be.
    chosen : bool
        Whether the model has it.
    """

    words: str
    fields: Mapping[str, Any]
    chosen: bool


def choices_of(model: ModelSpec) -> dict[str, str]:
    """Return the choices a model offers: key and words.

    Parameters
    ----------
    model : ModelSpec
        A model of the study. What its other fields leave without a meaning is left out.
    """
    offered = [
        name
        for name in model.options()
        if _values(model, name) and name not in _NOT_A_CHOICE and _matters(model, name)
    ]
    # its own first, then the small-sample convention, then who is in the sample
    offered.sort(key=lambda name: (name in _OF_THE_SAMPLE, name in ModelSpec.model_fields))
    named = {name: field_label(type(model), name) for name in offered}
    takes_errors = {"covariance", "cluster"} <= {*model.options()}
    return ({ERRORS: field_label(type(model), "covariance")} if takes_errors else {}) | named


def alternatives(
    model: ModelSpec, choice: str, levels: Sequence[str], result: ModelResult | None = None
) -> tuple[Alternative, ...]:
    """Return the values that a choice of a model may take.

    Parameters
    ----------
    model : ModelSpec
        The model.
    choice : str
        A key of `choices_of`.
    levels : sequence of str
        Levels above the person that could be clusters.
    result : ModelResult, optional
        Result of the model as it is: it tells the standard error that the request leaves out.
    """
    if choice == ERRORS:
        found = _errors(model, levels, result)
    else:
        now = getattr(model, choice)
        found = tuple(
            Alternative(choice_words(choice, value), {choice: value}, value == now)
            for value in _values(model, choice)
        )
    return tuple(one for one in found if one.chosen or takes(model, one.fields))


def with_choice(study: Study, place: int, fields: Mapping[str, Any]) -> Study:
    """Return the study with some fields of one model changed.

    Parameters
    ----------
    study : Study
        The study as it is.
    place : int
        Place of the model.
    fields : mapping of str to value
        What changes.

    Raises
    ------
    DocumentError
        If the model cannot have these together.
    """
    model = study.models[place]
    try:
        changed = with_fields(model, fields)
    except ValidationError as error:
        what = error.errors()[0]["msg"]
        raise DocumentError(f"{what}.", where=f"models[{place}]") from None
    return with_item(study, "models", place, changed)


def _values(model: ModelSpec, name: str) -> tuple[str, ...]:
    annotation = type(model).model_fields[name].annotation
    if get_origin(annotation) is not Literal:
        return ()
    values = get_args(annotation)
    return values if len(values) > 1 else ()


def _matters(model: ModelSpec, name: str) -> bool:
    if name == "small_sample":
        return bool(model.cluster) and model.covariance in (None, "cr1")
    if name == "cluster_g":
        return len(model.cluster) > 1
    return True


def _errors(
    model: ModelSpec, levels: Sequence[str], result: ModelResult | None
) -> tuple[Alternative, ...]:
    now = own_errors(model, result)
    usual: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in _ALONE]
    usual += [(name, (level,)) for level in ("person", *levels) for name in _CLUSTERED]
    pairs = usual if now in usual else [now, *usual]
    return tuple(
        Alternative(
            errors_words(covariance, cluster, None),
            {"covariance": covariance, "cluster": cluster},
            (covariance, cluster) == now,
        )
        for covariance, cluster in pairs
    )
