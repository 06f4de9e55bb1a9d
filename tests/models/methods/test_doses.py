from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.methods.doses import describe_doses, refuse_empty_steps, spread_dose

VALUES = np.array([0.0, 1, 3.5, 4, np.nan, 0])


def test_bins_go_from_their_limit_to_below_the_next():
    doses = spread_dose("x", VALUES, "bins", (1, 4))
    assert list(doses.columns) == ["x[1 to <4]", "x[4+]"]
    assert doses.columns["x[1 to <4]"][:4].tolist() == [0, 1, 1, 0]
    assert np.isnan(doses.columns["x[4+]"][4])
    assert [int(rows.sum()) for _, rows in doses.steps] == [2, 2, 1]


def test_the_square_stands_beside_the_amount():
    doses = spread_dose("x", VALUES, "quadratic", ())
    assert doses.columns["x^2"][2] == 12.25
    assert [name for name, _ in doses.steps] == ["none", "some"]


def test_who_had_how_much_is_told_of_the_sample():
    doses = spread_dose("x", VALUES, "bins", (1, 4))
    told = describe_doses(VALUES, doses, np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1, 2, 3]))
    assert (told["n_treated_people"], told["n_treated_rows"], told["dose_max"]) == (2, 3, 4)
    assert told["n_people[1 to <4]"] == 1


def test_an_empty_bin_is_refused():
    doses = spread_dose("x", VALUES, "bins", (1, 4))
    with pytest.raises(ModelError, match=r"group 4\+"):
        refuse_empty_steps("x", doses, np.array([0, 1, 2]))
