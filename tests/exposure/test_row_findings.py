from __future__ import annotations

import numpy as np

from studytool.exposure.row_findings import MOST_CELLS, counted


def test_no_row_gives_no_finding(make_log):
    log = make_log({"id": ["a", "b"]})
    assert counted(log, np.zeros(2, bool), code="x", level="note", message="{rows}") == ()


def test_a_finding_names_file_row_and_column_but_no_value(make_log):
    log = make_log({"id": ["secret", "b"]})
    (found,) = counted(
        log, np.array([True, False]), code="x", level="note", message="{rows} here", column="id"
    )
    assert found.cells == ("home_visits.csv, row 2, column id",)
    assert found.message == "1 row of home_visits.csv here"
    assert "secret" not in str(found)


def test_many_rows_are_listed_up_to_a_limit_and_counted_beyond(make_log):
    rows = MOST_CELLS + 10
    log = make_log({"id": ["a"] * rows})
    (found,) = counted(log, np.ones(rows, bool), code="x", level="note", message="{rows}")
    assert found.message == f"{rows} rows of home_visits.csv"
    assert len(found.cells) == MOST_CELLS + 1
    assert found.cells[-1] == "and 10 more"
