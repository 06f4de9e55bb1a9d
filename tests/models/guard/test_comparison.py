"""What is said of each kind under each rule, as a table."""

from __future__ import annotations

import numpy as np
import pytest

import studytool.models.estimators
from studytool.core.progress import Silent
from studytool.core.spec import kinds
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.gee import Gee
from studytool.models.estimators.pooled import Pooled
from studytool.models.guard.assignment import examine_assignment
from studytool.models.guard.comparison import effects_out, find_comparison, scale_in_words
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.known_variances import examine_known_variances
from studytool.models.guard.shared_change import examine_shared_change
from studytool.models.spec import Assignment, ModelSpec
from tests.simulate import World, make_panel, simulate

ESTIMATORS = kinds(ModelSpec, studytool.models.estimators)
MEAN, LEVEL, CHOSEN = "regression_to_the_mean", "lasting_level", "selection"
TAKE_UP, UNKNOWN = "take_up", "assignment_not_recorded"
CUTOFF, KNOWN = "cutoff_not_the_rule", "variances_taken_as_known"

CHANGES = {
    "random": {TAKE_UP: "warning"},
    "score": {MEAN: "error"},
    "level": {LEVEL: "note"},
    "area": {CHOSEN: "warning"},
    "self": {CHOSEN: "warning"},
    "other": {CHOSEN: "warning"},
    None: {UNKNOWN: "warning"},
}
PEOPLE = CHANGES | {"level": {LEVEL: "error"}}
WEIGHED = PEOPLE | {"score": {MEAN: "error", KNOWN: "warning"}}
NEARLY = PEOPLE | {"score": {MEAN: "warning", KNOWN: "warning"}}
OFFER = CHANGES | {"random": {}}
START = OFFER | {"score": {"lagged_outcome": "note"}, "level": {LEVEL: "error"}}
ALONE = {rule: {"no_comparison_group": "warning"} for rule in CHANGES}
LINE = {rule: {CUTOFF: "warning"} for rule in CHANGES} | {
    "score": {"cutoff_local": "note"},
    None: {UNKNOWN: "warning"},
}

TABLE = [
    ("pooled", {}, PEOPLE),
    ("pooled", {"effects": ["person", "wave"]}, CHANGES),
    ("fixed_effects", {}, CHANGES),
    ("fixed_effects", {"effects": ["school"]}, PEOPLE),
    ("did", {"treatment": "offered", "post": [2, 3]}, OFFER),
    ("did", {"method": "doubly_robust", "controls": ["age"]}, CHANGES),
    (
        "did",
        {
            "method": "outcome_regression",
            "treatment": "offered",
            "post": [2, 3],
            "controls": ["y"],
        },
        START,
    ),
    ("ancova", {"treatment": "offered"}, START),
    ("first_difference", {}, CHANGES),
    ("between", {}, PEOPLE),
    ("random_effects", {"effects": ["wave"]}, WEIGHED),
    ("mundlak", {"effects": ["wave"]}, CHANGES),
    ("mundlak", {"effects": ["wave"], "treatment": "offered"}, OFFER | {"level": {LEVEL: "error"}}),
    ("event_study", {}, CHANGES),
    ("event_study", {"treatment": [], "cohort": "start"}, CHANGES),
    ("callaway_santanna", {}, CHANGES),
    ("callaway_santanna", {"treatment": [], "cohort": "start"}, CHANGES),
    ("sun_abraham", {}, CHANGES),
    ("etwfe", {}, CHANGES),
    ("stacked", {}, CHANGES),
    ("goodman_bacon", {}, CHANGES),
    ("synthetic_did", {"draws": 99}, CHANGES),
    ("dose_response", {"treatment": "visits"}, OFFER | {None: {UNKNOWN: "note"}}),
    ("fe_logit", {"outcome": "ill"}, CHANGES | {None: {UNKNOWN: "note"}}),
    ("fe_poisson", {"outcome": "days"}, CHANGES),
    # expected to be next to nothing: weighed by how alike answers are, it is nearly an ANCOVA
    ("gee", {"controls": ["C(wave)"]}, NEARLY),
    ("gee", {"outcome": "yes", "distribution": "binomial"}, WEIGHED),
    ("gee", {"controls": ["C(wave)"], "correlation": "independence"}, PEOPLE),
    ("mixed", {"controls": ["C(wave)"]}, NEARLY),
    ("paired", {"treatment": [], "outcome": "yes", "waves": [1, 3]}, ALONE),
    (
        "rd",
        {
            "treatment": [],
            "running": "y",
            "cutoff": 0.3,
            "bandwidth": 1.5,
            "running_wave": 1,
            "where": "wave == 3",
        },
        LINE,
    ),
]


@pytest.fixture(scope="module")
def panel():
    """Those with high scores are offered help; four in five come."""
    panel = simulate(World(children=400, assignment="score", take_up=0.8), 1)
    came = panel.frame.groupby("child_id")["visited"].transform("max") > 0
    return make_panel(panel.frame.assign(start=np.where(came, 2.0, np.nan)))


def model(kind, options):
    given = {"name": "m", "outcome": "y", "treatment": "visited", **options}
    return ESTIMATORS[kind].model_validate(given)


def entry(outcome, rule):
    also = ("visited", "visits", "start")
    return Assignment(exposure="offered", also=also, rule=rule, variables=(outcome,), wave=1)


def test_every_kind_is_in_the_table():
    assert {kind for kind, _, _ in TABLE} == set(ESTIMATORS)


@pytest.mark.parametrize(
    ("kind", "options", "told"), TABLE, ids=[f"{kind} {options}" for kind, options, _ in TABLE]
)
def test_each_rule_says_what_it_makes_of_each_kind(panel, kind, options, told):
    spec = model(kind, options)
    facts = gather_facts(spec, spec.fit(panel, seed=1, progress=Silent()), panel)
    found = {}
    for rule in told:
        entries = [] if rule is None else [entry(spec.outcome, rule)]
        concerned = [one for one in entries if facts.concerned_by(one)]
        findings = [
            *examine_assignment(facts, concerned, {}),
            *examine_known_variances(facts, concerned),
            *examine_shared_change(facts, concerned),
        ]
        found[rule] = {finding.code: finding.level for finding in findings}
        assert all(f.remedy for f in findings if f.level != "note")
    assert found == told


@pytest.mark.parametrize("rule", ["self", "area", "other"])
def test_changes_of_people_who_were_chosen_are_told_of_regression_to_the_mean(panel, rule):
    for kind, options, told in TABLE:
        if told[rule] != {CHOSEN: "warning"}:
            continue
        spec = model(kind, options)
        facts = gather_facts(spec, spec.fit(panel, seed=1, progress=Silent()), panel)
        (finding,) = examine_assignment(facts, [entry(spec.outcome, rule)], {})
        assert ("regression to the mean" in finding.message) == facts.compares_changes, kind
        assert ("cancel out" in finding.message) == facts.compares_changes, kind


def test_the_scale_of_log_odds_is_said_and_least_squares_stands_beside_it(panel):
    logit = FeLogit(name="logit", outcome="ill", treatment="visited")
    linear = FixedEffects(name="linear", outcome="ill", treatment="visited")
    study = {m.name: (m, m.fit(panel, seed=1, progress=Silent())) for m in (logit, linear)}
    facts = gather_facts(*study["logit"], panel)
    (finding,) = examine_assignment(facts, [entry("ill", "score")], study)
    assert "cannot be worked out on this scale (log odds)" in finding.message
    own, other = (found.estimates["visited"].estimate for _, found in study.values())
    assert f"fixed-effects logit (logit) {own:+.2f} (log odds)" in finding.message
    assert f"fixed effects (linear) {other:+.2f}." in finding.message


def test_effects_say_what_is_compared():
    plain = Pooled(name="m", outcome="y", treatment="d")
    assert find_comparison(plain) == "people"
    for effects in (("person",), ("child_id", "wave"), ("person*school",)):
        assert find_comparison(plain.model_copy(update={"effects": effects}), "child_id") == (
            "changes"
        )


def test_effects_of_its_own_are_taken_out_where_people_are_followed(panel):
    spec = FixedEffects(name="m", outcome="y", treatment="d")
    sections = make_panel(panel.frame, design="cross_sections")
    assert effects_out(spec, panel) == ("person", "wave")
    assert effects_out(spec, sections) == ()
    assert effects_out(spec.model_copy(update={"effects": ("school",)}), panel) == ("school",)


def test_scales_have_names():
    logit = FeLogit(name="m", outcome="y", treatment="d", exponentiate=True)
    assert scale_in_words(logit) == "odds ratio"
    assert scale_in_words(Gee(name="m", outcome="y", treatment="d", distribution="poisson")) == (
        "log rate"
    )
    assert scale_in_words(Gee(name="m", outcome="y", treatment="d")) == ""


@pytest.mark.parametrize(
    ("kind", "outcome", "least"), [("fe_logit", "ill", 1.5), ("fe_poisson", "days", 0.7)]
)
def test_odds_and_rates_regress_to_the_mean_too(kind, outcome, least):
    # nobody is helped, and those with a yes or a high count at the start seem to be
    world = World(children=1_000, waves=4, assignment="score", decided_by=outcome)
    panel = simulate(world, 3)
    spec = model(kind, {"outcome": outcome, "cluster": ["person"]})
    result = spec.fit(panel, seed=1, progress=Silent())
    assert result.estimates["visited"].estimate < -least
    facts = gather_facts(spec, result, panel)
    (finding,) = examine_assignment(facts, [entry(outcome, "score")], {})
    assert (finding.code, finding.level) == (MEAN, "error")
