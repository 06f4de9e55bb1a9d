from __future__ import annotations

from studytool.gui.wave_lines import most_telling, summary, told_first
from studytool.gui.widgets.wave_table import Line
from studytool.survey.wave_grid import GridCell, GridRow


def line(name, *kinds, proposal="", done=""):
    cells = tuple(GridCell(name, kind, kind) for kind in kinds)
    return Line(GridRow(name, "", cells, done), proposal)


SAME, RENAMED = line("same", "", ""), line("renamed", "", "renamed", proposal="Same field")
RECODED = line("recoded", "", "recoded", done="1 yes")
APART = line("apart", "", "not_asked", proposal="Same field as apart_w2")


def test_what_differs_most_comes_first_and_a_proposal_before_all():
    lines = told_first([SAME, RENAMED, APART, RECODED])
    assert [one.row.name for one in lines] == ["apart", "recoded", "renamed", "same"]


def test_the_open_one_is_looked_at_first_then_the_recoded():
    assert most_telling([SAME, RECODED, RENAMED]) == "renamed"
    assert most_telling([SAME, line("r2", "", "renamed", done="x"), RECODED]) == "recoded"
    assert most_telling([SAME]) == ""


def test_the_summary_adds_up():
    told = summary(1, [SAME, RENAMED, RECODED], None)
    assert told == (
        "One file, 3 variables: 2 differ between waves, 1 does not. 1 with a proposal that waits "
        "for you."
    )
