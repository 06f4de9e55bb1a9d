from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.likelihood.propensity import fit_propensity

NAMES = ("const", "age", "girl")


def world(n=300, seed=2):
    draw = np.random.default_rng(seed)
    columns = np.column_stack([np.ones(n), draw.normal(size=n), draw.integers(0, 2, n)])
    treated = draw.random(n) < 1 / (1 + np.exp(-columns @ [-0.5, 1.0, 0.7]))
    return treated, columns.astype(float)


def test_equals_statsmodels():
    import statsmodels.api as sm

    treated, columns = world()
    found = fit_propensity(treated, columns, np.ones(300), NAMES)
    theirs = sm.Logit(treated.astype(float), columns).fit(disp=0)
    assert found.chance == pytest.approx(theirs.predict(), rel=1e-9)
    assert found.odds == pytest.approx(found.chance / (1 - found.chance))


def test_weights_count_rows_and_units_do_not_matter():
    treated, columns = world()
    whole = np.arange(300) % 3 + 1.0
    copies = np.repeat(np.arange(300), whole.astype(int))
    one = fit_propensity(treated, columns, whole, NAMES).chance
    other = fit_propensity(treated[copies], columns[copies], np.ones(copies.size), NAMES).chance
    assert one[copies] == pytest.approx(other, rel=1e-9)
    large = fit_propensity(treated, columns * [1, 1e6, 1e-6], whole, NAMES).chance
    assert large == pytest.approx(one, rel=1e-9)


def test_a_control_that_tells_the_treated_apart_is_refused_by_name():
    treated, columns = world()
    columns[:, 1] = np.where(treated, 1.0, -1.0) * (1 + np.abs(columns[:, 1]))
    with pytest.raises(ModelError, match=r"\(age\)") as refused:
        fit_propensity(treated, columns, np.ones(300), NAMES)
    assert "outcome_regression" in refused.value.remedy


def test_chances_near_one_are_no_separation():
    treated, columns = world()
    columns[:, 1] *= 20
    columns[0, 1], treated[0] = columns[:, 1].max() + 1, False
    columns[1, 1], treated[1] = columns[:, 1].min() - 1, True
    found = fit_propensity(treated, columns, np.ones(300), NAMES)
    assert found.chance.max() > 0.9
    score = columns.T @ (treated - found.chance)
    assert np.abs(score / np.abs(columns).sum(axis=0)).max() < 1e-10
