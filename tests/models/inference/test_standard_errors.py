from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.inference.standard_errors import (
    coefficient_tests,
    covariance,
    in_words,
    t_quantile,
    two_sided_p,
)
from studytool.models.inference.wald import wald
from studytool.models.kernel.linear import least_squares

REFERENCE = Path(__file__).parents[2] / "reference" / "fixed_effects"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))
CASE_NAMES = [
    "-".join([case["sample"], case["effects"], case["cluster"]] + ["weights"] * case["weights"])
    for case in GOLDEN["cases"]
]


def columns(name):
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


def coded(values):
    return np.unique(values, return_inverse=True)[1]


def errors_of(cov):
    return np.sqrt(np.diagonal(cov.matrix))


def reference_panel(sample):
    data = columns("panel.csv")
    keep = data["present"] == 1 if sample == "unbalanced" else data["present"] >= 0
    data = {key: values[keep] for key, values in data.items()}
    return data | {"schoolwave": data["school"] * 10 + data["wave"]}


def reference_fit(case):
    """Fit the case's model on the reference panel; the three slopes come first."""
    data = reference_panel(case["sample"])
    names = {"none": (), "person": ("child",), "wave": ("wave",), "person_wave": ("child", "wave")}
    names["person_schoolwave"] = ("child", "schoolwave")
    x = np.column_stack([data["x1"], data["x2"], data["x3"]])
    effects = tuple(coded(data[name]) for name in names[case["effects"]])
    if not effects:
        x = np.column_stack([x, np.ones(len(x))])
    weights = data["weight"] if case["weights"] else None
    return least_squares(data["y"], x, effects=effects, weights=weights), coded(
        data[case["cluster"]]
    )


def castle():
    data = columns("castle_controls.csv")
    x = np.column_stack([data["post"], data["unemployrt"], data["poverty"]])
    state, year = coded(data["sid"]), coded(data["year"])
    return least_squares(data["l_homicide"], x, effects=(state, year)), state


# --- one fit, five standard errors in print -------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "convention", "published"),
    [
        ("cr1", "nonnested", 0.055752),
        ("cr1", "no_k", 0.055088),
        ("cr1", "all_effects", 0.058490),
        ("cr1", "linearmodels", 0.057955),
        ("cr0", "nonnested", 0.054535),
    ],
)
def test_castle_has_each_program_s_standard_error(kind, convention, published):
    fit, state = castle()
    cov = covariance(fit, kind, clusters=(state,), small_sample=convention)
    assert round(fit.coefficients[0], 6) == 0.074780
    assert round(errors_of(cov)[0], 6) == published
    assert cov.df.tolist() == [49] * 3
    assert cov.clusters == (50,)


def test_castle_equals_clubsandwich_and_plm():
    fit, state = castle()
    plm, lm = GOLDEN["castle_plm"], GOLDEN["castle_lm"]
    np.testing.assert_allclose(fit.coefficients, plm["coefficients"], rtol=0, atol=1e-10)
    for kind in ("cr0", "cr2"):
        cov = covariance(fit, kind, clusters=(state,))
        np.testing.assert_allclose(errors_of(cov), plm[kind]["std_error"], rtol=1e-8)
    np.testing.assert_allclose(errors_of(cov), lm["cr2"]["std_error"], rtol=1e-8)
    np.testing.assert_allclose(cov.df, plm["cr2"]["df"], rtol=1e-8)
    np.testing.assert_allclose(cov.df, lm["cr2"]["df"], rtol=1e-8)
    cov = covariance(fit, "cr1", clusters=(state,), small_sample="no_k")
    np.testing.assert_allclose(errors_of(cov), lm["cr1"]["std_error"], rtol=1e-8)


# --- R: clubSandwich, sandwich --------------------------------------------------------------------


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=CASE_NAMES)
def test_equals_r_with_every_dummy_written_out(case):
    """Nested and not nested, balanced and not, school by wave, pooled, weighted."""
    fit, clusters = reference_fit(case)
    assert fit.rank == case["rank"]
    np.testing.assert_allclose(fit.coefficients[:3], case["coefficients"], rtol=0, atol=1e-10)
    seen = 0
    for kind in ("classical", "hc0", "hc1", "hc2", "hc3", "cr0", "cr1", "cr2", "cr3"):
        if kind not in case:
            continue
        by = (clusters,) if kind.startswith("cr") else ()
        cov = covariance(fit, kind, clusters=by, small_sample="no_k")
        np.testing.assert_allclose(errors_of(cov)[:3], case[kind]["std_error"], rtol=1e-9)
        if "df" in case[kind]:
            np.testing.assert_allclose(cov.df[:3], case[kind]["df"], rtol=1e-9)
        seen += 1
    assert seen >= 4


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=CASE_NAMES)
def test_joint_tests_equal_clubsandwich(case):
    fit, clusters = reference_fit(case)
    cov = covariance(fit, "cr2", clusters=(clusters,))
    joint, theirs = wald(fit.coefficients, cov, np.eye(fit.coefficients.size)[:2]), case["joint"]
    assert joint.statistic == pytest.approx(theirs["statistic"], rel=1e-9)
    assert joint.df[1] == pytest.approx(theirs["df"], rel=1e-9)
    assert joint.p == pytest.approx(theirs["p"], rel=1e-8)


@pytest.mark.parametrize("case", GOLDEN["within"], ids=["balanced", "unbalanced"])
def test_equals_r_with_the_child_taken_out_by_plm(case):
    fit, family = reference_fit(
        case | {"effects": "person_wave", "cluster": "family", "weights": 0}
    )
    for kind in ("cr0", "cr2", "cr3"):
        cov = covariance(fit, kind, clusters=(family,))
        np.testing.assert_allclose(errors_of(cov), case[kind]["std_error"], rtol=1e-9)
        if kind != "cr0":
            np.testing.assert_allclose(cov.df, case[kind]["df"], rtol=1e-9)


# --- Python's oracles, each under the convention it goes by ---------------------------------------


@pytest.fixture(scope="module")
def oracles():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest
        from linearmodels import PanelOLS
    return pyfixest, PanelOLS


def frame_of(sample):
    import pandas as pd

    data = reference_panel(sample)
    names = ("child", "wave", "family", "household", "school", "schoolwave")
    return pd.DataFrame(data | {name: data[name].astype(int) for name in names})


@pytest.mark.parametrize("sample", ["balanced", "unbalanced"])
@pytest.mark.parametrize("cluster", ["child", "family", "household", "school"])
@pytest.mark.parametrize("effects", ["person_wave", "person_schoolwave", "person"])
def test_nonnested_equals_pyfixest(oracles, sample, cluster, effects):
    fit, clusters = reference_fit(
        {"sample": sample, "effects": effects, "cluster": cluster, "weights": False}
    )
    # dummies for the second effect: with two absorbed its answer can depend on the hash seed,
    # but not where both are nested, and dummies would be counted
    second = {"person_wave": "+ C(wave)", "person_schoolwave": "+ C(schoolwave)", "person": ""}
    right = f"{second[effects]} | child"
    if (effects, cluster) == ("person_schoolwave", "school"):
        right = "| child + schoolwave"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = oracles[0].feols(
            f"y ~ x1 + x2 + x3 {right}",
            frame_of(sample),
            vcov={"CRV1": cluster},
            fixef_rm="none",
            fixef_tol=1e-12,
        )
    ours = coefficient_tests(fit.coefficients, covariance(fit, "cr1", clusters=(clusters,)))
    np.testing.assert_allclose(ours.estimates, theirs.coef()[:3], rtol=0, atol=1e-10)
    table = theirs.tidy().iloc[:3]
    np.testing.assert_allclose(ours.p, table["Pr(>|t|)"], rtol=1e-6)
    np.testing.assert_allclose(ours.low, table["2.5%"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(ours.std_errors, theirs.se()[:3], rtol=0, atol=1e-8)


@pytest.mark.parametrize("sample", ["balanced", "unbalanced"])
@pytest.mark.parametrize("cluster", ["child", "family", "household"])
@pytest.mark.parametrize("two_way", [False, True])
def test_linearmodels_convention_equals_panelols(oracles, sample, cluster, two_way):
    effects = "person_wave" if two_way else "person"
    fit, clusters = reference_fit(
        {"sample": sample, "effects": effects, "cluster": cluster, "weights": False}
    )
    frame = frame_of(sample).assign(group=clusters).set_index(["child", "wave"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = oracles[1](
            frame["y"], frame[["x1", "x2", "x3"]], entity_effects=True, time_effects=two_way
        )
        theirs = model.fit(cov_type="clustered", clusters=frame["group"])
        grouped = model.fit(
            cov_type="clustered", clusters=frame["group"], group_debias=True, auto_df=False
        )
    cov = covariance(fit, "cr1", clusters=(clusters,), small_sample="linearmodels")
    np.testing.assert_allclose(fit.coefficients, theirs.params, rtol=0, atol=1e-10)
    np.testing.assert_allclose(errors_of(cov), theirs.std_errors, rtol=0, atol=1e-8)
    cov = covariance(fit, "cr1", clusters=(clusters,), small_sample="all_effects")
    np.testing.assert_allclose(errors_of(cov), grouped.std_errors, rtol=0, atol=1e-8)


@pytest.mark.parametrize(("cluster_g", "g_df"), [("min", "min"), ("own", "conventional")])
def test_two_way_clusters_equal_pyfixest(oracles, cluster_g, g_df):
    case = {"sample": "unbalanced", "effects": "none", "cluster": "family", "weights": False}
    fit, family = reference_fit(case)
    data = reference_panel("unbalanced")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = oracles[0].feols(
            "y ~ x1 + x2 + x3",
            frame_of("unbalanced"),
            vcov={"CRV1": "family + schoolwave"},
            ssc=oracles[0].ssc(G_df=g_df),
        )
    clusters = (family, coded(data["schoolwave"]))
    cov = covariance(fit, "cr1", clusters=clusters, cluster_g=cluster_g)
    np.testing.assert_allclose(errors_of(cov)[:3], theirs.se().iloc[1:], rtol=0, atol=1e-8)
    assert set(cov.df) == {min(cov.clusters) - 1}


def test_all_effects_equals_statsmodels_with_every_dummy():
    import statsmodels.api as sm

    case = {"sample": "unbalanced", "effects": "person_wave", "cluster": "family", "weights": True}
    fit, family = reference_fit(case)
    data = reference_panel("unbalanced")
    child, wave = coded(data["child"]), coded(data["wave"])
    dummies = [child[:, None] == np.arange(child.max() + 1), wave[:, None] == np.arange(1, 3)]
    design = np.column_stack([data["x1"], data["x2"], data["x3"], *dummies]).astype(float)
    theirs = sm.WLS(data["y"], design, data["weight"]).fit(
        cov_type="cluster", cov_kwds={"groups": family}
    )
    cov = covariance(fit, "cr1", clusters=(family,), small_sample="all_effects")
    np.testing.assert_allclose(errors_of(cov), theirs.bse[:3], rtol=0, atol=1e-8)


# --- identities and behaviour ---------------------------------------------------------------------


def small(seed=0, families=12):
    random = np.random.default_rng(seed)
    family = np.repeat(np.arange(families), 5)
    x = np.column_stack([random.normal(size=family.size), np.ones(family.size)])
    y = x @ [0.5, 1] + random.normal(size=families)[family] + random.normal(size=family.size)
    return y, x, family


@pytest.mark.parametrize(("cluster", "row"), [("cr0", "hc0"), ("cr1", "hc1"), ("cr2", "hc2")])
def test_one_row_a_cluster_is_the_robust_error(cluster, row):
    y, x, _ = small()
    fit = least_squares(y, x)
    one = covariance(fit, cluster, clusters=(np.arange(y.size),), small_sample="all_effects")
    np.testing.assert_allclose(one.matrix, covariance(fit, row).matrix, rtol=1e-10)


def test_the_t_distribution_equals_scipy_at_whole_and_broken_degrees_of_freedom():
    from scipy.stats import t as student

    t, df = np.array([0.0, 0.3, -2.1, 8, 60]), np.array([1.0, 2.7, 11.3, 49, 4])
    np.testing.assert_allclose(two_sided_p(t, df), 2 * student.sf(abs(t), df), rtol=1e-10)
    for level in (0.8, 0.95, 0.999):
        np.testing.assert_allclose(
            t_quantile(level, df), student.ppf((1 + level) / 2, df), rtol=1e-9
        )


def test_intervals_follow_from_covariance_and_degrees_of_freedom():
    y, x, family = small()
    fit = least_squares(y, x)
    cov = covariance(fit, "cr2", clusters=(family,))
    wide, narrow = (coefficient_tests(fit.coefficients, cov, level=level) for level in (0.99, 0.9))
    assert (wide.low < narrow.low).all()
    assert (wide.high > narrow.high).all()
    np.testing.assert_allclose((wide.low + wide.high) / 2, fit.coefficients)
    edge = wide.high / wide.std_errors - wide.t
    np.testing.assert_allclose(two_sided_p(edge, cov.df), 0.01, rtol=1e-9)


def test_a_regressor_that_marks_one_cluster_gets_no_degrees_of_freedom():
    """The residuals of that cluster sum to 0 by construction, and so would its standard error."""
    y, _, family = small()
    design = np.column_stack([family == 3, family != 3]).astype(float)
    fit = least_squares(y, design)
    for kind in ("cr0", "cr1", "cr2"):
        cov = covariance(fit, kind, clusters=(family,))
        tests = coefficient_tests(fit.coefficients, cov)
        assert np.isnan([cov.df[0], tests.std_errors[0], tests.p[0], tests.low[0]]).all()
        assert np.isfinite([cov.df[1], tests.std_errors[1], tests.p[1], tests.low[1]]).all()


def test_what_says_nothing_is_refused():
    y, x, family = small()
    fit = least_squares(y, x)
    with pytest.raises(ModelError, match="one cluster"):
        covariance(fit, "cr1", clusters=(np.zeros(y.size, dtype=int),))
    with pytest.raises(ModelError, match="takes 1 or 2 cluster variables, and 0 are given"):
        covariance(fit, "cr1")
    with pytest.raises(ModelError, match="takes 1 cluster"):
        covariance(fit, "cr2", clusters=(family, family))
    with pytest.raises(ModelError, match="takes 0 cluster"):
        covariance(fit, "hc1", clusters=(family,))
    with pytest.raises(ModelError, match="A cluster variable is not coded"):
        covariance(fit, "cr1", clusters=(family[1:],))
    with pytest.raises(ModelError, match="exactly"):
        covariance(least_squares(x @ np.array([2.0, 1]), x), "classical")


def test_each_standard_error_says_its_name():
    y, x, family = small()
    fit = least_squares(y, x)
    half = np.arange(y.size) % 7
    said = {
        kind: in_words(covariance(fit, kind, clusters=(family,)), ["household"])
        for kind in ("cr0", "cr1", "cr2")
    }
    assert said["cr0"] == "CR0, t(G-1), clusters: household"
    assert said["cr2"] == "CR2, Satterthwaite degrees of freedom, clusters: household"
    expected = (
        "CR1 (nonnested: effects inside the clusters not counted), t(G-1), clusters: household"
    )
    assert said["cr1"] == expected
    both = covariance(fit, "cr1", clusters=(family, half), small_sample="no_k", cluster_g="own")
    assert in_words(both, ["household", "week"]) == (
        "CR1 (no_k: regressors and effects not counted; each term scaled by its own clusters), "
        "t(G-1), clusters: household and week"
    )
    assert in_words(covariance(fit, "classical")) == "classical (equal variance), t(n-K)"
    assert in_words(covariance(fit, "hc3")) == "HC3 (robust to unequal variance), t(n-K)"


def test_intervals_cover_the_truth_and_tests_keep_their_size():
    """200 panels of 30 families, shocks alike within a family and wave, nothing to find.

    CR2 with its degrees of freedom covers; the classical error, which takes siblings for
    strangers, must not.
    """
    random = np.random.default_rng(2022)
    family, wave = np.repeat(np.arange(30), 9), np.tile(np.arange(3), 90)
    child = np.repeat(np.arange(90), 3)
    covered = {"cr1": 0, "cr2": 0, "classical": 0}
    for _ in range(200):
        offered = random.random(30) < 0.3
        treated = (offered[family] & (wave >= 1)).astype(float)
        shock = random.normal(size=(30, 3))[family, wave]
        y = random.normal(size=90)[child] + shock + 0.5 * random.normal(size=child.size)
        fit = least_squares(y, treated[:, None], effects=(child, wave))
        for kind in covered:
            by = (family,) if kind.startswith("cr") else ()
            tests = coefficient_tests(fit.coefficients, covariance(fit, kind, clusters=by))
            covered[kind] += int(tests.low[0] < 0 < tests.high[0])
    assert 180 <= covered["cr2"] <= 198
    assert covered["cr1"] <= covered["cr2"]
    assert covered["classical"] < 170


def test_infinite_degrees_of_freedom_are_the_normal_distribution():
    free = np.array([np.inf, np.inf])
    assert two_sided_p(np.array([1.959963985, -1.959963985]), free) == pytest.approx(0.05)
    assert t_quantile(0.95, free) == pytest.approx(1.959963985)
    assert t_quantile(0.95, np.array([1e7])) == pytest.approx(1.9599644, abs=1e-6)
