from __future__ import annotations

import pyarrow as pa
import pytest

from studytool.core.errors import SourceError
from studytool.intake.decimals import proposed_decimal


def decide(*cells, thousands=""):
    table = pa.table({"id": pa.array(["a"] * len(cells)), "x": pa.array(cells, pa.string())})
    return proposed_decimal(table, pa.array(range(2, 2 + len(cells))), thousands=thousands)


@pytest.mark.parametrize(
    ("cells", "decided"),
    [
        (["3", None, "text, and text"], (".", 0)),
        (["3.5", "-.25", "1.5e-3"], (".", 3)),
        (["3,5", "3,5", "4", None], (",", 2)),
        (["1.234,5", " 2,25 "], (",", 2)),
        (["1,234.5", "2.25"], (".", 2)),
        (["1,234", "0,5"], (",", 2)),
        (["0,125"], (",", 1)),
        (["2021-03-04", "12.03.2021", "1.2.3", "a,5", "JHB-0143"], (".", 0)),
    ],
)
def test_the_cells_decide(cells, decided):
    assert decide(*cells) == decided


def test_a_thousands_mark_leaves_the_other_for_decimals():
    assert decide("1.234", thousands=".") == (",", 0)
    assert decide("1.234", "1.234,5", thousands=".") == (",", 1)
    assert decide("1 234,5", thousands=" ") == (",", 1)


def test_contradicting_cells_are_asked_about_by_place():
    with pytest.raises(SourceError, match="others with a decimal comma") as caught:
        decide("7", "3.5", "41,75")
    assert caught.value.where == "row 3, column x (point); row 4, column x (comma)"
    assert 'decimal = ","' in caught.value.remedy
    assert "41" not in str(caught.value)


def test_commas_that_could_all_be_thousands_are_asked_about():
    with pytest.raises(SourceError, match="decimals or thousands") as caught:
        decide("7", "1,234")
    assert caught.value.where == "row 3, column x"
