from __future__ import annotations

from studytool.survey.assemble import assemble
from studytool.survey.cell_checks import MOST_CELLS, capped
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile

PEOPLE = PanelDesign(person="id")


def by_code(panel):
    return {found.code: found for found in panel.findings}


def test_impossible_years_are_listed_and_stay(table):
    days = ["2091-01-01", "2191-01-01", "0202-10-05", "2020-01-01"]
    files = [(WaveFile(number=1, source="a", date="d"), table("a", id=list("1234"), d=days))]
    panel = assemble(PEOPLE, files, [], [])
    found = by_code(panel)["dates_impossible"]
    assert found.cells == ("a, row 3, column d", "a, row 4, column d")
    assert panel.frame["d"].notna().all()


def test_a_text_in_a_date_column_is_listed_by_the_files_own_name(table):
    files = [(WaveFile(number=1, source="a"), table("a", id=["1", "2"], DOB=["x", "2014-01-01"]))]
    panel = assemble(PEOPLE, files, [Variable(name="born", columns="DOB", type="date")], [])
    assert by_code(panel)["cells_unreadable"].cells == ("a, row 2, column DOB",)


def test_cells_are_named_up_to_a_limit_and_the_rest_counted(table):
    rows = MOST_CELLS + 10
    files = [
        (
            WaveFile(number=1, source="a"),
            table("a", id=[str(k) for k in range(rows)], x=["?"] * rows, y=["99"] * rows),
        )
    ]
    variables = [Variable(name="x"), Variable(name="y", range=(0, 9))]
    found = by_code(assemble(PEOPLE, files, variables, []))
    for code in ("cells_unreadable", "out_of_range"):
        assert len(found[code].cells) == MOST_CELLS + 1
        assert found[code].cells[-1] == "and 10 more"
    assert found["out_of_range"].message.endswith(f": {rows} cells, y ({rows}).")


def test_missing_codes_come_before_the_range(table):
    files = [(WaveFile(number=1, source="a"), table("a", id=["1"], x=[-99.0]))]
    variable = Variable(name="x", range=(0, 9), missing={"-99": "refused"})
    assert "out_of_range" not in by_code(assemble(PEOPLE, files, [variable], []))


def test_lists_are_capped():
    assert capped(["a", "b"]) == ("a", "b")
    assert capped(["a"], total=3) == ("a", "and 2 more")
