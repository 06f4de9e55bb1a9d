"""The title that the program gives to what shows a model, and that follows its question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.gui import edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studytool.gui.choices import Choices
    from studytool.models.spec import ModelSpec
    from studytool.study import Study


def title_of_model(model: ModelSpec, choices: Choices) -> str:
    """Return the title of what shows a model: its first treatment and its outcome.

    Parameters
    ----------
    model : ModelSpec
        The model.
    choices : Choices
        How the study calls its columns.
    """
    outcome = choices.label(model.outcome)
    if not model.treatments:
        return outcome
    return f"{choices.label(model.treatments[0])} and {outcome[:1].lower()}{outcome[1:]}"


def with_titles(study: Study, before: ModelSpec, model: ModelSpec, choices: Choices) -> Study:
    """Return the study with the titles that the program wrote for a model following its question.

    Parameters
    ----------
    study : Study
        With the model after the edit.
    before, model : ModelSpec
        The model before and after the edit.
    choices : Choices
        How the study calls its columns.

    Returns
    -------
    Study
        The same where no title changes. A title a person typed stays, and so does that of a
        table that shows other models too.
    """
    was, now = title_of_model(before, choices), title_of_model(model, choices)
    if was == now:
        return study
    tables = _retitled(study.tables, model.name, was, now)
    charts = _retitled(study.charts, model.name, was, now)
    if (tables, charts) == (study.tables, study.charts):
        return study
    return edits.changed(study, tables=tables, charts=charts)


def _retitled(items: Iterable[Any], name: str, was: str, now: str) -> tuple[Any, ...]:
    return tuple(
        item.model_copy(update={"title": now})
        if item.title == was and item.uses() == (name,)
        else item
        for item in items
    )
