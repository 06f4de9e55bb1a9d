from __future__ import annotations

import numpy as np
import pytest

from studytool.models.estimators.random_effects import RandomEffects
from studytool.models.fitting.reshaping import draw
from studytool.models.methods.person_effects import (
    code_people,
    numbers_of,
    request_of,
    taken_out,
    with_means,
)
from studytool.models.methods.quasi_demeaning import Components
from tests.simulate import World, simulate


def model(**options):
    return RandomEffects.model_validate(
        {"name": "m", "outcome": "y", "treatment": "visited", **options}
    )


def test_effects_become_factors_with_their_products():
    panel = simulate(World(), 1)
    formula = request_of(model(effects=["person", "school*wave", "wave"]), panel).formula
    assert formula.mains == ("C(school_id)", "C(wave)", "C(school_id):C(wave)")
    assert formula.effects == ()


def test_means_stand_at_the_end_and_only_of_what_changes():
    panel = simulate(World(children=10), 1)
    spec = model(controls=["offered", "age"])
    drawn = draw(spec, panel, request_of(spec, panel))
    wider, names = with_means(drawn.design, code_people(drawn.people))
    assert names == ("mean(age)", "mean(visited)")
    assert wider.names == ("const", "offered", "age", "visited", *names)
    by_hand = panel.frame.groupby("child_id")["age"].transform("mean")
    assert wider.column("mean(age)") == pytest.approx(by_hand.to_numpy())


def test_people_are_coded_without_gaps():
    assert code_people(np.array([7, 7, 2, 9])).tolist() == [1, 1, 0, 2]


def test_variances_and_shares_are_told():
    parts = Components(1.0, 3.0, np.array([0.5, 0.5, 0.25]))
    assert numbers_of(parts)["rho"] == 0.75
    assert "theta = 0.2500 to 0.5000" in taken_out(parts)
    same = Components(1.0, 3.0, np.array([0.5, 0.5]))
    assert taken_out(same).endswith("theta = 0.5000")
