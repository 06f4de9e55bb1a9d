from __future__ import annotations

import pytest

from studytool.exporters.programs.stata import stata_program
from tests.exporters.programs.made import cohorts, rows


@pytest.mark.parametrize(
    ("changed", "command"),
    [
        (
            {},
            "reghdfe score visited, absorb(effect_person) keepsingletons vce(cluster cluster_home)",
        ),
        (
            {"small_sample": "all_effects"},
            "regress score visited i.effect_person, vce(cluster cluster_home)",
        ),
        (
            {"effects": (), "clusters": (), "covariance": "hc1", "weights": "weight"},
            "regress score visited [pweight=weight], noconstant vce(robust)",
        ),
    ],
)
def test_a_model_has_its_command(changed, command):
    program = stata_program(["A study"], [rows(**changed)], [])
    assert command in [" ".join(line.split()) for line in program.splitlines()]


def test_no_title_opens_a_longer_comment():
    program = stata_program(["A /* study"], [rows()], [])
    assert "/*" not in program


def test_another_convention_is_told():
    assert "follows another convention" in stata_program([], [rows(covariance="cr2")], [])
    assert "follows another convention" not in stata_program([], [rows()], [])


def test_cohorts_are_asked_of_csdid():
    program = stata_program([], [], [cohorts()])
    assert "csdid outcome x0, ivar(unit) time(wave) gvar(first_treated) method(stdipw)" in program
    assert " notyet long2" in program
