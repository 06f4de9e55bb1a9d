from __future__ import annotations

import numpy as np
import pytest

from studytool.models.kernel import counting, pieces
from studytool.models.kernel.absorption import plan_absorption
from studytool.models.kernel.moments import add_up, add_up_at_once

ROWS = 300


@pytest.fixture(params=[4, 64, 10_000])
def _size_of_pieces(request, monkeypatch):
    """Levels longer than a piece, many levels in one, and one piece for all."""
    monkeypatch.setattr(pieces, "PIECE", request.param)
    monkeypatch.setattr(counting, "STRETCH", 4)


def panel(*, far=0.0):
    """Sorted by child: some never seen, one with 30 rows, the last with a single one."""
    random = np.random.default_rng(4)
    child = np.sort(random.choice(np.arange(0, 160, 2), ROWS))
    child[100:130], child[-1] = child[100], 170
    child.sort()
    wave, site = random.integers(0, 5, ROWS), random.integers(0, 2, ROWS)
    x = random.normal(size=(ROWS, 2)) + child[:, None] % 3 + far
    y = (x.sum(axis=1) + wave + random.normal(size=ROWS))[:, None]
    return x, np.hstack([y, 2 * far - y + x[:, :1]]), child, wave, site


def expected(x, y, effects, weights=None):
    """The sums, from the dummies written out."""
    columns = np.hstack([x, y])
    heavy = np.ones(ROWS) if weights is None else weights
    child, *others = [(codes[:, None] == np.arange(codes.max() + 1)) * 1.0 for codes in effects]
    there = child[:, child.any(axis=0)]
    totals = there.T @ heavy
    left = columns - there @ (there.T @ (columns * heavy[:, None]) / totals[:, None])
    about = y - (heavy @ y) / heavy.sum()
    return (
        heavy @ columns**2,
        heavy @ about**2,
        (left * heavy[:, None]).T @ left,
        (left * heavy[:, None]).T @ np.hstack(others),
    )


def compare(found, x, y, effects, weights=None):
    parts = (found.squares, found.about_mean, found.products, found.by_level)
    for one, other in zip(parts, expected(x, y, effects, weights), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-11, atol=1e-11 * np.abs(other).max())


@pytest.mark.parametrize("way", [add_up, add_up_at_once])
@pytest.mark.parametrize("many", [2, 3])
@pytest.mark.usefixtures("_size_of_pieces")
def test_both_ways_equal_the_dummies_written_out(way, many):
    x, y, *effects = panel()
    effects = effects[:many]
    plan = plan_absorption(ROWS, effects)
    compare(way(x, y, plan, [5, 2][: many - 1]), x, y, effects)


@pytest.mark.usefixtures("_size_of_pieces")
def test_weights_and_many_levels_are_added_up_the_first_way():
    x, y, child, wave, site = panel()
    weights = np.random.default_rng(5).uniform(0.1, 3, ROWS)
    plan = plan_absorption(ROWS, [child, wave, site], weights)
    assert add_up_at_once(x, y, plan, [5, 2]) is None
    compare(add_up(x, y, plan, [5, 2]), x, y, [child, wave, site], weights)
    fine = wave * 5 + np.arange(ROWS) % 5
    plan = plan_absorption(ROWS, [child, fine, site])
    assert add_up_at_once(x, y, plan, [25, 2]) is None
    compare(add_up(x, y, plan, [25, 2]), x, y, [child, fine, site])


@pytest.mark.usefixtures("_size_of_pieces")
def test_a_constant_that_all_values_share_costs_no_digits():
    """Values near 2 ** 20, of which the differences are told apart: see `middle`."""
    x, y, child, wave, _ = panel(far=2.0**20)
    found = add_up_at_once(x, y, plan_absorption(ROWS, [child, wave]), [5])
    near = panel()
    np.testing.assert_allclose(
        found.products, expected(*near[:2], [child, wave])[2], rtol=1e-8, atol=1e-7
    )
    squares, about = expected(x, y, [child, wave])[:2]
    np.testing.assert_allclose(found.squares, squares, rtol=1e-12)
    np.testing.assert_allclose(found.about_mean, about, rtol=1e-8)


@pytest.mark.parametrize("wrong", ["level", "missing", "infinite", "large"])
@pytest.mark.usefixtures("_size_of_pieces")
def test_what_loses_digits_is_left_to_the_other_way(wrong):
    x, y, child, wave, _ = panel()
    if wrong == "level":
        x[:, 1] = child + 0.1 * x[:, 1]
    else:
        x[250, 1] = {"missing": np.nan, "infinite": np.inf, "large": 1e200}[wrong]
    plan = plan_absorption(ROWS, [child, wave])
    assert add_up_at_once(x, y, plan, [5]) is None
    squares = add_up(x, y, plan, [5]).squares
    assert np.isfinite(squares[1]) == (wrong == "level")


def test_more_rows_than_a_byte_holds_are_left_to_the_other_way(monkeypatch):
    monkeypatch.setattr(counting, "STRETCH", 4)
    child, wave = np.repeat([0, 1, 7], [256, 20, 24]), np.arange(ROWS) % 2
    x, y, *_ = panel()
    plan = plan_absorption(ROWS, [child, wave])
    assert plan.shared is not None
    assert plan.shared.cells is None
    assert add_up_at_once(x, y, plan, [2]) is None
