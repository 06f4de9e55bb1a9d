from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.dose_response import DoseResponse
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.pooled import Pooled
from studytool.models.guard import examine
from studytool.models.guard.carried import examine_carried
from studytool.models.result import Estimate
from tests.coverage.scenarios import Case
from tests.coverage.study import ESTIMATORS, USES
from tests.simulate import World, make_panel, simulate


def means(treated, others, each=3):
    """Clusters of equal size; the first of them treated."""
    draw, count = np.random.default_rng(4), treated + others
    cluster = np.repeat(np.arange(count), each)
    return make_panel(
        pd.DataFrame(
            {
                "child_id": np.arange(cluster.size),
                "wave": 1,
                "class": cluster,
                "d": (cluster < treated).astype(float),
                "y": draw.normal(size=count)[cluster] + draw.normal(size=cluster.size),
            }
        )
    )


def warned(panel, **options):
    asked = {"name": "m", "outcome": "y", "treatment": "d", "cluster": ("class",), **options}
    model = Pooled.model_validate(asked)
    result = model.fit(panel, seed=1, progress=Silent())
    return next(examine_carried(model, result), None), result


def test_ten_treated_clusters_of_two_hundred():
    """Degrees of freedom of a difference of means of equal clusters (Bell and McCaffrey):

    (1/10 + 1/190)^2 / ((1/10)^2 / 9 + (1/190)^2 / 189) = 9.97.
    """
    found, result = warned(means(10, 190))
    assert found.level == "warning"
    assert found.message.startswith("There are 200 clusters (class), but few of them carry")
    df = (1 / 10 + 1 / 190) ** 2 / ((1 / 10) ** 2 / 9 + (1 / 190) ** 2 / 189)
    assert f"it has {df:.1f} degrees of freedom" in found.message
    assert "made with 199." in found.message
    reduced = warned(means(10, 190), covariance="cr2")[1].estimates["d"]
    plain = result.estimates["d"]
    assert isinstance(reduced, Estimate)
    wide = (reduced.high - reduced.low) / (plain.high - plain.low)
    assert wide > 1.1
    assert f"{wide:.2f} times as wide" in found.message


@pytest.mark.parametrize(
    ("treated", "others", "said"),
    [(15, 185, True), (25, 175, False), (100, 100, False), (5, 6, False), (4, 20, True)],
)
def test_said_where_degrees_of_freedom_are_few_and_far_below_the_clusters(treated, others, said):
    assert (warned(means(treated, others))[0] is not None) == said


@pytest.mark.parametrize(
    "options",
    [{"covariance": "cr2"}, {"covariance": "hc1", "cluster": ()}, {"cluster": ("class", "d")}],
    ids=["already CR2", "no clusters", "two levels"],
)
def test_of_one_level_by_cr1_only(options):
    assert warned(means(10, 190), **options)[0] is None


def test_the_term_that_fewest_carry_is_named_once():
    panel = means(60, 140)
    few = (panel.frame["class"] % 20 == 1).astype(float)
    panel = make_panel(panel.frame.assign(few=few))
    model = Pooled(name="m", outcome="y", treatment=("d", "few"), cluster=("class",))
    result = model.fit(panel, seed=1, progress=Silent())
    codes = [(f.code, '"few"' in f.message) for f in examine(model, result, panel, [], {})]
    assert codes.count(("few_clusters_carry", True)) == 1
    assert ("few_clusters_carry", False) not in codes


def test_two_hundred_children_of_whom_eight_change():
    panel = simulate(World(children=200), 2)
    late = panel.frame["child_id"].isin([f"C{place:05d}" for place in range(8)])
    panel = make_panel(panel.frame.assign(d=(late & (panel.frame["wave"] > 1)).astype(float)))
    model = FixedEffects(name="m", outcome="y", treatment="d", cluster=("person",))
    result = model.fit(panel, seed=1, progress=Silent())
    (found,) = examine_carried(model, result)
    assert "There are 200 clusters (person)" in found.message


@pytest.mark.parametrize("scenario", ["weights", "30 schools"])
def test_where_the_coverage_study_shows_it_it_is_said(scenario):
    case = Case("dose_response", scenario)
    options = {"name": "m", "outcome": "y", **case.options}
    model = ESTIMATORS["dose_response"].model_validate(options)
    said = 0
    for seed in range(6):
        panel = simulate(case.world, seed)
        result = model.fit(panel, seed=1, progress=Silent())
        said += any(f.code == "few_clusters_carry" for f in examine_carried(model, result))
    assert USES["dose_response"].kind == DoseResponse.kind_name()
    assert said == 6


def test_a_thousand_clusters_that_carry_alike_are_passed_over():
    assert warned(means(500, 500, each=2))[0] is None
