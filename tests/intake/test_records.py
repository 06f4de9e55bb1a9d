from __future__ import annotations

import pytest

from studytool.intake.records import blocks, data_rows


@pytest.mark.parametrize(
    ("rows", "foot", "kept"),
    [
        (None, 0, [0, 1, 2, 3, 4]),
        (None, 2, [0, 1, 2]),
        (2, 0, [0, 1]),
        (0, 0, []),
        (4, 2, [0, 1, 2]),
        (None, 9, []),
    ],
)
def test_foot_and_limit_are_left_out(rows, foot, kept):
    assert list(data_rows(range(5), rows=rows, skip_footer=foot)) == kept


def test_blocks_hold_everything_once():
    assert list(blocks(range(5), size=2)) == [[0, 1], [2, 3], [4]]
    assert list(blocks([])) == []
