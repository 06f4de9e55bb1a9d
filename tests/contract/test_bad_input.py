"""Data no method was made for: each is refused with a reason, or gives a result that is stated.

Every kind that is registered is put through every case. What is said under ``"*"`` holds for
those that are not named, a kind added tomorrow among them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.guard.clusters import examine_clusters
from studytool.models.guard.facts import gather_each
from studytool.models.result import Estimate
from studytool.models.staggered_spec import StaggeredSpec
from tests.contract.test_estimators import ESTIMATORS, RECIPES, model, with_column
from tests.simulate import simulate

Spoil = Callable[[str, Any], tuple[Any, dict[str, Any]]]

DEFINED = "a result"
NO_PLACE = "no place"


@dataclass(frozen=True)
class Case:
    """How data are spoilt, and what each kind then says.

    `told` maps a kind to what its refusal must say (a pattern), or to DEFINED; `stated` checks
    the results that are defined, given the kind, the panel and the result.
    """

    spoil: Spoil
    told: Mapping[str, str]
    stated: Callable[[str, Any, Any], None] = field(default=lambda *_: None)

    def of(self, kind):
        return self.told.get(kind, self.told["*"])


def outcome(kind):
    return RECIPES[kind].outcome


def lead(kind):
    return RECIPES[kind].options.get("treatment", "offered")


def also(kind, name):
    return {"controls": [*RECIPES[kind].options.get("controls", ()), name]}


def rows(panel, mask):
    kept = np.flatnonzero(np.asarray(mask))
    return replace(
        panel,
        frame=panel.frame.iloc[kept].reset_index(drop=True),
        reasons=panel.reasons.iloc[kept].reset_index(drop=True),
    )


def base(kind):
    return simulate(replace(RECIPES[kind].world, children=60), 3)


def fit(kind, panel, options):
    return model(kind, **options).fit(panel, seed=1, progress=Silent())


def lead_estimate(kind, result):
    """Return the estimate of the recipe's term; a difference is called after its `post`."""
    named = "offered:(post)" if kind == "did" else RECIPES[kind].term
    return result.estimates.get(named) or result.estimates[RECIPES[kind].term]


def plain(kind):
    return fit(kind, base(kind), {})


def outcome_as(made):
    return lambda kind, panel: (with_column(panel, **{outcome(kind): made(kind, panel.frame)}), {})


def treatment_as(made):
    return lambda kind, panel: (
        with_column(panel, d=made(kind, panel.frame)),
        {"treatment": "d"},
    )


def control_as(made):
    return lambda kind, panel: (with_column(panel, c=made(panel.frame)), also(kind, "c"))


def weights_as(made):
    return lambda _, panel: (with_column(panel, w=made(panel.frame)), {"weights": "w"})


def every_seventh(frame, value, others):
    return np.where(np.arange(len(frame)) % 7 == 0, value, others)


def some_children(frame):
    return frame["child_id"].str[1:].astype(int) % 5 == 0


def one_school_treated(kind, panel):
    """A group for a method that dates it by `post` or looks at one wave; else by wave."""
    frame = panel.frame
    group = (frame["school_id"] == "S1").astype(float)
    dated = kind in {"did", "pooled", "between", "ancova"}
    d = group if dated else group * (frame["wave"] > 1)
    return with_column(panel, d=d), {"treatment": "d", "cluster": ["school"]}


def many_controls(kind, panel):
    draws = np.random.default_rng(1).normal(size=(len(panel.frame), 2_000))
    more = pd.DataFrame(draws, columns=[f"c{place}" for place in range(2_000)])
    options = {"controls": [*RECIPES[kind].options.get("controls", ()), *more.columns]}
    return replace(panel, frame=pd.concat([panel.frame, more], axis=1)), options


def numbered_by_tens(kind, panel):
    options = RECIPES[kind].options
    tens = {n: [10 * wave for wave in options[n]] for n in ("post", "waves") if n in options}
    if "where" in options:
        tens["where"] = options["where"].replace("3", "30")
    return with_column(panel, wave=panel.frame["wave"] * 10), tens


def shuffled(_, panel):
    order = np.random.default_rng(5).permutation(len(panel.frame))
    mixed = replace(
        panel,
        frame=panel.frame.iloc[order].reset_index(drop=True),
        reasons=panel.reasons.iloc[order].reset_index(drop=True),
    )
    return mixed, {}


def crossing(kind, panel):
    moved = np.random.default_rng(4).random(len(panel.frame)) < 0.3
    school = panel.frame["school_id"].where(~moved, "S9")
    options = {"cluster": ["school"]}
    if kind == "gee":  # an estimated correlation can be one that such clusters cannot have
        options["correlation"] = "independence"
    return with_column(panel, school_id=school), options


def named(*names):
    def spoil(_, panel):
        draws = np.random.default_rng(2).normal(size=(len(names), len(panel.frame)))
        return with_column(panel, **dict(zip(names, draws, strict=True))), {}

    return spoil


# --- what is stated of results that are defined ----------------------------------------------


def as_without(kind, _, result):
    """The estimate is that of the data as they were."""
    before, after = (lead_estimate(kind, one) for one in (plain(kind), result))
    assert after.estimate == pytest.approx(before.estimate, rel=1e-10, abs=1e-12)
    assert after.std_error == pytest.approx(before.std_error, rel=1e-10)


def told_by_guard(kind, panel, result):
    facts = gather_each(model(kind, treatment="d", cluster=["school"]), result, panel, [])[0]
    assert "few_treated_clusters" in {finding.code for finding in examine_clusters(facts, [])}


def left_for(reason):
    def stated(_kind, _panel, result):
        (step,) = [step for step in result.flow.steps if step.reason.startswith(reason)]
        assert step.rows > 0
        assert result.n_rows == result.flow.used_rows
        assert "sample_losses" in {finding.code for finding in result.findings}

    return stated


def nobody_changed(kind, _, result):
    assert kind == "paired"
    found = result.estimates["change"]
    assert (found.estimate, found.std_error, found.p) == (0.0, 0.0, 1.0)


def said_of_codes(kind, _, result):
    codes = {finding.code for finding in result.findings}
    assert ("two_codes" in codes) == (kind == "paired")
    assert ("not_counts" in codes) == (kind == "fe_poisson" and result.outcome == "days")


def no_event_has_a_number(_kind, _panel, result):
    assert "event_window" in {finding.code for finding in result.findings}
    for term in ("event[-5]", "event[7]"):
        assert result.estimates[term].reason == "no row of the sample is at this event time"


EXACT = "fit the outcome exactly"
WITHIN = "never changes within a person"


def without(option):
    """What is said by the kinds that have no place for an option."""
    return {kind: NO_PLACE for kind, member in ESTIMATORS.items() if option in member.unused}


CLUSTERS = {"mixed": NO_PLACE, "paired": NO_PLACE} | without("cluster")
CONTROLS = {"paired": NO_PLACE} | without("controls")
WEIGHTS = dict.fromkeys(("fe_logit", "gee", "mixed", "paired"), NO_PLACE) | without("weights")
TREATED = {"paired": NO_PLACE, "dose_response": "is no amount", "rd": "does not follow the cut-off"}
STAGGERED = [kind for kind, member in ESTIMATORS.items() if issubclass(member, StaggeredSpec)]
NUMBERS = {
    "event_study": "other values than 0 and 1",
    **dict.fromkeys(STAGGERED, "other values than 0 and 1"),
    "dose_response": "is no amount",
    "paired": NO_PLACE,
}
CASES = {
    "nobody treated": Case(
        treatment_as(lambda *_: 0.0),
        {"*": "[Nn]o one|Nobody", **TREATED},
    ),
    "everybody treated": Case(
        treatment_as(lambda *_: 1.0),
        {
            "*": "no one to compare|Nobody|already treated at the first wave",
            "dose_response": "is no amount",
            "paired": NO_PLACE,
        }
        | {"rd": "does not follow the cut-off"},
    ),
    "one wave": Case(
        lambda _, panel: (rows(panel, panel.frame["wave"] == 3), {}),
        {
            "*": "one wave|one row|same value|within|No row|before|not in the|no one|needs 2",
            "pooled": DEFINED,
            "between": DEFINED,
            "rd": DEFINED,
        },
    ),
    "one cluster": Case(
        lambda _, panel: (with_column(panel, land="ZA"), {"cluster": ["land"]}),
        {"*": "one cluster", **CLUSTERS},
    ),
    "one treated cluster": Case(
        one_school_treated, {"*": DEFINED, **CLUSTERS, **TREATED}, told_by_guard
    ),
    "a treatment that never changes": Case(
        treatment_as(lambda _, frame: frame.groupby("child_id")["visited"].transform("max")),
        {
            "*": DEFINED,
            **dict.fromkeys(
                ("fixed_effects", "first_difference", "fe_logit", "fe_poisson"), WITHIN
            ),
            **dict.fromkeys(["event_study", *STAGGERED], "Nobody in the sample begins"),
            "dose_response": "is no amount",
            "paired": NO_PLACE,
        },
    ),
    "an outcome that is the treatment": Case(
        outcome_as(lambda kind, frame: frame[lead(kind)]),
        {
            "*": EXACT,
            "ancova": "repeats what other terms say: baseline",
            "did": "does not vary once the effects are taken out",
            "fe_logit": "No regressor is left",
            "fe_poisson": "No regressor is left",
            "mixed": "no maximum|exactly",
            "paired": DEFINED,
        },
        nobody_changed,
    ),
    "a constant outcome": Case(
        outcome_as(lambda *_: 1.0),
        {"*": "does not vary", "fe_logit": "never changes within", "paired": DEFINED},
        nobody_changed,
    ),
    "an outcome of 0 throughout": Case(
        outcome_as(lambda *_: 0.0),
        {
            "*": "does not vary",
            "fe_logit": "never changes within",
            "fe_poisson": "is 0 in every row",
        }
        | {"paired": DEFINED},
        nobody_changed,
    ),
    "an outcome of next to nothing": Case(
        outcome_as(lambda kind, frame: frame[outcome(kind)] * 1e-300),
        {"*": "does not vary", "fe_logit": "other values than 0", "paired": "the same amount"},
    ),
    "a huge outcome": Case(
        outcome_as(lambda _, frame: 1e300 * (frame["wave"] + frame["age"] % 2)),
        {"*": re.escape("is over 1e+150")},
    ),
    "an infinite outcome": Case(
        outcome_as(lambda kind, frame: np.where(frame["wave"] == 3, np.inf, frame[outcome(kind)])),
        {"*": "infinite"},
    ),
    "an infinite treatment": Case(
        treatment_as(lambda kind, frame: np.where(frame[lead(kind)] > 0, np.inf, 0.0)),
        {
            "*": "infinite",
            **dict.fromkeys(["event_study", *STAGGERED], "other values than 0 and 1"),
            "dose_response": "is no amount",
            "paired": NO_PLACE,
        },
    ),
    "a huge treatment": Case(
        treatment_as(lambda kind, frame: np.where(frame[lead(kind)] > 0, 1e300, 0.0)),
        {
            "*": re.escape("over 1e+150"),
            **dict.fromkeys(["event_study", *STAGGERED], "other values than 0 and 1"),
            "dose_response": "is no amount",
            "paired": NO_PLACE,
        },
    ),
    "an infinite control": Case(
        control_as(lambda frame: every_seventh(frame, np.inf, frame["age"])),
        {"*": "infinite", **CONTROLS},
    ),
    "a huge control": Case(
        control_as(lambda frame: every_seventh(frame, 1e300, frame["age"])),
        {"*": re.escape("over 1e+150"), **CONTROLS},
    ),
    "an outcome in words": Case(
        outcome_as(lambda _, frame: frame["child_id"]), {"*": "holds text"}
    ),
    "weights of 0": Case(weights_as(lambda _: 0.0), {"*": "not above zero", **WEIGHTS}),
    "some weights of 0": Case(
        weights_as(lambda frame: np.where(some_children(frame), 0.0, 1.0)),
        {"*": DEFINED, **WEIGHTS},
        left_for("weight missing or not above zero"),
    ),
    "negative weights": Case(
        weights_as(lambda frame: every_seventh(frame, -1.0, 1.0)), {"*": "negative", **WEIGHTS}
    ),
    "infinite weights": Case(
        weights_as(lambda frame: every_seventh(frame, np.inf, 1.0)), {"*": "infinite", **WEIGHTS}
    ),
    "some clusters missing": Case(
        lambda _, panel: (
            with_column(panel, school_id=panel.frame["school_id"].replace("S1", np.nan)),
            {"cluster": ["school"]},
        ),
        {"*": DEFINED, **CLUSTERS},
        left_for("cluster missing: school_id"),
    ),
    "all clusters missing": Case(
        lambda _, panel: (
            with_column(panel, school_id=pd.Series(np.nan, panel.frame.index, dtype="str")),
            {"cluster": ["school"]},
        ),
        {"*": "has no value in any row that is left", **CLUSTERS},
    ),
    "a cluster that is not there": Case(
        lambda _, panel: (panel, {"cluster": ["nowhere"]}),
        {"*": 'no level or column "nowhere"', **CLUSTERS},
    ),
    "clusters that cross persons": Case(
        crossing,
        {
            "*": DEFINED,
            "between": "Some people are in several clusters",
            "fe_logit": "rows in several clusters",
            **CLUSTERS,
        },
    ),
    "an outcome that is not 0 or 1": Case(
        outcome_as(lambda kind, frame: frame[outcome(kind)] + 0.5),
        {"*": DEFINED, "fe_logit": "other values than 0"},
        said_of_codes,
    ),
    "negative counts": Case(
        outcome_as(lambda kind, frame: -1 - frame[outcome(kind)].abs()),
        {"*": DEFINED, "fe_logit": "other values than 0", "fe_poisson": "is negative in"},
    ),
    "2,000 controls": Case(
        many_controls,
        {
            "*": r"repeats what other terms say: .* and \d+ more",
            "random_effects": "too few rows within people",
            "mundlak": "too few rows within people",
            **CONTROLS,
        },
    ),
    "a wave that nobody has": Case(
        lambda _, panel: (rows(panel, panel.frame["wave"] != 2), {}),
        {"*": DEFINED, "did": "Wave 2, named in `post`, is not in the sample"},
    ),
    "waves numbered with gaps": Case(numbered_by_tens, {"*": DEFINED}, as_without),
    "rows in no order": Case(shuffled, {"*": DEFINED}, as_without),
    "columns called as the program's own": Case(
        named("y0", "const", "_merge", "post", "change", "mean(visited)", "baseline(y)"),
        {"*": DEFINED},
        as_without,
    ),
    "columns called as terms": Case(
        named("event[0]", "jump", "visits[1 to <2]"),
        {
            "*": DEFINED,
            "event_study": 'called "event\\[0\\]"',
            "rd": 'column "jump"',
        },
        as_without,
    ),
    "an event window wider than the data": Case(
        lambda _, panel: (panel, {"window": [-5, 7]}),
        {"*": 'no "window" here', **dict.fromkeys(["event_study", *STAGGERED], DEFINED)}
        | {"stacked": "whole window"}
        | without("window"),
        no_event_has_a_number,
    ),
    "a cut-off outside the data": Case(
        lambda _, panel: (panel, {"cutoff": 99.0}),
        {"*": 'no "cutoff" here', "rd": "cut-off"},
    ),
}


def tried(kind, case):
    """Return the refusal of a case or None, the panel, and the result or None."""
    panel, options = case.spoil(kind, base(kind))
    try:
        return None, panel, fit(kind, panel, options)
    except ModelError as refused:
        return refused, panel, None
    except ValidationError as refused:
        return refused, panel, None


def in_words(refused):
    """Return what a refusal says and why; an error of our own has a remedy, and is short."""
    if isinstance(refused, ValidationError):
        return " ".join(error["msg"] for error in refused.errors())
    assert refused.remedy
    assert len(str(refused)) < 1_200
    return f"{refused.what} {refused.why}"


def assert_finite(result):
    """Every number is one, or has a reason in its place."""
    assert np.isfinite(result.covariance).all()
    assert all(math.isfinite(value) for value in result.statistics.values())
    for term, found in result.estimates.items():
        if not isinstance(found, Estimate):
            assert found.reason
            continue
        values = (found.estimate, found.std_error, found.low, found.high)
        assert all(math.isfinite(value) for value in values), term
        # nobody asks whether the error has a variance
        assert math.isfinite(found.p) or term == "variance.residual", term
    flow = result.flow
    assert flow.rows - sum(step.rows for step in flow.steps) == flow.used_rows == result.n_rows


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", ESTIMATORS)
def test_bad_input_is_refused_with_a_reason_or_defined(kind, name):
    case = CASES[name]
    refused, panel, result = tried(kind, case)
    if case.of(kind) != DEFINED:
        assert refused is not None, "a result where a refusal is due"
        said = in_words(refused)
        assert re.search(case.of(kind), said), said
        return
    assert refused is None, refused
    assert_finite(result)
    case.stated(kind, panel, result)


@pytest.mark.parametrize("kind", [kind for kind in ESTIMATORS if kind not in CONTROLS])
@pytest.mark.parametrize("name", ["y0", "const", "_merge", "post"])
def test_a_control_called_as_the_programs_own_is_a_control(kind, name):
    panel = base(kind)
    values = np.random.default_rng(2).normal(size=len(panel.frame))
    panel = with_column(panel, harmless=values, **{name: values})
    ours, theirs = (fit(kind, panel, also(kind, control)) for control in (name, "harmless"))
    assert lead_estimate(kind, ours) == lead_estimate(kind, theirs)
    assert ours.estimates[name] == theirs.estimates["harmless"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("ancova", "baseline(y)"), ("event_study", "event[0]"), ("rd", "distance(above)")],
)
def test_a_control_called_as_a_term_of_the_model_is_refused(kind, name):
    panel = with_column(base(kind), **{name: 1.0 * np.arange(len(base(kind).frame))})
    with pytest.raises(ModelError, match=r"twice|Rename|called"):
        fit(kind, panel, also(kind, name))


@pytest.mark.parametrize(
    ("distribution", "values", "said"),
    [("binomial", [0.0, 0.5], "other values than 0"), ("poisson", [-1.0, 2.0], "is negative in")],
)
def test_an_average_of_groups_refuses_what_its_distribution_cannot_hold(distribution, values, said):
    panel = base("gee")
    panel = with_column(panel, y=np.resize(values, len(panel.frame)))
    with pytest.raises(ModelError, match=said):
        fit("gee", panel, {"distribution": distribution})


@pytest.mark.parametrize(
    ("kind", "options"),
    [("fe_logit", {}), ("gee", {"outcome": "ill", "distribution": "binomial"})],
)
def test_an_answer_that_treatment_predicts_perfectly_is_refused(kind, options):
    panel = base(kind)
    frame = panel.frame
    visited = frame.groupby("child_id")["visited"].transform("max") == 1
    predicted = visited if kind == "fe_logit" else frame["visited"] == 1
    panel = with_column(panel, ill=np.where(predicted, frame["visited"], frame["ill"]))
    with pytest.raises(ModelError, match="predicted perfectly by visited"):
        fit(kind, panel, options)
