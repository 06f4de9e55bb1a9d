"""Edits of analyses that touch more than the analysis: the tables that show it, what names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studytool.core.errors import DocumentError
from studytool.describe.analyses.wave_table import WaveTable as WaveAnalysis
from studytool.gui import edits, model_edits
from studytool.report.tables.attrition import AttritionTable
from studytool.report.tables.wave_table import WaveTable

if TYPE_CHECKING:
    from studytool.describe.analysis import Analysis
    from studytool.gui.choices import Choices
    from studytool.report.material import TableSpec
    from studytool.study import Study

_ATTRITION = "attrition"


def with_analysis(study: Study, place: int, analysis: Analysis) -> Study:
    """Return the study with an analysis replaced; what named it follows it to a new name.

    Parameters
    ----------
    study : Study
        The study as it is.
    place : int
        Which analysis, from 0.
    analysis : Analysis
        The analysis after the edit.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    before = study.analyses[place]
    analyses = (*study.analyses[:place], analysis, *study.analyses[place + 1 :])
    fields: dict[str, Any] = {"analyses": analyses}
    if before.name != analysis.name:
        fields |= model_edits.following(study, before.name, analysis.name)
    if before.kind_name() != analysis.kind_name():
        tables = fields.get("tables", study.tables)
        fields["tables"] = tuple(_fitting(table, analysis) for table in tables)
    return edits.changed(study, **fields)


def with_new_analysis(study: Study, choices: Choices) -> Study:
    """Return the study with one more analysis, by wave, and a table that shows it.

    Parameters
    ----------
    study : Study
        The study as it is.
    choices : Choices
        Its names: a score or the first variable is described.

    Raises
    ------
    DocumentError
        If there is nothing to describe.
    """
    named = [item.name for item in study.measures]
    named += [variable.name for variable in study.variables if variable.type == "number"]
    named += [choice.name for choice in choices.variables]
    if not named:
        raise DocumentError(
            "There is nothing to describe yet.",
            where="analyses",
            remedy="Add the files of the waves first.",
        )
    name = model_edits.free_name("described", model_edits.names_taken(study))
    title = f"{choices.label(named[0])} by wave"
    made = WaveAnalysis(
        name=name,
        title=title,
        variables=[named[0]],
        statistic="percent" if choices.bands.get(named[0]) else "mean",
        level=_level(choices, named[0]),
    )
    return edits.changed(
        study, analyses=(*study.analyses, made), tables=(*study.tables, _table(study, made))
    )


def with_copy(study: Study, place: int) -> Study:
    """Return the study with an analysis twice, the copy under a name of its own, in a table."""
    analysis = study.analyses[place]
    name = model_edits.free_name(analysis.name, model_edits.names_taken(study))
    title = f"{analysis.title}, copy" if analysis.title else ""
    copy = analysis.model_copy(update={"name": name, "title": title})
    analyses = (*study.analyses[: place + 1], copy, *study.analyses[place + 1 :])
    tables = (*study.tables, _table(study, copy))
    return edits.changed(study, analyses=analyses, tables=tables)


def _level(choices: Choices, name: str) -> dict[str, str | float]:
    """Return the value a share is of: the last of a variable whose values are named."""
    codes = list(choices.bands.get(name, {}).values())
    return {name: codes[-1]} if codes else {}


def _table(study: Study, analysis: Analysis) -> TableSpec:
    name = model_edits.free_name(f"t_{analysis.name}", model_edits.names_shown(study))
    kind = AttritionTable if analysis.kind_name() == _ATTRITION else WaveTable
    return kind(name=name, title=analysis.title, analysis=analysis.name)


def _fitting(table: TableSpec, analysis: Analysis) -> TableSpec:
    """Return a table that shows this analysis alone as one of the sort its new kind needs."""
    kind = AttritionTable if analysis.kind_name() == _ATTRITION else WaveTable
    if table.uses() != (analysis.name,) or isinstance(table, kind):
        return table
    if not isinstance(table, AttritionTable | WaveTable):
        return table
    return kind(name=table.name, title=table.title, analysis=analysis.name)
