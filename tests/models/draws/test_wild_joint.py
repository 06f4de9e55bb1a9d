from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.draws.wild_cluster import wild_draws
from studytool.models.draws.wild_joint import joint_draws
from studytool.models.draws.wild_moves import number_clusters
from studytool.models.draws.wild_weights import make_weights
from studytool.models.inference.covariance import clustered
from studytool.models.kernel.linear import least_squares
from tests.drawn_again import restricted, rows


def with_interaction(data):
    return np.column_stack([data.x, data.d, data.d * data.x])


@pytest.mark.parametrize("moves", [0.0, 0.1], ids=["stay in school", "change school"])
@pytest.mark.parametrize("weighted", [False, True])
def test_every_draw_equals_fitting_it_again(moves, weighted):
    data = rows(1, moves=moves)
    weights = data.weights if weighted else None
    x = with_interaction(data)
    fit = least_squares(data.y, x, effects=data.effects, weights=weights)
    clusters = number_clusters(data.school)
    drawn = joint_draws(fit, [1, 2], clusters, weights="rademacher", draws=32)
    errors = restricted(data.y, x, [1, 2], data.effects, weights)
    slow = []
    for v in np.vstack(list(make_weights(drawn.plan, 0))):
        y = data.y - errors + v[data.school] * errors
        again = least_squares(y, x, effects=data.effects, weights=weights)
        b = again.coefficients[1:]
        slow.append(b @ np.linalg.solve(clustered(again, data.school)[1:, 1:], b) / 2)
    assert drawn.draws == pytest.approx(slow, rel=1e-9)
    # all weights 1 is the sample itself
    assert slow[-1] == pytest.approx(drawn.statistic)
    assert drawn.p == (np.array(slow) >= drawn.statistic * (1 - 1e-10)).mean()


def test_one_coefficient_is_the_single_test():
    data = rows(2)
    fit = least_squares(data.y, with_interaction(data), effects=data.effects)
    clusters = number_clusters(data.school)
    joint = joint_draws(fit, [1], clusters, draws=199, seed=3)
    single = wild_draws(fit, 1, clusters, draws=199, seed=3)
    assert joint.p == single.p_of(0.0)
    assert joint.draws == pytest.approx(single.t_of(0.0) ** 2)


def test_too_few_clusters_are_refused():
    data = rows(3, schools=2)
    fit = least_squares(data.y, with_interaction(data), effects=data.effects)
    with pytest.raises(ModelError, match="2 clusters cannot test 2"):
        joint_draws(fit, [1, 2], number_clusters(data.school))
