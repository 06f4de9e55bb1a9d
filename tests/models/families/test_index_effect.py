from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.pooled import Pooled
from studytool.models.families.index_effect import judge_index
from studytool.models.result import Estimate
from studytool.survey.codebook import Variable
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def panel():
    made = simulate(World(children=120, effect=0.5), 6)
    random = np.random.default_rng(1)
    frame = made.frame.assign(z=random.normal(size=len(made.frame)))
    codebook = {name: Variable(name=name, higher_is="better") for name in ("y", "z")}
    return replace(made, frame=frame, codebook={**made.codebook, **codebook})


def members(panel, *outcomes, **options):
    found = []
    for name in outcomes:
        asked = {"name": name, "outcome": name, "treatment": "visited", **options}
        model = Pooled.model_validate(asked)
        found.append((model, model.fit(panel, seed=1, progress=Silent())))
    return found


def judged(panel, pairs):
    return judge_index("both", pairs, panel, seed=1, progress=Silent())


def test_the_shared_model_is_fitted_on_the_index_made_by_hand(panel):
    found = judged(panel, members(panel, "y", "z"))
    rows = panel.frame[["y", "z"]].to_numpy()
    untreated = panel.frame["visited"].to_numpy() == 0
    scores = (rows - rows[untreated].mean(axis=0)) / rows[untreated].std(axis=0, ddof=1)
    weights = np.linalg.inv(np.cov(scores.T, bias=True)).sum(axis=1)
    index = scores @ weights / weights.sum()
    gap = index[~untreated].mean() - index[untreated].mean()
    assert isinstance(found, Estimate)
    assert found.estimate == pytest.approx(gap)


def test_a_direction_that_nobody_named_leaves_a_reason(panel):
    codebook = {**panel.codebook, "z": Variable(name="z")}
    made = replace(panel, codebook=codebook)
    assert 'better for "z"' in judged(made, members(made, "y", "z")).reason


def test_an_outcome_twice_leaves_a_reason(panel):
    pairs = members(panel, "y", "z")
    again = pairs[0][0].model_copy(update={"name": "other"})
    assert "twice" in judged(panel, [*pairs, (again, pairs[0][1])]).reason
