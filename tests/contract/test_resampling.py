"""Every estimator can be judged by drawing again, or refuses the request before any data."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.progress import Silent
from studytool.models.draws.resample import resample
from tests.contract.test_estimators import ESTIMATORS, RECIPES, model
from tests.simulate import simulate

BOTH = [{"draws": 99, "cluster": "school"}, {"kind": "permutation", "draws": 99}]
DRAWN = [kind for kind in ESTIMATORS if ESTIMATORS[kind].resamples]
OTHERS = [kind for kind in ESTIMATORS if kind not in DRAWN]


DEALT = [kind for kind in DRAWN if not ESTIMATORS[kind].no_permutation]


@pytest.mark.parametrize("kind", DRAWN)
def test_who_says_so_is_judged_by_drawing_again(kind):
    panel = simulate(RECIPES[kind].world, 3)
    before = panel.frame.copy()
    wanted = BOTH if kind in DEALT else BOTH[:1]
    asked = model(kind, resampling=wanted)
    plain = model(kind).fit(panel, seed=1, progress=Silent())
    result = asked.fit(panel, seed=1, progress=Silent())
    assert result.estimates == plain.estimates
    tests = resample(asked, result, (), progress=Silent()).tests
    found = {name: test for name, test in tests.items() if name not in result.tests}
    expected = {"wild_cluster", "permutation"} if kind in DEALT else {"wild_cluster"}
    assert {name.split("[")[0] for name in found} == expected
    assert any(test.p is not None for test in found.values())
    for test in found.values():
        assert (test.p is None) == bool(test.reason)
        assert test.p is None or 0 < test.p <= 1
    assert resample(asked, result, (), progress=Silent()).tests == tests
    assert panel.frame.equals(before)


@pytest.mark.parametrize("kind", sorted({*DRAWN} - {*DEALT}))
def test_who_cannot_deal_its_treatment_out_says_why(kind):
    with pytest.raises(ValidationError, match="no permutations: ") as refused:
        model(kind, resampling=BOTH)
    assert ESTIMATORS[kind].no_permutation in str(refused.value)


@pytest.mark.parametrize("kind", OTHERS)
def test_the_others_refuse_the_request(kind):
    with pytest.raises(ValidationError, match="no resampling"):
        model(kind, resampling={"draws": 99})
