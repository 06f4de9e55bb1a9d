"""Facts beside the panel: what a study is made of, and how its rows and levels add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.labels import level_label, people_label
from studytool.report.numbers import MINUS

if TYPE_CHECKING:
    from studytool.outcome import Run
    from studytool.study import Study
    from studytool.survey.panel import Panel

Rows = list[list[str]]


def study_rows(study: Study, run: Run | None) -> Rows:
    """Return what a study is made of: words and a number each.

    Parameters
    ----------
    study : Study
        As it is asked for now.
    run : Run or None
        The latest run; without one nobody has been counted.
    """
    files = {wave.source for wave in study.waves}
    rows = [["Files of the waves", _number(len(files))]]
    if run is not None:
        panel = run.panel
        person = panel.design.person
        if person is not None:
            rows.append([people_label(panel), _number(panel.frame[person].nunique())])
        rows += [
            ["Waves", _number(len(panel.waves))],
            ["Rows", _number(len(panel.frame))],
            ["Variables", _number(len(panel.frame.columns))],
        ]
    counted = (
        ("Services", study.exposures),
        ("Descriptions", study.analyses),
        ("Models", study.models),
        ("Tables", study.tables),
        ("Charts", study.charts),
    )
    return [*rows, *([words, _number(len(items))] for words, items in counted)]


def flow_rows(panel: Panel) -> Rows:
    """Return how the rows of the files became those of the panel; they add up."""
    whole = len(panel.frame) + sum(len(left.rows) for left in panel.left)
    rows = [["In the files", _number(whole)]]
    rows += [[left.reason, f"{MINUS}{_number(len(left.rows))}"] for left in panel.left]
    return [*rows, ["In the panel", _number(len(panel.frame))]]


def level_rows(panel: Panel) -> Rows:
    """Return what people lie in: each level, and how many groups of it there are."""
    rows = []
    person = panel.design.person
    if person is not None:
        rows.append([people_label(panel), _number(panel.frame[person].nunique())])
    for level, column in panel.design.levels.items():
        if column in panel.frame:
            groups = panel.frame[column].nunique()
            rows.append([level_label(panel, level), _number(groups)])
    return rows


def _number(count: int) -> str:
    return f"{count:,}"
