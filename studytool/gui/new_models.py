"""A new model of a method that was chosen: its question, and a first value for what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.exposure.rules.dose import Dose
from studytool.gui.family_form import recast
from studytool.gui.model_edits import new_model, with_added
from studytool.gui.readings import shape_of
from studytool.models.spec import ModelSpec

if TYPE_CHECKING:
    from studytool.core.spec import Kind
    from studytool.gui.choices import Choices
    from studytool.study import Study

_NO_AND_YES = {"0", "1"}


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
    model = new_model(study, choices, like)
    made = recast(model, member, needed(member, study, choices))
    suited = recast(made, member, _suited(made, study, choices), over=True)
    return with_added(study, choices, suited if isinstance(suited, ModelSpec) else model)


def _suited(model: Kind, study: Study, choices: Choices) -> dict[str, Any]:
    """Return the outcome and the treatment that a method is for, where those taken over are not."""
    if not isinstance(model, ModelSpec):
        return {}
    values = model.first_values(study.assignment)
    outcomes = _yes_no(study, choices)
    if model.outcome_is == "yes_no" and model.outcome not in outcomes:
        values["outcome"] = next(iter(outcomes), model.outcome)
    amounts = [service.name for service in study.exposures if isinstance(service, Dose)]
    if model.treatment_is == "amount" and not set(model.treatments) & set(amounts):
        values["treatment"] = next(iter(amounts), model.treatment)
    return values


def _yes_no(study: Study, choices: Choices) -> list[str]:
    """Return the variables whose values are called no and yes, or so, computed ones first."""
    computed = [item.name for item in study.derived if set(item.labels) == _NO_AND_YES]
    asked = (choice.name for choice in choices.variables)
    return [*computed, *(n for n in asked if set(choices.bands.get(n, ())) == _NO_AND_YES)]


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
