from __future__ import annotations

import pandas as pd

from studytool.exporters.programs.cohorts import CohortRows
from studytool.exporters.programs.r import r_program
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
        "cluster_g": "min",
        "frame": FRAME,
        "outcome": "score",
        "regressors": {"visited": "visited"},
        "effects": ("effect_person",),
        "trends": (),
        "clusters": ("cluster_person",),
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


def test_a_title_stays_in_its_comment():
    program = r_program([], [rows()], [])
    assert "\n# visits: Visits /* all\n" in program


def test_cohorts_are_asked_of_did():
    program = r_program([], [], [cohorts()])
    for words in (
        'control_group = "notyettreated"',
        'base_period = "universal"',
        'est_method = "ipw"',
        "xformla = ~ x0",
        "anticipation = 1",
    ):
        assert words in program
