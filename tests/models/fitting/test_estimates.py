from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.arrays.design import Design, Formula, build_design
from studytool.models.fitting.estimates import (
    Fitted,
    list_estimates,
    list_findings,
    list_statistics,
    order_covariance,
    people_by_term,
)
from studytool.models.inference.standard_errors import covariance
from studytool.models.inference.wald import wald
from studytool.models.kernel import remaining
from studytool.models.kernel.linear import least_squares
from studytool.models.result import NotAvailable
from tests.simulate import make_panel

DRAW = np.random.default_rng(8)
FRAME = pd.DataFrame(
    {
        "child_id": np.repeat([f"c{n}" for n in range(20)], 2),
        "wave": np.tile([1, 2], 20),
        "y": DRAW.normal(size=40),
        "x": DRAW.normal(size=40),
        "d": np.tile([0.0, 1, 0, 0], 10),
        "group": np.tile([1.0, 1, 0, 0], 10),
        "w": DRAW.uniform(1, 3, size=40),
    }
).assign(x2=lambda frame: 3 * frame["x"], arm=lambda frame: frame["d"] + 1)


def fitted(people=None, kind="classical", **changes):
    formula = Formula(**{"outcome": "y", "treatments": ("d",), **changes})
    design = build_design(make_panel(FRAME), np.arange(40), formula)
    fit = least_squares(
        design.outcome, design.regressors, effects=design.effects, weights=design.weights
    )
    cov = covariance(fit, kind, clusters=design.clusters)
    return Fitted(design, fit, cov, np.repeat(np.arange(20), 2) if people is None else people, 0.9)


def test_treatments_lead_and_the_covariance_follows_the_same_order():
    model = fitted(controls=("x",))
    assert model.kept == ("const", "x", "d")
    assert model.terms == ("d", "const", "x")
    assert list(list_estimates(model)) == ["d", "const", "x"]
    variances = [e.std_error**2 for e in list_estimates(model).values()]
    assert np.allclose(np.diag(order_covariance(model)), variances)
    swapped = model.covariance.matrix[2, 1]
    assert order_covariance(model)[0, 2] == pytest.approx(swapped)


def test_main_terms_the_effects_take_up_are_left_out_in_silence():
    model = fitted(mains=("group",), effects=("person", "wave"))
    assert list(list_estimates(model)) == ["d"]
    assert [finding.code for finding in list_findings(model)] == ["unclustered"]


def test_dropped_controls_have_a_reason_and_a_finding():
    model = fitted(
        controls=("x", "x2", "group"), effects=("person",), clusters=("person",), kind="cr1"
    )
    found = list_estimates(model)
    assert found["x2"] == NotAvailable("collinear with x")
    assert found["group"] == NotAvailable("collinear with the effects (person)")
    assert [finding.code for finding in list_findings(model)] == ["collinear", "collinear"]


def test_rows_of_the_same_person_without_clusters_are_a_finding():
    (finding,) = list_findings(fitted())
    assert finding.code == "unclustered"
    assert finding.message.startswith("20 rows are about people already in the sample, and")
    assert list_findings(fitted(people=np.arange(40))) == ()
    (finding,) = list_findings(fitted(people=np.minimum(np.arange(40), 38)))
    assert finding.message.startswith("1 row is about people already in the sample, and")


def test_statistics_by_hand():
    numbers = list_statistics(fitted())
    assert numbers["outcome_mean"] == pytest.approx(FRAME["y"].mean())
    assert numbers["outcome_sd"] == pytest.approx(FRAME["y"].std())
    untreated = FRAME.loc[FRAME["d"] == 0, "y"].mean()
    assert numbers["outcome_mean_untreated"] == pytest.approx(untreated)
    assert (numbers["n_treated_people"], numbers["n_treated_rows"]) == (10, 10)
    assert numbers["n_changers"] == 10
    estimate = list_estimates(fitted())["d"]
    ratio = numbers["minimum_detectable_effect"] / estimate.std_error
    assert ratio == pytest.approx(1.686 + 0.851, abs=0.001)


def test_treated_are_those_with_the_higher_of_two_values():
    recoded = list_statistics(fitted(treatments=("arm",)))
    assert recoded == pytest.approx(list_statistics(fitted()))


def test_weighted_models_have_weighted_means():
    numbers = list_statistics(fitted(weights="w"))
    assert numbers["outcome_mean"] == pytest.approx(np.average(FRAME["y"], weights=FRAME["w"]))
    spread = np.average((FRAME["y"] - numbers["outcome_mean"]) ** 2, weights=FRAME["w"])
    assert numbers["outcome_sd"] == pytest.approx(math.sqrt(spread * 40 / 39))


def test_level_reaches_the_interval():
    found = list_estimates(fitted())["d"]
    assert (found.high - found.low) / (2 * found.std_error) == pytest.approx(1.686, abs=0.001)


def test_people_behind_the_mean_of_a_zero_one_outcome_are_counted():
    found = list_statistics(fitted(outcome="group"))
    assert (found["n_yes_people"], found["n_no_people"]) == (10, 10)
    assert (found["n_yes_people_untreated"], found["n_no_people_untreated"]) == (10, 10)
    assert "n_yes_people" not in list_statistics(fitted())


def test_effects_that_could_not_be_finished_or_counted_are_findings(monkeypatch):
    monkeypatch.setattr(remaining, "WRITTEN_CELLS", 0)
    monkeypatch.setattr(remaining, "SOLVED_LEVELS", 0)
    options = {"effects": ("person", "wave", "group"), "clusters": ("person",), "kind": "cr1"}
    model = fitted(controls=("x",), **options)
    (finding,) = list_findings(model)
    assert (finding.level, finding.code) == ("note", "effects_counted_high")
    cut = replace(model.fit, projected=replace(model.fit.projected, unfinished=3e-5))
    findings = list_findings(replace(model, fit=cut))
    assert [each.code for each in findings] == ["effects_unfinished", "effects_counted_high"]
    assert "3e-05" in findings[0].message


def test_a_negative_variance_by_two_ways_concerns_its_term_alone():
    random = np.random.default_rng(1)
    first, second = random.integers(0, 3, 60), random.integers(0, 4, 60)
    columns = np.column_stack([np.ones(60), random.normal(size=(60, 3))])
    fit = least_squares(random.normal(size=60), columns)
    cov = covariance(fit, "cr1", clusters=(first, second))
    assert (cov.matrix.diagonal() < 0).tolist() == [True, False, False, False]
    names, roles = ("const", "a", "b", "c"), ("constant", "control", "control", "treatment")
    effects = {"effects": (), "effect_names": ()}
    clusters = {"clusters": (first, second), "cluster_names": ("first", "second")}
    design = Design(np.zeros(60), columns, names, roles, names, weights=None, **effects, **clusters)
    found = list_estimates(Fitted(design, fit, cov, np.arange(60), 0.95))
    assert "comes out negative" in found["const"].reason
    assert f"{fit.coefficients[0]:.6g}" in found["const"].reason
    assert found["a"].std_error == pytest.approx(cov.matrix[1, 1] ** 0.5)
    assert wald(fit.coefficients, cov, np.eye(4)[1:2]).p == pytest.approx(found["a"].p)
    with pytest.raises(ModelError, match="cannot be tested"):
        wald(fit.coefficients, cov, np.eye(4)[:2])


def test_a_variance_lost_in_rounding_is_not_blamed_on_clusters():
    model = fitted(controls=("x",))
    wrong = model.covariance.matrix.copy()
    wrong[0, 0] = -1e-9
    df = np.where(wrong.diagonal() < 0, np.nan, model.covariance.df)
    found = list_estimates(
        replace(model, covariance=replace(model.covariance, matrix=wrong, df=df))
    )
    assert "lost in rounding" in found[model.kept[0]].reason


def test_people_behind_a_term_are_those_of_its_rarer_side():
    frame = FRAME.assign(few=[1.0, 1, 0, 1, *[0] * 36])
    formula = Formula(outcome="y", treatments=("d",), controls=("few", "x"))
    design = build_design(make_panel(frame), np.arange(40), formula)
    fit = least_squares(design.outcome, design.regressors)
    model = Fitted(design, fit, covariance(fit, "classical"), np.repeat(np.arange(20), 2), 0.9)
    assert people_by_term(model) == {"d": 10, "few": 2}
