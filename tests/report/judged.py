"""Sensitivity analyses already answered, for what shows them."""

from __future__ import annotations

import math
from dataclasses import replace

from studytool.models.result import NotAvailable
from studytool.sensitivity.analyses.leave_one_out import LeaveOneOut
from studytool.sensitivity.result import Balance, Line, SensitivityResult

SPEC = LeaveOneOut(name="schools", model="visits")
RESULT = SensitivityResult(
    name="schools",
    kind="leave_one_out",
    model="visits",
    outcome="difficulties",
    term="visited",
    level=0.95,
    lines=(
        Line("original", "As estimated", role="original", estimate=-3.12, std_error=0.65,
             low=-4.39, high=-1.85, p=0.0001, people=118),
        Line("without[1]", "Without 1", estimate=-2.9, low=-4.3, high=-1.5, p=0.001, people=90,
             behind=28),
        Line("without[2]", "Without 2", estimate=-3.3, low=-4.7, high=-1.9, p=0.0002, people=115,
             behind=3),
        Line("without[3]", "Without 3", reason="nobody is left"),
        Line("open", "No end", low=-math.inf, high=2.0, people=118),
    ),
    statement="The conclusion holds whichever school is left out.",
    method="Each school left out in turn",
    measures={"lowest": -3.3, "p": 0.0312, "n_filled": 7.0, "breakdown": NotAvailable("none")},
    words={"lowest": "Lowest estimate", "p": "Joint p", "n_filled": "Filled in"},
    people=118,
)  # fmt: skip
CURVE = replace(
    RESULT,
    lines=(
        RESULT.lines[0],
        *(
            Line(f"spec[{place}]", f"controls {what}", estimate=value, low=value - 1,
                 high=value + 1, people=118, choices=(("controls", what), ("where", "none")))
            for place, (what, value) in enumerate([("none", -2.0), ("hh_size", -3.12)], start=1)
        ),
        Line("spec[3]", "controls age", choices=(("controls", "age"), ("where", "none")),
             reason="no age"),
    ),
)  # fmt: skip
BALANCED = replace(RESULT, balance=(Balance("hh_size", 5.0, 4.0, 4.9, 2.0),))


def material_of(make, result=RESULT):
    """Return material with one analysis of one model."""
    material = make.material(models={"visits": (make.model_spec(), make.fitted())})
    return replace(material, sensitivity={"schools": (SPEC, result)})
