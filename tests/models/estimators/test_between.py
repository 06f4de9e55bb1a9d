"""Worked by hand: means (D, y) of four children (0, 2), (0, 4), (1, 5), (1/2, 5).

Sums: mean D = 3/8, S_dd = 1 + 1/4 - 4 x 9/64 = 11/16, S_dy = 5 + 2.5 - 4 x 3/8 x 4 = 1.5, so that
b = 1.5 x 16/11 = 24/11.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.between import Between
from studytool.models.estimators.pooled import Pooled
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).parents[2] / "reference" / "panel_models"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))


def fit(panel, kind=Between, **options):
    model = kind.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def reference(sample):
    frame = pd.read_csv(REFERENCE / "panel.csv", dtype={"child": str})
    return make_panel(
        frame if sample == "balanced" else frame[frame["present"] == 1],
        person="child",
        levels={"family": "family"},
    )


def test_four_children_by_hand():
    frame = pd.DataFrame(
        {
            "child_id": list("aabbcdd"),
            "wave": [1, 2, 1, 2, 1, 1, 2],
            "y": [1.0, 3, 4, 4, 5, 4, 6],
            "d": [0.0, 0, 0, 0, 1, 0, 1],
        }
    )
    result = fit(make_panel(frame), treatment="d")
    assert result.estimates["d"].estimate == pytest.approx(24 / 11)
    assert result.estimates["d"].df == 2
    assert (result.n_rows, result.n_people, result.statistics["n_means"]) == (7, 4, 4)


@pytest.mark.parametrize("sample", ["balanced", "unbalanced"])
def test_equals_plm(sample):
    told = GOLDEN[sample]["between"]
    result = fit(reference(sample), treatment=["x1", "x2"], controls=["girl"])
    for place, name in enumerate(("const", "x1", "x2", "girl")):
        assert result.estimates[name].estimate == pytest.approx(told["estimate"][place], rel=1e-9)
        assert result.estimates[name].std_error == pytest.approx(told["std_error"][place], rel=1e-9)


def test_equals_linearmodels_clustered():
    from linearmodels.panel import BetweenOLS

    panel = reference("unbalanced")
    ours = fit(
        panel,
        treatment=["x1", "x2"],
        cluster=["family"],
        small_sample="all_effects",
    )
    frame = panel.frame.set_index(["child", "wave"]).assign(const=1.0)
    theirs = BetweenOLS(frame["y"], frame[["const", "x1", "x2"]]).fit(
        cov_type="clustered",
        clusters=frame[["family"]],
        group_debias=True,
    )
    assert ours.estimates["x1"].estimate == pytest.approx(theirs.params["x1"], rel=1e-9)
    assert ours.estimates["x1"].std_error == pytest.approx(theirs.std_errors["x1"], rel=1e-9)


def test_grunfeld_as_printed_by_baltagi():
    """Baltagi, Econometric Analysis of Panel Data, table 2.1: ten firms."""
    data = sm.datasets.grunfeld.load_pandas().data
    panel = make_panel(data[data["firm"] != "American Steel"], person="firm", wave="year")
    result = fit(panel, outcome="invest", treatment=["value", "capital"])
    value, capital = result.estimates["value"], result.estimates["capital"]
    assert (value.estimate, value.std_error) == pytest.approx((0.135, 0.029), abs=5e-4)
    assert (capital.estimate, capital.std_error) == pytest.approx((0.032, 0.191), abs=5e-4)


def test_one_wave_is_pooled():
    panel = simulate(World(effect=0.4), 1)
    options = {"treatment": "offered", "where": "wave == 3"}
    means = fit(panel, **options).estimates["offered"]
    rows = fit(panel, Pooled, **options).estimates["offered"]
    # the same numbers, but laid out otherwise in memory, so that sums differ in the last digit
    assert astuple(means) == pytest.approx(astuple(rows), rel=1e-12)


def test_it_takes_lasting_differences_for_the_effect_as_theory_says():
    # selection by level: treated children stand phi(z) / s / (1 - s) x sd(level) higher for good
    world = World(children=4_000, waves=3, assignment="level")
    found = fit(simulate(world, 1), treatment="offered").estimates["offered"]
    expected = np.sqrt(0.5) * 0.3809 * (1 / 0.38 + 1 / 0.62)
    assert found.estimate == pytest.approx(expected, abs=0.1)


def test_clusters_that_people_move_between_are_refused():
    panel = simulate(World(), 1)
    moved = panel.frame["school_id"].where(panel.frame["wave"] < 3, "S0")
    with pytest.raises(ModelError, match="several clusters") as refused:
        fit(
            make_panel(panel.frame.assign(school_id=moved)), treatment="offered", cluster=["school"]
        )
    assert refused.value.remedy


def test_effects_are_refused_when_the_document_is_read():
    with pytest.raises(ValidationError, match="no place in a regression of means"):
        fit(simulate(World(), 1), treatment="offered", effects=["wave"])
