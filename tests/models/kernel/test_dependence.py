from __future__ import annotations

import numpy as np
import pytest

from studytool.models.kernel.dependence import independent, triangle


def kept(columns):
    norms = np.sqrt((columns**2).sum(axis=1))
    return independent(triangle(columns), norms)


def test_the_first_to_come_is_kept():
    random = np.random.default_rng(0)
    a, b, c = random.normal(size=(3, 30))
    assert kept(np.array([a, b, a + 2 * b, c, a - c])) == [0, 1, 3]
    assert kept(np.array([a, 0 * a, b])) == [0, 2]
    assert kept(np.array([a, a, a, b, b])) == [0, 3]


@pytest.mark.parametrize("scale", [1e-150, 1e-9, 1.0, 1e9, 1e150])
def test_the_rule_is_free_of_units(scale):
    random = np.random.default_rng(1)
    a, b, c = random.normal(size=(3, 30))
    assert kept(np.array([a, scale * b, c, a + c])) == [0, 1, 2]
    assert kept(np.array([a, scale * a, c])) == [0, 2]


def test_near_dependence_is_kept_down_to_the_tolerance():
    random = np.random.default_rng(2)
    a, b = random.normal(size=(2, 50))
    assert kept(np.array([a, a + 1e-7 * b])) == [0, 1]
    assert kept(np.array([a, a + 1e-11 * b])) == [0]


def test_more_columns_than_rows():
    assert kept(np.random.default_rng(3).normal(size=(7, 4))) == [0, 1, 2, 3]


@pytest.mark.parametrize("near", [1.0, 1e-2, 1e-6])
def test_the_triangle_has_the_geometry_of_the_columns_however_it_is_made(near):
    random = np.random.default_rng(4)
    a, b, c = random.normal(size=(3, 40))
    columns = np.array([a, a + near * b, c])
    upper = triangle(columns)
    assert np.allclose(np.tril(upper, -1), 0)
    expected = np.abs(np.linalg.qr(columns.T, mode="r"))
    np.testing.assert_allclose(np.abs(upper), expected, rtol=1e-8, atol=1e-12)
