"""A model and effects by cohort, made by hand, for programs of every tool."""

from __future__ import annotations

import pandas as pd

from studytool.exporters.programs.cohorts import CohortRows
from studytool.exporters.programs.rows import FittedRows

FRAME = pd.DataFrame({"score": [1.0], "visited": [0.0]})


def rows(**changed):
    """A model of one regressor, with a title that tries to leave its comment."""
    given = {
        "name": "visits",
        "stem": "visits",
        "title": "Visits\n/* all",
        "equation": "score = b visited",
        "convention": "CR1",
        "covariance": "cr1",
        "small_sample": "nonnested",
        "frame": FRAME,
        "outcome": "score",
        "regressors": {"visited": "visited"},
        "effects": ("effect_person",),
        "trends": (),
        "clusters": ("cluster_home",),
        "weights": "",
        "estimates": {"visited": (1.0, 2.0)},
    }
    return FittedRows(**{**given, **changed})


def cohorts(**options):
    """Effects by cohort."""
    asked = {
        "comparison": "not_yet",
        "base": "universal",
        "method": "ipw",
        "anticipation": "1",
        "covariance": "cr1",
    }
    return CohortRows(
        kind="callaway_santanna",
        name="wage",
        stem="wage",
        title="Wage",
        equation="",
        convention="",
        options={**asked, **options},
        frame=pd.DataFrame({"unit": [1]}),
        controls=("x0",),
        estimates={},
    )
