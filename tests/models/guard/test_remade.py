from __future__ import annotations

import numpy as np
import pytest

from studytool.models.guard.remade import Rows, differences, less_means, means


def rows(**changes):
    """Two people: the first at waves 1, 2, 4, the second at 1 and 2; shuffled."""
    given = {
        "fitted": np.array([4.0, 1.0, 10.0, 2.0, 12.0]),
        "regressors": np.array([[1.0], [0.0], [0.0], [1.0], [0.0]]),
        "effects": (np.array([2, 0, 0, 1, 1]),),
        "weights": None,
        "people": np.array([5, 5, 7, 5, 7]),
    }
    return Rows(**{**given, **changes})


PLACE = np.array([3, 0, 0, 1, 1])


def test_differences_are_of_neighbouring_waves_only():
    found = differences(rows(weights=np.arange(5.0)), PLACE)
    assert found.fitted.tolist() == [1.0, 2.0]  # by hand: 2 - 1 and 12 - 10, nothing over the gap
    assert found.regressors.tolist() == [[1.0], [0.0]]
    assert found.effects[0].tolist() == [1, 1]
    assert found.weights.tolist() == [3.0, 4.0]


def test_means_are_one_row_a_person():
    found = means(rows(weights=np.ones(5)))
    np.testing.assert_allclose(found.fitted, [7 / 3, 11.0])
    np.testing.assert_allclose(found.regressors, [[2 / 3], [0.0]])
    assert found.effects == ()


def test_part_of_the_mean_goes_with_the_number_of_rows():
    found = less_means(rows(), person=1.0, error=1.0)
    theta = 1 - np.sqrt(1 / (np.array([3, 3, 2, 3, 2]) + 1))
    np.testing.assert_allclose(found.regressors[:, 0], 1 - theta)
    average = np.array([7 / 3, 7 / 3, 11, 7 / 3, 11])
    np.testing.assert_allclose(found.fitted, rows().fitted - theta * average)
    assert found.regressors.shape == (5, 4)  # constant, two dummies, the treatment
    assert not found.constant


@pytest.mark.parametrize(("person", "same"), [(0.0, 0.0), (1e12, 1.0)])
def test_no_variance_between_people_takes_nothing_out_and_much_takes_out_all(person, same):
    found = less_means(rows(effects=()), person=person, error=1.0)
    average = np.array([7 / 3, 7 / 3, 11, 7 / 3, 11])
    np.testing.assert_allclose(found.fitted, rows().fitted - same * average, atol=1e-4)


def test_an_effect_with_many_levels_is_not_written_as_dummies():
    assert less_means(rows(effects=(np.array([0, 1, 2, 3, 400]),)), 1.0, 1.0) is None
