"""A new model of a method that was chosen: its question, and a first value for what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.gui.family_form import recast
from studytool.gui.model_edits import with_model, with_new_model
from studytool.gui.readings import shape_of
from studytool.models.spec import ModelSpec

if TYPE_CHECKING:
    from studytool.gui.choices import Choices
    from studytool.study import Study


def with_model_of(
    study: Study, choices: Choices, like: ModelSpec | None, member: type[ModelSpec]
) -> Study:
    """Return the study with one more model of a method, and a table that shows it.

    Parameters
    ----------
    study : Study
        The study as it is.
    choices : Choices
        Its names.
    like : ModelSpec or None
        A model whose question is taken over.
    member : type
        The method.

    Raises
    ------
    DocumentError
        If there is no variable that could be an outcome, or nothing that could have changed it.
    """
    more = with_new_model(study, choices, like)
    place = len(more.models) - 1
    model = more.models[place]
    if type(model) is member:
        return more
    made = recast(model, member, needed(member, study, choices))
    return with_model(more, place, made) if isinstance(made, ModelSpec) else more


def needed(member: type[ModelSpec], study: Study, choices: Choices) -> dict[str, Any]:
    """Return a first value for every field that a method needs and no other model has.

    Parameters
    ----------
    member : type
        The method.
    study : Study
        What decided who was treated is the first guess for a score and its cut-off.
    choices : Choices
        Names of the study.
    """
    decided = next((entry for entry in study.assignment if entry.cutoff), None)
    cutoffs = decided.cutoff if decided is not None else {}
    names = [*cutoffs, *(choice.name for choice in choices.variables)]
    values = [value for value in cutoffs.values() if not isinstance(value, str)]
    treated = [choice.name for choice in (*choices.services, *choices.variables)]
    made: dict[str, Any] = {"treatment": treated[0]} if treated else {}
    for name, field in member.model_fields.items():
        if not field.is_required() or name in ModelSpec.model_fields:
            continue
        members = shape_of(field.annotation).members
        if str in members and names:
            made[name] = names[0]
        elif {int, float} & set(members):
            made[name] = values[0] if values else 0
    return made
