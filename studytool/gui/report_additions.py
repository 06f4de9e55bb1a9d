"""What a report could show and does not: a table for each result that has none, charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studytool.gui import edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.report.material import ChartSpec, TableSpec
    from studytool.study import Study

_SIDE_BY_SIDE = "regression"
"""Table of models that can stand side by side, in a chart of several too."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A table or a chart that can be added.

    Attributes
    ----------
    words : str
        What it is, for a menu: "Table of the model visits".
    group : {"tables", "charts"}
        List of the document it goes to.
    entry : mapping
        The entry, as in a document.
    result : str
        The model or analysis it shows; empty for several.
    """

    words: str
    group: str
    entry: dict[str, Any]
    result: str = ""


def additions(study: Study) -> tuple[Addition, ...]:
    """Return everything that can be added in one step, what has no table yet first."""
    offered = [*_tables(study), *_charts(study)]
    there = shown_already(study)
    return tuple(sorted(offered, key=lambda one: not one.result or one.result in there))


def not_shown(study: Study) -> tuple[Addition, ...]:
    """Return a table for each model and analysis that the report does not show yet."""
    there = shown_already(study)
    return tuple(one for one in _tables(study) if one.result not in there)


def shown_already(study: Study) -> frozenset[str]:
    """Return the names of the results that some table or chart of the study shows."""
    return frozenset(name for shown in _shown(study) for name in shown.uses())


def with_addition(study: Study, addition: Addition) -> Study:
    """Return the study with one more table or chart at the end of the report.

    Raises
    ------
    DocumentError
        If the result would not be a sound document.
    """
    entry = {**addition.entry, "name": _free_name(study, addition.entry["name"])}
    return edits.changed(study, **{addition.group: (*getattr(study, addition.group), entry)})


def _tables(study: Study) -> Iterator[Addition]:
    for model in study.models:
        entry: dict[str, Any] = {"kind": model.shown_in, "models": [model.name]}
        yield _table(f"Table of the model {model.title or model.name}", entry, model.name)
    for analysis in study.analyses:
        entry = {"kind": analysis.kind_name(), "analysis": analysis.name}
        title = getattr(analysis, "title", "") or analysis.name
        yield _table(f"Table of the description {title}", entry, analysis.name)


def _table(words: str, entry: dict[str, Any], result: str) -> Addition:
    return Addition(words, "tables", {**entry, "name": f"t_{result}"}, result)


def _charts(study: Study) -> Iterator[Addition]:
    comparable = [model.name for model in study.models if model.shown_in == _SIDE_BY_SIDE]
    if comparable:
        chart = {"kind": "coefficients", "name": "f_models", "models": comparable}
        yield Addition("Chart of all models side by side", "charts", chart)
    for model in [model for model in study.models if model.drawn_as]:
        entry = {"kind": model.drawn_as, "name": f"f_{model.name}", "model": model.name}
        words = f"Chart of the model {model.title or model.name}"
        yield Addition(words, "charts", entry, model.name)
    for analysis in study.analyses:
        if analysis.kind_name() == "wave_table":
            title = getattr(analysis, "title", "") or analysis.name
            entry = {"kind": "trend", "name": f"f_{analysis.name}", "analysis": analysis.name}
            yield Addition(f"Chart of {title}", "charts", entry, analysis.name)


def _shown(study: Study) -> tuple[TableSpec | ChartSpec, ...]:
    return (*study.tables, *study.charts)


def _free_name(study: Study, wanted: str) -> str:
    taken = [shown.name for shown in _shown(study)]
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}_{number}" in taken:
        number += 1
    return f"{wanted}_{number}"
