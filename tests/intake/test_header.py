from __future__ import annotations

import pytest

from studytool.core.errors import SourceError
from studytool.intake.header import column_names


def names(cells, empty=None, **more):
    return column_names(cells, row=2, empty=empty or [False] * len(cells), **more)


def test_names_lose_the_spaces_and_line_ends_that_nobody_sees():
    assert names([" age ", "date of\nvisit"])[0] == ("age", "date of visit")


def test_a_blank_name_over_cells_is_made_from_its_position():
    found, (finding,) = names(["id", "", "column_2", " "])
    assert found == ("id", "column_2_", "column_2", "column_4")
    assert finding.code == "columns_unnamed"
    assert "column_2_, column_4" in finding.message
    assert names(["id", ""], first=4)[0] == ("id", "column_5")


def test_a_blank_name_over_nothing_is_no_column():
    assert names(["id", "", ""], empty=[True, True, True]) == (("id", None, None), ())


def test_the_same_name_twice_is_refused_and_named():
    with pytest.raises(SourceError, match='"age"') as caught:
        names(["id", "age", "age "])
    assert caught.value.where == "row 2"


def test_a_header_without_any_name_is_refused():
    with pytest.raises(SourceError, match="empty") as caught:
        names(["", " "])
    assert "header_row" in caught.value.remedy
