from __future__ import annotations

import dataclasses

import pytest

from studytool.report.table import Cell, Column, Row


def test_cells_cannot_be_changed_after_they_are_laid_out():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Cell(1.0).value = 2.0


def test_a_plain_row_and_column_add_up_to_nothing():
    assert (Row("a", ()).adds_to, Row("a", ()).total_of) == ((), ())
    assert (Column("a").adds_to, Column("a").total_of) == ((), ())
