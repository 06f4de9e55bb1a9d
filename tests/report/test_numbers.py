from __future__ import annotations

import contextlib
import locale
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.report.numbers import (
    FIGURE_SPACE,
    HARD_SPACE,
    POINT_SPACE,
    body_texts,
    column_texts,
    fixed,
    p_value,
    shown,
)
from studytool.report.table import Cell, Column, Row, Table

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.125, 2, "0.13"),
        (-0.125, 2, f"{MINUS}0.13"),
        (2.675, 2, "2.68"),  # binary 2.67499...: what is printed is rounded, not what is stored
        (-0.004, 2, "0.00"),
        (-0.0, 1, "0.0"),
        (1234.5, 0, "1,235"),
        (-1234567.891, 2, f"{MINUS}1,234,567.89"),
        (1e-7, 3, "0.000"),
        (1e16, 0, "10,000,000,000,000,000"),
        (5, 0, "5"),
    ],
)
def test_a_number_is_rounded_half_up_as_it_reads(value, decimals, text):
    assert fixed(value, decimals) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_does_not_exist_has_no_text(value):
    with pytest.raises(ValueError, match="reason"):
        fixed(value, 2)


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_shown_number_is_within_half_a_step(value, decimals):
    text = fixed(value, decimals).replace(",", "").replace(MINUS, "-")
    assert abs(Decimal(text) - Decimal(repr(value))) <= Decimal(5).scaleb(-decimals - 1)
    assert len(text.partition(".")[2]) == decimals


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.34, ".34"),
        (0.10, ".10"),
        (0.0496, ".050"),
        (0.007, ".007"),
        (0.001, ".001"),
        (0.0009, f"<{HARD_SPACE}.001"),
        (0.0, f"<{HARD_SPACE}.001"),
        (0.9949, ".99"),
        (1.0, f">{HARD_SPACE}.99"),
    ],
)
def test_p_has_no_leading_zero(p, text):
    assert p_value(p) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(0.575, "percent", 0), f"58{HARD_SPACE}%"),
        (Cell(0.029, "percent", 1), f"2.9{HARD_SPACE}%"),
        (Cell(1234, "count"), "1,234"),
        (Cell(3716.2, "money", 0, currency="R"), "R3,716"),
        (Cell(-4325, "money", 0, currency="R"), f"{MINUS}R4,325"),
        (Cell(low=-4325, high=12123, unit="money", decimals=0, currency="R"), None),
        (Cell(low=-4.39, high=-1.85), f"{MINUS}4.39 to {MINUS}1.85"),
        (Cell(-3.12, low=-4.39, high=-1.85), f"{MINUS}3.12"),
        (Cell(reason="not estimable"), "not estimable"),
        (Cell(), DASH),
        (Cell(value="", unit="text"), ""),
    ],
)
def test_a_cell_shows_value_interval_reason_or_dash(cell, text):
    assert shown(cell) == (text if text is not None else f"{MINUS}R4,325 to R12,123")


def test_percent_ends_carry_the_sign_once():
    cell = Cell(low=0.49, high=0.67, unit="percent", decimals=0)
    assert shown(cell) == f"49 to 67{HARD_SPACE}%"
    assert shown(cell, sign=False) == "49 to 67"


def test_a_count_among_decimals_keeps_their_place_empty():
    cells = [Cell(-3.12), Cell(), Cell(118, "count"), Cell(reason="not estimable")]
    texts = column_texts(cells)
    empty = POINT_SPACE + FIGURE_SPACE * 2
    assert texts == (f"{MINUS}3.12", DASH, f"118{empty}", "not estimable")


def test_p_of_different_length_align_at_the_point():
    texts = column_texts([Cell(0.34, "p"), Cell(0.006, "p"), Cell(0.0, "p")])
    assert texts == (f".34{FIGURE_SPACE}", ".006", f"<{HARD_SPACE}.001")


def test_ends_of_intervals_stand_below_each_other():
    texts = column_texts([Cell(low=-4.39, high=-1.85), Cell(low=-0.18, high=0.6)])
    assert texts[1] == f"{MINUS}0.18 to {FIGURE_SPACE}0.60"
    assert len(texts[0]) == len(texts[1])


def test_numbers_among_percents_align_at_the_point_too():
    texts = column_texts([Cell(0.58, "percent", 0), Cell(16.9, decimals=1)], sign=False)
    assert texts == (f"58{POINT_SPACE}{FIGURE_SPACE}", "16.9")


def test_the_unit_line_takes_the_sign_from_percents():
    row = Row("a", (Cell(0.58, "percent", 0),))
    bare = Table("t", "k", "", "", (Column("x"),), (row,), unit_line="Percent of answers")
    signed = Table("t", "k", "", "", (Column("x"),), (row,))
    assert body_texts(bare) == (("58",),)
    assert body_texts(signed) == ((f"58{HARD_SPACE}%",),)


def test_a_table_without_columns_has_rows_all_the_same():
    assert body_texts(Table("t", "k", "", "", (), (Row("a", ()), Row("b", ())))) == ((), ())


def test_the_machine_does_not_change_a_number():
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("C.UTF-8", "en_ZA.UTF-8", "de_DE.UTF-8"):
            with contextlib.suppress(locale.Error):  # not every machine knows every locale
                locale.setlocale(locale.LC_ALL, name)
            assert fixed(1234.5, 1) == "1,234.5"
            assert p_value(0.34) == ".34"
    finally:
        locale.setlocale(locale.LC_ALL, before)
