from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.tables.weights_balance import WeightsBalanceTable
from tests.report.judged import BALANCED, material_of

TABLE = WeightsBalanceTable(name="t", sensitivity="schools")


def test_means_and_differences_before_and_after(make):
    shown = TABLE.lay_out(material_of(make, BALANCED))
    assert shown.rows[0].head == "Household size"
    assert [cell.value for cell in shown.rows[0].cells] == pytest.approx([5, 4, 4.9, -0.5, -0.05])
    assert [column.span for column in shown.columns].count("Difference in SD") == 2
    assert all(cell.base == 118 for cell in shown.rows[0].cells)


def test_an_analysis_without_weights_is_refused(make):
    with pytest.raises(DocumentError, match="has no weights"):
        TABLE.lay_out(material_of(make))
