from __future__ import annotations

import pytest

from studytool.survey.decided import decisions_together, rows_in_words
from studytool.survey.panel import AppliedDecision


def made(reason, rows, *, column="age", wave=1):
    return AppliedDecision("set_missing", "wave1.csv", column, reason, wave, rows)


def test_decisions_on_one_column_are_one_without_reason_and_wave():
    together = decisions_together(
        [made("C017 is her cousin", 1), made("x", 2, column="sex"), made("C018 too", 3, wave=2)]
    )
    assert together == (
        AppliedDecision("set_missing", "wave1.csv", "age", "", None, 4),
        AppliedDecision("set_missing", "wave1.csv", "sex", "", None, 2),
    )


@pytest.mark.parametrize(
    ("rows", "minimum", "words"),
    [(0, 5, "0 rows"), (1, 1, "1 row"), (4, 5, "fewer than 5 rows"), (5, 5, "5 rows")],
)
def test_few_rows_are_not_counted(rows, minimum, words):
    assert rows_in_words(rows, minimum) == words
