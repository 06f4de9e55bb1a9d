from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DocumentError
from studytool.describe.analyses.attrition import Attrition
from studytool.report.disclosure import suppress_table
from studytool.report.tables.attrition import AttritionTable
from studytool.report.text import as_text
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel

LEFT_AFTER_FIRST, LEFT_AFTER_SECOND, MISSED = 12, 8, 6


def panel(people=60):
    """Of 60 children 12 leave after the first wave, 8 after the second, 6 miss the second."""
    waves = {}
    for person in range(people):
        gone = person < LEFT_AFTER_FIRST
        later = person < LEFT_AFTER_FIRST + LEFT_AFTER_SECOND
        missed = not later and person < LEFT_AFTER_FIRST + LEFT_AFTER_SECOND + MISSED
        waves[person] = [1] if gone else [1, 2] if later else [1, 3] if missed else [1, 2, 3]
    rows = [(f"C{person:03}", wave) for person, met in waves.items() for wave in met]
    frame = pd.DataFrame(rows, columns=["child_id", "wave"])
    frame["difficulties"] = np.arange(len(frame), dtype=np.float64) % 17
    frame["site"] = np.where(frame["child_id"] < "C030", "Johannesburg", "Moutse")
    names = ("child_id", "wave", "difficulties", "site")
    return Panel(
        frame=frame,
        design=PanelDesign(person="child_id", levels={"site": "site"}),
        codebook={name: Variable(name=name, label=name.capitalize()) for name in names},
        reasons=pd.DataFrame(index=frame.index),
        waves={1.0: "2020", 2.0: "2021", 3.0: "2022"},
    )


def laid_out(make, by="", **options):
    analysis = Attrition(name="left", title="Who stayed", variables=["difficulties"], by=by)
    material = make.material(analyses={"left": (analysis, analysis.describe(panel()))})
    return AttritionTable(name="t", analysis="left", **options).lay_out(material)


def test_the_flow_is_laid_out_step_by_step(make):
    make.in_golden("tables/attrition_flow.txt", as_text(laid_out(make)))


def test_the_comparison_at_the_first_wave_is_laid_out(make):
    table = laid_out(make, section="baseline")
    make.in_golden("tables/attrition_baseline.txt", as_text(table))


def test_the_parts_of_the_flow_add_up(make):
    table = laid_out(make)
    for total in table.rows:
        for name in total.total_of:
            parts = [row for row in table.rows if name in row.adds_to]
            assert total.cells[0].value == sum(row.cells[0].value for row in parts)
    assert sum(len(row.total_of) for row in table.rows) == 3


def test_groups_stand_side_by_side_and_few_people_are_hidden(make):
    table = laid_out(make, by="site", show_interval=True)
    assert [column.span for column in table.columns[::3]] == ["All", "Johannesburg", "Moutse"]
    shown, findings = suppress_table(table, 10, [])
    hidden = [found for found in findings if found.code == "cell_suppressed"]
    assert hidden
    (row,) = [row for row in shown.rows if row.head.startswith("Missed")]
    assert [cell.reason for cell in row.cells[3:6]] == ["hidden"] * 3


def test_an_analysis_of_another_kind_is_refused(make):
    material = make.material(analyses={"a": (make.ShownAnalysis(name="a"), make.describe())})
    with pytest.raises(DocumentError, match="does not describe who left"):
        AttritionTable(name="t", analysis="a").lay_out(material)
