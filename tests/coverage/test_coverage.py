"""The committed coverage table: every estimator is in it, and theory holds, in success and failure.

Chance is allowed for as follows. A table of sound rows is to pass 99 times in 100, so the limit of
one number is the normal quantile that all of them together then need (about four Monte Carlo
standard errors). One row that is a little off would pass this; many would not: no more rows may lie
outside two standard errors than draws that uses share can bring about.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from tests.coverage.page import write_page
from tests.coverage.predictions import MEANS, theory_of
from tests.coverage.scenarios import FEW, SCENARIOS, USES, Case, list_cases
from tests.coverage.study import (
    ESTIMATORS,
    FIRST,
    FOLDER,
    RUNS,
    in_order,
    measure,
    read_table,
    write_table,
)

ROWS = {Case(row.use, row.scenario): row for row in read_table(FOLDER / "table.csv")}
CASES = list(list_cases())
LIMIT = float(norm.isf(0.01 / (2 * 3 * len(CASES))))
CLEAR = 3.0
"""Monte Carlo standard errors by which a failure that theory predicts must show."""
HOLDS = [case for case in CASES if theory_of(case).verdict == "holds"]
BIASED = [case for case in CASES if theory_of(case).verdict.startswith("biased")]
NARROW = [case for case in CASES if theory_of(case).verdict == "too narrow"]
WIDE = [case for case in CASES if theory_of(case).verdict == "too wide"]
UNBIASED = [*HOLDS, *NARROW, *WIDE]
AGAIN = [
    *(Case(use, "unbalanced") for use in USES if not USES[use].scenarios),
    *(Case("fixed_effects", name) for name in SCENARIOS if name != "unbalanced"),
]


def name_of(case):
    return f"{case.use}: {case.scenario}"


def distance(rate, expected, runs):
    """How many Monte Carlo standard errors a rate lies from the one that is expected."""
    return (rate - expected) / math.sqrt(expected * (1 - expected) / runs)


def coverage_distance(case):
    row, theory = ROWS[case], theory_of(case)
    return distance(row.coverage, theory.coverage or 0.95, row.runs - row.failed)


def test_every_estimator_is_in_the_table():
    plain = {case.scenario for case in CASES if case.use == "fixed_effects"}
    assert plain == set(SCENARIOS)
    assert {USES[use].kind for use in USES} == set(ESTIMATORS)
    assert {kind for kind in ESTIMATORS if kind in USES} == set(ESTIMATORS)
    assert list(ROWS) == CASES


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_row_is_of_the_whole_study(case):
    row = ROWS[case]
    assert row.runs == RUNS
    assert row.kind == USES[case.use].kind
    assert row.theory == theory_of(case).verdict
    assert row.failed <= 0.05 * row.runs


@pytest.mark.parametrize("case", UNBIASED, ids=name_of)
def test_estimates_are_right_on_average_where_theory_says_so(case):
    row, theory = ROWS[case], theory_of(case)
    assert abs(row.bias) < LIMIT * row.bias_mcse + theory.slack


@pytest.mark.parametrize("case", HOLDS, ids=name_of)
def test_intervals_and_tests_hold_where_theory_says_so(case):
    row, theory = ROWS[case], theory_of(case)
    expected = theory.coverage or 0.95
    runs = row.runs - row.failed
    for rate, wanted, count in (
        (row.coverage, expected, runs),
        (1 - row.size, expected, runs / 2),
    ):
        chance = LIMIT * math.sqrt(wanted * (1 - wanted) / count)
        assert abs(rate - wanted) < chance + theory.loose


@pytest.mark.parametrize("case", BIASED, ids=name_of)
def test_bias_shows_where_theory_says_so_and_as_large(case):
    row, theory = ROWS[case], theory_of(case)
    sign = 1 if theory.verdict == "biased up" else -1
    assert sign * row.bias > CLEAR * row.bias_mcse
    if theory.bias is not None:
        assert abs(row.bias - theory.bias) < LIMIT * row.bias_mcse + theory.slack


@pytest.mark.parametrize("case", NARROW, ids=name_of)
def test_intervals_are_too_narrow_where_theory_says_so(case):
    row, theory = ROWS[case], theory_of(case)
    runs = row.runs - row.failed
    if theory.coverage is None:
        assert distance(row.coverage, 0.95, runs) < -CLEAR
    else:
        chance = LIMIT * math.sqrt(theory.coverage * (1 - theory.coverage) / runs)
        assert abs(row.coverage - theory.coverage) < chance + theory.loose


def test_cr1_is_too_narrow_with_the_fewest_schools():
    rows = [ROWS[case] for case in NARROW if case.scenario == FEW[0] and case.use in MEANS]
    coverage = np.mean([row.coverage for row in rows])
    # the uses share their draws: together they are taken to say no more than one of them
    assert distance(coverage, 0.95, rows[0].runs) < -CLEAR


@pytest.mark.parametrize("case", WIDE, ids=name_of)
def test_tests_refuse_too_seldom_where_theory_says_so(case):
    row = ROWS[case]
    assert distance(row.coverage, 0.95, row.runs - row.failed) > CLEAR
    assert row.size < 0.05


def test_permutations_refuse_true_nulls_after_a_score():
    assert ROWS[Case("fixed_effects, permutation", "score")].size > 0.95


def test_few_rows_are_off_by_more_than_two_standard_errors():
    exact = [case for case in HOLDS if not theory_of(case).loose]
    level = [case for case in UNBIASED if not theory_of(case).slack]
    off = [abs(coverage_distance(case)) > 2 for case in exact]
    off += [abs(ROWS[case].bias) > 2 * ROWS[case].bias_mcse for case in level]
    # one in twenty by chance; uses share draws, so that they are off together
    assert np.mean(off) < 0.15


@pytest.mark.parametrize("case", AGAIN, ids=name_of)
def test_the_first_runs_come_out_as_in_the_table(case):
    (again,) = measure([case], FIRST)
    row = ROWS[case]
    assert again.first_bias == pytest.approx(row.first_bias, rel=1e-9, abs=1e-12)
    assert again.first_covered == row.first_covered


def test_the_page_is_made_of_the_table(tmp_path):
    write_page(list(ROWS.values()), SCENARIOS, tmp_path / "page.md", RUNS)
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert page == (tmp_path / "page.md").read_text(encoding="utf-8")


def test_some_uses_made_anew_take_the_place_of_their_rows():
    rows = list(ROWS.values())
    anew = [replace(row, runs=1) for row in rows if row.use == "gee"]
    merged = in_order([*rows, *reversed(anew), replace(rows[0], use="no longer there")])
    assert [(row.use, row.scenario) for row in merged] == [(r.use, r.scenario) for r in rows]
    assert {row.use for row in merged if row.runs == 1} == {"gee"}


def test_a_table_is_read_as_it_was_written(tmp_path):
    rows = list(ROWS.values())
    write_table(rows, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == (FOLDER / "table.csv").read_bytes()
    assert np.isfinite([row.bias for row in rows]).all()
