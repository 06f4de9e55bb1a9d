from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.synthetic_did import SyntheticDid
from tests.simulate import make_panel
from tests.staggered_world import staggered_panel


def fit(panel, *, seed=1, **options):
    asked = {"name": "m", "outcome": "y", "cohort": "first", "draws": 99, **options}
    return SyntheticDid(**asked).fit(panel, seed=seed, progress=Silent())


def one_start(seed=1, **options):
    return staggered_panel(seed=seed, cohorts=(0, 0, 2006), **options)


def test_weights_sum_to_1_and_name_waves_and_places_only():
    found = fit(one_start())
    assert sum(found.weights["unit"].values()) == pytest.approx(1)
    assert sum(found.weights["time"].values()) == pytest.approx(1)
    assert set(found.weights["time"]) <= {"2001", "2003", "2004"}
    assert all(1 <= int(place) <= 60 for place in found.weights["unit"])


def test_the_effect_is_found_where_paths_differ():
    """Treated children grow by one more a wave, as a ninth of the others do."""
    panel = one_start(children=240, noise=0.1, siblings=1)
    place = panel.frame["child_id"].str[1:].astype(int).to_numpy()
    steep = (place % 3 == 2) | ((place % 3 != 2) & (place % 9 == 0))
    wave = np.searchsorted([2001, 2003, 2004, 2006, 2007], panel.frame["wave"])
    frame = panel.frame.assign(y=panel.frame["y"] + steep * wave)
    # few of the others grow so: the plain comparison counts the growth as an effect
    means = frame.assign(late=frame["wave"] >= 2006).pivot_table(
        index="first", columns="late", values="y"
    )
    change = means[True] - means[False]
    plain = change[2006.0] - change[0.0]
    found = fit(make_panel(frame)).estimates["att"]
    assert abs(plain - 0.6) > 1.5
    assert abs(found.estimate - 0.6) < 0.2 * abs(plain - 0.6)


def test_seeds_reach_the_error_alone():
    panel = one_start()
    first, again, other = fit(panel), fit(panel), fit(panel, seed=2)
    assert first.estimates["att"] == again.estimates["att"]
    assert first.estimates["att"].estimate == other.estimates["att"].estimate
    assert first.estimates["att"].std_error != other.estimates["att"].std_error


def test_several_starts_are_refused():
    with pytest.raises(ModelError, match="several waves") as refused:
        fit(staggered_panel(seed=1))
    assert "callaway_santanna" in refused.value.remedy


def test_missed_waves_are_refused_and_may_be_dropped():
    panel = one_start(attrition=0.1)
    with pytest.raises(ModelError, match="misses a wave"):
        fit(panel)
    found = fit(panel, unbalanced="drop")
    assert found.n_rows == 5 * found.n_people


def test_more_treated_than_others_are_refused():
    with pytest.raises(ModelError, match="dealt"):
        fit(staggered_panel(seed=1, cohorts=(0, 2006, 2006)))


def test_one_wave_before_is_difference_in_differences_and_says_so():
    panel = one_start()
    panel = make_panel(panel.frame[panel.frame["wave"].isin([2004, 2006])])
    found = fit(panel)
    means = panel.frame.pivot_table(index="first", columns="wave", values="y")
    change = means[2006] - means[2004]
    assert found.estimates["att"].estimate == pytest.approx(change[2006.0] - change[0.0])
    assert "one_wave_before" in {one.code for one in found.findings}
