from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.draws.refit import fit_again
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.paired import Paired
from studytool.models.estimators.pooled import Pooled
from studytool.models.result import Estimate
from tests.simulate import World, make_panel, simulate


def made(kind, panel, **options):
    model = kind.model_validate({"name": "m", "outcome": "y", **options})
    return fit_again(model, model.fit(panel, seed=1, progress=Silent()))


def test_fitting_again_gives_the_same_estimates():
    panel = simulate(World(children=80, attrition=0.2, effect=0.4), 3)
    refit = made(Ancova, panel, treatment=["offered", "age"], cluster=["household"])
    assert refit.terms == ("offered", "age")
    for term in refit.terms:
        found = refit.result.estimates[term]
        assert isinstance(found, Estimate)
        assert refit.fit.coefficients[refit.place(term)] == found.estimate
    assert refit.codes("school").size == refit.result.n_rows


def test_counts_are_not_fitted_by_least_squares():
    panel = simulate(World(children=40), 3)
    model = Paired.model_validate({"name": "m", "outcome": "yes", "waves": [1, 3]})
    assert fit_again(model, model.fit(panel, seed=1, progress=Silent())) is None


def test_nameless_people_are_each_their_own():
    panel = make_panel(simulate(World(children=30), 1).frame, person=None)

    refit = made(Pooled, panel, treatment="visited")
    assert (refit.codes("person") == np.arange(refit.result.n_rows)).all()
    with pytest.raises(ModelError, match="no level or column"):
        refit.codes("scool")
