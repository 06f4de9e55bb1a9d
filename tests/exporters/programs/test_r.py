from __future__ import annotations

from studytool.exporters.programs.r import r_program
from tests.exporters.programs.made import cohorts, rows


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
