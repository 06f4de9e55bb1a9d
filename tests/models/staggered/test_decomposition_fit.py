from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.goodman_bacon import GoodmanBacon
from tests.simulate import make_panel


def cohorts(first, *, waves=5, each=8, seed=3):
    """Children of each first treated wave (0 for never), with effects that grow."""
    chance = np.random.default_rng(seed)
    rows = [
        (place * each + child, wave, start)
        for place, start in enumerate(first)
        for child in range(each)
        for wave in range(1, waves + 1)
    ]
    frame = pd.DataFrame(rows, columns=["child_id", "wave", "first"])
    since = np.where(frame["first"] > 0, frame["wave"] - frame["first"] + 1, 0).clip(0)
    frame["d"] = (since > 0).astype(float)
    frame["y"] = since + 0.3 * frame["wave"] + chance.normal(size=len(frame))
    return make_panel(frame, levels={})


def fit(panel, **options):
    asked = {"name": "m", "outcome": "y", "treatment": "d", **options}
    return GoodmanBacon(**asked).fit(panel, seed=1, progress=Silent())


@pytest.mark.parametrize("first", [(0, 3), (0, 2, 4), (2, 3, 5), (0, 2, 3, 4, 5)])
def test_the_parts_sum_to_two_way_fixed_effects(first):
    panel = cohorts(first)
    found = fit(panel)
    spec = FixedEffects(name="m", outcome="y", treatment="d", cluster=("person",))
    whole = spec.fit(panel, seed=1, progress=Silent()).estimates["d"]
    summed = sum(pair.weight * pair.estimate for pair in found.pairs)
    assert summed == pytest.approx(whole.estimate, abs=1e-12)
    assert found.estimates["twfe"].estimate == pytest.approx(whole.estimate, abs=1e-12)
    assert found.estimates["twfe"].std_error == pytest.approx(whole.std_error, abs=1e-12)
    told = {term: made.estimate for term, made in found.estimates.items()}
    sorts = {pair.sort for pair in found.pairs}
    assert sum(told[f"weight[{sort}]"] for sort in sorts) == pytest.approx(1)
    parts = (told[f"weight[{sort}]"] * told[f"average[{sort}]"] for sort in sorts)
    assert sum(parts) == pytest.approx(whole.estimate, abs=1e-12)


def test_weight_on_people_already_treated_is_told():
    findings = {found.code: found for found in fit(cohorts((0, 2, 4))).findings}
    assert findings["forbidden_comparisons"].level == "warning"
    assert "already treated" in findings["forbidden_comparisons"].message


def test_one_start_has_one_comparison_and_nothing_to_mind():
    found = fit(cohorts((0, 3)))
    assert [(pair.cohort, pair.other, pair.weight) for pair in found.pairs] == [(3.0, None, 1.0)]
    assert "forbidden_comparisons" not in {one.code for one in found.findings}


def test_somebody_who_misses_a_wave_is_refused_and_may_be_left_out():
    panel = cohorts((0, 2, 4))
    gap = make_panel(panel.frame.drop(index=panel.frame.index[7]), levels={})
    with pytest.raises(ModelError, match="misses a wave"):
        fit(gap)
    assert fit(gap, unbalanced="drop").n_people == fit(panel).n_people - 1


def test_controls_are_refused():
    with pytest.raises(ValueError, match="controls"):
        fit(cohorts((0, 3)), controls=("x",))
